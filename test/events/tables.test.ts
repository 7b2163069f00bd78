// The tables of what is known: a slip in one of their words would let a right filter be refused, or a wrong one pass. The words are
// those of CloudTrail's and IAM's documentation.

import { describe, expect, test } from 'vitest'
import { asideOf, isCloudTrail, isRecord, textOfAlias } from '../../src/events/cloudtrail.ts'
import { isPublic } from '../../src/events/exposure.ts'
import { CLOUDTRAIL_VOCABULARY, FINDING_VOCABULARY, VOCABULARY } from '../../src/events/vocabulary.ts'
import { SCAN_EVENT_FIELDS } from '../../src/image/event.ts'
import { linkEvent } from '../../src/image/link.ts'
import { isPlatform, readManifest } from '../../src/image/manifest.ts'
import { readPage } from '../../src/image/page.ts'
import { readImage, readImages } from '../../src/image/read.ts'
import { check } from '../../src/language/check.ts'
import { parse } from '../../src/language/parse.ts'
import type { Vocabulary } from '../../src/language/vocabulary.ts'

function problemsOf(filter: string, vocabulary: Vocabulary) {
  const parsing = parse(filter)
  if ('problems' in parsing) throw new Error(filter)
  return check(parsing.expression, vocabulary)
}

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
const FIELDS = [
  'eventVersion userIdentity.userName userIdentity.principalId userIdentity.arn userIdentity.accountId',
  'userIdentity.accessKeyId userIdentity.invokedBy userIdentity.identityProvider userIdentity.credentialId userIdentity.userId',
  'userIdentity.identityStoreArn userIdentity.sessionContext.sessionIssuer.type userIdentity.sessionContext.sessionIssuer.principalId',
  'userIdentity.sessionContext.sessionIssuer.arn userIdentity.sessionContext.sessionIssuer.accountId',
  'userIdentity.sessionContext.sessionIssuer.userName userIdentity.sessionContext.attributes.creationDate',
  'userIdentity.sessionContext.sourceIdentity userIdentity.sessionContext.ec2RoleDelivery userIdentity.sessionContext.assumedRoot',
  'eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage requestID eventID apiVersion',
  'recipientAccountId sharedEventID vpcEndpointId vpcEndpointAccountId sessionCredentialFromConsole',
].flatMap(line => line.split(' '))

describe('a record has one value of', () => {
  test.each(FIELDS)('%s', field => {
    expect(problemsOf(`${field} = "x"`, CLOUDTRAIL_VOCABULARY)).toEqual([])
    expect(problemsOf(`${field} = "x" and ${field} = "y"`, CLOUDTRAIL_VOCABULARY)).toMatchObject([{ kind: 'contradiction' }])
  })
})

describe('a known value is', () => {
  test.each([
    ...['AwsApiCall', 'AwsServiceEvent', 'AwsConsoleAction', 'AwsConsoleSignIn', 'AwsVpceEvents'].map(word => `eventType = "${word}"`),
    ...['Management', 'Data', 'NetworkActivity', 'Insight'].map(word => `eventCategory = "${word}"`),
    ...['Root', 'IAMUser', 'AssumedRole', 'Role', 'FederatedUser', 'Directory', 'AWSAccount', 'AWSService'].map(
      word => `userIdentity.type = "${word}"`,
    ),
    ...['IdentityCenterUser', 'SAMLUser', 'WebIdentityUser', 'Unknown'].map(word => `userType = "${word}"`),
  ])('%s', filter => {
    expect(problemsOf(filter, CLOUDTRAIL_VOCABULARY)).toEqual([])
  })

  test.each([
    ...['PACKAGE_VULNERABILITY', 'CODE_VULNERABILITY', 'NETWORK_REACHABILITY'].map(word => `type = "${word}"`),
    ...['YES', 'NO', 'PARTIAL'].map(word => `fixAvailable = "${word}"`),
    ...['YES', 'NO'].map(word => `exploitAvailable = "${word}"`),
    ...['open', 'closed', 'suppressed'].map(word => `state = "${word}"`),
  ])('%s of a finding', filter => {
    expect(problemsOf(filter, FINDING_VOCABULARY)).toEqual([])
  })

  test.each<[filter: string, vocabulary: Vocabulary, meant: string]>([
    ['event_type = "Finding"', FINDING_VOCABULARY, 'did you mean "finding"?'],
    ['event_type = "CloudTrail"', CLOUDTRAIL_VOCABULARY, 'did you mean "cloudtrail"?'],
  ])('%s in another letter case is told', (filter, vocabulary, meant) => {
    expect(problemsOf(filter, vocabulary)).toMatchObject([{ level: 'error', help: expect.stringContaining(meant) }])
    expect(problemsOf(filter.toLowerCase(), vocabulary)).toEqual([])
  })

  test('asked for in a filter over any event, and another one is doubted', () => {
    for (const filter of ['eventType = "AwsApiCall"', 'severity = "HIGH"', 'type = "CODE_VULNERABILITY"'])
      expect(problemsOf(filter, VOCABULARY)).toEqual([])
    for (const filter of ['severity = "high"', 'eventCategory = "data"', 'state = "Open"'])
      expect(problemsOf(filter, VOCABULARY)).toMatchObject([{ kind: 'unknown-value' }])
  })
})

