// A table in its place on the page, with what a reader chooses its rows by.

import type { Column, Table } from '../table.ts'
import { button, make } from './element.ts'
import { isDown, nextSort, startSelecting } from './select.ts'
import { START, type State } from './state.ts'
import { makePager, makeTools } from './tools.ts'
import { countOpeners, startViewing } from './view.ts'

export interface Shown {
  /** Shows the row with this anchor, and returns whether the table has it. */
  readonly reveal: (anchor: string) => boolean
}

/** Tables with fewer rows have no search and no filters. */
const MANY = 6

export function showTable(table: Table, place: HTMLElement): Shown {
  let state = START
  const select = startSelecting(table)
  const openers = countOpeners(table)
  const view = startViewing(table, openers)
  const change = (changed: Partial<State>): void => {
    state = { ...state, ...changed }
    render()
  }
  const heads = table.columns.map((column, i) => makeHead(column, () => change({ sorted: nextSort(state.sorted, i), part: 0 })))
  const pager = makePager(table, by => {
    change({ part: state.part + by })
    place.scrollIntoView({ block: 'start' })
  })
  const caption = make('caption', { className: 'unseen' }, `${table.many}, sortable by each column`)
  const opener = openers === 0 ? [] : [make('td', { className: 'opener' })]
  const whole = make('table', {}, caption, make('thead', {}, make('tr', {}, ...opener, ...heads)))
  const status = make('output', { className: 'status' })
  const render = (): void => {
    const { bodies, isGrouped, isFirst, isLast, range } = view.render(select(state), state)
    status.textContent = range
    pager.update(isFirst, isLast)
    whole.className = isGrouped ? 'grouped' : ''
    for (const body of [...whole.tBodies]) body.remove()
    whole.append(...bodies)
    heads.forEach((head, i) => {
      head.ariaSort = state.sorted?.column !== i ? null : isDown(table, state.sorted) ? 'descending' : 'ascending'
    })
  }
  const tools = make('div', { className: 'tools' })
  const fillTools = (): void => tools.replaceChildren(...makeTools(table, state, change), status)
  tools.hidden = table.rows.length < MANY
  const scroll = make('div', { className: 'scroll', tabIndex: 0, role: 'group', ariaLabel: `Table of ${table.many}` }, whole)
  place.replaceChildren(tools, scroll, pager.element)
  fillTools()
  render()
  addEventListener('beforeprint', () => change({ printing: true }))
  addEventListener('afterprint', () => change({ printing: false }))

  const reveal = (anchor: string): boolean => {
    const row = anchor === '' ? undefined : table.rows.find(each => each.anchor === anchor)
    if (row === undefined) return false
    if (!select(state).includes(row)) state = { ...START, grouped: state.grouped }
    change(view.reveal(row, select(state), state))
    fillTools()
    const line = document.getElementById(anchor)
    if (line !== null) goTo(line)
    return true
  }
  return { reveal }
}

function makeHead({ title, kind, told }: Column, sort: () => void): HTMLTableCellElement {
  return make('th', { scope: 'col', className: told ? `${kind} told` : kind }, button(title, sort))
}

function goTo(line: HTMLElement): void {
  line.tabIndex = -1
  line.focus({ preventScroll: true })
  line.scrollIntoView({ block: 'center' })
}
