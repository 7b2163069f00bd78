// The script of the report in a browser: it makes the tables from the data of the page, sorts and filters them, and opens details.
//
// All data is inserted as text, and the page's policy forbids parsing text as markup. A long table is in the page one part at a time.

import type { Column, Fact, Row, ShownEvent, Table } from '../table.ts'

const ROWS = 25
const PRINTED_ROWS = 1000
/** Tables with fewer rows have no search and no filters. */
const MANY = 6

const data = JSON.parse(document.getElementById('data')?.textContent ?? '[]') as readonly Table[]
for (const table of data) show(table)

function show(table: Table): void {
  const place = document.querySelector(`#${table.name} .table`)
  if (place === null) return
  const { rows, columns } = table
  const wanted = new Map<number, number>()
  /** The details that are open. Their elements are kept, so whatever a reader opened inside them stays open. */
  const opened = new Map<Row, HTMLElement>()
  let words: readonly string[] = []
  let sorted: { readonly column: number; readonly turned: boolean } | undefined
  let part = 0
  let printing = false

  // Made when somebody searches. The records of events are left out: they are long, and nearly any word occurs in them.
  const text = remember((row: Row) =>
    [
      ...row.cells.map((cell, i) => textOf(columns[i], cell)),
      ...[...factsOf(table, row), ...(row.events ?? []).flatMap(({ facts }) => facts)].map(([, fact]) => fact),
      ...(row.events ?? []).flatMap(({ title, clauses }) => [title, ...clauses.flat()]),
    ]
      .join('\n')
      .toLowerCase(),
  )
  const isWanted = (row: Row): boolean =>
    [...wanted].every(([column, choice]) => row.cells[column] === choice) && words.every(word => text(row).includes(word))

  // Numbers are sorted with the largest first.
  const isDown = ({ column, turned }: NonNullable<typeof sorted>): boolean => (columns[column]?.kind === 'number') !== turned
  const select = (): readonly Row[] => {
    const found = words.length === 0 && wanted.size === 0 ? rows : rows.filter(isWanted)
    if (sorted === undefined) return found
    const { column } = sorted
    const down = isDown(sorted)
    return [...found].sort((a, b) => compare(a.cells[column], b.cells[column], down))
  }

  const openers = rows.some(row => hasDetails(table, row)) ? [make('td', { className: 'opener' })] : []
  const status = make('output', { className: 'status' })
  const body = make('tbody')
  const back = button('Previous', () => turn(-1))
  const on = button('Next', () => turn(1))
  const pager = make('nav', { className: 'pager', ariaLabel: `Parts of the ${table.many}` }, back, on)
  const heads = columns.map((column, i) => {
    const sort = button(column.title, () => sortBy(i))
    return make('th', { scope: 'col', className: column.kind }, sort)
  })

  const render = (): void => {
    const found = select()
    // Paper has no buttons, so it gets more rows.
    const [from, size] = printing ? [0, PRINTED_ROWS] : [part * ROWS, ROWS]
    const shown = found.slice(from, from + size)
    const range = found.length > size ? `${from + 1} to ${from + shown.length} of ${found.length}` : `${found.length}`
    const outOf = found.length === rows.length ? '' : ` (${rows.length} in all)`
    const left = table.left === undefined ? '' : `; ${table.left} more are in the report as JSON only`
    status.textContent = `${range} ${found.length === 1 ? table.one : table.many}${outOf}${left}`
    pager.hidden = found.length <= size
    back.disabled = part === 0
    on.disabled = from + size >= found.length
    body.replaceChildren(...shown.flatMap(renderRow))
    heads.forEach((head, i) => {
      head.ariaSort = sorted?.column !== i ? null : isDown(sorted) ? 'descending' : 'ascending'
    })
  }

  const renderRow = (row: Row): readonly HTMLElement[] => {
    const hasMore = hasDetails(table, row)
    // Alerts are printed with their events.
    const details = opened.get(row) ?? (printing && row.events !== undefined ? renderDetails(row) : undefined)
    const name = row.cells.map((cell, i) => textOf(columns[i], cell)).find((_, i) => columns[i]?.leads === true) ?? table.one
    const more = button('', () => {
      const shown = opened.get(row)
      if (shown === undefined) {
        const details = renderDetails(row)
        opened.set(row, details)
        line.after(details)
      } else {
        opened.delete(row)
        shown.remove()
      }
      more.ariaExpanded = String(shown === undefined)
    })
    more.className = 'more'
    more.ariaExpanded = String(details !== undefined)
    more.ariaLabel = `Details of ${name}`
    const cells = row.cells.map((cell, i) => renderCell(columns[i], cell, row.href))
    const line = make('tr', {}, ...openers.map(() => make('td', { className: 'opener' }, ...(hasMore ? [more] : []))), ...cells)
    return details === undefined || !hasMore ? [line] : [line, details]
  }

  const renderDetails = (row: Row): HTMLElement => {
    const parts = [...renderFacts(factsOf(table, row)), ...(row.events ?? []).map(renderEvent)]
    return make('tr', { className: 'details' }, make('td', { colSpan: columns.length + openers.length }, ...parts))
  }
  const restart = (): void => {
    part = 0
    render()
  }
  const turn = (by: number): void => {
    part += by
    render()
    place.scrollIntoView({ block: 'start' })
    // A button that is disabled loses the focus, so the other one gets it.
    const [pressed, other] = by < 0 ? [back, on] : [on, back]
    if (pressed.disabled) other.focus({ preventScroll: true })
  }
  const sortBy = (column: number): void => {
    // The third click restores the order of the report.
    if (sorted?.column !== column) sorted = { column, turned: false }
    else sorted = sorted.turned ? undefined : { column, turned: true }
    restart()
  }

  const search = make('input', { type: 'search', autocomplete: 'off', spellcheck: false })
  search.addEventListener('input', () => {
    words = search.value
      .toLowerCase()
      .split(/\s+/)
      .filter(word => word !== '')
    restart()
  })
  const selects = columns.flatMap(({ title, choices = [] }, column) => {
    if (choices.length < 2) return []
    const options = choices.map((choice, i) => make('option', { value: String(i) }, choice))
    const chosen = make('select', {}, make('option', { value: '' }, 'all'), ...options)
    chosen.addEventListener('change', () => {
      if (chosen.value === '') wanted.delete(column)
      else wanted.set(column, Number(chosen.value))
      restart()
    })
    return [make('label', {}, `${title} `, chosen)]
  })
  const tools = make('div', { className: 'tools' }, make('label', {}, 'Search ', search), ...selects, status)
  tools.hidden = rows.length < MANY

  const caption = make('caption', { className: 'unseen' }, `${table.many}, sortable by each column`)
  const whole = make('table', {}, caption, make('thead', {}, make('tr', {}, ...openers, ...heads)), body)
  const scroll = make('div', { className: 'scroll', tabIndex: 0, role: 'group', ariaLabel: `Table of ${table.many}` }, whole)
  place.replaceChildren(tools, scroll, pager)
  render()

  const print = (now: boolean): void => {
    printing = now
    render()
  }
  addEventListener('beforeprint', () => print(true))
  addEventListener('afterprint', () => print(false))
}

