// The fields that a filter asks for.

import type { Expression, Path } from './ast.ts'

/** Every path of a filter, in the order of its clauses, repeated where it is asked for again. */
export function pathsOf(expression: Expression): readonly Path[] {
  switch (expression.kind) {
    case 'comparison':
    case 'in':
      return [expression.path]
    case 'not':
      return pathsOf(expression.term)
    case 'and':
    case 'or':
      return expression.terms.flatMap(pathsOf)
  }
}
