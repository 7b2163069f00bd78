// Which lookups by one field cover a filter. If a value were missing, its events would never be requested, so a property compares
// the values with matching. A superfluous value only costs a call.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { VOCABULARY } from '../../src/events/vocabulary.ts'
import type { Fields } from '../../src/json.ts'
import type { Comparison, Expression, Membership, Path } from '../../src/language/ast.ts'
import { compile } from '../../src/language/compile.ts'
import type { LiteralValue } from '../../src/language/literal.ts'
import { constantsOf } from '../../src/language/lookup.ts'
import type { Operator } from '../../src/language/operators.ts'
import { parse } from '../../src/language/parse.ts'
import { pathsOf } from '../../src/language/paths.ts'
import { print } from '../../src/language/print.ts'
import { events, expressions } from '../fuzz/filters.ts'

function parsed(text: string): Expression {
  const parsing = parse(text)
  if ('problems' in parsing) throw new Error(`${text}: ${JSON.stringify(parsing.problems)}`)
  return parsing.expression
}

const valuesOf = (filter: string): readonly string[] | undefined => {
  const values = constantsOf(parsed(filter), 'eventSource')
  return values === undefined ? undefined : [...values].sort()
}

const SSM = 'ssm.amazonaws.com'
const ECR = 'ecr.amazonaws.com'

describe('a filter that no other source can match', () => {
  test.each<[string, readonly string[]]>([
    [`eventSource = "${SSM}"`, [SSM]],
    [`"eventSource" = '${SSM}'`, [SSM]],
    [`eventSource in ("${SSM}")`, [SSM]],
    [`eventSource in ("${SSM}", "${ECR}", "${SSM}")`, [ECR, SSM]],
    [`event_type = "cloudtrail" and eventSource = "${SSM}" and (eventName starts_with "Describe" or eventName starts_with "List")`, [SSM]],
    [`eventName = "PutImage" and eventSource = "${ECR}"`, [ECR]],
    [`eventSource = "${SSM}" or eventSource = "${ECR}"`, [ECR, SSM]],
    [`(eventSource = "${SSM}" and user = "a") or (eventSource = "${ECR}" and user = "b")`, [ECR, SSM]],
    [`eventSource in ("${SSM}", "${ECR}") and eventSource = "${ECR}"`, [ECR]],
    [`eventSource = "${SSM}" and eventSource = "${ECR}"`, []],
    [`eventSource = "${SSM}" and eventSource != "${SSM}"`, []],
    [`eventSource = "${SSM}" and not eventSource = "${SSM}"`, []],
    [`eventSource > "${SSM}"`, []],
    [`not (not eventSource = "${SSM}")`, [SSM]],
    [`not (eventSource != "${SSM}")`, [SSM]],
    [`eventSource = "${SSM}" and (user = "a" or eventSource = "${ECR}")`, [SSM]],
    [`eventSource = "${SSM}" and eventSource like "amazonaws"`, [SSM]],
    ['eventSource = "ec2-instance-connect.amazonaws.com"', ['ec2-instance-connect.amazonaws.com']],
  ])('%s', (filter, values) => {
    expect(valuesOf(filter)).toEqual(values)
  })
})

describe('a filter that some other source may match', () => {
  test.each([
    'eventName = "PutImage"',
    `eventSource != "${SSM}"`,
    `eventSource not in ("${SSM}")`,
    `not eventSource = "${SSM}"`,
    'eventSource like "ssm"',
    'eventSource starts_with "ssm."',
    `eventSource ends_with "${SSM}"`,
    'eventSource = null',
    'eventSource != null',
    `eventSource in ("${SSM}", null)`,
    `eventSource = "${SSM}" or eventName = "PutImage"`,
    `eventSource = "${SSM}" or not eventSource = "${ECR}"`,
    `user = "a" or (user = "b" and eventSource = "${SSM}")`,
    `eventSource.name = "${SSM}"`,
    `eventSource[0] = "${SSM}"`,
    `requestParameters.eventSource = "${SSM}"`,
    `eventsource = "${SSM}"`,
    `event_source = "${SSM}"`,
    // These literals equal more values than their own text: numbers, booleans, addresses in a block.
    'eventSource = "14"',
    'eventSource = 14',
    'eventSource = true',
    'eventSource = "true"',
    'eventSource = "10.0.0.0/8"',
    'eventSource = "10.1.2.3"',
    'eventSource = "fd00::/8"',
    `eventSource in ("${SSM}", "10.0.0.0/8")`,
    `eventSource in ("${SSM}", 14)`,
  ])('%s', filter => {
    expect(valuesOf(filter)).toBe(undefined)
  })
})

test('other fields are asked for by their own name', () => {
  const filter = parsed(`eventName = "a.b" and eventSource = "${SSM}"`)
  expect(constantsOf(filter, 'eventName')).toEqual(new Set(['a.b']))
  expect(constantsOf(filter, '__proto__')).toBe(undefined)
  expect(constantsOf(parsed('"__proto__" = "a.b"'), '__proto__')).toEqual(new Set(['a.b']))
})

test('a filter of ten thousand clauses is read', () => {
  const clauses = Array.from({ length: 10_000 }, (_, i) => `eventSource = "s${i}.amazonaws.com"`)
  expect(constantsOf(parsed(clauses.join(' or ')), 'eventSource')?.size).toBe(10_000)
  expect(constantsOf(parsed(clauses.join(' and ')), 'eventSource')?.size).toBe(0)
})

