// What exceptions accept, when they end, and what their authors are told.

import { afterEach, describe, expect, test } from 'vitest'
import { formatPlace } from '../../src/diagnostic.ts'
import { read } from '../../src/gate/coverage.ts'
import { startEvaluation, traceEvaluation } from '../../src/gate/evaluate.ts'
import { startExceptions } from '../../src/gate/exceptions/apply.ts'
import { compileGlob } from '../../src/gate/exceptions/glob.ts'
import { combineRules } from '../../src/gate/packs.ts'
import { formatFindings } from '../../src/gate/verdict.ts'
import { loadRules } from '../../src/rules/load.ts'
import { type ImageLike, judge, makeImage, SHIPPED } from './judging.ts'

const NOW = '2026-12-01T12:00:00Z'
const HIGH: ImageLike = { findings: [{ severity: 'HIGH' }] }
const BIND: ImageLike = {
  findings: [{ severity: 'HIGH', packages: [{ name: 'bind-libs', epoch: 32, version: '9.16.23', release: '29.el9' }] }],
}

const file = (...entries: readonly object[]): string => JSON.stringify({ exceptions: entries.map(each => ({ reason: 'x', ...each })) })

/** The kinds of the decisions about an image, under one exception that ends some day. */
function decide(image: ImageLike, entry: object, now = NOW): readonly string[] {
  const { images } = judge([makeImage(image)], [], file({ expires: '2026-12-31', ...entry }), now)
  return images.flatMap(({ findings }) => findings.map(({ decision }) => decision.kind))
}

describe('an exception accepts', () => {
  const id = 'CVE-2026-1000'
  test.each<[string, ImageLike, object]>([
    ['an id', HIGH, { id }],
    ['one of several ids', HIGH, { ids: ['CVE-2026-9999', id] }],
    ['an alias', { findings: [{ severity: 'HIGH', id: 'GHSA-vh95-rmgr-6w4m', aliases: [id] }] }, { id }],
    [
      'all of two aliases',
      { findings: [{ severity: 'HIGH', id: 'GHSA-vh95-rmgr-6w4m', aliases: [id, 'CVE-2026-1001'] }] },
      { ids: [id, 'CVE-2026-1001'] },
    ],
    ['what a filter matches', HIGH, { filter: 'severity = "HIGH" and package.name = "openssl"' }],
    [
      'what a filter matches in every package',
      { findings: [{ severity: 'HIGH', packages: [{ name: 'openssl' }, { name: 'curl' }] }] },
      { filter: 'package.name in ("openssl", "curl")' },
    ],
    ['a package', HIGH, { id, package: 'openssl' }],
    ['packages by a pattern', HIGH, { id, package: 'open*' }],
    ['a version', HIGH, { id, version: '3.0.*' }],
    ['a version without its release and epoch', BIND, { id, version: '9.16.23' }],
    ['a version with its release', BIND, { id, version: '9.16.23-29.el9' }],
    ['a version with its release and epoch', BIND, { id, version: '32:9.16.23-29.el9' }],
    [
      'a path',
      { findings: [{ severity: 'HIGH', packages: [{ name: 'x', filePath: 'app/node_modules/x/package.json' }] }] },
      { id, path: 'app/**/package.json' },
    ],
    [
      'every package of the finding',
      { findings: [{ severity: 'HIGH', packages: [{ name: 'openssl' }, { name: 'libssl3' }] }] },
      { id, package: '*ssl*' },
    ],
    ['a severity', HIGH, { id, severity: 'HIGH' }],
    ['a repository', { ...HIGH, repository: 'payments/api' }, { id, image: 'payments/api' }],
    ['repositories by a pattern', { ...HIGH, repository: 'payments/api' }, { id, image: 'payments/*' }],
    ['a tag', { ...HIGH, repository: 'payments/api' }, { id, image: 'payments/api:v*' }],
    ['a digest', HIGH, { id, image: `api@sha256:${'a'.repeat(64)}` }],
    ['a registry', HIGH, { id, image: '111122223333/api' }],
  ])('%s', (_, image, entry) => {
    expect(decide(image, entry)).toEqual(['accepted'])
  })
})

