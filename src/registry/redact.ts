// Takes secrets out of text that comes in pieces. A secret may be cut anywhere, so what may be its beginning is held back
// until the next piece tells.

const HIDDEN = '***'
/** What is shorter than this at the very end of a stream tells nothing of a secret. */
const TELLING = 4

export interface Redactor {
  /** The text without secrets, as far as it can be told yet. */
  readonly add: (text: string) => string
  /** The rest. */
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
