// Finds where in a file new exceptions go, and writes them there in one piece. A YAML printer would write the whole file anew; here
// every character of it stays, because comments, order and style belong to its author.

import { entryOf, type ListNode, type MapNode, type Node, type RuleFile } from './document.ts'
import { type Brackets, type Draft, writeBlock, writeFlow } from './draft.ts'

/** A piece of text, and the offset at which it goes into the file. */
export interface Insertion {
  readonly at: number
  readonly text: string
}

const KEY = 'exceptions'
const STEP = '  '

/** Where drafts go in a file whose root is a map of rules, overrides or exceptions; undefined if there is no place for them. */
export function insertDrafts({ text }: RuleFile, root: MapNode, drafts: readonly Draft[]): Insertion | undefined {
  const entry = entryOf(root, KEY)
  if (entry === undefined) return root.isFlow ? insertKey(text, root, drafts) : appendKey(text, root, drafts)
  const { value } = entry
  if (value.kind === 'list') return value.isFlow ? insertFlow(text, value, drafts) : insertBlock(text, value, drafts)
  const isAbsent = value.kind === 'scalar' && value.value === null && value.offset === value.end
  if (!isAbsent || root.isFlow) return undefined
  const column = columnOf(text, root.offset)
  const at = skipComments(text, lineAfter(text, value.end), column)
  return { at, text: asLines(text, at, drafts.flatMap(writeUnder(dashOf(text, root)))) }
}

/** The whole of a file that had nothing in it but comments. */
export function insertAll({ path, text }: RuleFile, drafts: readonly Draft[]): Insertion {
  const at = text.length
  if (!/\.json$/i.test(path)) return { at, text: asLines(text, at, [`${KEY}:`, ...drafts.flatMap(writeUnder(`${STEP}- `))]) }
  const items = drafts.map(draft => `${STEP}${STEP}${writeFlow(draft, true, spread('\n', STEP.repeat(2), STEP.repeat(3)))}`)
  return { at, text: `{\n${STEP}"${KEY}": [\n${items.join(',\n')}\n${STEP}]\n}\n` }
}

function writeUnder(dash: string): (draft: Draft) => readonly string[] {
  return draft => writeBlock(draft, dash)
}

function insertBlock(text: string, list: ListNode, drafts: readonly Draft[]): Insertion | undefined {
  const column = columnOf(text, list.offset)
  const [last, before] = [list.items.at(-1), list.items.at(-2)]
  if (last === undefined) return undefined
  const next = lineAfter(text, last.end)
  const at = skipComments(text, next, column)
  // Entries with blank lines between them get one more, but behind a text in a block it could become a part of the text.
  const isSpaced = before !== undefined && next !== last.end && /\n[ \t]*\r?\n/.test(text.slice(before.end, last.offset))
  const [, gap = ' '] = /-( +)$/.exec(text.slice(lineStart(text, last.offset), last.offset)) ?? []
  const dash = `${' '.repeat(column)}-${gap}`
  const isFlow = last.kind === 'map' && last.isFlow
  const write = (draft: Draft): readonly string[] => (isFlow ? [`${dash}${writeFlow(draft, false, ON_ONE_LINE)}`] : writeBlock(draft, dash))
  return {
    at,
    text: asLines(
      text,
      at,
      drafts.flatMap(draft => [...(isSpaced ? [''] : []), ...write(draft)]),
    ),
  }
}

// The new key goes to the end of the file, indented as the others are.
function appendKey(text: string, root: MapNode, drafts: readonly Draft[]): Insertion {
  const at = text.length
  const key = `${' '.repeat(columnOf(text, root.offset))}${KEY}:`
  return { at, text: asLines(text, at, [key, ...drafts.flatMap(writeUnder(dashOf(text, root)))]) }
}

/** How the entries of a list begin that is the value of a key of `root`: as those of its other lists do. */
function dashOf(text: string, root: MapNode): string {
  const column = columnOf(text, root.offset)
  const list = root.entries.map(({ value }) => value).find(value => value.kind === 'list' && !value.isFlow)
  return `${' '.repeat(list === undefined ? column + STEP.length : columnOf(text, list.offset))}- `
}

interface Span {
  readonly offset: number
  readonly end: number
}

function insertFlow(text: string, list: ListNode, drafts: readonly Draft[]): Insertion {
  const isJson = isJsonText(text)
  const last = list.items.at(-1)
  const written = drafts.map(draft => writeFlow(draft, isJson, last === undefined ? ON_ONE_LINE : bracketsOf(text, last)))
  return insertItems(text, list, list.items, written)
}

