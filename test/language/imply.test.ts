// Proofs about filters. The tables list what must be proven; the properties check that nothing is proven that an event refutes.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CLOUDTRAIL_VOCABULARY } from '../../src/events/vocabulary.ts'
import type { Fields } from '../../src/json.ts'
import type { Expression, Literal } from '../../src/language/ast.ts'
import { compile } from '../../src/language/compile.ts'
import { fewValues, toFormula } from '../../src/language/imply.ts'
import { WORDS } from '../../src/language/operators.ts'
import { parse } from '../../src/language/parse.ts'
import { print } from '../../src/language/print.ts'
import type { Vocabulary } from '../../src/language/vocabulary.ts'
import { expressions } from '../fuzz/filters.ts'
import { canHold, implies } from './proofs.ts'

function read(filter: string): Expression {
  const parsing = parse(filter)
  if ('problems' in parsing) throw new Error(JSON.stringify(parsing.problems))
  return parsing.expression
}

const isImplied = (a: string, b: string) => implies(read(a), read(b), CLOUDTRAIL_VOCABULARY)
const many = 'requestParameters.instanceIds'

describe('implies', () => {
  test.each([
    ['eventName = "a"', 'eventName = "a"'],
    ['eventName = "a" and user = "b"', 'user = "b"'],
    ['eventName = "a" and user = "b"', 'user = "b" and eventName = "a"'],
    ['eventName = "a"', 'eventName = "a" or user = "b"'],
    ['eventName = "a" or eventName = "b"', 'eventName in ("c", "b", "a")'],
    ['eventName in ("a", "b")', 'eventName = "a" or eventName = "b"'],
    ['not (eventName = "a" or user = "b")', 'eventName != "a" and user != "b"'],
    ['eventName not in ("a", "b")', 'eventName != "a"'],
    ['eventName in ("a", "b")', 'eventName not in ("c", "d")'],
    ['eventName = "StartSession"', 'eventName starts_with "Start" and eventName like "Sess" and eventName ends_with "Session"'],
    ['eventName starts_with "ListX"', 'eventName starts_with "List"'],
    ['eventName starts_with "ListX"', 'eventName like "stX"'],
    ['eventName like "abc"', 'eventName like "b"'],
    ['eventName ends_with "abc"', 'eventName ends_with "bc"'],
    ['eventName starts_with "A"', 'not eventName starts_with "B"'],
    ['errorCode like "Denied"', 'errorCode != null'],
    ['errorCode != null', 'not errorCode = null'],
    ['errorCode = null', 'errorCode != "x" and not errorCode like "x"'],
    ['errorCode = "x"', 'errorCode in (null, "x")'],
    ['errorCode = null', 'errorCode in (null, "x")'],
    ['errorCode in (null, "x") and errorCode != null', 'errorCode = "x"'],
    ['errorCode not in (null, "x")', 'errorCode != null and errorCode != "x"'],
    [`${many} > 3`, `${many} > 0`],
    [`${many} > 3`, `${many} >= 3`],
    [`${many} > "3"`, `${many} > 3.0`],
    [`${many} <= 3`, `${many} < 4`],
    [`${many} = 14`, `${many} >= "14"`],
    [`${many} = "14"`, `${many} = 14`],
    [`${many} = 14`, `${many} = 14.0`],
    ['readOnly = true', 'readOnly = "true"'],
    ['readOnly = "true"', 'readOnly = true'],
    ['readOnly = true', 'readOnly != false'],
    ['ip = "10.1.2.3"', 'ip = "10.0.0.0/8"'],
    ['ip = "10.1.2.3"', 'ip != "192.168.0.0/16"'],
    ['ip = "10.0.0.0/8"', 'ip != null'],
    ['eventTime > "2026-01-02T00:00:00Z"', 'eventTime > "2026-01-01T12:00:00+02:00"'],
    ['eventTime > "2026-01-02T00:00:00Z"', 'not eventTime < "2026-01-01T00:00:00Z"'],
    [`${many} = "i-1" and ${many} = "i-2"`, `${many} = "i-2"`],
    [`${many} != "i-1" and ${many} in ("i-1", "i-2")`, `${many} = "i-2"`],
    ['requestParameters.a.b = "x"', 'requestParameters.a != null and requestParameters != null'],
    ['requestParameters = null', 'requestParameters.a = null and requestParameters.a != "x"'],
    ['(eventName = "a" or eventName = "b") and user = "c"', '(eventName = "a" and user = "c") or (eventName = "b" and user = "c")'],
    ['eventName = "a" and not (user = "b" and ip = "c")', 'eventName = "a" and (user != "b" or ip != "c")'],
    ['eventName = "a" and eventName = "b"', 'user = "c"'],
    ['user = "b"', 'eventName = "a" or eventName != "a"'],
  ])('%s ⇒ %s', (a, b) => {
    expect(isImplied(a, b)).toBe(true)
  })
})

