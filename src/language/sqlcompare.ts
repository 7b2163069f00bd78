// Compares one value of a row with one literal of a filter, as compare.ts does with a value of an event.
//
// A row has a value as text. Whether it was text in the event, and not a number or a boolean, is known of some columns only. The text of a
// number has the digits of the number.

import { writeBlock } from '../address.ts'
import { formatInstant, INSTANT_PATTERN, toInstant } from '../time.ts'
import type { Order, PartOf } from './compare.ts'
import { canonicalDecimal, DECIMAL, isDouble } from './decimal.ts'
import type { LiteralValue } from './literal.ts'
import { isPossible, type Relation } from './operators.ts'
import { type Bounds, both, eitherOf, exactly, NEVER, negate, quoteSql, UNKNOWN, unless } from './sqlbounds.ts'

/** A value of a row that is not null. */
export interface Scalar {
  /** Its text, as an expression in SQL. */
  readonly sql: string
  /** Whether the event has it as text. */
  readonly isText: Bounds
  /** Whether the event may have other digits, because the engine made a double of a number that none holds (events/exact.ts). */
  readonly isRounded?: Bounds
}

/** Whether a value is in the relation to a literal. */
export function compareSql(relation: Relation, literal: LiteralValue, value: Scalar): Bounds {
  if (!isPossible(relation, literal)) return NEVER
  if (literal.kind === 'text' && !survives(literal.value)) return UNKNOWN
  const bounds = compareAsRead(relation, literal, value)
  return value.isRounded !== undefined && isAboutDigits(literal) ? unless(value.isRounded, bounds) : bounds
}

// Nothing else equals a number, or is a part of its digits.
const isAboutDigits = (literal: LiteralValue): boolean =>
  literal.kind === 'number' || (literal.kind === 'text' && /^[-.\d]*$/.test(literal.value))

function compareAsRead(relation: Relation, literal: LiteralValue, value: Scalar): Bounds {
  switch (relation.kind) {
    case 'equality':
      return equals(literal, value)
    case 'order':
      return isOrdered(literal, relation, value)
    case 'part':
      return literal.kind === 'text' ? both([value.isText, hasPart(literal.value, relation.of, value.sql)]) : NEVER
    case 'other':
      return UNKNOWN
  }
}

// Half of a pair of UTF-16 becomes U+FFFD on its way to the engine, and so does that of an event.
const survives = (text: string): boolean => !/[\p{Surrogate}\uFFFD]/u.test(text)

const matches = (sql: string, pattern: string): Bounds => exactly(`regexp_like(${sql}, ${quoteSql(pattern)})`)

function equals(literal: LiteralValue, { sql, isText }: Scalar): Bounds {
  switch (literal.kind) {
    case 'null':
      return NEVER
    case 'boolean':
      return exactly(`${sql} = '${literal.value}'`)
    case 'number':
      return eitherOf([matches(sql, digitsPattern(literal.text)), both([negate(isText), isNumber(sql, literal.text)])])
    case 'text':
      return equalsText(literal.value, sql, isText)
  }
}

function equalsText(text: string, sql: string, isText: Bounds): Bounds {
  const isSame = exactly(`${sql} = ${quoteSql(text)}`)
  const block = writeBlock(text)
  if (block !== undefined) return both([isText, isInBlock(text, block, sql)])
  if (!DECIMAL.test(text)) {
    // A number that is written with an exponent has no such text in the event.
    return /^-?\d/.test(text) ? both([eitherOf([isText, UNKNOWN]), isSame]) : isSame
  }
  return eitherOf([isSame, both([negate(isText), isNumber(sql, text)])])
}

// Of numbers that are equal as doubles not all are written alike, and not every text of an equal double is that of the number.
function isNumber(sql: string, digits: string): Bounds {
  return isDouble(digits) ? { upper: exactly(`try_cast(${sql} AS double) = ${toDouble(digits)}`).upper, lower: NEVER.lower } : NEVER
}

const toDouble = (digits: string): string => `CAST(${quoteSql(digits)} AS double)`

