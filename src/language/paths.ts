// Lists the fields that a filter uses.

import type { Expression, Path } from './ast.ts'

/** Returns the path of every clause of a filter, in order and with repetitions. */
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
