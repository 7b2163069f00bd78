// When it is not certain what the rules say about a recorded event: CloudTrail left out what a rule asks for, or two records with one
// eventID say different things.

import { describe, expect, test } from 'vitest'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import type { Fields } from '../../src/json.ts'
import { makeRule } from './combine.ts'

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS'
const OMITTED = { omitted: true, originalSize: 200_000, reason: 'too large' }

function eventOf(fields: Fields): Fields {
  return {
    eventSource: 'ssm.amazonaws.com',
    eventName: 'ModifyDocumentPermission',
    eventTime: '2026-11-20T10:00:00Z',
    userIdentity: { type: 'IAMUser', userName: 'mallory' },
    ...fields,
  }
}

const shared = makeRule({
  id: 'shared',
  filter: 'eventName = "ModifyDocumentPermission" and errorCode = null and requestParameters.accountIdsToAdd = "all"',
  suppressions: ['user = "ci"'],
})

describe('what CloudTrail left out', () => {
  test.each<[what: string, event: Fields, asked: readonly string[]]>([
    ['is asked for, where its parameters are omitted', { requestParameters: OMITTED }, ['requestParameters']],
    ['is asked for, where they are hidden as a whole', { requestParameters: HIDDEN }, ['requestParameters']],
    ['is not asked for by a rule that another clause rules out', { requestParameters: OMITTED, errorCode: 'AccessDenied' }, []],
    ['is not asked for about another call', { requestParameters: OMITTED, eventName: 'GetDocument' }, []],
    [
      'is not asked for by a rule whose suppression takes the event out',
      { requestParameters: OMITTED, userIdentity: { userName: 'ci' } },
      [],
    ],
    ['is another field than the one that is asked for', { requestParameters: null, responseElements: OMITTED }, []],
    ['is a part that is not asked for', { requestParameters: { accountIdsToAdd: ['1'], parameters: HIDDEN } }, []],
    ['is nothing, where the parameters are there', { requestParameters: { accountIdsToAdd: ['1'] } }, []],
    ['is nothing, where the call was denied and has no parameters', { requestParameters: null, errorCode: 'AccessDenied' }, []],
  ])('%s', (_, fields, asked) => {
    const doubt = startEvaluation([shared]).see(eventOf(fields))
    expect(doubt?.left ?? []).toEqual(asked)
    expect(doubt?.rules ?? []).toEqual(asked.length === 0 ? [] : ['shared'])
  })

  test('names each rule that asks for it, and no rule that matched without it', () => {
    const rules = [
      shared,
      makeRule({ id: 'any-value', name: 'any value', filter: 'requestParameters.name starts_with "x"' }),
      makeRule({ id: 'by-call', name: 'by call', filter: 'eventName = "ModifyDocumentPermission"' }),
      makeRule({ id: 'off', name: 'off', filter: 'requestParameters.name = "y"', enabled: false }),
    ]
    const evaluation = startEvaluation(rules)
    expect(evaluation.see(eventOf({ requestParameters: OMITTED }))?.rules).toEqual(['shared', 'any-value'])
    expect(evaluation.alerts().map(({ ruleId }) => ruleId)).toEqual(['by-call'])
  })
})

describe('records with one eventID', () => {
  const named = (eventID: string, userName: string, more: Fields = {}): Fields =>
    eventOf({ eventID, eventName: 'StartSession', userIdentity: { type: 'IAMUser', userName }, ...more })
  const rule = makeRule({ id: 'session', filter: 'eventName = "StartSession"', aggregateFields: ['user'] })

  test('that say different things contradict each other, and both are judged', () => {
    const evaluation = startEvaluation([rule])
    expect(evaluation.see(named('1', 'alice'))).toBeUndefined()
    expect(evaluation.see(named('1', 'mallory'))).toMatchObject({ contradicts: true })
    expect(evaluation.alerts().map(({ aggregate }) => aggregate['user'])).toEqual(['alice', 'mallory'])
  })

  test('contradict each other also where no rule matches the first of them', () => {
    const evaluation = startEvaluation([rule])
    expect(evaluation.see(named('1', 'alice', { eventName: 'DescribeSessions' }))).toBeUndefined()
    expect(evaluation.see(named('1', 'alice'))).toMatchObject({ contradicts: true })
    expect(evaluation.alerts()).toHaveLength(1)
  })

  test.each<[what: string, again: Fields]>([
    ['that are equal', named('1', 'alice')],
    ['with their fields in another order', Object.fromEntries(Object.entries(named('1', 'alice')).toReversed())],
  ])('%s are one event', (_, again) => {
    const evaluation = startEvaluation([rule])
    expect([named('1', 'alice'), again].map(each => evaluation.see(each))).toEqual([undefined, undefined])
    expect(evaluation.alerts()).toMatchObject([{ count: 1 }])
  })

  test.each<[what: string, one: unknown, other: unknown]>([
    ['a list in another order', ['a', 'b'], ['b', 'a']],
    ['a number and its text', 1, '1'],
    ['null and the text null', null, 'null'],
    ['an empty list and an empty object', [], {}],
    ['a text that moved to another field', { a: 'x', b: 'y' }, { a: 'y', b: 'x' }],
    ['a longer list', ['a'], ['a', 'a']],
  ])('differ by %s', (_, one, other) => {
    const evaluation = startEvaluation([rule])
    evaluation.see(named('1', 'alice', { requestParameters: { value: one } }))
    expect(evaluation.see(named('1', 'alice', { requestParameters: { value: other } }))).toMatchObject({ contradicts: true })
  })

  test.each([
    ['eventSource in ("ssm.amazonaws.com", "iam.amazonaws.com") and eventSource != "iam.amazonaws.com"'],
    ['eventSource = "iam.amazonaws.com" and eventSource like "ssm"'],
    ['eventSource = "ssm.amazonaws.com" and eventSource = "iam.amazonaws.com"'],
  ])('are told for every source that a rule names, even if it cannot match it: %s', filter => {
    const evaluation = startEvaluation([makeRule({ id: 'narrow', filter })])
    const iam = { eventSource: 'iam.amazonaws.com' }
    evaluation.see(named('1', 'alice', iam))
    expect(evaluation.see(named('1', 'mallory', iam))).toMatchObject({ contradicts: true })
  })

  test('are told among ten thousand others', () => {
    const evaluation = startEvaluation([rule])
    const doubts = Array.from({ length: 10_000 }, (_, i) => evaluation.see(named(`id-${i}`, `user-${i}`)))
    expect(doubts.every(doubt => doubt === undefined)).toBe(true)
    expect(evaluation.see(named('id-7', 'mallory'))).toMatchObject({ contradicts: true })
    expect(evaluation.see(named('id-9999', 'user-9999'))).toBeUndefined()
  })
})
