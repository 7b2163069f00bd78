// What rules would have done: events, alerts, days and actors of each rule, what suppressions took out, and that the alerts are
// those that `check` opens.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RuleHistory, startBacktest } from '../../src/gate/backtest.ts'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import { startExceptions } from '../../src/gate/exceptions/apply.ts'
import type { Fields } from '../../src/json.ts'
import { applyRule, compileRule } from '../../src/rules/compile.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { Rule } from '../../src/rules/rule.ts'

function rule(id: string, fields: Readonly<Record<string, unknown>>): Rule {
  const text = JSON.stringify({ name: id, type: 'CloudTrail', severityOfAlerts: 2, filter: 'eventName = "A"', ...fields })
  const { rules, diagnostics } = loadRules([{ path: `${id}.json`, text }])
  if (rules[0] === undefined) throw new Error(JSON.stringify(diagnostics))
  return rules[0]
}

function backtest(rules: readonly Rule[], events: readonly Fields[]): readonly RuleHistory[] {
  const { see, results } = startBacktest(rules.map(compileRule))
  for (const event of events) see(event)
  return results()
}

const event = (user: string | undefined, eventTime: string | undefined, fields: Fields = {}): Fields => ({
  eventSource: 's',
  eventName: 'A',
  recipientAccountId: '111122223333',
  ...(eventTime === undefined ? {} : { eventTime }),
  ...(user === undefined ? {} : { userIdentity: { userName: user } }),
  ...fields,
})

