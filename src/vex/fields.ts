// Reads what JSON has under a key. Other keys may be there: both formats can be extended. A value of a wrong type is told, because whoever
// wrote it meant something.

import { type Diagnostic, didYouMean, locate, quote } from '../diagnostic.ts'
import { meansPurl, type Purl, parsePurl } from '../purl.ts'
import { toInstant } from '../time.ts'
import type { JsonList, JsonMap, JsonNode } from './json.ts'
import type { Component } from './statement.ts'

/** A file that is being read. */
export interface Source {
  readonly path: string
  readonly text: string
  readonly diagnostics: Diagnostic[]
}

/** A text and where it is written. */
export interface Written {
  readonly value: string
  readonly offset: number
}

export function tellWrong({ path, text, diagnostics }: Source, offset: number, message: string, help?: string): undefined {
  const at = locate(path, text, offset)
  diagnostics.push({ level: 'error', kind: 'vex-syntax', message, ...(help !== undefined && { help }), at })
}

function describe(node: JsonNode): string {
  if (node.kind === 'map') return 'an object'
  if (node.kind === 'list') return 'a list'
  return node.kind === 'text' ? quote(node.value) : String(node.value)
}

function wrongType(source: Source, key: string, expected: string, node: JsonNode): undefined {
  return tellWrong(source, node.offset, `expected ${expected} for ${quote(key)}, found ${describe(node)}`)
}

export function mapAt(source: Source, map: JsonMap, key: string): JsonMap | undefined {
  const node = map.entries.get(key)
  return node === undefined || node.kind === 'map' ? node : wrongType(source, key, 'an object', node)
}

export function listAt(source: Source, map: JsonMap, key: string): JsonList | undefined {
  const node = map.entries.get(key)
  return node === undefined || node.kind === 'list' ? node : wrongType(source, key, 'a list', node)
}

/** The objects of a list; whatever else is in it is told. */
export function mapsAt(source: Source, map: JsonMap, key: string): readonly JsonMap[] {
  const items = listAt(source, map, key)?.items ?? []
  return items.flatMap(item => (item.kind === 'map' ? [item] : (wrongType(source, key, 'objects', item) ?? [])))
}

/** A text; undefined if there is none, or only white space. */
export function writtenAt(source: Source, map: JsonMap, key: string): Written | undefined {
  const node = map.entries.get(key)
  if (node === undefined) return undefined
  if (node.kind !== 'text') return wrongType(source, key, 'a string', node)
  const value = node.value.trim()
  return value === '' ? undefined : { value, offset: node.offset }
}

export function textAt(source: Source, map: JsonMap, key: string): string | undefined {
  return writtenAt(source, map, key)?.value
}

export function textsAt(source: Source, map: JsonMap, key: string): readonly string[] {
  const items = listAt(source, map, key)?.items ?? []
  return items.flatMap(item => (item.kind === 'text' ? [item.value.trim()] : (wrongType(source, key, 'strings', item) ?? [])))
}

/** One of a few words. */
export function wordAt<T extends string>(source: Source, map: JsonMap, key: string, words: readonly T[]): T | undefined {
  const written = writtenAt(source, map, key)
  if (written === undefined) return undefined
  const word = words.find(each => each === written.value)
  return word ?? tellWrong(source, written.offset, `${quote(written.value)} is no ${key}`, didYouMean(written.value, words))
}

/** The first of these keys that there is, as a time. */
export function instantAt(source: Source, map: JsonMap, keys: readonly string[]): number | undefined {
  const instants = keys.flatMap(key => {
    const written = writtenAt(source, map, key)
    if (written === undefined) return []
    const instant = toInstant(written.value)
    if (instant !== undefined) return [instant]
    const help = 'write it as 2026-12-01T12:00:00Z, with a time and a zone'
    return tellWrong(source, written.offset, `${quote(written.value)} is no time`, help) ?? []
  })
  return instants[0]
}

/** A package URL. */
export function purlOf(source: Source, { value, offset }: Written): readonly Purl[] {
  const purl = parsePurl(value)
  return 'why' in purl ? (tellWrong(source, offset, `the package URL ${quote(value)} ${purl.why}`) ?? []) : [purl]
}

const HASH = /^[0-9a-f]{64}$/i

/** A SHA-256 in hexadecimal digits, as a digest. */
export function digestOf(source: Source, { value, offset }: Written): readonly string[] {
  if (HASH.test(value)) return [`sha256:${value.toLowerCase()}`]
  return tellWrong(source, offset, `${quote(value)} is no SHA-256`, 'it has 64 hexadecimal digits (0–9, a–f)') ?? []
}

/** What an identifier names: a package URL, a digest, or something by its name. */
export function identify(source: Source, written: Written | undefined): Component {
  if (written === undefined) return { names: [], purls: [], digests: [] }
  if (meansPurl(written.value)) return { names: [], purls: purlOf(source, written), digests: [] }
  const isDigest = /^sha256:[0-9a-f]{64}$/i.test(written.value)
  return { names: isDigest ? [] : [written.value], purls: [], digests: isDigest ? [written.value.toLowerCase()] : [] }
}
