// Compiles a syntax tree to a Plan: the same tree with a test at every node. Matching runs the test of the root; explaining
// runs the tests of all nodes, so there is no second evaluator that could disagree.
//
// Closures were measured against generated code and interpreters (docs/decisions/matching.md). They need no eval. Paths are
// split in advance, so matching only reads own properties and allocates nothing until a path crosses an array.

import type { Fields } from '../json.ts'
import type { Comparison, Expression, Junction, Membership, Path, Segment } from './ast.ts'
import type { Test } from './compare.ts'
import { compileRelation } from './operators.ts'
import { demandOf } from './paths.ts'
import type { Vocabulary } from './vocabulary.ts'

export interface Plan {
  readonly expression: Expression
  /** Whether the event satisfies this part of the filter. Never throws, whatever the event holds. */
  readonly matches: (event: Fields) => boolean
  /** The plans below an `and`, `or` or `not`; empty for a comparison. */
  readonly terms: readonly Plan[]
}

/** Compiles a filter's tree once, to match any number of events. */
export function compile(expression: Expression, vocabulary: Vocabulary): Plan {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return compileJunction(expression, vocabulary)
    case 'not': {
      const term = compile(expression.term, vocabulary)
      return { expression, terms: [term], matches: event => !term.matches(event) }
    }
    case 'comparison':
    case 'in':
      return { expression, terms: [], matches: compileClause(expression, vocabulary) }
  }
}

function compileJunction(expression: Junction, vocabulary: Vocabulary): Plan {
  const terms = expression.terms.map(term => compile(term, vocabulary))
  const tests = terms.map(term => term.matches)
  const decisive = expression.kind === 'or'
  const matches = (event: Fields): boolean => {
    for (const test of tests) if (test(event) === decisive) return decisive
    return !decisive
  }
  return { expression, terms, matches }
}

// To equal null is to be absent, which is not a matter of any value.
function compileClause(clause: Comparison | Membership, vocabulary: Vocabulary): (event: Fields) => boolean {
  const { path } = clause
  const { relation, literals, negated } = demandOf(clause)
  const tests = literals.map(literal => compileRelation(relation, literal))
  const [only] = tests
  const test: Test = tests.length === 1 && only !== undefined ? only : value => tests.some(each => each(value))
  const some = compileSome(path, vocabulary, test)
  const asksAbsence = relation.kind === 'equality' && literals.some(({ kind }) => kind === 'null')
  if (!asksAbsence) return negated ? event => !some(event) : some
  const present = compileSome(path, vocabulary, () => true)
  if (tests.length === 1) return event => present(event) === negated
  return event => (some(event) || !present(event)) !== negated
}

function compileSome(path: Path, vocabulary: Vocabulary, test: Test): (event: Fields) => boolean {
  const { segments } = path
  const [first] = segments
  const alias = typeof first === 'string' ? vocabulary.aliases.get(first) : undefined
  if (alias === undefined) return event => someValue(event, segments, 0, test)
  return event => (Object.hasOwn(event, first as string) ? someValue(event, segments, 0, test) : someValue(alias(event), segments, 1, test))
}

/** Returns every value that a path yields in an event, in document order. */
export function valuesOf(event: Fields, path: Pick<Path, 'segments'>, vocabulary: Vocabulary): readonly unknown[] {
  const values: unknown[] = []
  compileSome({ ...path, span: { start: 0, end: 0 } }, vocabulary, value => {
    values.push(value)
    return false
  })(event)
  return values
}

function someValue(root: unknown, segments: readonly Segment[], from: number, test: Test): boolean {
  let value = root
  for (let i = from; i < segments.length; i++) {
    if (Array.isArray(value)) return someElement(value, segments, i, test)
    const segment = segments[i] as Segment
    if (typeof value !== 'object' || value === null || typeof segment === 'number' || !Object.hasOwn(value, segment)) return false
    value = (value as Fields)[segment]
  }
  if (Array.isArray(value)) return someElement(value, segments, segments.length, test)
  return value !== null && value !== undefined && test(value)
}

// A hostile event may nest arrays to any depth, so the walk keeps its own stack instead of recursing.
function someElement(array: readonly unknown[], segments: readonly Segment[], from: number, test: Test): boolean {
  const stack: { value: unknown; at: number }[] = [{ value: array, at: from }]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    let { value, at } = top
    while (at < segments.length && !Array.isArray(value)) {
      const segment = segments[at] as Segment
      if (typeof value !== 'object' || value === null || typeof segment === 'number' || !Object.hasOwn(value, segment)) break
      value = (value as Fields)[segment]
      at++
    }
    if (Array.isArray(value)) {
      const segment = segments[at]
      if (typeof segment === 'number') stack.push({ value: value[segment], at: at + 1 })
      else for (let i = value.length - 1; i >= 0; i--) stack.push({ value: value[i], at })
    } else if (at === segments.length && value !== null && value !== undefined && test(value)) {
      return true
    }
  }
  return false
}
