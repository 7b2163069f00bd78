// What is on the page of the rows that a reader wants: one part of them at a time, one by one or under their groups.

import type { Row, Table } from '../table.ts'
import { make } from './element.ts'
import { startGroups } from './groups.ts'
import { hasDetails, startRows } from './rows.ts'
import { groupRows, printGroups } from './select.ts'
import type { State } from './state.ts'

/** How many rows or groups are shown at a time. */
const PART = 25
const PRINTED_ROWS = 1000
/** A row further down in its group is shown without its group, since a group shows all rows before it too. */
const DEEPEST = 100

export interface View {
  readonly bodies: readonly HTMLElement[]
  readonly isGrouped: boolean
  /** Which part of the whole these are. */
  readonly isFirst: boolean
  readonly isLast: boolean
  /** `1 to 25 of 400 findings`, or `400 findings in 12 packages`. */
  readonly range: string
}

export interface Viewing {
  readonly render: (found: readonly Row[], state: State) => View
  /** Opens one of the found rows, and returns the changes that bring it on the page. */
  readonly reveal: (row: Row, found: readonly Row[], state: State) => Partial<State>
}

export function startViewing(table: Table, openers: number): Viewing {
  const rows = startRows(table, openers)
  const groups = startGroups(table, table.columns.length + openers, rows)

  const renderRows: Viewing['render'] = (found, state) => {
    // Paper has no buttons, so it gets more rows.
    const [from, size] = state.printing ? [0, PRINTED_ROWS] : [state.part * PART, PART]
    const shown = found.slice(from, from + size)
    const body = make('tbody', {}, ...shown.flatMap(row => rows.render(row, state)))
    const range = describeRange(table, found.length, from, shown.length)
    return { bodies: [body], isGrouped: false, isFirst: from === 0, isLast: from + size >= found.length, range }
  }

  const renderGroups: Viewing['render'] = (found, state) => {
    const all = groupRows(found)
    const sections = state.printing ? printGroups(all, new Set(found.slice(0, PRINTED_ROWS))) : all
    const [from, size] = state.printing ? [0, PRINTED_ROWS] : [state.part * PART, PART]
    const shown = sections.slice(from, from + size)
    const bodies = groups.render(shown, state, PART)
    const { one = '', many = '' } = table.groups ?? {}
    const part = shown.length === sections.length ? '' : `, ${from + 1} to ${from + shown.length} of them`
    const within = ` in ${sections.length} ${sections.length === 1 ? one : many}${part}`
    const left = state.printing && found.length > PRINTED_ROWS
    const range = left
      ? describeRange(table, found.length, 0, PRINTED_ROWS)
      : `${describeRange(table, found.length, 0, found.length)}${within}`
    return { bodies, isGrouped: true, isFirst: from === 0, isLast: from + size >= sections.length, range }
  }

  const isGrouped = ({ grouped }: State): boolean => grouped && table.groups !== undefined
  return {
    render: (found, state) => (isGrouped(state) ? renderGroups : renderRows)(found, state),
    reveal: (row, found, state) => {
      rows.open(row)
      const sections = groupRows(found)
      const at = sections.findIndex(each => each.rows.includes(row))
      const depth = sections[at]?.rows.indexOf(row) ?? 0
      const grouped = isGrouped(state) && depth < DEEPEST
      if (grouped) groups.open(row.group ?? 0, depth + 1)
      return { grouped, marked: row, part: Math.floor((grouped ? at : found.indexOf(row)) / PART) }
    },
  }
}

/** Whether any row has details, for which a column of buttons is needed. */
export function countOpeners(table: Table): 0 | 1 {
  return table.rows.some(row => hasDetails(table, row)) ? 1 : 0
}

function describeRange({ rows, one, many, left }: Table, found: number, from: number, shown: number): string {
  const range = found > shown ? `${from + 1} to ${from + shown} of ${found}` : `${found}`
  const outOf = found === rows.length ? '' : ` (${rows.length} in all)`
  const unlisted = left === undefined ? '' : `; ${left} more are in the report as JSON only`
  return `${range} ${found === 1 ? one : many}${outOf}${unlisted}`
}
