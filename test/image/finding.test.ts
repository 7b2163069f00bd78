// What is read of a finding: every field by ECR's own name, for basic and enhanced scans, and what a missing or wrong field becomes.

import { describe, expect, test } from 'vitest'
import { hasUnreadText, lookupRecord, toEvent } from '../../src/events/cloudtrail.ts'
import { CLOUDTRAIL_VOCABULARY, FINDING_VOCABULARY } from '../../src/events/vocabulary.ts'
import { toFindingEvents } from '../../src/image/event.ts'
import { readBasicFinding, readEnhancedFinding, regionOf, versionOf } from '../../src/image/finding.ts'
import { linkAdvisory, linkEvent, linkImage } from '../../src/image/link.ts'
import { listFindings, readPage } from '../../src/image/page.ts'
import { readImages, toJudgedEvents } from '../../src/image/read.ts'
import type { Fields } from '../../src/json.ts'
import { isTooDeep, onOneLine } from '../../src/jsontext.ts'
import { stringifyWithoutSecrets } from '../../src/secret.ts'

const attributes = (pairs: Readonly<Record<string, unknown>>) => Object.entries(pairs).map(([key, value]) => ({ key, value }))
const SEEN = 1_795_000_000
const SEEN_AT = '2026-11-18T11:06:40Z'

describe('a basic finding', () => {
  test('has its description, link, score, vector and package', () => {
    expect(
      readBasicFinding({
        name: 'CVE-2026-1',
        description: 'a flaw',
        uri: 'https://nvd.nist.gov/vuln/detail/CVE-2026-1 ',
        severity: 'HIGH',
        attributes: attributes({
          package_name: 'openssl',
          package_version: '3.0.11',
          fixed_in_version: '3.0.15',
          CVSS3_SCORE: '8.1',
          cvss3_vector: 'CVSS:3.1/x',
        }),
      }),
    ).toMatchObject({
      id: 'CVE-2026-1',
      type: 'PACKAGE_VULNERABILITY',
      severity: 'HIGH',
      state: 'open',
      description: 'a flaw',
      links: ['https://nvd.nist.gov/vuln/detail/CVE-2026-1'],
      score: 8.1,
      vector: 'CVSS:3.1/x',
      package: {
        name: 'openssl',
        epoch: null,
        version: '3.0.11',
        release: null,
        fixedIn: '3.0.15',
        manager: null,
        path: null,
        layer: null,
      },
      packages: [{ name: 'openssl' }],
    })
  })

  test.each<[given: Readonly<Record<string, unknown>>, score: number | null, vector: string | null]>([
    [{ CVSS2_SCORE: '5.0', CVSS2_VECTOR: 'two' }, 5, 'two'],
    [{ CVSS2_SCORE: '5.0', cvss3_score: '6', CVSS2_VECTOR: 'two', cvss3_vector: 'three' }, 6, 'three'],
    [{ cvss3_score: '6', cvss4_score: '7.5', cvss3_vector: 'three', cvss4_vector: 'four' }, 7.5, 'four'],
    [{ cvss4_score: 'high' }, null, null],
    [{}, null, null],
  ])('scored %j is scored by the newest version', (given, score, vector) => {
    expect(readBasicFinding({ name: 'x', attributes: attributes(given) })).toMatchObject({ score, vector, package: null, packages: [] })
  })

  test.each([undefined, null, 7, 'x', [], {}, { name: '' }, { name: 7 }])('%j is none', entry => {
    expect(readBasicFinding(entry)).toBeUndefined()
  })
})

