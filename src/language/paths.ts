// Lists the clauses of a filter and the fields that it uses.

import type { Comparison, Expression, Membership, Path } from './ast.ts'

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
