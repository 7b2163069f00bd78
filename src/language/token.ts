// Splits the text of a filter into tokens, whether or not it is a valid filter: for what looks at it before the grammar does, and for
// the diagnosis of what the grammar cannot read.

import { quote } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { QUOTED_TEXT } from './ast.ts'

/** Any token. A quoted string is one token, whatever its quotes are and whether or not it is closed. */
const TOKEN = new RegExp(
  [
    QUOTED_TEXT,
    String.raw`["'][\s\S]*`,
    '[“”„][^“”„]*[“”„]?|[‘’‚][^‘’‚]*[‘’‚]?',
    String.raw`[()]|&&?|\|\|?`,
    String.raw`[A-Za-z_][\w-]*(?:\.[\w-]+)*`,
    String.raw`[^\s()"'“”„‘’‚&|A-Za-z_]+|\s+`,
  ].join('|'),
  'y',
)

/** The token at `offset`, or undefined at the end of the text. */
export function tokenAt(text: string, offset: number): string | undefined {
  return match(TOKEN, text, offset)
}

/** What a sticky expression finds at `offset`. */
export function match(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0]
}

export function skipSpaces(text: string, offset: number): number {
  return offset + (match(/\s*/y, text, offset)?.length ?? 0)
}

/** Whether a token joins clauses, here or in another language. */
export function isJoin(token: string): boolean {
  return /^(?:and|or|&&?|\|\|?)$/i.test(token)
}

/** The token behind the spaces at `offset`, as a message names it. */
export function found(text: string, offset: number): string {
  const token = tokenAt(text, skipSpaces(text, offset))
  if (token === undefined) return 'the end of the filter'
  return /^["']/.test(token) ? printable(token, 60) : quote(token)
}
