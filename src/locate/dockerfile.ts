// Reads the instructions of a Dockerfile as BuildKit does: they may span several lines, and the text of a here-document is never an
// instruction.
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

/** An instruction, from the line on which it begins, counted from 1. */
export interface Instruction {
  /** In upper case. */
  readonly word: string
  /** All behind the word, on one line. */
  readonly rest: string
  readonly line: number
  /** The texts of its here-documents, each with the word that ends it. */
  readonly heredocs: readonly { readonly text: string; readonly end: string }[]
}

export function readInstructions(text: string): readonly Instruction[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const token = readEscape(lines)
  const found: Instruction[] = []
  for (let at = 0; at < lines.length; ) {
    const { line, next } = joinLines(lines, at, token)
    const [, word = '', rest = ''] = INSTRUCTION.exec(line) ?? []
    const heredocs: { text: string; end: string }[] = []
    const begin = at
    at = next
    for (const heredoc of listHeredocs(word, rest)) {
      const behind = skipHeredoc(lines, at, heredoc)
      heredocs.push({ text: lines.slice(at, behind - 1).join('\n'), end: heredoc.end })
      at = behind
    }
    if (word !== '') found.push({ word: word.toUpperCase(), rest: rest.trim(), line: begin + 1, heredocs })
  }
  return found
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
