// The fake Systems Manager, called by the SDK's own client without retries.

import {
  AutomationExecutionMetadata$,
  Command$,
  CommandInvocation$,
  DescribeAutomationExecutionsCommand,
  type DescribeAutomationExecutionsCommandInput,
  DescribeInstanceInformationCommand,
  type DescribeInstanceInformationCommandInput,
  DescribeSessionsCommand,
  type DescribeSessionsCommandInput,
  ListCommandInvocationsCommand,
  type ListCommandInvocationsCommandInput,
  ListCommandsCommand,
  type ListCommandsCommandInput,
  Session$,
} from '@aws-sdk/client-ssm'
import { describe, expect, test } from 'vitest'
import { ssmClient } from './clients.ts'
import { SECRET } from './members.ts'
import { fillSchema } from './schema.ts'
import { startAws } from './server.ts'

const REGION = 'eu-west-1'
const NODE = 'i-0a1b2c3d4e5f60718'
const OTHER = 'mi-0a1b2c3d4e5f60718'
const noon = new Date('2026-11-23T12:00:00Z')

async function start() {
  const aws = await startAws()
  const client = ssmClient(aws)
  return {
    aws,
    sessions: async (input: Partial<DescribeSessionsCommandInput> = {}) =>
      client.send(new DescribeSessionsCommand({ State: 'Active', ...input })),
    commands: async (input: ListCommandsCommandInput = {}) => client.send(new ListCommandsCommand(input)),
    invocations: async (input: ListCommandInvocationsCommandInput = {}) => client.send(new ListCommandInvocationsCommand(input)),
    automations: async (input: DescribeAutomationExecutionsCommandInput = {}) =>
      client.send(new DescribeAutomationExecutionsCommand(input)),
    nodes: async (input: DescribeInstanceInformationCommandInput = {}) => client.send(new DescribeInstanceInformationCommand(input)),
  }
}

type Asked = Awaited<ReturnType<typeof start>>

describe('sessions', () => {
  test('an open one is active, and one that has ended is history', async () => {
    const { aws, sessions } = await start()
    const id = aws.ssm.openSession(REGION, { StartDate: new Date('2026-11-22T08:00:00Z') })
    aws.ssm.openSession('us-east-1')
    const { Sessions: open } = await sessions()
    expect(open).toMatchObject([
      { SessionId: id, Status: 'Connected', StartDate: new Date('2026-11-22T08:00:00Z'), Owner: expect.stringMatching(/^arn:aws:sts::/) },
    ])
    expect(open?.[0]).not.toHaveProperty('EndDate')
    expect(await sessions({ State: 'History' })).toMatchObject({ Sessions: [] })
    aws.ssm.endSession(REGION, id, noon)
    expect(await sessions()).toMatchObject({ Sessions: [] })
    expect(await sessions({ State: 'History' })).toMatchObject({ Sessions: [{ SessionId: id, Status: 'Terminated', EndDate: noon }] })
    expect(aws.violations).toEqual([])
  })

  test('the newest come first, and a token is only valid with the question that it was given for', async () => {
    const { aws, sessions } = await start()
    for (let i = 0; i < 7; i += 1) {
      aws.ssm.openSession(REGION, { SessionId: `jane-${i}`, StartDate: new Date(Date.UTC(2026, 10, 23, i)) })
    }
    const first = await sessions({ MaxResults: 4 })
    expect(first.Sessions?.map(({ SessionId: id }) => id)).toEqual(['jane-6', 'jane-5', 'jane-4', 'jane-3'])
    const second = await sessions({ MaxResults: 4, NextToken: first.NextToken })
    expect(second.Sessions?.map(({ SessionId: id }) => id)).toEqual(['jane-2', 'jane-1', 'jane-0'])
    expect(second).not.toHaveProperty('NextToken')
    expect(aws.violations).toEqual([])
    await expect(sessions({ State: 'History', NextToken: first.NextToken })).rejects.toMatchObject({ name: 'InvalidNextToken' })
    expect(aws.violations).toHaveLength(1)
  })

  test.each([
    ['InvokedAfter', '2026-11-23T10:00:00Z', ['later']],
    ['InvokedBefore', '2026-11-23T10:00:00Z', ['earlier']],
    ['Target', OTHER, ['later']],
    ['Owner', 'arn:aws:iam::111122223333:user/bob', ['earlier']],
    ['Status', 'Disconnected', ['later']],
    ['SessionId', 'earlier', ['earlier']],
    ['AccessType', 'JustInTime', ['later']],
  ] as const)('%s %s', async (key, value, ids) => {
    const { aws, sessions } = await start()
    aws.ssm.openSession(REGION, {
      ...{ SessionId: 'earlier', StartDate: new Date('2026-11-23T09:59:59Z'), Owner: 'arn:aws:iam::111122223333:user/bob' },
    })
    const start10 = new Date('2026-11-23T10:00:00Z')
    aws.ssm.openSession(REGION, {
      ...{ SessionId: 'later', StartDate: start10, Target: OTHER, Status: 'Disconnected', AccessType: 'JustInTime' },
    })
    const { Sessions: found } = await sessions({ Filters: [{ key, value }] })
    expect(found?.map(({ SessionId: id }) => id)).toEqual(ids)
    expect(aws.violations).toEqual([])
  })
})

