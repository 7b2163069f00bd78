// The models of the services say what AWS documents, end where structures hold themselves, and know what real records hold.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readOperations } from '../../build/operations.ts'
import { findDeparture, findHidden, hasOperation, OPEN, type Operation, operationsOf, VALUE } from '../../src/events/operations.ts'
import { HIDDEN } from '../../src/secret.ts'
import { hasSharedData, sharedData } from '../shared.ts'

const operations = readOperations()
const ECR = 'ecr.amazonaws.com'
const SSM = 'ssm.amazonaws.com'

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Operations.html
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html
describe('known', () => {
  test.each<[string, string, keyof Operation, string]>([
    [SSM, 'SendCommand', 'request', 'instanceIds'],
    [SSM, 'SendCommand', 'request', 'documentName'],
    [SSM, 'SendCommand', 'request', 'outputS3BucketName'],
    [SSM, 'SendCommand', 'request', 'targets.values'],
    [SSM, 'SendCommand', 'request', 'cloudWatchOutputConfig.cloudWatchLogGroupName'],
    [SSM, 'SendCommand', 'request', 'parameters.commands'],
    [SSM, 'SendCommand', 'response', 'command.commandId'],
    [SSM, 'ModifyDocumentPermission', 'request', 'accountIdsToAdd'],
    [SSM, 'StartSession', 'response', 'streamUrl'],
    [SSM, 'GetParametersByPath', 'request', 'withDecryption'],
    [SSM, 'CreateAssociation', 'request', 'outputLocation.s3Location.outputS3BucketName'],
    [SSM, 'GetInventory', 'request', 'aggregators.aggregators.aggregators.groups.filters.key'],
    [ECR, 'PutImageTagMutability', 'request', 'imageTagMutability'],
    [ECR, 'PutImageScanningConfiguration', 'request', 'imageScanningConfiguration.scanOnPush'],
    [ECR, 'PutReplicationConfiguration', 'request', 'replicationConfiguration.rules.destinations.registryId'],
    [ECR, 'CreateRepository', 'request', 'encryptionConfiguration.kmsKey'],
    [ECR, 'DescribeImageScanFindings', 'response', 'imageScanStatus.status'],
    [ECR, 'DescribeImageScanFindings', 'response', 'imageScanFindings.findingSeverityCounts.CRITICAL'],
    [ECR, 'DescribeImageScanFindings', 'response', 'imageScanFindings.findings.attributes.value'],
    [ECR, 'DescribeImageScanFindings', 'response', 'imageScanFindings.enhancedFindings.packageVulnerabilityDetails.cvss.baseScore'],
    [ECR, 'PolicyExecutionEvent', 'request', 'anything.at.all'],
    ['cloudtrail.amazonaws.com', 'StopLogging', 'request', 'name'],
    ['cloudtrail.amazonaws.com', 'PutEventSelectors', 'request', 'eventSelectors.includeManagementEvents'],
  ])('%s %s %s.%s', (eventSource, eventName, part, path) => {
    expect(hasOperation(operations, eventSource, eventName)).toBe(true)
    expect(findDeparture(operations, { eventSource, eventName }, part, path.split('.'))).toBeUndefined()
  })
})

describe('unknown', () => {
  test.each<[string, string, keyof Operation, string, number]>([
    [SSM, 'SendCommand', 'request', 'InstanceIds', 0],
    [SSM, 'SendCommand', 'request', 'instanceIds.id', 1],
    [SSM, 'SendCommand', 'request', 'targets.value', 1],
    [SSM, 'SendCommand', 'request', 'constructor', 0],
    [SSM, 'SendCommand', 'response', 'commandId', 0],
    [SSM, 'TerminateSession', 'request', 'target', 0],
    [SSM, 'DeleteDocument', 'response', 'name', 0],
    [SSM, 'GetInventory', 'request', 'aggregators.aggregators.aggregators.grups', 3],
    [ECR, 'DescribeImageScanFindings', 'response', 'findings', 0],
  ])('%s %s %s.%s', (eventSource, eventName, part, path, at) => {
    expect(findDeparture(operations, { eventSource, eventName }, part, path.split('.'))?.at).toBe(at)
  })
})