describe('an exception does not accept', () => {
  const id = 'CVE-2026-1000'
  test.each<[string, ImageLike, object]>([
    ['an id that begins like it', { findings: [{ severity: 'HIGH', id: 'CVE-2026-10001' }] }, { id }],
    ['an id in other letters', { findings: [{ severity: 'HIGH', id: 'cve-2026-1000' }] }, { id }],
    ['one of two aliases', { findings: [{ severity: 'HIGH', id: 'GHSA-vh95-rmgr-6w4m', aliases: [id, 'CVE-2026-1001'] }] }, { id }],
    ['an alias in other letters', { findings: [{ severity: 'HIGH', id: 'GHSA-vh95-rmgr-6w4m', aliases: [id, 'cve-2026-1001'] }] }, { id }],
    ['an advisory that mends more', { findings: [{ severity: 'HIGH', id: 'ALAS2-2026-1', aliases: [id] }] }, { id }],
    ['another vulnerability that is related', { findings: [{ severity: 'HIGH', id: 'CVE-2026-1', aliases: [id] }] }, { id }],
    ['another package', HIGH, { id, package: 'libssl3' }],
    ['a finding without the package', { findings: [{ severity: 'HIGH', packages: [] }] }, { id, package: '*' }],
    [
      'a finding in a further package',
      { findings: [{ severity: 'HIGH', packages: [{ name: 'openssl' }, { name: 'curl' }] }] },
      { id, package: 'openssl' },
    ],
    [
      'a finding in a further package than its filter names',
      { findings: [{ severity: 'HIGH', packages: [{ name: 'openssl' }, { name: 'curl' }] }] },
      { filter: 'package.name = "openssl"' },
    ],
    [
      'a finding in a further file than its filter names',
      {
        findings: [
          {
            severity: 'HIGH',
            packages: [
              { name: 'x', filePath: 'test/x' },
              { name: 'x', filePath: 'app/x' },
            ],
          },
        ],
      },
      { filter: 'path starts_with "test/"' },
    ],
    ['a package without a path', HIGH, { id, path: '**' }],
    ['another version', HIGH, { id, version: '3.0' }],
    ['a version with another epoch', BIND, { id, version: '1:9.16.23-29.el9' }],
    ['a directory below', { findings: [{ severity: 'HIGH', packages: [{ name: 'x', filePath: 'app/lib/x' }] }] }, { id, path: 'app/*' }],
    ['a higher severity', { findings: [{ severity: 'CRITICAL' }] }, { id, severity: 'HIGH' }],
    ['an image below', { ...HIGH, repository: 'payments/api' }, { id, image: 'payments' }],
    ['an image of a longer name', { ...HIGH, repository: 'payments/api-next' }, { id, image: 'payments/api' }],
    ['another platform', HIGH, { id, platform: 'linux/arm64' }],
    ['what only the id and not the filter names', HIGH, { id, filter: 'severity = "LOW"' }],
  ])('%s', (_, image, entry) => {
    expect(decide(image, entry)).toEqual(['counted'])
  })
})

describe('of a basic scan, which does not say all, an exception', () => {
  const basic: ImageLike = { findings: [{ severity: 'HIGH' }], basic: true }
  test.each([
    ['exploitAvailable != "YES"', 'counted'],
    ['not exploitAvailable = "YES"', 'counted'],
    ['severity = "HIGH" and exploitAvailable not in ("YES")', 'counted'],
    ['exploitAvailable = "NO" or fixAvailable != "YES"', 'counted'],
    // It says what the absence means, does not depend on what is absent, or asks for nothing that is.
    ['exploitAvailable = null', 'accepted'],
    ['exploitAvailable = null or exploitAvailable != "YES"', 'accepted'],
    ['severity = "HIGH" or exploitAvailable != "YES"', 'accepted'],
    ['severity != "LOW"', 'accepted'],
  ])('whose filter is %s: %s', (filter, kind) => {
    expect(decide(basic, { filter })).toEqual([kind])
  })

  test.each([
    ['exploitAvailable != "YES"', 'fail'],
    ['exploitAvailable = null', 'pass'],
  ])('of a rule over findings whose filter is %s: %s', (filter, verdict) => {
    const rules = [{ name: 'One', id: 'one', type: 'Finding', severityOfAlerts: 1, filter: 'severity = "LOW"' }]
    const exceptions = [{ rule: 'one', filter, reason: 'x', expires: 'never' }]
    const low: ImageLike = { findings: [{ severity: 'LOW' }], basic: true }
    expect(judge([makeImage(low)], [], JSON.stringify({ rules, exceptions }), NOW).verdict).toBe(verdict)
  })

  test('holds for an enhanced one that says it', () => {
    expect(decide(HIGH, { filter: 'fixAvailable != "NO"' })).toEqual(['accepted'])
  })
})

