// The digest of a policy: equal for equal policies, and different for every change that can affect a decision.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../../src/attest/canonical.ts'
import { digestPolicy, IS_POLICY, type Policy, type PolicySettings, policyOf, writePolicy } from '../../src/attest/digest.ts'
import { digestExceptions, writeExceptions } from '../../src/attest/exceptions.ts'
import { type Archive, parseArchive } from '../../src/events/archive.ts'
import { type AthenaTable, parseAthena } from '../../src/events/athena.ts'
import { type ImageUri, parseImageUri } from '../../src/image/uri.ts'
import type { Exception } from '../../src/rules/exception.ts'
import type { EXCEPTION } from '../../src/rules/fields.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { StoredObject } from '../../src/rules/object.ts'
import type { PolicyFile } from '../../src/rules/policy.ts'
import type { Rule } from '../../src/rules/rule.ts'
import type { Settings } from '../../src/settings/settings.ts'

const rule = (changes: Partial<Rule> = {}): Rule => ({
  id: 'a',
  name: 'A',
  type: 'CloudTrail',
  title: 'a title',
  severityOfAlerts: 1,
  alertDescription: '',
  aggregateFields: ['user'],
  filter: 'eventName = "PutImage"',
  window: 86_400,
  threshold: 1,
  suppressions: [],
  enabled: true,
  action: null,
  tags: [],
  references: [],
  tests: [],
  file: 'a.yml',
  ...changes,
})
const policy = (changes: Partial<Policy> = {}): Policy => ({
  rules: [rule()],
  packs: ['ecr', 'ssm'],
  failOn: undefined,
  maxFindings: undefined,
  untriaged: 'warn',
  unfixed: 'fail',
  fixWithin: {},
  maxScanAgeSeconds: undefined,
  platforms: [],
  scanGraceSeconds: 60,
  recordedEvents: false,
  audit: undefined,
  ...changes,
})

// Written by hand from RFC 8785: members sorted by name, no whitespace.
const TEXT =
  '{"audit":null,"failOn":null,"fixWithin":{},"maxFindings":null,"maxScanAgeSeconds":null,"packs":["ecr","ssm"],"platforms":[],' +
  '"recordedEvents":false,"rules":[{"action":null,"aggregateFields":["user"],' +
  '"alertDescription":"","enabled":true,"filter":"eventName = \\"PutImage\\"","id":"a","name":"A","references":[],' +
  '"severityOfAlerts":1,"suppressions":[],"tags":[],"threshold":1,"title":"a title","type":"CloudTrail","window":86400}],' +
  '"scanGraceSeconds":60,"unfixed":"fail","untriaged":"warn"}'

test('the text is the one written by hand', () => {
  expect(writePolicy(policy())).toBe(TEXT)
})

test('the digest is the one that another program computes', () => {
  // Computed from the text above by `sha256sum`.
  expect(digestPolicy(policy())).toBe('fc6de0b65df01df2250b7ac8fe4d4ff9454dbff809b46a1759dde66334f0d324')
})

test('tests, files and the order of files, packs, platforms, Regions and suppressions do not take part', () => {
  const [a, b] = [rule({ suppressions: ['x = 1', 'y = 2'] }), rule({ id: 'b' })]
  const audit = { windowSeconds: 60, regions: ['eu-west-1', 'us-east-1'] }
  const one = policy({ rules: [a, b], platforms: ['linux/amd64', 'linux/arm64'], audit })
  const other = policy({
    rules: [
      { ...b, file: 'elsewhere.yml' },
      { ...a, suppressions: ['y = 2', 'x = 1', 'x = 1'], tests: [{ name: 't', event: {}, matches: true }] },
    ],
    packs: ['ssm', 'ecr'],
    platforms: ['linux/arm64', 'linux/amd64'],
    audit: { ...audit, regions: ['us-east-1', 'eu-west-1'] },
  })
  expect(digestPolicy(other)).toBe(digestPolicy(one))
})