const PACKAGE = {
  name: 'openssl',
  epoch: 0,
  version: '3.0.11',
  release: '1~deb12u2',
  fixedInVersion: '3.0.15',
  packageManager: 'OS',
  filePath: 'lib/x',
  sourceLayerHash: 'sha256:aa',
}
const ENHANCED = {
  findingArn: 'arn:aws:inspector2:eu-west-1:111122223333:finding/1',
  title: 'CVE-2026-1 - openssl',
  type: 'PACKAGE_VULNERABILITY',
  severity: ' HIGH ',
  status: 'ACTIVE',
  score: 8.1,
  fixAvailable: 'YES',
  exploitAvailable: 'NO',
  description: 'a flaw',
  firstObservedAt: SEEN,
  lastObservedAt: SEEN + 60,
  scoreDetails: { cvss: { scoringVector: 'CVSS:3.1/own' } },
  packageVulnerabilityDetails: {
    vulnerabilityId: 'CVE-2026-1',
    source: 'DEBIAN_CVE',
    sourceUrl: 'https://security-tracker.debian.org/CVE-2026-1',
    referenceUrls: ['https://nvd.nist.gov/1', 'https://security-tracker.debian.org/CVE-2026-1', 7],
    relatedVulnerabilities: ['CVE-2026-2', null],
    cvss: [{ scoringVector: 'CVSS:3.1/first' }],
    vulnerablePackages: [{ ...PACKAGE, filePath: null, fixedInVersion: 'NotAvailable' }, PACKAGE],
  },
  resources: [
    { id: 'no arn' },
    {
      id: 'arn:aws:ecr:eu-west-1:111122223333:repository/api/sha256:aa',
      details: { awsEcrContainerImage: { platform: 'DEBIAN_12', inUseCount: 2, lastInUseAt: SEEN } },
    },
  ],
}

describe('an enhanced finding', () => {
  test('has everything that Inspector says', () => {
    expect(readEnhancedFinding(ENHANCED)).toMatchObject({
      id: 'CVE-2026-1',
      aliases: ['CVE-2026-2'],
      arn: ENHANCED.findingArn,
      title: ENHANCED.title,
      type: 'PACKAGE_VULNERABILITY',
      severity: 'HIGH',
      state: 'open',
      score: 8.1,
      vector: 'CVSS:3.1/own',
      vendor: 'DEBIAN_CVE',
      fixAvailable: 'YES',
      exploitAvailable: 'NO',
      description: 'a flaw',
      links: ['https://security-tracker.debian.org/CVE-2026-1', 'https://nvd.nist.gov/1'],
      package: { name: 'openssl', fixedIn: null, path: null },
      packages: [
        {},
        {
          name: 'openssl',
          epoch: 0,
          version: '3.0.11',
          release: '1~deb12u2',
          fixedIn: '3.0.15',
          manager: 'OS',
          path: 'lib/x',
          layer: 'sha256:aa',
        },
      ],
      path: 'lib/x',
      platform: 'DEBIAN_12',
      firstObservedAt: SEEN_AT,
      lastObservedAt: '2026-11-18T11:07:40Z',
      inUseCount: 2,
      lastInUseAt: SEEN_AT,
    })
    expect(regionOf(ENHANCED)).toBe('eu-west-1')
  })

  test.each<[what: string, entry: unknown, read: unknown]>([
    [
      'without an id is known by its title',
      { title: 'a title', findingArn: 'arn:x' },
      {
        id: 'a title',
        type: 'PACKAGE_VULNERABILITY',
        packages: [],
        package: null,
        path: null,
        platform: null,
        inUseCount: null,
        lastInUseAt: null,
      },
    ],
    [
      'without a title by its ARN',
      { findingArn: 'arn:x' },
      {
        id: 'arn:x',
        arn: 'arn:x',
        title: null,
        description: null,
        vendor: null,
        score: null,
        fixAvailable: null,
        exploitAvailable: null,
        firstObservedAt: null,
      },
    ],
    ['of the network has its type', { title: 'x', type: 'NETWORK_REACHABILITY' }, { type: 'NETWORK_REACHABILITY' }],
    ['without a vector of its own has that of its details', { ...ENHANCED, scoreDetails: null }, { vector: 'CVSS:3.1/first' }],
    ['that is closed is', { ...ENHANCED, status: 'CLOSED' }, { state: 'closed' }],
    ['that is suppressed is', { ...ENHANCED, status: 'SUPPRESSED' }, { state: 'suppressed' }],
    ['of another status is open', { ...ENHANCED, status: 'closed' }, { state: 'open' }],
    ['of a blank severity keeps it as it is', { ...ENHANCED, severity: ' ' }, { severity: '" "' }],
    ['of no severity is undefined', { ...ENHANCED, severity: null }, { severity: 'UNDEFINED' }],
    ['of a severity that is a number keeps it', { ...ENHANCED, severity: 7 }, { severity: '7' }],
    [
      'of a package without a fix says so',
      { title: 'x', packageVulnerabilityDetails: { vulnerablePackages: [{ name: 'a', fixedInVersion: 'Not Available' }] } },
      { package: { fixedIn: null, version: null } },
    ],
    [
      'of a package whose fixed version is no string keeps it, because it names one',
      { title: 'x', packageVulnerabilityDetails: { vulnerablePackages: [{ name: 'a', fixedInVersion: 2 }] } },
      { package: { fixedIn: '2' } },
    ],
  ])('%s', (_, entry, read) => {
    expect(readEnhancedFinding(entry)).toMatchObject(read as object)
  })

  test.each([undefined, null, 7, [], {}, { title: ' ' }])('%j is none', entry => {
    expect(readEnhancedFinding(entry)).toBeUndefined()
  })
})