describe('the end of a day, in UTC', () => {
  const zone = process.env['TZ']
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })

  test('on a machine in any zone', () => {
    const [exception] = loadRules([{ path: 'own.yml', text: file({ id: 'CVE-2026-1000', expires: '2026-12-31' }) }]).exceptions
    const [finding] = makeImage(HIGH).findings
    if (exception === undefined || finding === undefined) throw new Error('there is an exception and a finding')
    const holds = (now: string): boolean =>
      startExceptions([exception], Date.parse(now)).accept(finding, makeImage(HIGH), () => ({})) !== undefined
    const zones = Intl.supportedValuesOf('timeZone')
    expect(zones.length).toBeGreaterThan(300)
    const offsets = new Set<number>()
    for (const name of zones) {
      process.env['TZ'] = name
      offsets.add(new Date(NOW).getTimezoneOffset())
      expect([name, holds('2026-12-31T23:59:59.999Z'), holds('2027-01-01T00:00:00Z')]).toEqual([name, true, false])
      expect([name, holds('2026-12-31T23:59:59+14:00'), holds('2026-12-31T23:59:59-12:00')]).toEqual([name, true, false])
    }
    // Where the zone of a process cannot be changed, this would show nothing.
    expect(offsets.size).toBeGreaterThan(20)
  })

  test('on 29 February', () => {
    expect(decide(HIGH, { id: 'CVE-2026-1000', expires: '2028-02-29' }, '2028-02-29T23:59:59Z')).toEqual(['accepted'])
  })
})

describe('the report names', () => {
  const entries = [
    { id: 'CVE-2026-1000', reason: 'short', expires: '2026-12-02' },
    { id: 'CVE-2026-1000', reason: 'long', owner: 'us', expires: '2026-12-31' },
    { id: 'CVE-2026-1000', reason: 'ended', expires: '2026-11-01' },
  ]
  test.each([entries, entries.toReversed()].map(each => [each] as const))('the exception that lasts longest, in any order', each => {
    const { images } = judge([makeImage(HIGH)], [], file(...each), NOW)
    expect(images[0]?.findings[0]?.decision).toMatchObject({ kind: 'accepted', by: { reason: 'long', owner: 'us', expires: '2026-12-31' } })
  })
})

