// The SDK's answers as plain JSON again: dates as ISO 8601, without the SDK's metadata.

import { type Fields, isObject } from '../json.ts'
import { formatInstant } from '../time.ts'

/** An answer of the SDK as plain JSON. */
export function toFields({ $metadata: _, ...answer }: Fields): Fields {
  return copy(answer) as Fields
}

function copy(value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : formatInstant(value.getTime())
  if (Array.isArray(value)) return value.map(copy)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, copy(inner)]])))
}