describe('does not imply', () => {
  test.each([
    ['eventName = "a"', 'user = "a"'],
    ['eventName = "a" or user = "b"', 'eventName = "a"'],
    ['eventName in ("a", "b")', 'eventName = "a"'],
    ['eventName != "a"', 'eventName = "b"'],
    ['eventName != "a"', 'eventName != null'],
    ['eventName starts_with "List"', 'eventName starts_with "ListX"'],
    ['eventName starts_with "ListX"', 'eventName ends_with "X"'],
    ['eventName like "abc"', 'eventName starts_with "abc"'],
    ['eventName in (null, "a")', 'eventName = "a"'],
    ['eventName in (null, "a")', 'eventName = null'],
    [`${many} = "i-1"`, `${many} != "i-2"`],
    [`${many} = "i-1"`, `not ${many} = "i-2"`],
    [`${many} > 3`, `not ${many} < 2`],
    [`${many} > 0`, `${many} > 3`],
    [`${many} >= 3`, `${many} > 3`],
    [`${many} = 14`, `${many} = "14"`],
    [`${many} = "014"`, `${many} = "14"`],
    ['accountId = 12345678901234567890', 'accountId = 12345678901234567891'],
    ['ip = "10.1.0.0/16"', 'ip = "10.0.0.0/8"'],
    ['ip != "10.0.0.0/8"', 'ip != "10.0.0.0/7"'],
    ['ip = "10.0.0.0/8"', 'ip starts_with "10."'],
    ['requestParameters != null', 'requestParameters.a != null'],
    ['requestParameters.a != "x"', 'requestParameters.a != null'],
    ['requestParameters.a = null', 'requestParameters = null'],
  ])('%s ⇏ %s', (a, b) => {
    expect(isImplied(a, b)).toBe(false)
  })
})

describe('can never hold', () => {
  test.each([
    'eventName = "a" and (eventName = "b" or eventName like "c")',
    '(eventName = "a" or eventName = "b") and (eventName = "c" or eventName = "d")',
    '(eventName = "a" or eventName starts_with "b") and (eventName = "c" or eventName starts_with "d")',
    'eventName in ("a", "b") and eventName != "a" and not eventName starts_with "b"',
    'eventName = "a" and not (eventName = "a" or user = "b")',
    'errorCode = null and errorCode like "x"',
    'eventName > "text"',
    'eventName like 5 or user in (null) and user = "x"',
    'userIdentity = null and userIdentity.type = "Root"',
    'eventTime > "2026-01-02T00:00:00Z" and eventTime < "2026-01-01T00:00:00Z"',
    'accountId = 5 and accountId > 7',
    'accountId = 5 and accountId = 6',
    'ip = "10.0.0.0/8" and ip in ("192.168.0.1", "172.16.0.1")',
    `${many} = "i-1" and ${many} not in ("i-1", "i-2")`,
    `${many} > 3 and not ${many} > 1`,
  ])('%s', filter => {
    expect(canHold(read(filter), CLOUDTRAIL_VOCABULARY)).toBe(false)
  })
})

describe('may hold', () => {
  test.each([
    'eventName = "a" and user != "a"',
    `${many} = "i-1" and ${many} = "i-2"`,
    `${many} > 3 and ${many} < 2`,
    `${many} starts_with "a" and ${many} starts_with "b"`,
    'errorCode in (null, "x") and errorCode != "x"',
    'accountId = 5 and accountId = "5"',
    'eventTime >= "2026-01-01T00:00:00Z" and eventTime <= "2026-01-01T00:00:00Z"',
    'ip = "10.0.0.0/8" and ip = "10.1.0.0/16"',
    'requestParameters = null and requestParameters.a = null',
    'eventName starts_with "a" and eventName starts_with "ab"',
  ])('%s', filter => {
    expect(canHold(read(filter), CLOUDTRAIL_VOCABULARY)).toBe(true)
  })
})

test('every matching event has one of the few values of a field', () => {
  const few = (filter: string) => {
    const values = fewValues(toFormula(read(filter), CLOUDTRAIL_VOCABULARY), 'eventName')
    return values && [...values]
  }
  expect(few('user = "x" and eventName in ("a", "b")')).toEqual(['a', 'b'])
  expect(few('eventName = "a" or (eventName = "b" and user = "x")')).toEqual(['b', 'a'])
  expect(few('eventName = "a" or user = "x"')).toBeUndefined()
  expect(few('eventName in (null, "a")')).toBeUndefined()
  expect(few('eventName != "a"')).toBeUndefined()
})

