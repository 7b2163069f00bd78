// Prints a tree as canonical text: one space between words, double quotes, lower-case keywords, and parentheses around every
// `and` or `or` that is an operand. Parsing the text again gives the same tree.

import { BARE_SEGMENT, type Expression, type Path, RESERVED, type Segment } from './ast.ts'
import type { LiteralValue } from './literal.ts'

/** The canonical text of a filter, on one line. */
export function print(expression: Expression): string {
  switch (expression.kind) {
    case 'comparison':
      return `${printPath(expression.path)} ${expression.operator} ${printLiteral(expression.literal)}`
    case 'in': {
      const literals = expression.literals.map(printLiteral).join(', ')
      return `${printPath(expression.path)} ${expression.negated ? 'not in' : 'in'} (${literals})`
    }
    case 'not':
      return `not ${printOperand(expression.term)}`
    case 'and':
    case 'or':
      return expression.terms.map(printOperand).join(` ${expression.kind} `)
  }
}

function printOperand(term: Expression): string {
  return term.kind === 'and' || term.kind === 'or' ? `(${print(term)})` : print(term)
}

export function printPath(path: Pick<Path, 'segments'>): string {
  return path.segments.map(printSegment).join('.')
}

function printSegment(segment: Segment, position: number): string {
  if (typeof segment === 'number') return `[${segment}]`
  const bare = BARE_SEGMENT.test(segment) && !(position === 0 && RESERVED.includes(segment.toLowerCase()))
  return bare ? segment : quoteString(segment)
}

export function printLiteral(literal: LiteralValue): string {
  switch (literal.kind) {
    case 'text':
      return quoteString(literal.value)
    case 'number':
      return literal.text
    case 'boolean':
      return String(literal.value)
    case 'null':
      return 'null'
  }
}

function quoteString(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