// dpkg and rpm print no epoch where it is 0. https://www.debian.org/doc/debian-policy/ch-controlfields.html#version
describe('the version is written as the package manager writes it', () => {
  test.each<[pack: object, version: string]>([
    [{ version: '3.0.11', release: '1~deb12u2', epoch: 0 }, '3.0.11-1~deb12u2'],
    [{ version: '3.0.11', release: '1~deb12u2' }, '3.0.11-1~deb12u2'],
    [{ version: '9.16.23', release: '29.el9', epoch: 32 }, '32:9.16.23-29.el9'],
    [{ version: '9.16.23', epoch: 32 }, '32:9.16.23'],
    [{ version: '3.0.11', epoch: null }, '3.0.11'],
    [{ epoch: 1 }, ''],
    [{}, ''],
  ])('%j is %j', (pack, version) => {
    const finding = readEnhancedFinding({ title: 'x', packageVulnerabilityDetails: { vulnerablePackages: [pack] } })
    expect(versionOf(finding?.package ?? null)).toBe(version)
  })

  test('no package is an empty text', () => {
    expect(versionOf(null)).toBe('')
  })
})

describe('the link', () => {
  const image = { registryId: '111122223333', region: 'eu-west-1', repositoryName: 'payments/api', digest: `sha256:${'a'.repeat(64)}` }
  const page = `https://eu-west-1.console.aws.amazon.com/ecr/repositories/private/111122223333/payments/api/_/image/${image.digest}/details?region=eu-west-1`

  test.each<[what: string, link: string | null, expected: string | null]>([
    ['of an image', linkImage(image), page],
    ['of an image of no Region', linkImage({ ...image, region: null }), null],
    ['of an image of no registry', linkImage({ ...image, registryId: '1' }), null],
    ['of an image of a hostile repository', linkImage({ ...image, repositoryName: 'a"b' }), null],
    ['of an image of no digest', linkImage({ ...image, digest: 'sha256:aa' }), null],
    ['of an event without an id', linkEvent(null, 'eu-west-1'), null],
    ['of an event of no Region', linkEvent('11111111-2222-3333-4444-555555555555', null), null],
    [
      'of a finding is its own first',
      linkAdvisory({ id: 'CVE-2026-1234', links: ['javascript:x', 'http://a.example/1', 'https://b.example/'] }),
      'https://a.example/1',
    ],
    ['of a CVE is that of the NVD', linkAdvisory({ id: 'CVE-2026-1234', links: ['x'] }), 'https://nvd.nist.gov/vuln/detail/CVE-2026-1234'],
    [
      'of an advisory of GitHub',
      linkAdvisory({ id: 'GHSA-2345-6789-cfgh', links: [] }),
      'https://github.com/advisories/GHSA-2345-6789-cfgh',
    ],
    ['of anything else is none', linkAdvisory({ id: 'xCVE-2026-1234', links: [] }), null],
    ['of a longer name is none', linkAdvisory({ id: 'CVE-2026-1234x', links: [] }), null],
  ])('%s', (_, link, expected) => {
    expect(link).toBe(expected)
  })
})

