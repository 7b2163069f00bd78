// Generates random filters and events. Both use the same few names and values, so that clauses hold about as often as not.

import fc from 'fast-check'
import type { Fields } from '../../src/json.ts'
import type { Comparison, Expression, Junction, Literal, Membership, Path, Segment } from '../../src/language/ast.ts'
import type { LiteralValue } from '../../src/language/literal.ts'
import { WORDS } from '../../src/language/operators.ts'

const span = { start: 0, end: 0 }
const names = ['a', 'b', 'eventName', 'user', 'ip', 'and', 'null', 'x y', 'a"b', "q'\\", '__proto__', 'constructor', 'length', '']
/** Values that mean something to an operator. */
export const texts: readonly string[] = [
  '',
  'x',
  'xy',
  'true',
  '14',
  '014',
  '-3.50',
  '10.1.2.3',
  '10.0.0.0/8',
  'fd00::1',
  '2026-01-02T03:04:05Z',
  '2026-01-02T04:04:05+01:00',
  'a"\\\'b\n',
  '“é',
]

const segment: fc.Arbitrary<Segment> = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: fc.nat(3) })
/** A path of the names that events use. */
export const path: fc.Arbitrary<Path> = fc.array(segment, { minLength: 1, maxLength: 3 }).map(segments => ({ segments, span }))

const literal: fc.Arbitrary<Literal> = fc
  .oneof(
    fc.constantFrom(...texts).map((value): LiteralValue => ({ kind: 'text', value })),
    fc.string({ unit: 'binary', maxLength: 8 }).map((value): LiteralValue => ({ kind: 'text', value })),
    fc
      .constantFrom('0', '14', '-3.5', '007', '12345678901234567890')
      .map((text): LiteralValue => ({ kind: 'number', value: Number(text), text })),
    fc.boolean().map((value): LiteralValue => ({ kind: 'boolean', value })),
    fc.constant<LiteralValue>({ kind: 'null' }),
  )
  .map(value => ({ ...value, span }))

/** Any tree the grammar can produce from these paths, and from these literals besides those that are used everywhere. */
export function expressionsOver(paths: fc.Arbitrary<Path>, texts: readonly string[] = []): fc.Arbitrary<Expression> {
  const more = texts.map((value): Literal => ({ kind: 'text', value, span }))
  const literals = more.length === 0 ? literal : fc.oneof(literal, fc.constantFrom(...more))
  const comparison: fc.Arbitrary<Comparison> = fc.record({
    kind: fc.constant('comparison'),
    path: paths,
    operator: fc.constantFrom(...WORDS),
    literal: literals,
    span: fc.constant(span),
  })
  const membership: fc.Arbitrary<Membership> = fc.record({
    kind: fc.constant('in'),
    path: paths,
    negated: fc.boolean(),
    literals: fc.array(literals, { minLength: 1, maxLength: 4 }),
    span: fc.constant(span),
  })
  return fc.letrec<{ any: Expression }>(tie => ({
    any: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      comparison,
      membership,
      fc.record({ kind: fc.constant('not' as const), term: tie('any'), span: fc.constant(span) }),
      fc.record({
        kind: fc.constantFrom<Junction['kind']>('and', 'or'),
        terms: fc.array(tie('any'), { minLength: 2, maxLength: 4 }),
        grouped: fc.constant(true),
        span: fc.constant(span),
      }),
    ),
  })).any
}

/** Any tree the grammar can produce. */
export const expressions: fc.Arbitrary<Expression> = expressionsOver(path)

const scalars = fc.oneof(
  fc.constantFrom<unknown>(...texts, 0, 14, -3.5, 12345678901234567000, true, false, null),
  fc.string({ maxLength: 4 }),
)

/** Any JSON value. */
export const values: fc.Arbitrary<unknown> = fc.letrec<{ any: unknown }>(tie => ({
  any: fc.oneof(
    { maxDepth: 3 },
    { weight: 3, arbitrary: scalars },
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('any'), { maxKeys: 4 }),
  ),
})).any

/** Any JSON object, as JSON.parse returns it; some are CloudTrail events. */
export const events: fc.Arbitrary<Fields> = fc
  .tuple(fc.dictionary(fc.constantFrom(...names), values, { maxKeys: 6 }), fc.boolean())
  .map(
    ([fields, cloudtrail]) => JSON.parse(JSON.stringify(cloudtrail ? { ...fields, eventSource: 'ssm.amazonaws.com' } : fields)) as Fields,
  )
