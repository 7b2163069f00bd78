// Lists of sentences, and what is folded of them where there are many.

import { breakable, html, type Markup } from './markup.ts'

export function renderList(lines: readonly string[]): Markup {
  return html`<ul class="list">${lines.map(line => html`<li>${breakable(line)}</li>`)}</ul>`
}

const MOST_LINES = 6

/** A list of which the first lines are shown, and the others when somebody opens them. */
export function renderFolded(lines: readonly string[]): Markup {
  const shown = renderList(lines.slice(0, MOST_LINES))
  const left = lines.length - MOST_LINES
  return left <= 0 ? shown : html`${shown}${fold(left, renderList(lines.slice(MOST_LINES)))}`
}

/** The first parts, and the others folded. */
export function foldAfter(most: number, parts: readonly Markup[]): readonly Markup[] {
  const left = parts.slice(most)
  return left.length === 0 ? parts : [...parts.slice(0, most), fold(left.length, html`${left}`)]
}

function fold(count: number, content: Markup): Markup {
  return html`<details><summary>and ${count} more</summary>${content}</details>`
}
