// Sentences for GitHub's Markdown, in which our words are mixed with text from outside, and nobody knows any more which is which.
//
// A word is plain only if it is made of so few characters that no renderer can take it for anything but a word; every other is in a code
// span. So it does not matter who wrote it: a plain word is no markup, address, mention, reference, commit or emoji wherever it stands.

/** What is put before a severity, in every text that is Markdown. */
const EMOJI: Readonly<Record<string, string>> = {
  CRITICAL: '🔴',
  HIGH: '🟠',
  MEDIUM: '🟡',
  LOW: '🔵',
  INFORMATIONAL: '⚪',
  UNDEFINED: '⚪',
  UNTRIAGED: '⚪',
}

/** A severity of ECR with its emoji, on one line unless `gap` may end it; any other word as it is. */
export function markSeverity(word: string, gap = '\u00a0'): string {
  const emoji = Object.hasOwn(EMOJI, word) ? EMOJI[word] : undefined
  return emoji === undefined ? word : `${emoji}${gap}${word}`
}

/** A word: what it is, and the punctuation around it, which stays outside of a code span. */
interface Word {
  readonly open: string
  readonly core: string
  readonly close: string
  readonly isPlain: boolean
}

/** The sentence in Markdown. `span` makes a code span, and `names` are words that are data although they look like ours. */
export function writeProse(line: string, span: (text: string) => string, names: readonly string[] = []): string {
  const all = new Set(names)
  const words = line
    .split(' ')
    .filter(word => word !== '')
    .map((word, i) => readWord(word, i === 0, all))
  return mergeSpans(joinArrows(words))
    .map(({ open, core, close, isPlain }) => `${open}${isPlain ? markSeverity(core) : span(core)}${close}`)
    .join(' ')
}

// Hyphens stand between lower-case letters alone, because `TICKET-a` may be a reference in a repository that has such. GitHub looks for
// commits in seven hexadecimal digits or more, of which letters and digits may consist.
const PLAIN = /^(?:[A-Za-z]{1,40}(?:'[a-z]{1,2})?|[A-Z]?[a-z]{1,20}(?:-[a-z]{1,20}){1,4}|\d{1,6})$/
const COMMIT = /[0-9a-f]{7}/i
const ENDS = /^(["'(]{0,2})(.*?)([,.;:!?)"'…]{0,4})$/u
const OPENING: Readonly<Record<string, string>> = { ')': '(', '"': '"', "'": "'" }

function readWord(word: string, isFirst: boolean, names: ReadonlySet<string>): Word {
  const whole = { open: '', core: word, close: '', isPlain: false }
  const [, open = '', inner = '', ends = ''] = ENDS.exec(word) ?? []
  if (inner === '') return whole
  // `f(x)` is one thing.
  const outside = [...ends].findIndex(end => !inner.includes(OPENING[end] ?? '\n'))
  const [core, close] = outside < 0 ? [inner + ends, ''] : [inner + ends.slice(0, outside), ends.slice(outside)]
  // A number with a dot or a parenthesis would begin a list.
  if (isFirst && open === '' && /^\d+$/.test(core) && /^[.)]/.test(close)) return whole
  return { open, core, close, isPlain: PLAIN.test(core) && !COMMIT.test(core) && !names.has(core) && !/www$/i.test(core) }
}

// An arrow is read together with what it stands between, such as `4 → 5`.
function joinArrows(words: readonly Word[]): readonly Word[] {
  const isArrow = (word: Word | undefined): boolean => word?.core === '→' && word.open === '' && word.close === ''
  return words.map((word, i) => {
    const isLeft = isArrow(words[i + 1]) && word.close === ''
    const isRight = isArrow(words[i - 1]) && word.open === ''
    return isLeft || isRight ? { ...word, isPlain: false } : word
  })
}

// Neighbours that are both code are read as one, and so is a list in brackets, such as the rules behind a reason.
function mergeSpans(words: readonly Word[]): readonly Word[] {
  const lastClosed = words.findLastIndex(({ core }) => core.includes(']'))
  const merged: Word[] = []
  for (const [i, word] of words.entries()) {
    const last = merged.at(-1)
    const isCode = last !== undefined && !last.isPlain && !word.isPlain && last.close === '' && word.open === ''
    const isListed = last !== undefined && !last.isPlain && i <= lastClosed && /^\[[^\]]*$/.test(last.core)
    if (isCode || isListed)
      merged[merged.length - 1] = { ...word, open: last.open, core: `${last.core}${last.close} ${word.open}${word.core}`, isPlain: false }
    else merged.push(word)
  }
  return merged
}
