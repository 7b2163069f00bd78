// What `permissions` prints is what a run with the same settings asks of the services: nothing is missing, and nothing is unused.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listShares, listStatements } from '../../src/commands/permissions.ts'
import { readPolicy } from '../../src/rules/policy.ts'
import { parseArguments } from '../../src/settings/arguments.ts'
import { POLICY_SETTINGS } from '../../src/settings/policy.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { makeRecord } from '../aws/events.ts'
import { makeBasicFindings, makeEnhancedFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import type { ScanStep } from '../aws/scan.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { answerOf, TABLE } from '../aws/table.ts'
import { playCheck } from '../aws/world.ts'

const REGISTRY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
const IMAGE = ['--image', `${REGISTRY}/payments/api:commit`]
const ALONE = [...IMAGE, '--audit-source', 'none']

function settingsOf(words: readonly string[], policy?: string): Settings {
  const file = policy === undefined ? [] : ['--policy', 'policy.yml']
  const reading = policy === undefined ? undefined : readPolicy({ path: 'policy.yml', text: policy }, POLICY_SETTINGS)
  const invocation = parseArguments(['permissions', ...words, ...file], {}, reading)
  if (invocation.kind !== 'run') throw new Error(JSON.stringify(invocation))
  return invocation.settings
}

const allowed = (words: readonly string[]): readonly string[] => listStatements(settingsOf(words)).flatMap(({ Action }) => Action)

const BASIC: readonly ScanStep[] = [{ status: 'COMPLETE', findings: [] }]
const ENHANCED: readonly ScanStep[] = [{ status: 'ACTIVE', enhancedFindings: makeEnhancedFindings({ LOW: 1 }) }]
const HIGH: readonly ScanStep[] = [{ status: 'COMPLETE', findings: makeBasicFindings({ HIGH: 1 }) }]
const MISSING: readonly ScanStep[] = [{ error: 'ScanNotFoundException' }]

const adding =
  (scan: readonly ScanStep[], tags: readonly string[] = ['commit']) =>
  (aws: Aws): void => {
    aws.ecr.addImage({ repository: 'payments/api', tags: ['production'], manifest: makeManifest('old') })
    aws.ecr.addImage({
      repository: 'payments/api',
      tags,
      manifest: makeManifest('api'),
      scan,
      startScan: ['ok'],
      pushedAt: '2026-11-20T00:00:00Z',
    })
  }

/** Adds a session, whose node the alert about it names. */
function addSession(aws: Aws, account = '111122223333'): void {
  const requestParameters = { target: 'i-0a1b2c3d4e5f60718' }
  const session = { eventName: 'StartSession', eventTime: '2026-11-23T11:00:00Z', requestParameters, account }
  aws.cloudtrail.addEvents('eu-west-1', [makeRecord(session)], account)
}

/** The name that policies have for a call. */
function actionOf({ service, operation }: Aws['requests'][number]): string {
  return `${service === 'tagging' ? 'tag' : service}:${operation}`
}

/** What each run asked for that needs a permission, by the names that policies have for it. */
async function askedBy(words: readonly string[], scenes: readonly ((aws: Aws) => void)[]): Promise<readonly string[]> {
  const asked = scenes.map(async prepare => {
    const aws = await startAws()
    prepare(aws)
    addSession(aws)
    await playCheck(aws, words)
    expect(aws.violations).toEqual([])
    return aws.requests.map(actionOf)
  })
  // Any credentials may ask whose they are: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
  return [...new Set((await Promise.all(asked)).flat())].filter(action => action !== 'sts:GetCallerIdentity').sort()
}

// ECR asks Inspector by itself, so the fake is never asked.
const INSPECTOR = ['inspector2:ListCoverage', 'inspector2:ListFindings']

describe('the calls of a run are those that are allowed', () => {
  test.each<[string, readonly string[], readonly ((aws: Aws) => void)[]]>([
    ['an image', ALONE, [adding(BASIC), adding(ENHANCED), adding(MISSING)]],
    ['with the event history', IMAGE, [adding(BASIC), adding(MISSING)]],
    ['with start-scan', [...ALONE, '--start-scan', 'if-missing'], [adding(MISSING)]],
    ['with promote-tags', [...ALONE, '--promote-tags', 'production'], [adding(BASIC), adding(MISSING)]],
    ['with on-fail: untag', [...ALONE, '--on-fail', 'untag'], [adding(HIGH, ['commit', 'other']), adding(MISSING)]],
    ['with on-fail: quarantine-tag', [...ALONE, '--on-fail', 'quarantine-tag:bad'], [adding(HIGH, ['commit', 'other']), adding(MISSING)]],
  ])('%s', async (_, words, scenes) => {
    const printed = allowed(words)
    expect(printed).toEqual(expect.arrayContaining(INSPECTOR))
    expect(await askedBy(words, scenes)).toEqual(printed.filter(action => !INSPECTOR.includes(action)).sort())
  })
})

describe('a baseline that is an image', () => {
  const BASELINE = ['--baseline', `${REGISTRY}/payments/released:production`]
  const statements = (words: readonly string[]) =>
    listStatements(settingsOf(words)).map(({ Sid, Action, Resource }) => ({ Sid, Action, Resource }))

  test('is only read, whatever is written where the image is', () => {
    const printed = statements([...ALONE, ...BASELINE, '--promote-tags', 'production'])
    const [images, baseline] = ['Repositories', 'Baseline'].map(sid => printed.find(({ Sid }) => Sid === sid))
    expect(images?.Action).toContain('ecr:PutImage')
    expect(baseline?.Action).not.toContain('ecr:PutImage')
    expect(baseline?.Resource).toBe('arn:aws:ecr:eu-west-1:111122223333:repository/payments/released')
  })

  test('needs nothing more in the repository of the image', () => {
    expect(statements([...ALONE, '--baseline', `${REGISTRY}/payments/api:production`])).toEqual(statements(ALONE))
  })

  test('is read with the role of its account', () => {
    const role = 'arn:aws:iam::444455556666:role/read'
    const words = [...ALONE, '--baseline', '444455556666.dkr.ecr.eu-west-1.amazonaws.com/api:v1', '--image-roles', role]
    const shares = listShares(settingsOf(words))
    expect(shares.map(share => [share.role, share.statements.map(({ Sid }) => Sid)])).toEqual([
      [undefined, ['Repositories', 'Registry', 'Inspector', 'Roles']],
      [role, ['Baseline', 'Registry', 'Inspector']],
    ])
  })

  test('beside recorded findings makes the calls that are allowed', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'permissions-')), 'findings.json')
    writeFileSync(file, '{"repositoryName":"a","imageId":{"imageTag":"b"},"imageScanStatus":{"status":"COMPLETE"},"imageScanFindings":{}}')
    const words = ['--findings', file, '--baseline', `${REGISTRY}/payments/api:commit`]
    const printed = allowed(words)
    expect(await askedBy(words, [adding(BASIC), adding(ENHANCED), adding(MISSING)])).toEqual(
      printed.filter(action => !INSPECTOR.includes(action)).sort(),
    )
  })
})

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html, and for what only the gate does, its own reading back.
test('a push is allowed what AWS says a push needs', () => {
  const [without, pushing] = [ALONE, [...ALONE, '--push', 'oci:image']].map(allowed)
  expect(pushing?.filter(action => !without?.includes(action)).sort()).toEqual([
    'ecr:BatchCheckLayerAvailability',
    'ecr:CompleteLayerUpload',
    'ecr:GetAuthorizationToken',
    'ecr:InitiateLayerUpload',
    'ecr:PutImage',
    'ecr:UploadLayerPart',
  ])
})