describe('the author of an exception is told', () => {
  const told = (entry: object, images: readonly ImageLike[] = [HIGH], now = NOW): readonly string[] =>
    judge(images.map(makeImage), [], file({ expires: '2027-06-30', ...entry }), now).diagnostics.map(
      ({ level, kind, message, at }) => `${level} ${kind} ${formatPlace(at ?? '')}: ${message}`,
    )
  const unused = (what: string): readonly string[] => [`warning unused-exception own.yml:1:16: the exception for ${what}`]

  test.each<[string, object, readonly ImageLike[], readonly string[]]>([
    ['nothing while it lasts', { id: 'CVE-2026-1000' }, [HIGH], []],
    [
      'that it ended',
      { id: 'CVE-2026-1000', expires: '2026-11-30' },
      [HIGH],
      ['warning expired-exception own.yml:1:16: the exception for CVE-2026-1000 ended on 2026-11-30'],
    ],
    [
      'that it ends today',
      { id: 'CVE-2026-1000', expires: '2026-12-01' },
      [HIGH],
      ['warning ending-exception own.yml:1:16: the exception for CVE-2026-1000 ends on 2026-12-01, today'],
    ],
    [
      'that it ends in 14 days',
      { id: 'CVE-2026-1000', expires: '2026-12-14' },
      [HIGH],
      ['warning ending-exception own.yml:1:16: the exception for CVE-2026-1000 ends on 2026-12-14, in 13 days'],
    ],
    ['nothing 15 days before its end', { id: 'CVE-2026-1000', expires: '2026-12-15' }, [HIGH], []],
    ['that it accepted nothing', { id: 'CVE-2026-9999' }, [HIGH], unused('CVE-2026-9999 accepted nothing')],
    ['that its filter accepted nothing', { filter: 'severity = "LOW"' }, [HIGH], unused('severity = "LOW" accepted nothing')],
    [
      'to which finding its id is related',
      { id: 'CVE-2026-1000' },
      [{ findings: [{ severity: 'HIGH', id: 'ALAS2-2026-1', aliases: ['CVE-2026-1000'] }] }],
      unused(
        'CVE-2026-1000 accepted nothing: CVE-2026-1000 is related to the finding ALAS2-2026-1, which needs an exception for its own id',
      ),
    ],
    [
      'which packages the finding is in',
      { id: 'CVE-2026-1000', package: 'curl' },
      [HIGH],
      unused('CVE-2026-1000 accepted nothing: CVE-2026-1000 is in openssl 3.0.2, and an exception must match every package of a finding'),
    ],
    [
      'that there is a fix',
      { id: 'CVE-2026-1000', 'until-fixed': true },
      [HIGH],
      unused('CVE-2026-1000 accepted nothing: there is a fix for CVE-2026-1000'),
    ],
    [
      'that a basic scan says nothing of fixes',
      { id: 'CVE-2026-1000', 'until-fixed': true },
      [{ ...HIGH, basic: true }],
      unused('CVE-2026-1000 accepted nothing: this basic scan does not say whether there is a fix for CVE-2026-1000'),
    ],
    [
      'that nothing says whether there is a fix',
      { id: 'CVE-2026-1000', 'until-fixed': true },
      [{ findings: [{ severity: 'HIGH', fixAvailable: undefined }] }],
      unused('CVE-2026-1000 accepted nothing: ECR does not say whether there is a fix for CVE-2026-1000'),
    ],
    [
      'that its filter does not hold',
      { id: 'CVE-2026-1000', filter: 'severity = "LOW"' },
      [HIGH],
      unused('CVE-2026-1000 accepted nothing: its filter does not hold for CVE-2026-1000'),
    ],
    [
      'that its filter does not hold for each package',
      { id: 'CVE-2026-1000', filter: 'package.name = "openssl"' },
      [{ findings: [{ severity: 'HIGH', packages: [{ name: 'openssl' }, { name: 'curl' }] }] }],
      unused('CVE-2026-1000 accepted nothing: its filter does not hold for CVE-2026-1000 in each of its packages'),
    ],
    [
      'which severity the finding has',
      { id: 'CVE-2026-1000', severity: 'LOW' },
      [HIGH],
      unused('CVE-2026-1000 accepted nothing: CVE-2026-1000 has the severity HIGH'),
    ],
    ['nothing where its image is not judged', { id: 'CVE-2026-9999', image: 'web' }, [HIGH], []],
    ['nothing where its platform is not judged', { id: 'CVE-2026-9999', platform: 'linux/arm64' }, [HIGH], []],
    ['nothing where there was no image', { id: 'CVE-2026-9999' }, [], []],
  ])('%s', (_, entry, images, expected) => {
    expect(told(entry, images)).toEqual(expected)
  })

  test.each<[string, object, boolean, string]>([
    ['not read', { rule: 'sessions', filter: 'user = "a"' }, false, 'not judged'],
    ['read', { rule: 'sessions', filter: 'user = "a"' }, true, 'unused'],
    ['not read, of a rule over findings', { rule: 'openssl', filter: 'id = "CVE-2026-9999"' }, false, 'unused'],
    ['read, of a rule that is not enabled', { rule: 'off', filter: 'user = "a"' }, true, 'not judged'],
  ])('of a rule that events were %s', (_, entry, events, state) => {
    const rules = [
      { name: 'Sessions', id: 'sessions', type: 'CloudTrail', severityOfAlerts: 1, filter: 'eventName = "StartSession"' },
      { name: 'Off', id: 'off', type: 'CloudTrail', severityOfAlerts: 1, filter: 'eventName = "StartSession"', enabled: false },
      { name: 'OpenSSL', id: 'openssl', type: 'Finding', severityOfAlerts: 3, filter: 'package.name = "openssl"' },
    ]
    const text = JSON.stringify({ rules, exceptions: [{ ...entry, reason: 'x', expires: 'never' }] })
    const coverage = events ? [read({ source: 'events', origin: 'trail', message: 'read' })] : []
    const { exceptions, diagnostics } = judge([makeImage(HIGH)], [], text, NOW, { coverage })
    expect(exceptions.map(each => each.state)).toEqual([state])
    expect(diagnostics.map(({ kind }) => kind)).toEqual(state === 'unused' ? ['unused-exception'] : [])
  })

  test('nothing where the image was not read completely', () => {
    const image = makeImage(HIGH)
    const judged = judge([{ ...image, gaps: ['a page is missing'] }], [], file({ id: 'CVE-2026-9999', expires: 'never' }), NOW)
    expect(judged.diagnostics).toEqual([])
    expect(judged.exceptions.map(({ state }) => state)).toEqual(['not judged'])
  })
})

