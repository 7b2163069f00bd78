// JSON with the place of every value, so that what is wrong with one, and what decides about a finding, can be told by line and column.

import { quote } from '../diagnostic.ts'
import { endOfText } from '../jsontext.ts'

export type JsonNode = JsonMap | JsonList | JsonText | JsonOther

export interface JsonMap {
  readonly kind: 'map'
  readonly offset: number
  readonly entries: ReadonlyMap<string, JsonNode>
}

export interface JsonList {
  readonly kind: 'list'
  readonly offset: number
  readonly items: readonly JsonNode[]
}

interface JsonText {
  readonly kind: 'text'
  readonly offset: number
  readonly value: string
}

interface JsonOther {
  readonly kind: 'other'
  readonly offset: number
  readonly value: number | boolean | null
}

/** What is wrong with a text, and where. */
export interface JsonProblem {
  readonly message: string
  readonly offset: number
}

/** No file of VEX is nested as deeply as this, and no parser overflows its stack below it. */
const MOST_DEPTH = 200

class Wrong extends Error {
  readonly problem: JsonProblem
  constructor(message: string, offset: number) {
    super(message)
    this.problem = { message, offset }
  }
}

/** Parses JSON. A key that an object has twice is a mistake, because readers do not agree on which of the two holds. */
export function parsePlaced(json: string): JsonNode | JsonProblem {
  try {
    const { node, end } = readValue(json, skipSpace(json, 0), 0)
    const rest = skipSpace(json, end)
    return rest < json.length ? { message: `expected the end of the file, found ${nameNext(json, rest)}`, offset: rest } : node
  } catch (error) {
    if (error instanceof Wrong) return error.problem
    throw error
  }
}

interface Read<T> {
  readonly node: T
  /** The offset behind it. */
  readonly end: number
}

function readValue(json: string, at: number, depth: number): Read<JsonNode> {
  switch (json[at]) {
    case '{':
      return readMap(json, at, depth + 1)
    case '[':
      return readList(json, at, depth + 1)
    case '"': {
      const { node: value, end } = readText(json, at)
      return { node: { kind: 'text', offset: at, value }, end }
    }
    default:
      return readOther(json, at)
  }
}

function readMap(json: string, offset: number, depth: number): Read<JsonMap> {
  const entries = new Map<string, JsonNode>()
  const end = readItems(json, offset, { depth, close: '}' }, at => {
    if (json[at] !== '"') throw new Wrong(`expected a key in quotes, found ${nameNext(json, at)}`, at)
    const key = readText(json, at)
    if (entries.has(key.node)) throw new Wrong(`the key ${quote(key.node)} is there twice in one object`, at)
    const colon = skipSpace(json, key.end)
    if (json[colon] !== ':') throw new Wrong(`expected ":", found ${nameNext(json, colon)}`, colon)
    const value = readValue(json, skipSpace(json, colon + 1), depth)
    entries.set(key.node, value.node)
    return value.end
  })
  return { node: { kind: 'map', offset, entries }, end }
}

function readList(json: string, offset: number, depth: number): Read<JsonList> {
  const items: JsonNode[] = []
  const end = readItems(json, offset, { depth, close: ']' }, at => {
    const item = readValue(json, at, depth)
    items.push(item.node)
    return item.end
  })
  return { node: { kind: 'list', offset, items }, end }
}

/** Reads what stands between brackets, item by item. Returns the offset behind the closing one. */
function readItems(
  json: string,
  offset: number,
  { depth, close }: { readonly depth: number; readonly close: string },
  readItem: (at: number) => number,
): number {
  if (depth > MOST_DEPTH) throw new Wrong(`values are nested more than ${MOST_DEPTH} levels deep here`, offset)
  let at = skipSpace(json, offset + 1)
  if (json[at] === close) return at + 1
  for (;;) {
    at = skipSpace(json, readItem(at))
    if (json[at] === close) return at + 1
    if (json[at] !== ',') throw new Wrong(`expected "," or "${close}", found ${nameNext(json, at)}`, at)
    at = skipSpace(json, at + 1)
  }
}

function readText(json: string, offset: number): Read<string> {
  const end = endOfText(json, offset + 1)
  if (end >= json.length) throw new Wrong('this string is not closed', offset)
  const written = json.slice(offset + 1, end)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows them in no string.
  if (!/[\\\u0000-\u001f]/.test(written)) return { node: written, end: end + 1 }
  try {
    return { node: JSON.parse(json.slice(offset, end + 1)) as string, end: end + 1 }
  } catch {
    throw new Wrong('this string has a line break, another control character, or an escape that JSON does not know', offset)
  }
}

const OTHER = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

function readOther(json: string, offset: number): Read<JsonOther> {
  OTHER.lastIndex = offset
  const [written] = OTHER.exec(json) ?? []
  if (written === undefined) throw new Wrong(`expected a value, found ${nameNext(json, offset)}`, offset)
  return { node: { kind: 'other', offset, value: JSON.parse(written) as number | boolean | null }, end: offset + written.length }
}

function skipSpace(json: string, from: number): number {
  let at = from
  for (;;) {
    const code = json.charCodeAt(at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at
    at++
  }
}

function nameNext(json: string, at: number): string {
  const character = json.codePointAt(at)
  return character === undefined ? 'the end of the file' : quote(String.fromCodePoint(character))
}
