// A comparison of two policies says what each of them says by itself: over 200 pairs of policies, with images and events, it agrees with
// two checks that know nothing of each other. And nothing differs without a line that makes the difference.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Verdict } from '../../src/gate/verdict.ts'
import type { Fields } from '../../src/json.ts'
import type { ComparedPolicy, DecidingSettings } from '../../src/report/comparison/policy.ts'
import { call, check, compare, type Finding, type Given, makeImages, makePolicy } from './policies.ts'

const CVES = ['CVE-2026-0001', 'CVE-2026-0002', 'CVE-2026-0003', 'CVE-2026-0004']
const USERS = ['ada', 'bob', 'eve']

const finding: fc.Arbitrary<Finding> = fc.record({
  id: fc.constantFrom(...CVES),
  severity: fc.constantFrom('CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNTRIAGED'),
  fix: fc.constantFrom('YES', 'NO'),
  exploit: fc.constantFrom('YES', 'NO'),
  created: fc.integer({ min: 1, max: 40 }),
})

const given: fc.Arbitrary<Given> = fc.record({
  images: fc
    .array(
      fc.record({
        findings: fc.uniqueArray(finding, { maxLength: 4, selector: ({ id }) => id }),
        basic: fc.boolean(),
        scanned: fc.integer({ min: 0, max: 40 }),
      }),
      { maxLength: 4 },
    )
    .map(makeImages),
  events: fc.array(
    fc
      .tuple(
        fc.constantFrom('StartSession', 'GetParameter'),
        fc.constantFrom(...USERS),
        fc.integer({ min: 0, max: 200 }),
        // What CloudTrail left out is in doubt for the rules that ask for it.
        fc.constantFrom<Fields>({}, {}, {}, { requestParameters: { omitted: true } }),
      )
      .map(([name, user, minute, fields]) => call(name, user, minute, fields)),
    { maxLength: 12 },
  ),
})

const rule = fc.constantFrom('session', 'parameter', 'score').chain(id =>
  fc.record({
    id: fc.constant(id),
    name: fc.constant(`Own ${id}`),
    type: fc.constant(id === 'score' ? 'Finding' : 'CloudTrail'),
    severityOfAlerts: fc.constantFrom(1, 2, 3),
    filter: fc.constantFrom(
      ...(id === 'score'
        ? ['severity = "LOW"', 'exploitAvailable = "YES"', 'fixAvailable = "YES" and severity = "HIGH"']
        : id === 'session'
          ? ['eventName = "StartSession"', 'eventName = "StartSession" and requestParameters.target = "i-1"']
          : ['eventName = "GetParameter"', 'eventName starts_with "Get" and user != "eve"']),
    ),
    aggregateFields: id === 'score' ? fc.constant(['id']) : fc.constantFrom(['user'], ['eventName']),
    threshold: id === 'score' ? fc.constant(1) : fc.constantFrom(1, 2, 3),
    window: fc.constantFrom(600, 86_400),
    suppressions: id === 'score' ? fc.constant([]) : fc.constantFrom([], ['user = "ada"'], ['user = "bob"']),
    enabled: fc.boolean(),
  }),
)

const exception = fc.oneof(
  fc.record({ id: fc.constantFrom(...CVES), reason: fc.constant('why'), expires: fc.constantFrom('2026-11-22', '2026-11-30', 'never') }),
  fc.record({
    id: fc.constantFrom(...CVES),
    severity: fc.constantFrom('HIGH', 'LOW'),
    reason: fc.constant('why'),
    'until-fixed': fc.constant(true),
  }),
)
const accepted = fc.record({
  filter: fc.constantFrom('user = "bob"', 'user = "eve"'),
  reason: fc.constant('why'),
  expires: fc.constant('never'),
})

const override = fc.record(
  {
    rule: fc.constantFrom('ecr-image-scan-findings-high', 'ecr-image-scan-findings-medium', 'ecr-finding-exploit-available'),
    enabled: fc.boolean(),
    action: fc.constantFrom('fail', 'warn', 'notice'),
  },
  { requiredKeys: ['rule', 'enabled'] },
)

const policyFile = fc
  .record({
    rules: fc.uniqueArray(rule, { maxLength: 3, selector: ({ id }) => id }),
    overrides: fc.uniqueArray(override, { maxLength: 2, selector: each => each.rule }),
    exceptions: fc.array(exception, { maxLength: 3 }),
    taken: fc.array(accepted, { maxLength: 1 }),
  })
  .map(({ rules, overrides, exceptions, taken }) => {
    const [first] = rules.filter(({ type }) => type === 'CloudTrail')
    return {
      rules,
      overrides,
      exceptions: [...exceptions, ...(first === undefined ? [] : taken.map(each => ({ rule: first.id, ...each })))],
    }
  })

