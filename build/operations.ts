// Makes the models of the services from the run-time schemas of their SDK clients. This runs when the project is built.
//
// CloudTrail records a member under its name in the API, with only the first letter changed to lower case.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html

import * as cloudtrail from '@aws-sdk/client-cloudtrail'
import * as ecr from '@aws-sdk/client-ecr'
import * as ssm from '@aws-sdk/client-ssm'
import { OPEN, type Operation, type Operations, type Service, type Structure, VALUE } from '../src/events/operations.ts'
import { compareText } from '../src/order.ts'

// https://smithy.io/2.0/spec/model.html, in the numbers of @smithy/core/schema.
const SIMPLE = 0
const LIST = 1
const MAP = 2
const OPERATION = 9
const DOCUMENT = 15
const LIST_OF = 64
const MAP_OF = 128

// Events that CloudTrail may record although the SDK has no such operation, so that no user is told that they do not exist.
const BESIDES_THE_API: { readonly [eventSource: string]: readonly string[] } = {
  'ecr.amazonaws.com': [
    // What a lifecycle policy did; the details are in serviceEventDetails.
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/logging-using-cloudtrail.html
    'PolicyExecutionEvent',
    // Replication and the pull-through cache have permissions of their own, so such calls can be denied.
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
    'BatchImportUpstreamImage',
    'GetImageCopyStatus',
    'ReplicateImage',
  ],
  // What the agent, the console and the service itself call.
  // https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
  'ssm.amazonaws.com': [
    'DescribeDocumentParameters',
    'ExecuteAPI',
    'GetCalendar',
    'GetManifest',
    'ListInstanceAssociations',
    'PutCalendar',
    'PutConfigurePackageResult',
    'RegisterManagedInstance',
    'RequestManagedInstanceRoleToken',
    'UpdateInstanceAssociationStatus',
    'UpdateInstanceInformation',
    'UpdateManagedInstancePublicKey',
  ],
  // What other services do with their service-linked channels.
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
  'cloudtrail.amazonaws.com': [
    'CreateServiceLinkedChannel',
    'DeleteServiceLinkedChannel',
    'GetEventDataStoreData',
    'GetServiceLinkedChannel',
    'ListServiceLinkedChannels',
    'UpdateServiceLinkedChannel',
  ],
}

// Members that CloudTrail records although the API does not have them.
const BESIDES_THE_STRUCTURES: { readonly [eventSource: string]: { readonly [structure: string]: Structure } } = {
  // Seen in records of 2023: https://github.com/invictus-ir/aws_dataset
  'ssm.amazonaws.com': {
    SendCommandRequest: { interactive: VALUE },
    Command: { interactive: VALUE, clientName: VALUE, clientSourceId: VALUE },
  },
}

/** The models of all services whose operations are known. */
export function readOperations(): Operations {
  return {
    'ecr.amazonaws.com': readService('ecr.amazonaws.com', ecr),
    'ssm.amazonaws.com': readService('ssm.amazonaws.com', ssm),
    'cloudtrail.amazonaws.com': readService('cloudtrail.amazonaws.com', cloudtrail),
  }
}

function readService(eventSource: string, client: object): Service {
  const structures: Record<string, Structure> = {}
  const operations: Record<string, Operation> = {}
  for (const schema of Object.values(client)) {
    if (!Array.isArray(schema) || schema[0] !== OPERATION) continue
    operations[schema[2]] = { request: readShape(schema[4], structures), response: readShape(schema[5], structures) }
  }
  for (const [name, members] of Object.entries(BESIDES_THE_STRUCTURES[eventSource] ?? {})) {
    structures[name] = { ...structures[name], ...members }
  }
  for (const name of BESIDES_THE_API[eventSource] ?? []) operations[name] ??= { request: OPEN, response: OPEN }
  return { operations: sortKeys(operations), structures: sortKeys(structures) }
}

/** The name of a structure, which is added to `structures` when it is first met, or the symbol of another kind of shape. */
function readShape(reference: unknown, structures: Record<string, Structure>): string {
  if (reference === 'unit') return readStructure('Unit', [], [], structures)
  if (typeof reference === 'number') return readNumbered(reference)
  if (typeof reference === 'function') return readShape(reference(), structures)
  if (!Array.isArray(reference)) throw new Error(`no schema: ${String(reference)}`)
  // A member with traits of its own is a pair of schema and traits.
  if (reference.length === 2) return readShape(reference[0], structures)
  const [kind, , name, , names, schemas] = reference
  if (kind === SIMPLE || kind === LIST) return readShape(names, structures)
  return kind === MAP ? OPEN : readStructure(name, names, schemas, structures)
}

function readStructure(name: string, names: readonly string[], schemas: readonly unknown[], structures: Record<string, Structure>): string {
  if (structures[name] !== undefined) return name
  const members: Record<string, string> = {}
  structures[name] = members
  for (const [i, member] of names.entries()) members[member.charAt(0).toLowerCase() + member.slice(1)] = readShape(schemas[i], structures)
  return name
}

function readNumbered(number: number): string {
  if (number >= MAP_OF || number === DOCUMENT) return OPEN
  return number >= LIST_OF ? readNumbered(number - LIST_OF) : VALUE
}

function sortKeys<T>(table: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(table).sort(([a], [b]) => compareText(a, b)))
}
