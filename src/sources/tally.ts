// What was read of a source, as coverage: how many events, from when to when, and everything that keeps them from being all that
// happened. Each of these is a gap; what CloudTrail itself writes beside its records is only mentioned.

import { type Diagnostic, formatPlace } from '../diagnostic.ts'
import { shorten } from '../escape.ts'
import { type Aside, asideOf, hasUnreadText, isRecord, timeOf } from '../events/cloudtrail.ts'
import { type Envelope, findEnvelope } from '../events/envelope.ts'
import { type Gap, gap, type Read, read } from '../gate/coverage.ts'
import type { Doubt } from '../gate/evaluate.ts'
import { groupBy } from '../group.ts'
import { type Fields, ownText } from '../json.ts'
import { agree, listFirst, plural } from '../plural.ts'
import { formatInstant } from '../time.ts'
import type { RecordedEvent } from './source.ts'

/** Counts the events that are read and reports how many there were, from when to when, and which do not belong. */
export interface EventTally {
  readonly see: (recorded: RecordedEvent, doubt?: Doubt) => void
  readonly coverage: (origin: string, diagnostics: readonly Diagnostic[]) => Read | Gap
}

/** `belongs` tells the events that the source has from anything else. */
export function startTally(belongs: (event: Fields) => boolean = isRecord): EventTally {
  let records = 0
  let timeless = 0
  let unread = 0
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  const strangers = startStrangers()
  const doubts = startDoubts()
  const asides = new Map<Aside, number>()

  const see = ({ event }: RecordedEvent, doubt?: Doubt): void => {
    const isEvent = belongs(event)
    const aside = isEvent ? undefined : asideOf(event)
    if (aside !== undefined) {
      asides.set(aside, (asides.get(aside) ?? 0) + 1)
      return
    }
    records++
    const time = timeOf(event)
    if (hasUnreadText(event)) unread++
    if (!isEvent) strangers.see(event)
    else if (time === undefined) timeless++
    if (time !== undefined && time < first) first = time
    if (time !== undefined && time > last) last = time
    if (doubt !== undefined) doubts.see(event, doubt)
  }

  const coverage = (origin: string, diagnostics: readonly Diagnostic[]): Read | Gap => {
    const problems = [
      ...new Set(diagnostics.filter(({ level }) => level === 'error').map(diagnostic => describe(diagnostic, origin))),
      ...strangers.problems(records).map(({ message, help }) => (help === undefined ? message : `${message}; ${help}`)),
      ...doubts.problems(),
      ...(unread > 0
        ? [`${plural(unread, 'event has', 'events have')} parameters in text that is not valid JSON, or has a key twice`]
        : []),
      ...(timeless > 0 ? [`${plural(timeless, 'event has', 'events have')} no readable eventTime`] : []),
    ]
    const times = first <= last ? { firstTime: formatInstant(first), lastTime: formatInstant(last) } : { firstTime: null, lastTime: null }
    const summary = `${plural(records, 'event')}${times.lastTime === null ? '' : ` from ${times.firstTime} to ${times.lastTime}`}`
    const about = { source: 'events', origin, records, ...times, diagnostics } as const
    const say = (what: string): string => `${origin}: ${what}${describeAsides(asides)}`
    if (problems.length === 0) return read({ ...about, message: say(summary) })
    const more = problems.length > 5 ? `; and ${problems.length - 5} more` : ''
    return gap({ ...about, message: say(`${problems.slice(0, 5).join('; ')}${more}`) })
  }
  return { see, coverage }
}

/** A sentence about records that are not those of CloudTrail, and what to do about it. */
export interface StrangeRecords {
  readonly message: string
  readonly help?: string
}

/** Counts objects that are no CloudTrail records, by what they are. */
export function startStrangers(): {
  readonly see: (value: Fields) => Envelope | undefined
  readonly problems: (records: number) => readonly StrangeRecords[]
} {
  const counts = new Map<Envelope | undefined, number>()
  return {
    see: value => {
      const envelope = findEnvelope(value)
      counts.set(envelope, (counts.get(envelope) ?? 0) + 1)
      return envelope
    },
    problems: records =>
      [...counts].map(([envelope, count]) => {
        const what = `${count} of ${records} records ${agree(count, 'is not a CloudTrail event', 'are not CloudTrail events')}`
        if (envelope === undefined) return { message: what }
        return { message: `${what}: ${agree(count, 'it', 'each')} is ${envelope.name}`, help: envelope.help }
      }),
  }
}