describe('commands', () => {
  test('one is executing until its status says that it has ended, and its invocations with it', async () => {
    const { aws, commands, invocations } = await start()
    const id = aws.ssm.addCommand(REGION, { InstanceIds: [NODE, OTHER], TargetCount: 2 })
    const executing: ListCommandsCommandInput = { Filters: [{ key: 'ExecutionStage', value: 'Executing' }] }
    const complete: ListCommandsCommandInput = { Filters: [{ key: 'ExecutionStage', value: 'Complete' }] }
    expect(await commands(executing)).toMatchObject({ Commands: [{ CommandId: id, Status: 'InProgress', InstanceIds: [NODE, OTHER] }] })
    expect(await commands(complete)).toMatchObject({ Commands: [] })
    aws.ssm.changeCommand(REGION, id, { Status: 'Failed', StatusDetails: 'Failed', CompletedCount: 2 }, [
      { InstanceId: NODE, Status: 'Success', StatusDetails: 'Success' },
      { InstanceId: OTHER, Status: 'TimedOut', StatusDetails: 'DeliveryTimedOut' },
    ])
    expect(await commands(complete)).toMatchObject({ Commands: [{ CommandId: id, Status: 'Failed', CompletedCount: 2 }] })
    expect(await commands(executing)).toMatchObject({ Commands: [] })
    expect((await invocations({ CommandId: id })).CommandInvocations).toMatchObject([
      { CommandId: id, InstanceId: NODE, Status: 'Success' },
      { CommandId: id, InstanceId: OTHER, Status: 'TimedOut', StatusDetails: 'DeliveryTimedOut' },
    ])
    expect((await invocations({ CommandId: id, InstanceId: OTHER })).CommandInvocations).toHaveLength(1)
    expect(aws.violations).toEqual([])
  })

  test('one that names nodes by their tags has the invocations that it is given', async () => {
    const { aws, commands, invocations } = await start()
    const targets = [{ Key: 'tag:env', Values: ['production'] }]
    aws.ssm.addCommand(REGION, { InstanceIds: [], Targets: targets }, [{ InstanceId: NODE, Status: 'Delayed' }])
    expect(await commands()).toMatchObject({ Commands: [{ InstanceIds: [], Targets: targets }] })
    expect(await commands({ InstanceId: NODE })).toMatchObject({ Commands: [{ Targets: targets }] })
    expect(await commands({ InstanceId: OTHER })).toMatchObject({ Commands: [] })
    expect(await invocations({ Filters: [{ key: 'Status', value: 'Delayed' }] })).toMatchObject({
      CommandInvocations: [{ InstanceId: NODE, Status: 'Delayed' }],
    })
    expect(aws.violations).toEqual([])
  })

  test('changed without its invocations, it takes them along', async () => {
    const { aws, invocations } = await start()
    const id = aws.ssm.addCommand(REGION)
    aws.ssm.changeCommand(REGION, id, { Status: 'Success', StatusDetails: 'Success' })
    expect(await invocations({ CommandId: id })).toMatchObject({ CommandInvocations: [{ InstanceId: NODE, Status: 'Success' }] })
  })

  test('what plugins wrote is only given with Details', async () => {
    const { aws, invocations } = await start()
    aws.ssm.addCommand(REGION)
    expect((await invocations()).CommandInvocations?.[0]?.CommandPlugins).toEqual([])
    expect((await invocations({ Details: true })).CommandInvocations?.[0]?.CommandPlugins).toMatchObject([{ Output: 'SECRET-Output' }])
  })

  test('an id that no command has is refused', async () => {
    const { aws, commands, invocations } = await start()
    const id = '00000000-0000-4000-8000-000000000000'
    await expect(commands({ CommandId: id })).rejects.toMatchObject({ name: 'InvalidCommandId' })
    await expect(invocations({ CommandId: id })).rejects.toMatchObject({ name: 'InvalidCommandId' })
    expect(aws.violations).toEqual([])
  })

  test('fifty a page', async () => {
    const { aws, commands, invocations } = await start()
    for (let i = 0; i < 60; i += 1) aws.ssm.addCommand(REGION)
    const first = await commands()
    expect(first.Commands).toHaveLength(50)
    expect((await commands({ NextToken: first.NextToken })).Commands).toHaveLength(10)
    expect((await invocations()).CommandInvocations).toHaveLength(50)
    await expect(invocations({ NextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidNextToken' })
  })
})

describe('automations', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['ExecutionStatus', ['Waiting', 'PendingApproval'], ['waiting']],
    ['CurrentAction', ['aws:approve'], ['waiting']],
    ['StartTimeAfter', ['2026-11-23T10:00:00Z'], ['running']],
    ['StartTimeBefore', ['2026-11-23T10:00:00Z'], ['waiting']],
    ['DocumentNamePrefix', ['AWS-'], ['running', 'scheduled']],
    ['AutomationSubtype', ['ChangeRequest'], ['scheduled']],
  ])('%s %j', async (key, values, steps) => {
    const { aws, automations } = await start()
    aws.ssm.addAutomation(REGION, { CurrentStepName: 'running', ExecutionStartTime: new Date('2026-11-23T10:00:00Z') })
    aws.ssm.addAutomation(REGION, {
      ...{ CurrentStepName: 'waiting', AutomationExecutionStatus: 'Waiting', CurrentAction: 'aws:approve', DocumentName: 'Release' },
      ExecutionStartTime: new Date('2026-11-22T10:00:00Z'),
    })
    // Nothing that is scheduled has begun.
    aws.ssm.addAutomation(REGION, {
      ...{ CurrentStepName: 'scheduled', AutomationExecutionStatus: 'Scheduled', AutomationSubtype: 'ChangeRequest' },
      ExecutionStartTime: undefined,
      ScheduledTime: new Date('2026-11-24T10:00:00Z'),
    })
    const { AutomationExecutionMetadataList: found } = await automations({ Filters: [{ Key: key as 'ExecutionId', Values: [...values] }] })
    expect(found?.map(({ CurrentStepName: step }) => step)).toEqual(steps)
    expect(aws.violations).toEqual([])
  })

  test('one can change', async () => {
    const { aws, automations } = await start()
    const id = aws.ssm.addAutomation(REGION)
    aws.ssm.changeAutomation(REGION, id, { AutomationExecutionStatus: 'Success', ExecutionEndTime: noon })
    expect((await automations()).AutomationExecutionMetadataList).toMatchObject([
      { AutomationExecutionId: id, AutomationExecutionStatus: 'Success', ExecutionEndTime: noon },
    ])
    expect(aws.violations).toEqual([])
  })
})

