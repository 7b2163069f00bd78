// The predicate of a report, checked against the fields of the specification and against complete predicates written by hand.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Details,
  type JudgedReport,
  makePredicate,
  makePredicates,
  type Predicate,
  parseSubject,
  subjectsOf,
} from '../../src/attest/predicate.ts'
import { readPredicate } from '../../src/attest/statement.ts'
import type { Coverage } from '../../src/gate/coverage.ts'
import type { Verdict } from '../../src/gate/verdict.ts'
import type { Acceptance, Decision } from '../../src/image/decision.ts'
import { readBasicFinding } from '../../src/image/finding.ts'
import type { ReportedException } from '../../src/report/exceptions.ts'
import type { ReportedFinding, ReportedImage } from '../../src/report/report.ts'

const HOST = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
const [INDEX, AMD, ARM] = ['1', '2', '3'].map(digit => `sha256:${digit.repeat(64)}`) as [string, string, string]
const POLICY = { digest: 'b'.repeat(64) }
const OPTIONS = { version: '0.1.0' }

const image = (changes: Partial<ReportedImage> = {}): ReportedImage => ({
  uri: `${HOST}/payments/api:1.4.2@${AMD}`,
  registryId: '111122223333',
  repositoryName: 'payments/api',
  digest: AMD,
  indexDigest: null,
  tags: ['1.4.2'],
  platform: null,
  region: 'eu-west-1',
  status: 'COMPLETE',
  scannedAt: '2026-11-23T09:59:00.000Z',
  findings: [],
  severityCounts: {},
  openSeverityCounts: {},
  compared: null,
  gaps: [],
  notes: [],
  link: null,
  at: null,
  ...changes,
})
const AUDIT: Coverage = {
  source: 'events',
  origin: 'eu-west-1',
  state: 'read',
  message: 'eu-west-1: 12 events',
  records: 12,
  firstTime: '2026-11-22T10:00:00.000Z',
  lastTime: '2026-11-23T09:50:00.000Z',
  horizon: '2026-11-23T09:45:00.000Z',
  asked: null,
  diagnostics: [],
}
const report = (changes: Partial<JudgedReport> = {}): JudgedReport => ({
  verdict: 'pass',
  reasons: ['payments/api: 0 findings'],
  images: [image()],
  exceptions: [],
  exceptionsDigest: null,
  coverage: [AUDIT],
  baseline: null,
  decidedAt: '2026-11-23T10:00:00.000Z',
  ...changes,
})

function only(from: JudgedReport): Predicate {
  const made = makePredicates(from, POLICY, OPTIONS)
  if ('message' in made || made[0] === undefined || made.length > 1) throw new Error('one predicate was expected')
  return made[0].predicate
}

test('an image that passed, whole', () => {
  expect(
    makePredicates(report({ images: [image({ severityCounts: { LOW: 2 }, openSeverityCounts: { LOW: 2 } })] }), POLICY, OPTIONS),
  ).toEqual([
    {
      subject: { name: `${HOST}/payments/api`, digest: AMD },
      predicate: {
        verifier: { id: 'urn:ecr-gate:verifier:v1', version: { 'ecr-gate': '0.1.0' } },
        timeVerified: '2026-11-23T10:00:00.000Z',
        resourceUri: `oci://${HOST}/payments/api@${AMD}`,
        policy: { uri: 'urn:ecr-gate:policy:v1', digest: { sha256: 'b'.repeat(64) } },
        verificationResult: 'PASSED',
        verifiedLevels: ['SLSA_BUILD_LEVEL_UNEVALUATED'],
        slsaVersion: '1.2',
        'urn:ecr-gate:verdict:v1': {
          verdict: 'pass',
          reasons: ['payments/api: 0 findings'],
          reasonsLeft: 0,
          images: [
            {
              platform: null,
              digest: AMD,
              status: 'COMPLETE',
              scannedAt: '2026-11-23T09:59:00.000Z',
              severityCounts: { LOW: 2 },
              openSeverityCounts: { LOW: 2 },
              accepted: [],
              acceptedLeft: 0,
              unfixed: 0,
              inTime: 0,
              vex: 0,
              known: 0,
              baseImage: 0,
              gaps: [],
            },
          ],
          exceptions: null,
          coverage: [
            {
              source: 'events',
              origin: 'eu-west-1',
              state: 'read',
              message: 'eu-west-1: 12 events',
              records: 12,
              firstTime: '2026-11-22T10:00:00.000Z',
              lastTime: '2026-11-23T09:50:00.000Z',
              horizon: '2026-11-23T09:45:00.000Z',
              asked: null,
            },
          ],
        },
      },
    },
  ])
})

