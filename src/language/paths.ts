// Lists the clauses of a filter, the fields that it uses, and what each clause demands of its field.

import type { Comparison, Expression, Literal, Membership, Path } from './ast.ts'
import { IN, OPERATORS, type Relation } from './operators.ts'

/** Returns the path of every clause of a filter, in order and with repetitions. */
export function pathsOf(expression: Expression): readonly Path[] {
  return clausesOf(expression).map(({ path }) => path)
}

/** Returns the clauses of a filter, in order. */
export function clausesOf(expression: Expression): readonly (Comparison | Membership)[] {
  switch (expression.kind) {
    case 'comparison':
    case 'in':
      return [expression]
    case 'not':
      return clausesOf(expression.term)
    case 'and':
    case 'or':
      return expression.terms.flatMap(clausesOf)
  }
}

/** What a clause demands: some value of its field in a relation to one of the literals or, negated, none. */
export interface Demand {
  readonly relation: Relation
  readonly literals: readonly Literal[]
  readonly negated: boolean
}

export function demandOf(clause: Comparison | Membership): Demand {
  if (clause.kind === 'in') return { relation: IN.relation, literals: clause.literals, negated: clause.negated }
  const { relation, negated } = OPERATORS[clause.operator]
  return { relation, literals: [clause.literal], negated }
}