describe('nodes', () => {
  test('those that are asked for and there, in another order, by either kind of filter', async () => {
    const { aws, nodes } = await start()
    aws.ssm.addNode(REGION, { ComputerName: 'payments-db-1' })
    aws.ssm.addNode(REGION, { InstanceId: OTHER, Name: 'rack-7' })
    aws.ssm.addNode(REGION, { InstanceId: 'i-0ffffffffffffffff', PlatformType: 'Windows', PingStatus: 'ConnectionLost' })
    const { InstanceInformationList: found } = await nodes({
      Filters: [{ Key: 'InstanceIds', Values: [NODE, OTHER, 'i-0eeeeeeeeeeeeeeee'] }],
    })
    expect(found).toMatchObject([
      { InstanceId: OTHER, Name: 'rack-7', ResourceType: 'ManagedInstance' },
      { InstanceId: NODE, ComputerName: 'payments-db-1', PlatformType: 'Linux', ResourceType: 'EC2Instance' },
    ])
    expect(
      (await nodes({ InstanceInformationFilterList: [{ key: 'PlatformTypes', valueSet: ['Windows'] }] })).InstanceInformationList,
    ).toMatchObject([{ InstanceId: 'i-0ffffffffffffffff', PingStatus: 'ConnectionLost' }])
    aws.ssm.changeNode(REGION, NODE, { PingStatus: 'Inactive' })
    expect((await nodes({ Filters: [{ Key: 'PingStatus', Values: ['Inactive'] }] })).InstanceInformationList).toHaveLength(1)
    expect(aws.violations).toEqual([])
  })

  test('ten a page', async () => {
    const { aws, nodes } = await start()
    for (let i = 0; i < 12; i += 1) aws.ssm.addNode(REGION, { InstanceId: `i-${i.toString(16).padStart(17, '0')}` })
    const { InstanceInformationList: first, NextToken: token } = await nodes()
    expect(first).toHaveLength(10)
    expect((await nodes({ NextToken: token })).InstanceInformationList).toHaveLength(2)
  })
})

