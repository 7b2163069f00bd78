// A row of a table as lines of the page, and its details, which are made when somebody opens them.

import type { Column, Fact, Row, ShownEvent, Table } from '../table.ts'
import { button, link, make } from './element.ts'

/** Returns a function that makes the lines of a row. Details that are open are kept, so whatever was opened inside them stays open. */
export function startRows(table: Table, openers: number): (row: Row, printing: boolean) => readonly HTMLElement[] {
  const { columns } = table
  const opened = new Map<Row, HTMLElement>()
  const renderDetails = (row: Row): HTMLElement => {
    const parts = [...renderFacts(factsOf(table, row)), ...(row.events ?? []).map(renderEvent)]
    return make('tr', { className: 'details' }, make('td', { colSpan: columns.length + openers }, ...parts))
  }
  return (row, printing) => {
    const hasMore = hasDetails(table, row)
    // Alerts are printed with their events.
    const details = opened.get(row) ?? (printing && row.events !== undefined ? renderDetails(row) : undefined)
    const name = row.cells.map((cell, i) => textOf(columns[i], cell)).find((_, i) => columns[i]?.leads === true) ?? table.one
    const more = button('', () => {
      const shown = opened.get(row)
      if (shown === undefined) {
        const made = renderDetails(row)
        opened.set(row, made)
        line.after(made)
      } else {
        opened.delete(row)
        shown.remove()
      }
      more.ariaExpanded = String(shown === undefined)
    })
    more.className = 'more'
    more.ariaExpanded = String(details !== undefined)
    more.ariaLabel = `Details of ${name}`
    const opener = openers === 0 ? [] : [make('td', { className: 'opener' }, ...(hasMore ? [more] : []))]
    const line = make('tr', {}, ...opener, ...row.cells.map((cell, i) => renderCell(columns[i], cell, row.href)))
    return details === undefined || !hasMore ? [line] : [line, details]
  }
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

function renderCell(column: Column | undefined, cell: Row['cells'][number], href: string | undefined): HTMLElement {
  // An empty cell in a column of numbers might be taken for zero.
  const text = column?.kind === 'number' && cell === null ? '–' : textOf(column, cell)
  const tone = column?.tones?.[Number(cell)]
  const className = tone === undefined ? '' : `tone ${tone}`
  const shown = column?.kind === 'choice' ? make('span', { className }, text) : column?.kind === 'code' ? make('code', {}, text) : text
  const led = column?.leads === true && href !== undefined ? link(href, shown) : shown
  return make('td', { className: column?.kind ?? '' }, led)
}

function renderFacts(facts: readonly Fact[]): readonly HTMLElement[] {
  if (facts.length === 0) return []
  const pairs = facts.flatMap(([name, text, href]) => [make('dt', {}, name), make('dd', {}, href === undefined ? text : link(href, text))])
  return [make('dl', {}, ...pairs)]
}

function renderEvent({ title, href, facts, clauses, record }: ShownEvent): HTMLElement {
  const heading = make('h3', {}, href === undefined ? title : link(href, title))
  const rows = clauses.map(([clause, found, why]) =>
    make('tr', {}, make('td', {}, make('code', {}, clause)), make('td', {}, make('code', {}, found)), make('td', {}, why)),
  )
  const head = make('tr', {}, ...['The rule asks for', 'Found', 'Why it holds'].map(name => make('th', { scope: 'col' }, name)))
  const evidence = rows.length === 0 ? [] : [make('table', { className: 'evidence' }, make('thead', {}, head), make('tbody', {}, ...rows))]
  const whole =
    record === undefined ? [] : [make('details', {}, make('summary', {}, 'The whole event'), make('pre', { tabIndex: 0 }, record))]
  return make('article', {}, heading, ...renderFacts(facts), ...evidence, ...whole)
}
