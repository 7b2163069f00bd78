// Applies exceptions: which of them holds now, what it accepts, and what it took. An exception that took nothing, has ended or ends soon
// is told where it is written; none of that changes a verdict.

import { formatPlace } from '../../diagnostic.ts'
import { groupBy } from '../../group.ts'
import type { Acceptance } from '../../image/decision.ts'
import type { Finding } from '../../image/finding.ts'
import type { Image } from '../../image/image.ts'
import type { Fields } from '../../json.ts'
import { compile, type Plan } from '../../language/compile.ts'
import { compareText } from '../../order.ts'
import type { CompiledRule } from '../../rules/compile.ts'
import { type Exception, endOf, type FindingException } from '../../rules/exception.ts'
import type { RuleType } from '../../rules/rule.ts'
import type { Match } from '../alert.ts'
import { type Matcher, matcherOf } from './match.ts'

/** Takes the events of a rule that an exception accepts. */
export interface AlertAcceptance {
  /** Where the exception is written: `exceptions.yml:3:5`. */
  readonly at: string
  readonly plan: Plan
  readonly take: (match: Match, image: Image | undefined) => void
}

/** What an exception did in a run. */
export interface ExceptionOutcome {
  readonly exception: Exception
  /** `not judged`: the image or the events that it is about were not read completely, so that it may have its use. */
  readonly state: 'used' | 'unused' | 'expired' | 'not judged'
  /** How many findings it accepted, of all images. */
  readonly findings: number
  /** How many events it took out. */
  readonly events: number
  /** The first of these events. */
  readonly taken: readonly Pick<Match, 'time' | 'title'>[]
  /** The URIs of the images that have these findings. */
  readonly images: readonly string[]
}

export interface Exceptions {
  /** Finds the exception that accepts a finding of an image. `toEvent` makes the event of a finding. */
  readonly accept: (finding: Finding, image: Image, toEvent: (finding: Finding) => Fields) => Acceptance | undefined
  readonly alertsOf: (rule: CompiledRule) => readonly AlertAcceptance[]
  readonly outcomes: (seen: Seen) => readonly ExceptionOutcome[]
}

/** What was read of a run. */
interface Seen {
  readonly images: readonly Image[]
  /** Whether recorded events were read, and all of them. */
  readonly events: boolean
}

/** How many of the events that an exception took are listed. */
const MOST_TAKEN = 10

interface Tally {
  findings: number
  events: number
  readonly taken: Match[]
  readonly images: Set<string>
}

/** Starts to apply exceptions at a time, in milliseconds since 1970. Their order has no effect. */
export function startExceptions(exceptions: readonly Exception[], now: number): Exceptions {
  const sorted = [...exceptions].sort(byEnd)
  const tallies = new Map(sorted.map(each => [each, { findings: 0, events: 0, taken: [], images: new Set() } as Tally]))
  const lasting = sorted.filter(each => now < endOf(each))
  const matchers = lasting.flatMap(each => (each.kind === 'finding' ? [matcherOf(each)] : []))
  const byId = groupBy(
    matchers.flatMap(matcher => matcher.exception.ids.map(id => ({ id, matcher }))),
    ({ id }) => id,
  )
  // The types of the rules that are evaluated.
  const types = new Map<string, RuleType>()
  const general = matchers.filter(({ exception }) => exception.ids.length === 0)
  const byRule = groupBy(
    lasting.filter(each => each.kind === 'alert'),
    ({ rule }) => rule,
  )

  const candidatesFor = ({ id, aliases }: Finding): readonly Matcher[] => [
    ...[id, ...aliases].flatMap(each => (byId.get(each) ?? []).map(({ matcher }) => matcher)),
    ...general,
  ]
  return {
    accept: (finding, image, toEvent) => {
      const accepting = candidatesFor(finding).filter(
        matcher => matcher.isAbout(image) && matcher.refusalOf(finding, image, toEvent) === undefined,
      )
      for (const { exception } of new Set(accepting)) count(tallies.get(exception), image)
      const [first] = accepting.map(({ exception }) => exception).sort(byEnd)
      return first === undefined ? undefined : toAcceptance(first)
    },
    alertsOf: ({ rule, vocabulary }) => {
      types.set(rule.id, rule.type)
      return (byRule.get(rule.id) ?? []).map(exception => ({
        at: formatPlace(exception.at),
        plan: compile(exception.expression, vocabulary),
        take: (match, image) => take(tallies.get(exception), match, image),
      }))
    },
    outcomes: seen =>
      exceptions.map(exception => {
        const { findings, events, taken, images } = tallies.get(exception) as Tally
        const used = findings + events > 0
        const state = now >= endOf(exception) ? 'expired' : used ? 'used' : isCertain(exception, types, seen) ? 'unused' : 'not judged'
        return { exception, state, findings, events, taken: taken.map(({ time, title }) => ({ time, title })), images: [...images] }
      }),
  }
}

// The one that lasts longest comes first, so that the report tells when what is accepted counts again.
function byEnd(a: Exception, b: Exception): number {
  const [first, second] = [endOf(a), endOf(b)]
  return (first === second ? 0 : second - first) || compareText(a.at.file, b.at.file) || a.at.line - b.at.line || a.at.column - b.at.column
}

function count(tally: Tally | undefined, image: Image): void {
  if (tally === undefined) return
  tally.findings++
  tally.images.add(image.uri)
}

function take(tally: Tally | undefined, match: Match, image: Image | undefined): void {
  if (tally === undefined) return
  tally.events++
  if (tally.taken.length < MOST_TAKEN) tally.taken.push(match)
  if (image !== undefined) tally.images.add(image.uri)
}

function toAcceptance({ reason, owner, expires, untilFixed, at }: FindingException): Acceptance {
  return { reason, owner, expires, untilFixed, at: formatPlace(at) }
}

// Only what was read completely proves that an exception has no use.
function isCertain(exception: Exception, types: ReadonlyMap<string, RuleType>, { images, events }: Seen): boolean {
  const type = exception.kind === 'alert' ? types.get(exception.rule) : 'Finding'
  if (type !== 'Finding') return type !== undefined && events
  const about = exception.kind === 'alert' ? images : images.filter(matcherOf(exception).isAbout)
  return about.length > 0 && about.every(({ gaps }) => gaps.length === 0)
}