const instant = '2026-11-23 10:00'

test.each<[string, (asked: Asked) => Promise<unknown>]>([
  ["'State'", ({ sessions }) => sessions({ State: 'Open' as 'Active' })],
  ["'MaxResults' failed to satisfy constraint: 'must be a whole number from 1 to 200'", ({ sessions }) => sessions({ MaxResults: 201 })],
  ['must have one of the keys InvokedAfter', ({ sessions }) => sessions({ Filters: [{ key: 'Region' as 'Owner', value: 'x' }] })],
  ["'InvokedAfter'", ({ sessions }) => sessions({ Filters: [{ key: 'InvokedAfter', value: instant }] })],
  [
    "'Status' failed to satisfy constraint: 'must be one of Connected",
    ({ sessions }) => sessions({ Filters: [{ key: 'Status', value: 'Open' }] }),
  ],
  ['must have 1 to 6 entries', ({ sessions }) => sessions({ Filters: Array(7).fill({ key: 'Owner', value: 'x' }) })],
  ['from 1 to 50', ({ commands }) => commands({ MaxResults: 51 })],
  ["'CommandId'", ({ commands }) => commands({ CommandId: 'x' })],
  ["'InstanceId'", ({ commands }) => commands({ InstanceId: 'ecs:a_b_c' })],
  ['the status Pending', ({ commands }) => commands({ InstanceId: NODE, Filters: [{ key: 'Status', value: 'Pending' }] })],
  ["'Status'", ({ commands }) => commands({ Filters: [{ key: 'Status', value: 'Undeliverable' }] })],
  ['must have one of the keys', ({ invocations }) => invocations({ Filters: [{ key: 'ExecutionStage', value: 'Executing' }] })],
  ["'Values'", ({ automations }) => automations({ Filters: [{ Key: 'ExecutionStatus', Values: Array(11).fill('Waiting') }] })],
  ["'StartTimeAfter'", ({ automations }) => automations({ Filters: [{ Key: 'StartTimeAfter', Values: [instant] }] })],
  ['from 5 to 50', ({ nodes }) => nodes({ MaxResults: 1 })],
  ['cannot be used with Filters', ({ nodes }) => nodes({ Filters: [], InstanceInformationFilterList: [] })],
  ["'InstanceId'", ({ nodes }) => nodes({ Filters: [{ Key: 'InstanceIds', Values: ['ecs:a_b_c'] }] })],
  ['1 to 100 entries', ({ nodes }) => nodes({ Filters: [{ Key: 'InstanceIds', Values: Array(101).fill(NODE) }] })],
])('what the documentation forbids is a violation: %s', async (words, ask) => {
  const asked = await start()
  await expect(ask(asked)).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(words) })
  expect(asked.aws.violations).toEqual([expect.stringContaining(words)])
})

