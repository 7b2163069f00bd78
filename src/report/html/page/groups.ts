// The groups of a table, each a body of its own: a line that says what its rows have in common, and below it the rows, as far as they are
// open. A group may have thousands of rows, so it opens to the first of them, and shows more when somebody asks.

import type { Row, Table } from '../table.ts'
import { breakable, button, make } from './element.ts'
import type { Rows } from './rows.ts'
import type { Section } from './select.ts'
import { isNarrowed, type State } from './state.ts'

/** How many rows a group opens to, and how many more are shown at a time. */
const FIRST = 10
const MORE = 100

export interface GroupBodies {
  /** `room` is how many rows may be open that nobody opened. */
  readonly render: (sections: readonly Section[], state: State, room: number) => readonly HTMLElement[]
  /** Opens a group so far that it shows so many rows, before it is rendered. */
  readonly open: (group: number, rows: number) => void
}

export function startGroups(table: Table, width: number, rows: Rows): GroupBodies {
  // How many rows a reader wants to see of a group; none if it was closed.
  const wanted = new Map<number, number>()

  const render: GroupBodies['render'] = (sections, state, room) => {
    let left = room
    return sections.map(section => {
      const size = Math.min(section.rows.length, FIRST)
      const folded = table.groups?.list[section.group]?.folded === true && !isNarrowed(state)
      const fits = !folded && size <= left
      // The first group that does not fit closes those after it, so that nobody wonders which are open.
      if (!folded) left = fits ? left - size : 0
      const shown = wanted.get(section.group) ?? (fits ? FIRST : 0)
      return renderBody(section, state, folded ? shown : (section.printed ?? shown))
    })
  }

  const renderBody = ({ group, rows: all, printed = all.length }: Section, state: State, shown: number): HTMLElement => {
    const { title = '', aside = '', note = '' } = table.groups?.list[group] ?? {}
    const toggle = button(title, () => {
      const opens = toggle.ariaExpanded !== 'true'
      wanted.set(group, opens ? FIRST : 0)
      toggle.ariaExpanded = String(opens)
      body.replaceChildren(line)
      if (opens) append(body, all, 0, FIRST, state)
    })
    toggle.className = 'toggle'
    toggle.ariaExpanded = String(shown > 0)
    const beside = make('code', { className: 'aside' }, ...breakable(aside))
    const below = note === '' ? [] : [make('p', { className: 'note' }, note)]
    const cut = printed < all.length ? [`: ${printed} of ${all.length} are printed`] : []
    const head = make('th', { scope: 'rowgroup', colSpan: width }, toggle, ' ', beside, ' ', countRows(table, all), ...cut, ...below)
    const line = make('tr', { className: 'group' }, head)
    const body = make('tbody', {}, line)
    if (shown > 0) append(body, all, 0, shown, state)
    return body
  }

  /** Adds the rows from one number to another, and a button for those after them. */
  const append = (body: HTMLElement, all: readonly Row[], from: number, to: number, state: State): void => {
    body.append(...all.slice(from, to).flatMap(row => rows.render(row, state)))
    const left = all.length - to
    if (left <= 0) return
    const more = button(left <= MORE ? `Show ${left} more` : `Show ${MORE} of ${left} more`, () => {
      others.remove()
      wanted.set(all[0]?.group ?? 0, to + MORE)
      const last = body.lastElementChild
      append(body, all, to, to + MORE, state)
      // The button is gone, so the focus goes on to the first of the rows.
      last?.nextElementSibling?.querySelector<HTMLElement>('button, a')?.focus({ preventScroll: true })
    })
    const others = make('tr', { className: 'others' }, make('td', { colSpan: width }, more))
    body.append(others)
  }

  return { render, open: (group, count) => wanted.set(group, Math.max(count, wanted.get(group) ?? 0, FIRST)) }
}

/** How many of these rows have each choice of the first column that has colours, and how many of them do not count. */
function countRows({ columns }: Table, rows: readonly Row[]): HTMLElement {
  const at = columns.findIndex(({ tones }) => tones !== undefined)
  const { choices = [], tones = [] } = columns[at] ?? {}
  const counted = rows.filter(({ uncounted }) => uncounted !== true)
  const badges = choices.flatMap((choice, i) => {
    const count = counted.filter(({ cells }) => cells[at] === i).length
    return count === 0 ? [] : [make('span', { className: `tone ${tones[i] ?? 'other'}` }, `${count} ${choice}`), ' ']
  })
  const others = rows.length - counted.length
  const uncounted = others === 0 ? [] : [make('span', { className: 'tone through' }, `${others} not counted`)]
  return make('span', { className: 'counts' }, ...badges, ...uncounted)
}