test('an image that the run pushed may lose its candidate tag once it is quarantined, and no other', () => {
  const words = [...ALONE, '--on-fail', 'quarantine-tag:bad']
  expect(allowed(words)).not.toContain('ecr:BatchDeleteImage')
  expect(allowed([...words, '--push', 'oci:image'])).toContain('ecr:BatchDeleteImage')
})

const scopes = (words: readonly string[]) =>
  Object.fromEntries(listStatements(settingsOf(words)).map(({ Sid, Resource, Condition }) => [Sid, Condition ?? Resource]))
const inRegions = (...regions: readonly string[]) => ({ StringEquals: { 'aws:RequestedRegion': regions } })

describe('with roles', () => {
  const ROLE = 'arn:aws:iam::444455556666:role/gates/audit'
  const FOREIGN = ['--image', '444455556666.dkr.ecr.eu-west-1.amazonaws.com/payments/api:commit']
  const lookup = ['--audit-source', 'lookup', '--audit-regions', 'eu-west-1']
  const shares = (words: readonly string[]) =>
    Object.fromEntries(
      listShares(settingsOf(words)).map(({ role, statements }) => [role ?? 'step', statements.flatMap(({ Action }) => Action)]),
    )

  test.each<[string, readonly string[]]>([
    ['for activity', [...lookup, '--audit-roles', ROLE]],
    ['for activity beside an image of the own account', [...IMAGE, '--audit-roles', ROLE]],
    ['for an image', [...FOREIGN, '--audit-source', 'none', '--image-roles', ROLE]],
    ['for both', [...FOREIGN, '--image-roles', ROLE, '--audit-roles', ROLE, '--promote-tags', 'production']],
    ['for an image, beside one of the own account and its activity', [...IMAGE, ...FOREIGN.slice(1), '--image-roles', ROLE]],
  ])('%s, each may make the calls that are made with it, and no others', async (_, words) => {
    const aws = await startAws({ ownRegistries: true })
    for (const registryId of ['111122223333', '444455556666'])
      aws.ecr.addImage({ registryId, repository: 'payments/api', tags: ['production'], manifest: makeManifest('old') })
    // A scan that comes late is explained first, which takes all calls about an image.
    for (const registryId of ['111122223333', '444455556666'])
      aws.ecr.addImage({ registryId, repository: 'payments/api', tags: ['commit'], manifest: makeManifest('api'), scan: [...MISSING] })
    await playCheck(aws, [...words.filter(word => word !== '--promote-tags' && word !== 'production')])
    for (const registryId of ['111122223333', '444455556666'])
      aws.ecr.addImage({ registryId, repository: 'payments/api', tags: ['commit'], manifest: makeManifest('api'), scan: [...BASIC] })
    for (const account of ['111122223333', '444455556666']) addSession(aws, account)
    await playCheck(aws, words)
    expect(aws.violations).toEqual([])
    const asked = (account: string): readonly string[] =>
      [...new Set(aws.requests.filter(request => request.account === account).map(actionOf))]
        .filter(action => action !== 'sts:GetCallerIdentity')
        .sort()
    const { step = [], [ROLE]: role = [] } = shares(words)
    const withoutInspector = (actions: readonly string[]) => actions.filter(action => !INSPECTOR.includes(action)).sort()
    expect(withoutInspector(step)).toEqual(asked('111122223333'))
    expect(withoutInspector(role)).toEqual(asked('444455556666'))
  })

  test('the step may assume these roles and no others', () => {
    const [step] = listShares(settingsOf([...lookup, '--audit-roles', ROLE, 'arn:aws:iam::777788889999:role/audit']))
    expect(step).toMatchObject({
      role: undefined,
      statements: [{ Sid: 'Roles', Action: ['sts:AssumeRole'], Resource: [ROLE, 'arn:aws:iam::777788889999:role/audit'] }],
    })
  })

  test('a role of the policy file that no image needs is not printed', () => {
    expect(listShares(settingsOf(ALONE, `image-roles: ${ROLE}\n`))).toEqual(listShares(settingsOf(ALONE)))
  })
})

