// One call that is recorded more than once is one event, and two calls are never one.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { startRepeats } from '../../src/events/repeat.ts'
import { startActivity } from '../../src/gate/activity.ts'
import { startBacktest } from '../../src/gate/backtest.ts'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import type { Fields } from '../../src/json.ts'
import { compileRule } from '../../src/rules/compile.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { Rule } from '../../src/rules/rule.ts'

const CALL: Fields = {
  eventID: '33980b64-2ce1-471d-856c-376497e887bb',
  eventTime: '2026-11-20T10:00:00Z',
  eventSource: 'ssm.amazonaws.com',
  eventName: 'GetParameter',
  awsRegion: 'eu-west-1',
  requestID: '16bcc089-ac49-43f1-9177-0f2c8e923731',
  userIdentity: { type: 'AssumedRole', principalId: 'AROAEXAMPLE:jane', accountId: '111122223333' },
  recipientAccountId: '111122223333',
  eventCategory: 'Management',
}
const SHARED = '735fbea7-a934-43f7-a926-355589c59007'

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html: sharedEventID
const caller: Fields = { ...CALL, sharedEventID: SHARED }
const owner: Fields = {
  ...caller,
  eventID: 'b',
  userIdentity: { type: 'AWSAccount', principalId: 'AROAEXAMPLE:jane', accountId: '111122223333' },
  recipientAccountId: '444455556666',
}
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html
const network: Fields = {
  ...CALL,
  eventID: 'n',
  sharedEventID: 'f0a1c2d3-0000-4000-8000-000000000001',
  eventType: 'AwsVpceEvent',
  eventCategory: 'NetworkActivity',
  vpcEndpointId: 'vpce-03y53r4ukkkuygzg0',
}

const countOf = (events: readonly Fields[]): number => {
  const isRepeated = startRepeats()
  return events.filter(event => !isRepeated(event)).length
}

describe('one call', () => {
  test.each<[string, readonly Fields[]]>([
    ['delivered twice', [CALL, { ...CALL }]],
    ['recorded in two accounts', [caller, owner]],
    ['recorded in three accounts', [caller, owner, { ...owner, eventID: 'c', recipientAccountId: '777788889999' }]],
    ['seen at its endpoint too', [CALL, network]],
    ["seen at another account's endpoint", [CALL, { ...network, recipientAccountId: '777788889999' }]],
    [
      'refused at its endpoint, and recorded in two accounts',
      [
        { ...network, errorCode: 'VpceAccessDenied' },
        { ...network, errorCode: 'VpceAccessDenied', eventID: 'm', recipientAccountId: '444455556666' },
      ],
    ],
  ])('%s, in any order', (_, events) => {
    expect(countOf(events)).toBe(1)
    expect(countOf(events.toReversed())).toBe(1)
  })
})

describe('two calls', () => {
  test.each<[string, readonly Fields[]]>([
    ['with an id each', [CALL, { ...CALL, eventID: 'b' }]],
    [
      'without ids',
      [
        { ...caller, eventID: undefined },
        { ...owner, eventID: undefined },
      ],
    ],
    ['that share an id in one account', [caller, { ...owner, recipientAccountId: '111122223333' }]],
    ['that share an id and name no account', [caller, { ...owner, recipientAccountId: undefined }]],
    ['that share an id and are of other operations', [caller, { ...owner, eventName: 'GetParameters' }]],
    ['that share an id and are of other services', [caller, { ...owner, eventSource: 'kms.amazonaws.com' }]],
    ['that share an id and are other requests', [caller, { ...owner, requestID: 'x' }]],
    ['that share an id, one of which failed', [caller, { ...owner, errorCode: 'AccessDenied' }]],
    [
      'whose shared id is no text',
      [
        { ...caller, sharedEventID: 7 },
        { ...owner, sharedEventID: 7 },
      ],
    ],
    [
      'whose shared id is blank',
      [
        { ...caller, sharedEventID: '' },
        { ...owner, sharedEventID: '' },
      ],
    ],
    ['of one request', [CALL, { ...CALL, eventID: 'b', recipientAccountId: '444455556666' }]],
    ['at one endpoint', [network, { ...network, eventID: 'm' }]],
    ['at an endpoint, of other operations', [CALL, { ...network, eventName: 'GetParameters' }]],
    ['at an endpoint, of other services', [CALL, { ...network, eventSource: 'kms.amazonaws.com' }]],
    ['at an endpoint, in other Regions', [CALL, { ...network, awsRegion: 'us-east-1' }]],
    ['at an endpoint, of which one was refused there', [CALL, { ...network, errorCode: 'VpceAccessDenied' }]],
    [
      'without a request id',
      [
        { ...CALL, requestID: undefined },
        { ...network, requestID: undefined },
      ],
    ],
    [
      'that are no calls',
      [
        { ...caller, eventName: undefined, insightDetails: {} },
        { ...owner, eventName: undefined, insightDetails: {} },
      ],
    ],
  ])('%s, in any order', (_, events) => {
    expect(countOf(events)).toBe(2)
    expect(countOf(events.toReversed())).toBe(2)
  })
})

