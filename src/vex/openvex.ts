// OpenVEX, of versions 0.0.x and 0.2.0 of its specification.
// https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md

import {
  digestOf,
  identify,
  instantAt,
  mapAt,
  mapsAt,
  purlOf,
  type Source,
  tellWrong,
  textAt,
  textsAt,
  type Written,
  wordAt,
  writtenAt,
} from './fields.ts'
import type { JsonMap } from './json.ts'
import { type Component, type Product, STATUSES, type VexStatement } from './statement.ts'

const JUSTIFICATIONS = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const

const CONTEXT = /^https:\/\/openvex\.dev\/ns(?:\/v?0\.[02]\.\d+)?$/

/** Whether this is the context of an OpenVEX document, of whatever version. */
export function isOpenVex(context: string): boolean {
  return /^https?:\/\/openvex\.dev\//i.test(context)
}

export function readOpenVex(source: Source, root: JsonMap): readonly VexStatement[] {
  const context = writtenAt(source, root, '@context')
  if (context !== undefined && !CONTEXT.test(context.value))
    tellWrong(
      source,
      context.offset,
      'this version of OpenVEX is not known',
      'those that are known have the @context https://openvex.dev/ns/v0.2.0',
    )
  const author = textAt(source, root, 'author') ?? null
  const issued = instantAt(source, root, ['last_updated', 'timestamp'])
  if (!root.entries.has('statements')) tellWrong(source, root.offset, 'this OpenVEX document has no "statements"')
  return mapsAt(source, root, 'statements').flatMap(entry => readStatement(source, entry, { author, issued }) ?? [])
}

interface Document {
  readonly author: string | null
  readonly issued: number | undefined
}

function readStatement(source: Source, entry: JsonMap, { author, issued }: Document): VexStatement | undefined {
  const before = source.diagnostics.length
  const ids = readVulnerability(source, entry)
  const status = wordAt(source, entry, 'status', STATUSES)
  const justification = wordAt(source, entry, 'justification', JUSTIFICATIONS) ?? null
  const impact = textAt(source, entry, 'impact_statement') ?? null
  const supplier = textAt(source, entry, 'supplier')
  const instant = instantAt(source, entry, ['last_updated', 'timestamp']) ?? issued
  const products = readProducts(source, entry)
  if (source.diagnostics.length > before) return undefined
  if (status === undefined) return tellWrong(source, entry.offset, 'this statement has no status', `write one of ${STATUSES.join(', ')}`)
  if (ids.length === 0)
    return tellWrong(source, entry.offset, 'this statement names no vulnerability', 'write "vulnerability": {"name": "CVE-…"}')
  if (instant === undefined)
    return tellWrong(source, entry.offset, 'this statement has no time, and neither has its document', 'write a "timestamp"')
  return { ids, status, justification, impact, author: author ?? supplier ?? null, instant, products, offset: entry.offset }
}

// Before version 0.2.0 a vulnerability was its name.
function readVulnerability(source: Source, entry: JsonMap): readonly string[] {
  const node = entry.entries.get('vulnerability')
  if (node?.kind === 'text') return node.value.trim() === '' ? [] : [node.value.trim()]
  const vulnerability = mapAt(source, entry, 'vulnerability')
  if (vulnerability === undefined) return []
  const id = textAt(source, vulnerability, '@id')
  return [...new Set([textAt(source, vulnerability, 'name') ?? id ?? [], textsAt(source, vulnerability, 'aliases')].flat())]
}

// And a product was its identifier.
function readProducts(source: Source, entry: JsonMap): readonly Product[] {
  const node = entry.entries.get('products')
  const shared = textsAt(source, entry, 'subcomponents').map((value): Written => ({ value, offset: entry.offset }))
  if (node?.kind === 'list' && node.items.some(({ kind }) => kind === 'text')) {
    const parts = shared.map(each => identify(source, each))
    return node.items.flatMap(item => {
      if (item.kind === 'text') return [{ ...identify(source, item), parts }]
      return tellWrong(source, item.offset, 'expected only strings or only objects in "products"') ?? []
    })
  }
  if (shared.length > 0) tellWrong(source, entry.offset, 'subcomponents belong to a product, and not to the statement')
  return mapsAt(source, entry, 'products').map(product => ({
    ...readComponent(source, product),
    parts: mapsAt(source, product, 'subcomponents').map(part => readComponent(source, part)),
  }))
}

function readComponent(source: Source, map: JsonMap): Component {
  const named = identify(source, writtenAt(source, map, '@id'))
  const identifiers = mapAt(source, map, 'identifiers')
  const purl = identifiers && writtenAt(source, identifiers, 'purl')
  const hashes = mapAt(source, map, 'hashes')
  const hash = hashes && writtenAt(source, hashes, 'sha-256')
  return {
    names: named.names,
    purls: [...named.purls, ...(purl === undefined ? [] : purlOf(source, purl))],
    digests: [...named.digests, ...(hash === undefined ? [] : digestOf(source, hash))],
  }
}
