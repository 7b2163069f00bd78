// Explains, clause by clause, what a filter found in an event and why it held or not. It runs the same tests that decide a
// match: an explanation inspects the plan and evaluates nothing on its own.

import type { Fields } from '../json.ts'
import type { Comparison, Expression, Membership } from './ast.ts'
import { type Plan, valuesOf } from './compile.ts'
import { IN, OPERATORS } from './operators.ts'
import { demandOf } from './paths.ts'
import { print, printPath } from './print.ts'
import type { Vocabulary } from './vocabulary.ts'

export interface Explanation {
  readonly kind: Expression['kind']
  readonly holds: boolean
  /** The canonical text of this part. */
  readonly text: string
  /** What a comparison found, in words; absent for `and`, `or` and `not`. */
  readonly found?: Found
  readonly terms: readonly Explanation[]
}

export interface Found {
  /** The path as the filter wrote it. */
  readonly path: string
  /** The values the path yields in this event; none when the field is absent, null or an empty array. */
  readonly values: readonly unknown[]
  /** Why the comparison held or did not, as one clause without a full stop. */
  readonly why: string
}

/** Explains the outcome of a compiled filter for an event; `holds` of the result equals `plan.matches(event)`. */
export function explain(plan: Plan, event: Fields, vocabulary: Vocabulary): Explanation {
  const { expression } = plan
  const holds = plan.matches(event)
  const terms = plan.terms.map(term => explain(term, event, vocabulary))
  const explanation = { kind: expression.kind, holds, text: print(expression), terms }
  if (expression.kind !== 'comparison' && expression.kind !== 'in') return explanation
  const values = valuesOf(event, expression.path, vocabulary)
  return { ...explanation, found: { path: printPath(expression.path), values, why: because(expression, values, holds) } }
}

function because(clause: Comparison | Membership, values: readonly unknown[], holds: boolean): string {
  const { relation, literals, negated } = demandOf(clause)
  const { phrase, opposite } = clause.kind === 'in' ? IN : OPERATORS[clause.operator]
  const asksPresence = clause.kind === 'comparison' && clause.literal.kind === 'null'
  if (values.length === 0) {
    if (asksPresence) return 'the field has no value in this event'
    if (literals.some(({ kind }) => kind === 'null')) return 'the field has no value, and the list contains null'
    return negated ? 'the field has no value, so it cannot equal a value in the filter' : 'the field has no value in this event'
  }
  if (asksPresence && relation.kind === 'equality') return 'the field has a value'
  const one = values.length === 1
  if (negated && holds) return one ? 'the value differs' : 'every value differs'
  if (negated || holds) return `${one ? 'the value' : 'one of the values'} ${phrase}`
  return one ? `the value ${opposite}` : `none of the values ${phrase}`
}
