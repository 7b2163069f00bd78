// JSON as text, for events that are printed as they were. The text may be as long as a record may be, so quoted texts are
// stepped over by searching for their end; a regular expression would exhaust the stack on the long ones.

/** The text a CloudTrail record carries where a secret stood; the same word stands where we hide one. */
export const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS'

/** Fields that let whoever reads them enter a session; CloudTrail masks the token but not the URL that contains one. */
export const SECRET_FIELDS: readonly string[] = ['streamUrl', 'tokenValue', 'sessionToken', 'secretAccessKey']

const SECRET = new RegExp(`"(?:${SECRET_FIELDS.join('|')})"\\s*:\\s*"`, 'g')

/** Hides the values of secret fields in JSON text. */
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
