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

describe('what is not known of a target', () => {
  const NODE = 'i-05c30218156bcc246'
  const opened = (target: unknown): Fields =>
    eventOf({ eventName: 'StartSession', requestParameters: { target: NODE }, ...(target === undefined ? {} : { target }) })
  const unknown = { id: NODE, omitted: true, reason: 'that Systems Manager does not list' }
  const DEV = { id: 'i-1', name: 'build', tags: { env: 'dev' } }
  const production = makeRule({ id: 'production', filter: 'eventName = "StartSession" and target.tags.env = "prod"' })

  test.each<[what: string, filter: string, suppressions: readonly string[], target: unknown, isInDoubt: boolean]>([
    ['that no description was asked for', 'target.name starts_with "pay"', [], undefined, true],
    ['that is not listed', 'target.tags.env = "prod"', [], unknown, true],
    ['that is not listed, but for its tags', 'target.tags.env = "prod"', [], { ...unknown, tags: { env: 'dev' } }, false],
    ['that is one of several', 'target.tags.env = "prod"', [], [{ id: 'i-1', tags: {} }, unknown], true],
    ['that is known', 'target.tags.env = "prod"', [], { id: NODE, tags: {} }, false],
    ['that another clause rules out', 'target.tags.env = "prod" and user = "alice"', [], unknown, false],
    ['of which only the recorded id is asked for', 'target.id = "i-1"', [], undefined, false],
    ['for which the rule says what absence means', 'target.name != null and target.name starts_with "pay"', [], unknown, false],
    [
      'for which it says so of another field',
      '(target.platform = null or target.platform = "Linux") and target.name starts_with "pay"',
      [],
      unknown,
      true,
    ],
    ['for which it says so, and another target is known', 'target.tags.env in (null, "prod")', [], [DEV, unknown], true],
    ['that a suppression looks at', 'eventName = "StartSession"', ['target.tags.env != "prod"'], unknown, true],
    ['that a suppression needs not know', 'target.name = "x"', ['user = "mallory"'], unknown, false],
  ])('%s', (_, filter, suppressions, target, isInDoubt) => {
    const rule = makeRule({ id: 'x', filter: `eventName = "StartSession" and ${filter}`, suppressions })
    const doubt = startEvaluation([rule]).see(opened(target))
    expect(doubt?.rules ?? []).toEqual(isInDoubt ? ['x'] : [])
    expect(doubt?.left ?? []).toEqual([])
  })

  test('is told with its reason and the field that a rule looks at', () => {
    expect(startEvaluation([production]).see(opened(unknown))?.targets).toEqual({
      unknown: [{ id: NODE, reason: 'that Systems Manager does not list' }],
      field: 'target.tags.env',
    })
  })

  test('is what CloudTrail left out, where it left out what names the target', () => {
    const event = eventOf({ eventName: 'StartSession', requestParameters: OMITTED })
    expect(startEvaluation([production]).see(event)).toMatchObject({ left: ['requestParameters'], rules: ['production'] })
  })

  test('is no matter to rules that do not look at targets, and events stay as they are', () => {
    const evaluation = startEvaluation([makeRule({ id: 'any', filter: 'eventName = "StartSession"' })])
    expect(evaluation.see(opened(undefined))).toBeUndefined()
    expect(evaluation.alerts()[0]?.events[0]?.record).toEqual(opened(undefined))
  })

  test('matches a rule about the id that is recorded', () => {
    const evaluation = startEvaluation([makeRule({ id: 'by-id', filter: `target.id = "${NODE}"` })])
    expect(evaluation.see(opened(undefined))).toBeUndefined()
    expect(evaluation.alerts()).toHaveLength(1)
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
