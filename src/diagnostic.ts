// A problem as a value: what was found, what was expected, how to fix it, and where it is.
//
// Pure code returns problems and never prints or throws them. One rendering serves every command, and the same value
// becomes an annotation, a SARIF result or a JSON object.

import { printable } from './escape.ts'

export type Level = 'error' | 'warning' | 'note'

/** A problem without a place: `kind` is its stable name in kebab case, `help` says how to fix it. */
export interface Problem {
  readonly level: Level
  readonly kind: string
  readonly message: string
  readonly help?: string
}

/** A place in a file; line and column count from 1, the column in characters. Recorded data has no excerpt. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly excerpt?: string
}

export interface Diagnostic extends Problem {
  /** Where it is: a place in a text, or only the file's name when the problem is the file itself. */
  readonly at?: Place | string
}

/** The place of the character at `offset` (UTF-16 units) in `text`. */
export function locate(file: string, text: string, offset: number): Place {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', start)
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < start; at = text.indexOf('\n', at + 1)) line++
  return {
    file,
    line,
    column: countCharacters(text, start, offset) + 1,
    excerpt: text.slice(start, end < 0 ? undefined : end).replace(/\r$/, ''),
  }
}

// A generated file may have thousands of mistakes in a single line of 1 MiB, so counting copies nothing.
function countCharacters(text: string, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at++) if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) count++
  return count
}

/** `file:line:column`, or the file alone. */
export function formatPlace(at: Place | string): string {
  return typeof at === 'string' ? at : `${at.file}:${at.line}:${at.column}`
}

/**
 * Renders a diagnostic for a person, without a trailing line break:
 * ```
 * rule.yml:4:20: expected a value after "=", found "=" [filter-syntax]
 *   |
 * 4 | filter: event_type == "cloudtrail"
 *   |                    ^
 *   help: equality is written with one "=": event_type = "cloudtrail"
 * ```
 */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  const { at, level, kind, help } = diagnostic
  const where = at === undefined ? '' : `${printable(formatPlace(at))}: `
  const lines = [`${where}${level === 'error' ? '' : `${level}: `}${printable(diagnostic.message)} [${kind}]`]
  if (typeof at === 'object' && at.excerpt !== undefined) lines.push(...renderExcerpt(at, at.excerpt))
  if (help !== undefined) lines.push(`  help: ${printable(help)}`)
  return lines.join('\n')
}

/** Renders diagnostics below one another for standard error; an empty string if there are none. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(diagnostic => `${renderDiagnostic(diagnostic)}\n`).join('')
}

const EXCERPT_WIDTH = 120

function renderExcerpt({ line, column }: Place, excerpt: string): string[] {
  // A generated filter may be a single line of 1 MiB, so only the part around the caret is shown.
  const from = column > EXCERPT_WIDTH ? column - EXCERPT_WIDTH / 2 : 0
  const characters: string[] = []
  let position = 0
  for (const character of excerpt) {
    if (position >= from + EXCERPT_WIDTH) break
    if (position++ >= from) characters.push(character === '\t' ? ' ' : printable(character))
  }
  const caret = characters.slice(0, column - 1 - from).join('').length
  const gutter = ' '.repeat(String(line).length)
  return [`${gutter} |`, `${line} | ${characters.join('')}`.trimEnd(), `${gutter} | ${' '.repeat(caret)}^`]
}

/** Quotes a word of the user for a message, made printable and shortened. */
export function quote(text: string): string {
  return `"${printable(text, 60)}"`
}

/** The candidate that `word` was probably meant to be, if one is near enough. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const folded = word.toLowerCase()
  let best: string | undefined
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of candidates) {
    if (candidate.toLowerCase() === folded) return candidate
    const distance = editDistance(folded, candidate.toLowerCase(), bestDistance)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** `did you mean "severity"?`, or a list of what is known when nothing is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = suggest(word, candidates)
  return near === undefined ? `expected one of ${candidates.join(', ')}` : `did you mean "${near}"?`
}

// Edit distance that counts swapping two adjacent characters once. Returns `limit` at once if the lengths differ by that much.
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let older: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (older[j - 2] ?? 0) + 1)
      row.push(best)
    }
    older = previous
    previous = row
  }
  return previous[b.length] ?? limit
}
