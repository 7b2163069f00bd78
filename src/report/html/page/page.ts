// The script of the report in a browser: it makes the tables from the data of the page, sorts and filters them, and opens details.
//
// All data is inserted as text, and the page's policy forbids parsing text as markup. A long table is in the page one part at a time.

import type { Table } from '../table.ts'
import { button, make } from './element.ts'
import { hasDetails, startRows } from './rows.ts'
import { isDown, nextSort, START, type State, startSelecting } from './select.ts'
import { makeChoices, makePager, makeSearch } from './tools.ts'

const ROWS = 25
const PRINTED_ROWS = 1000
/** Tables with fewer rows have no search and no filters. */
const MANY = 6

const data = JSON.parse(document.getElementById('data')?.textContent ?? '[]') as readonly Table[]
for (const table of data) show(table)

function show(table: Table): void {
  const place = document.querySelector(`#${table.name} .table`)
  if (place === null) return
  let state = START
  const change = (changed: Partial<State>): void => {
    state = { ...state, ...changed }
    render()
  }
  const select = startSelecting(table)
  const openers = table.rows.some(row => hasDetails(table, row)) ? [make('td', { className: 'opener' })] : []
  const renderRow = startRows(table, openers.length)
  const heads = table.columns.map((column, i) => {
    const sort = button(column.title, () => change({ sorted: nextSort(state.sorted, i), part: 0 }))
    return make('th', { scope: 'col', className: column.kind }, sort)
  })
  const pager = makePager(table, by => {
    change({ part: state.part + by })
    place.scrollIntoView({ block: 'start' })
  })
  const status = make('output', { className: 'status' })
  const body = make('tbody')

  const render = (): void => {
    const found = select(state)
    // Paper has no buttons, so it gets more rows.
    const [from, size] = state.printing ? [0, PRINTED_ROWS] : [state.part * ROWS, ROWS]
    const shown = found.slice(from, from + size)
    status.textContent = describeRange(table, from, shown.length, found.length)
    pager.update(state.part === 0, from + size >= found.length, found.length <= size)
    body.replaceChildren(...shown.flatMap(row => renderRow(row, state.printing)))
    heads.forEach((head, i) => {
      head.ariaSort = state.sorted?.column !== i ? null : isDown(table, state.sorted) ? 'descending' : 'ascending'
    })
  }

  const caption = make('caption', { className: 'unseen' }, `${table.many}, sortable by each column`)
  const whole = make('table', {}, caption, make('thead', {}, make('tr', {}, ...openers, ...heads)), body)
  const scroll = make('div', { className: 'scroll', tabIndex: 0, role: 'group', ariaLabel: `Table of ${table.many}` }, whole)
  const tools = make('div', { className: 'tools' }, makeSearch(change), ...makeChoices(table, change), status)
  tools.hidden = table.rows.length < MANY
  place.replaceChildren(tools, scroll, pager.element)
  render()
  addEventListener('beforeprint', () => change({ printing: true }))
  addEventListener('afterprint', () => change({ printing: false }))
}

function describeRange({ rows, one, many, left }: Table, from: number, shown: number, found: number): string {
  const range = found > shown ? `${from + 1} to ${from + shown} of ${found}` : `${found}`
  const outOf = found === rows.length ? '' : ` (${rows.length} in all)`
  const unlisted = left === undefined ? '' : `; ${left} more are in the report as JSON only`
  return `${range} ${found === 1 ? one : many}${outOf}${unlisted}`
}
