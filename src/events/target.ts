// What a session, a command or an automation is about: a managed node, or a container of a task in Amazon ECS; and which of them a
// recorded call names.
//
// CloudTrail records ids only. What is not known of a target is marked as CloudTrail marks what it leaves out, `omitted: true`, so that a
// rule that asks for it has not judged the event.

import { type Fields, isObject, own, ownList, ownText } from '../json.ts'
import type { FieldTree } from '../language/vocabulary.ts'
import { isLeftOut } from './cloudtrail.ts'

/** A target as events have it. What is not known of it is not there: a container has no platform, a node may have no tags. */
export interface Target {
  /** `i-…` for an instance, `mi-…` for a node outside of EC2, `ecs:cluster_task_container` for a container. */
  readonly id: string
  /** The tag Name, else the name that the node was registered with, else its computer's name; cluster/container for a container. */
  readonly name?: string
  /** Linux, Windows or MacOS. */
  readonly platform?: string
  /** Online, ConnectionLost or Inactive. */
  readonly pingStatus?: string
  readonly tags?: Readonly<Record<string, string>>
}

/** A target of which something is not known: the fields that it lacks may have any value. */
export interface UnknownTarget extends Partial<Target> {
  readonly omitted: true
  /** Continues a sentence that begins with "a target"; absent where CloudTrail left out what would name it. */
  readonly reason?: string
}

export type Described = Target | UnknownTarget

/** The fields of a target, of which an event may have several. */
export const TARGET_FIELDS = {
  id: 'many',
  name: 'many',
  platform: 'many',
  pingStatus: 'many',
  tags: 'open',
} as const satisfies FieldTree

/** Why nothing is known of the targets of recorded files. */
const NOT_DESCRIBED = 'that is not described, because names are asked for with the event history only'

/** Whether calls to a service are about targets: those of Systems Manager and of its parts, such as ssm-guiconnect. */
export function namesTargets(eventSource: string): boolean {
  return eventSource.startsWith('ssm')
}

/** The ids of the targets that an event is about: a recorded call to Systems Manager, or what it says of a session or a command. */
export function targetIdsOf(event: Fields): readonly string[] {
  return listTargets(event).flatMap(target => ownText(target, 'id') ?? [])
}

/**
 * The event with what is known of its targets in its field `target`: an object, or a list if there are several. An event about no target
 * is returned as it is.
 */
export function withTargets(event: Fields, describe: (id: string) => Described): Fields {
  const targets = listTargets(event).map(target => {
    const id = ownText(target, 'id')
    return id === undefined ? target : { ...target, ...describe(id) }
  })
  if (targets.length === 0) return event
  return { ...event, target: targets.length === 1 ? targets[0] : targets }
}

/** A recorded event with the ids of its targets. An event that has a target says itself what is known of it. */
export function withTargetIds(event: Fields): Fields {
  return own(event, 'target') === undefined ? withTargets(event, id => ({ id })) : event
}

/** The same where a rule looks at what describes targets: they are marked as unknown. */
export function withUnknownTargets(event: Fields): Fields {
  return own(event, 'target') === undefined ? withTargets(event, id => ({ id, omitted: true, reason: NOT_DESCRIBED })) : event
}

/** The event with no other tags of its targets than these. Nobody else knows what the others say, or who may read it. */
export function withTagsAlone(event: Fields, asked: ReadonlySet<unknown>): Fields {
  const target = own(event, 'target')
  if (target === undefined) return event
  const reduce = (each: unknown): unknown => {
    const tags = isObject(each) ? own(each, 'tags') : undefined
    return isObject(each) && isObject(tags)
      ? { ...each, tags: Object.fromEntries(Object.entries(tags).filter(([key]) => asked.has(key))) }
      : each
  }
  return { ...event, target: Array.isArray(target) ? target.map(reduce) : reduce(target) }
}

/** The targets of an event of which something is not known, each with the reason. */
export function unknownTargetsOf(event: Fields): readonly { readonly id: string | undefined; readonly reason: string }[] {
  return listTargets(event).flatMap(target => {
    const reason = target['omitted'] === true ? ownText(target, 'reason') : undefined
    return reason === undefined ? [] : [{ id: ownText(target, 'id'), reason }]
  })
}

function listTargets(event: Fields): readonly Fields[] {
  const given = own(event, 'target')
  if (given !== undefined) return (Array.isArray(given) ? given : [given]).filter(isObject)
  if (event['event_type'] === 'automation') return listNamed([event], IN_PARAMETERS)
  if (!namesTargets(ownText(event, 'eventSource') ?? '')) return []
  const asked = own(event, 'requestParameters')
  if (isLeftOut(asked)) return [{ omitted: true }]
  if (!isObject(asked)) return []
  const associations = ownList(asked, 'entries').filter(isObject)
  if (associations.length > 0) return associations.flatMap(each => listNamed([each], IN_PARAMETERS))
  return listNamed([asked, own(event, 'responseElements', 'command')].filter(isObject), reasonForNone(event, asked))
}

const IN_PARAMETERS = 'that the parameters of an automation may name, which are not read'

/** The calls that start an automation, an association among them. */
const AUTOMATING = ['StartAutomationExecution', 'StartChangeRequestExecution', 'CreateAssociation']

/** The parameters that name what has targets, and not the targets. */
const BY_ID = {
  sessionId: 'session',
  commandId: 'command',
  associationId: 'association',
  associationIds: 'association',
  automationExecutionId: 'automation',
  windowTargetId: 'maintenance window',
  windowTaskId: 'maintenance window',
}

