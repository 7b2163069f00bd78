// Lists of ids: .trivyignore, .inspector-ignore, and the list of ecr-scan-image in a file. A link of such a name may lead to a file of
// credentials, so a word that is no id of a vulnerability is never shown.

import type { Diagnostic, Tell } from '../../diagnostic.ts'
import { listFirst } from '../../plural.ts'
import { DAY_MILLISECONDS, endOfDay } from '../../time.ts'
import { fault, type RuleFile } from '../document.ts'
import type { Exception } from '../exception.ts'
import { BINARY } from '../recognize.ts'
import { checkId, type ForeignEntries, type ForeignReading, makeException } from './make.ts'
import type { Tool } from './tool.ts'

/** A word of a line that is not blank, with its offset in the file. */
interface Word {
  readonly text: string
  readonly offset: number
}

interface Line {
  readonly number: number
  /** The words, those of a comment too. */
  readonly words: readonly Word[]
  /** How many of the words stand in front of a comment. */
  readonly count: number
  readonly comment: string
}

/** Reads a list of ids. */
export function readList(file: RuleFile, tool: Tool): ForeignEntries {
  const diagnostics: Diagnostic[] = []
  const tell: Tell = diagnostic => diagnostics.push(diagnostic)
  const reading = { file, tool, tell }
  if (BINARY.test(file.text)) return { exceptions: [], diagnostics: [noList(reading)] }
  const others: number[] = []
  const words = tool.form === 'ecr-scan-image' ? /[^\s,]+/g : /\S+/g
  // Inspector's Action takes a comment wherever it begins. To Trivy a sign within a word is part of the word.
  const comments = tool.form === 'inspector' ? /#/ : /(?<=^|[\s,])#/
  const exceptions = linesOf(file.text, words, comments).flatMap(line => {
    const found = readLine(reading, line)
    if (found === undefined) others.push(line.number)
    return found ?? []
  })
  // Trivy's list may be one of misconfigurations alone.
  const isNone = tool.form !== 'trivy' && exceptions.length + diagnostics.length === 0
  if (others.length > 0) tell(isNone ? noList(reading) : tellOthers(reading, others))
  else if (exceptions.length + diagnostics.length === 0)
    tell({ level: 'warning', kind: 'empty-file', message: 'this file names no finding', at: file.path })
  return { exceptions, diagnostics }
}

function linesOf(text: string, words: RegExp, comments: RegExp): readonly Line[] {
  let start = 0
  return text.split('\n').flatMap((source, index) => {
    const offset = start
    start += source.length + 1
    const comment = source.search(comments)
    const split = Array.from(source.matchAll(words), each => ({ text: each[0], offset: offset + each.index }))
    const count = comment < 0 ? split.length : split.filter(each => each.offset < offset + comment).length
    const line = { number: index + 1, words: split, count, comment: comment < 0 ? '' : source.slice(comment + 1).trim() }
    return count === 0 ? [] : [line]
  })
}

// Undefined for a line that names something else.
function readLine(reading: ForeignReading, line: Line): readonly Exception[] | undefined {
  const words = line.words.slice(0, line.count)
  switch (reading.tool.form) {
    case 'trivy':
      return readTrivy(reading, line, words)
    case 'inspector':
      return words.length === 1 ? makeOf(reading, words.map(withoutComment), line, null) : undefined
    default:
      return makeOf(reading, words, line, null)
  }
}

function withoutComment({ text, offset }: Word): Word {
  return { text: text.replace(/#.*$/, ''), offset }
}

function makeOf(reading: ForeignReading, words: readonly Word[], { comment: reason }: Line, expires: string | null) {
  if (!words.every(isId)) return undefined
  return words
    .filter(({ text, offset }) => checkId(reading, offset, text))
    .map(({ text, offset }) => makeException(reading, offset, { ids: [text], filter: null, expires, reason, isExact: true }))
}

/** The databases and vendors whose ids a finding of ECR may have; a license and a misconfiguration have others. */
const SOURCES =
  /^(?:CVE|GHSA|ALAS\d*|ALAS[A-Z0-9.]+|ELSA|RHSA|RHBA|RHEA|DSA|DLA|USN|TEMP|GO|PYSEC|RUSTSEC|NSWG|SNYK|OSV|MAL|SUSE-SU|openSUSE-SU|CGA|ROCKY|RLSA|ALSA|PHSA|IN1)-[\w.:-]*$/i

function isId({ text }: Word): boolean {
  return SOURCES.test(text)
}

// Trivy takes the first day on the line, even from a comment, and reads nothing else behind the id.
function readTrivy(reading: ForeignReading, line: Line, words: readonly Word[]): readonly Exception[] | undefined {
  const [id, ...more] = words
  if (id === undefined || !isId(id)) return undefined
  const day = line.words.slice(1).find(({ text }) => text.startsWith('exp:'))
  const expires = day === undefined ? null : dayBefore(day.text.slice('exp:'.length))
  if (day !== undefined && expires === undefined) {
    const help = 'write exp:2027-01-31; that day is the first on which it is not ignored any more'
    reading.tell(fault(reading.file, day.offset, 'wrong-value', 'expected a day behind "exp:"', help))
    return []
  }
  const [unread] = more.filter(({ offset }) => offset !== day?.offset)
  if (unread !== undefined) {
    const message = 'Trivy does not read this, and neither does the gate: one id stands on a line'
    reading.tell(fault(reading.file, unread.offset, 'foreign-entry', message, 'write each id on a line of its own', 'warning'))
  }
  return makeOf(reading, [id], line, expires ?? null)
}

/** The last day before the one on which something ends, which Trivy does at its beginning (UTC); undefined if it is no day. */
export function dayBefore(day: string): string | undefined {
  const end = /^\d{4}-\d\d-\d\d$/.test(day) ? endOfDay(day) : undefined
  return end === undefined ? undefined : new Date(end - 2 * DAY_MILLISECONDS).toISOString().slice(0, 10)
}

const MOST_LINES = 10

function noList({ file: { path }, tool }: ForeignReading): Diagnostic {
  const message = `expected the ids that ${tool.name} ignores, found none in this file`
  return { level: 'error', kind: 'exception-syntax', message, help: helpOf(tool), at: path }
}

// Without what they say: it may be no list at all.
function tellOthers({ file: { path }, tool }: ForeignReading, lines: readonly number[]): Diagnostic {
  const [line = 1] = lines
  const isOne = lines.length === 1
  const named = `${isOne ? 'line' : 'lines'} ${listFirst(lines.map(String), MOST_LINES)}`
  const only = isOne ? 'it is not the id of a vulnerability' : 'they are not ids of vulnerabilities'
  const why = tool.form === 'ecr-scan-image' ? `${isOne ? 'it has' : 'they have'} more than ids of vulnerabilities` : only
  const missed =
    tool.form === 'trivy'
      ? 'Trivy ignores misconfigurations, secrets and licenses in this way too, of which ECR finds none'
      : 'ECR has no such findings'
  const message = `nothing on ${named} is accepted: ${why}; ${missed}, so the gate is no laxer`
  return { level: 'warning', kind: 'foreign-entry', message, help: helpOf(tool), at: { file: path, line, column: 1 } }
}

function helpOf({ form }: Tool): string {
  const shape =
    form === 'ecr-scan-image' ? 'ids stand between spaces, commas or line breaks' : 'one id stands on a line, such as CVE-2026-1234'
  return `${shape}; what other lines contain is not shown`
}
