// How a rule is applied to an event, and how its own tests run: the filter, then the suppressions, on events of its type only.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fields } from '../../src/json.ts'
import { applyRule, compileRule, matchesRule, mayMatch, seesEvent } from '../../src/rules/compile.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { Rule, RuleTest } from '../../src/rules/rule.ts'
import { testRule } from '../../src/rules/test.ts'
import { events } from '../fuzz/filters.ts'

function rule(fields: Fields): Rule {
  const text = JSON.stringify({ name: 'a rule', type: 'CloudTrail', severityOfAlerts: 2, ...fields })
  const { rules, diagnostics } = loadRules([{ path: 'rule.json', text }])
  if (rules[0] === undefined) throw new Error(JSON.stringify(diagnostics))
  return rules[0]
}

const test1 = (event: Fields, matches: boolean): RuleTest => ({ name: 'x', event, matches })
const found = (rule: Rule): readonly boolean[] => testRule(rule).map(({ matched }) => matched)

describe('a suppression', () => {
  const filter = 'eventName = "PutImage"'
  const outcome = (suppressions: readonly string[], event: Fields): boolean =>
    matchesRule(compileRule(rule({ filter, suppressions })), event)

  test('takes out what the filter matched', () => {
    expect(outcome([], { eventName: 'PutImage', user: 'ci' })).toBe(true)
    expect(outcome(['user = "ci"'], { eventName: 'PutImage', user: 'ci' })).toBe(false)
    expect(outcome(['user = "ci"'], { eventName: 'PutImage', user: 'alice' })).toBe(true)
  })

  test('is enough if it is one of several', () => {
    for (const user of ['ci', 'bot']) expect(outcome(['user = "ci"', 'user = "bot"'], { eventName: 'PutImage', user })).toBe(false)
    expect(outcome(['user = "ci"', 'user = "bot"'], { eventName: 'PutImage', user: 'alice' })).toBe(true)
  })

  test('is named by its position: the first that matches', () => {
    const compiled = compileRule(rule({ filter, suppressions: ['user = "ci"', 'user = "bot"', 'user like "b"'] }))
    const found = (fields: Fields) => applyRule(compiled, { eventName: 'PutImage', ...fields })
    expect(['ci', 'bot', 'bob', 'alice'].map(user => found({ user }))).toEqual([0, 1, 2, 'match'])
    expect(found({ eventName: 'PullImage', user: 'ci' })).toBeUndefined()
  })

  test('adds nothing that the filter did not match', () => {
    expect(outcome(['user != "ci"'], { eventName: 'PullImage', user: 'ci' })).toBe(false)
  })

  test('may use the aliases of the rule’s type', () => {
    const event = { eventSource: 'ecr.amazonaws.com', eventName: 'PutImage', userIdentity: { userName: 'ci' } }
    expect(outcome(['user = "ci" and event_type = "cloudtrail"'], event)).toBe(false)
  })

  test('leaves what the filter matches and no suppression does, for any event', () => {
    const compiled = compileRule(rule({ filter: 'a = "x" or user != "x"', suppressions: ['b like "x"', 'a.b = null'] }))
    fc.assert(
      fc.property(events, event => {
        const suppressed = compiled.suppressions.some(plan => plan.matches(event))
        expect(matchesRule(compiled, event)).toBe(compiled.filter.matches(event) && !suppressed)
      }),
    )
  })
})

