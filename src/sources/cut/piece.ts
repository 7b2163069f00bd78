// A record as it stands in a file: its unchanged text, and where it begins.

import { Fault } from '../../fault.ts'

/** A record's unchanged JSON text and where it begins; the column counts bytes. */
export interface Piece {
  readonly text: string
  readonly line: number
  readonly column: number
}

export const NOT_JSON = 'this is not valid JSON'

/** Parses a piece, which is a JSON object. */
export function parseJson(file: string, { text, line, column }: Piece): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>
  } catch (error) {
    const offset = Number(/ at position (\d+)/.exec(String(error))?.[1] ?? 0)
    const before = text.slice(0, offset).split('\n')
    const last = before.at(-1) ?? ''
    const place = { line: line + before.length - 1, column: before.length === 1 ? column + offset : last.length + 1 }
    throw new Fault('not-json', { message: NOT_JSON, at: { file, ...place } }, error)
  }
}
