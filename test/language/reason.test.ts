// One reasoner: what query warns about, what the lint proves and what a lookup asks for are the same answer to the same question.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CLOUDTRAIL_VOCABULARY } from '../../src/events/vocabulary.ts'
import type { Expression, Junction } from '../../src/language/ast.ts'
import { check } from '../../src/language/check.ts'
import { compile } from '../../src/language/compile.ts'
import { decide } from '../../src/language/decide.ts'
import { constantsOf } from '../../src/language/lookup.ts'
import { parse } from '../../src/language/parse.ts'
import { print } from '../../src/language/print.ts'
import type { Vocabulary } from '../../src/language/vocabulary.ts'
import { lintRules } from '../../src/rules/lint/lint.ts'
import { loadRules } from '../../src/rules/load.ts'
import { events, expressions } from '../fuzz/filters.ts'
import { canHold, implies } from './proofs.ts'

function read(filter: string): Expression {
  const parsing = parse(filter)
  if ('problems' in parsing) throw new Error(JSON.stringify(parsing.problems))
  return parsing.expression
}

/** What the warnings of `query`, the lint and the proofs say about a filter that can never hold. */
function answersOf(filter: string): readonly boolean[] {
  const text = `name: R\ntype: CloudTrail\nseverityOfAlerts: 1\nfilter: ${JSON.stringify(filter)}\n`
  const { compiled } = loadRules([{ path: 'r.yml', text }])
  return [
    check(read(filter), CLOUDTRAIL_VOCABULARY).some(({ kind }) => kind === 'contradiction'),
    lintRules(compiled, {}).some(({ kind }) => kind === 'never-matches'),
    !canHold(read(filter), CLOUDTRAIL_VOCABULARY),
  ]
}

describe('never holds, whoever is asked', () => {
  test.each([
    ['eventName = "A" and eventName in ("B", "C")'],
    ['eventName in ("A", "B") and user = "x" and eventName in ("C", "D")'],
    ['errorCode > 3 and errorCode < 3'],
    ['errorCode >= 3 and errorCode < 3'],
    ['errorCode = 5 and errorCode > 7'],
    ['eventTime > "2026-01-02T00:00:00Z" and eventTime < "2026-01-01T00:00:00Z"'],
    ['eventName starts_with "A" and eventName starts_with "B"'],
    ['eventName = "List" and not eventName like "st"'],
    ['eventName not in ("A", "B") and eventName = "A"'],
    ['not eventSource != "ssm.amazonaws.com" and eventSource = "ecr.amazonaws.com"'],
    ['(user = "a" or ip = "1.2.3.4") and user != "a" and ip != "1.2.3.4"'],
    ['user = "a" and (user = "b" or user = "c")'],
    ['userIdentity = null and userIdentity.type = "Root"'],
    ['user = "a" and user = "b"'],
    ['errorCode = null and errorCode like "x"'],
  ])('%s', filter => {
    expect(answersOf(filter)).toEqual([true, true, true])
  })
})

describe('may hold, whoever is asked', () => {
  test.each([
    ['errorCode >= 3 and errorCode <= 3'],
    ['eventName = "A" and eventName in ("A", "B")'],
    ['requestParameters.instanceIds = "i-1" and requestParameters.instanceIds in ("i-2", "i-3")'],
    ['requestParameters.instanceIds > 3 and requestParameters.instanceIds < 3'],
    ['eventName starts_with "A" and eventName starts_with "AB" and eventName ends_with "B"'],
  ])('%s', filter => {
    expect(answersOf(filter)).toEqual([false, false, false])
  })
})

describe('the warning says why', () => {
  test.each([
    [
      'eventName = "A" and eventName in ("B", "C")',
      20,
      'this can never hold: no event has both eventName = "A" and eventName in ("B", "C")',
    ],
    ['errorCode > 3 and errorCode < 3', 18, 'this can never hold: "errorCode" cannot be above 3 and below 3'],
    ['errorCode = 5 and errorCode > 7', 18, 'this can never hold: no event has both errorCode = 5 and errorCode > 7'],
    ['user != null or user != "b"', 16, 'this always holds: every event has user != null or user != "b"'],
    ['user = "a" and ip = "b" and user = "c"', 28, 'this can never hold: "user" cannot equal both "a" and "c"'],
    ['errorCode = null and errorCode in ("x", "y")', 21, 'this can never hold: "errorCode" cannot be absent and have a value'],
    ['user = "a" and not user = "a"', 15, 'this can never hold: not user = "a" and its opposite are joined with "and"'],
    ['user = "a" or user not in ("a")', 14, 'this always holds: user not in ("a") and its opposite are joined with "or"'],
    ['user != "a" or user != "b"', 15, 'this always holds: "user" always differs from "a" or from "b"; "and" was probably meant'],
    ['user != "a" or user not in ("b", "c")', 15, 'this always holds: every event has user != "a" or user not in ("b", "c")'],
    ['user = "a" and (user = "b" or user = "c")', 16, 'this can never hold: no event has both user = "a" and (user = "b" or user = "c")'],
    [
      '(user = "a" or ip = "b") and user != "a" and ip != "b"',
      45,
      'this can never hold: no event has ip != "b" together with the clauses before it',
    ],
    [
      'user != null and (user = null or ip = "b") and ip != "b"',
      47,
      'this can never hold: no event has ip != "b" together with the clauses before it',
    ],
    [
      'user = null or ip = null or (user != null and ip != null)',
      29,
      'this always holds: every event has (user != null and ip != null) or a clause before it',
    ],
  ])('%s', (filter, offset, message) => {
    const problems = check(read(filter), CLOUDTRAIL_VOCABULARY)
    expect(problems.map(problem => [problem.offset, problem.message])).toEqual([[offset, message]])
  })

  test('of every clause that contradicts what stands before it', () => {
    const filter = 'user = "a" and user = "b" and ip = null and user = "c" and ip = "1.2.3.4" and eventName = "x"'
    expect(check(read(filter), CLOUDTRAIL_VOCABULARY).map(({ message }) => message)).toEqual([
      'this can never hold: "user" cannot equal both "a" and "b"',
      'this can never hold: "user" cannot equal both "b" and "c"',
      'this can never hold: "ip" cannot be absent and have a value',
    ])
  })

  test('once: of a clause that never holds alone, nothing else is said', () => {
    const kinds = (filter: string) => check(read(filter), CLOUDTRAIL_VOCABULARY).map(({ kind }) => kind)
    expect(kinds('eventName like 5 and user = "a"')).toEqual(['never-holds'])
    expect(kinds('not eventName like 5 or user = "a"')).toEqual(['never-holds'])
    expect(kinds('(user = "a" and user = "b") and ip = "c"')).toEqual(['contradiction'])
  })
})

