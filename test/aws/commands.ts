// The commands of Run Command in memory, with their invocations on each node: ListCommands and ListCommandInvocations.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListCommands.html
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListCommandInvocations.html

import { type Command, type CommandInvocation, ListCommandInvocations$, ListCommands$ } from '@aws-sdk/client-ssm'
import { isWithin, makeShelf, secret, sortByStart, toWire } from './members.ts'
import { readPage } from './page.ts'
import { commandsBounds, invocationsBounds } from './ssmbounds.ts'
import { type AwsRequest, type Fields, type Operation, Refusal, type Reply, sha256 } from './wire.ts'

export interface Commands {
  /**
   * Adds a command: a shell script that runs on one node unless its members say otherwise. It has an invocation for each of its
   * InstanceIds, or those that are given, as for a command that names its nodes by their tags. Returns its id.
   */
  readonly addCommand: (region: string, members?: Command, invocations?: readonly CommandInvocation[]) => string
  /** Changes a command, and its invocations with it where they are not given. */
  readonly changeCommand: (region: string, id: string, members: Command, invocations?: readonly CommandInvocation[]) => void
}

interface Sent {
  readonly command: Command
  readonly invocations: readonly CommandInvocation[]
}

export function makeCommands(account: string): Commands & { readonly operations: Readonly<Record<string, Operation>> } {
  const commands = makeShelf<Sent>('command')
  let added = 0

  function send(command: Command, given?: readonly CommandInvocation[]): Sent {
    const invocations = given ?? (command.InstanceIds ?? []).map(id => ({ InstanceId: id }))
    return { command, invocations: invocations.map(members => ({ ...makeInvocation(command), ...members })) }
  }

  function addCommand(region: string, members: Command = {}, invocations?: readonly CommandInvocation[]): string {
    added += 1
    const id = members.CommandId ?? makeId(`command ${added}`)
    commands.put(region, id, send({ ...makeCommand(account, id), ...members }, invocations))
    return id
  }

  function findCommands(region: string, input: Fields): readonly Sent[] {
    const { CommandId: id, Filters: filters = [] } = input as { CommandId?: string; Filters?: readonly Filter[] }
    const all = commands.all(region)
    if (id !== undefined && !all.some(({ command }) => command.CommandId === id)) {
      throw new Refusal('InvalidCommandId', `The command ${id} is not one of this account and Region.`)
    }
    const found = all.filter(({ command }) => id === undefined || command.CommandId === id)
    return sortByStart(
      found.filter(({ command }) => filters.every(filter => isAsked(command, filter))),
      ({ command }) => command.RequestedDateTime,
    )
  }

  function list({ region, input }: AwsRequest): Reply {
    const node = input['InstanceId']
    const found = findCommands(region, input).filter(
      ({ invocations }) => node === undefined || invocations.some(({ InstanceId: id }) => id === node),
    )
    return answerPage(
      'Commands',
      found.map(({ command }) => toWire(command)),
      input,
    )
  }

  function listInvocations({ region, input }: AwsRequest): Reply {
    const { InstanceId: node, Filters: filters = [], ...rest } = input as { InstanceId?: string; Filters?: readonly Filter[] }
    const found = findCommands(region, rest)
      .flatMap(({ invocations }) => invocations)
      .filter(({ InstanceId: id }) => node === undefined || id === node)
      .filter(invocation => filters.every(filter => isAsked(invocation, filter)))
    // What the plugins wrote is given on request only.
    const shown = input['Details'] === true ? found : found.map(invocation => ({ ...invocation, CommandPlugins: [] }))
    return answerPage('CommandInvocations', shown.map(toWire), input)
  }

  return {
    addCommand,
    changeCommand: (region, id, members, invocations) => {
      commands.change(region, id, ({ command, invocations: before }) =>
        send(
          { ...command, ...members },
          invocations ?? before.map(({ Status: _status, StatusDetails: _details, ...invocation }) => invocation),
        ),
      )
    },
    operations: {
      ListCommands: { schema: ListCommands$, bounds: commandsBounds, run: list },
      ListCommandInvocations: { schema: ListCommandInvocations$, bounds: invocationsBounds, run: listInvocations },
    },
  }
}

