// Who made a call: the table of docs/language.md, the names that Threat Stack gives, and records that are odd.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { textOfAlias, toEvent } from '../../src/events/cloudtrail.ts'
import { startActivity } from '../../src/gate/activity.ts'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import type { Fields } from '../../src/json.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { hasSharedData, sharedData } from '../shared.ts'

const event = (userIdentity: unknown, more: Fields = {}): Fields => ({
  eventSource: 'ssm.amazonaws.com',
  eventName: 'StartSession',
  userIdentity,
  ...more,
})
const alias = (name: string, of: Fields): string | null => textOfAlias(of, name)

const page = readFileSync(new URL('../../docs/language.md', import.meta.url), 'utf8')
const rows = [...page.matchAll(/^\| `("type": .*)` \| (.*) \|$/gm)].map(([, identity = '', user = '']) => [identity, user] as const)

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
const KINDS = [
  ...['Root', 'IAMUser', 'AssumedRole', 'Role', 'FederatedUser', 'Directory', 'AWSAccount', 'AWSService'],
  ...['IdentityCenterUser', 'Unknown', 'SAMLUser', 'WebIdentityUser'],
]

describe('user', () => {
  test.each(rows)('%s is %s', (identity, user) => {
    expect(alias('user', event(JSON.parse(`{ ${identity} }`)))).toBe(user === 'none' ? null : user.replaceAll('`', ''))
  })

  test('every kind of identity has a row', () => {
    expect(new Set(rows.map(([identity]) => (JSON.parse(`{ ${identity} }`) as { type: string }).type))).toEqual(new Set(KINDS))
  })

  test.each<[string, unknown, string | null]>([
    ['no identity', undefined, null],
    ['an identity that is null', null, null],
    ['an identity that is a text', 'jane', null],
    ['an identity without a kind', { userName: 'jane' }, 'jane'],
    ['a session without a name', { type: 'AssumedRole', principalId: 'AROAEXAMPLE:' }, null],
    ['a session whose principal id has no name', { type: 'AssumedRole', principalId: 'AROAEXAMPLE', userName: 'x' }, 'x'],
    ['nothing but the id of a role', { type: 'AssumedRole', principalId: 'AROAEXAMPLE' }, 'AROAEXAMPLE'],
    [
      'names that are no text',
      { type: 'AssumedRole', principalId: 7, arn: ['x'], userName: { a: 1 }, invokedBy: 'ecs.amazonaws.com' },
      'ecs.amazonaws.com',
    ],
    ['blank names', { type: 'IAMUser', userName: ' ', arn: '', principalId: 'AIDAEXAMPLE' }, 'AIDAEXAMPLE'],
    ['fields that every object has', { type: 'constructor', toString: 'x' }, null],
  ])('%s', (_, identity, user) => {
    expect(alias('user', event(identity))).toBe(user)
  })
})

test.each<[string, Fields, unknown]>([
  ['accessKey', event({ accessKeyId: 'ASIAIOSFODNN7EXAMPLE' }), 'ASIAIOSFODNN7EXAMPLE'],
  ['MFAUsed', event({ sessionContext: { attributes: { mfaAuthenticated: 'true' } } }), 'true'],
  ['eventSourceType', event({}, { eventType: 'AwsApiCall' }), 'AwsApiCall'],
  ['recipientAccountID', event({}, { recipientAccountId: '111122223333' }), '111122223333'],
  ['requestId', event({}, { requestID: 'a9bfe284' }), 'a9bfe284'],
  ['eventId', event({}, { eventID: '70189afa' }), '70189afa'],
])("Threat Stack's %s is an alias", (name, of, value) => {
  expect(alias(name, of)).toBe(value)
  const suppressed = loadRule({ filter: `${name} = "${String(value)}"` })
  const evaluation = startEvaluation([suppressed])
  evaluation.see(of)
  expect(evaluation.alerts()).toHaveLength(1)
})

function loadRule(fields: Fields): Rule {
  const text = JSON.stringify({ name: 'a rule', type: 'CloudTrail', severityOfAlerts: 2, ...fields })
  const { rules, diagnostics } = loadRules([{ path: 'rule.json', text }])
  const [rule] = rules
  if (rule === undefined || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics))
  return rule
}

describe.skipIf(!hasSharedData)('recorded sessions of one role', () => {
  const eventsOf = (name: string): Fields[] =>
    readFileSync(sharedData(`cases/events/${name}`), 'utf8')
      .trim()
      .split('\n')
      .map(line => toEvent(JSON.parse(line) as Fields))

  test('two people behind one permission set are two alerts and two actors', () => {
    const [evaluation, activity] = [startEvaluation([loadRule({ filter: 'eventName = "StartSession"' })]), startActivity()]
    for (const each of eventsOf('user-two-people-one-permission-set.ndjson')) {
      evaluation.see(each)
      activity.see(each)
    }
    expect(evaluation.alerts().map(({ aggregate }) => aggregate['user'])).toEqual(['alice@example.com', 'bob@example.com'])
    expect(activity.activity()?.rows.map(({ user }) => user)).toEqual(['alice@example.com', 'bob@example.com'])
  })

  test('25 instances that read one secret each are 25 callers', () => {
    const path = new URL('../../rules/ssm/ssm-many-decrypted-parameter-reads.yml', import.meta.url)
    const { rules } = loadRules([{ path: 'ssm-many-decrypted-parameter-reads.yml', text: readFileSync(path, 'utf8') }])
    const [evaluation, activity] = [startEvaluation(rules), startActivity()]
    for (const each of eventsOf('user-25-nodes-one-nat.ndjson')) {
      evaluation.see(each)
      activity.see(each)
    }
    expect(evaluation.alerts()).toEqual([])
    expect(activity.activity()?.rows).toHaveLength(25)
  })
})
