// Runs the SSM pack over 2,900 real events from 90 minutes of attack simulation. The expected alerts were derived from the raw
// records without the project's code: by the simple query below, and before that by a script in another language.
//
// One person, bert-jan at 192.168.10.20, ran four scenarios of an attack simulation with Terraform and the simulation's own tool.
// Two instances were running with their agents. Everything happened within one day, so each rule opens one alert for each set of
// aggregate values. 102 of the 488 events of Systems Manager were throttled; only the rule that Threat Stack wrote counts them.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import { loadRules } from '../../src/rules/load.ts'
import { ROOT } from '../root.ts'
import { hasSharedData, sharedData } from '../shared.ts'

interface SsmRecord {
  readonly eventName: string
  readonly eventSource: string
  readonly errorCode?: string
  readonly userAgent: string
  readonly sourceIPAddress: string
  readonly userIdentity: { readonly userName?: string; readonly principalId: string }
  readonly requestParameters: Readonly<Record<string, unknown>> | null
}

const succeeded = ({ errorCode }: SsmRecord): boolean => errorCode === undefined
const named =
  (...names: readonly string[]) =>
  (event: SsmRecord): boolean =>
    names.includes(event.eventName) && succeeded(event)
const READS = ['GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory']
const isDecrypted = (event: SsmRecord): boolean => named(...READS)(event) && event.requestParameters?.['withDecryption'] === true
const sendsScript = (event: SsmRecord): boolean =>
  named('SendCommand')(event) &&
  ['AWS-RunShellScript', 'AWS-RunPowerShellScript'].includes(String(event.requestParameters?.['documentName']))

/** What is expected of each rule that alerts: what its alerts differ in, how many events each has, and why. */
const EXPECTED: readonly (readonly [
  rule: string,
  is: (event: SsmRecord) => boolean,
  apart: string,
  alerts: Readonly<Record<string, number>>,
])[] = [
  // Terraform refreshes 42 parameters (DescribeParameters, ListTagsForResource), and the tool waits for its instances
  // (DescribeInstanceInformation). 39 of the DescribeParameters calls were throttled. The agents' two ListInstanceAssociations
  // calls are suppressed.
  [
    'ssm-information-discovery',
    ({ eventName, userAgent }) => /^(?:Describe|List)/.test(eventName) && !userAgent.includes('amazon-ssm-agent'),
    'eventName',
    { DescribeInstanceInformation: 27, DescribeParameters: 122, ListTagsForResource: 82 },
  ],
  // Two commands were sent, both AWS-RunShellScript; one was refused with InvalidInstanceId.
  ['ssm-send-command', named('SendCommand'), 'documentName', { 'AWS-RunShellScript': 1 }],
  ['ssm-run-script', sendsScript, 'documentName', { 'AWS-RunShellScript': 1 }],
  // The tool asked for the command's output twice; the first time there was none yet (InvocationDoesNotExist).
  ['ssm-command-output-read', named('GetCommandInvocation'), 'eventName', { GetCommandInvocation: 1 }],
  // The scenario creates 42 secrets (25 more calls were throttled), reads them all in five batches, and deletes 40 of them
  // before the records end (38 more calls were throttled). Terraform reads each one again, in clear.
  ['ssm-put-parameter', named('PutParameter'), 'eventName', { PutParameter: 42 }],
  ['ssm-decrypted-parameter-read', isDecrypted, 'eventName', { GetParameter: 82, GetParameters: 5 }],
  // 87 reads from 11:58:10 to 12:08:04: the alert opens at the 25th and collects those of the following hour.
  ['ssm-many-decrypted-parameter-reads', isDecrypted, 'userName', { 'bert-jan': 87 }],
  ['ssm-delete-parameter', named('DeleteParameter', 'DeleteParameters'), 'eventName', { DeleteParameter: 40 }],
]

describe.skipIf(!hasSharedData)('the SSM pack over the invictus records', () => {
  const folder = sharedData('cloudtrail/invictus')
  // The body of a suite runs even if the suite is skipped.
  const names = hasSharedData ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.json')) : []
  const records = names.flatMap(name => (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { Records: readonly SsmRecord[] }).Records)
  const ssm = records.filter(({ eventSource }) => eventSource === 'ssm.amazonaws.com')

  const pack = join(ROOT, 'rules/ssm')
  const { rules } = loadRules(readdirSync(pack).map(name => ({ path: name, text: readFileSync(join(pack, name), 'utf8') })))
  const evaluation = startEvaluation(rules)
  for (const record of records) evaluation.see(record as unknown as Readonly<Record<string, unknown>>)
  const alerts = evaluation.alerts()

  test('the records are those from which the expectation was derived', () => {
    expect([records.length, ssm.length, ssm.filter(({ errorCode }) => errorCode === 'ThrottlingException').length]).toEqual([
      2900, 488, 102,
    ])
  })

  test.each(EXPECTED)('%s', (rule, is, apart, expected) => {
    const apartBy = (event: SsmRecord): string => {
      if (apart === 'eventName') return event.eventName
      return String(apart === 'userName' ? event.userIdentity.userName : event.requestParameters?.[apart])
    }
    const counted: Record<string, number> = {}
    for (const event of ssm.filter(is)) {
      expect(event).toMatchObject({ userIdentity: { userName: 'bert-jan' }, sourceIPAddress: '192.168.10.20' })
      counted[apartBy(event)] = (counted[apartBy(event)] ?? 0) + 1
    }
    expect(counted).toEqual(expected)
    const own = alerts.filter(({ ruleId }) => ruleId === rule)
    expect(own.map(({ count }) => count).sort()).toEqual(Object.values(expected).sort())
    for (const alert of own) {
      expect(alert.aggregate).toMatchObject({ user: 'bert-jan', ip: '192.168.10.20', accountId: '123837392027' })
      expect(Object.values(alert.aggregate).some(value => Object.hasOwn(expected, String(value)))).toBe(true)
    }
  })

  // No call was denied. No rule is about the agents' calls: PutInventory, PutComplianceItems, GetDocument and Update….
  test('no other rule alerts', () => {
    expect(new Set(alerts.map(({ ruleId }) => ruleId))).toEqual(new Set(EXPECTED.map(([rule]) => rule)))
    expect(alerts).toHaveLength(11)
  })
})