test('filters with thousands of clauses are compared, and a search that would take too long proves nothing', () => {
  const list = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `eventName = "n${from + i}"`).join(' or ')
  expect(isImplied(list(100, 2900), list(0, 3000))).toBe(true)
  expect(isImplied(list(0, 3000), list(100, 2900))).toBe(false)
  const pairs = Array.from({ length: 400 }, (_, i) => `(a${i} = 1 or b${i} = 1)`).join(' and ')
  expect(isImplied(pairs, `(${pairs}) and c = 1`)).toBe(false)
  const holes = 8
  const cells = Array.from({ length: holes + 1 }, (_, i) => Array.from({ length: holes }, (_, j) => `p${i}_${j}`))
  const housed = cells.map(row => `(${row.map(cell => `${cell} = 1`).join(' or ')})`)
  const apart = cells.flatMap((row, i) =>
    row.flatMap((cell, j) => cells.slice(0, i).map(other => `(not ${cell} = 1 or not ${other[j]} = 1)`)),
  )
  expect(canHold(read([...housed, ...apart].join(' and ')), CLOUDTRAIL_VOCABULARY)).toBe(true)
})

// Three fields, the first two with one value each. Events are built from values that the filters ask for.
const vocabulary: Vocabulary = { aliases: new Map(), fields: { a: 'one', b: 'one', c: 'open' } }
const FIELDS = [['a'], ['b'], ['c'], ['c', 'd'], ['c', 0]] as const
const span = { start: 0, end: 0 }

function overFewFields(expression: Expression): Expression {
  switch (expression.kind) {
    case 'not':
      return { ...expression, term: overFewFields(expression.term) }
    case 'and':
    case 'or':
      return { ...expression, terms: expression.terms.map(overFewFields) }
    default:
      return { ...expression, path: { segments: FIELDS[print(expression).length % FIELDS.length] ?? ['a'], span } }
  }
}

function literalsOf(expression: Expression): readonly Literal[] {
  switch (expression.kind) {
    case 'not':
      return literalsOf(expression.term)
    case 'and':
    case 'or':
      return expression.terms.flatMap(literalsOf)
    case 'in':
      return expression.literals
    case 'comparison':
      return [expression.literal]
  }
}

// Values near a filter's literals: the literals themselves, other spellings of them, and their neighbours.
function valuesNear(literal: Literal): readonly unknown[] {
  switch (literal.kind) {
    case 'null':
      return []
    case 'boolean':
      return [literal.value, String(literal.value)]
    case 'number':
      return [literal.value, literal.text, `${literal.text}.0`, literal.value + 1, literal.value - 0.5]
    case 'text':
      return [literal.value, `${literal.value}x`, `x${literal.value}`, literal.value.slice(1), Number(literal.value) || 0]
  }
}

function eventsFor(...filters: readonly Expression[]): fc.Arbitrary<Fields> {
  const pool = [...filters.flatMap(literalsOf).flatMap(valuesNear), null, {}, 'other', '10.9.9.9', true]
  const value = fc.constantFrom(...pool)
  const several = fc.oneof(value, fc.array(value, { maxLength: 3 }), fc.record({ d: fc.oneof(value, fc.array(value, { maxLength: 2 })) }))
  return fc.record({ a: value, b: value, c: fc.oneof(several, fc.array(several, { maxLength: 3 })) }, { requiredKeys: [] })
}

// Builds a filter that holds wherever the given one does, by the meaning of `and`, `or` and the operators; `next` picks the change.
function weaken(expression: Expression, next: () => number, other: Expression): Expression {
  switch (expression.kind) {
    case 'and': {
      const kept = expression.terms.filter(() => next() % 3 > 0).map(term => weaken(term, next, other))
      return kept.length < 2 ? (kept[0] ?? expression) : { ...expression, terms: kept.reverse() }
    }
    case 'or':
      return { ...expression, terms: [other, ...expression.terms.map(term => weaken(term, next, other))] }
    case 'not':
      return expression
    case 'in':
      return expression.negated
        ? { ...expression, literals: expression.literals.slice(next() % expression.literals.length) }
        : { ...expression, literals: [...expression.literals, ...literalsOf(other)] }
    case 'comparison': {
      const { operator, literal } = expression
      if (next() % 3 === 0 || operator === '!=' || literal.kind === 'null') return expression
      if (next() % 3 === 0) return { ...expression, operator: '!=', literal: { kind: 'null', span } }
      if (operator === '>' || operator === '<') return { ...expression, operator: `${operator}=` }
      if (operator === '>=' || operator === '<=') return { kind: 'or', terms: [expression, other], grouped: true, span }
      if (operator === '=') return { kind: 'in', path: expression.path, negated: false, literals: [literal, ...literalsOf(other)], span }
      const shorter =
        literal.kind === 'text'
          ? { ...literal, value: operator === 'ends_with' ? literal.value.slice(1) : literal.value.slice(0, -1) }
          : literal
      return { ...expression, literal: shorter }
    }
  }
}

