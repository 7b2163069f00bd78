// Removes secrets from text that arrives in pieces. A secret may be split anywhere, so text that may be the beginning of one is
// held back until the next piece decides.

const HIDDEN = '***'
/** At the end of a stream, held-back text shorter than this reveals nothing of a secret and is shown. */
const TELLING = 4

export interface Redactor {
  /** Returns the text without secrets, except for an end that may be the beginning of a secret. */
  readonly add: (text: string) => string
  /** Returns the rest. */
  readonly end: () => string
}

export function createRedactor(secrets: readonly string[]): Redactor {
  const sorted = [...new Set(secrets)].filter(secret => secret !== '').sort((a, b) => b.length - a.length)
  let held = ''
  return {
    add: text => {
      const clean = sorted.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), held + text)
      const cut = clean.length - Math.max(0, ...sorted.map(secret => countBegun(clean, secret)))
      held = clean.slice(cut)
      return clean.slice(0, cut)
    },
    end: () => {
      const rest = held
      held = ''
      return rest.length < TELLING ? rest : HIDDEN
    },
  }
}

/** How many characters at the end of the text are the beginning of the secret. */
function countBegun(text: string, secret: string): number {
  const [first = ''] = secret
  let at = text.indexOf(first, Math.max(0, text.length - secret.length + 1))
  while (at >= 0) {
    if (secret.startsWith(text.slice(at))) return text.length - at
    at = text.indexOf(first, at + 1)
  }
  return 0
}
