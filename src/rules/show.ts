// One value of an event as text, for titles, aggregates and explanations. Secrets are hidden here, before any format.

import { HIDDEN, hideSecrets, isSecret, stringifyWithoutSecrets } from '../events/text.ts'
import type { Segment } from '../language/ast.ts'

/** The value found at a path, as text: a text as it is, anything else as JSON. */
export function showValue(segments: readonly Segment[], value: unknown): string {
  if (isSecret(segments)) return HIDDEN
  // Parameters that were cut off travel as text that is no JSON any more and still name their secrets.
  return typeof value === 'string' ? hideSecrets(value) : stringifyWithoutSecrets(value)
}