describe('an exception of a rule', () => {
  const text = `
rules:
  - name: Sessions
    id: sessions
    type: CloudTrail
    severityOfAlerts: 1
    filter: eventName = "StartSession"
    threshold: 2
    window: 3600
exceptions:
  - rule: sessions
    filter: user = "break-glass"
    reason: incident 4711
    expires: 2026-12-02
`
  const session = (user: string, minute: number, eventID = `${user}${minute}`): Record<string, unknown> => ({
    eventID,
    eventSource: 'ssm.amazonaws.com',
    eventName: 'StartSession',
    eventTime: `2026-12-01T10:${String(minute).padStart(2, '0')}:00Z`,
    userIdentity: { type: 'IAMUser', userName: user },
    recipientAccountId: '111122223333',
  })
  const run = (events: readonly Record<string, unknown>[], now = NOW) => {
    const { compiled, exceptions } = combineRules({ used: [], unused: [] }, loadRules([{ path: 'own.yml', text }]))
    const started = startExceptions(exceptions, Date.parse(now))
    const evaluation = traceEvaluation(compiled, () => undefined, undefined, started)
    for (const event of events) evaluation.see(event)
    const [outcome] = started.outcomes({ images: [], events: true })
    return { counts: evaluation.alerts().map(({ count }) => count), outcome }
  }

  test('takes events out before threshold and window, and says which', () => {
    const { counts, outcome } = run([session('break-glass', 1), session('break-glass', 2), session('mallory', 3)])
    expect(counts).toEqual([])
    expect(outcome).toMatchObject({ state: 'used', events: 2, findings: 0 })
    expect(outcome?.taken.map(({ time }) => new Date(time).toISOString())).toEqual(['2026-12-01T10:01:00.000Z', '2026-12-01T10:02:00.000Z'])
  })

  test('counts a call once that is recorded twice', () => {
    expect(run([session('break-glass', 1, 'same'), session('break-glass', 1, 'same')]).outcome?.events).toBe(1)
  })

  test('takes nothing out after its end', () => {
    const { counts, outcome } = run([session('break-glass', 1), session('break-glass', 2)], '2026-12-03T00:00:00Z')
    expect(counts).toEqual([2])
    expect(outcome?.state).toBe('expired')
  })

  test('is unused where all events were read and none was of it', () => {
    expect(run([session('mallory', 1)]).outcome?.state).toBe('unused')
  })

  // What is not there could be anything, and the exception is about something.
  test.each([
    ['requestParameters.target != "i-prod"', { omitted: true }, 'counted'],
    ['not requestParameters.target = "i-prod"', { omitted: true }, 'counted'],
    ['user = "mallory" and requestParameters.target != "i-prod"', { omitted: true }, 'counted'],
    ['requestParameters.target = null', { omitted: true }, 'counted'],
    ['requestParameters.target != "i-prod"', 'HIDDEN_DUE_TO_SECURITY_REASONS', 'counted'],
    ['requestParameters.target != "i-prod"', { omitted: true, target: 'i-test' }, 'accepted'],
    ['user = "mallory" or requestParameters.target != "i-prod"', { omitted: true }, 'accepted'],
    ['requestParameters.target != "i-prod"', { target: 'i-test' }, 'accepted'],
    ['requestParameters.target != "i-prod"', null, 'accepted'],
  ])('whose filter is %s, for a call with the parameters %j: %s', (filter, requestParameters, expected) => {
    const rule = { name: 'Sessions', id: 'sessions', type: 'CloudTrail', severityOfAlerts: 1, filter: 'eventName = "StartSession"' }
    const own = JSON.stringify({ rules: [rule], exceptions: [{ rule: 'sessions', filter, reason: 'x', expires: 'never' }] })
    const { compiled, exceptions } = combineRules({ used: [], unused: [] }, loadRules([{ path: 'own.yml', text: own }]))
    const evaluation = traceEvaluation(compiled, () => undefined, undefined, startExceptions(exceptions, Date.parse(NOW)))
    evaluation.see({ ...session('mallory', 1), requestParameters })
    expect(evaluation.alerts().length > 0 ? 'counted' : 'accepted').toBe(expected)
  })

  // Whatever describes the target, the exception has to be about it.
  test.each([
    ['target.tags.env = "dev"', { id: 'i-1', tags: { env: 'dev' } }, 'accepted'],
    ['target.tags.env != "prod"', { id: 'i-1', tags: {} }, 'accepted'],
    ['target.tags.env != "prod"', { id: 'i-1', omitted: true }, 'counted'],
    ['target.tags.env != "prod"', undefined, 'counted'],
    ['target.id = "i-1"', undefined, 'accepted'],
    ['target.tags.env = null or target.tags.env != "prod"', undefined, 'accepted'],
    [
      'target.tags.env = null or target.tags.env != "prod"',
      [
        { id: 'i-1', tags: { env: 'dev' } },
        { id: 'i-2', omitted: true },
      ],
      'counted',
    ],
  ])('whose filter is %s, for a call about the target %j: %s', (filter, target, expected) => {
    const rule = { name: 'Sessions', id: 'sessions', type: 'CloudTrail', severityOfAlerts: 1, filter: 'eventName = "StartSession"' }
    const own = JSON.stringify({ rules: [rule], exceptions: [{ rule: 'sessions', filter, reason: 'x', expires: 'never' }] })
    const { compiled, exceptions } = combineRules({ used: [], unused: [] }, loadRules([{ path: 'own.yml', text: own }]))
    const evaluation = traceEvaluation(compiled, () => undefined, undefined, startExceptions(exceptions, Date.parse(NOW)))
    const event = { ...session('mallory', 1), requestParameters: { target: 'i-1' }, ...(target === undefined ? {} : { target }) }
    expect(evaluation.wants(event)).toBe(!filter.startsWith('target.id'))
    evaluation.see(event)
    expect(evaluation.alerts().length > 0 ? 'counted' : 'accepted').toBe(expected)
  })

  test('takes findings of a rule over findings out of that rule alone', () => {
    const own = `
rules:
  - { name: Exploited, id: exploited, type: Finding, severityOfAlerts: 1, filter: 'package.name = "openssl"' }
exceptions:
  - { rule: exploited, filter: 'id = "CVE-2026-1000"', reason: x, expires: never }
`
    const { alerts, images, exceptions } = judge([makeImage(HIGH)], [], own, NOW)
    expect(alerts.map(({ ruleId }) => ruleId)).toEqual(['ecr-image-scan-findings-high'])
    expect(images[0]?.findings[0]?.decision.kind).toBe('counted')
    expect(exceptions[0]).toMatchObject({ state: 'used', events: 1 })
  })
})