describe('every change gives another digest', () => {
  const changes: Readonly<Record<string, fc.Arbitrary<Partial<Rule>>>> = {
    filter: fc.record({ filter: fc.string() }),
    suppressions: fc.record({ suppressions: fc.uniqueArray(fc.string(), { minLength: 1 }) }),
    severity: fc.record({ severityOfAlerts: fc.constantFrom(2, 3) }),
    action: fc.record({ action: fc.constantFrom('fail', 'warn', 'notice') }),
    threshold: fc.record({ threshold: fc.integer({ min: 2 }) }),
    window: fc.record({ window: fc.integer({ min: 1, max: 86_399 }) }),
    enabled: fc.record({ enabled: fc.constant(false) }),
    type: fc.record({ type: fc.constantFrom('Finding', 'Session', 'Command') }),
    'aggregate fields': fc.record({ aggregateFields: fc.array(fc.string(), { minLength: 2 }) }),
    id: fc.record({ id: fc.string({ minLength: 2 }) }),
  }

  test.each(Object.entries(changes))('of the %s of a rule', (_, change) => {
    fc.assert(
      fc.property(change, changed => {
        fc.pre(changed.filter !== rule().filter)
        expect(digestPolicy(policy({ rules: [rule(changed)] }))).not.toBe(digestPolicy(policy()))
        expect(digestPolicy(policy({ rules: [rule(changed)] }))).toBe(digestPolicy(policy({ rules: [structuredClone(rule(changed))] })))
      }),
    )
  })

  test.each<[string, Partial<Policy>]>([
    ['the rules', { rules: [] }],
    ['one rule more', { rules: [rule(), rule({ id: 'b' })] }],
    ['the packs', { packs: ['ecr'] }],
    ['fail-on', { failOn: 'high' }],
    ['max-findings', { maxFindings: { high: 3 } }],
    ['untriaged', { untriaged: 'ignore' }],
    ['unfixed', { unfixed: 'warn' }],
    ['the base images whose findings warn', { baseImages: ['registry/base@sha256:0'] }],
    ['fix-within', { fixWithin: { high: 604_800 } }],
    ['max-scan-age', { maxScanAgeSeconds: 86_400 }],
    ['baseline', { baseline: 'report' }],
    ['the platforms', { platforms: ['linux/arm64'] }],
    ['scan-grace', { scanGraceSeconds: 1 }],
    ['whether recorded events are judged', { recordedEvents: true }],
    ['the audit', { audit: { windowSeconds: 86_400, regions: [] } }],
  ])('of %s', (_, changes) => {
    expect(digestPolicy(policy(changes))).not.toBe(digestPolicy(policy()))
  })

  test('of the window and the Regions of the audit', () => {
    const digests = [
      { windowSeconds: 60, regions: [] },
      { windowSeconds: 61, regions: [] },
      { windowSeconds: 60, regions: ['eu-west-1'] },
    ].map(audit => digestPolicy(policy({ audit })))
    expect(new Set(digests).size).toBe(3)
  })
})

