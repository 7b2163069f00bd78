// VEX in CycloneDX, as JSON of versions 1.4 to 1.7: what `analysis` says of the vulnerabilities of a BOM.
// https://cyclonedx.org/docs/1.7/json/#vulnerabilities

import { quote } from '../diagnostic.ts'
import {
  digestOf,
  identify,
  instantAt,
  listAt,
  mapAt,
  mapsAt,
  purlOf,
  type Source,
  tellWrong,
  textAt,
  type Written,
  wordAt,
  writtenAt,
} from './fields.ts'
import type { JsonMap } from './json.ts'
import type { Component, Product, Status, VexStatement } from './statement.ts'

const VERSIONS: readonly string[] = ['1.4', '1.5', '1.6', '1.7']

/** What the words of CycloneDX mean. */
const STATES = {
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'affected',
  in_triage: 'under_investigation',
  false_positive: 'not_affected',
  not_affected: 'not_affected',
} as const satisfies Readonly<Record<string, Status>>
const STATE_NAMES = Object.keys(STATES) as readonly (keyof typeof STATES)[]

const JUSTIFICATIONS = [
  'code_not_present',
  'code_not_reachable',
  'requires_configuration',
  'requires_dependency',
  'requires_environment',
  'protected_by_compiler',
  'protected_at_runtime',
  'protected_at_perimeter',
  'protected_by_mitigating_control',
] as const

export function readCycloneDx(source: Source, root: JsonMap): readonly VexStatement[] {
  const version = writtenAt(source, root, 'specVersion')
  if (version === undefined || !VERSIONS.includes(version.value))
    tellWrong(
      source,
      version?.offset ?? root.offset,
      version === undefined ? 'this CycloneDX file has no "specVersion"' : `version ${quote(version.value)} of CycloneDX is not read`,
      `those that are read are ${VERSIONS.join(', ')}`,
    )
  if ((listAt(source, root, 'vulnerabilities')?.items ?? []).length === 0)
    tellWrong(source, root.offset, 'this CycloneDX file has no "vulnerabilities", so it is a list of components and no VEX')
  const metadata = mapAt(source, root, 'metadata')
  const bom: Bom = {
    ...readComponents(source, root, metadata),
    link: linkOf(source, root),
    author: authorOf(source, metadata),
    issued: metadata && instantAt(source, metadata, ['timestamp']),
  }
  return mapsAt(source, root, 'vulnerabilities').flatMap(entry => readVulnerability(source, entry, bom))
}

interface Bom {
  /** What the file is about; undefined if it does not say. */
  readonly subject: Entry | undefined
  readonly byRef: ReadonlyMap<string, Entry>
  /** How links to it begin. */
  readonly link: string | undefined
  readonly author: string | null
  readonly issued: number | undefined
}

/** A component, of which a version may be another than it says. */
interface Entry {
  readonly ref: string | undefined
  readonly name: string | undefined
  readonly version: string | undefined
  readonly component: Component
}

// The components of the file, however deeply they are nested.
function readComponents(source: Source, root: JsonMap, metadata: JsonMap | undefined): Pick<Bom, 'subject' | 'byRef'> {
  const byRef = new Map<string, Entry>()
  const read = (map: JsonMap): Entry => {
    const entry = readComponent(source, map)
    if (entry.ref !== undefined) {
      if (byRef.has(entry.ref)) tellWrong(source, map.offset, `two components have the bom-ref ${quote(entry.ref)}`)
      byRef.set(entry.ref, entry)
    }
    for (const inner of mapsAt(source, map, 'components')) read(inner)
    return entry
  }
  const main = metadata && mapAt(source, metadata, 'component')
  const subject = main && read(main)
  for (const map of mapsAt(source, root, 'components')) read(map)
  return { subject, byRef }
}

function readComponent(source: Source, map: JsonMap): Entry {
  const purl = writtenAt(source, map, 'purl')
  const [name, version] = [textAt(source, map, 'name'), textAt(source, map, 'version')]
  const hashes = mapsAt(source, map, 'hashes').flatMap(hash => {
    const content = writtenAt(source, hash, 'content')
    return textAt(source, hash, 'alg') !== 'SHA-256' || content === undefined ? [] : digestOf(source, content)
  })
  // Only a container is named by the name of an image, whose version is its tag or its digest.
  const isImage = textAt(source, map, 'type') === 'container' && name !== undefined
  const names = version === undefined ? [name ?? ''] : [`${name}:${version}`, `${name}@${version}`]
  const component = { names: isImage ? names : [], purls: purl === undefined ? [] : purlOf(source, purl), digests: hashes }
  return { ref: textAt(source, map, 'bom-ref'), name, version, component }
}