test('live state is allowed call by call', () => {
  const live = (kinds: string) => allowed(['--audit-live', kinds, '--audit-regions', 'eu-west-1'])
  const nodes = ['ssm:DescribeInstanceInformation', 'tag:GetResources']
  expect(live('sessions')).toEqual(['ssm:DescribeSessions', ...nodes])
  expect(live('commands,automations')).toEqual([
    'ssm:ListCommands',
    'ssm:ListCommandInvocations',
    'ssm:DescribeAutomationExecutions',
    ...nodes,
  ])
})

test.each([
  ['eu-west-1', 'amazonaws.com', 'aws'],
  ['cn-north-1', 'amazonaws.com.cn', 'aws-cn'],
  ['us-gov-west-1', 'amazonaws.com', 'aws-us-gov'],
])('in %s it names the repository in its partition', (region, suffix, partition) => {
  expect(scopes(['--image', `111122223333.dkr.ecr.${region}.${suffix}/payments/api:1`])).toEqual({
    Repositories: `arn:${partition}:ecr:${region}:111122223333:repository/payments/api`,
    Registry: inRegions(region),
    Inspector: '*',
    EventHistory: inRegions(region),
    SystemsManager: inRegions(region),
  })
})

test('it names each repository and each Region once', () => {
  const images = ['eu-west-1', 'us-east-1', 'eu-west-1'].map((region, i) => `111122223333.dkr.ecr.${region}.amazonaws.com/api:${i}`)
  expect(scopes([...images.flatMap(image => ['--image', image]), '--audit-regions', 'us-west-2'])).toEqual({
    Repositories: ['arn:aws:ecr:eu-west-1:111122223333:repository/api', 'arn:aws:ecr:us-east-1:111122223333:repository/api'],
    Registry: inRegions('eu-west-1', 'us-east-1'),
    Inspector: '*',
    EventHistory: inRegions('us-west-2'),
    SystemsManager: inRegions('us-west-2'),
  })
})

