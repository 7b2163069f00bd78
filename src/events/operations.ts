// The operations of a service and the shapes of their requests and responses, as CloudTrail records them. This is plain data,
// generated from the SDK when the project is built, so that these parts of the SDK stay out of the bundle.
//
// Structures are referred to by name rather than nested, because they contain one another, and some contain themselves.

import type { Segment } from '../language/ast.ts'

/** The services by event source, such as `ssm.amazonaws.com`. */
export interface Operations {
  readonly [eventSource: string]: Service
}

export interface Service {
  readonly operations: { readonly [eventName: string]: Operation }
  readonly structures: { readonly [name: string]: Structure }
}

/** Each is the name of a structure, or `OPEN`. */
export interface Operation {
  readonly request: string
  readonly response: string
}

/** A member is the name of a structure, `OPEN` or `VALUE`. A list is given as its element, because paths walk through lists. */
export interface Structure {
  readonly [member: string]: string
}

/** May contain anything: a map, a document, or something AWS does not document. */
export const OPEN = '*'
/** Has no members. */
export const VALUE = ''

/** One operation of one service. */
export interface OperationName {
  readonly eventSource: string
  readonly eventName: string
}

/** Lists every operation of these event sources; undefined when one of them is not modelled. */
export function operationsOf(operations: Operations, eventSources: Iterable<unknown>): readonly OperationName[] | undefined {
  const names: OperationName[] = []
  for (const eventSource of eventSources) {
    const service = typeof eventSource === 'string' ? find(operations, eventSource) : undefined
    if (service === undefined) return undefined
    for (const eventName of Object.keys(service.operations)) names.push({ eventSource: eventSource as string, eventName })
  }
  return names
}

export function hasOperation(operations: Operations, eventSource: string, eventName: string): boolean {
  const service = find(operations, eventSource)
  return service !== undefined && Object.hasOwn(service.operations, eventName)
}

/** Where a path leaves the shape of an operation: at which segment, and which members exist there. */
export interface Departure {
  readonly at: number
  readonly known: readonly string[]
}

/** Follows a path through the request or the response of an operation; undefined when the whole path may exist. */
export function findDeparture(
  operations: Operations,
  { eventSource, eventName }: OperationName,
  part: keyof Operation,
  segments: readonly Segment[],
): Departure | undefined {
  const service = find(operations, eventSource)
  let name = service && find(service.operations, eventName)?.[part]
  for (const [at, segment] of segments.entries()) {
    if (service === undefined || name === undefined || name === OPEN) return undefined
    if (typeof segment === 'number') continue
    const structure: Structure = find(service.structures, name) ?? {}
    name = find(structure, segment)
    if (name === undefined) return { at, known: Object.keys(structure) }
  }
  return undefined
}

/** A part of a call that CloudTrail always records as the text of `HIDDEN`, and what to ask for in its place. */
export interface Hidden {
  readonly part: keyof Operation
  readonly path: readonly string[]
  readonly instead: string
}

const OF_COMMANDS = 'ask for requestParameters.documentName, instanceIds or targets; what was run is in the history of Run Command'

// Each was seen hidden in every record of a public attack simulation: https://github.com/invictus-ir/aws_dataset
const HIDDEN_PARTS: { readonly [eventSource: string]: { readonly [eventName: string]: readonly Hidden[] } } = {
  'ssm.amazonaws.com': {
    SendCommand: [
      { part: 'request', path: ['parameters'], instead: OF_COMMANDS },
      { part: 'response', path: ['command', 'parameters'], instead: OF_COMMANDS },
    ],
    PutParameter: [{ part: 'request', path: ['value'], instead: 'ask for requestParameters.name, type or keyId' }],
  },
}

/** The hidden part of an operation in which a path lies, if there is one. */
export function findHidden(
  { eventSource, eventName }: OperationName,
  part: keyof Operation,
  segments: readonly Segment[],
): Hidden | undefined {
  const names = segments.filter(segment => typeof segment !== 'number')
  const parts = find(find(HIDDEN_PARTS, eventSource) ?? {}, eventName) ?? []
  return parts.find(hidden => hidden.part === part && hidden.path.every((name, i) => names[i] === name))
}

function find<T>(table: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
