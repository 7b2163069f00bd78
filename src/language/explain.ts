// Explains, clause by clause, what a filter found in an event and why it held or not. It runs the same tests that decide a
// match: an explanation inspects the plan and evaluates nothing on its own.

import type { Fields } from '../json.ts'
import type { Comparison, Expression, Membership } from './ast.ts'
import { type Plan, valuesOf } from './compile.ts'
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
  const negative = clause.kind === 'in' ? clause.negated : clause.operator === '!='
  const relation = RELATIONS[clause.kind === 'in' ? 'in' : clause.operator]
  const asksPresence = clause.kind === 'comparison' && clause.literal.kind === 'null'
  if (values.length === 0) {
    if (asksPresence) return 'the field has no value in this event'
    if (clause.kind === 'in' && clause.literals.some(({ kind }) => kind === 'null'))
      return 'the field has no value, and the list contains null'
    return negative ? 'the field has no value, so it cannot equal a value in the filter' : 'the field has no value in this event'
  }
  if (asksPresence && (clause.operator === '=' || negative)) return 'the field has a value'
  const one = values.length === 1
  if (negative)
    return holds ? `${one ? 'the value differs' : 'every value differs'}` : `${one ? 'the value' : 'one of the values'} ${relation}`
  if (holds) return `${one ? 'the value' : 'one of the values'} ${relation}`
  return one ? `the value ${OPPOSITES[relation]}` : `none of the values ${relation}`
}

const RELATIONS = {
  '=': 'equals it',
  '!=': 'equals it',
  '>': 'is greater',
  '>=': 'is greater or equal',
  '<': 'is smaller',
  '<=': 'is smaller or equal',
  like: 'contains it',
  starts_with: 'starts with it',
  ends_with: 'ends with it',
  in: 'is in the list',
} as const

const OPPOSITES: Readonly<Record<(typeof RELATIONS)[keyof typeof RELATIONS], string>> = {
  'equals it': 'does not equal it',
  'is greater': 'is not greater',
  'is greater or equal': 'is neither greater nor equal',
  'is smaller': 'is not smaller',
  'is smaller or equal': 'is neither smaller nor equal',
  'contains it': 'does not contain it',
  'starts with it': 'does not start with it',
  'ends with it': 'does not end with it',
  'is in the list': 'is not in the list',
}
