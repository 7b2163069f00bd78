// How decisions about findings are told: what was let through, by whom, until when and why. Every format uses these words.

import { shorten } from '../escape.ts'
import { countLetThrough, formatLetThrough, type ThroughCounts } from '../gate/verdict.ts'
import type { Acceptance, Decision, Statement } from '../image/decision.ts'
import { type Finding, isCounted } from '../image/finding.ts'
import { registryOf } from '../image/uri.ts'
import { plural } from '../plural.ts'
import type { Report, ReportedImage } from './report.ts'

/** Whether a finding is open and does not count. */
export function isLetThrough(finding: Pick<Finding, 'state' | 'decision'>): boolean {
  return finding.state === 'open' && !isCounted(finding)
}

/** Whether nothing has to be said of a decision: the finding counts, and no time to fix it has ended. */
export function isPlain(decision: Decision): boolean {
  return decision.kind === 'counted' && decision.late === undefined
}

/** The kinds of decisions in words, in the order in which a person should read them. */
export const DECISION_NAMES = [
  'time ended',
  'counted',
  'accepted',
  'not affected',
  'fixed',
  'no fix',
  'known',
  'base image',
  'in time',
  'closed',
  'suppressed',
] as const
export type DecisionName = (typeof DECISION_NAMES)[number]

/** The kind of a decision in words. */
export function nameDecision(decision: Decision): DecisionName {
  switch (decision.kind) {
    case 'counted':
      return decision.late === undefined ? 'counted' : 'time ended'
    case 'vex':
      return decision.by.status === 'fixed' ? 'fixed' : 'not affected'
    case 'unfixed':
      return 'no fix'
    case 'in-time':
      return 'in time'
    case 'base-image':
      return 'base image'
    default:
      return decision.kind
  }
}

/**
 * The decision in a few words, such as `accepted until 2027-01-31` or `not affected: vulnerable_code_not_present`; empty where nothing has to
 * be said.
 */
export function describeDecision(decision: Decision): string {
  if (isPlain(decision)) return ''
  if (decision.kind === 'vex') return [nameDecision(decision), whyStated(decision.by)].filter(part => part !== '').join(': ')
  return [nameDecision(decision), describeTime(decision)].filter(part => part !== '').join(' ')
}

function describeTime(decision: Decision): string {
  if (decision.kind === 'accepted') return describeEnd(decision.by)
  if (decision.kind === 'in-time') return `until ${dayOf(decision.until)}`
  return decision.kind === 'counted' ? dayOf(decision.late ?? '') : ''
}

/** When a decision ends or ended: a day, `until fixed`, or `for ever`; empty where there is no end to tell. */
export function endOfDecision(decision: Decision): string {
  return describeTime(decision).replace(/^until (?!fixed)/, '')
}

/** Until when something is accepted: `until 2027-01-31`, `until fixed`, or `for ever`. */
export function describeEnd({ expires, untilFixed }: Pick<Acceptance, 'expires' | 'untilFixed'>): string {
  const day = expires === null || expires === 'never' ? [] : [`until ${expires}`]
  const endless = expires === 'never' ? 'for ever' : 'for ever, as no end is given'
  return [...(untilFixed ? ['until fixed'] : []), ...day].join(', at most ') || endless
}

/** Why something is accepted, by whom and until when: `not reachable (platform, until 2027-01-31; exceptions.yml:3:5)`. */
export function explainAcceptance({ reason, owner, at, ...end }: Acceptance): string {
  return `${toLine(reason)} (${owner === null ? '' : `${owner}, `}${describeEnd(end)}; ${at})`
}

const MOST_CHARACTERS = 80

function whyStated({ justification, impact }: Statement): string {
  return justification ?? shorten(toLine(impact ?? ''), MOST_CHARACTERS)
}

/** What a statement of VEX says, and where: `vulnerable_code_not_present: no TLS (Example Ltd; api.vex.json:12:5)`. */
export function explainStatement({ status, justification, impact, author, at }: Statement): string {
  const why = [justification, impact].flatMap(each => (each === null ? [] : [toLine(each)]))
  return `${why.length === 0 ? status : why.join(': ')} (${author === null ? '' : `${toLine(author)}; `}${at})`
}

/** A reason may have several lines in its file. */
export function toLine(reason: string): string {
  return reason.trim().replace(/\s+/g, ' ')
}

/** Why an open finding does not count, in a sentence; undefined for any other. */
export function explainDecision(decision: Decision): string | undefined {
  switch (decision.kind) {
    case 'accepted':
      return explainAcceptance(decision.by)
    case 'vex':
      return explainStatement(decision.by)
    case 'unfixed':
      return 'there is no fix, and unfixed lets it through'
    case 'in-time':
      return `fix-within gives time until ${dayOf(decision.until)}`
    case 'known':
      return 'the baseline has it'
    case 'base-image':
      return 'it came with the base image, and base-image-findings lets it through'
    default:
      return undefined
  }
}

/** The day of an instant; any other text is left as it is. */
export function dayOf(instant: string): string {
  return instant.replace(/^(\d{4}-\d\d-\d\d)T.*$/, '$1')
}

/** The images of a report, each once: two tags may name the same one. */
export function distinctImages(images: readonly ReportedImage[]): readonly ReportedImage[] {
  return [
    ...new Map(
      images.map(image => [JSON.stringify([registryOf(image.uri), image.repositoryName, image.digest ?? image.uri]), image]),
    ).values(),
  ]
}

/** What was let through of all images and events, as `formatThrough` says it. */
export function describeLetThrough({ images, exceptions }: Pick<Report, 'images' | 'exceptions'>): string {
  const findings = distinctImages(images).flatMap(image => image.findings)
  return formatThrough(countLetThrough(findings), countEvents(exceptions))
}

/** `2 accepted, 1 in time, 3 events`: findings by their decisions, and events; empty if there are none. */
export function formatThrough(counts: ThroughCounts, events: number): string {
  return [...formatLetThrough(counts), ...(events === 0 ? [] : [plural(events, 'event')])].join(', ')
}

/** How many events exceptions took out. */
export function countEvents(exceptions: Report['exceptions']): number {
  return exceptions.reduce((sum, { events }) => sum + events, 0)
}