// https://slsa.dev/spec/v1.2/verification_summary and https://github.com/in-toto/attestation/blob/main/spec/v1/field_types.md
describe('the fields of the specification', () => {
  const URI = /^[a-z][a-z0-9+.-]*:[^\s]+$/
  const isUri = (value: unknown): boolean => typeof value === 'string' && URI.test(value)
  const sha256 = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
  const FIELDS: readonly [string, (predicate: Predicate) => boolean][] = [
    ['verifier.id, a URI in lower case, required', ({ verifier }) => isUri(verifier.id)],
    [
      'verifier.version, names and versions as texts',
      ({ verifier }) => Object.values(verifier.version).every(version => typeof version === 'string'),
    ],
    ['timeVerified, RFC 3339 in UTC', ({ timeVerified }) => new Date(timeVerified).toISOString() === timeVerified],
    ['resourceUri, a URI, required', ({ resourceUri }) => isUri(resourceUri)],
    ['policy.uri, required', ({ policy }) => isUri(policy.uri)],
    ['policy.digest, a set of digests', ({ policy }) => sha256(policy.digest.sha256)],
    ['verificationResult, PASSED or FAILED, required', ({ verificationResult }) => ['PASSED', 'FAILED'].includes(verificationResult)],
    [
      'verifiedLevels, required: FAILED, or at most one of a track',
      ({ verifiedLevels, verificationResult }) =>
        verifiedLevels.length === 1 && (verificationResult === 'FAILED') === verifiedLevels.includes('FAILED'),
    ],
    ['slsaVersion, MAJOR.MINOR', ({ slsaVersion }) => /^\d+\.\d+$/.test(slsaVersion)],
    ['inputAttestations, absent where none was used', predicate => !('inputAttestations' in predicate)],
    [
      'extensions have names that are URIs',
      predicate => {
        const own = ['verifier', 'timeVerified', 'resourceUri', 'policy', 'verificationResult', 'verifiedLevels', 'slsaVersion']
        return Object.keys(predicate).every(name => own.includes(name) || isUri(name))
      },
    ],
    ['plain JSON', predicate => JSON.stringify(JSON.parse(JSON.stringify(predicate))) === JSON.stringify(predicate)],
  ]
  const verdicts = ['pass', 'warn', 'fail', 'undecided'] as const

  test.each(FIELDS)('%s', (_, holds) => {
    for (const verdict of verdicts) expect(only(report({ verdict }))).toSatisfy(holds)
  })
})

test.each<[Verdict, 'PASSED' | 'FAILED']>([
  ['pass', 'PASSED'],
  ['warn', 'PASSED'],
  ['fail', 'FAILED'],
  ['undecided', 'FAILED'],
])('the verdict %s is %s', (verdict, result) => {
  expect(only(report({ verdict })).verificationResult).toBe(result)
})

