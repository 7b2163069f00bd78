// What the documentation of Systems Manager and of the Tagging API forbids a request beyond its schema.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/
// https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html

import { type Bound, fails, length, range, textLength } from './bounds.ts'
import type { Fields } from './wire.ts'

const NODE = /^(i-(\w{8}|\w{17})|mi-\w{17})$/
/** As all examples of the documentation write an instant in a filter. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

const SESSION_KEYS = ['InvokedAfter', 'InvokedBefore', 'Target', 'Owner', 'Status', 'SessionId', 'AccessType']
const SESSION_VALUES = {
  Status: ['Connected', 'Connecting', 'Disconnected', 'Terminated', 'Terminating', 'Failed'],
  AccessType: ['Standard', 'JustInTime'],
}
const INVOCATION_KEYS = ['InvokedAfter', 'InvokedBefore', 'Status', 'DocumentName']
const BOTH = [
  'Pending',
  'InProgress',
  'Success',
  'Cancelled',
  'Failed',
  'TimedOut',
  'AccessDenied',
  'DeliveryTimedOut',
  'ExecutionTimedOut',
]
const COMMAND_VALUES = {
  Status: [...BOTH, 'Incomplete', 'NoInstancesInTag', 'LimitExceeded'],
  ExecutionStage: ['Executing', 'Complete'],
}
const INVOCATION_VALUES = { Status: [...BOTH, 'Delayed', 'Undeliverable', 'InvalidPlatform', 'Terminated'] }
const AUTOMATION_KEYS = [
  'DocumentNamePrefix',
  'ExecutionStatus',
  'ExecutionId',
  'ParentExecutionId',
  'CurrentAction',
  'StartTimeBefore',
  'StartTimeAfter',
  'AutomationType',
  'AutomationSubtype',
  'OpsItemId',
]
const OLDER_NODE_KEYS = [
  'InstanceIds',
  'AgentVersion',
  'PingStatus',
  'PlatformTypes',
  'ActivationIds',
  'IamRole',
  'ResourceType',
  'AssociationStatus',
]

interface Filter {
  readonly key: string
  readonly values: readonly string[]
}

type Values = Readonly<Record<string, readonly string[]>>

export const sessionsBounds: Bound = input => [
  ...(['Active', 'History'].includes(String(input['State'])) ? [] : [fails('State', 'must be Active or History')]),
  ...range(input, 'MaxResults', 1, 200),
  ...length(input, 'Filters', 1, 6),
  ...checkFilters(readFilters(input, 'Filters'), { keys: SESSION_KEYS, values: SESSION_VALUES, longest: 400 }),
]

export const commandsBounds: Bound = input => [
  ...checkCommands(input, [...INVOCATION_KEYS, 'ExecutionStage'], COMMAND_VALUES),
  ...(input['InstanceId'] !== undefined && asksPending(input) ? [fails('InstanceId', 'cannot be used with the status Pending')] : []),
]

/** ExecutionStage is a filter of ListCommands only. */
export const invocationsBounds: Bound = input => checkCommands(input, INVOCATION_KEYS, INVOCATION_VALUES)

function asksPending(input: Fields): boolean {
  return readFilters(input, 'Filters').some(({ key, values }) => key === 'Status' && values.includes('Pending'))
}

function checkCommands(input: Fields, keys: readonly string[], values: Values): readonly string[] {
  return [
    ...textLength(input, 'CommandId', 36, 36),
    ...(input['InstanceId'] === undefined ? [] : checkNode(String(input['InstanceId']))),
    ...range(input, 'MaxResults', 1, 50),
    ...length(input, 'Filters', 1, 5),
    ...checkFilters(readFilters(input, 'Filters'), { keys, values, longest: 128 }),
  ]
}

export const automationsBounds: Bound = input => {
  const filters = readFilters(input, 'Filters')
  return [
    ...range(input, 'MaxResults', 1, 50),
    ...length(input, 'Filters', 1, 10),
    ...filters.flatMap(({ values }) => length({ Values: values }, 'Values', 1, 10)),
    ...checkFilters(filters, { keys: AUTOMATION_KEYS, values: {}, longest: 150 }),
  ]
}

export const nodesBounds: Bound = input => {
  const filters = readFilters(input, 'Filters')
  const older = readFilters(input, 'InstanceInformationFilterList')
  return [
    ...range(input, 'MaxResults', 5, 50),
    ...(input['Filters'] !== undefined && input['InstanceInformationFilterList'] !== undefined
      ? [fails('InstanceInformationFilterList', 'cannot be used with Filters')]
      : []),
    ...[...filters, ...older].flatMap(({ values }) => length({ Values: values }, 'Values', 1, 100)),
    ...checkFilters(filters, { keys: [...OLDER_NODE_KEYS, 'SourceIds', 'SourceTypes'], values: {} }),
    ...checkFilters(older, { keys: OLDER_NODE_KEYS, values: {} }),
    ...[...filters, ...older].flatMap(({ key, values }) => (key === 'InstanceIds' ? values.flatMap(checkNode) : [])),
  ]
}

const ALONE = ['TagFilters', 'ResourceTypeFilters', 'ResourcesPerPage', 'TagsPerPage', 'PaginationToken']

export const resourcesBounds: Bound = input => [
  ...length(input, 'ResourceARNList', 1, 100),
  ...ALONE.filter(name => input['ResourceARNList'] !== undefined && input[name] !== undefined).map(name =>
    fails(name, 'cannot be used with ResourceARNList'),
  ),
  ...((input['ResourceARNList'] ?? []) as readonly string[])
    .filter(arn => !/^arn:aws[\w-]*:[^:]+:[^:]*:[^:]*:./.test(arn) || arn.length > 1011)
    .map(() => fails('ResourceARNList', 'must have ARNs of 1 to 1011 characters')),
  ...length(input, 'TagFilters', 0, 50),
  ...range(input, 'ResourcesPerPage', 1, 100),
  ...range(input, 'TagsPerPage', 100, 500),
]

// Filters are written in three ways: key and value, key and valueSet, Key and Values.
function readFilters(input: Fields, member: string): readonly Filter[] {
  return ((input[member] ?? []) as readonly Fields[]).map(filter => ({
    key: String(filter['key'] ?? filter['Key']),
    values: (filter['Values'] ?? filter['valueSet'] ?? [filter['value']]) as readonly string[],
  }))
}

interface Allowed {
  readonly keys: readonly string[]
  readonly values: Values
  readonly longest?: number
}

function checkFilters(
  filters: readonly Filter[],
  { keys, values: allowed, longest = Number.POSITIVE_INFINITY }: Allowed,
): readonly string[] {
  return filters.flatMap(({ key, values }) => [
    ...(keys.includes(key) ? [] : [fails('Filters', `must have one of the keys ${keys.join(', ')}`)]),
    ...values.flatMap(value => [
      ...(value.length < 1 || value.length > longest ? [fails(key, `must have 1 to ${longest} characters`)] : []),
      ...(/^(Invoked|StartTime)(After|Before)$/.test(key) && !INSTANT.test(value)
        ? [fails(key, 'must be an instant such as 2024-08-29T00:00:00Z')]
        : []),
      ...(allowed[key]?.includes(value) === false ? [fails(key, `must be one of ${allowed[key].join(', ')}`)] : []),
    ]),
  ])
}

function checkNode(id: string): readonly string[] {
  return NODE.test(id) ? [] : [fails('InstanceId', 'must be the id of a managed node')]
}
