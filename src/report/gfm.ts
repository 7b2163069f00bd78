// GitHub's Markdown around untrusted text. Such text is only ever put into code spans: inside one nothing is markup, no URL
// becomes a link, and nobody is mentioned. Escapes are not enough, because GitHub links mentions and references after
// rendering, even if they were escaped. Of a sentence, what can be nothing but a word stands outside of them (prose.ts).
// https://github.github.com/gfm/#code-spans

import { printable, shorten } from '../escape.ts'
import { writeProse } from './prose.ts'

/** A cell of a table: untrusted text, a number, text of ours, a sentence, untrusted text with a link, or several of these. */
export type Cell =
  | string
  | number
  | { readonly ours: string }
  | { readonly prose: string }
  | { readonly text: string; readonly href: string | null }
  | { readonly several: readonly Cell[]; readonly by: ' ' | ', ' | '; ' | '<br>' }

const CELL_LENGTH = 200
const SENTENCE_LENGTH = 1000
const FENCE_LENGTH = 5000

/** The sections, rendered in less and less detail, as the first text that has at most so many bytes; empty if none has. */
export function fitInto<Detail>(mostBytes: number, details: readonly Detail[], render: (detail: Detail) => readonly string[]): string {
  for (const detail of details) {
    const sections = render(detail).filter(section => section !== '')
    const text = sections.length === 0 ? '' : `${sections.join('\n\n')}\n`
    if (countBytes(text) <= mostBytes) return text
  }
  return ''
}

function countBytes(text: string): number {
  return new TextEncoder().encode(text).length
}

/** Untrusted text as a code span on one line; an empty string for empty text. */
export function code(text: string): string {
  return span(toLine(text, SENTENCE_LENGTH))
}

/**
 * A sentence in which our words and untrusted text are mixed, on one line: what can be nothing but a word is plain, and all else is in code
 * spans. `names` are words that are data, whatever they look like.
 */
export function prose(text: string, names: readonly string[] = []): string {
  return writeProse(toLine(text, SENTENCE_LENGTH), span, names)
}

/** Untrusted lines as a fenced block that can be copied; undefined if one is too long to be copied whole. */
export function fenced(language: string, texts: readonly string[]): readonly string[] | undefined {
  const lines = texts.map(text => `${/^ */.exec(text)?.[0] ?? ''}${toLine(text, Number.POSITIVE_INFINITY)}`)
  if (lines.some(line => line.trim() === '' || line.length > FENCE_LENGTH)) return undefined
  const fence = '`'.repeat(Math.max(3, ...lines.map(line => longestRun(line) + 1)))
  return [`${fence}${language}`, ...lines, fence]
}

/** Lines that are shown on demand. `summary` is text of ours. */
export function fold(summary: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`<details><summary>${summary}</summary>`, '', ...lines, '', '</details>']
}

/** The same as a link, if there is an address to link to. */
export function linked(text: string, href: string | null): string {
  const address = href === null ? undefined : addressOf(href)
  return address === undefined || text === '' ? code(text) : `[${code(text)}](${address})`
}

export function renderTable(head: readonly string[], rows: readonly (readonly Cell[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(row => line(row.map(renderCell)))]
}

function renderCell(cell: Cell): string {
  if (typeof cell === 'number') return String(cell)
  if (typeof cell === 'object' && 'ours' in cell) return cell.ours
  if (typeof cell === 'object' && 'prose' in cell) return writeProse(toLine(cell.prose, SENTENCE_LENGTH), spanInCell)
  if (typeof cell === 'object' && 'several' in cell)
    return cell.several
      .map(renderCell)
      .filter(part => part !== '')
      .join(cell.by)
  const { text, href } = typeof cell === 'object' ? cell : { text: cell, href: null }
  const inside = spanInCell(toLine(text, CELL_LENGTH))
  const address = href === null ? undefined : addressOf(href)
  return address === undefined || inside === '' ? inside : `[${inside}](${address})`
}

// A bar separates cells even within code, so it is escaped. After a backslash that does not work, so there it is spelled out.
function spanInCell(line: string): string {
  return span(line.replace(/\\\|/g, '\\\\u{7c}').replace(/\|/g, '\\|'))
}

function toLine(text: string, length: number): string {
  return printable(shorten(text.trim(), length).replace(/\s*[\r\n]+\s*/g, ' '), length)
}

// The fence is longer than any run of backticks inside. If the text begins or ends with a backtick, a space separates it from the
// fence; renderers strip one space from both ends.
function span(line: string): string {
  if (line === '') return ''
  const fence = '`'.repeat(longestRun(line) + 1)
  const gap = /^`|`$/.test(line) ? ' ' : ''
  return `${fence}${gap}${line}${gap}${fence}`
}

function longestRun(line: string): number {
  return Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length))
}

const LONGEST_ADDRESS = 500

/** An https URL without credentials, encoded so that it cannot end its link; undefined for any other. */
export function addressOf(href: string): string | undefined {
  if (!/^https:\/\//i.test(href) || href.length > LONGEST_ADDRESS) return undefined
  try {
    const { href: address, username, password } = new URL(href)
    return username !== '' || password !== '' ? undefined : address.replace(/[()<>|`'"\\[\]{}]/g, encode)
  } catch {
    return undefined
  }
}

function encode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