describe('an exception of a rule that cannot do what its author thinks', () => {
  const told = (entry: object): readonly string[] => {
    const own = loadRules([{ path: 'own.yml', text: file({ expires: 'never', ...entry }) }])
    return combineRules({ used: SHIPPED, unused: [] }, own).diagnostics.map(
      ({ level, kind, message, help }) => `${level} ${kind}: ${message}${help === undefined ? '' : `; ${help}`}`,
    )
  }
  test.each([
    [
      'there is no such rule',
      { rule: 'ecr-put-imag', filter: 'user = "a"' },
      ['error unknown-rule: there is no rule "ecr-put-imag" to accept alerts of; did you mean "ecr-put-image"?'],
    ],
    [
      'the rule is not enabled',
      { rule: 'ecr-push-outside-ci', filter: 'user = "a"' },
      ['warning idle-exception: the exception for rule "ecr-push-outside-ci" does nothing: it is not enabled'],
    ],
    [
      'it would take out an image',
      { rule: 'ecr-image-scan-findings-high', filter: 'requestParameters.repositoryName = "api"' },
      [
        expect.stringMatching(
          /^error whole-image: the exception for rule "ecr-image-scan-findings-high" could let a whole image through.*id: CVE-2026-1234/,
        ),
      ],
    ],
    [
      'it looks at single findings in the event of an image',
      { rule: 'ecr-image-scan-findings-high', filter: 'responseElements.imageScanFindings.findings.name = "CVE-2026-7"' },
      [expect.stringMatching(/whole-image: .*exceptions: \[\{ id: CVE-2026-7, /)],
    ],
    [
      'a field that its events do not have',
      { rule: 'ecr-put-image', filter: 'package.name = "x"' },
      [expect.stringMatching(/^warning unknown-field/)],
    ],
  ])('%s', (_, entry, expected) => {
    expect(told(entry)).toEqual(expected)
  })
})

test('of a generated file with thousands of wrong exceptions the first hundred are told, the wrong names before what is idle', () => {
  const entries = Array.from({ length: 1000 }, (_, i) => ({
    rule: i % 2 === 0 ? 'unused' : `wrong-${i}`,
    filter: 'user = "a"',
    expires: 'never',
  }))
  const [unused] = loadRules([
    { path: 'unused.yml', text: 'name: U\nid: unused\ntype: CloudTrail\nseverityOfAlerts: 1\nfilter: a = 1' },
  ]).rules
  if (unused === undefined) throw new Error('there is a rule')
  const own = loadRules([{ path: 'own.yml', text: file(...entries) }])
  const kinds = combineRules({ used: SHIPPED, unused: [unused] }, own).diagnostics.map(({ kind }) => kind)
  expect(kinds).toEqual(Array.from({ length: 100 }, () => 'unknown-rule'))
})

describe('a pattern', () => {
  test.each<[string, string, boolean]>([
    ['a', 'a', true],
    ['a', 'A', false],
    ['a', 'aa', false],
    ['*', '', true],
    ['*', 'a/b', false],
    ['**', 'a/b', true],
    ['a*c', 'abc', true],
    ['a*c', 'ac', true],
    ['a*c', 'abd', false],
    ['a**z', 'a/b/z', true],
    ['a/*/c', 'a/b/c', true],
    ['a/*/c', 'a/b/b/c', false],
    ['*.js', 'a.jsx', false],
    ['a.b', 'axb', false],
    ['[a]', 'a', false],
    ['!a', 'b', false],
    ['?', 'a', false],
    ['(a|b)+$', '(a|b)+$', true],
    ['*😀', 'x😀', true],
  ])('%s and %s: %s', (pattern, text, matches) => {
    expect(compileGlob(pattern)(text)).toBe(matches)
  })

  test('of many wildcards is no slower on a text made for it', () => {
    expect(compileGlob(`${'**a'.repeat(20)}b`)('a'.repeat(20_000))).toBe(false)
  })
})

test('without exceptions an evaluation is what it was', () => {
  const evaluation = startEvaluation(SHIPPED)
  expect(evaluation.judge(makeImage(HIGH)).severityCounts).toEqual({ HIGH: 1 })
  expect(evaluation.alerts().map(({ ruleId, action }) => [ruleId, action])).toEqual([['ecr-image-scan-findings-high', 'fail']])
})

test.each(['constructor', '__proto__', 'toString'])(
  'an accepted finding of a severity that ECR does not have, %s, is counted by numbers',
  severity => {
    const { images } = judge([makeImage({ findings: [{ severity }] })], [], file({ id: 'CVE-2026-1000', expires: 'never' }), NOW)
    expect(images.map(formatFindings)).toEqual([`0 ${severity} (1 open); 1 accepted`])
  },
)
