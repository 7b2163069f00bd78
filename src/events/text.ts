// Works on JSON as text, for events that are printed unchanged. A string may be as long as a whole record, so strings are skipped
// by searching for their closing quote; a regular expression would overflow the stack on long ones.

/** The text by which CloudTrail replaces a secret in a record; secrets hidden here are replaced by the same text. */
export const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS'

// Fields that give access to whoever reads them, such as those of a session. CloudTrail masks the token of a session but not the
// URL that contains it. Athena's columns are in lower case, so letter case does not matter.
const SECRETS = 'streamUrl|tokenValue|sessionToken|secretAccessKey'
const SECRET_FIELD = new RegExp(`^(?:${SECRETS})$`, 'i')
const SECRET = new RegExp(`"(?:${SECRETS})"\\s*:\\s*"`, 'gi')

// Every JSON text that names a secret field matches this, even if the name is written with JSON escapes.
const SECRET_WORD = new RegExp(`${SECRETS}|\\\\u`, 'i')

/** Hides the values of secret fields in a text that contains JSON, whether complete or truncated. */
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

/** Whether any segment of a path names a secret, which must never be shown. */
export function isSecret(segments: readonly (string | number)[]): boolean {
  return segments.some(segment => SECRET_FIELD.test(String(segment)))
}

/** The JSON text of a value without its secrets, including those in strings that contain JSON themselves. */
export function stringifyWithoutSecrets(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => {
    if (SECRET_FIELD.test(key) && inner !== null) return HIDDEN
    return typeof inner === 'string' ? (rewriteWithoutSecrets(inner) ?? hideSecrets(inner)) : inner
  })
}

/** Rewrites JSON text without its secrets; undefined when it has none, or is not a JSON object or list. */
export function rewriteWithoutSecrets(json: string): string | undefined {
  if (!SECRET_WORD.test(json) || !/^\s*[{[]/.test(json) || isTooDeep(json)) return undefined
  try {
    const value: unknown = JSON.parse(json)
    const hidden = stringifyWithoutSecrets(value)
    return hidden === JSON.stringify(value) ? undefined : hidden
  } catch {
    // Text that only looks like JSON is left to the caller.
    return undefined
  }
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