function insertKey(text: string, root: MapNode, drafts: readonly Draft[]): Insertion {
  const isJson = isJsonText(text)
  const entries = root.entries.map(({ keyOffset, value }) => ({ offset: keyOffset, end: value.end }))
  const lead = leadOf(text, entries)
  const [, indent] = /\n([ \t]*)$/.exec(lead) ?? []
  const [open, separator, close] = indent === undefined ? ['[', ', ', ']'] : [`[${lead}${STEP}`, `,${lead}${STEP}`, `${lead}]`]
  const brackets = indent === undefined ? ON_ONE_LINE : spread(breakOf(text), indent + STEP, indent + STEP + STEP)
  const items = drafts.map(draft => writeFlow(draft, isJson, brackets))
  return insertItems(text, root, entries, [`${isJson ? `"${KEY}"` : KEY}: ${open}${items.join(separator)}${close}`])
}

// A comma may stand behind the last item already, and a comment behind either, which stays with its item.
function insertItems(text: string, around: Span, items: readonly Span[], written: readonly string[]): Insertion {
  const last = items.at(-1)
  if (last === undefined) return { at: around.offset + 1, text: written.join(', ') }
  const lead = leadOf(text, items)
  const [comma] = /^(?:\s|#[^\n]*\n)*,/.exec(text.slice(last.end, around.end)) ?? []
  const from = last.end + (comma ?? '').length
  const [comment] = /^[ \t]*#[^\r\n]*/.exec(text.slice(from, around.end)) ?? []
  const at = from + (comment ?? '').length
  const start = comment === undefined || lead.includes('\n') ? lead : breakOf(text) + STEP
  if (comma !== undefined) return { at, text: written.map(item => `${start}${item},`).join('') }
  return { at, text: written.map(item => (comment === undefined ? `,${start}${item}` : `${start}, ${item}`)).join('') }
}

/** The space before the last item. */
function leadOf(text: string, items: readonly Span[]): string {
  const [lead = ''] = /\s*$/.exec(text.slice(items.at(-2)?.end ?? 0, items.at(-1)?.offset)) ?? []
  return lead === '' && items.length === 1 ? ' ' : lead
}

const ON_ONE_LINE: Brackets = { open: '{ ', separator: ', ', close: ' }' }

/** A map in brackets with each field on a line of its own. */
function spread(lineBreak: string, indent: string, inner: string): Brackets {
  return { open: `{${lineBreak}${inner}`, separator: `,${lineBreak}${inner}`, close: `${lineBreak}${indent}}` }
}

// As the last entry is written.
function bracketsOf(text: string, last: Node): Brackets {
  const source = text.slice(last.offset, last.end)
  const [, inner] = /^\{[ \t]*\r?\n([ \t]*)/.exec(source) ?? []
  if (inner === undefined) return /^\{\S/.test(source) ? { open: '{', separator: ', ', close: '}' } : ON_ONE_LINE
  const [indent = ''] = /^[ \t]*/.exec(text.slice(lineStart(text, last.end))) ?? []
  return spread(breakOf(text), indent, inner)
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\ufeff/, ''))
    return true
  } catch {
    return false
  }
}

function breakOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n'
}

/** Lines to be inserted at the beginning of a line, or at the end of a file whose last line may lack its break. */
function asLines(text: string, at: number, lines: readonly string[]): string {
  const lineBreak = breakOf(text)
  const isAtStart = at === 0 || /[\n\ufeff]/.test(text.charAt(at - 1))
  return `${isAtStart ? '' : lineBreak}${lines.map(line => `${line}${lineBreak}`).join('')}`
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

/** The column from 0; a byte order mark takes none. */
function columnOf(text: string, offset: number): number {
  return text.slice(lineStart(text, offset), offset).replace('\ufeff', '').length
}

/** Where the next line begins, or where the file ends. */
function lineAfter(text: string, offset: number): number {
  if (text.charAt(offset - 1) === '\n') return offset
  const end = text.indexOf('\n', offset)
  return end < 0 ? text.length : end + 1
}

// Comments that are indented deeper than the list belong to its last entry.
function skipComments(text: string, from: number, column: number): number {
  let at = from
  for (;;) {
    const end = lineAfter(text, at + 1)
    const [, indent] = /^([ \t]*)#/.exec(text.slice(at, end)) ?? []
    if (indent === undefined || indent.length <= column) return at
    at = end
  }
}
