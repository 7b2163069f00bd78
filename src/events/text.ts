// JSON as text, for events that are printed as they were. The text may be as long as a record may be, so quoted texts are
// stepped over by searching for their end; a regular expression would exhaust the stack on the long ones.

/** The text a CloudTrail record carries where a secret stood; the same word stands where we hide one. */
export const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS'

// Fields that let whoever reads them enter a session; CloudTrail masks the token but not the URL that contains one. Athena's
// columns are in lower case.
const SECRETS = 'streamUrl|tokenValue|sessionToken|secretAccessKey'
const SECRET_FIELD = new RegExp(`^(?:${SECRETS})$`, 'i')
const SECRET = new RegExp(`"(?:${SECRETS})"\\s*:\\s*"`, 'gi')

// What a text that names a secret contains, be the name in letters that JSON escapes.
const SECRET_WORD = new RegExp(`${SECRETS}|\\\\u`, 'i')

/** Hides the texts of secret fields in a text that holds JSON, whole or cut off. */
export function hideSecrets(json: string): string {
  const parts: string[] = []
  let from = 0
  SECRET.lastIndex = 0
  for (let match = SECRET.exec(json); match !== null; match = SECRET.exec(json)) {
    const start = match.index + match[0].length
    parts.push(json.slice(from, start), HIDDEN)
    from = endOfText(json, start)
    SECRET.lastIndex = from
  }
  return parts.length === 0 ? json : parts.join('') + json.slice(from)
}

/** Puts JSON text on one line by dropping the blanks between its parts; text that is on one line stays as it is. */
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

/** The deepest nesting of an event. JSON.parse knows no limit, but JSON.stringify overflows the stack at some thousands. */
export const MAX_DEPTH = 1000

/** Whether JSON text is nested deeper than an event may be. */
export function isTooDeep(json: string): boolean {
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const character = json[at]
    if (character === '"') at = endOfText(json, at + 1)
    else if ((character === '{' || character === '[') && ++depth > MAX_DEPTH) return true
    else if (character === '}' || character === ']') depth--
  }
  return false
}

/** Whether the last step of a path, or any before it, names a secret that must never be shown. */
export function isSecret(segments: readonly (string | number)[]): boolean {
  return segments.some(segment => SECRET_FIELD.test(String(segment)))
}

/** The JSON text of a value without its secrets, also those in texts that hold JSON themselves. */
export function stringifyWithoutSecrets(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => {
    if (SECRET_FIELD.test(key) && inner !== null) return HIDDEN
    return typeof inner === 'string' ? (rewriteWithoutSecrets(inner) ?? hideSecrets(inner)) : inner
  })
}

/** JSON text written anew without its secrets; undefined when it holds none, or is no JSON object or list. */
export function rewriteWithoutSecrets(json: string): string | undefined {
  if (!SECRET_WORD.test(json) || !/^\s*[{[]/.test(json) || isTooDeep(json)) return undefined
  try {
    const value: unknown = JSON.parse(json)
    const hidden = stringifyWithoutSecrets(value)
    return hidden === JSON.stringify(value) ? undefined : hidden
  } catch {
    // Text that only looks like JSON is no business of this function.
    return undefined
  }
}

// The offset of the quote that closes the text whose content begins at `start`: one with an even number of backslashes
// before it.
function endOfText(json: string, start: number): number {
  for (let at = json.indexOf('"', start); at >= 0; at = json.indexOf('"', at + 1)) {
    let backslashes = 0
    while (at - backslashes > start && json[at - backslashes - 1] === '\\') backslashes++
    if (backslashes % 2 === 0) return at
  }
  return json.length
}
