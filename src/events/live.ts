// What is going on in Systems Manager at the time of reading, as events: a session, a command or an automation each.
//
// These events are made here from an allow-list of fields, so they are a closed world, as findings are. Live answers carry in clear what
// CloudTrail hides: the parameters of a command, its output and where that lies, the messages and the inputs of an automation. Nothing of
// these has a field here.

import type { Fields } from '../json.ts'
import type { FieldTree, Vocabulary } from '../language/vocabulary.ts'
import { LIVE_VALUES } from './enumerations.ts'
import { TARGET_FIELDS, type Target } from './target.ts'

/** What `audit-live` can read. */
export const LIVE_KINDS = ['sessions', 'commands', 'automations'] as const
export type LiveKind = (typeof LIVE_KINDS)[number]

/** How reports call what is read of one kind in a Region. */
export function nameLive(kind: LiveKind, region: string): string {
  return `${kind} of ${region}`
}

/** What events of all three kinds say. */
interface Live {
  /** When it was read, ISO 8601: a session that is open is an event of that time, whenever it began. */
  readonly eventTime: string
  readonly id: string
  /** As AWS writes it, such as Connected, InProgress or Waiting. */
  readonly status?: string
  /** Whether it is still going on. */
  readonly state: 'open' | 'ended'
  readonly startedAt?: string
  /** How long it has been open, in hours with two decimals; of what has ended, how long it took. */
  readonly ageHours?: number
  readonly document?: string
  /** Not there where nothing says whose account it is. */
  readonly accountId?: string
  readonly region: string
}

export interface SessionEvent extends Live {
  readonly event_type: 'session'
  readonly endedAt?: string
  /** The ARN of whoever opened it. */
  readonly owner?: string
  /** The last part of the owner's ARN, as in the events of CloudTrail. */
  readonly user?: string
  readonly reason?: string
  /** Standard or JustInTime. */
  readonly accessType?: string
  readonly maxDurationMinutes?: number
  readonly target?: Target
}

/** How far a command has come on one node. */
export interface CommandTarget extends Target {
  readonly status?: string
  readonly statusDetails?: string
}

export interface CommandEvent extends Live {
  readonly event_type: 'command'
  readonly statusDetails?: string
  readonly documentVersion?: string
  /** The role by which Systems Manager sends notifications. */
  readonly role?: string
  /** The nodes that were named by their tags or groups. */
  readonly targets?: readonly Selection[]
  readonly targetCount?: number
  readonly completedCount?: number
  readonly errorCount?: number
  readonly target: readonly CommandTarget[]
}

/** Nodes that are named by a tag or a group: `tag:env` and its values. */
export interface Selection {
  readonly key: string
  readonly values: readonly string[]
}

export interface AutomationEvent extends Live {
  readonly event_type: 'automation'
  readonly endedAt?: string
  readonly scheduledAt?: string
  readonly documentVersion?: string
  readonly owner?: string
  readonly user?: string
  /** Auto or Interactive. */
  readonly mode?: string
  /** The step at which it is, and the action of that step, such as aws:approve. */
  readonly step?: string
  readonly action?: string
  readonly parentId?: string
  /** ChangeRequest, AccessRequest, Local or CrossAccount. */
  readonly subtype?: string
  readonly targets?: readonly Selection[]
  readonly target?: Target
}

export type LiveEvent = SessionEvent | CommandEvent | AutomationEvent

/** The kind of an event by its `event_type`. */
const KINDS: Readonly<Record<LiveEvent['event_type'], LiveKind>> = { session: 'sessions', command: 'commands', automation: 'automations' }

/** Whether an event is one of these. */
export function isLive(event: Fields): boolean {
  return Object.hasOwn(KINDS, String(event['event_type']))
}

const live = {
  event_type: 'one',
  eventTime: 'one',
  id: 'one',
  status: 'one',
  state: 'one',
  startedAt: 'one',
  ageHours: 'one',
  document: 'one',
  accountId: 'one',
  region: 'one',
} as const satisfies FieldTree

const selections = { key: 'many', values: 'many' } as const satisfies FieldTree

const session: FieldTree = {
  ...live,
  endedAt: 'one',
  owner: 'one',
  user: 'one',
  reason: 'one',
  accessType: 'one',
  maxDurationMinutes: 'one',
  target: TARGET_FIELDS,
}

const command: FieldTree = {
  ...live,
  statusDetails: 'one',
  documentVersion: 'one',
  role: 'one',
  targets: selections,
  targetCount: 'one',
  completedCount: 'one',
  errorCount: 'one',
  target: { ...TARGET_FIELDS, status: 'many', statusDetails: 'many' },
}

const automation: FieldTree = {
  ...live,
  endedAt: 'one',
  scheduledAt: 'one',
  documentVersion: 'one',
  owner: 'one',
  user: 'one',
  mode: 'one',
  step: 'one',
  action: 'one',
  parentId: 'one',
  subtype: 'one',
  targets: selections,
  target: TARGET_FIELDS,
}

// Names of AWS's answers, or of CloudTrail's events, for something that is called otherwise here or that is never read.
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['SessionId', 'write id'],
  ['CommandId', 'write id'],
  ['Target', 'write target.id'],
  ['Owner', 'write owner, or user for the last part of it'],
  ['DocumentName', 'write document'],
  ['documentName', 'write document'],
  ['Status', 'write status, or state for open or ended'],
  ['userIdentity', 'write owner, or user for the last part of it'],
  ['instanceId', 'write target.id'],
  ['instanceIds', 'write target.id'],
  ['parameters', 'parameters may hold secrets and are not read; write document or target'],
  ['Parameters', 'parameters may hold secrets and are not read; write document or target'],
  ['output', 'output may hold secrets and is not read; write status'],
])

function vocabulary(closed: string, fields: FieldTree): Vocabulary {
  return { aliases: new Map(), fields, values: LIVE_VALUES, closed, instead: INSTEAD }
}

export const SESSION_VOCABULARY = vocabulary('session', session)
export const COMMAND_VOCABULARY = vocabulary('command', command)
export const AUTOMATION_VOCABULARY = vocabulary('automation', automation)
