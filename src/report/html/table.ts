// The tables of the page as plain values, which the report writes into the page as JSON and the page's script reads.

/** A table that can be sorted by every column, searched, and narrowed by the columns of choices. */
export interface Table {
  /** The id of the section it belongs to. */
  readonly name: string
  /** The noun for one row, and its plural. */
  readonly one: string
  readonly many: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** How many more rows there are, which only the report as JSON has. */
  readonly left?: number
  /** Facts that many rows have in common. */
  readonly shared?: readonly (readonly Fact[])[]
  /** Under which its rows are folded, until a reader wants them one by one. */
  readonly groups?: Groups
}

export interface Groups {
  /** The noun for one group, and its plural. */
  readonly one: string
  readonly many: string
  readonly list: readonly Group[]
}

/** What rows have in common. Each is shown as a line that opens to its rows, and counts them by the first column that has colours. */
export interface Group {
  readonly title: string
  /** What stands beside the title, such as the versions of a package. */
  readonly aside: string
  readonly note?: string
  /** Whether it stays closed until somebody opens it, however few rows it has. */
  readonly folded?: boolean
}

export interface Column {
  readonly title: string
  /** A cell of `choice` is the index of its choice, and such a column sorts in the order of the choices. */
  readonly kind: 'text' | 'code' | 'time' | 'number' | 'choice'
  readonly choices?: readonly string[]
  /** The colour of each choice. */
  readonly tones?: readonly Tone[]
  /** Whether its cells link to the `href` of their row. */
  readonly leads?: boolean
  /** Whether the line of a group says the same, so that paper does without it. */
  readonly told?: boolean
}

export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'other' | 'good' | 'through' | 'plain'

export interface Row {
  readonly cells: readonly (string | number | null)[]
  readonly href?: string
  /** Its id in the page, by which an address leads to it (anchor.ts). */
  readonly anchor?: string
  /** The index of its group. */
  readonly group?: number
  /** Whether it does not count: it was let through, or is not open. */
  readonly uncounted?: boolean
  readonly facts?: readonly Fact[]
  /** The index of its facts in `shared` of the table. */
  readonly shared?: number
  readonly events?: readonly ShownEvent[]
}

export type Fact = readonly [name: string, text: string, href?: string]

/** An event behind an alert. */
export interface ShownEvent {
  readonly title: string
  readonly href?: string
  readonly facts: readonly Fact[]
  /** Each clause of the rule that held, what it found, and why that is enough. */
  readonly clauses: readonly (readonly [clause: string, found: string, why: string])[]
  /** The event as it was recorded, as JSON over several lines. */
  readonly record?: string
}
