// Finds the FROM that the final stage of a Dockerfile begins with, reading the file as BuildKit does: instructions may span several
// lines, and the text of a here-document is never an instruction.
// https://docs.docker.com/reference/dockerfile/

const DIRECTIVE = /^#\s*(syntax|escape|check)\s*=\s*(\S+)/i
const INSTRUCTION = /^\s*(\w+)(?:\s+(.*))?$/s
const WITH_HEREDOCS = ['add', 'copy', 'run']
// Words as a shell splits them: a quoted part belongs to its word, and so does what follows `<<` and spaces.
const WORD = /(?:<<[ \t]+(?=\S)|[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs
const HEREDOC = /^\d*<<(-?)\s*([^<]*)$/

/** A longer instruction could overflow the stack of the regular expressions below. Nobody writes one. */
const LONGEST = 100_000

interface Heredoc {
  readonly end: string
  readonly tabs: boolean
}

/** The number of the line, from 1, on which the last FROM begins; null if there is none. */
export function findLastFrom(text: string): number | null {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const token = readEscape(lines)
  let last: number | null = null
  for (let at = 0; at < lines.length; ) {
    const { line, next } = joinLines(lines, at, token)
    const [, word = '', rest = ''] = INSTRUCTION.exec(line) ?? []
    if (word.toLowerCase() === 'from') last = at + 1
    at = listHeredocs(word, rest).reduce((from, heredoc) => skipHeredoc(lines, from, heredoc), next)
  }
  return last
}

// Directives come before everything else, even before comments and empty lines.
function readEscape(lines: readonly string[]): '\\' | '`' {
  for (const line of lines) {
    const directive = DIRECTIVE.exec(line.trimStart())
    if (directive === null) break
    if (directive[1]?.toLowerCase() === 'escape') return directive[2] === '`' ? '`' : '\\'
  }
  return '\\'
}

// Comments and empty lines do not end an instruction that spans lines. Two escape characters at the end of a line do not continue it.
function joinLines(lines: readonly string[], from: number, token: '\\' | '`'): { readonly line: string; readonly next: number } {
  const continued = token === '`' ? /(?:^|[^`])`[ \t]*$/ : /(?:^|[^\\])\\[ \t]*$/
  const parts: string[] = []
  let at = from
  for (; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const passed = /^\s*(?:#|$)/.test(line)
    if (passed && at > from) continue
    if (!passed && continued.test(line)) {
      parts.push(line.trimEnd().slice(0, -1))
      continue
    }
    if (!passed) parts.push(line)
    break
  }
  return { line: parts.join(''), next: at + 1 }
}

function listHeredocs(word: string, rest: string): readonly Heredoc[] {
  if (!rest.includes('<<') || rest.length > LONGEST) return []
  if (word.toLowerCase() === 'onbuild') {
    const [, inner = '', innerRest = ''] = INSTRUCTION.exec(rest) ?? []
    return inner.toLowerCase() === 'onbuild' ? [] : listHeredocs(inner, innerRest)
  }
  if (!WITH_HEREDOCS.includes(word.toLowerCase())) return []
  // If a quote is not closed, there are no words at all.
  if (rest.replace(WORD, '').trim() !== '') return []
  return (rest.match(WORD) ?? []).flatMap(part => {
    const [, hyphen, name = ''] = HEREDOC.exec(part) ?? []
    return name === '' ? [] : [{ end: name.replace(/["']/g, '').replace(/\\(.)/g, '$1'), tabs: hyphen === '-' }]
  })
}

function skipHeredoc(lines: readonly string[], from: number, { end, tabs }: Heredoc): number {
  let at = from
  while (at < lines.length && (tabs ? lines[at]?.replace(/^\t+/, '') : lines[at]) !== end) at++
  return at + 1
}