test.each([
  ['epssScore', 'write epss'],
  ['exploitabilityDetails', 'write lastKnownExploitAt'],
  ['cisaData', 'write knownExploited = "YES"'],
  ['status', 'write state; every finding that a rule sees is open'],
  ['name', 'package.name'],
  ['cve', 'write id'],
  ['vulnerabilityId', 'write id'],
  ['packageVulnerabilityDetails', 'aliases'],
  ['vulnerablePackages', 'package.fixedIn'],
  ['packages', 'package.fixedIn'],
  ['attributes', 'vector'],
  ['cvss', 'vector'],
  ['uri', 'image.uri'],
  ['resources', 'inUseCount'],
  ['responseElements', 'type CloudTrail'],
])('who writes %s of a finding is told %s', (name, told) => {
  expect(problemsOf(`${name} = "x"`, FINDING_VOCABULARY)).toMatchObject([{ level: 'error', help: expect.stringContaining(told) }])
})

describe('the event of an image', () => {
  const head = {
    registryId: '111122223333',
    repositoryName: 'api',
    imageId: { imageDigest: 'sha256:aa', imageTag: 'v1' },
    imageScanStatus: { status: 'COMPLETE' },
  }
  const SUBJECT = {
    registryId: '111122223333',
    region: 'eu-west-1',
    repositoryName: 'api',
    tag: 'v1',
    digest: 'sha256:aa',
    platform: null,
    indexDigest: null,
  }
  const finding = { name: 'CVE-1', severity: 'LOW' }
  const page = (body: object) => ({ origin: 'x', body: { ...head, imageScanFindings: { findingSeverityCounts: { LOW: 1 }, ...body } } })

  test('has the fields that are named for it and no others, and its list of findings', () => {
    const [image] = readImages([page({ findings: [finding] })], '2026-11-23T12:00:00Z')
    expect(Object.keys(image?.event ?? {}).sort()).toEqual([...SCAN_EVENT_FIELDS].sort())
    expect(image?.event).toMatchObject({
      requestParameters: { registryId: '111122223333', repositoryName: 'api', imageId: head.imageId },
      responseElements: { imageScanFindings: { findings: [finding], findingSeverityCounts: { LOW: 1 } } },
    })
  })

  test('has only the lists that the answer has', () => {
    const listsOf = (body: object) => {
      const response = readImages([page(body)], '2026-11-23T12:00:00Z')[0]?.event['responseElements']
      return Object.keys((response as { imageScanFindings: object }).imageScanFindings).filter(name => /findings$/i.test(name))
    }
    expect(listsOf({ findings: [finding] })).toEqual(['findings'])
    expect(listsOf({ enhancedFindings: [{ title: 'a', severity: 'LOW' }] })).toEqual(['enhancedFindings'])
  })

  test('that was not done in time says so once', () => {
    const { body } = page({ findings: [finding] })
    const pages = [readPage({ ...body, imageScanStatus: { status: 'IN_PROGRESS' } }, false)]
    expect(readImage({ pages, requested: SUBJECT, gaps: ['the scan was not done after 5m'] }, 't').gaps).toEqual([
      'the scan was not done after 5m',
    ])
  })

  test('has the times of the scan, as the answer wrote them', () => {
    const times = { imageScanCompletedAt: 1_795_000_000, vulnerabilitySourceUpdatedAt: 1_794_000_000 }
    const [image] = readImages([page({ findings: [finding], ...times })], '2026-11-23T12:00:00Z')
    expect(image?.event).toMatchObject({ responseElements: { imageScanFindings: times } })
  })

  test.each<[what: string, other: object, gaps: readonly string[]]>([
    ['of the image', {}, []],
    ['that does not name the registry', { registryId: undefined }, []],
    ['of another registry', { registryId: '2' }, ['ECR answered about "2", but the request was for "111122223333"']],
    ['of another repository', { repositoryName: 'web' }, ['ECR answered about "web", but the request was for "api"']],
    [
      'of another digest',
      { imageId: { imageDigest: 'sha256:bb' } },
      ['ECR answered about "sha256:bb", but the request was for "sha256:aa"'],
    ],
  ])('judged by an answer %s', (_, other, gaps) => {
    const { body } = page({ findings: [finding] })
    expect(readImage({ pages: [readPage({ ...body, ...other }, false)], requested: SUBJECT }, 't').gaps).toEqual(gaps)
  })

  test('of which nothing was read says so', () => {
    expect(readImage({ pages: [], requested: SUBJECT }, 't')).toMatchObject({ gaps: ['no answer was read'], tags: ['v1'] })
    expect(readImage({ pages: [], requested: { ...SUBJECT, tag: null }, gaps: ['denied'] }, 't')).toMatchObject({
      gaps: ['denied'],
      tags: [],
    })
  })
})