test('it allows nothing but calls by their names', () => {
  for (const { Effect, Action, Resource } of listStatements(settingsOf(IMAGE))) {
    expect(Effect).toBe('Allow')
    for (const action of Action) expect(action).toMatch(/^(?:ecr|inspector2|cloudtrail|ssm|tag):[A-Z]\w+$/)
    expect([Resource].flat()).not.toEqual([])
  }
})

test('it follows the settings of a policy file', () => {
  const policy = 'start-scan: if-missing\naudit-source: none\nfail-on: high\n'
  expect(listStatements(settingsOf(IMAGE, policy))).toEqual(listStatements(settingsOf([...ALONE, '--start-scan', 'if-missing'])))
})

test('it is about the event history alone where a policy file says what to do with images, and none is named', () => {
  const words = ['--audit-source', 'lookup', '--audit-regions', 'eu-west-1']
  const policy = 'start-scan: if-missing\npromote-tags: production\n'
  expect(listStatements(settingsOf(words, policy))).toEqual(listStatements(settingsOf(words)))
})

test('for the release workflow it is the policy that lies beside it', () => {
  const [, line = ''] = /^node dist\/cli\.cjs permissions (.+)$/m.exec(readFileSync('docs/release.md', 'utf8')) ?? []
  expect(JSON.parse(readFileSync('examples/release-policy.json', 'utf8'))).toEqual({
    Version: '2012-10-17',
    Statement: listStatements(settingsOf(line.split(' '))),
  })
})

test('the event history alone needs only what names its nodes besides', () => {
  expect(allowed(['--audit-source', 'lookup', '--audit-regions', 'eu-west-1'])).toEqual([
    'cloudtrail:LookupEvents',
    'ssm:DescribeInstanceInformation',
    'tag:GetResources',
  ])
})

test('an archive in S3 is listed, and read below its prefix alone', () => {
  const words = ['--audit-source', 's3://logs/trail/AWSLogs/444455556666', '--audit-regions', 'eu-west-1', 'us-east-1']
  expect(allowed(words)).toEqual(['s3:ListBucket', 's3:GetObject', 'ssm:DescribeInstanceInformation', 'tag:GetResources', 'kms:Decrypt'])
  expect(scopes(words)).toEqual({
    Archive: 'arn:aws:s3:::logs',
    Objects: 'arn:aws:s3:::logs/trail/AWSLogs/*',
    SystemsManager: inRegions('eu-west-1', 'us-east-1'),
    ArchiveKey: { StringLike: { 'kms:ViaService': ['s3.*.amazonaws.com'] } },
  })
})

