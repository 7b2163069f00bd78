// What the operations of a service are called and what their requests and responses look like, as CloudTrail records
// them. Plain data, made from the SDK when the project is built: the SDK itself never comes into the bundle for it.
//
// A structure is named rather than written out where it is used, since structures hold one another, some even themselves.

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

/** A member is the name of a structure, `OPEN` or `VALUE`; a list is written as what it lists, because paths walk lists. */
export interface Structure {
  readonly [member: string]: string
}

/** May hold anything: a map, a document, or what AWS does not document. */
export const OPEN = '*'
/** Holds nothing below it. */
export const VALUE = ''

/** One operation of one service. */
export interface Candidate {
  readonly eventSource: string
  readonly eventName: string
}

/** Every operation of these event sources; undefined when one of them is not modelled. */
export function operationsOf(operations: Operations, eventSources: Iterable<unknown>): readonly Candidate[] | undefined {
  const candidates: Candidate[] = []
  for (const eventSource of eventSources) {
    const service = typeof eventSource === 'string' ? find(operations, eventSource) : undefined
    if (service === undefined) return undefined
    for (const eventName of Object.keys(service.operations)) candidates.push({ eventSource: eventSource as string, eventName })
  }
  return candidates
}

export function hasOperation(operations: Operations, eventSource: string, eventName: string): boolean {
  const service = find(operations, eventSource)
  return service !== undefined && Object.hasOwn(service.operations, eventName)
}

/** Where a path leaves the shape of an operation: at which segment, and what stands there instead. */
export interface Departure {
  readonly at: number
  readonly known: readonly string[]
}

/** Walks a path below the request or the response of an operation; undefined when everything on it may be there. */
export function findDeparture(
  operations: Operations,
  { eventSource, eventName }: Candidate,
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

function find<T>(table: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