test('a position in a list is no field', () => {
  const candidate = { eventSource: SSM, eventName: 'SendCommand' }
  expect(findDeparture(operations, candidate, 'request', ['targets', 0, 'key'])).toBeUndefined()
  expect(findDeparture(operations, candidate, 'request', ['instanceIds', 0])).toBeUndefined()
})

test('what the agent calls is an operation, what nobody calls is none', () => {
  for (const name of ['ListInstanceAssociations', 'UpdateInstanceInformation', 'RequestManagedInstanceRoleToken'])
    expect(hasOperation(operations, SSM, name)).toBe(true)
  for (const name of ['StartSesion', 'startSession', 'PutImage', 'constructor', '__proto__'])
    expect(hasOperation(operations, SSM, name)).toBe(false)
  expect(hasOperation(operations, 'constructor', 'name')).toBe(false)
  expect(operationsOf(operations, [SSM, 'iam.amazonaws.com'])).toBeUndefined()
  expect(operationsOf(operations, [ECR])?.length).toBeGreaterThan(50)
})

test('every shape that is named is there, and all of it is small JSON', () => {
  for (const { operations: byName, structures } of Object.values(operations)) {
    const named = [
      ...Object.values(byName).flatMap(({ request, response }) => [request, response]),
      ...Object.values(structures).flatMap(Object.values),
    ]
    for (const name of named) if (name !== OPEN && name !== VALUE) expect(Object.hasOwn(structures, name)).toBe(true)
    for (const member of Object.values(structures).flatMap(Object.keys)) expect(member).toMatch(/^[a-z]/)
  }
  const text = JSON.stringify(operations)
  expect(JSON.parse(text)).toEqual(operations)
  expect(text.length).toBeLessThan(200_000)
})

interface Recorded {
  readonly eventSource: string
  readonly eventName: string
  readonly requestParameters: unknown
  readonly responseElements: unknown
}

test.skipIf(!hasSharedData)('real records hold nothing that the models do not know', () => {
  const folder = sharedData('cloudtrail/invictus/CloudTrail/')
  const records = readdirSync(folder).flatMap(name => (JSON.parse(readFileSync(folder + name, 'utf8')) as { Records: Recorded[] }).Records)
  const modelled = records.filter(({ eventSource }) => Object.hasOwn(operations, eventSource))
  expect(modelled.length).toBeGreaterThan(400)
  const strange = modelled.flatMap(record => {
    const name = `${record.eventSource} ${record.eventName}`
    if (!hasOperation(operations, record.eventSource, record.eventName)) return [name]
    const outside = (part: keyof Operation, value: unknown) =>
      pathsIn(value).filter(path => path.length > 0 && findDeparture(operations, record, part, path) !== undefined)
    return [...outside('request', record.requestParameters), ...outside('response', record.responseElements)].map(
      path => `${name} ${path.join('.')}`,
    )
  })
  expect([...new Set(strange)]).toEqual([])
})

function pathsIn(value: unknown, above: readonly string[] = []): readonly (readonly string[])[] {
  if (Array.isArray(value)) return value.flatMap(item => pathsIn(item, above))
  if (typeof value !== 'object' || value === null) return [above]
  return [above, ...Object.entries(value).flatMap(([name, below]) => pathsIn(below, [...above, name]))]
}

test.skipIf(!hasSharedData)('real records hide exactly what is known to be hidden', () => {
  const folder = sharedData('cloudtrail/invictus/CloudTrail/')
  const records = readdirSync(folder).flatMap(name => (JSON.parse(readFileSync(folder + name, 'utf8')) as { Records: Recorded[] }).Records)
  const wrong = records.flatMap(record => {
    if (!Object.hasOwn(operations, record.eventSource)) return []
    const mistaken = (part: keyof Operation, value: unknown) =>
      leavesIn(value).filter(([path, leaf]) => (leaf === HIDDEN) !== (findHidden(record, part, path) !== undefined))
    return [...mistaken('request', record.requestParameters), ...mistaken('response', record.responseElements)].map(
      ([path]) => `${record.eventName} ${path.join('.')}`,
    )
  })
  expect([...new Set(wrong)]).toEqual([])
})

function leavesIn(value: unknown): readonly (readonly [readonly string[], unknown])[] {
  if (typeof value !== 'object' || value === null) return [[[], value]]
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesIn(inner).map(([path, leaf]) => [Array.isArray(value) ? path : [key, ...path], leaf] as const),
  )
}
