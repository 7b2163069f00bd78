// Parses a YAML or JSON file into nodes with offsets, so that every later diagnostic has a line and a column.
//
// Anchors, aliases, tags, directives and merge keys are refused: a rule needs none of them, and each can make a small file
// expand into something huge or surprising. All of them except merge keys are detected in the token stream, and so is nesting
// that is too deep: the composer recurses and would already expand them.

import { Composer, CST, isMap, isScalar, isSeq, Lexer, Parser, type Node as YamlNode } from 'yaml'
import { type Diagnostic, locate, quote } from '../diagnostic.ts'
import { type FileKind, RULE_FILE } from './kind.ts'
import type { Stored } from './reference.ts'

interface Located {
  /** UTF-16 offset in the file. */
  readonly offset: number
  /** The offset after its last character; comments and spaces behind it are not part of it. */
  readonly end: number
}

interface Collection extends Located {
  /** Whether it is written in brackets, as in JSON. */
  readonly isFlow: boolean
}

export interface MapNode extends Collection {
  readonly kind: 'map'
  readonly entries: readonly { readonly key: string; readonly keyOffset: number; readonly value: Node }[]
}

export interface ListNode extends Collection {
  readonly kind: 'list'
  readonly items: readonly Node[]
}

export interface ScalarNode extends Located {
  readonly kind: 'scalar'
  readonly value: unknown
}

export type Node = MapNode | ListNode | ScalarNode

export interface RuleFile {
  readonly path: string
  readonly text: string
  /** What of the file is rules, where that is a part of it, which has been parsed already. */
  readonly part?: MapNode
  /** What messages call the file; a rule file if it is absent. */
  readonly kind?: FileKind
  /** What it was read from, if it is none on disk. */
  readonly stored?: Stored
}

/** `quotes`: whether the messages may quote the file. */
export type Document = { readonly root: Node } | { readonly diagnostics: readonly Diagnostic[]; readonly quotes: boolean }

/** Parses a file; every syntax error has its place. */
export function parseFile(file: RuleFile): Document {
  const { tokens, refused } = readTokens(file)
  if (refused.length > 0) return { diagnostics: refused, quotes: false }
  // Its own search for duplicate keys compares each key with each other.
  const [document] = new Composer({ uniqueKeys: false }).compose(tokens, true, file.text.length)
  if (document === undefined || document.errors.length > 0) {
    // One mistake can cause many follow-up errors, so only the first few are reported.
    const errors = (document?.errors ?? []).slice(0, MOST_PROBLEMS)
    return { diagnostics: errors.map(({ pos, message }) => toDiagnostic(file, pos[0], message)), quotes: true }
  }
  if (document.contents === null) {
    const message = `expected ${kindOf(file).one}, found nothing in the file`
    return { diagnostics: [{ level: 'error', kind: 'file-syntax', message, at: file.path }], quotes: false }
  }
  const diagnostics: Diagnostic[] = []
  const root = toNode(file, document.contents, diagnostics)
  return diagnostics.length > 0 ? { diagnostics, quotes: true } : { root }
}

/** The plain JSON value of a node. */
export function toValue(node: Node): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(toValue)
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, toValue(value)]))
}

/** The entry of a map by its key. */
export function entryOf(node: MapNode, key: string): MapNode['entries'][number] | undefined {
  return node.entries.find(entry => entry.key === key)
}

/** Describes a node in a message such as "expected …, found a list". */
export function describe(node: Node): string {
  if (node.kind !== 'scalar') return node.kind === 'map' ? 'a map' : 'a list'
  return typeof node.value === 'string' ? quote(node.value) : String(node.value)
}

/**
 * Maps an offset in a scalar's value to an offset in the file; the end of the value maps to the offset after its last character.
 * YAML folds, indents and escapes text, but only adds and removes white space: the nth other character is the same in both.
 */
export function offsetInFile(file: RuleFile, scalar: ScalarNode, offset: number): number {
  const { before, places, behind } = written.get(scalar) ?? indexScalar(file, scalar)
  return places[before[Math.min(offset, before.length - 1)] ?? 0] ?? behind
}

interface Written {
  /** For each offset in the value: how many characters that are not white space are before it. */
  readonly before: readonly number[]
  /** For each such character of the value: where it is written in the file. */
  readonly places: readonly number[]
  /** The offset after the last of them. */
  readonly behind: number
}

// A generated filter may have thousands of problems, so a scalar is read once, and not for each of them.
const written = new WeakMap<ScalarNode, Written>()

function indexScalar(file: RuleFile, scalar: ScalarNode): Written {
  const before = [0]
  for (const unit of String(scalar.value).split('')) before.push((before.at(-1) ?? 0) + countCharacters(unit))
  const source = file.text.slice(scalar.offset, scalar.end)
  const opening = /^(?:[>|][^\n]*\n|["'])/.exec(source)?.[0] ?? ''
  const start = scalar.offset + opening.length
  const places: number[] = []
  let behind = start
  for (const { 0: unit, index } of source.slice(opening.length).matchAll(UNITS.get(opening) ?? /[\s\S]/g)) {
    const count = countWritten(unit)
    if (count === 0) continue
    // The second half of a character that is written as one escape is found after it.
    places.push(start + index)
    if (count > 1) places.push(start + index + unit.length)
    behind = start + index + unit.length
  }
  const index = { before, places, behind }
  written.set(scalar, index)
  return index
}

/** The ways to write one character of a quoted scalar, by kind of quote. */
const UNITS: ReadonlyMap<string, RegExp> = new Map([
  ['"', /\\(?:x..|u.{4}|U.{8}|[\s\S])|[\s\S]/g],
  ["'", /''|[\s\S]/g],
])

function countWritten(unit: string): number {
  if (unit.length === 1) return countCharacters(unit)
  const code = /^\\[xuU](.*)/.exec(unit)?.[1]
  if (code !== undefined) return countCharacters(String.fromCodePoint(Number.parseInt(code, 16)))
  return /^\\[\stnvfr_LP]/.test(unit) ? 0 : 1
}

function countCharacters(text: string): number {
  return text.replace(/\s/g, '').length
}

const MOST_DEPTH = 200
const MOST_PROBLEMS = 5

/** The YAML features that are refused in rule files, each with its name and the remedy. */
const REFUSED: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['anchor', ['anchors', 'write the value out where it is needed']],
  ['alias', ['aliases', 'write the value out where it is needed']],
  ['tag', ['tags', 'remove the tag']],
  ['directive-line', ['directives', 'remove the line']],
])