describe('every filter', () => {
  const span = { start: 0, end: 0 }
  const sources = ['a.b', 'c.d', SSM, '10.1.2.3', 'true', '14', 'x', '10.0.0.0/8', 'A.B', ' a.b', '']
  const literal = fc
    .oneof(
      { weight: 4, arbitrary: fc.constantFrom(...sources.slice(0, 3)).map((value): LiteralValue => ({ kind: 'text', value })) },
      { weight: 1, arbitrary: fc.constantFrom(...sources).map((value): LiteralValue => ({ kind: 'text', value })) },
      {
        weight: 1,
        arbitrary: fc.constantFrom<LiteralValue>(
          { kind: 'null' },
          { kind: 'boolean', value: true },
          { kind: 'number', value: 14, text: '14' },
        ),
      },
    )
    .map(value => ({ ...value, span }))
  const path: fc.Arbitrary<Path> = fc
    .constantFrom('eventSource', 'eventSource', 'eventSource', 'user')
    .map(name => ({ segments: [name], span }))
  const operator = fc.constantFrom<Operator>('=', '=', '=', '!=', 'like', 'starts_with', '>', '<=')
  const comparison = fc.record<Comparison>({ kind: fc.constant('comparison'), path, operator, literal, span: fc.constant(span) })
  const membership = fc.record<Membership>({
    kind: fc.constant('in'),
    path,
    negated: fc.boolean(),
    literals: fc.array(literal, { minLength: 1, maxLength: 3 }),
    span: fc.constant(span),
  })
  const aboutSources: fc.Arbitrary<Expression> = fc.letrec<{ any: Expression }>(tie => ({
    any: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      comparison,
      membership,
      fc.record({ kind: fc.constant('not' as const), term: tie('any'), span: fc.constant(span) }),
      fc.record({
        kind: fc.constantFrom<'and' | 'or'>('and', 'or'),
        terms: fc.array(tie('any'), { minLength: 2, maxLength: 3 }),
        grouped: fc.constant(true),
        span: fc.constant(span),
      }),
    ),
  })).any
  // In CloudTrail, eventSource is always one text; a lookup returns no event in which it is missing or something else.
  const recorded: fc.Arbitrary<Fields> = fc.record({
    eventSource: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom<unknown>('a.b', 'c.d', SSM) },
      { weight: 1, arbitrary: fc.constantFrom<unknown>(...sources, 14, true) },
      { weight: 1, arbitrary: fc.string() },
    ),
    user: fc.constantFrom(...sources),
  })

  test('matches no event of a source outside its values', () => {
    let held = 0
    let named = 0
    fc.assert(
      fc.property(aboutSources, recorded, (expression, event) => {
        const values = constantsOf(expression, 'eventSource')
        if (values === undefined) return
        named++
        const matched = compile(expression, VOCABULARY).matches(event)
        if (matched) held++
        if (!values.has(event['eventSource'] as string)) expect({ filter: print(expression), matched }).toMatchObject({ matched: false })
      }),
      { numRuns: 20_000 },
    )
    // If no filter named a source, or none ever matched, the property would hold trivially.
    expect(named).toBeGreaterThan(1000)
    expect(held).toBeGreaterThan(100)
  })

  test('is limited to a source that `and` requires, but not to one that `or` adds', () => {
    fc.assert(
      fc.property(expressions, events, fc.constantFrom('and', 'or'), (expression, event, kind) => {
        const source = parsed('eventSource = "a.b"')
        const joined: Expression = { kind: kind as 'and' | 'or', terms: [expression, source], grouped: true, span }
        const values = constantsOf(joined, 'eventSource')
        expect(values === undefined ? 'any' : [...values]).toEqual(kind === 'and' ? ['a.b'] : 'any')
        if (values !== undefined && event['eventSource'] !== 'a.b') expect(compile(joined, VOCABULARY).matches(event)).toBe(false)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('the paths of a filter', () => {
  test.each<[string, readonly (readonly (string | number)[])[]]>([
    ['a = 1', [['a']]],
    ['a.b in (1, 2)', [['a', 'b']]],
    ['not a[0].b = 1', [['a', 0, 'b']]],
    ['a = 1 and (b = 2 or a = 3) and not (c like "x" or d = null)', [['a'], ['b'], ['a'], ['c'], ['d']]],
    [`eventSource = "${SSM}" and "x y".z != 1`, [['eventSource'], ['x y', 'z']]],
  ])('%s', (filter, paths) => {
    expect(pathsOf(parsed(filter)).map(({ segments }) => segments)).toEqual(paths)
  })

  test('are the only fields that affect the outcome', () => {
    fc.assert(
      fc.property(expressions, events, (expression, event) => {
        const named = new Set(pathsOf(expression).map(({ segments }) => segments[0]))
        // eventSource makes an object a CloudTrail event, and only those have aliases.
        const needed = Object.fromEntries(Object.entries(event).filter(([name]) => named.has(name) || name === 'eventSource'))
        const aliased = [...named].some(name => VOCABULARY.aliases.has(String(name)))
        if (!aliased) expect(compile(expression, VOCABULARY).matches(needed)).toBe(compile(expression, VOCABULARY).matches(event))
      }),
      { numRuns: 3000 },
    )
  })
})
