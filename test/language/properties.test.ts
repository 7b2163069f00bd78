// Properties that hold for every filter and every event.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { VOCABULARY } from '../../src/events/vocabulary.ts'
import { check } from '../../src/language/check.ts'
import { compile, type Plan } from '../../src/language/compile.ts'
import { decide } from '../../src/language/decide.ts'
import { type Explanation, explain } from '../../src/language/explain.ts'
import { parse, parsePath } from '../../src/language/parse.ts'
import { print } from '../../src/language/print.ts'
import { events, expressions } from '../fuzz/filters.ts'

function parsed(text: string) {
  const parsing = parse(text)
  if ('problems' in parsing) throw new Error(`${text}: ${JSON.stringify(parsing.problems)}`)
  return parsing.expression
}

/** A tree without the positions of its parts and without `grouped`, because printing changes both. */
function withoutSpans(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner) => (key === 'span' || key === 'grouped' ? undefined : inner)))
}

describe('printing', () => {
  test('gives a text that parses to the same tree, and printing that gives the same text', () => {
    fc.assert(
      fc.property(expressions, expression => {
        const text = print(expression)
        expect(withoutSpans(parsed(text))).toEqual(withoutSpans(expression))
        expect(print(parsed(text))).toBe(text)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('explaining', () => {
  test('agrees with matching on 10,000 filters and events, in every part', () => {
    let held = 0
    fc.assert(
      fc.property(expressions, events, (expression, event) => {
        const plan = compile(expression, VOCABULARY)
        const explanation = explain(plan, event, VOCABULARY)
        expect(explanation.holds).toBe(plan.matches(event))
        expectAgreement(plan, explanation)
        if (explanation.holds) held++
        function expectAgreement(part: Plan, explained: Explanation): void {
          expect(explained.holds).toBe(part.matches(event))
          // A junction's outcome must also follow from those of its parts by the truth table, not only from its own test.
          const parts = explained.terms.map(term => term.holds)
          if (explained.kind === 'and') expect(explained.holds).toBe(parts.every(Boolean))
          if (explained.kind === 'or') expect(explained.holds).toBe(parts.some(Boolean))
          if (explained.kind === 'not') expect(explained.holds).toBe(!parts[0])
          part.terms.forEach((term, i) => {
            expectAgreement(term, explained.terms[i] as Explanation)
          })
        }
      }),
      { numRuns: 10_000 },
    )
    // If filters never or always held, the agreement would mean little.
    expect(held).toBeGreaterThan(2000)
    expect(held).toBeLessThan(8000)
  })
})

describe('negation', () => {
  test('!= and not in hold exactly when = and in do not', () => {
    fc.assert(
      fc.property(expressions, events, (expression, event) => {
        if (expression.kind !== 'comparison' && expression.kind !== 'in') return
        if (expression.kind === 'comparison' && expression.operator !== '=') return
        const opposite =
          expression.kind === 'in' ? { ...expression, negated: !expression.negated } : { ...expression, operator: '!=' as const }
        expect(compile(opposite, VOCABULARY).matches(event)).toBe(!compile(expression, VOCABULARY).matches(event))
      }),
      { numRuns: 3000 },
    )
  })
})

describe('deciding with some fields known', () => {
  test('never contradicts the full event', () => {
    fc.assert(
      fc.property(expressions, events, (expression, event) => {
        const plan = compile(expression, VOCABULARY)
        const known = Object.fromEntries(Object.entries(event).filter((_, i) => i % 2 === 0))
        const answer = decide(plan, known)
        if (answer !== undefined) expect(plan.matches(event)).toBe(answer)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('no input', () => {
  const fragments = fc.array(
    fc.oneof(
      fc.constantFrom(
        '(',
        ')',
        'and',
        'or',
        'not',
        'in',
        '=',
        '!=',
        '==',
        '>',
        '"',
        "'",
        '\\',
        '“',
        '”',
        ',',
        '.',
        '[0]',
        '[',
        'null',
        '14',
        '-',
        'a',
        'event',
        '"x"',
        ' ',
        '\n',
        '&&',
        '||',
        '__proto__',
        '\0',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 30 },
  )

  test('makes parsing or checking throw, and each refusal says where', () => {
    fc.assert(
      fc.property(fragments, fc.boolean(), (parts, spaced) => {
        const text = parts.join(spaced ? ' ' : '')
        const parsing = parse(text)
        if ('expression' in parsing) {
          check(parsing.expression, VOCABULARY)
          expect(withoutSpans(parsed(print(parsing.expression)))).toEqual(withoutSpans(parsing.expression))
          return
        }
        expect(parsing.problems.length).toBeGreaterThan(0)
        for (const problem of parsing.problems) {
          expect(problem.offset).toBeGreaterThanOrEqual(0)
          expect(problem.offset).toBeLessThanOrEqual(text.length)
          expect(problem.message).not.toBe('')
        }
      }),
      { numRuns: 20_000 },
    )
  })

  test('touches Object.prototype', () => {
    const before = Reflect.ownKeys(Object.prototype).length
    for (const text of ['__proto__', '__proto__ = 1', '__proto__.polluted = 1', '__proto__ = ', 'constructor.prototype.x = 1', 'a in (']) {
      parse(text)
      parsePath(text)
    }
    fc.assert(
      fc.property(expressions, events, (expression, event) => {
        compile(expression, VOCABULARY).matches(event)
      }),
    )
    expect(Reflect.ownKeys(Object.prototype).length).toBe(before)
    expect(Object.prototype).not.toHaveProperty('polluted')
  })
})
