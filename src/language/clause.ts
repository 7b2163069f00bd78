// Clauses that no filter has written, for what is known of events without one.

import type { Comparison, Path } from './ast.ts'

/** The span of what stands in no text. */
const NO_SPAN = { start: 0, end: 0 }

/** `path = "value"`, `path != null` and the like. */
export function compareTo(path: Path, operator: '=' | '!=', value: string | null): Comparison {
  const literal = value === null ? ({ kind: 'null', span: NO_SPAN } as const) : ({ kind: 'text', value, span: NO_SPAN } as const)
  return { kind: 'comparison', path, operator, literal, span: path.span }
}

/** The path of a field that needs no quoting, such as `event_type`. */
export function pathTo(field: string): Path {
  return { segments: field.split('.'), span: NO_SPAN }
}