test('the services say in their own words that they deny a call', async () => {
  const { aws, sessions } = await start()
  aws.fail('DescribeSessions', 'denied', { times: 1 })
  await expect(sessions()).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('is not authorized to perform: ssm:DescribeSessions'),
  })
  aws.fail('DescribeSessions', 'error500')
  await expect(sessions()).rejects.toMatchObject({ name: 'InternalServerError', $metadata: { httpStatusCode: 500 } })
})

// Whatever a new version of the SDK adds is here too, so that no output is tested without it.
describe('every member that the SDK knows has a value', () => {
  const namesOf = (schema: unknown) => Object.keys(fillSchema(schema) as object)

  test('of a session', async () => {
    const { aws, sessions } = await start()
    aws.ssm.endSession(REGION, aws.ssm.openSession(REGION), noon)
    const [session = {}] = (await sessions({ State: 'History' })).Sessions ?? []
    expect(new Set(Object.keys(session))).toEqual(new Set(namesOf(Session$)))
    expect(secretsOf(session)).toEqual(['CloudWatchOutputUrl', 'Details', 'S3OutputUrl'])
  })

  test('of a command and its invocation', async () => {
    const { aws, commands, invocations } = await start()
    aws.ssm.addCommand(REGION)
    const [command = {}] = (await commands()).Commands ?? []
    expect(new Set(Object.keys(command))).toEqual(new Set(namesOf(Command$)))
    const [invocation = {}] = (await invocations({ Details: true })).CommandInvocations ?? []
    expect(new Set(Object.keys(invocation))).toEqual(new Set(namesOf(CommandInvocation$)))
    expect(secretsOf(command)).toEqual(expect.arrayContaining(['Comment', 'Parameters', 'OutputS3KeyPrefix']))
    expect(secretsOf(invocation)).toEqual(
      expect.arrayContaining(['Comment', 'TraceOutput', 'StandardOutputUrl', 'StandardErrorUrl', 'Output', 'PluginStandardErrorUrl']),
    )
  })

  test('of an automation', async () => {
    const { aws, automations } = await start()
    aws.ssm.addAutomation(REGION, {
      ...{ ExecutionEndTime: noon, ScheduledTime: noon, AutomationSubtype: 'ChangeRequest' },
      ParentAutomationExecutionId: aws.ssm.addAutomation('us-east-1'),
    })
    const [automation = {}] = (await automations()).AutomationExecutionMetadataList ?? []
    expect(new Set(Object.keys(automation))).toEqual(new Set(namesOf(AutomationExecutionMetadata$)))
    expect(secretsOf(automation)).toEqual(
      expect.arrayContaining(['FailureMessage', 'LogFile', 'Outputs', 'RunbookParameters', 'Runbooks', 'TargetMaps', 'WarningMessage']),
    )
  })
})

function secretsOf(value: object): readonly string[] {
  const found = JSON.stringify(value).matchAll(new RegExp(`${SECRET}(\\w+)`, 'g'))
  return [...new Set([...found].map(([, name = '']) => name))].toSorted()
}