// Why a call that names no target may have one all the same. A call that only reads about a command does nothing to its nodes.
function reasonForNone({ eventName, readOnly }: Fields, asked: Fields): string | undefined {
  if (AUTOMATING.includes(String(eventName))) return IN_PARAMETERS
  const [, named] = Object.entries(BY_ID).find(([name]) => own(asked, name) !== undefined) ?? []
  return named === undefined || readOnly === true ? undefined : `of which the event names only the ${named}`
}

function listNamed(places: readonly Fields[], reasonForNone: string | undefined): readonly Fields[] {
  const ids = [...new Set(places.flatMap(idsIn))]
  const chosen = [...new Set(places.flatMap(place => ownList(place, 'targets').flatMap(reasonOf)))]
  const reasons = ids.length + chosen.length === 0 && reasonForNone !== undefined ? [reasonForNone] : chosen
  return [...ids.map(id => ({ id })), ...reasons.map(reason => ({ omitted: true, reason }))]
}

// StartSession and GetConnectionStatus have `target`; calls about nodes `instanceId` or `instanceIds`; calls about tags and compliance
// `resourceId`. Nodes can also be chosen by `targets`, of which only those by their ids are named.
function idsIn(place: Fields): readonly string[] {
  const chosen = ownList(place, 'targets').filter(isById)
  const values = [
    own(place, 'target'),
    own(place, 'instanceId'),
    ...ownList(place, 'instanceIds'),
    ...(own(place, 'resourceType') === 'ManagedInstance' ? [own(place, 'resourceId')] : []),
    ...chosen.flatMap(target => ownList(target, 'values')).filter(value => value !== ALL),
  ]
  return values.filter(value => typeof value === 'string' && value !== '') as string[]
}

const ALL = '*'

// The values of a parameter of an automation may be anything, such as the name of a bucket.
function isById(target: unknown): boolean {
  const key = ownText(target, 'key')?.toLowerCase()
  return (
    key === 'instanceids' || (key === 'parametervalues' && ownList(target, 'values').every(id => kindOfTarget(String(id)) !== undefined))
  )
}

// Which nodes a tag or a group had at the time of the call is recorded nowhere.
function reasonOf(target: unknown): readonly string[] {
  if (isById(target)) return ownList(target, 'values').includes(ALL) ? ['that the event does not name, because it is about all nodes'] : []
  return [`that the event does not name, because it is chosen by ${ownText(target, 'key') ?? 'something unknown'}`]
}

const NODE = /^(?:i-(?:[0-9a-f]{8}|[0-9a-f]{17})|mi-[0-9a-f]{17})$/
// The longest id that the service takes.
const LONGEST_ID = 400
const CONTAINER = /^ecs:([\w-]+)_([0-9a-f]{32}|[0-9a-f-]{36})_([\w-]+)$/

/** What the id of a target is. */
export type Kind =
  | { readonly kind: 'instance' | 'hybrid node' }
  | { readonly kind: 'container'; readonly cluster: string; readonly task: string; readonly container: string }

/** What the id of a target is; undefined for what AWS would not take for one. */
export function kindOfTarget(id: string): Kind | undefined {
  if (id.length > LONGEST_ID) return undefined
  if (NODE.test(id)) return { kind: id.startsWith('i-') ? 'instance' : 'hybrid node' }
  const [, cluster, task, container] = CONTAINER.exec(id) ?? []
  return cluster === undefined || task === undefined || container === undefined
    ? undefined
    : { kind: 'container', cluster, task, container }
}

/** Where a target is: what its ARN is made of. */
export interface TargetPlace {
  readonly partition: string
  readonly region: string
  readonly account: string
}

/** The ARN under which a target has its tags; a container has those of its task. */
export function arnOfTarget(id: string, { partition, region, account }: TargetPlace): string | undefined {
  const kind = kindOfTarget(id)
  if (kind === undefined) return undefined
  const at = (service: string, resource: string): string => `arn:${partition}:${service}:${region}:${account}:${resource}`
  if (kind.kind === 'container') return at('ecs', `task/${kind.cluster}/${kind.task}`)
  return kind.kind === 'instance' ? at('ec2', `instance/${id}`) : at('ssm', `managed-instance/${id}`)
}

/** What Systems Manager says of a node. */
export interface NodeFacts {
  readonly name: string | undefined
  readonly computerName: string | undefined
  readonly platform: string | undefined
  readonly pingStatus: string | undefined
}

/** An answer, or why there is none: it continues a sentence that begins with "a target". */
export type Answered<T> = { readonly answer: T } | { readonly reason: string }

/**
 * What is known of a target. `node` is what Systems Manager says of it, `tags` are its tags. Without the tags its name is not known
 * either, because the tag Name comes first.
 */
export function describeTarget(id: string, node: Answered<NodeFacts>, tags: Answered<Readonly<Record<string, string>>>): Described {
  const kind = kindOfTarget(id)
  const known = 'answer' in tags ? { tags: tags.answer } : {}
  if (kind?.kind === 'container') return complete({ id, name: `${kind.cluster}/${kind.container}`, ...known }, [tags])
  const facts = 'answer' in node ? node.answer : undefined
  const tagged = 'answer' in tags ? text(own(tags.answer, 'Name')) : undefined
  const named = 'answer' in tags ? (tagged ?? text(facts?.name) ?? text(facts?.computerName)) : undefined
  const fields = {
    id,
    ...(named === undefined ? {} : { name: named }),
    ...(facts?.platform === undefined ? {} : { platform: facts.platform }),
    ...(facts?.pingStatus === undefined ? {} : { pingStatus: facts.pingStatus }),
    ...known,
  }
  return complete(fields, [node, tags])
}

function complete(target: Target, answers: readonly Answered<unknown>[]): Described {
  const [reason] = answers.flatMap(each => ('reason' in each ? [each.reason] : []))
  return reason === undefined ? target : { ...target, omitted: true, reason }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}
