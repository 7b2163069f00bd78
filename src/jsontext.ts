// Works on JSON as text, for events that are printed unchanged. A string may be as long as a whole record, so strings are skipped
// by searching for their closing quote; a regular expression would overflow the stack on long ones.

/** Puts JSON text on one line by removing white space between tokens; text already on one line stays unchanged. */
export function onOneLine(json: string): string {
  if (!/[\r\n]/.test(json)) return json
  const parts: string[] = []
  let from = 0
  for (let quote = json.indexOf('"'); quote >= 0; quote = json.indexOf('"', from)) {
    const end = endOfText(json, quote + 1)
    parts.push(json.slice(from, quote).replace(/\s+/g, ''), json.slice(quote, end + 1))
    from = end + 1
  }
  return parts.join('') + json.slice(from).replace(/\s+/g, '')
}

/** The deepest nesting of an event. JSON.parse has no limit, but JSON.stringify overflows the stack at a few thousand levels. */
export const MOST_DEPTH = 1000

/** Whether JSON text is nested deeper than an event may be. */
export function isTooDeep(json: string): boolean {
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const character = json[at]
    if (character === '"') at = endOfText(json, at + 1)
    else if ((character === '{' || character === '[') && ++depth > MOST_DEPTH) return true
    else if (character === '}' || character === ']') depth--
  }
  return false
}

/**
 * The offset of the quote that closes the string whose content begins at `start`: the first one after an even number of backslashes.
 */
export function endOfText(json: string, start: number): number {
  for (let at = json.indexOf('"', start); at >= 0; at = json.indexOf('"', at + 1)) {
    let backslashes = 0
    while (at - backslashes > start && json[at - backslashes - 1] === '\\') backslashes++
    if (backslashes % 2 === 0) return at
  }
  return json.length
}