const settings = fc.record({
  packs: fc.constantFrom(['ecr'], ['ecr'], []),
  severities: fc.constantFrom<Partial<DecidingSettings>>(
    {},
    {},
    { failOn: 'high' },
    { failOn: 'never' },
    { maxFindings: { high: 1 } },
    { maxFindings: { critical: 0, low: 2 } },
  ),
  untriaged: fc.constantFrom<DecidingSettings['untriaged']>('fail', 'warn', 'ignore'),
  unfixed: fc.constantFrom<DecidingSettings['unfixed']>('fail', 'warn', 'ignore'),
  fixWithin: fc.constantFrom<DecidingSettings['fixWithin']>({}, { high: 604_800 }, { low: 2_592_000, critical: 86_400 }),
  maxScanAgeSeconds: fc.constantFrom(undefined, 604_800),
  onUndecided: fc.constantFrom<DecidingSettings['onUndecided']>('fail', 'warn'),
})

const policy = (name: string): fc.Arbitrary<ComparedPolicy> =>
  fc.tuple(policyFile, settings).map(([file, { severities, packs, ...others }]) => {
    // An override of a rule whose pack is not in use would do nothing.
    const kept = packs.length === 0 ? { ...file, overrides: [] } : file
    return makePolicy(name, kept, { packs, ...others, ...severities })
  })

const VERDICTS: readonly Verdict[] = ['fail', 'undecided', 'warn', 'pass']
const worst = (verdicts: readonly Verdict[]): Verdict => VERDICTS.find(each => verdicts.includes(each)) ?? 'pass'

test('agrees with two checks by themselves, and names a line for each difference', () => {
  const met = { blocks: 0, allows: 0, changes: 0, same: 0 }
  let doubts = 0
  fc.assert(
    fc.property(policy('old'), policy('new'), given, (old, next, input) => {
      const report = compare(old, next, input)
      if (report.coverage.length > 1) doubts++
      for (const effect of Object.keys(met) as (keyof typeof met)[]) met[effect] += report.cases[effect]
      for (const [side, by] of [['old', old] as const, ['new', next] as const]) {
        // All images at once: the verdict is the worst of theirs, and no alert is more or less.
        const together = check(by, { images: input.images, events: [] })
        expect(worst(report.images.map(image => image[side].verdict))).toBe(together.verdict)
        for (const image of input.images) {
          const alone = check(by, { images: [image], events: [] })
          const { verdict, reasons } = report.images.find(({ uri }) => uri === image.uri)?.[side] ?? {}
          expect({ verdict, reasons: reasons?.map(({ text }) => text) }).toEqual({ verdict: alone.verdict, reasons: alone.reasons })
        }
        const events = check(by, { images: [], events: input.events })
        if (input.events.length > 0) expect(report.events?.[side].verdict).toBe(events.verdict)
        const told = report.coverage.filter(each => each.side === side || each.side === 'both')
        expect(told.map(({ state, message }) => ({ state, message }))).toEqual(
          events.coverage.map(({ state, message }) => ({ state, message })),
        )
        const differing = report.alerts.reduce((sum, each) => sum + (each[side]?.alerts ?? 0), 0)
        expect(differing + report.sameAlerts).toBe(events.alerts.length)
      }
      for (const image of report.images) expect(image.causes.length > 0, JSON.stringify(image)).toBe(image.effect !== 'same')
      for (const alert of report.alerts) expect(alert.causes, JSON.stringify(alert)).not.toEqual([])
      expect(Object.values(report.cases).reduce((sum, count) => sum + count, 0)).toBe(
        input.images.length + (input.events.length > 0 ? 1 : 0),
      )
    }),
    { numRuns: 200 },
  )
  // The pairs are of use only if all of it occurs.
  for (const count of [...Object.values(met), doubts]) expect(count).toBeGreaterThan(0)
})

test('a policy compared with itself differs in nothing', () => {
  fc.assert(
    fc.property(policy('old'), given, (old, input) => {
      const { cases, alerts, images } = compare(old, { ...old, name: 'new' }, input)
      expect({ ...cases, same: 0 }).toEqual({ blocks: 0, allows: 0, changes: 0, same: 0 })
      expect([...alerts, ...images.flatMap(({ causes }) => causes)]).toEqual([])
    }),
    { numRuns: 50 },
  )
})
