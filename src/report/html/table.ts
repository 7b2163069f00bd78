// What the tables of the page are made of: plain values, written into the page as JSON by the report and read by its script.

/** A table that can be sorted by every column, searched, and narrowed by the columns of choices. */
export interface Table {
  /** The id of the section it belongs to. */
  readonly name: string
  /** What one row is, and what several are. */
  readonly one: string
  readonly many: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** How many more there are, which only the report as JSON has. */
  readonly left?: number
  /** Facts that many rows have in common. */
  readonly shared?: readonly (readonly Fact[])[]
}

export interface Column {
  readonly title: string
  /** A cell of `choice` is the number of its choice; columns of choices sort in the order of the choices. */
  readonly kind: 'text' | 'code' | 'time' | 'number' | 'choice'
  readonly choices?: readonly string[]
  /** How each choice is painted. */
  readonly tones?: readonly Tone[]
  /** Whether its cells lead to the row's address. */
  readonly leads?: boolean
}

export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'other' | 'good'

export interface Row {
  readonly cells: readonly (string | number | null)[]
  readonly href?: string
  readonly facts?: readonly Fact[]
  /** The number of its shared facts. */
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