describe('a rule', () => {
  test('has its events, alerts and days, and its actors, those with the most alerts first', () => {
    const [history] = backtest(
      [rule('own', { severityOfAlerts: 1 })],
      [
        event('alice', '2026-11-23T23:59:59Z'),
        event('alice', '2026-11-24T00:00:00Z'),
        event('bob', '2026-11-24T12:00:00Z'),
        event('bob', '2026-11-26T12:00:00Z'),
        event('carol', '2026-11-24T13:00:00Z', { eventName: 'B' }),
      ],
    )
    expect(history).toEqual({
      ruleId: 'own',
      ruleName: 'own',
      type: 'CloudTrail',
      severityOfAlerts: 1,
      action: 'fail',
      threshold: 1,
      window: 86_400,
      events: 4,
      alerts: 3,
      lowered: 0,
      days: 3,
      actors: [
        { user: 'bob', accountId: '111122223333', events: 2, alerts: 2 },
        { user: 'alice', accountId: '111122223333', events: 2, alerts: 1 },
      ],
      suppressed: [],
      accepted: [],
    })
  })

  test('leaves out what an exception accepts, which says how many events it took and whose', () => {
    const text = JSON.stringify(
      {
        exceptions: [
          { rule: 'own', filter: 'user = "alice"', reason: 'why', expires: 'never' },
          { rule: 'own', filter: 'user = "bob"', reason: 'why', expires: '2026-11-01' },
        ],
      },
      undefined,
      1,
    )
    const { exceptions } = loadRules([{ path: 'exceptions.json', text }])
    const { see, results } = startBacktest([compileRule(rule('own', {}))], startExceptions(exceptions, Date.parse('2026-11-24T00:00:00Z')))
    for (const user of ['alice', 'alice', 'bob']) see(event(user, '2026-11-23T10:00:00Z'))
    const [history] = results()
    expect(history).toMatchObject({ events: 1, alerts: 1, actors: [{ user: 'bob' }] })
    // The exception of bob has ended.
    expect(history?.accepted).toEqual([
      { exception: 'exceptions.json:3:3', events: 2, actors: [{ user: 'alice', accountId: '111122223333', events: 2 }] },
    ])
  })

  test.each<[what: string, events: readonly Fields[], actors: readonly unknown[]]>([
    ['without a user', [event(undefined, '2026-11-23T10:00:00Z')], [[null, '111122223333']]],
    ['without anything', [{ eventSource: 's', eventName: 'A' }], [[null, null]]],
    [
      'called unknown',
      [event('unknown', undefined), event(undefined, undefined)],
      [
        [null, '111122223333'],
        ['unknown', '111122223333'],
      ],
    ],
    [
      'of two accounts',
      [event('a', undefined), event('a', undefined, { recipientAccountId: '4' })],
      [
        ['a', '111122223333'],
        ['a', '4'],
      ],
    ],
    ['with a blank name', [event(' ', undefined, { user: ' ' })], [[null, '111122223333']]],
    ['with several names', [event('a', undefined, { user: ['x', 'y'] })], [['x, y', '111122223333']]],
  ])('names an actor %s', (_, events, actors) => {
    const [history] = backtest([rule('own', {})], events)
    expect(history?.actors.map(({ user, accountId }) => [user, accountId])).toEqual(actors)
  })

  test('counts an alert for each actor in it', () => {
    const [history] = backtest(
      [rule('own', { aggregateFields: ['eventName'] })],
      ['a', 'b', 'a'].map(user => event(user, '2026-11-23T10:00:00Z')),
    )
    expect(history).toMatchObject({
      events: 3,
      alerts: 1,
      actors: [
        { user: 'a', events: 2, alerts: 1 },
        { user: 'b', events: 1, alerts: 1 },
      ],
    })
  })

  test('counts the day on which the threshold was met, and no alert below it', () => {
    const events = ['2026-11-23T23:00:00Z', '2026-11-24T01:00:00Z'].map(time => event('a', time))
    expect(backtest([rule('own', { threshold: 2 })], events)).toMatchObject([{ events: 2, alerts: 1, days: 1 }])
    const apart = [...events, event('a', '2026-11-24T01:30:00Z'), event('a', '2026-11-24T23:00:00Z')]
    expect(backtest([rule('own', { threshold: 2, window: 7200 })], apart)).toMatchObject([{ events: 4, alerts: 1, days: 1 }])
    expect(backtest([rule('own', { threshold: 3 })], events)).toMatchObject([{ events: 2, alerts: 0, days: 0, actors: [{ alerts: 0 }] }])
  })

  test('has no day for an event without a readable time', () => {
    expect(backtest([rule('own', {})], [event('a', undefined), event('a', 'yesterday')])).toMatchObject([{ events: 2, alerts: 2, days: 0 }])
  })

  test('counts a day from midnight to midnight, UTC', () => {
    const times = ['2026-11-22T23:59:59Z', '2026-11-23T00:00:00Z', '2026-11-23T00:00:01Z', '2026-11-23T23:59:59Z', '2026-11-24T00:00:01Z']
    const alone = rule('own', { window: 1, aggregateFields: ['eventTime'] })
    expect(
      backtest(
        [alone],
        times.map(time => event('a', time)),
      ),
    ).toMatchObject([{ alerts: 5, days: 3 }])
  })

  test('orders its actors by alerts, events, name and account', () => {
    const of = (user: string | undefined, recipientAccountId: string, times: number) =>
      Array.from({ length: times }, () => event(user, '2026-11-23T10:00:00Z', { recipientAccountId }))
    const events = [of('b', '2', 1), of('b', '1', 1), of('a', '2', 1), of('z', '9', 2), of(undefined, '5', 1)].flat()
    const [history] = backtest([rule('own', {})], events)
    expect(history?.actors.map(({ user, accountId }) => `${user} ${accountId}`)).toEqual(['z 9', 'null 5', 'a 2', 'b 1', 'b 2'])
  })

  test('counts an eventID once, matched or suppressed', () => {
    const events = [event('a', undefined, { eventID: '1' }), event('ci', undefined, { eventID: '2' })]
    const [history] = backtest([rule('own', { suppressions: ['user = "ci"'] })], [...events, ...events, event('ci', undefined)])
    expect(history).toMatchObject({ events: 1, alerts: 1, suppressed: [{ events: 2 }] })
  })

  test('that is not enabled is left out, and one of another type sees nothing', () => {
    const rules = [rule('off', { enabled: false }), rule('finding', { type: 'Finding', filter: 'severity = null' })]
    expect(backtest(rules, [event('a', undefined)])).toMatchObject([{ ruleId: 'finding', type: 'Finding', events: 0, alerts: 0 }])
  })

  test('about scans opens notices, because no image is under judgement', () => {
    const scan = event('a', '2026-11-23T10:00:00Z', {
      eventSource: 'ecr.amazonaws.com',
      eventName: 'DescribeImageScanFindings',
      requestParameters: { repositoryName: 'api', imageId: { imageDigest: 'sha256:aa' } },
    })
    const filter = 'eventName in ("DescribeImageScanFindings", "A")'
    const [history] = backtest([rule('own', { filter, severityOfAlerts: 1 })], [scan, event('a', '2026-11-23T10:00:00Z')])
    expect(history).toMatchObject({ action: 'fail', alerts: 2, lowered: 1 })
  })
})

