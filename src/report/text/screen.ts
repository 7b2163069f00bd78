// What text is laid out for: a terminal of some width, a file or the log of a step; and how lines come to fit it.

import { printable, shorten } from '../../escape.ts'
import { type Paint, paintSeverity } from '../paint.ts'

export interface Screen {
  readonly paint: Paint
  /** How many characters a line has room for; undefined in files and logs, where sentences are not broken into lines. */
  readonly width?: number | undefined
  /** What shows everything that is left out here, such as `--format json lists all`. */
  readonly all: string
}

const USUAL_WIDTH = 100
const LEAST_WIDTH = 40
/** What a sentence gets at least, however little room its indentation leaves. */
const LEAST_ROOM = 20
const SENTENCE_LENGTH = 1000

/** The width of a terminal: what COLUMNS says, as in Git, or else what the terminal says of itself; undefined without a terminal. */
export function widthOf(columns: string | undefined, terminal: number | undefined): number | undefined {
  const said = /^[1-9]\d{0,5}$/.test(columns ?? '') ? Number(columns) : terminal
  return said === undefined || said <= 0 ? undefined : Math.max(LEAST_WIDTH, said)
}

/** How wide lists and tables may be. */
export function tableWidth({ width }: Pick<Screen, 'width'>): number {
  return width ?? USUAL_WIDTH
}

/** Untrusted text on a line of its own. Names may have any length, so it is shortened; JSON has all of it. */
export function sentence(text: string): string {
  return printable(text, SENTENCE_LENGTH)
}

/** The words of a string in lines that fit a terminal. A longer word gets a line of its own. What `join` joined is one word. */
export function wrap(text: string, width = USUAL_WIDTH): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter(each => each !== '')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.map(line => line.replaceAll(JOINT, ' '))
}

/** Stands for a space that is no place to break a line. No printable text has it. */
const JOINT = '\u0000'

/** Makes one word of several. */
export function join(words: string): string {
  return words.replaceAll(' ', JOINT)
}

/** What stands before a text: its signs, and how many they are without colours. */
export interface Lead {
  readonly text: string
  readonly length: number
}

/** A sentence after its lead; further lines begin below its first word. */
export function paragraph(lead: string | Lead, text: string, screen: Screen): readonly string[] {
  const { text: first, length } = typeof lead === 'string' ? { text: lead, length: lead.length } : lead
  const shown = sentence(text)
  const lines =
    screen.width === undefined
      ? [shown]
      : wrap(shown.replace(COUNT, join).replaceAll(' → ', join), Math.max(LEAST_ROOM, screen.width - length))
  const tint = (line: string): string => line.replace(COUNT, (count, severity: string) => paintSeverity(severity, count, screen.paint))
  return (lines.length === 0 ? [''] : lines).map((line, i) => `${i === 0 ? first : ' '.repeat(length)}${tint(line)}`)
}

// How many findings have a severity is one word, which is not broken and has the severity's colour.
const COUNT = /\b\d+ (CRITICAL|HIGH|MEDIUM|LOW|INFORMATIONAL|UNDEFINED|UNTRIAGED)\b/g
/** Cuts text to a length in its middle: of a path, the first folders and the name of the file matter. */
export function cutMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text
  const start = shorten(text, Math.ceil(limit / 2))
  return `${start}${text.slice(text.length - (limit - start.length)).replace(/^[\udc00-\udfff]/, '')}`
}
