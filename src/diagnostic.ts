// A problem as a value: what was found, what was expected, how to fix it, and where it is.
//
// Pure code returns problems and never prints or throws them. One rendering serves every command, and the same value
// becomes an annotation, a SARIF result or a JSON object.

import { printable } from './escape.ts'
import { listFirst } from './plural.ts'

export type Level = 'error' | 'warning' | 'note'

/** A problem without a place: `kind` is its stable name in kebab case, `help` says how to fix it. */
export interface Problem {
  readonly level: Level
  readonly kind: string
  readonly message: string
  readonly help?: string
}

/** A mistake in what was asked for, which its author can mend. */
export function usageProblem(message: string, help?: string): Problem {
  return { level: 'error', kind: 'usage', message, ...(help === undefined ? {} : { help }) }
}

/** A place in a file; line and column count from 1, the column in characters. Recorded data has no excerpt. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  /** The line, or the part of a long line around the place. */
  readonly excerpt?: string
  /** The column at which the excerpt begins, if it is not the first. */
  readonly excerptColumn?: number
}

/** The same place, where the line may hold what must not be shown. */
export function withoutExcerpt({ file, line, column }: Place): Place {
  return { file, line, column }
}

export interface Diagnostic extends Problem {
  /** Where it is: a place in a file, or only the file's name when the problem is the file itself. */
  readonly at?: Place | string
}

/** Called with each diagnostic as soon as it is known. */
export type Tell = (diagnostic: Diagnostic) => void

/** Tells each diagnostic, and adds it to the list. */
export function collectInto(diagnostics: Diagnostic[], tell: Tell): Tell {
  return diagnostic => {
    diagnostics.push(diagnostic)
    tell(diagnostic)
  }
}

/** The place of the character at `offset` (UTF-16 units) in `text`. */
export function locate(file: string, text: string, offset: number): Place {
  const { starts, halves } = indexLines(text)
  const line = countBelow(starts, offset + 1)
  const start = starts[line - 1] ?? 0
  const end = (starts[line] ?? text.length + 1) - 1
  const columnOf = (at: number): number => at - start - (countBelow(halves, at) - countBelow(halves, start)) + 1
  // A generated file may be one line of several MiB, so only the part around the place is kept.
  const from = Math.max(start, offset - EXCERPT_UNITS)
  const excerpt = text.slice(from, Math.min(end, offset + EXCERPT_UNITS)).replace(/\r$/, '')
  return { file, line, column: columnOf(offset), excerpt, ...(from === start ? {} : { excerptColumn: columnOf(from) }) }
}

interface Lines {
  /** Where each line begins. */
  readonly starts: readonly number[]
  /** The second halves of surrogate pairs, which are no characters of their own. */
  readonly halves: readonly number[]
}

// A file with thousands of mistakes is indexed once, and not read from its beginning for each of them.
let indexed: { readonly text: string; readonly lines: Lines } = { text: '', lines: { starts: [0], halves: [] } }

function indexLines(text: string): Lines {
  if (indexed.text === text) return indexed.lines
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const lines = { starts, halves: Array.from(text.matchAll(/[\udc00-\udfff]/g), ({ index }) => index) }
  indexed = { text, lines }
  return lines
}

// How many of these numbers, which ascend, are below the limit.
function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** `file:line:column`, or the file alone. */
export function formatPlace(at: Place | string): string {
  return typeof at === 'string' ? at : `${at.file}:${at.line}:${at.column}`
}

/** A diagnostic on one line: its place, its message, and how to fix it. */
export function toReason({ at, message, help }: Pick<Diagnostic, 'at' | 'message' | 'help'>): string {
  return `${at === undefined ? '' : `${formatPlace(at)}: `}${message}${help === undefined ? '' : `; ${help}`}`
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
/** How many UTF-16 units of a line are kept on each side of a place: enough for the excerpt. */
const EXCERPT_UNITS = 4 * EXCERPT_WIDTH

function renderExcerpt({ line, column, excerptColumn = 1 }: Place, excerpt: string): string[] {
  const from = column > EXCERPT_WIDTH ? column - EXCERPT_WIDTH / 2 : 0
  const characters: string[] = []
  let position = excerptColumn - 1
  for (const character of excerpt) {
    if (position >= from + EXCERPT_WIDTH) break
    if (position++ >= from) characters.push(character === '\t' ? ' ' : printable(character))
  }
  const caret = characters.slice(0, column - 1 - from).join('').length
  const gutter = ' '.repeat(String(line).length)
  return [`${gutter} |`, `${line} | ${characters.join('')}`.trimEnd(), `${gutter} | ${' '.repeat(caret)}^`]
}

/** Sorts the diagnostics of a file in its order, the order in which people fix them. */
export function byPlace({ at: a }: Diagnostic, { at: b }: Diagnostic): number {
  return typeof a === 'object' && typeof b === 'object' ? a.line - b.line || a.column - b.column : 0
}

/** Quotes a word of the user for a message, made printable and shortened. */
export function quote(text: string): string {
  return `"${printable(text, 60)}"`
}

/** `a, b and c`. */
export function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
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

const MOST_LISTED = 50

/** `did you mean "severity"?`, or a list of what is known when nothing is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = suggest(word, candidates)
  if (near !== undefined) return `did you mean "${near}"?`
  return `expected one of ${listFirst(candidates, MOST_LISTED)}`
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
