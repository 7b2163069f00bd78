// Which rows of a table are wanted, and in which order.

import { groupBy } from '../../../group.ts'
import type { Row, Table } from '../table.ts'
import { factsOf, textOf } from './rows.ts'
import { isNarrowed, type Sorted, type State } from './state.ts'

/** Rows of one group. */
export interface Section {
  readonly group: number
  readonly rows: readonly Row[]
  /** On paper, how many of them are printed. */
  readonly printed?: number
}

/** The rows by their groups, each group where the first of its rows stands. */
export function groupRows(rows: readonly Row[]): readonly Section[] {
  return [...groupBy(rows, ({ group = 0 }) => group)].map(([group, rows]) => ({ group, rows }))
}

/** The groups of which rows are printed, if only these rows are. A group has all of its rows, so that its numbers are those of the screen. */
export function printGroups(sections: readonly Section[], printed: ReadonlySet<Row>): readonly Section[] {
  return sections
    .map(section => ({ ...section, printed: section.rows.filter(row => printed.has(row)).length }))
    .filter(section => section.printed > 0)
}

/** Returns a function that gives the rows of a table that a reader wants, in the order that they are wanted in. */
export function startSelecting(table: Table): (state: State) => readonly Row[] {
  const { rows, columns } = table
  // Made when somebody searches. The records of events are left out: they are long, and nearly any word occurs in them.
  const text = remember((row: Row) =>
    [
      table.groups?.list[row.group ?? 0]?.title ?? '',
      ...row.cells.map((cell, i) => textOf(columns[i], cell)),
      ...[...factsOf(table, row), ...(row.events ?? []).flatMap(({ facts }) => facts)].map(([, fact]) => fact),
      ...(row.events ?? []).flatMap(({ title, clauses }) => [title, ...clauses.flat()]),
    ]
      .join('\n')
      .toLowerCase(),
  )
  return state => {
    const { words, wanted, sorted } = state
    const isWanted = (row: Row): boolean =>
      [...wanted].every(([column, choice]) => row.cells[column] === choice) && words.every(word => text(row).includes(word))
    const found = isNarrowed(state) ? rows.filter(isWanted) : rows
    if (sorted === undefined) return found
    const { column } = sorted
    const down = isDown(table, sorted)
    return [...found].sort((a, b) => compare(a.cells[column], b.cells[column], down))
  }
}

// Numbers are sorted with the largest first.
export function isDown({ columns }: Table, { column, turned }: Sorted): boolean {
  return (columns[column]?.kind === 'number') !== turned
}

// The third click restores the order of the report.
export function nextSort(sorted: Sorted | undefined, column: number): Sorted | undefined {
  if (sorted?.column !== column) return { column, turned: false }
  return sorted.turned ? undefined : { column, turned: true }
}

const collator = new Intl.Collator('en', { numeric: true })

// Unknown values come last in either direction.
function compare(a: Row['cells'][number] | undefined, b: Row['cells'][number] | undefined, down: boolean): number {
  const [none, other] = [a === null || a === '' || a === undefined, b === null || b === '' || b === undefined]
  if (none || other) return Number(none) - Number(other)
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))
  return down ? -order : order
}

function remember<T extends object, V>(make: (key: T) => V): (key: T) => V {
  const known = new WeakMap<T, V>()
  return key => {
    const value = known.get(key) ?? make(key)
    known.set(key, value)
    return value
  }
}