const kindOf = ({ kind = RULE_FILE }: RuleFile): FileKind => kind

function readTokens(file: RuleFile): { tokens: readonly CST.Token[]; refused: readonly Diagnostic[] } {
  const tokens: CST.Token[] = []
  const refused: Diagnostic[] = []
  const parser = new Parser()
  let isContent = false
  for (const lexeme of new Lexer().lex(file.text)) {
    const { offset } = parser
    const [what, help] = REFUSED.get(isContent ? '' : (CST.tokenType(lexeme) ?? '')) ?? []
    if (what !== undefined) refused.push(fault(file, offset, 'file-syntax', `${what} are not allowed in ${kindOf(file).files}`, help))
    isContent = lexeme === CST.SCALAR && !isContent
    for (const token of parser.next(lexeme)) tokens.push(token)
    if (parser.stack.length > MOST_DEPTH)
      refused.push(fault(file, offset, 'file-syntax', `values are nested more than ${MOST_DEPTH} levels deep here`))
    if (refused.length === MOST_PROBLEMS || parser.stack.length > MOST_DEPTH) return { tokens, refused }
  }
  for (const token of parser.end()) tokens.push(token)
  const second = tokens.filter(({ type }) => type === 'document')[1]
  if (second !== undefined)
    refused.push(fault(file, second.offset, 'file-syntax', 'expected one document, found a second', kindOf(file).help))
  return { tokens, refused }
}

function toNode(file: RuleFile, node: YamlNode | null, diagnostics: Diagnostic[]): Node {
  const offset = node?.range?.[0] ?? 0
  const end = node?.range?.[1] ?? offset
  if (isSeq(node)) {
    const items = node.items.map(item => toNode(file, item as YamlNode | null, diagnostics))
    return { kind: 'list', offset, isFlow: node.flow === true, end: node.flow === true ? end : (items.at(-1)?.end ?? end), items }
  }
  if (!isMap(node)) return { kind: 'scalar', value: isScalar(node) ? node.value : null, offset, end }
  const keys = new Set<string>()
  const entries = node.items.flatMap(({ key, value }) => {
    const name = toNode(file, key as YamlNode | null, diagnostics)
    const wrong = (message: string, help?: string): [] => {
      diagnostics.push(fault(file, name.offset, 'file-syntax', message, help))
      return []
    }
    if (name.kind !== 'scalar') return wrong(`expected a name as key, found ${describe(name)}`)
    if (typeof name.value !== 'string')
      return wrong(`expected a name as key, found ${describe(name)}`, 'put a key that is a number or true in quotes')
    if (name.value === '<<' && file.text.startsWith('<<', name.offset))
      return wrong(`merge keys are not allowed in ${kindOf(file).files}`, 'write the fields out where they are needed')
    if (keys.has(name.value)) return wrong('duplicate key', 'remove one of the two')
    keys.add(name.value)
    return { key: name.value, keyOffset: name.offset, value: toNode(file, value as YamlNode | null, diagnostics) }
  })
  const last = entries.at(-1)
  // The parser counts what stands behind a block to it.
  const blockEnd = last === undefined ? end : Math.max(last.keyOffset + last.key.length, last.value.end)
  return { kind: 'map', offset, isFlow: node.flow === true, end: node.flow === true ? end : blockEnd, entries }
}

/** Clearer wordings of messages of the parser that only help somebody who knows YAML well. */
const CLEARER: ReadonlyMap<string, readonly [string, string]> = new Map([
  [
    'Nested mappings are not allowed in compact mappings',
    ['expected one string, found a key and its value', 'put a string that contains ": " in quotes, or in a block after ">-"'],
  ],
  ['Tabs are not allowed as indentation', ['tabs are not allowed as indentation', 'indent with spaces']],
  ['Flow map must end with a }', ['this map is not closed', 'close it with }']],
  ['Flow sequence must end with a ]', ['this list is not closed', 'close it with ]']],
  ['Missing closing "quote', ['this quoted string is not closed', 'close it with "']],
  ["Missing closing 'quote", ['this quoted string is not closed', "close it with '"]],
])

function toDiagnostic(file: RuleFile, offset: number, message: string): Diagnostic {
  const [clearer = message, help] = CLEARER.get(message) ?? []
  return fault(file, offset, 'file-syntax', clearer, help)
}

export function fault(
  file: RuleFile,
  offset: number,
  kind: string,
  message: string,
  help?: string,
  level: Diagnostic['level'] = 'error',
): Diagnostic {
  return { level, kind, message, ...(help === undefined ? {} : { help }), at: locate(file.path, file.text, offset) }
}
