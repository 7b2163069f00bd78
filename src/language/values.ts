// The sets of values that comparisons describe: values that equal a literal, are above a number, begin with a text. Whether one
// set contains or excludes another is decided by the tests that match events, so the two cannot disagree.

import { parseBlock } from '../address.ts'
import type { Literal, Operator } from './ast.ts'
import { compileTest, isOrderable, type Test } from './compare.ts'

/** A set of values: the few listed ones, and all that one of the parts accepts. */
export interface Values {
  readonly few: ReadonlySet<unknown>
  readonly parts: readonly Part[]
}

/** The values that satisfy one comparison, where there are too many to list. */
interface Part {
  readonly operator: Operator | 'any'
  readonly literal: Literal
  readonly accepts: Test
}

export const ANY: Part = { operator: 'any', literal: { kind: 'null', span: { start: 0, end: 0 } }, accepts: () => true }

export function toValues(operator: Operator, literals: readonly Literal[]): Values {
  const few = new Set<unknown>()
  const parts: Part[] = []
  for (const literal of literals) {
    const accepts = compileTest(operator, literal)
    const listed = operator === '=' ? listEqual(literal, accepts) : canAccept(operator, literal) ? undefined : []
    if (listed === undefined) parts.push({ operator, literal, accepts })
    else for (const value of listed) few.add(value)
  }
  return { few, parts }
}

// Lists all values that equal a literal; undefined for numbers, which have too many spellings (14, 14.0, 014), and for blocks,
// which contain too many addresses.
function listEqual(literal: Literal, accepts: Test): readonly unknown[] | undefined {
  if (literal.kind === 'boolean') return [literal.value, String(literal.value)]
  if (literal.kind !== 'text' || parseBlock(literal.value) !== undefined) return undefined
  return [literal.value, Number(literal.value), literal.value === 'true'].filter(accepts)
}

function canAccept(operator: Operator, literal: Literal): boolean {
  return isOrder({ operator }) ? isOrderable(literal) : literal.kind === 'text'
}

export function contains({ few, parts }: Values, value: unknown): boolean {
  return few.has(value) || parts.some(part => part.accepts(value))
}

export function isApart(part: Part, { few, parts }: Values): boolean {
  for (const value of few) if (part.accepts(value)) return false
  return parts.every(other => areDisjoint(part, other))
}

// Whether all values of part `a` lie in part `b`; false where that is not known.
export function isWithin(a: Part, b: Part): boolean {
  if (b.operator === 'any') return true
  if (isOrder(a) && isOrder(b)) {
    if (a.operator.charAt(0) !== b.operator.charAt(0)) return false
    // For `> 3` within `> 3`, the bound itself must count as inside, although 3 is not above 3.
    const accepts = a.operator.length === 1 ? boundary(b, '=') : b.accepts
    return accepts(literalValue(a))
  }
  if (isNumber(a)) return (isOrder(b) || isNumber(b)) && b.accepts(literalText(a))
  if (a.operator === '=') return b.operator === '=' && literalText(a) === literalText(b)
  return isText(a) && (b.operator === 'like' || b.operator === a.operator) && b.accepts(literalValue(a))
}

// Whether no value lies in both parts; false where that is not known.
function areDisjoint(a: Part, b: Part): boolean {
  if (isOrder(a) && isOrder(b)) {
    if (a.operator.charAt(0) === b.operator.charAt(0)) return false
    return !boundary(b, a.operator.length === 1 || b.operator.length === 1 ? '' : '=')(literalValue(a))
  }
  if (isNumber(a) && (isNumber(b) || isOrder(b))) return !b.accepts(literalValue(a))
  if (isOrder(a) && isNumber(b)) return areDisjoint(b, a)
  const ends = a.operator === 'starts_with' || a.operator === 'ends_with'
  return ends && a.operator === b.operator && !a.accepts(literalValue(b)) && !b.accepts(literalValue(a))
}

/** The test of an ordering operator, including or excluding its bound. */
function boundary({ operator, literal }: Part, equal: '=' | ''): Test {
  return compileTest(`${operator.charAt(0)}${equal}` as Operator, literal)
}

function isOrder({ operator }: Pick<Part, 'operator'>): boolean {
  return operator === '>' || operator === '>=' || operator === '<' || operator === '<='
}

function isText({ operator }: Part): boolean {
  return operator === 'like' || operator === 'starts_with' || operator === 'ends_with'
}

function isNumber({ operator, literal }: Part): boolean {
  return operator === '=' && literal.kind === 'number'
}

// A number is its text, which has all its digits.
function literalValue({ literal }: Part): unknown {
  return literal.kind === 'null' ? null : literal.kind === 'number' ? literal.text : literal.value
}

function literalText(part: Part): string {
  return String(literalValue(part))
}