test('archives among recorded events need the same, but for what describes targets', () => {
  const words = ['--events', 's3://logs/trail', 's3://other', 'trail', '--audit-window', '7d', '--audit-regions', 'eu-west-1']
  expect(allowed(words)).toEqual(['s3:ListBucket', 's3:GetObject', 'kms:Decrypt'])
  expect(scopes(words)).toMatchObject({
    Archive: ['arn:aws:s3:::logs', 'arn:aws:s3:::other'],
    Objects: ['arn:aws:s3:::logs/trail/AWSLogs/*', 'arn:aws:s3:::other/AWSLogs/*'],
  })
})

describe('a table in Athena', () => {
  const words = ['--audit-source', 'athena://audit/security/logs', '--audit-regions', 'eu-west-1', 'us-east-1']

  test('the calls of a run are those that are allowed, and one more that ends a query', async () => {
    const prepare = (aws: Aws): void => {
      aws.athena.tables.set('security.logs', TABLE)
      aws.athena.answer = query => answerOf(query, [], ['eu-west-1', 'us-east-1'])
    }
    const printed = allowed(words).filter(action => action.startsWith('athena:'))
    expect([...(await askedBy(words, [prepare])), 'athena:StopQueryExecution'].sort()).toEqual([...printed].sort())
  })

  test('what Athena asks of others is allowed through it alone, in buckets that only the catalog and the workgroup know', () => {
    expect(scopes(words)).toEqual({
      Workgroup: 'arn:aws:athena:eu-west-1:*:workgroup/audit',
      Catalog: 'arn:aws:athena:eu-west-1:*:datacatalog/AwsDataCatalog',
      Table: ['catalog', 'database/default', 'database/security', 'table/security/logs'].map(part => `arn:aws:glue:eu-west-1:*:${part}`),
      ThroughAthena: { 'ForAnyValue:StringEquals': { 'aws:CalledVia': ['athena.amazonaws.com'] } },
      LakeFormation: inRegions('eu-west-1'),
      ArchiveKey: { StringLike: { 'kms:ViaService': ['s3.*.amazonaws.com'] } },
      SystemsManager: inRegions('eu-west-1', 'us-east-1'),
    })
  })

  // https://docs.aws.amazon.com/athena/latest/ug/workgroups-iam-policy.html and the bucket of results in AmazonAthenaFullAccess.
  test('it is allowed what AWS says a query needs', () => {
    expect(allowed(words)).toEqual(
      expect.arrayContaining([
        ...['StartQueryExecution', 'GetQueryExecution', 'GetQueryResults', 'StopQueryExecution'].map(call => `athena:${call}`),
        ...['GetDatabase', 'GetTable', 'GetPartitions', 'BatchGetPartition'].map(call => `glue:${call}`),
        ...['GetBucketLocation', 'GetObject', 'ListBucket', 'ListBucketMultipartUploads'].map(call => `s3:${call}`),
        ...['ListMultipartUploadParts', 'AbortMultipartUpload', 'PutObject'].map(call => `s3:${call}`),
      ]),
    )
  })

  test('its workgroup is in the Region that it names', () => {
    const elsewhere = words.map(word => word.replace('//audit/', '//audit@eu-central-1/'))
    expect(scopes(elsewhere)).toMatchObject({ Workgroup: 'arn:aws:athena:eu-central-1:*:workgroup/audit' })
  })
})

test.each<[string, readonly string[], RegExp]>([
  ['no image', [], /there is nothing to judge/],
  ['recorded files', ['--findings', 'examples/findings.json'], /needs no permission/],
  ['settings that do not go together', [...ALONE, '--promote-tags', 'commit'], /under which the image is pushed/],
  ['a format of reports', [...ALONE, '--format', 'sarif'], /sarif/],
])('%s is an error', (_, words, told) => {
  const invocation = parseArguments(['permissions', ...words], {})
  expect(invocation.kind).toBe('wrong')
  expect(JSON.stringify(invocation)).toMatch(told)
})
