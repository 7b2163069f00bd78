// The value that a filter compares a field with.

export type LiteralValue =
  | { readonly kind: 'text'; readonly value: string }
  /** `text` is the number as written, so that comparing it with a number in a string loses no digits. */
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }

/** The literal as an event might hold it. A number is its text, which has all its digits. */
export function toValue(literal: LiteralValue): unknown {
  if (literal.kind === 'null') return null
  return literal.kind === 'number' ? literal.text : literal.value
}
