// Text that equal values give on every machine.

import { compareText } from '../order.ts'

/** The texts of a set, in one order. */
export function toSet(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compareText)
}

/** JSON without whitespace, with the members of every object sorted by name. https://www.rfc-editor.org/rfc/rfc8785 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`)
    .join(',')}}`
}
