// Systems Manager as moto has it: commands are sent and listed. What the fake says about them is compared with it, and so is what a
// client makes of the calls that moto does not have, to which it answers with a page of HTML.

import {
  DescribeAutomationExecutionsCommand,
  DescribeInstanceInformationCommand,
  DescribeSessionsCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendCommandCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm'
import { describe, expect, test } from 'vitest'
import { ssmClient } from '../aws/clients.ts'
import { startAws } from '../aws/server.ts'
import { makeFolder } from '../folder.ts'
import { checkScan } from './gate.ts'
import { CLEAN, env, REGION, storeImage } from './moto.ts'

const moto = { endpoint: env['AWS_ENDPOINT_URL'] ?? '', env }
const NODE = 'i-0a1b2c3d4e5f60718'

test('a command that was sent is listed with members that the fake has too, each of the same kind', async () => {
  const client = ssmClient(moto)
  const sent = await client.send(
    new SendCommandCommand({
      ...{ DocumentName: 'AWS-RunShellScript', InstanceIds: [NODE], Parameters: { commands: ['id'] }, Comment: 'a comment' },
      ...{ OutputS3BucketName: 'outputs', OutputS3KeyPrefix: 'commands' },
    }),
  )
  const id = sent.Command?.CommandId ?? ''
  const [listed = {}] = (await client.send(new ListCommandsCommand({ CommandId: id }))).Commands ?? []
  expect(listed).toMatchObject({ CommandId: id, DocumentName: 'AWS-RunShellScript', InstanceIds: [NODE], Parameters: { commands: ['id'] } })

  const aws = await startAws({ region: REGION })
  aws.ssm.addCommand(REGION, { CommandId: id })
  const [made = {}] = (await ssmClient(aws).send(new ListCommandsCommand({ CommandId: id }))).Commands ?? []
  expect(kindsOf(made)).toMatchObject(kindsOf(listed))
  expect(aws.violations).toEqual([])
})

test('an id that no command has is refused alike', async () => {
  const aws = await startAws({ region: REGION })
  const ask = new ListCommandsCommand({ CommandId: '00000000-0000-4000-8000-000000000000' })
  const refused = { name: 'InvalidCommandId', $metadata: { httpStatusCode: 400 } }
  await expect(ssmClient(moto).send(ask)).rejects.toMatchObject(refused)
  await expect(ssmClient(aws).send(ask)).rejects.toMatchObject(refused)
})

const html = { text: '<!doctype html>\n<html lang=en><title>500 Internal Server Error</title>\n', status: 500 }

test.each([
  ['DescribeSessions', (client: SSMClient) => client.send(new DescribeSessionsCommand({ State: 'Active' }))],
  ['ListCommandInvocations', (client: SSMClient) => client.send(new ListCommandInvocationsCommand({}))],
  ['DescribeAutomationExecutions', (client: SSMClient) => client.send(new DescribeAutomationExecutionsCommand({}))],
  ['DescribeInstanceInformation', (client: SSMClient) => client.send(new DescribeInstanceInformationCommand({}))],
] as const)('%s, which moto does not have, fails as it does with the fault of the fake', async (operation, ask) => {
  const aws = await startAws({ region: REGION })
  aws.fail(operation, html)
  const failed = { name: 'SyntaxError', $response: { statusCode: 500 } }
  await expect(ask(ssmClient(moto))).rejects.toMatchObject(failed)
  await expect(ask(ssmClient(aws))).rejects.toMatchObject(failed)
})

describe('the gate', () => {
  const RULE =
    'id: sent\nname: Sent\ntype: Command\nseverityOfAlerts: 2\ntitle: "{{document}} is {{status}}"\nfilter: document = "AWS-RunPatchBaseline"\n'

  test('sees a command in moto, and is undecided because moto does not say how far it has come', async () => {
    const client = ssmClient(moto)
    await client.send(new SendCommandCommand({ DocumentName: 'AWS-RunPatchBaseline', InstanceIds: [NODE], Comment: 'a comment' }))
    const { name } = await storeImage(CLEAN)
    const { code, report } = await checkScan(`${name}:1.4.2`, [
      '--audit-live',
      'commands',
      '--rules',
      makeFolder({ 'sent.yml': RULE }),
      '--aws-attempts',
      '1',
    ])
    expect(code).toBe(2)
    expect(report.reasons).toEqual([
      expect.stringContaining('ssm:ListCommandInvocations'),
      expect.stringMatching(/^AWS-RunPatchBaseline is Success \[sent\]/),
    ])
    expect(JSON.stringify(report)).not.toContain('a comment')
  })

  test.each(['sessions', 'automations'])('is undecided about %s with a rule over them, and else has a note', async kind => {
    const { name } = await storeImage(CLEAN)
    const words = ['--audit-live', kind, '--aws-attempts', '1']
    const alone = await checkScan(`${name}:1.4.2`, words)
    expect([alone.code, alone.report.verdict]).toEqual([0, 'pass'])
    const rule = kind === 'sessions' ? 'ssm-session-open' : 'ssm-automation-waiting'
    const folder = makeFolder({ 'live.yml': `overrides: [{ rule: ${rule}, enabled: true }]\n` })
    const judged = await checkScan(`${name}:1.4.2`, [...words, '--rules', folder])
    expect([judged.code, judged.report.verdict]).toEqual([2, 'undecided'])
  })
})

/** What kind of value each member has. */
function kindsOf(members: object): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, Object.prototype.toString.call(value)]))
}
