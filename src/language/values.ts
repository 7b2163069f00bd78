// The sets of values that comparisons describe: values that equal a literal, are above a number, begin with a string. Whether one
// set contains or excludes another is decided by the tests that match events, so the two cannot disagree.

import { parseBlock } from '../address.ts'
import { compileOrder, type Test } from './compare.ts'
import { type LiteralValue, toValue } from './literal.ts'
import { compileRelation, isPossible, type Relation } from './operators.ts'
import { printLiteral } from './print.ts'

/** A set of values: the few listed ones, and all that one of the parts accepts. */
export interface Values {
  readonly few: ReadonlySet<unknown>
  readonly parts: readonly Part[]
}

/** The values that satisfy one comparison, where there are too many to list. */
interface Part {
  readonly relation: Relation | { readonly kind: 'any' }
  readonly literal: LiteralValue
  readonly accepts: Test
}

export const ANY: Part = { relation: { kind: 'any' }, literal: { kind: 'null' }, accepts: () => true }

export function toValues(relation: Relation, literals: readonly LiteralValue[]): Values {
  const few = new Set<unknown>()
  const parts: Part[] = []
  for (const literal of literals) {
    const accepts = compileRelation(relation, literal)
    const listed = !isPossible(relation, literal) ? [] : relation.kind === 'equality' ? listEqual(literal, accepts) : undefined
    if (listed === undefined) parts.push({ relation, literal, accepts })
    else for (const value of listed) few.add(value)
  }
  return { few, parts }
}

// Lists all values that equal a literal; undefined for numbers, which have too many spellings (14, 14.0, 014), and for blocks,
// which contain too many addresses.
function listEqual(literal: LiteralValue, accepts: Test): readonly unknown[] | undefined {
  if (literal.kind === 'boolean') return [literal.value, String(literal.value)]
  if (literal.kind !== 'text' || parseBlock(literal.value) !== undefined) return undefined
  return [literal.value, Number(literal.value), literal.value === 'true'].filter(accepts)
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
  const [inner, outer] = [a.relation, b.relation]
  if (outer.kind === 'any') return true
  switch (inner.kind) {
    case 'any':
      return false
    case 'equality':
      // A number has several spellings, of which an order accepts all or none.
      if (a.literal.kind === 'number') return (outer.kind === 'order' || isNumber(b)) && b.accepts(toValue(a.literal))
      return outer.kind === 'equality' && String(toValue(a.literal)) === String(toValue(b.literal))
    case 'order': {
      if (outer.kind !== 'order' || inner.side !== outer.side) return false
      // For `> 3` within `> 3`, the bound itself must count as inside, although 3 is not above 3.
      const accepts = inner.inclusive ? b.accepts : compileOrder(b.literal, { ...outer, inclusive: true })
      return accepts(toValue(a.literal))
    }
    case 'part':
      return outer.kind === 'part' && (outer.of === 'anywhere' || outer.of === inner.of) && b.accepts(toValue(a.literal))
    case 'other':
      return inner === outer && printLiteral(a.literal) === printLiteral(b.literal)
  }
}

// Whether no value lies in both parts; false where that is not known.
function areDisjoint(a: Part, b: Part): boolean {
  const [one, other] = [a.relation, b.relation]
  if (one.kind === 'order' && other.kind === 'order') {
    if (one.side === other.side) return false
    return !compileOrder(b.literal, { ...other, inclusive: one.inclusive && other.inclusive })(toValue(a.literal))
  }
  if (isNumber(a) && (isNumber(b) || other.kind === 'order')) return !b.accepts(toValue(a.literal))
  if (one.kind === 'order' && isNumber(b)) return areDisjoint(b, a)
  const areEnds = one.kind === 'part' && other.kind === 'part' && one.of === other.of && one.of !== 'anywhere'
  return areEnds && !a.accepts(toValue(b.literal)) && !b.accepts(toValue(a.literal))
}

function isNumber({ relation, literal }: Part): boolean {
  return relation.kind === 'equality' && literal.kind === 'number'
}
