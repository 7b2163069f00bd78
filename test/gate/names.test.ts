// The names of targets in the titles of alerts.

import { describe, expect, test } from 'vitest'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import { nameTargets, targetsInTitle } from '../../src/gate/names.ts'
import type { Fields } from '../../src/json.ts'
import { makeRule } from './combine.ts'

const NODE = 'i-05c30218156bcc246'
const OTHER = 'i-0dbc91f429e48eeed'

function alertOf(title: string, requestParameters: Fields = { target: NODE }) {
  const evaluation = startEvaluation([makeRule({ title, filter: 'eventSource = "ssm.amazonaws.com"' })])
  evaluation.see({
    eventSource: 'ssm.amazonaws.com',
    eventName: 'StartSession',
    eventID: '1',
    eventTime: '2026-11-20T10:00:00Z',
    awsRegion: 'eu-west-1',
    recipientAccountId: '111122223333',
    userIdentity: { accountId: '444455556666', userName: 'alice' },
    requestParameters,
  })
  const [alert] = evaluation.alerts()
  if (alert === undefined) throw new Error('the rule does not match')
  return alert
}

const named = (id: string, name: string) => ({ id, name })

describe('a title', () => {
  test.each<[what: string, title: string, names: readonly { id: string; name: string }[], expected: string]>([
    [
      'has the name behind the id',
      'Session on {{requestParameters.target}} opened by {{user}}',
      [named(NODE, 'payments-db-1')],
      `Session on ${NODE} (payments-db-1) opened by alice`,
    ],
    ['has it at the end too', '{{requestParameters.target}}', [named(NODE, 'db')], `${NODE} (db)`],
    ['has it once', '{{requestParameters.target}}, {{requestParameters.target}}', [named(NODE, 'db')], `${NODE} (db), ${NODE}`],
    ['that has the name already stays', '{{requestParameters.target}} is db', [named(NODE, 'db')], `${NODE} is db`],
    ['is not taken to have a name that is part of a word', 'dbs: {{requestParameters.target}}', [named(NODE, 'db')], `dbs: ${NODE} (db)`],
    ['without the id stays', 'Session of {{user}}', [named(NODE, 'db')], 'Session of alice'],
    ['has no name where none is known', '{{requestParameters.target}}', [], NODE],
    ['has a shortened name', '{{requestParameters.target}}', [named(NODE, 'x'.repeat(500))], `${NODE} (${'x'.repeat(79)}…)`],
  ])('%s', (_, title, names, expected) => {
    const alert = alertOf(title)
    expect(nameTargets(alert, names)).toEqual({ ...alert, title: expected })
  })

  test('has the names of several targets', () => {
    const alert = alertOf('Command on {{requestParameters.instanceIds}}', { instanceIds: [NODE, OTHER] })
    expect(nameTargets(alert, [named(NODE, 'a'), named(OTHER, 'b')]).title).toBe(`Command on ${NODE} (a), ${OTHER} (b)`)
  })
})

describe('the targets in a title', () => {
  test('are in the account that the call was made in, which may not be that of the caller', () => {
    expect(targetsInTitle(alertOf('{{requestParameters.target}}'))).toEqual([{ id: NODE, account: '111122223333', region: 'eu-west-1' }])
  })

  test('are those that it names', () => {
    expect(targetsInTitle(alertOf('by {{user}}'))).toEqual([])
    expect(targetsInTitle(alertOf(`${NODE}0`))).toEqual([])
  })
})
