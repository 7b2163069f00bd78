// What a reader chose to see of a table.

import type { Row } from '../table.ts'

export interface State {
  readonly words: readonly string[]
  /** The choice that a column must have, by the number of the column. */
  readonly wanted: ReadonlyMap<number, number>
  readonly sorted: Sorted | undefined
  readonly part: number
  /** Whether rows are shown under their groups, if they have any. */
  readonly grouped: boolean
  /** The row that an address led to. */
  readonly marked: Row | undefined
  readonly printing: boolean
}

export interface Sorted {
  readonly column: number
  readonly turned: boolean
}

export const START: State = {
  words: [],
  wanted: new Map(),
  sorted: undefined,
  part: 0,
  grouped: true,
  marked: undefined,
  printing: false,
}

/** Whether a reader looks for some of the rows. */
export function isNarrowed({ words, wanted }: State): boolean {
  return words.length > 0 || wanted.size > 0
}