test('an index is one subject by its own digest, and its platforms are named inside', () => {
  const images = [
    image({ indexDigest: INDEX, platform: 'linux/amd64', severityCounts: { HIGH: 1 } }),
    image({ uri: `${HOST}/payments/api:1.4.2@${ARM}`, digest: ARM, indexDigest: INDEX, platform: 'linux/arm64', gaps: ['no scan'] }),
  ]
  const predicate = only(report({ verdict: 'fail', images }))
  expect(predicate.resourceUri).toBe(`oci://${HOST}/payments/api@${INDEX}`)
  expect(
    predicate['urn:ecr-gate:verdict:v1'].images.map(({ platform, digest, severityCounts, gaps }) => [
      platform,
      digest,
      severityCounts,
      gaps,
    ]),
  ).toEqual([
    ['linux/amd64', AMD, { HIGH: 1 }, []],
    ['linux/arm64', ARM, {}, ['no scan']],
  ])
})

test('several images have a predicate each, with their own scans and the verdict that all of them share', () => {
  const other = image({ uri: `${HOST}/web@${ARM}`, repositoryName: 'web', digest: ARM, tags: [], severityCounts: { CRITICAL: 1 } })
  const made = makePredicates(report({ verdict: 'fail', images: [image(), other] }), POLICY, OPTIONS)
  if ('message' in made) throw new Error(made.message)
  expect(made.map(({ subject, predicate }) => [subject.name, subject.digest, predicate.verificationResult])).toEqual([
    [`${HOST}/payments/api`, AMD, 'FAILED'],
    [`${HOST}/web`, ARM, 'FAILED'],
  ])
  expect(made.map(({ predicate }) => predicate['urn:ecr-gate:verdict:v1'].images.map(({ digest }) => digest))).toEqual([[AMD], [ARM]])
})

test('reasons are bounded, and how many are left is said', () => {
  const details = only(report({ reasons: Array.from({ length: 250 }, (_, i) => `reason ${i}`) }))['urn:ecr-gate:verdict:v1']
  expect([details.reasons.length, details.reasonsLeft]).toEqual([100, 150])
})

test('what the findings were compared with is named, with its digest', () => {
  const source = { name: 'last.json', kind: 'report', readAt: '2026-11-22T10:00:00Z', verdict: 'fail', problem: null } as const
  const details = (baseline: JudgedReport['baseline']): Details => only(report({ baseline }))['urn:ecr-gate:verdict:v1']
  expect(details(null)).not.toHaveProperty('baseline')
  const { verdict: _, ...named } = source
  expect(details([{ ...source, digest: `sha256:${'c'.repeat(64)}` }]).baseline).toEqual([{ ...named, digest: { sha256: 'c'.repeat(64) } }])
  expect(details([{ ...source, digest: null, problem: 'no such file' }]).baseline).toEqual([
    { ...named, digest: null, problem: 'no such file' },
  ])
})

