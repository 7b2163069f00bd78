// What a run of SARIF says of itself: whether everything was seen, what is missing, and which events were let through.

import type { Invocation } from 'sarif'
import { explainAcceptance } from '../decision.ts'
import { describeTaken, describeTarget } from '../exceptions.ts'
import { type NamedImage, namesByUri } from '../name.ts'
import type { Report } from '../report.ts'
import { plain } from './entry.ts'

export interface Notification {
  readonly level: 'error' | 'warning' | 'note'
  readonly text: string
}

/** What came of a run. */
interface Ran {
  /** How many results are in it, and how many there are without the limit. */
  readonly kept: number
  readonly results: number
  readonly complete: boolean
  readonly notifications: readonly Notification[]
}

const MOST_NOTIFICATIONS = 100

/** Events that exceptions took are no results, so the run says that there were some. */
export function tellAccepted({ exceptions }: Pick<Report, 'exceptions'>, images: readonly NamedImage[]): readonly Notification[] {
  const names = namesByUri(images)
  return exceptions
    .filter(({ events }) => events > 0)
    .map(each => ({
      level: 'note',
      text: `${describeTarget(each)}: ${describeTaken(each, names)} let through: ${explainAcceptance(each)}`,
    }))
}

export function toError(text: string): Notification {
  return { level: 'error', text }
}

/**
 * A run is successful if everything that it is about was seen, whatever the verdict. GitHub refuses any other run, so uploading the
 * file cannot close alerts that an incomplete run lacks (github/codeql-action#1393).
 */
export function describeInvocation(
  { kept, results, complete, notifications }: Ran,
  { readAt, decidedAt }: Pick<Report, 'readAt' | 'decidedAt'>,
): Invocation {
  const left = results - kept
  const cut: Notification = {
    level: 'warning',
    text: `${left} of ${results} results are left out: the ${kept} most severe are here`,
  }
  const all = [...(left > 0 ? [cut] : []), ...notifications]
  const more: Notification = {
    level: all.slice(MOST_NOTIFICATIONS).some(({ level }) => level === 'error') ? 'error' : 'note',
    text: `and ${all.length - MOST_NOTIFICATIONS} more`,
  }
  const shown = all.length > MOST_NOTIFICATIONS ? [...all.slice(0, MOST_NOTIFICATIONS), more] : all
  return {
    executionSuccessful: complete,
    ...(isInstant(readAt) && isInstant(decidedAt) ? { startTimeUtc: readAt, endTimeUtc: decidedAt } : {}),
    toolExecutionNotifications: shown.map(({ level, text }) => ({ level, message: { text: plain(text) || 'no text' } })),
  }
}

function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text)
}
