// The exceptions in a report: each with what it let through, by whom, until when and why.

import { formatPlace } from '../diagnostic.ts'
import type { ExceptionOutcome } from '../gate/exceptions/apply.ts'
import { nameImage } from '../image/image.ts'
import { plural } from '../plural.ts'
import { formatInstant } from '../time.ts'

export interface ReportedException {
  /** What it accepts: findings by their ids or by a filter, or the events of a rule that a filter matches. */
  readonly ids: readonly string[]
  readonly rule: string | null
  readonly filter: string | null
  readonly package: string | null
  readonly version: string | null
  readonly path: string | null
  readonly image: string | null
  readonly platform: string | null
  readonly severity: string | null
  readonly reason: string
  readonly owner: string | null
  /** The last day (UTC) on which it holds, or `never`; null where only a fix ends it. */
  readonly expires: string | null
  readonly untilFixed: boolean
  /** `file:line:column`. */
  readonly at: string
  readonly state: ExceptionOutcome['state']
  /** How many findings it accepted, and how many events it took out. */
  readonly findings: number
  readonly events: number
  /** The first of these events, by time (ISO 8601; null where it is unknown) and title. */
  readonly taken: readonly { readonly time: string | null; readonly title: string }[]
  /** The URIs of the images that have these findings. */
  readonly images: readonly string[]
}

const ANY = { package: null, version: null, path: null, image: null, platform: null, severity: null }

export function toReportedException({ exception, state, findings, events, taken, images }: ExceptionOutcome): ReportedException {
  const { reason, owner, expires, untilFixed, at } = exception
  const target =
    exception.kind === 'alert'
      ? { ids: [], rule: exception.rule, filter: exception.filter, ...ANY }
      : { ids: exception.ids, rule: null, filter: exception.filter?.text ?? null, ...exception.narrow }
  return {
    ...target,
    reason,
    owner,
    expires,
    untilFixed,
    at: formatPlace(at),
    state,
    findings,
    events,
    taken: taken.map(({ time, title }) => ({ time: Number.isNaN(time) ? null : formatInstant(time), title })),
    images,
  }
}

export const EXCEPTION_STATES = ['used', 'not judged', 'unused', 'expired'] as const satisfies readonly ReportedException['state'][]

/** The exceptions in the order in which a person should read them: those that let something through come first. */
export function sortExceptions(exceptions: readonly ReportedException[]): readonly ReportedException[] {
  return EXCEPTION_STATES.flatMap(each => exceptions.filter(({ state }) => state === each))
}

/** `2 used, 1 expired`. */
export function countExceptions(exceptions: readonly ReportedException[]): string {
  return EXCEPTION_STATES.flatMap(each => {
    const count = exceptions.filter(({ state }) => state === each).length
    return count === 0 ? [] : [`${count} ${each}`]
  }).join(', ')
}

const NARROW = ['package', 'version', 'path', 'image', 'platform', 'severity'] as const

/** What an exception accepts, in its author's words: `CVE-2026-1234; package libxml2`, or `rule ssm-start-session; user = "deploy"`. */
export function describeTarget(exception: ReportedException): string {
  const { ids, rule, filter } = exception
  return [
    ...(ids.length === 0 ? [] : [ids.join(', ')]),
    ...(rule === null ? [] : [`rule ${rule}`]),
    ...(filter === null ? [] : [filter]),
    ...NARROW.flatMap(name => (exception[name] === null ? [] : [`${name} ${exception[name]}`])),
  ].join('; ')
}

const MOST_NAMED = 3

/**
 * What an exception let through: `2 findings in payments/api:1.4.2`, or `3 events: a session of deploy`. `names` are those of the images by
 * their URIs; the only image of a report is not named again.
 */
export function describeTaken({ findings, events, taken, images }: ReportedException, names: ReadonlyMap<string, string>): string {
  const limit = (texts: readonly string[], all = texts.length): string =>
    [...texts.slice(0, MOST_NAMED), ...(all > MOST_NAMED ? [`and ${all - MOST_NAMED} more`] : [])].join(', ')
  const where = images.length === 0 || names.size === 1 ? '' : ` in ${limit(images.map(uri => names.get(uri) ?? nameImage(uri)))}`
  const titles = [...new Set(taken.map(({ title }) => title))]
  const parts = [
    ...(findings === 0 ? [] : [`${plural(findings, 'finding')}${where}`]),
    ...(events === 0 ? [] : [`${plural(events, 'event')}${where}: ${limit(titles)}`]),
  ]
  return parts.length === 0 ? 'nothing' : parts.join('; ')
}