test('the order of records in several accounts makes no difference', () => {
  const record = fc.record({ call: fc.constantFrom('p', 'q'), account: fc.constantFrom('1', '2', '3'), id: fc.integer({ min: 0, max: 5 }) })
  fc.assert(
    fc.property(fc.array(record, { maxLength: 12 }), fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (records, keys) => {
      const events = records.map(({ call, account, id }) => ({
        ...CALL,
        eventID: `${call}${account}${id}`,
        sharedEventID: call,
        requestID: call,
        recipientAccountId: account,
      }))
      const shuffled = events.map((event, i) => [keys[i] ?? 0, event] as const).sort(([a], [b]) => a - b)
      expect(countOf(shuffled.map(([, event]) => event))).toBe(countOf(events))
    }),
  )
})

test('only so much is remembered as is allowed', () => {
  const isRepeated = startRepeats(1)
  expect([CALL, network, CALL, network].map(event => isRepeated(event))).toEqual([false, true, true, true])
  expect(
    [
      { ...CALL, eventID: 'x', requestID: 'x' },
      { ...CALL, eventID: 'x', requestID: 'x' },
    ].map(event => isRepeated(event)),
  ).toEqual([false, false])
})

describe('counts once', () => {
  const rule = (fields: Fields): Rule => {
    const text = JSON.stringify({
      name: 'a rule',
      type: 'CloudTrail',
      severityOfAlerts: 2,
      filter: 'eventName = "GetParameter"',
      ...fields,
    })
    const [loaded] = loadRules([{ path: 'rule.json', text }]).rules
    if (loaded === undefined) throw new Error('the rule does not load')
    return loaded
  }
  const records = [caller, owner, { ...network, requestID: CALL['requestID'] }]

  test('in an alert', () => {
    const evaluation = startEvaluation([rule({})])
    for (const record of records) evaluation.see(record)
    expect(evaluation.alerts()).toMatchObject([{ count: 1, eventIds: [CALL['eventID']] }])
    const twice = startEvaluation([rule({ threshold: 2 })])
    for (const record of records) twice.see(record)
    expect(twice.alerts()).toEqual([])
  })

  test('in the activity', () => {
    const tally = startActivity()
    for (const record of records) tally.see(record)
    expect(tally.activity()?.rows).toMatchObject([{ user: 'jane', events: 1 }])
  })

  test('in a backtest, suppressed or not', () => {
    const backtest = startBacktest([rule({}), rule({ name: 'suppressed', suppressions: ['user = "jane"'] })].map(compileRule))
    for (const record of records) backtest.see(record)
    expect(backtest.results()).toMatchObject([{ events: 1 }, { events: 0, suppressed: [{ events: 1 }] }])
  })

  test('even where only one of the records is of a kind that a rule asks for', () => {
    const evaluation = startEvaluation([rule({ suppressions: ['recipientAccountId = "111122223333"'] })])
    for (const record of records) evaluation.see(record)
    expect(evaluation.alerts()).toMatchObject([{ count: 1, eventIds: ['b'] }])
  })
})
