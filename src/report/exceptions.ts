// The exceptions in a report: each with what it let through, by whom, until when and why.

import { formatPlace } from '../diagnostic.ts'
import type { ExceptionOutcome } from '../gate/exceptions/apply.ts'
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