describe('what was found and does not count', () => {
  const EXCEPTIONS = 'e'.repeat(64)
  const by = (changes: Partial<Acceptance> = {}): Decision => ({
    kind: 'accepted',
    by: { reason: 'not reachable', owner: null, expires: '2027-01-31', untilFixed: false, at: 'exceptions.yml:2:5', ...changes },
  })
  const STATED: Decision = {
    kind: 'vex',
    by: { status: 'fixed', justification: null, impact: null, author: 'Example Ltd', at: 'api.vex.json:12:5' },
  }
  const finding = (id: string, severity: string, decision: Decision): ReportedFinding => {
    const read = readBasicFinding({ name: id, severity })
    if (read === undefined) throw new Error('a finding was expected')
    return { ...read, decision, at: null, firstSeenAt: '2026-11-23T10:00:00Z', baselineState: null }
  }
  const about = (findings: readonly ReportedFinding[], changes: Partial<JudgedReport> = {}): Details =>
    only(report({ images: [image({ findings })], exceptionsDigest: EXCEPTIONS, ...changes }))['urn:ecr-gate:verdict:v1']

  test('each accepted finding is named, the worst first, with its end; the others are counted', () => {
    const findings = [
      finding('CVE-2026-1000', 'LOW', by()),
      finding('CVE-2026-1001', 'HIGH', by({ expires: 'never' })),
      finding('CVE-2026-1002', 'CRITICAL', { kind: 'counted' }),
      finding('CVE-2026-1003', 'CRITICAL', { kind: 'unfixed' }),
      finding('CVE-2026-1004', 'HIGH', { kind: 'in-time', until: '2026-12-24T00:00:00Z' }),
      finding('CVE-2026-1005', 'HIGH', { kind: 'in-time', until: '2026-12-24T00:00:00Z' }),
      finding('CVE-2026-1006', 'CRITICAL', { kind: 'suppressed' }),
      finding('CVE-2026-1007', 'LOW', STATED),
      finding('CVE-2026-1008', 'LOW', { kind: 'known' }),
      finding('CVE-2026-1009', 'LOW', { kind: 'known' }),
      finding('CVE-2026-1010', 'LOW', { kind: 'base-image' }),
    ]
    const counts = { severityCounts: { CRITICAL: 1 }, openSeverityCounts: { CRITICAL: 2, HIGH: 3, LOW: 1 } }
    expect(about(findings, { images: [image({ findings, ...counts })] }).images).toEqual([
      {
        platform: null,
        digest: AMD,
        status: 'COMPLETE',
        scannedAt: '2026-11-23T09:59:00.000Z',
        ...counts,
        accepted: [
          { id: 'CVE-2026-1001', severity: 'HIGH', ends: 'never' },
          { id: 'CVE-2026-1000', severity: 'LOW', ends: '2027-01-31' },
        ],
        acceptedLeft: 0,
        unfixed: 1,
        inTime: 2,
        vex: 1,
        known: 2,
        baseImage: 1,
        gaps: [],
      },
    ])
  })

  test.each<[string, Partial<Acceptance>, string]>([
    ['a day', {}, '2027-01-31'],
    ['never', { expires: 'never' }, 'never'],
    ['a fix', { expires: null, untilFixed: true }, 'until-fixed'],
    ['a fix, and never otherwise', { expires: 'never', untilFixed: true }, 'until-fixed'],
    ['a fix, or a day at the latest', { untilFixed: true }, '2027-01-31'],
  ])('an acceptance that %s ends', (_, acceptance, ends) => {
    expect(about([finding('CVE-2026-1000', 'LOW', by(acceptance))]).images[0]?.accepted).toMatchObject([{ ends }])
  })

  test('accepted findings and their ids are bounded, over all images of an index, and how many are left is said', () => {
    const many = Array.from({ length: 1250 }, (_, i) => finding(`${i}${'x'.repeat(1000)}`, 'y'.repeat(1000), by()))
    const shown = (images: readonly ReportedImage[]): readonly unknown[] =>
      about([], { images }).images.map(({ accepted, acceptedLeft }) => [accepted.length, acceptedLeft])
    const platform = image({ indexDigest: INDEX, findings: many })
    expect(shown([image({ findings: many })])).toEqual([[1000, 250]])
    expect(shown([platform, { ...platform, digest: ARM }])).toEqual([
      [500, 750],
      [500, 750],
    ])
    expect(shown([platform, { ...platform, digest: ARM }, { ...platform, digest: INDEX }])).toEqual([
      [333, 917],
      [333, 917],
      [333, 917],
    ])
    expect(about(many).images[0]?.accepted.every(({ id, severity }) => id.length <= 300 && severity.length <= 300)).toBe(true)
  })

  const outcome = (events: number): ReportedException => ({
    ids: [],
    rule: 'ssm-start-session',
    filter: 'user = "break-glass"',
    package: null,
    version: null,
    path: null,
    image: null,
    platform: null,
    severity: null,
    reason: 'two people hold it',
    owner: null,
    expires: 'never',
    untilFixed: false,
    at: 'exceptions.yml:2:5',
    state: 'used',
    findings: 0,
    events,
    taken: [],
    images: [],
  })
  test.each<[string, Partial<JudgedReport>, Details['exceptions']]>([
    ['none', { exceptionsDigest: null }, null],
    ['some that accepted no events', {}, { digest: { sha256: EXCEPTIONS }, events: 0 }],
    ['two that did', { exceptions: [outcome(2), outcome(3)] }, { digest: { sha256: EXCEPTIONS }, events: 5 }],
  ])('exceptions: %s', (_, changes, exceptions) => {
    expect(about([], changes).exceptions).toEqual(exceptions)
  })

  test('verify reads what is written', () => {
    const kinds = fc.constantFrom<Decision>(by(), by({ expires: 'never' }), by({ expires: null, untilFixed: true }), { kind: 'unfixed' })
    const others = fc.constantFrom<Decision>({ kind: 'in-time', until: '2026-12-24T00:00:00Z' }, { kind: 'counted' }, STATED)
    const decisions = fc.oneof(kinds, others, fc.constantFrom<Decision>({ kind: 'known' }, { kind: 'base-image' }))
    fc.assert(
      fc.property(fc.array(fc.array(fc.tuple(fc.string(), decisions), { maxLength: 5 }), { minLength: 1, maxLength: 3 }), platforms => {
        const images = platforms.map(each =>
          image({ indexDigest: INDEX, findings: each.map(([name, decision]) => finding(`CVE ${name}`, 'LOW', decision)) }),
        )
        const predicate: unknown = JSON.parse(JSON.stringify(only(report({ images, exceptionsDigest: EXCEPTIONS }))))
        const read = readPredicate(predicate, { name: `${HOST}/payments/api`, digest: INDEX })
        const count = (kind: Decision['kind']): number => platforms.flat().filter(([, decision]) => decision.kind === kind).length
        if (read.kind !== 'summary') throw new Error(read.why)
        const { accepted, ...numbers } = read.summary.letThrough
        expect(accepted.length).toBe(count('accepted'))
        expect(numbers).toEqual({
          exceptionsDigest: EXCEPTIONS,
          acceptedLeft: 0,
          events: 0,
          unfixed: count('unfixed'),
          inTime: count('in-time'),
          vex: count('vex'),
          known: count('known'),
          baseImage: count('base-image'),
        })
      }),
    )
  })

  test('exceptions are no part of the policy', () => {
    const [without, with_] = [null, EXCEPTIONS].map(exceptionsDigest => only(report({ exceptionsDigest })).policy)
    expect(with_).toEqual(without)
  })
})

