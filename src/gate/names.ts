// The names of targets in the titles of alerts: `Session on i-0abc… opened by alice` becomes `Session on i-0abc… (payments-db-1) opened by
// alice`. Only the title changes. What tells alerts apart stays as it was, because names change and may not be known the next time.

import { shorten } from '../escape.ts'
import { targetIdsOf } from '../events/target.ts'
import { ownText } from '../json.ts'
import type { Alert } from './alert.ts'

/** A target in the title of an alert, and where it is. */
export interface TitleTarget {
  readonly id: string
  readonly account: string | undefined
  readonly region: string | undefined
}

const NAME_LENGTH = 80

/** The targets of an alert's events whose ids its title has. */
export function targetsInTitle({ title, events }: Pick<Alert, 'title' | 'events'>): readonly TitleTarget[] {
  const all = events.flatMap(({ record, region, accountId }) => {
    if (record === null) return []
    const place = {
      account: ownText(record, 'recipientAccountId') ?? ownText(record, 'accountId') ?? accountId ?? undefined,
      region: region ?? ownText(record, 'region'),
    }
    return targetIdsOf(record).flatMap(id => (findWord(title, id) < 0 ? [] : [{ id, ...place }]))
  })
  return [...new Map(all.map(target => [target.id, target])).values()]
}

/** The alert whose title has the names of these targets behind their ids, but for those that it has already. */
export function nameTargets(alert: Alert, targets: readonly { readonly id: string; readonly name: string }[]): Alert {
  const title = targets.reduce((text, { id, name }) => addName(text, id, shorten(name, NAME_LENGTH)), alert.title)
  return title === alert.title ? alert : { ...alert, title }
}

function addName(title: string, id: string, name: string): string {
  const at = findWord(title, id)
  if (at < 0 || findWord(title, name) >= 0) return title
  const end = at + id.length
  return `${title.slice(0, end)} (${name})${title.slice(end)}`
}

// An id may be the beginning of another.
function findWord(title: string, word: string): number {
  for (let at = title.indexOf(word); at >= 0; at = title.indexOf(word, at + 1)) {
    if (!isInWord(title[at - 1]) && !isInWord(title[at + word.length])) return at
  }
  return -1
}

function isInWord(character: string | undefined): boolean {
  return character !== undefined && /[\w-]/.test(character)
}