/** All spellings of one number, as canonicalDecimal has them. */
function digitsPattern(text: string): string {
  const canonical = canonicalDecimal(text)
  const [whole = '', fraction = ''] = canonical.replace('-', '').split('.')
  const sign = canonical === '0.' ? '-?' : canonical.startsWith('-') ? '-' : ''
  return String.raw`\A${sign}0*${whole}${fraction === '' ? String.raw`(?:\.0+)?` : String.raw`\.${fraction}0*`}\z`
}

const V4 = "'0.0.0.0/0'"

// The engine fails on a block that has bits beyond its length. It also takes an IPv4 address for part of ::/0, and knows no zone.
function isInBlock(text: string, block: string, sql: string): Bounds {
  const address = `try_cast(${sql} AS ipaddress)`
  const contains = exactly(`contains(${quoteSql(block)}, ${address})`)
  const isInside = block.includes(':') ? both([contains, negate(exactly(`contains(${V4}, ${address})`))]) : contains
  const hasZone = exactly(`strpos(${sql}, '%') > 0`)
  const known = eitherOf([isInside, exactly(`${sql} = ${quoteSql(text)}`)])
  return unless(hasZone, known)
}

function hasPart(part: string, of: PartOf, sql: string): Bounds {
  if (part === '') return exactly('true')
  const quoted = quoteSql(part)
  switch (of) {
    case 'anywhere':
      return exactly(`strpos(${sql}, ${quoted}) > 0`)
    case 'start':
      return exactly(`starts_with(${sql}, ${quoted})`)
    case 'end':
      return exactly(`substr(${sql}, greatest(1, length(${sql}) - ${[...part].length - 1})) = ${quoted}`)
  }
}

const DECIMAL_PATTERN = String.raw`\A-?[0-9]+(?:\.[0-9]+)?\z`
const NUMBER_PATTERN = String.raw`\A-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\z`

function isOrdered(literal: LiteralValue, order: Order, value: Scalar): Bounds {
  const digits = literal.kind === 'number' ? literal.text : literal.kind === 'text' ? literal.value : ''
  if (DECIMAL.test(digits)) return isOrderedNumber(digits, order, value)
  const instant = toInstant(digits)
  return instant === undefined ? NEVER : both([value.isText, isOrderedInstant(instant, order, value.sql)])
}

// Doubles keep the order of decimals, except that several decimals are one double. There only equal digits say something for sure.
function isOrderedNumber(digits: string, { side, inclusive }: Order, { sql, isText }: Scalar): Bounds {
  const isDecimal = matches(sql, DECIMAL_PATTERN)
  // Only what was a number in the event may have an exponent.
  const isNumber = eitherOf([isDecimal, both([negate(isText), matches(sql, NUMBER_PATTERN)])])
  if (!Number.isFinite(Number(digits))) return { upper: isNumber.upper, lower: NEVER.lower }
  const number = `try_cast(${sql} AS double)`
  const sign = side === 'above' ? '>' : '<'
  const isSame = matches(sql, digitsPattern(digits))
  const isNear = both([isNumber, { upper: `coalesce(${number} ${sign}= ${toDouble(digits)}, true)`, lower: NEVER.lower }])
  const isBeyond = both([isDecimal, exactly(`${number} ${sign} ${toDouble(digits)}`)])
  if (inclusive) return { upper: isNear.upper, lower: eitherOf([isSame, isBeyond]).lower }
  return { upper: both([isNear, negate(isSame)]).upper, lower: isBeyond.lower }
}

// A day that does not exist is not read by the engine. An instant is exact to a millisecond here, and there as well.
function isOrderedInstant(instant: number, { side, inclusive }: Order, sql: string): Bounds {
  const operator = `${side === 'above' ? '>' : '<'}${inclusive ? '=' : ''}`
  const compared = `try(from_iso8601_timestamp(${sql})) ${operator} from_iso8601_timestamp(${quoteSql(formatInstant(instant))})`
  return both([matches(sql, `\\A${INSTANT_PATTERN}\\z`), { upper: `coalesce(${compared}, true)`, lower: `coalesce(${compared}, false)` }])
}