describe('the canonical form of RFC 8785', () => {
  // The samples of its sections 3.2.2 and 3.2.3.
  test('literals, numbers and strings', () => {
    // biome-ignore lint/correctness/noPrecisionLoss: the sample of the RFC
    const numbers = [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001]
    expect(canonicalJson({ numbers, string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/', literals: [null, true, false] })).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  test('members are sorted by UTF-16 units', () => {
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 }
    expect(Object.keys(JSON.parse(canonicalJson(names)) as object).filter(name => name !== '1')).toEqual([
      '\r',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\u{1f600}',
      '\ufb33',
    ])
    expect(canonicalJson(names)).toMatch(/^\{"\\r":2,"1":4,/)
  })

  test('is the same value, whatever the order of its members', () => {
    const shuffle = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(shuffle)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([name, member]) => [name, shuffle(member)]),
            )
          : value
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(canonicalJson(shuffle(value))).toBe(canonicalJson(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})

describe('the settings', () => {
  const audit = { windowSeconds: 60, timeoutSeconds: 300, regions: ['eu-west-1'], asked: true }
  const file: PolicyFile = {
    path: 'policy.yml',
    settings: [],
    files: { rules: [], exceptions: [], vex: [] },
    written: undefined,
    limits: { mayNotTune: [] },
  }
  const limited: PolicyFile = { ...file, limits: { mayNotTune: [{ value: 'a', at: { file: 'policy.yml', line: 1, column: 1 } }] } }
  const base = (letter: string, tag = '1.2', host = 'dkr.ecr'): ImageUri => {
    const uri = parseImageUri(`111122223333.${host}.eu-west-1.amazonaws.com/base:${tag}@sha256:${letter.repeat(64)}`, {
      registryId: undefined,
      region: undefined,
    })
    if ('message' in uri) throw new Error(uri.message)
    return uri
  }
  const settings: PolicySettings = {
    policy: undefined,
    packs: ['ecr', 'ssm'],
    failOn: undefined,
    maxFindings: undefined,
    unfixed: 'fail',
    baseImages: [base('a')],
    baseImageFindings: 'warn',
    fixWithin: {},
    baseline: undefined,
    maxScanAgeSeconds: undefined,
    untriaged: 'warn',
    platforms: [],
    scanGraceSeconds: 60,
    events: [],
    audit,
    auditRegions: [],
    live: undefined,
    auditRoles: [],
  }
  const others: PolicySettings = {
    policy: { path: 'policy.yml', file: limited },
    packs: ['ecr'],
    failOn: 'high',
    maxFindings: { high: 3 },
    untriaged: 'fail',
    unfixed: 'warn',
    baseImages: [base('b')],
    baseImageFindings: 'fail',
    fixWithin: { high: 60 },
    baseline: { kind: 'report', path: 'last.json' } as const,
    maxScanAgeSeconds: 60,
    platforms: ['linux/arm64'],
    scanGraceSeconds: 61,
    events: ['trail'],
    audit: undefined,
    auditRegions: ['us-east-1'],
    live: { kinds: ['sessions'], windowSeconds: 60, timeoutSeconds: 60, regions: [] },
    auditRoles: [{ arn: 'arn:aws:iam::444455556666:role/audit', account: '444455556666', partition: 'aws' }],
  }
  const digest = (changes: Partial<Settings> = {}): string => digestPolicy(policyOf({ ...settings, ...changes }, [rule()]))

  test.each(Object.entries(others))('another value of %s is another policy', (name, value) => {
    expect(IS_POLICY).toMatchObject({ [name]: true })
    expect(digest({ [name]: value })).not.toBe(digest())
  })

  test('of the policy file only its limits are: neither its name, nor where they stand', () => {
    expect(digest({ policy: { path: 'policy.yml', file } })).toBe(digest())
    const [limit] = limited.limits.mayNotTune
    const moved = { ...limited, limits: { mayNotTune: [{ value: 'a', at: { ...limit?.at, file: 'other.yml', line: 7, column: 3 } }] } }
    expect(digest({ policy: { path: 'other.yml', file: moved } })).toBe(digest({ policy: { path: 'policy.yml', file: limited } }))
  })

  test('of the base images their digests are where their findings warn, in any order, and nothing where they count', () => {
    const counting = { baseImageFindings: 'fail' } as const
    expect(digest({ ...counting, baseImages: [base('b')] })).toBe(digest({ ...counting, baseImages: [] }))
    expect(digest({ baseImages: [] })).toBe(digest(counting))
    expect(digest({ baseImages: [base('a', '1.3', 'dkr.ecr-fips')] })).toBe(digest())
    expect(digest({ baseImages: [base('a'), base('b')] })).toBe(digest({ baseImages: [base('b'), base('a')] }))
  })

  test('of the roles only their accounts are, in any order', () => {
    const role = (account: string, name: string) => ({ arn: `arn:aws:iam::${account}:role/${name}`, account, partition: 'aws' })
    const [one, two] = ['444455556666', '777788889999'] as const
    expect(digest({ auditRoles: [role(one, 'a'), role(two, 'b')] })).toBe(digest({ auditRoles: [role(two, 'c'), role(one, 'd')] }))
    expect(digest({ auditRoles: [role(one, 'a')] })).not.toBe(digest({ auditRoles: [role(two, 'a')] }))
  })

  test('of an archive in S3 its place is, however it is written', () => {
    const read = (text: string): string => digest({ audit: { ...audit, archive: parseArchive(text) as Archive } })
    expect(read('s3://logs/trail')).toBe(read('s3://logs/trail/AWSLogs/'))
    const places = ['s3://logs', 's3://other', 's3://logs/trail', 's3://logs/AWSLogs/111122223333'].map(read)
    expect(new Set([digest(), ...places]).size).toBe(5)
  })

  test('of a table in Athena its place is, however it is written', () => {
    const read = (text: string): string => digest({ audit: { ...audit, table: parseAthena(text) as AthenaTable } })
    expect(read('athena://audit/security/logs')).toBe(read('athena://audit/Security/Logs/'))
    const places = ['logs', 'other', 'logs/111122223333'].map(table => read(`athena://audit/security/${table}`))
    expect(new Set([digest(), ...places, read('athena://audit@us-east-1/security/logs')]).size).toBe(5)
  })

  test('of no other setting is', () => {
    const policies = Object.entries(IS_POLICY).filter(([, is]) => is)
    expect(policies.map(([name]) => name).sort()).toEqual(Object.keys(others).sort())
    expect(digest({ images: [], onUndecided: 'warn', audit: { ...audit, regions: ['us-east-1'], timeoutSeconds: 1 } })).toBe(digest())
  })
})

describe('what was read from Parameter Store has a part in it with its versions', () => {
  const high = { name: '/gate/high', arn: 'arn:aws:ssm:eu-west-1:111122223333:parameter/gate/high', version: 3 }
  const low = { name: '/gate/low', arn: 'arn:aws:ssm:eu-west-1:111122223333:parameter/gate/low', version: 1 }
  const digest = (...parameters: readonly (typeof high)[]): string => digestPolicy(policy({ parameters }))

  test('none is the same as on disk', () => {
    expect(digest()).toBe(digestPolicy(policy()))
  })

  test('another version, another place, one more and one less are another policy', () => {
    const elsewhere = { ...high, arn: high.arn.replace('eu-west-1', 'us-east-1') }
    const digests = [digest(), digest(high), digest({ ...high, version: 4 }), digest(elsewhere), digest(high, low), digest(low)]
    expect(new Set(digests).size).toBe(digests.length)
  })

  test('the order of reading has no part in it', () => {
    expect(digest(high, low)).toBe(digest(low, high, low))
  })

  test('of exceptions it is in their own digest, as written by hand from RFC 8785', () => {
    const { exceptions } = loadRules([{ path: 'a.yml', text: 'exceptions: [{ id: CVE-2026-1234, reason: r, expires: never }]' }])
    const alone = writeExceptions(exceptions)
    expect(writeExceptions(exceptions, [low, high])).toBe(`{"exceptions":${alone},"parameters":["${high.arn}:3","${low.arn}:1"]}`)
    expect(digestExceptions(exceptions, [high])).not.toBe(digestExceptions(exceptions, [{ ...high, version: 4 }]))
    expect(digestExceptions(exceptions, [])).toBe(digestExceptions(exceptions))
  })
})

describe('what was read from S3 has a part in it with its versions', () => {
  const arn = 'arn:aws:s3:::gate/high.yml'
  const high = { name: 's3://gate/high.yml', arn, versionId: 'a', etag: 'e' }
  const digest = (...objects: readonly StoredObject[]): string => digestPolicy(policy({ objects }))

  test('none is the same as on disk', () => {
    expect(digest()).toBe(digestPolicy(policy()))
  })

  test('another version, another content without versioning, another object and a parameter are another policy', () => {
    const unversioned = { ...high, versionId: null }
    const low = { ...high, arn: `${arn}.low` }
    const parameter = { name: '/a', arn, version: 3 }
    const digests = [
      digest(),
      digest(high),
      digest({ ...high, versionId: 'b' }),
      digest(unversioned),
      digest({ ...unversioned, etag: 'f' }),
      digest(high, low),
      digestPolicy(policy({ parameters: [parameter] })),
      digestPolicy(policy({ parameters: [parameter], objects: [high] })),
    ]
    expect(new Set(digests).size).toBe(digests.length)
  })

  test('the order of reading, and the ETag of a version, have no part in it', () => {
    const low = { ...high, arn: `${arn}.low` }
    expect(digest(high, low)).toBe(digest(low, { ...high, etag: 'f' }, low))
  })

  test('of exceptions it is in their own digest, as written by hand from RFC 8785', () => {
    const { exceptions } = loadRules([{ path: 'a.yml', text: 'exceptions: [{ id: CVE-2026-1234, reason: r, expires: never }]' }])
    const alone = writeExceptions(exceptions)
    const parameter = { name: '/a', arn: 'arn:a', version: 3 }
    expect(writeExceptions(exceptions, [parameter, high, { ...high, versionId: null }])).toBe(
      `{"exceptions":${alone},"objects":["${arn}?etag=e","${arn}?versionId=a"],"parameters":["arn:a:3"]}`,
    )
  })
})

test('files of VEX are in the digest of exceptions, whatever their order is', () => {
  const [a, b] = [{ digest: 'aa' }, { digest: 'bb', atMost: 'medium' }]
  expect(writeExceptions([], [], [b, a])).toBe('{"exceptions":[],"vex":[{"atMost":"medium","sha256":"bb"},{"sha256":"aa"}]}')
  expect(writeExceptions([], [], [a, b])).toBe(writeExceptions([], [], [b, a]))
  expect(digestExceptions([], [], [a])).not.toBe(digestExceptions([], [], [b]))
  expect(digestExceptions([], [], [])).toBeUndefined()
})

describe('exceptions have a digest of their own', () => {
  /** Each text is a file. */
  const read = (...texts: readonly string[]): readonly Exception[] => {
    const { exceptions, diagnostics } = loadRules(texts.map((text, i) => ({ path: `exceptions${i}.yml`, text })))
    expect(diagnostics).toEqual([])
    return exceptions
  }
  type Entry = Readonly<Record<string, unknown>>
  const digest = (...entries: readonly Entry[]): string | undefined => digestExceptions(read(JSON.stringify({ exceptions: entries })))

  const FINDING = { id: 'CVE-2026-1234', package: 'zlib', reason: 'minizip is not compiled in', owner: 'payments', expires: '2027-01-31' }
  const ALERT = { rule: 'ssm-start-session', filter: 'user = "break-glass"', reason: 'two people hold it', expires: 'never' }

  // Written by hand from RFC 8785, in the order of the texts.
  const WRITTEN =
    '[{"expires":"2027-01-31","filter":null,"ids":["CVE-2026-1234"],"kind":"finding","narrow":{"image":null,"package":"zlib","path":null,' +
    '"platform":null,"severity":null,"version":null},"owner":"payments","reason":"minizip is not compiled in","untilFixed":false},' +
    '{"expires":"never","filter":"user = \\"break-glass\\"","kind":"alert","owner":null,"reason":"two people hold it",' +
    '"rule":"ssm-start-session","untilFixed":false}]'

  test('the text is the one written by hand, and the digest the one that another program computes', () => {
    const exceptions = read(JSON.stringify({ exceptions: [ALERT, FINDING] }))
    expect(writeExceptions(exceptions)).toBe(WRITTEN)
    // Computed from the text above by `sha256sum`.
    expect(digestExceptions(exceptions)).toBe('84ebf947043b8462020461c2fe1b73344d8d1ddf40187484bec6ea9f04631617')
  })

  test('where there are none, there is no digest', () => {
    expect(digestExceptions([])).toBeUndefined()
  })

  test('files, places, comments and the order of entries, keys and ids have no part in it', () => {
    const twoIds = { ...FINDING, id: undefined, ids: ['CVE-2026-1', 'CVE-2026-2'].map(id => `${id}000`) }
    const one = digest(FINDING, ALERT, twoIds)
    const swapped = { ...twoIds, ids: [...twoIds.ids].reverse() }
    const turned = Object.fromEntries(Object.entries(ALERT).reverse())
    expect(digest(swapped, turned, FINDING, FINDING)).toBe(one)
    const [first, ...rest] = [swapped, turned, FINDING].map(
      entry => `# ${'why '.repeat(9)}\n\n${JSON.stringify({ exceptions: [entry] })}\n`,
    )
    expect(digestExceptions(read(...rest, first ?? ''))).toBe(one)
  })

  test('one id is the same as a list of one', () => {
    expect(digest({ ...FINDING, id: undefined, ids: [FINDING.id] })).toBe(digest(FINDING))
  })

  // Each field with the entry that it is changed in, and its other value.
  const CHANGES: Readonly<Record<keyof typeof EXCEPTION, readonly [Entry, unknown]>> = {
    id: [FINDING, 'CVE-2026-1235'],
    ids: [{ ...FINDING, ids: ['CVE-2026-2000'] }, ['CVE-2026-2000', 'CVE-2026-2001']],
    rule: [ALERT, 'ssm-send-command'],
    filter: [ALERT, 'user = "break-glass-2"'],
    package: [FINDING, 'zlib*'],
    version: [FINDING, '1.3'],
    path: [FINDING, 'usr/lib/**'],
    image: [FINDING, 'payments/*'],
    platform: [FINDING, 'linux/arm64'],
    severity: [FINDING, 'HIGH'],
    reason: [FINDING, 'minizip is compiled in'],
    owner: [FINDING, 'billing'],
    expires: [FINDING, '2027-02-01'],
    'until-fixed': [FINDING, true],
  }
  test.each(Object.entries(CHANGES))('another value of %s is another digest', (name, [entry, value]) => {
    expect(digest({ ...entry, [name]: value })).not.toBe(digest(entry))
  })

  test.each<[string, Entry, Entry]>([
    ['a filter of findings', { ...FINDING, filter: 'severity = "LOW"' }, FINDING],
    ['no owner', { ...FINDING, owner: undefined }, FINDING],
    ['a reason of an alert', { ...ALERT, reason: 'one person holds it' }, ALERT],
    ['an end of an alert', { ...ALERT, expires: '2027-01-31' }, ALERT],
    ['only a fix that ends it', { ...FINDING, expires: undefined, 'until-fixed': true }, FINDING],
    [
      'what may last for ever',
      { ...FINDING, expires: 'never', 'until-fixed': true },
      { ...FINDING, expires: undefined, 'until-fixed': true },
    ],
    ['a value at another key', { ...FINDING, package: undefined, version: 'zlib' }, FINDING],
  ])('%s is another digest', (_, entry, other) => {
    expect(digest(entry)).not.toBe(digest(other))
  })

  test('one more, and one less, is another digest', () => {
    const digests = [digest(FINDING), digest(ALERT), digest(FINDING, ALERT), digest(FINDING, { ...FINDING, owner: 'web' })]
    expect(new Set(digests).size).toBe(digests.length)
  })
})
