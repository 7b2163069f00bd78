// The executions of Automation in memory, and DescribeAutomationExecutions.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeAutomationExecutions.html

import { type AutomationExecutionMetadata, DescribeAutomationExecutions$ } from '@aws-sdk/client-ssm'
import { makeId } from './commands.ts'
import { isWithin, makeShelf, secret, sortByStart, toWire } from './members.ts'
import { readPage } from './page.ts'
import { automationsBounds } from './ssmbounds.ts'
import type { AwsRequest, Operation, Reply } from './wire.ts'

export interface Automations {
  /** Adds an automation: one that runs a step on a node unless its members say otherwise. Returns its id. */
  readonly addAutomation: (region: string, members?: AutomationExecutionMetadata) => string
  readonly changeAutomation: (region: string, id: string, members: AutomationExecutionMetadata) => void
}

export function makeAutomations(account: string): Automations & { readonly operations: Readonly<Record<string, Operation>> } {
  const automations = makeShelf<AutomationExecutionMetadata>('automation')
  let added = 0

  function describe({ region, input }: AwsRequest): Reply {
    const { Filters: filters = [] } = input as { Filters?: readonly Filter[] }
    const found = automations.all(region).filter(automation => filters.every(filter => isAsked(automation, filter)))
    const sorted = sortByStart(found, automation => automation.ExecutionStartTime).map(toWire)
    const { entries, next } = readPage(sorted, input, { usual: 50, invalid: 'InvalidNextToken' })
    return { output: toWire({ AutomationExecutionMetadataList: entries, NextToken: next }) }
  }

  return {
    addAutomation: (region, members = {}) => {
      added += 1
      const id = members.AutomationExecutionId ?? makeId(`automation ${added}`)
      automations.put(region, id, { ...makeAutomation(account, id), ...members })
      return id
    },
    changeAutomation: (region, id, members) => automations.change(region, id, automation => ({ ...automation, ...members })),
    operations: { DescribeAutomationExecutions: { schema: DescribeAutomationExecutions$, bounds: automationsBounds, run: describe } },
  }
}

/** The filters that the fake knows, and the members that they are about. */
const MEMBERS = {
  ExecutionStatus: 'AutomationExecutionStatus',
  ExecutionId: 'AutomationExecutionId',
  ParentExecutionId: 'ParentAutomationExecutionId',
  CurrentAction: 'CurrentAction',
  AutomationType: 'AutomationType',
  AutomationSubtype: 'AutomationSubtype',
  OpsItemId: 'OpsItemId',
} as const satisfies Readonly<Record<string, keyof AutomationExecutionMetadata>>

interface Filter {
  readonly Key: keyof typeof MEMBERS | 'DocumentNamePrefix' | 'StartTimeBefore' | 'StartTimeAfter'
  readonly Values: readonly string[]
}

function isAsked(automation: AutomationExecutionMetadata, { Key: key, Values: values }: Filter): boolean {
  switch (key) {
    case 'DocumentNamePrefix':
      return values.some(value => automation.DocumentName?.startsWith(value) === true)
    case 'StartTimeAfter':
      return values.every(value => isWithin(automation.ExecutionStartTime, 'After', value))
    case 'StartTimeBefore':
      return values.every(value => isWithin(automation.ExecutionStartTime, 'Before', value))
    default:
      return values.includes(automation[MEMBERS[key]] ?? '')
  }
}

function makeAutomation(account: string, id: string): AutomationExecutionMetadata {
  return {
    AutomationExecutionId: id,
    DocumentName: 'AWS-RestartEC2Instance',
    DocumentVersion: '1',
    AutomationExecutionStatus: 'InProgress',
    ExecutionStartTime: new Date('2026-11-23T11:50:00Z'),
    ExecutedBy: `arn:aws:sts::${account}:assumed-role/Operator/jane`,
    LogFile: secret('LogFile'),
    Outputs: { 'restart.Output': [secret('Outputs')] },
    Mode: 'Auto',
    CurrentStepName: 'stopInstances',
    CurrentAction: 'aws:changeInstanceState',
    FailureMessage: secret('FailureMessage'),
    WarningMessage: secret('WarningMessage'),
    TargetParameterName: 'InstanceId',
    Targets: [],
    TargetMaps: [{ InstanceId: [secret('TargetMaps')] }],
    ResolvedTargets: { ParameterValues: [secret('ResolvedTargets')], Truncated: false },
    MaxConcurrency: '1',
    MaxErrors: '1',
    Target: 'i-0a1b2c3d4e5f60718',
    AutomationType: 'Local',
    AlarmConfiguration: { IgnorePollAlarmFailure: false, Alarms: [{ Name: secret('Alarms') }] },
    TriggeredAlarms: [{ Name: secret('TriggeredAlarms'), State: 'ALARM' }],
    TargetLocationsURL: `https://bucket.s3.amazonaws.com/${secret('TargetLocationsURL')}`,
    Runbooks: [{ DocumentName: secret('Runbooks'), Parameters: { Password: [secret('RunbookParameters')] } }],
    OpsItemId: 'oi-0f3c6b1a2d4e',
    AssociationId: makeId('association'),
    ChangeRequestName: secret('ChangeRequestName'),
  }
}