test.each<[what: string, value: object, judged: boolean, record: boolean, aside: string | undefined]>([
  ['a record', { eventSource: 'ssm.amazonaws.com', eventName: 'x' }, true, true, undefined],
  ['a record without a name', { eventSource: 'ssm.amazonaws.com' }, true, false, undefined],
  ['a record of another partition', { eventSource: 'ssm.amazonaws.com.cn', eventName: 'x' }, true, true, undefined],
  ['a message of another service', { eventSource: 'aws:sqs', eventName: 'x' }, false, false, undefined],
  ['an aggregated event', { eventSource: 's3.amazonaws.com', eventType: 'AwsAggregatedEvent' }, false, false, 'aggregated event'],
  ['an insight', { eventSource: 'ssm.amazonaws.com', eventName: 'x', eventType: 'AwsCloudTrailInsight' }, false, false, 'insight'],
  ['a digest', { digestStartTime: '2026-11-23T12:00:00Z', logFiles: [] }, false, false, 'digest'],
  ['half a digest', { digestStartTime: '2026-11-23T12:00:00Z' }, false, false, undefined],
  ['a list of files', { logFiles: [] }, false, false, undefined],
])('%s', (_, value, judged, record, aside) => {
  const event = value as Readonly<Record<string, unknown>>
  expect([isCloudTrail(event), isRecord(event), asideOf(event)]).toEqual([judged, record, aside])
})

test('the account of a record is that of the caller, else that of the record', () => {
  const event = { eventSource: 'ssm.amazonaws.com', recipientAccountId: '2' }
  expect(textOfAlias({ ...event, userIdentity: { accountId: '1' } }, 'accountId')).toBe('1')
  expect(textOfAlias(event, 'accountId')).toBe('2')
})

test('an event has a link in whatever letters its id is written', () => {
  for (const id of ['0a1b2c3d-0000-4000-8000-00000000abcd', '0A1B2C3D-0000-4000-8000-00000000ABCD'])
    expect(linkEvent(id, 'eu-west-1')).toMatch(new RegExp(`#/events/${id}$`))
})

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
test.each([
  ...['PrincipalOrgID', 'SourceOrgID', 'VpceOrgID'].map(key => [key, 'o-exampleorg1'] as const),
  ...['PrincipalOrgPaths', 'SourceOrgPaths', 'VpceOrgPaths'].map(key => [key, 'o-exampleorg1/r-ab12/'] as const),
  ...['PrincipalAccount', 'SourceAccount', 'VpceAccount'].map(key => [key, '111122223333'] as const),
  ...['PrincipalArn', 'SourceArn'].map(key => [key, 'arn:aws:iam::111122223333:role/x'] as const),
])('a policy under the condition aws:%s is not public', (key, value) => {
  const statement = { Effect: 'Allow', Principal: '*', Condition: { StringEquals: { [`aws:${key}`]: value } } }
  expect(isPublic({ Statement: [statement] })).toBe(false)
})

test.each([
  ['macos/arm64', 'darwin/arm64'],
  ['linux/x86-64', 'linux/amd64'],
  ['linux/i386', 'linux/386'],
])('%s is the platform %s', (platform, asked) => {
  expect(isPlatform(platform, asked)).toBe(true)
})

test.each(['SchemaVersion', 'MediaType', 'ArtifactType', 'Config', 'Layers', 'Manifests', 'Subject', 'Annotations'])(
  'a manifest with %s is read by no one',
  key => {
    expect(readManifest(JSON.stringify({ schemaVersion: 2, [key]: 1 }), undefined)).toMatchObject({ kind: 'unreadable' })
  },
)