/** How many events are named whose answer is not certain. */
const MOST_NAMED = 3
/** How many reasons are told why something is not known of a target. */
const MOST_REASONS = 10

// The ids of targets, and the tags by which they are chosen, come from events.
const ID_LENGTH = 120

function startDoubts(): { readonly see: (event: Fields, doubt: Doubt) => void; readonly problems: () => readonly string[] } {
  const left = startList()
  const contradictions = startList()
  const targets = new Map<string, { readonly field: string; readonly events: ReturnType<typeof startList> }>()
  return {
    see: (event, doubt) => {
      const id = ownText(event, 'eventID') ?? ownText(event, 'id') ?? 'without an eventID'
      if (doubt.contradicts) contradictions.add(id)
      if (doubt.rules.length === 0) return
      const asking = doubt.rules.length === 1 ? `rule ${doubt.rules[0]} asks` : `rules ${listFirst(doubt.rules, MOST_NAMED)} ask`
      if (doubt.left.length > 0) left.add(`${doubt.left.join(' and ')} of event ${id}, for which ${asking}`)
      for (const [reason, unknown] of groupBy(doubt.targets?.unknown ?? [], each => shorten(each.reason, 2 * ID_LENGTH))) {
        const told = targets.get(reason) ?? { field: doubt.targets?.field ?? '', events: startList() }
        if (targets.size < MOST_REASONS) targets.set(reason, told)
        const ids = unknown.flatMap(target => (target.id === undefined ? [] : [shorten(target.id, ID_LENGTH)]))
        told.events.add(`${ids.length === 0 ? '' : `${listFirst(ids, MOST_NAMED)} of `}event ${id}, for which ${asking}`)
      }
    },
    problems: () => [
      ...(left.count() > 0 ? [`CloudTrail left out ${left.text()}`] : []),
      ...[...targets].map(
        ([reason, { field, events }]) =>
          `${plural(events.count(), 'event is', 'events are')} about a target ${reason}: ${events.text()}; a rule can say what that means: ${field} = null`,
      ),
      ...(contradictions.count() > 0 ? [`records with the same eventID differ: ${contradictions.text()}; all were judged`] : []),
    ],
  }
}

/** A list of which the first items are kept and the others counted. */
function startList() {
  const items = new Set<string>()
  let count = 0
  return {
    add: (item: string): void => {
      if (items.has(item)) return
      if (items.size < MOST_NAMED) items.add(item)
      count++
    },
    count: () => count,
    text: () => [...items].join(', ') + (count > items.size ? ` and ${count - items.size} more` : ''),
  }
}

function describeAsides(asides: ReadonlyMap<Aside, number>): string {
  const parts = [...asides].map(([aside, count]) => plural(count, aside))
  return parts.length === 0 ? '' : `; beside them ${parts.join(', ')}, which rules do not judge`
}

export const NO_ANSWER = 'it contains no answer of DescribeImageScanFindings'

/** Reports how many answers about findings were read, and what could not be read. */
export function coverFindings(origin: string, records: number, diagnostics: readonly Diagnostic[]): Read | Gap {
  const faults = diagnostics.filter(({ level }) => level === 'error').map(diagnostic => describe(diagnostic, origin))
  const problems = faults.length === 0 && records === 0 ? [NO_ANSWER] : faults
  const about = { source: 'findings', origin, records, diagnostics } as const
  if (problems.length > 0) return gap({ ...about, message: `${origin}: ${problems.join('; ')}` })
  return read({ ...about, message: `${origin}: ${plural(records, 'answer')} of DescribeImageScanFindings` })
}

// The sentence begins with the path as it was given, so a fault in that file needs only its line.
function describe({ at, message }: Diagnostic, origin: string): string {
  if (at === undefined || at === origin) return message
  if (typeof at === 'object' && at.file === origin) return `line ${at.line}, column ${at.column}: ${message}`
  return `${formatPlace(at)}: ${message}`
}
