// The order of strings that no machine's language changes.

/** Compares by UTF-16 code units, as RFC 8785 requires of canonical JSON. */
export function compareText(a: string, b: string): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0
}