describe('a suppression', () => {
  const own = rule('own', { suppressions: ['user = "ci"', 'ip = "10.0.0.0/8"', 'user = "nobody"'] })

  test('has the events that it was the first to take out, and their actors', () => {
    const events = [
      event('ci', undefined, { sourceIPAddress: '10.1.2.3' }),
      event('dev', undefined, { sourceIPAddress: '10.1.2.3' }),
      event('ops', undefined, { sourceIPAddress: '10.1.2.3' }),
      event('ops', undefined, { sourceIPAddress: '10.1.2.3' }),
      event('dev', undefined, { sourceIPAddress: '192.0.2.1' }),
      event('ci', undefined, { eventName: 'B' }),
    ]
    expect(backtest([own], events)).toMatchObject([
      {
        events: 1,
        actors: [{ user: 'dev', events: 1 }],
        suppressed: [
          { suppression: 'user = "ci"', events: 1, actors: [{ user: 'ci', accountId: '111122223333', events: 1 }] },
          {
            suppression: 'ip = "10.0.0.0/8"',
            events: 3,
            actors: [
              { user: 'ops', events: 2 },
              { user: 'dev', events: 1 },
            ],
          },
          { suppression: 'user = "nobody"', events: 0, actors: [] },
        ],
      },
    ])
  })

  test.each<[fields: Fields, outcome: 'match' | number | undefined]>([
    [{ user: 'dev' }, 'match'],
    [{ user: 'ci' }, 0],
    [{ user: 'ci', sourceIPAddress: '10.0.0.1' }, 0],
    [{ user: 'dev', sourceIPAddress: '10.0.0.1' }, 1],
    [{ user: 'nobody' }, 2],
    [{ user: 'ci', eventName: 'B' }, undefined],
  ])('of %j is reported by its position: %s', (fields, outcome) => {
    expect(applyRule(compileRule(own), { eventSource: 's', eventName: 'A', ...fields })).toBe(outcome)
  })
})

test('rules are ordered by action, severity, alerts, events and id', () => {
  const events = [event('a', undefined), event('b', undefined)]
  const rules = [
    rule('quiet', { filter: 'eventName = "none"' }),
    rule('z', {}),
    rule('a', {}),
    rule('one', { filter: 'eventName = "A" and user = "a"' }),
    rule('silent', { threshold: 9 }),
    rule('grave', { severityOfAlerts: 1, filter: 'eventName = "none"' }),
    rule('told', { severityOfAlerts: 3 }),
    rule('lowered', { severityOfAlerts: 1, action: 'notice' }),
  ]
  expect(backtest(rules, events).map(({ ruleId }) => ruleId)).toEqual(['grave', 'a', 'z', 'one', 'silent', 'quiet', 'lowered', 'told'])
})

describe('for any events', () => {
  const HOUR = 3_600_000
  const events = fc.array(
    fc.record(
      {
        eventName: fc.constantFrom('A', 'B', 'DescribeImageScanFindings'),
        eventID: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8'),
        eventTime: fc.oneof(
          fc.nat(200).map(hours => new Date(Date.UTC(2026, 10, 1) + hours * HOUR).toISOString()),
          fc.constant('never'),
        ),
        userIdentity: fc.constantFrom<Fields>({ userName: 'alice' }, { userName: 'bob' }, { userName: 'ci' }, {}),
        sourceIPAddress: fc.constantFrom('10.0.0.1', '192.0.2.1'),
      },
      { requiredKeys: ['eventName'] },
    ),
    { maxLength: 60 },
  )
  const rules = fc
    .tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom(1, HOUR / 1000, 86_400),
      fc.subarray(['user', 'eventName', 'ip']),
      fc.subarray(['user = "ci"', 'ip = "10.0.0.0/8"', 'eventName = "B"']),
    )
    .map(([threshold, window, aggregateFields, suppressions]) => [
      rule('first', { threshold, window, aggregateFields, suppressions, filter: 'eventName != null' }),
      rule('second', { severityOfAlerts: 1, filter: 'eventName != "A"', suppressions }),
    ])

  test('the alerts are those of the evaluation, and every event that a filter matched is counted once', () => {
    let alerts = 0
    fc.assert(
      fc.property(rules, events, (rules, generated) => {
        const seen = generated.map((each): Fields => ({ ...each, eventSource: 'ecr.amazonaws.com' }))
        const evaluation = startEvaluation(rules)
        for (const each of seen) evaluation.see(each)
        const opened = evaluation.alerts()
        for (const history of backtest(rules, seen)) {
          const own = opened.filter(({ ruleId }) => ruleId === history.ruleId)
          alerts += own.length
          expect(history.alerts).toBe(own.length)
          expect(history.lowered).toBe(own.filter(({ action }) => action !== history.action).length)
          expect(history.actors.reduce((sum, actor) => sum + actor.events, 0)).toBe(history.events)
          expect(Math.max(0, ...history.actors.map(actor => actor.alerts))).toBeLessThanOrEqual(history.alerts)
          expect(history.actors.reduce((sum, actor) => sum + actor.alerts, 0)).toBeGreaterThanOrEqual(history.alerts)
          expect(history.days).toBeLessThanOrEqual(history.alerts)
          for (const taken of history.suppressed) {
            expect(taken.actors.reduce((sum, actor) => sum + actor.events, 0)).toBe(taken.events)
          }
        }
        // The filter of the first rule matches every event that has an eventName, so without duplicates each event counts once.
        const single = seen.filter(each => each['eventID'] === undefined)
        const [first] = backtest(rules.slice(0, 1), single)
        expect((first?.events ?? 0) + (first?.suppressed.reduce((sum, taken) => sum + taken.events, 0) ?? 0)).toBe(single.length)
      }),
      { numRuns: 500 },
    )
    expect(alerts).toBeGreaterThan(500)
  })
})