function answerPage(member: string, found: readonly Fields[], input: Fields): Reply {
  const { entries, next } = readPage(found, input, { usual: 50, invalid: 'InvalidNextToken' })
  return { output: toWire({ [member]: entries, NextToken: next }) }
}

interface Filter {
  readonly key: 'InvokedAfter' | 'InvokedBefore' | 'Status' | 'ExecutionStage' | 'DocumentName'
  readonly value: string
}

const EXECUTING = ['Pending', 'InProgress', 'Cancelling']

function isAsked(entry: Command | CommandInvocation, { key, value }: Filter): boolean {
  switch (key) {
    case 'InvokedAfter':
      return isWithin(entry.RequestedDateTime, 'After', value)
    case 'InvokedBefore':
      return isWithin(entry.RequestedDateTime, 'Before', value)
    case 'ExecutionStage':
      return (value === 'Executing') === EXECUTING.includes(entry.Status ?? '')
    case 'DocumentName':
      return entry.DocumentName === value
    case 'Status':
      return entry.Status === value || entry.StatusDetails?.replaceAll(' ', '') === value
  }
}

/** An id in the form of a UUID; the same seed gives the same one. */
export function makeId(seed: string): string {
  return sha256(seed).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
}

function makeCommand(account: string, id: string): Command {
  return {
    CommandId: id,
    DocumentName: 'AWS-RunShellScript',
    DocumentVersion: '$DEFAULT',
    Comment: secret('Comment'),
    ExpiresAfter: new Date('2026-11-23T13:58:00Z'),
    Parameters: { commands: [secret('Parameters')], workingDirectory: [secret('Parameters')] },
    InstanceIds: ['i-0a1b2c3d4e5f60718'],
    Targets: [],
    RequestedDateTime: new Date('2026-11-23T11:58:00Z'),
    Status: 'InProgress',
    StatusDetails: 'InProgress',
    OutputS3Region: secret('OutputS3Region'),
    OutputS3BucketName: secret('OutputS3BucketName'),
    OutputS3KeyPrefix: secret('OutputS3KeyPrefix'),
    MaxConcurrency: '50',
    MaxErrors: '0',
    TargetCount: 1,
    CompletedCount: 0,
    ErrorCount: 0,
    DeliveryTimedOutCount: 0,
    ServiceRole: `arn:aws:iam::${account}:role/notify`,
    NotificationConfig: { NotificationArn: secret('NotificationArn'), NotificationEvents: ['All'], NotificationType: 'Command' },
    CloudWatchOutputConfig: { CloudWatchLogGroupName: secret('CloudWatchLogGroupName'), CloudWatchOutputEnabled: true },
    TimeoutSeconds: 3600,
    AlarmConfiguration: { IgnorePollAlarmFailure: false, Alarms: [{ Name: secret('Alarms') }] },
    TriggeredAlarms: [{ Name: secret('TriggeredAlarms'), State: 'ALARM' }],
  }
}

function makeInvocation(command: Command): CommandInvocation {
  const { CommandId, DocumentName, DocumentVersion, Comment, RequestedDateTime, Status, StatusDetails, ServiceRole } = command
  const { NotificationConfig, CloudWatchOutputConfig } = command
  return {
    ...{ CommandId, DocumentName, DocumentVersion, Comment, RequestedDateTime, Status, StatusDetails, ServiceRole },
    ...{ NotificationConfig, CloudWatchOutputConfig },
    InstanceName: 'ip-10-0-4-17.eu-west-1.compute.internal',
    TraceOutput: secret('TraceOutput'),
    StandardOutputUrl: secret('StandardOutputUrl'),
    StandardErrorUrl: secret('StandardErrorUrl'),
    CommandPlugins: [
      {
        Name: 'aws:runShellScript',
        Status: 'InProgress',
        StatusDetails: 'InProgress',
        ResponseCode: -1,
        ResponseStartDateTime: RequestedDateTime,
        Output: secret('Output'),
        StandardOutputUrl: secret('PluginStandardOutputUrl'),
        StandardErrorUrl: secret('PluginStandardErrorUrl'),
        OutputS3Region: secret('OutputS3Region'),
        OutputS3BucketName: secret('OutputS3BucketName'),
        OutputS3KeyPrefix: secret('OutputS3KeyPrefix'),
      },
    ],
  }
}