describe('pages', () => {
  const pageOf = (...entries: readonly unknown[]) => readPage({ imageScanFindings: { enhancedFindings: entries } }, false)
  const one = { findingArn: 'arn:1', title: 'x', severity: 'HIGH', status: 'ACTIVE', fixAvailable: 'YES', exploitAvailable: 'NO' }

  test.each(['severity', 'status', 'fixAvailable', 'exploitAvailable'])('that differ in the %s of a finding list two', name => {
    expect(listFindings([pageOf(one), pageOf({ ...one })])).toHaveLength(1)
    expect(listFindings([pageOf(one), pageOf({ ...one, [name]: 'LOW' })])).toHaveLength(2)
  })

  test('keep the lists only on request', () => {
    const answer = { imageScanFindings: { findings: [{ name: 'x' }], enhancedFindings: 7 } }
    expect(readPage(answer, true)).toMatchObject({
      lists: { findings: [{ name: 'x' }] },
      listed: ['findings'],
      entries: 1,
      gaps: [expect.stringMatching(/enhancedFindings is not a list/)],
    })
    expect(readPage(answer, false).lists).toEqual({})
    expect(readPage(answer, false).head).toEqual({ imageScanFindings: {} })
  })
})

describe('what a filter is tried on', () => {
  const answer = {
    registryId: '111122223333',
    repositoryName: 'api',
    imageId: { imageDigest: 'sha256:aa' },
    imageScanStatus: { status: 'COMPLETE' },
  }

  test.each<[what: string, value: Fields, kinds: readonly unknown[]]>([
    ['an answer', { ...answer, imageScanFindings: { findings: [{ name: 'a' }, { name: 'b' }] } }, [undefined, 'finding', 'finding']],
    ['an answer with its status alone', { imageScanStatus: {} }, [undefined]],
    ['an answer with its findings alone', { imageScanFindings: { findings: [{ name: 'a' }] } }, [undefined, 'finding']],
    ['an answer that names its image alone', { repositoryName: 'api', imageId: {} }, [undefined]],
  ])('%s is the event of the image and those of its findings', (_, value, kinds) => {
    const events = toJudgedEvents(value, '2026-11-23T12:00:00Z')
    expect(events.map(event => event['event_type'])).toEqual(kinds)
    expect(events[0]).toMatchObject({ eventName: 'DescribeImageScanFindings' })
  })

  test.each<Fields>([{ eventName: 'x' }, { repositoryName: 'api' }, { imageId: {} }, {}])('%j is itself', value => {
    expect(toJudgedEvents(value, '2026-11-23T12:00:00Z')).toEqual([value])
  })

  test('finding events have the platform of the image and the paths of their packages', () => {
    const [image] = readImages(
      [{ origin: 'x', body: { ...answer, imageScanFindings: { enhancedFindings: [ENHANCED, { title: 'y' }] } } }],
      '2026-11-23T12:00:00Z',
    )
    if (image === undefined) throw new Error('there is an image')
    const [first, second] = [...toFindingEvents(image)]
    expect(first).toMatchObject({
      path: ['lib/x'],
      eventTime: '2026-11-23T12:00:00Z',
      package: [{}, { path: 'lib/x' }],
      image: { digest: 'sha256:aa', tags: [] },
    })
    expect(second).toMatchObject({ platform: 'DEBIAN_12', path: [] })
  })
})

