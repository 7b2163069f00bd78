// Hides what gives access to whoever reads it, in JSON that is otherwise printed unchanged.

import { endOfText, isTooDeep } from './jsontext.ts'

/** The text by which CloudTrail replaces a secret in a record; secrets hidden here are replaced by the same text. */
export const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS'

// Fields that give access to whoever reads them, such as those of a session. CloudTrail masks the token of a session but not the
// URL that contains it. Athena's columns are in lower case, so letter case does not matter.
const SECRETS = 'streamUrl|tokenValue|sessionToken|secretAccessKey'
const SECRET_FIELD = new RegExp(`^(?:${SECRETS})$`, 'i')
const SECRET = new RegExp(`"(?:${SECRETS})"\\s*:\\s*"`, 'gi')

// Every JSON text that names a secret field matches this, even if the name is written with JSON escapes.
const SECRET_WORD = new RegExp(`${SECRETS}|\\\\u`, 'i')

/** Hides the values of secret fields in text that contains JSON, whether complete or truncated. */
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