function linkOf(source: Source, root: JsonMap): string | undefined {
  const serial = textAt(source, root, 'serialNumber')?.replace(/^urn:uuid:/i, '')
  const version = root.entries.get('version')
  return serial === undefined ? undefined : `urn:cdx:${serial}/${version?.kind === 'other' ? version.value : 1}#`.toLowerCase()
}

function authorOf(source: Source, metadata: JsonMap | undefined): string | null {
  if (metadata === undefined) return null
  const persons = mapsAt(source, metadata, 'authors').flatMap(
    author => textAt(source, author, 'name') ?? textAt(source, author, 'email') ?? [],
  )
  const companies = ['manufacturer', 'supplier'].flatMap(key => {
    const company = mapAt(source, metadata, key)
    return (company && textAt(source, company, 'name')) ?? []
  })
  return [...persons, ...companies][0] ?? null
}

function readVulnerability(source: Source, entry: JsonMap, bom: Bom): readonly VexStatement[] {
  const before = source.diagnostics.length
  const references = mapsAt(source, entry, 'references').map(reference => textAt(source, reference, 'id'))
  const ids = [...new Set([textAt(source, entry, 'id'), ...references])].filter(id => id !== undefined)
  const analysis = mapAt(source, entry, 'analysis')
  const state = analysis && wordAt(source, analysis, 'state', STATE_NAMES)
  const justification = (analysis && wordAt(source, analysis, 'justification', JUSTIFICATIONS)) ?? null
  const impact = (analysis && textAt(source, analysis, 'detail')) ?? null
  const instant = (analysis && instantAt(source, analysis, ['lastUpdated', 'firstIssued'])) ?? bom.issued ?? null
  const status = state === undefined ? undefined : STATES[state]
  const affects = mapsAt(source, entry, 'affects')
  const lets = status === 'fixed' || status === 'not_affected'
  const products = affects.flatMap(affected => readAffected(source, affected, bom, lets))
  if (source.diagnostics.length > before) return []
  // Without an analysis a BOM only repeats what a scanner found.
  if (status === undefined) return []
  if (ids.length === 0) return tellWrong(source, entry.offset, 'this vulnerability has no "id"', 'write its CVE') ?? []
  return [{ ids, status, justification, impact, author: bom.author, instant, products, offset: entry.offset }]
}

function readAffected(source: Source, affected: JsonMap, bom: Bom, lets: boolean): readonly Product[] {
  const ref = writtenAt(source, affected, 'ref')
  if (ref === undefined) return tellWrong(source, affected.offset, 'this entry of "affects" has no "ref"') ?? []
  const found = resolve(source, ref, bom)
  const components = withVersions(source, affected, found, lets)
  const { subject } = bom
  // What a file says of a part holds in what the file is about, and not wherever else the part is.
  if (subject === undefined || subject === found) return components.map(component => ({ ...component, parts: [] }))
  return components.length === 0 ? [] : [{ ...subject.component, parts: components }]
}

function resolve(source: Source, ref: Written, { byRef, link }: Bom): Entry {
  const isOurs = link !== undefined && ref.value.toLowerCase().startsWith(link)
  const local = isOurs ? decode(ref.value.slice(link.length)) : ref.value
  const known = byRef.get(local)
  if (known !== undefined) return known
  // A link into another BOM has a bom-ref behind its #, which often is a package URL.
  const fragment = /^urn:cdx:[^#]*#(.*)$/i.exec(local)?.[1]
  const written = fragment === undefined ? ref.value : decode(fragment)
  return { ref: undefined, name: undefined, version: undefined, component: identify(source, { value: written, offset: ref.offset }) }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

// A component in other versions than its own. A version without a status is affected, and what is said of such a one lets nothing through.
// Neither does a range, which is in the order of versions of some ecosystem. What does not let through holds for all versions.
function withVersions(source: Source, affected: JsonMap, { version: own, component }: Entry, lets: boolean): readonly Component[] {
  const versions = mapsAt(source, affected, 'versions').map(each => ({
    version: textAt(source, each, 'version'),
    range: textAt(source, each, 'range'),
    status: wordAt(source, each, 'status', ['affected', 'unaffected', 'unknown']),
  }))
  if (versions.length === 0) return [component]
  if (!lets) return [component, { ...component, purls: component.purls.map(purl => ({ ...purl, version: null })), digests: [] }]
  const named = versions.flatMap(({ version, status }) => (version === undefined || status !== 'unaffected' ? [] : [version]))
  return named.map(version =>
    version === own ? component : { names: [], purls: component.purls.map(purl => ({ ...purl, version })), digests: [] },
  )
}
