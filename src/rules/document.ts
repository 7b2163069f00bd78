// Reads a YAML or JSON file into nodes that know where they stand, so that every later complaint has a line and a column.
//
// Anchors, aliases, tags and merge keys are refused: a rule needs none of them, and each is a way to make a small file
// expand into a huge or surprising one.

import { isAlias, isMap, isScalar, isSeq, parseDocument, type Node as YamlNode } from 'yaml'
import { type Diagnostic, locate } from '../diagnostic.ts'

interface Located {
  /** UTF-16 offset in the file. */
  readonly offset: number
}

export interface MapNode extends Located {
  readonly kind: 'map'
  readonly entries: readonly { readonly key: string; readonly keyOffset: number; readonly value: Node }[]
}

export interface ListNode extends Located {
  readonly kind: 'list'
  readonly items: readonly Node[]
}

export interface ScalarNode extends Located {
  readonly kind: 'scalar'
  readonly value: unknown
  readonly end: number
}

export type Node = MapNode | ListNode | ScalarNode

export interface RuleFile {
  readonly path: string
  readonly text: string
}

export type Document = { readonly root: Node } | { readonly diagnostics: readonly Diagnostic[] }

/** Parses a file; every syntax error is reported with its place. */
export function parseFile(file: RuleFile): Document {
  const document = parseDocument(file.text, { uniqueKeys: true, keepSourceTokens: false, prettyErrors: false, logLevel: 'silent' })
  const problems = [...document.errors, ...document.warnings]
  if (problems.length > 0) {
    // One slip makes a parser stumble many times: the first errors are the ones worth reading.
    return { diagnostics: problems.slice(0, 5).map(problem => fault(file, problem.pos[0], 'file-syntax', firstLine(problem.message))) }
  }
  if (document.contents === null)
    return { diagnostics: [{ level: 'error', kind: 'file-syntax', message: 'the file is empty; expected a rule', at: file.path }] }
  try {
    return { root: toNode(file, document.contents) }
  } catch (error) {
    if (error instanceof Refused) return { diagnostics: [error.diagnostic] }
    throw error
  }
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

/**
 * Where the character at `offset` of a scalar's value stands in the file. Quotes, escapes, indentation and the folding of
 * blocks put characters between those of the value, so the two texts are walked together.
 */
export function offsetInFile(file: RuleFile, node: ScalarNode, offset: number): number {
  const value = String(node.value)
  let at = node.offset
  const opening = /^[>|][^\n]*\n|^["']/.exec(file.text.slice(at, node.end))
  if (opening !== null) at += opening[0].length
  for (let i = 0; i < offset && at < node.end; i++) {
    const character = value[i] ?? ''
    if (/\s/.test(character)) {
      while (at < node.end && /\s/.test(file.text[at] ?? '')) at++
      while (i + 1 < offset && /\s/.test(value[i + 1] ?? '')) i++
      continue
    }
    while (at < node.end && file.text[at] !== character) at++
    at++
  }
  while (at < node.end && /[\s\\]/.test(file.text[at] ?? '') && !/[\s\\]/.test(value[offset] ?? ' ')) at++
  return Math.min(at, node.end)
}

const MAX_DEPTH = 200

class Refused extends Error {
  readonly diagnostic: Diagnostic
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message)
    this.diagnostic = diagnostic
  }
}

function toNode(file: RuleFile, node: YamlNode | null, depth = 0): Node {
  const offset = node?.range?.[0] ?? 0
  const refuse = (message: string, help?: string): never => {
    throw new Refused(fault(file, offset, 'file-syntax', message, help))
  }
  if (node === null) return { kind: 'scalar', value: null, offset, end: offset }
  if (depth > MAX_DEPTH) return refuse(`values are nested more than ${MAX_DEPTH} levels deep here`)
  if (isAlias(node)) return refuse('aliases are not read in rule files', 'write the value out')
  if (node.anchor !== undefined || node.tag?.startsWith('!') === true)
    return refuse('anchors and tags are not read in rule files', 'write the value out')
  if (isScalar(node)) return { kind: 'scalar', value: toJsonScalar(node.value), offset, end: node.range?.[1] ?? offset }
  if (isSeq(node)) return { kind: 'list', offset, items: node.items.map(item => toNode(file, item as YamlNode | null, depth + 1)) }
  if (!isMap(node)) return refuse('expected a map, a list or a value')
  const entries = node.items.map(({ key, value }) => {
    if (!isScalar(key) || typeof key.value !== 'string') return refuse('expected a name as key')
    return { key: key.value, keyOffset: key.range?.[0] ?? offset, value: toNode(file, value as YamlNode | null, depth + 1) }
  })
  return { kind: 'map', offset, entries }
}

function toJsonScalar(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message
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
