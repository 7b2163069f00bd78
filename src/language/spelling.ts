// How operators are written, here and in other languages: what the parser and the diagnosis read from the table.

import { OPERATORS, type Operator, WORDS } from './operators.ts'

export const isSign = (word: string): boolean => /^\W/.test(word)

export function isOperator(word: string): word is Operator {
  return Object.hasOwn(OPERATORS, word)
}

/** An operator of another language: what to tell who writes it, and what to write instead, if there is anything. */
export interface ForeignOperator {
  readonly help: string
  readonly right?: Operator
}

const PARTS = WORDS.filter(word => OPERATORS[word].relation.kind === 'part')
const NO_PATTERNS = {
  help: `regular expressions are not supported; use ${PARTS.slice(0, -1).join(', ')} or ${PARTS.at(-1)} to match a part of a string`,
}

export const FOREIGN: ReadonlyMap<string, ForeignOperator> = new Map<string, ForeignOperator>([
  ...['=~', '!~', '~', 'matches', 'regex'].map(word => [word, NO_PATTERNS] as const),
  ...WORDS.flatMap(right => {
    const { words = [], help = '' } = OPERATORS[right].foreign ?? {}
    return words.map(word => [word, { help, right }] as const)
  }),
])

const escapeSign = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)

/** The characters of signs, of operators here and elsewhere, as in the brackets of a regular expression. */
export const SIGNS = [...new Set([...WORDS, ...FOREIGN.keys()].filter(isSign).join(''))].map(escapeSign).join('')

/** Regular expression source for any operator. A word must not go on with one of the characters in `more`. */
export function operatorPattern(more: string): string {
  const longestFirst = [...WORDS].sort((a, b) => b.length - a.length)
  return longestFirst.map(word => (isSign(word) ? escapeSign(word) : `${word}(?![${more}])`)).join('|')
}
