// Compares one value of an event with one literal of a filter. Everything that depends only on the literal is computed once;
// the work per value allocates nothing in the common cases.

import { parseBlock } from '../address.ts'
import { toInstant } from '../time.ts'
import { canonicalDecimal, compareDecimals, DECIMAL, isDouble, toDecimal } from './decimal.ts'
import type { LiteralValue } from './literal.ts'

/** A test of one value, which is never undefined, null or an array: those yield no value or several. */
export type Test = (value: unknown) => boolean

const never: Test = () => false

export function compileEquality(literal: LiteralValue): Test {
  switch (literal.kind) {
    case 'null':
      return never
    case 'boolean': {
      const text = String(literal.value)
      return value => value === literal.value || value === text
    }
    case 'number': {
      const digits = canonicalDecimal(literal.text)
      // A number that no double holds arrives as a string (events/exact.ts).
      const number = isDouble(literal.text) ? literal.value : undefined
      return value =>
        typeof value === 'number'
          ? value === number
          : typeof value === 'string' && DECIMAL.test(value) && canonicalDecimal(value) === digits
    }
    case 'text':
      return compileStringEquality(literal.value)
  }
}

function compileStringEquality(text: string): Test {
  const block = parseBlock(text)
  if (block !== undefined) return value => typeof value === 'string' && (block(value) ?? value === text)
  if (text === 'true' || text === 'false') return value => value === text || value === (text === 'true')
  if (!DECIMAL.test(text) || !isDouble(text)) return value => value === text
  const number = Number(text)
  return value => value === text || (typeof value === 'number' && value === number)
}

/** Where in a value its part must stand. */
export type PartOf = 'anywhere' | 'start' | 'end'

const FINDERS: Readonly<Record<PartOf, (value: string, part: string) => boolean>> = {
  anywhere: (value, part) => value.includes(part),
  start: (value, part) => value.startsWith(part),
  end: (value, part) => value.endsWith(part),
}

export function compilePart(literal: LiteralValue, of: PartOf): Test {
  if (literal.kind !== 'text') return never
  const part = literal.value
  const finds = FINDERS[of]
  return value => typeof value === 'string' && finds(value, part)
}

/** On which side of a bound values lie, and whether the bound is one of them. */
export interface Order {
  readonly side: 'above' | 'below'
  readonly inclusive: boolean
}

export function compileOrder(literal: LiteralValue, { side, inclusive }: Order): Test {
  if (side === 'above') return compileBound(literal, inclusive ? (value, bound) => value >= bound : (value, bound) => value > bound)
  return compileBound(literal, inclusive ? (value, bound) => value <= bound : (value, bound) => value < bound)
}

function compileBound(literal: LiteralValue, holds: (value: number, bound: number) => boolean): Test {
  if (literal.kind !== 'number' && literal.kind !== 'text') return never
  const digits = literal.kind === 'number' ? literal.text : literal.value
  if (DECIMAL.test(digits)) {
    const number = isDouble(digits) ? Number(digits) : undefined
    return value => {
      if (typeof value === 'number' && number !== undefined) return holds(value, number)
      const candidate = typeof value === 'number' ? toDecimal(value) : value
      return typeof candidate === 'string' && DECIMAL.test(candidate) && holds(compareDecimals(candidate, digits), 0)
    }
  }
  const instant = toInstant(digits)
  if (instant === undefined) return never
  return value => {
    const candidate = toInstant(value)
    return candidate !== undefined && holds(candidate, instant)
  }
}

/** Whether an ordering operator can hold at all with this literal. */
export function isOrderable(literal: LiteralValue): boolean {
  return literal.kind === 'number' || (literal.kind === 'text' && (DECIMAL.test(literal.value) || toInstant(literal.value) !== undefined))
}
