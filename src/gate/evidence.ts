// The events behind an alert as a report keeps them: what each was, what the rule's filter found in it, and the event whole.
//
// An archive of any size is judged in the memory that its matches need, so there is a bound on what is kept whole: for each rule and
// aggregate, and in all for each action, so that notices never take the room of what fails a deployment.

import { shorten } from '../escape.ts'
import { formatInstant, textOfAlias, timeOf } from '../events/cloudtrail.ts'
import { ownText } from '../events/json.ts'
import { linkEvent } from '../events/link.ts'
import { stringifyWithoutSecrets } from '../events/text.ts'
import { type Explanation, explain } from '../language/explain.ts'
import { parsePath } from '../language/parse.ts'
import type { Fields } from '../language/vocabulary.ts'
import type { CompiledRule } from '../rules/compile.ts'
import type { Action } from '../rules/rule.ts'
import { showValue } from '../rules/show.ts'

/** A clause of a rule's filter that held, and what it found. */
export interface Clause {
  /** The clause in canonical form. */
  readonly clause: string
  /** The values it found, as text and without secrets; none where a field has no value. */
  readonly found: readonly string[]
  /** Why it held, as one clause without a full stop. */
  readonly why: string
}

/** An event behind an alert. What the event does not say is null. */
export interface AlertEvent {
  /** CloudTrail's eventID, or the id of a finding. */
  readonly id: string | null
  /** ISO 8601. */
  readonly time: string | null
  readonly eventSource: string | null
  readonly eventName: string | null
  readonly user: string | null
  readonly accountId: string | null
  readonly ip: string | null
  readonly region: string | null
  readonly errorCode: string | null
  /** The event's page in CloudTrail's console. */
  readonly link: string | null
  readonly evidence: readonly Clause[]
  /** The event whole, without its secrets; null where it is too large, or is no recorded event. */
  readonly record: Fields | null
}

/** Keeps an event that a rule matched; undefined where there is no more room for it. `share` is what events like it have taken. */
export type Keep = (rule: CompiledRule, action: Action, event: Fields, recorded: boolean, share: Share) => AlertEvent | undefined

/** Characters that the kept events of one rule and aggregate have taken. */
export interface Share {
  taken: number
}

/** Events that an alert shows, at most: the earliest of those that were kept. */
export const MOST_EVENTS = 50
/** Characters of the events kept of all alerts of an action, and of one event, which CloudTrail's own 256 KiB fit into. */
const ROOM: Readonly<Record<Action, number>> = { fail: 4_000_000, warn: 4_000_000, notice: 2_000_000 }
const LONGEST = 300_000
/** The part of the room that is for one rule and aggregate, so that whoever makes noise leaves room for others. */
const LARGEST_SHARE = 1 / 8
/** What an event takes beside its record. */
const BESIDE = 500
const MOST_VALUES = 10
const VALUE_LENGTH = 200

export function startKeeping(): Keep {
  const left = new Map(Object.entries(ROOM))
  return (rule, action, event, recorded, share) => {
    const room = left.get(action) ?? 0
    if (room <= 0 || share.taken >= ROOM[action] * LARGEST_SHARE) return undefined
    const text = recorded ? stringifyWithoutSecrets(event) : ''
    const size = BESIDE + Math.min(text.length, LONGEST)
    left.set(action, room - size)
    share.taken += size
    return toAlertEvent(rule, event, text === '' || text.length > LONGEST ? null : (JSON.parse(text) as Fields))
  }
}

function toAlertEvent({ filter, vocabulary }: CompiledRule, event: Fields, record: Fields | null): AlertEvent {
  const time = timeOf(event)
  const id = ownText(event, 'eventID') ?? ownText(event, 'id') ?? null
  return {
    id,
    time: time === undefined ? null : formatInstant(time),
    eventSource: ownText(event, 'eventSource') ?? null,
    eventName: ownText(event, 'eventName') ?? null,
    user: textOfAlias(event, 'user'),
    accountId: textOfAlias(event, 'accountId'),
    ip: textOfAlias(event, 'ip'),
    region: textOfAlias(event, 'region'),
    errorCode: ownText(event, 'errorCode') ?? null,
    link: linkEvent(id, textOfAlias(event, 'region')),
    evidence: listClauses(explain(filter, event, vocabulary)),
    record,
  }
}

/** The clauses that made a filter hold. */
export function listClauses(explanation: Explanation): readonly Clause[] {
  const { kind, holds, text, found, terms } = explanation
  if (!holds) return []
  if (found !== undefined) return [toClause(text, found)]
  if (kind !== 'not') return terms.flatMap(listClauses)
  const [term] = terms
  return [term?.found === undefined ? { clause: text, found: [], why: 'what it denies does not hold' } : toClause(text, term.found)]
}

function toClause(clause: string, { path, values, why }: NonNullable<Explanation['found']>): Clause {
  const segments = parsePath(path)?.segments ?? []
  const shown = values.slice(0, MOST_VALUES).map(value => shorten(showValue(segments, value), VALUE_LENGTH))
  return { clause, found: values.length > MOST_VALUES ? [...shown, `and ${values.length - MOST_VALUES} more`] : shown, why }
}
