// A row of a table as lines of the page, and its details, which are made when somebody opens them.

import { isLong } from '../parts.ts'
import type { Column, Fact, Row, ShownEvent, Table } from '../table.ts'
import { breakable, button, link, make } from './element.ts'
import type { State } from './state.ts'

export interface Rows {
  /** The lines of a row: its cells, and its details where they are open. */
  readonly render: (row: Row, state: State) => readonly HTMLElement[]
  /** Opens the details of a row before it is rendered. */
  readonly open: (row: Row) => void
}

/** Details that are open are kept, so whatever was opened inside them stays open. `openers` is the number of columns with a button. */
export function startRows(table: Table, openers: number): Rows {
  const { columns } = table
  const opened = new Map<Row, HTMLElement>()
  const renderDetails = (row: Row): HTMLElement => {
    const parts = [...renderFacts(factsOf(table, row)), ...(row.events ?? []).map(renderEvent)]
    return make('tr', { className: 'details' }, make('td', { colSpan: columns.length + openers }, ...parts))
  }
  const renderOpener = (row: Row, isOpen: boolean): HTMLElement => {
    const name = row.cells.map((cell, i) => textOf(columns[i], cell)).find((_, i) => columns[i]?.leads === true) ?? table.one
    const more = button('', () => {
      const shown = opened.get(row)
      if (shown === undefined) {
        const made = renderDetails(row)
        opened.set(row, made)
        more.closest('tr')?.after(made)
      } else {
        opened.delete(row)
        shown.remove()
      }
      more.ariaExpanded = String(shown === undefined)
    })
    more.className = 'more'
    more.ariaExpanded = String(isOpen)
    more.ariaLabel = `Details of ${name}`
    return make('td', { className: 'opener' }, ...(hasDetails(table, row) ? [more] : []))
  }
  const render: Rows['render'] = (row, { printing, marked }) => {
    // Alerts are printed with their events, and nothing is printed with buttons.
    const details = opened.get(row) ?? (printing && row.events !== undefined ? renderDetails(row) : undefined)
    const opener = openers === 0 ? [] : [printing ? make('td', { className: 'opener' }) : renderOpener(row, details !== undefined)]
    const className = row === marked ? 'marked' : ''
    const line = make(
      'tr',
      { className, id: row.anchor ?? '' },
      ...opener,
      ...row.cells.map((cell, i) => renderCell(columns[i], cell, row)),
    )
    return details === undefined || !hasDetails(table, row) ? [line] : [line, details]
  }
  return { render, open: row => opened.set(row, opened.get(row) ?? renderDetails(row)) }
}

export function factsOf({ shared }: Table, row: Row): readonly Fact[] {
  return [...(row.facts ?? []), ...((row.shared === undefined ? undefined : shared?.[row.shared]) ?? [])]
}

export function hasDetails(table: Table, row: Row): boolean {
  return (row.events ?? []).length > 0 || factsOf(table, row).length > 0
}

export function textOf(column: Column | undefined, cell: Row['cells'][number]): string {
  return cell === null ? '' : (column?.choices?.[Number(cell)] ?? String(cell))
}

function renderCell(column: Column | undefined, cell: Row['cells'][number], { href, uncounted }: Row): HTMLElement {
  // An empty cell in a column of numbers might be taken for zero.
  const text = column?.kind === 'number' && cell === null ? '–' : textOf(column, cell)
  const shown = renderText(column, cell, text, uncounted === true)
  const led = column?.leads === true && href !== undefined ? [link(href, ...shown)] : shown
  const width = isLong(text) ? 'long' : /\s/.test(text) ? 'wide' : text === '' ? 'empty' : ''
  const className = [column?.kind, width, column?.leads && 'leads', column?.told && 'told'].filter(Boolean).join(' ')
  const made = make('td', { className }, ...led)
  // A narrow screen has no room for the heads of columns.
  made.dataset['label'] = column?.title ?? ''
  return made
}

function renderText(column: Column | undefined, cell: Row['cells'][number], text: string, uncounted: boolean): readonly (Node | string)[] {
  if (column?.kind === 'code') return [make('code', {}, ...breakable(text))]
  if (column?.kind !== 'choice') return breakable(text)
  const tone = column.tones?.[Number(cell)]
  return [make('span', { className: tone === undefined ? '' : `tone ${uncounted && tone !== 'plain' ? 'through' : tone}` }, text)]
}

function renderFacts(facts: readonly Fact[]): readonly HTMLElement[] {
  if (facts.length === 0) return []
  const pairs = facts.flatMap(([name, text, href]) => [
    make('dt', {}, name),
    make('dd', {}, ...(href === undefined ? breakable(text) : [link(href, ...breakable(text))])),
  ])
  return [make('dl', {}, ...pairs)]
}

function renderEvent({ title, href, facts, clauses, record }: ShownEvent): HTMLElement {
  const heading = make('h3', {}, href === undefined ? title : link(href, title))
  const rows = clauses.map(([clause, found, why]) =>
    make('tr', {}, ...[clause, found].map(text => make('td', {}, make('code', {}, ...breakable(text)))), make('td', {}, why)),
  )
  const head = make('tr', {}, ...['The rule asks for', 'Found', 'Why it holds'].map(name => make('th', { scope: 'col' }, name)))
  const evidence = rows.length === 0 ? [] : [make('table', { className: 'evidence' }, make('thead', {}, head), make('tbody', {}, ...rows))]
  const whole =
    record === undefined ? [] : [make('details', {}, make('summary', {}, 'The whole event'), make('pre', { tabIndex: 0 }, record))]
  return make('article', {}, heading, ...renderFacts(facts), ...evidence, ...whole)
}
