// Formats one value of an event as text, for titles, aggregates and explanations. Secrets are hidden here, before any output
// format sees them.

import type { Segment } from '../language/ast.ts'
import { HIDDEN, hideSecrets, isSecret, stringifyWithoutSecrets } from '../secret.ts'

/** Formats the value found at a path: a string as it is, anything else as JSON. */
export function showValue(segments: readonly Segment[], value: unknown): string {
  if (isSecret(segments)) return HIDDEN
  // Truncated parameters arrive as text that is no longer valid JSON but may still contain secrets.
  return typeof value === 'string' ? hideSecrets(value) : stringifyWithoutSecrets(value)
}