// The record was cut: what was pushed is not in it.
describe('an event of which the request is unknown', () => {
  const event = { eventSource: 'ecr.amazonaws.com', eventName: 'PutImage', userIdentity: { type: 'IAMUser', userName: 'alice' } }
  const push = 'eventName = "PutImage"'
  const latest = 'requestParameters.imageTag = "latest"'

  test.each<[string, readonly string[], boolean]>([
    [push, [], true],
    [`${push} and ${latest}`, [], true],
    [`${push} and not ${latest}`, [], true],
    [`eventName = "CreateRepository" and ${latest}`, [], false],
    [push, ['user = "alice"'], false],
    [push, ['user = "bob"'], true],
    [push, [latest], true],
    [push, [`user = "bob" and ${latest}`], true],
    [`${push} and ${latest}`, ['user = "alice"', 'user = "bob"'], false],
    [`${push} and ${latest}`, ['user = "bob"', 'user = "alice"'], false],
    [`${push} and ${latest}`, ['user = "bob"', 'user = "carol"'], true],
  ])('%s without %j may match: %s', (filter, suppressions, expected) => {
    const compiled = compileRule(rule({ filter, suppressions }))
    expect(mayMatch(compiled, event, ({ segments }) => segments[0] !== 'requestParameters')).toBe(expected)
  })
})

describe('a rule sees', () => {
  const cloudtrail = { eventSource: 'ecr.amazonaws.com' }
  const finding = { event_type: 'finding', severity: 'HIGH' }

  test.each([
    ['CloudTrail', cloudtrail, true],
    ['CloudTrail', { eventSource: null }, true],
    ['CloudTrail', finding, false],
    ['CloudTrail', { event_type: 'cloudtrail' }, false],
    ['CloudTrail', Object.create(cloudtrail) as Fields, false],
    ['Finding', finding, true],
    ['Finding', cloudtrail, false],
    ['Finding', {}, false],
    ['Session', cloudtrail, false],
    ['Command', finding, false],
  ] as const)('%s of %j: %s', (type, event, expected) => {
    expect(seesEvent(type, event)).toBe(expected)
  })
})

describe('the tests of a rule', () => {
  test('return the expected and the actual outcome', () => {
    const tests = [
      { name: 'right', matches: true, event: { eventSource: 'x', eventName: 'PutImage' } },
      { name: 'wrong', matches: false, event: { eventSource: 'x', eventName: 'PutImage' } },
      { name: 'of another type', matches: false, event: { eventName: 'PutImage' } },
    ]
    expect(testRule(rule({ filter: 'eventName = "PutImage"', tests }))).toEqual([
      { name: 'right', expected: true, matched: true },
      { name: 'wrong', expected: false, matched: true },
      { name: 'of another type', expected: false, matched: false },
    ])
  })

  test('run on events as the gate reads them: parameters that arrive as text become objects', () => {
    const tests = [
      test1({ eventSource: 'x', requestParameters: '{"a": 1}' }, true),
      test1({ eventSource: 'x', requestparameters: '{"a": 1}' }, false),
    ]
    expect(found(rule({ filter: 'requestParameters.a = 1', tests }))).toEqual([true, false])
  })

  test('include the suppressions, and run even if the rule is not enabled', () => {
    const tests = [test1({ eventSource: 'x', a: 1 }, true), test1({ eventSource: 'x', a: 1, b: 1 }, false)]
    expect(found(rule({ filter: 'a = 1', suppressions: ['b = 1'], enabled: false, tests }))).toEqual([true, false])
  })

  test('have no results where there are none', () => {
    expect(testRule(rule({ filter: 'a = 1' }))).toEqual([])
  })

  test('do not confuse the keys of an object with its prototype', () => {
    const { rules } = loadRules([
      {
        path: 'a.yml',
        text: 'name: a\ntype: CloudTrail\nseverityOfAlerts: 1\nfilter: \'"__proto__".a = 1 and constructor = 2\'\ntests: [{ name: a, matches: true, event: { eventSource: x, __proto__: { a: 1 }, constructor: 2 } }]',
      },
    ])
    expect(rules.flatMap(testRule)).toEqual([{ name: 'a', expected: true, matched: true }])
  })
})

test('a rule that the loader has not checked is refused with its id', () => {
  const broken: Rule = { ...rule({ filter: 'a = 1' }), id: 'mine', filter: 'a == 1' }
  expect(() => compileRule(broken)).toThrow(/mine/)
})