const filters = expressions.map(overFewFields)
const runs = { numRuns: 3000 }

const weakened = fc
  .tuple(filters, filters, fc.array(fc.nat(8), { minLength: 1, maxLength: 12 }))
  .map(([a, other, tape]): [Expression, Expression] => {
    let at = 0
    return [a, weaken(a, () => tape[at++ % tape.length] ?? 0, other)]
  })

const withEvents = (pairs: fc.Arbitrary<readonly Expression[]>) =>
  pairs.chain(pair => fc.tuple(fc.constant(pair), fc.array(eventsFor(...pair), { minLength: 10, maxLength: 10 })))

describe('no event refutes a proof', () => {
  test.each([
    ['of a filter and a weaker one', weakened, 0.6],
    ['of two filters', fc.tuple(filters, filters), 0.02],
    ['of a filter and one of its parts', filters.map(a => [a, a.kind === 'and' || a.kind === 'or' ? (a.terms[0] ?? a) : a] as const), 0.3],
  ] as const)('%s', (_, pairs, share) => {
    let held = 0
    fc.assert(
      fc.property(withEvents(pairs), ([pair, events]) => {
        const [a, b] = pair as [Expression, Expression]
        if (!implies(a, b, vocabulary)) return
        held++
        const [first, second] = [compile(a, vocabulary), compile(b, vocabulary)]
        for (const event of events) expect(first.matches(event) && !second.matches(event)).toBe(false)
      }),
      runs,
    )
    expect(held / runs.numRuns).toBeGreaterThan(share)
  })

  test('that joined filters can never hold', () => {
    let impossible = 0
    const joined = fc.tuple(filters, filters, filters).map(terms => [{ kind: 'and', terms, grouped: true, span } as Expression])
    fc.assert(
      fc.property(withEvents(joined), ([[filter], events]) => {
        if (filter === undefined || canHold(filter, vocabulary)) return
        impossible++
        const { matches } = compile(filter, vocabulary)
        for (const event of events) expect(matches(event)).toBe(false)
      }),
      runs,
    )
    expect(impossible / runs.numRuns).toBeGreaterThan(0.05)
  })

  // Random clauses seldom agree about a value. Here every comparison is tried with every other on all values near their literals.
  test.each([
    ['of a field with one value', 'a'],
    ['of a field with several', 'c'],
  ])('of every pair of comparisons %s', (_, field) => {
    const literals = [
      'null',
      'true',
      '"false"',
      '3',
      '3.0',
      '"3"',
      '"03"',
      '4',
      '-1',
      '"x"',
      '"xy"',
      '"y"',
      '""',
      '"10.0.0.0/8"',
      '"10.1.0.0/16"',
    ]
    const times = ['"2026-01-01T00:00:00Z"', '"2026-01-01T01:00:00+01:00"', '"2026-01-02T00:00:00Z"']
    const clauses = [...literals, ...times].flatMap(literal => WORDS.map(operator => read(`${field} ${operator} ${literal}`)))
    const values = [...new Set(clauses.flatMap(literalsOf).flatMap(valuesNear)), 3.5, '3.5', 'xay', 'yx', '10.1.2.3', '10.2.0.1', {}]
    const pairs = field === 'a' ? [] : values.flatMap(one => values.map(two => [one, two]))
    const events = [{}, ...[...values, ...pairs].map(value => ({ [field]: value }))]
    const tables = clauses.map(clause => events.map(compile(clause, vocabulary).matches))
    for (const [i, a] of clauses.entries()) {
      for (const [j, b] of clauses.entries()) {
        const [first, second] = [tables[i] ?? [], tables[j] ?? []]
        if (implies(a, b, vocabulary) && first.some((holds, k) => holds && !second[k]))
          expect.fail(`${print(a)} does not imply ${print(b)}`)
        const both: Expression = { kind: 'and', terms: [a, b], grouped: true, span }
        if (!canHold(both, vocabulary) && first.some((holds, k) => holds && second[k])) expect.fail(`${print(both)} can hold`)
      }
    }
  })

  test('with any names of fields', () => {
    fc.assert(
      fc.property(expressions, expressions, (a, b) => {
        implies(a, b, CLOUDTRAIL_VOCABULARY)
        expect(implies(a, a, CLOUDTRAIL_VOCABULARY)).toBe(true)
        expect(implies({ kind: 'and', terms: [a, b], grouped: true, span }, b, CLOUDTRAIL_VOCABULARY)).toBe(true)
      }),
    )
  })
})
