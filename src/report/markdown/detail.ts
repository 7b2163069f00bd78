// In how much detail a report is written as Markdown: how much at all, and how much of that is open and not folded.

import { agree } from '../../plural.ts'

/** How many are shown: findings of each image, alerts, events of each alert, charts, images, and lines of any other list. */
export interface Detail {
  readonly findings: number
  readonly alerts: number
  readonly events: number
  readonly charts: number
  readonly images: number
  readonly lines: number
  /** How many lines of each list are open: of what to do now, and of any other. The others are folded. */
  readonly openFixes: number
  readonly open: number
}

/** What is open of a list, and what is folded; a single item is not worth to be folded. */
export function splitOpen<T>(list: readonly T[], open: number): readonly [open: readonly T[], folded: readonly T[]] {
  const shown = list.length === open + 1 && open > 0 ? list.length : open
  return [list.slice(0, shown), list.slice(shown)]
}

/** A line that says how many are left out; nothing if none is. */
export function tellLeft(left: number, what: string, where = 'the report as JSON or HTML has all'): readonly string[] {
  return left <= 0 ? [] : ['', `… and ${left} more ${agree(left, what)}; ${where}.`]
}