describe('the constants of a filter', () => {
  test.each<[string, readonly string[] | undefined]>([
    ['not eventSource != "ssm.amazonaws.com"', ['ssm.amazonaws.com']],
    ['not (not eventSource = "ssm.amazonaws.com")', ['ssm.amazonaws.com']],
    ['not eventSource not in ("ssm.amazonaws.com", "ecr.amazonaws.com")', ['ecr.amazonaws.com', 'ssm.amazonaws.com']],
    ['not (eventSource != "ssm.amazonaws.com" or user = "a")', ['ssm.amazonaws.com']],
    ['not (eventSource != "ssm.amazonaws.com" and user = "a")', undefined],
    ['eventSource in ("ssm.amazonaws.com", "ecr.amazonaws.com") and eventSource != "ecr.amazonaws.com"', ['ssm.amazonaws.com']],
    ['eventSource in ("ssm.amazonaws.com", "ecr.amazonaws.com") and eventSource starts_with "ecr"', ['ecr.amazonaws.com']],
    ['eventSource in ("ssm.amazonaws.com", null) and eventSource != null', undefined],
  ])('%s', (filter, constants) => {
    const found = constantsOf(read(filter), 'eventSource')
    expect(found === undefined ? undefined : [...found].sort()).toEqual(constants)
  })
})

describe('on any filter', () => {
  const vocabulary: Vocabulary = { aliases: new Map(), fields: { a: 'one', b: 'one' } }
  const span = { start: 0, end: 0 }
  const overTwoFields = (expression: Expression): Expression => {
    if ('term' in expression) return { ...expression, term: overTwoFields(expression.term) }
    if ('terms' in expression) return { ...expression, terms: expression.terms.map(overTwoFields) }
    return { ...expression, path: { segments: [print(expression).length % 2 === 0 ? 'a' : 'b'], span } }
  }
  const terms = fc.array(expressions.map(overTwoFields), { minLength: 2, maxLength: 4 })

  test.each(['and', 'or'] as const)('a warning about "%s" and a proof are the same', kind => {
    let warned = 0
    fc.assert(
      fc.property(terms, terms => {
        // The text gives the terms their places.
        const joined = read(print({ kind, terms, grouped: false, span }))
        if (joined.kind !== kind) return
        const problems = check(joined, vocabulary).filter(problem => problem.kind === (kind === 'and' ? 'contradiction' : 'always-true'))
        const own = joined.terms.filter(term => problems.some(({ offset }) => offset === term.span.start))
        const never = (term: Expression): Expression => (kind === 'and' ? term : { kind: 'not', term, span })
        const proven = (list: readonly Expression[]): boolean =>
          !canHold({ kind: 'and', terms: list.map(never), grouped: true, span } as Junction, vocabulary)
        const sound = joined.terms.filter(term => canHold(never(term), vocabulary))
        if (own.length > 0) warned++
        expect({ filter: print(joined), warns: own.some(term => sound.includes(term)) }).toEqual({
          filter: print(joined),
          warns: proven(sound),
        })
      }),
      { numRuns: 2000 },
    )
    expect(warned).toBeGreaterThan(50)
  })

  test('what never holds is not decided to hold, whatever is known', () => {
    let impossible = 0
    fc.assert(
      fc.property(terms, events, (terms, event) => {
        // The vocabulary says that these fields have one value, and no event has two in them.
        fc.pre(!Array.isArray(event['a']) && !Array.isArray(event['b']))
        const filter: Expression = { kind: 'and', terms, grouped: true, span }
        const answer = decide(compile(filter, vocabulary), event)
        if (canHold(filter, vocabulary)) return
        impossible++
        expect(answer).not.toBe(true)
      }),
      { numRuns: 2000 },
    )
    expect(impossible).toBeGreaterThan(50)
  })

  test('its constants are implied', () => {
    let listed = 0
    fc.assert(
      fc.property(terms, fc.constantFrom('and', 'or'), (terms, kind) => {
        const filter: Expression = { kind: kind as Junction['kind'], terms: [...terms, read('a in ("x.y", "z.y")')], grouped: true, span }
        const constants = constantsOf(filter, 'a')
        if (constants === undefined || constants.size === 0) return
        listed++
        const list = [...constants].map(value => ({ kind: 'text', value, span }) as const)
        expect(implies(filter, { kind: 'in', path: { segments: ['a'], span }, negated: false, literals: list, span }, vocabulary)).toBe(
          true,
        )
      }),
      { numRuns: 2000 },
    )
    expect(listed).toBeGreaterThan(50)
  })
})