function factsOf({ shared }: Table, row: Row): readonly Fact[] {
  return [...(row.facts ?? []), ...((row.shared === undefined ? undefined : shared?.[row.shared]) ?? [])]
}

function hasDetails(table: Table, row: Row): boolean {
  return (row.events ?? []).length > 0 || factsOf(table, row).length > 0
}

function textOf(column: Column | undefined, cell: Row['cells'][number]): string {
  return cell === null ? '' : (column?.choices?.[Number(cell)] ?? String(cell))
}

const collator = new Intl.Collator('en', { numeric: true })

// Unknown values come last in either direction.
function compare(a: Row['cells'][number] | undefined, b: Row['cells'][number] | undefined, down: boolean): number {
  const [none, other] = [a === null || a === '' || a === undefined, b === null || b === '' || b === undefined]
  if (none || other) return Number(none) - Number(other)
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))
  return down ? -order : order
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

function link(href: string, child: Node | string): HTMLAnchorElement {
  return make('a', { href, target: '_blank', rel: 'noopener noreferrer' }, child)
}

function button(text: string, press: () => void): HTMLButtonElement {
  const made = make('button', { type: 'button' }, text)
  made.addEventListener('click', press)
  return made
}

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

function remember<T extends object, V>(make: (key: T) => V): (key: T) => V {
  const known = new WeakMap<T, V>()
  return key => {
    const value = known.get(key) ?? make(key)
    known.set(key, value)
    return value
  }
}
