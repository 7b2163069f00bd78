// Which clauses of a filter a query cannot ask exactly, and why: more comes back than they match, and the filter decides about it.

import { groupBy } from '../group.ts'
import type { Comparison, Expression, Membership, Segment } from '../language/ast.ts'
import { clausesOf } from '../language/paths.ts'
import { print } from '../language/print.ts'
import { boundsOf, type Column, type Columns, pathsWithoutColumn } from '../language/sql.ts'

/** The clauses that a query asks more for than they match, by the reason for it. */
export function coarseClauses(expression: Expression, columns: Columns): ReadonlyMap<string, readonly string[]> {
  const coarse = clausesOf(expression).filter(clause => {
    const { upper, lower } = boundsOf(clause, columns)
    return upper !== lower
  })
  const byReason = groupBy(coarse, clause => explain(clause, columns))
  return new Map([...byReason].map(([why, clauses]) => [why, [...new Set(clauses.map(print))]]))
}

function explain({ path }: Comparison | Membership, columns: Columns): string {
  if (path.segments[0] === 'target') return 'what a call is about is found in its parameters and is not asked for'
  if (pathsWithoutColumn([path], columns).length > 0) return 'the table has no column for it, so it is not asked for'
  if (path.segments.some(segment => typeof segment === 'number')) return 'any item of the list will do, whatever its position'
  return WHY[kindAt(path.segments, columns) ?? ''] ?? 'the engine reads some values otherwise, and rows with these come back too'
}

const WHY: Readonly<Record<string, string>> = {
  json: 'rows where CloudTrail left out a content, where the JSON cannot be read, or where lists stand directly in lists come back too',
  made: 'rows where it is empty or begins or ends with a space, and rows that are no call, come back too',
  possible: 'every row that has a policy comes back',
}

function kindAt([name, ...rest]: readonly Segment[], columns: Columns): Column['kind'] | undefined {
  const column = typeof name === 'string' && Object.hasOwn(columns, name) ? columns[name] : undefined
  if (column === undefined) return undefined
  const isDeeper = (column.kind === 'struct' || column.kind === 'list') && rest.length > 0
  return isDeeper ? kindAt(rest, column.fields) : column.kind
}
