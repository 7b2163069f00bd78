// Calls that Systems Manager makes itself are no human act, so the packs are silent about them. A service-linked role cannot be
// assumed by anybody else; everything that a caller could choose to look like one alerts as before.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { toEvent } from '../../src/events/cloudtrail.ts'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import type { Fields } from '../../src/json.ts'
import { loadRules } from '../../src/rules/load.ts'
import { hasSharedData, sharedData } from '../shared.ts'

const { rules } = loadRules(
  ['ecr', 'ssm'].flatMap(pack =>
    readdirSync(`rules/${pack}`).map(name => ({ path: name, text: readFileSync(`rules/${pack}/${name}`, 'utf8') })),
  ),
)

function alertsOf(event: Fields): string[] {
  const evaluation = startEvaluation(rules)
  evaluation.see(toEvent(event))
  return evaluation.alerts().map(({ ruleId }) => ruleId)
}

const ISSUER = 'arn:aws:iam::111122223333:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM'

const identityOf = (arn: string): Fields => ({
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:StateManagerService',
  arn: 'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAmazonSSM/StateManagerService',
  accountId: '111122223333',
  sessionContext: { sessionIssuer: { type: 'Role', principalId: 'AROAEXAMPLE', arn, accountId: '111122223333' } },
  invokedBy: 'ssm.amazonaws.com',
})

const call = (eventName: string, requestParameters: Fields | null, more: Fields = {}): Fields => ({
  eventVersion: '1.11',
  userIdentity: identityOf(ISSUER),
  eventTime: '2026-11-20T10:00:00Z',
  eventSource: 'ssm.amazonaws.com',
  eventName,
  awsRegion: 'eu-west-1',
  sourceIPAddress: 'ssm.amazonaws.com',
  userAgent: 'ssm.amazonaws.com',
  requestParameters,
  eventType: 'AwsApiCall',
  recipientAccountId: '111122223333',
  ...more,
})

// What the policy of the role allows of Systems Manager's own API.
// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMServiceRolePolicy.html
const CALLS: readonly Fields[] = [
  call('SendCommand', { documentName: 'AWS-RunShellScript', outputS3BucketName: 'logs', instanceIds: ['i-0a1b2c3d4e5f60718'] }),
  call('CancelCommand', { commandId: '7d1a9c52-3f0e-4a6b-9c54-0b6f2f7ed1aa' }),
  call('GetCommandInvocation', { commandId: '7d1a9c52-3f0e-4a6b-9c54-0b6f2f7ed1aa', instanceId: 'i-0a1b2c3d4e5f60718' }),
  call('ListCommandInvocations', { details: true }),
  call('ListCommands', {}),
  call('StartAutomationExecution', { documentName: 'AWS-RestartEC2Instance' }),
  call('StopAutomationExecution', { automationExecutionId: '7d1a9c52-3f0e-4a6b-9c54-0b6f2f7ed1aa' }),
  call('GetParameters', { names: ['/payments/db/password'], withDecryption: true }),
  call('ListTagsForResource', { resourceType: 'Parameter', resourceId: '/payments/db/password' }),
  call('UpdateServiceSetting', { settingId: '/ssm/opsdata/Association', settingValue: 'Enabled' }),
  call('SendCommand', null, { errorCode: 'AccessDeniedException' }),
]

describe('calls of Systems Manager itself', () => {
  test.each(CALLS.map(event => [event['eventName'], event] as const))('%s is no alert', (_, event) => {
    expect(alertsOf(event)).toEqual([])
    expect(alertsOf({ ...event, userIdentity: identityOf(ISSUER.replace('arn:aws:', 'arn:aws-us-gov:')) })).toEqual([])
  })

  test.skipIf(!hasSharedData)("State Manager's recorded SendCommand is no alert", () => {
    const { Records } = JSON.parse(readFileSync(sharedData('cases/events/state-manager-send-command.json'), 'utf8')) as {
      Records: Fields[]
    }
    expect(Records.map(alertsOf)).toEqual([[]])
  })
})

// A path of IAM may hold any printable character but must not begin with /aws-service-role/.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
describe('what only looks like it', () => {
  const SEND = CALLS[0] ?? {}
  test.each<[string, Fields]>([
    [
      'a role whose path repeats that of the service',
      identityOf('arn:aws:iam::111122223333:role/x:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM'),
    ],
    [
      'a role whose path contains that of the service',
      identityOf('arn:aws:iam::111122223333:role/x/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM'),
    ],
    ['a role of the same name', identityOf('arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonSSM')],
    [
      'the linked role of another service',
      identityOf('arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS'),
    ],
    [
      'a service whose name goes on',
      identityOf('arn:aws:iam::111122223333:role/aws-service-role/ssm.amazonaws.com.example/AWSServiceRoleForAmazonSSM'),
    ],
    ['a user', { ...identityOf(ISSUER), type: 'IAMUser' }],
    ['a session without an issuer', { ...identityOf(ISSUER), sessionContext: {} }],
  ])('%s alerts', (_, userIdentity) => {
    expect(alertsOf({ ...SEND, userIdentity })).toEqual(['ssm-command-output-to-s3', 'ssm-run-script', 'ssm-send-command'])
  })
})