describe('the text of an event', () => {
  test('that is nested as deep as an event may be is read, and one level more is not', () => {
    const nested = (depth: number): string => `${'['.repeat(depth)}"[[[{{{"${']'.repeat(depth)}`
    expect([isTooDeep(nested(1000)), isTooDeep(nested(1001))]).toEqual([false, true])
    expect(isTooDeep(`[${'{"a":[]},'.repeat(2000)}1]`)).toBe(false)
    expect(isTooDeep('{"a":'.repeat(1001))).toBe(true)
  })

  test('is put on one line without a change to what it says', () => {
    expect(onOneLine('{\n  "a b": [1,\r\n 2],\t"c\\"": " \\n "\n}')).toBe('{"a b":[1,2],"c\\"":" \\n "}')
    expect(onOneLine('{ "a": 1 }')).toBe('{ "a": 1 }')
  })

  test('hides secrets whose names are written with escapes, and those in JSON inside of JSON', () => {
    expect(stringifyWithoutSecrets({ text: '{"session\\u0054oken": "hidden-one"}' })).not.toContain('hidden-one')
    const nested = JSON.stringify({ inner: JSON.stringify({ sessionToken: 'hidden-one' }) })
    expect(stringifyWithoutSecrets({ text: nested })).not.toContain('hidden-one')
  })

  test.each(['streamUrl', 'tokenValue', 'sessionToken', 'secretAccessKey', 'STREAMURL'])('hides %s, also in text that is JSON', name => {
    expect(stringifyWithoutSecrets({ [name]: 'secret', a: 'b' })).not.toContain('secret"')
    expect(stringifyWithoutSecrets({ [name]: null })).toBe(`{"${name}":null}`)
    expect(stringifyWithoutSecrets({ text: JSON.stringify({ [name]: 'hidden-one', a: 'b' }) })).not.toContain('hidden-one')
    expect(stringifyWithoutSecrets({ text: `cut off: {"${name}": "hidden-\\"one` })).not.toContain('one')
  })
})

describe('parameters as text', () => {
  test.each([
    'requestParameters',
    'responseElements',
    'additionalEventData',
    'requestparameters',
    'responseelements',
    'additionaleventdata',
  ])('of %s become an object', name => {
    expect(toEvent({ [name]: ' {"a":1}' })).toEqual({ [name]: { a: 1 } })
    expect(hasUnreadText({ [name]: '{"a":' })).toBe(true)
    expect(hasUnreadText({ [name]: 'a {' })).toBe(false)
  })

  test('of any other field stay text', () => {
    expect(toEvent({ userAgent: '{"a":1}' })).toEqual({ userAgent: '{"a":1}' })
  })

  test('of a record in an answer of LookupEvents are found by its name', () => {
    expect(lookupRecord({ CloudTrailEvent: '{}' })).toBe('{}')
    expect(lookupRecord({ CloudTrailevent: '{}' })).toBeUndefined()
  })
})

test('the vocabulary says which fields have one value, and which may have several', () => {
  const finding = FINDING_VOCABULARY.fields as Readonly<Record<string, unknown>>
  const several = Object.entries(finding).flatMap(([name, kind]) => (kind === 'one' ? [] : [name]))
  expect(several.sort()).toEqual(['aliases', 'image', 'links', 'package', 'path'])
  expect(new Set(Object.values(finding['package'] as object))).toEqual(new Set(['many']))
  const { tags, ...single } = finding['image'] as Readonly<Record<string, unknown>>
  expect([tags, ...new Set(Object.values(single))]).toEqual(['many', 'one'])
  const { userIdentity, requestParameters, resources } = CLOUDTRAIL_VOCABULARY.fields as Readonly<Record<string, unknown>>
  expect([requestParameters, resources]).toEqual(['open', 'open'])
  const { inScopeOf, onBehalfOf, sessionContext, ...names } = userIdentity as Readonly<Record<string, unknown>>
  expect([inScopeOf, onBehalfOf, ...new Set(Object.values(names))]).toEqual(['open', 'open', 'one'])
  expect(sessionContext).toMatchObject({ sessionIssuer: { userName: 'one', arn: 'one' }, attributes: { mfaAuthenticated: 'one' } })
})
