// Keeps the events behind an alert for the report: a summary of each, what the rule's filter found in it, and the whole event.
//
// Memory must stay small for an archive of any size, so there is a limit on what is kept, for each rule and aggregate and in total
// for each action. Notices therefore never take room from the evidence of what fails a deployment.

import { shorten } from '../escape.ts'
import { textOfAlias, timeOf } from '../events/cloudtrail.ts'
import { isLive } from '../events/live.ts'
import { withTagsAlone } from '../events/target.ts'
import { linkEvent } from '../image/link.ts'
import { type Fields, ownText } from '../json.ts'
import { type Explanation, explain } from '../language/explain.ts'
import { parsePath } from '../language/parse.ts'
import type { CompiledRule } from '../rules/compile.ts'
import type { Action } from '../rules/rule.ts'
import { showValue } from '../rules/show.ts'
import { stringifyWithoutSecrets } from '../secret.ts'
import { formatInstant } from '../time.ts'
import { tagsAskedBy } from './needs.ts'

/** A clause of a rule's filter that held, and what it found. */
export interface Clause {
  /** The clause as canonical text. */
  readonly clause: string
  /** The values it found, as text without secrets; empty where the field has no value. */
  readonly found: readonly string[]
  /** Why it held, as one clause without a full stop. */
  readonly why: string
}

/** An event behind an alert. A field that the event does not have is null. */
export interface AlertEvent {
  /** CloudTrail's eventID, or the id of a finding. */
  readonly id: string | null
  /** ISO 8601; of what is going on now, when it was read. */
  readonly time: string | null
  readonly eventSource: string | null
  /** CloudTrail's eventName, or `session`, `command` or `automation`. */
  readonly eventName: string | null
  readonly user: string | null
  readonly accountId: string | null
  readonly ip: string | null
  readonly region: string | null
  readonly errorCode: string | null
  /** The event's page in CloudTrail's console. */
  readonly link: string | null
  /** The clauses of the filter that held. */
  readonly clauses: readonly Clause[]
  /** The whole event without its secrets, and of its targets with the tags alone that the rule looks at; null where it is too large, or not a recorded event. */
  readonly record: Fields | null
  /** What the live state says of what the call began, or which recorded call began what is live; one sentence each. */
  readonly live: readonly string[]
}

/** Keeps an event that a rule matched; undefined where there is no room left. `share` counts what its rule and aggregate have used. */
export type Keep = (rule: CompiledRule, action: Action, event: Fields, recorded: boolean, share: Share) => AlertEvent | undefined

/** How many characters the kept events of one rule and aggregate have used. */
export interface Share {
  taken: number
}

/** The most events that an alert shows: the earliest of those that were kept. */
export const MOST_EVENTS = 50
/** The most characters to keep for all alerts of an action, and for one event. CloudTrail's own limit of 256 KiB fits into that. */
const ROOM: Readonly<Record<Action, number>> = { fail: 4_000_000, warn: 4_000_000, notice: 2_000_000 }
const LONGEST = 300_000
/** The part of the room that one rule and aggregate may use, so that a noisy actor leaves room for others. */
const LARGEST_SHARE = 1 / 8
/** What a kept event costs in addition to its record, in characters. */
const BESIDE = 500
const MOST_VALUES = 10
const VALUE_LENGTH = 200

export function startKeeping(): Keep {
  const left = new Map(Object.entries(ROOM))
  const tags = new Map<CompiledRule, ReturnType<typeof tagsAskedBy>>()
  const shown = (rule: CompiledRule, event: Fields): Fields => {
    if (!Object.hasOwn(event, 'target')) return event
    if (!tags.has(rule)) tags.set(rule, tagsAskedBy(rule))
    const asked = tags.get(rule)
    return asked === undefined ? event : withTagsAlone(event, asked)
  }
  return (rule, action, event, recorded, share) => {
    const room = left.get(action) ?? 0
    if (room <= 0 || share.taken >= ROOM[action] * LARGEST_SHARE) return undefined
    const text = recorded ? stringifyWithoutSecrets(shown(rule, event)) : ''
    const size = BESIDE + Math.min(text.length, LONGEST)
    left.set(action, room - size)
    share.taken += size
    return toAlertEvent(rule, event, text === '' || text.length > LONGEST ? null : (JSON.parse(text) as Fields))
  }
}

function toAlertEvent({ filter, vocabulary }: CompiledRule, event: Fields, record: Fields | null): AlertEvent {
  const time = timeOf(event)
  const id = ownText(event, 'eventID') ?? ownText(event, 'id') ?? null
  // What is going on now has fields of these names itself.
  const textOf = (name: string): string | null => textOfAlias(event, name) ?? (isLive(event) ? (ownText(event, name) ?? null) : null)
  return {
    id,
    time: time === undefined ? null : formatInstant(time),
    eventSource: ownText(event, 'eventSource') ?? null,
    eventName: ownText(event, 'eventName') ?? (isLive(event) ? (ownText(event, 'event_type') ?? null) : null),
    user: textOf('user'),
    accountId: textOf('accountId'),
    ip: textOf('ip'),
    region: textOf('region'),
    errorCode: ownText(event, 'errorCode') ?? null,
    link: linkEvent(id, textOfAlias(event, 'region')),
    clauses: listClauses(explain(filter, event, vocabulary)),
    record,
    live: [],
  }
}

/** Lists the clauses that made a filter hold. */
function listClauses(explanation: Explanation): readonly Clause[] {
  const { kind, holds, text, found, terms } = explanation
  if (!holds) return []
  if (found !== undefined) return [toClause(text, found)]
  if (kind !== 'not') return terms.flatMap(listClauses)
  const [term] = terms
  return [term?.found === undefined ? { clause: text, found: [], why: 'the negated condition does not hold' } : toClause(text, term.found)]
}

function toClause(clause: string, { path, values, why }: NonNullable<Explanation['found']>): Clause {
  const segments = parsePath(path)?.segments ?? []
  const shown = values.slice(0, MOST_VALUES).map(value => shorten(showValue(segments, value), VALUE_LENGTH))
  return { clause, found: values.length > MOST_VALUES ? [...shown, `and ${values.length - MOST_VALUES} more`] : shown, why }
}
