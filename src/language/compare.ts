// Compares one value of an event with one literal of a filter. Everything that depends only on the literal is computed once;
// the work per value allocates nothing in the common cases.

import { parseBlock } from './address.ts'
import type { LiteralValue, Operator } from './ast.ts'

/** A test of one value, which is never undefined, null or an array: those yield no value or several. */
export type Test = (value: unknown) => boolean

const NUMBER = /^-?\d+(?:\.\d+)?$/
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/

const never: Test = () => false

/** Returns the positive test of an operator. `!=` negates `=` over all values of a field, so its test is that of `=`. */
export function compileTest(operator: Operator, literal: LiteralValue): Test {
  switch (operator) {
    case '=':
    case '!=':
      return compileEquality(literal)
    case 'like':
      return compileText(literal, (value, part) => value.includes(part))
    case 'starts_with':
      return compileText(literal, (value, part) => value.startsWith(part))
    case 'ends_with':
      return compileText(literal, (value, part) => value.endsWith(part))
    case '>':
      return compileOrder(literal, (value, bound) => value > bound)
    case '>=':
      return compileOrder(literal, (value, bound) => value >= bound)
    case '<':
      return compileOrder(literal, (value, bound) => value < bound)
    case '<=':
      return compileOrder(literal, (value, bound) => value <= bound)
  }
}

export function compileEquality(literal: LiteralValue): Test {
  switch (literal.kind) {
    case 'null':
      return never
    case 'boolean': {
      const text = String(literal.value)
      return value => value === literal.value || value === text
    }
    case 'number': {
      const digits = canonicalNumber(literal.text)
      return value =>
        typeof value === 'number'
          ? value === literal.value
          : typeof value === 'string' && NUMBER.test(value) && canonicalNumber(value) === digits
    }
    case 'text':
      return compileTextEquality(literal.value)
  }
}

function compileTextEquality(text: string): Test {
  const block = parseBlock(text)
  if (block !== undefined) return value => typeof value === 'string' && (block(value) ?? value === text)
  if (text === 'true' || text === 'false') return value => value === text || value === (text === 'true')
  if (!NUMBER.test(text)) return value => value === text
  const number = Number(text)
  return value => value === text || (typeof value === 'number' && value === number)
}

function compileText(literal: LiteralValue, holds: (value: string, part: string) => boolean): Test {
  if (literal.kind !== 'text') return never
  const part = literal.value
  return value => typeof value === 'string' && holds(value, part)
}

function compileOrder(literal: LiteralValue, holds: (value: number, bound: number) => boolean): Test {
  const text = literal.kind === 'number' || literal.kind === 'text' ? literal : undefined
  if (text === undefined) return never
  const number = text.kind === 'number' ? text.value : toNumber(text.value)
  if (number !== undefined) {
    return value => {
      const candidate = typeof value === 'number' ? value : typeof value === 'string' ? toNumber(value) : undefined
      return candidate !== undefined && holds(candidate, number)
    }
  }
  const instant = toInstant(text.value)
  if (instant === undefined) return never
  return value => {
    const candidate = toInstant(value)
    return candidate !== undefined && holds(candidate, instant)
  }
}

/** The number that a text represents; undefined unless the text is an optional minus, digits and an optional fraction. */
function toNumber(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text) : undefined
}

/** Converts an ISO 8601 timestamp with a zone to milliseconds since 1970; undefined for anything else. */
export function toInstant(value: unknown): number | undefined {
  if (typeof value !== 'string' || !INSTANT.test(value)) return undefined
  const instant = Date.parse(value)
  return Number.isNaN(instant) ? undefined : instant
}

/** Whether an ordering operator can hold at all with this literal. */
export function isOrderable(literal: LiteralValue): boolean {
  return literal.kind === 'number' || (literal.kind === 'text' && (NUMBER.test(literal.value) || toInstant(literal.value) !== undefined))
}

// An expression for zeros at the end would begin again at each zero of a long number.
function withoutZeros(fraction: string): string {
  let end = fraction.length
  while (fraction[end - 1] === '0') end--
  return fraction.slice(0, end)
}

// All texts of one number have the same canonical digits. Comparing them as doubles would treat numbers of more than 15 digits as
// equal although their last digits differ.
function canonicalNumber(text: string): string {
  const negative = text.startsWith('-')
  const [whole = '', fraction = ''] = (negative ? text.slice(1) : text).split('.')
  const digits = `${whole.replace(/^0+(?=\d)/, '')}.${withoutZeros(fraction)}`
  return negative && digits !== '0.' ? `-${digits}` : digits
}