describe('an image that cannot be named for certain is not attested', () => {
  test.each<[string, readonly ReportedImage[], RegExp]>([
    ['none', [], /no image was judged/],
    ['no Region', [image({ uri: `111122223333/payments/api@${AMD}` })], /names no registry/],
    ['no registry', [image({ uri: `unknown registry/payments/api@${AMD}` })], /cannot be attested/],
    ['no digest', [image({ uri: `${HOST}/payments/api:1.4.2`, digest: null })], /is named by a tag/],
    ['an index with a digest of another kind', [image({ indexDigest: 'sha512:00' })], /is not a valid digest/],
    ['one of two', [image(), image({ uri: `${HOST}/web:v1`, digest: null })], /web:v1/],
  ])('%s', (_, images, why) => {
    expect(makePredicates(report({ images }), POLICY, OPTIONS)).toMatchObject({ level: 'error', message: expect.stringMatching(why) })
    expect(subjectsOf({ images })).toMatchObject({ kind: 'not-attestable' })
  })
})

test('verify reads what is written', () => {
  const subject = parseSubject(`${HOST}/payments/api@${AMD}`)
  if ('message' in subject) throw new Error(subject.message)
  for (const verdict of ['pass', 'warn', 'fail', 'undecided'] as const) {
    const predicate: unknown = JSON.parse(JSON.stringify(makePredicate(report({ verdict }), subject, POLICY, OPTIONS)))
    expect(readPredicate(predicate, subject)).toMatchObject({
      kind: 'summary',
      summary: { verdict, policyDigest: POLICY.digest, letThrough: { accepted: [], exceptionsDigest: null } },
    })
  }
})
