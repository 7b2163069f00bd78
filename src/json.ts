// Reads unvalidated JSON: own properties only, and a value of the wrong type counts as absent.

/** An event as a filter sees it: a JSON object of which only own properties count. */
export type Fields = Readonly<Record<string, unknown>>

/** Whether a value is a JSON object; nothing else can be an event. */
export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path of own properties; null counts as absent. */
export function own(value: unknown, ...path: readonly string[]): unknown {
  let at = value
  for (const name of path) {
    if (!isObject(at) || !Object.hasOwn(at, name)) return undefined
    at = at[name]
  }
  return at ?? undefined
}

/** The string at a path, trimmed, because ECR's `uri` may end in a space. A blank string counts as absent. */
export function ownText(value: unknown, ...path: readonly string[]): string | undefined {
  const text = own(value, ...path)
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined
}

/** The number at a path; it may be written as a string. */
export function ownNumber(value: unknown, ...path: readonly string[]): number | undefined {
  const text = ownText(value, ...path)
  const number = text === undefined ? own(value, ...path) : Number(text)
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** The array at a path; empty when there is none. */
export function ownList(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const list = own(value, ...path)
  return Array.isArray(list) ? list : []
}
