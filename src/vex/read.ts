// Reads a file of VEX, whichever of its formats it has. Of a file that is none, nothing is shown: it may hold secrets.

import { type Diagnostic, locate, type Place, withoutExcerpt } from '../diagnostic.ts'
import { readCycloneDx } from './cyclonedx.ts'
import type { Source } from './fields.ts'
import { type JsonMap, type JsonNode, parsePlaced } from './json.ts'
import { isOpenVex, readOpenVex } from './openvex.ts'
import type { VexReading } from './statement.ts'

/** How many mistakes of a file are told. */
const MOST_PROBLEMS = 20

export function readVex({ path, text }: { readonly path: string; readonly text: string }): VexReading {
  const refuse = (message: string, help = HELP, at: Place | string = path): VexReading => ({
    diagnostics: [{ level: 'error', kind: 'vex-syntax', message, help, at }],
  })
  const first = text.trimStart()
  if (first === '') return refuse('the file is empty')
  if (first.startsWith('<'))
    return refuse('this is XML, and VEX is read as JSON', 'convert it, for example with cyclonedx convert --output-format json')
  if (first.startsWith('SPDXVersion:')) return refuse('this is SPDX, which says nothing about vulnerabilities')
  const root = parsePlaced(text)
  if ('message' in root) return { diagnostics: [tellSyntax(path, text, root)] }
  if (root.kind !== 'map')
    return refuse(`expected one object of OpenVEX or CycloneDX, found ${root.kind === 'list' ? 'a list' : 'a value'}`)
  const context = textOf(root.entries.get('@context'))
  const isCycloneDx = textOf(root.entries.get('bomFormat')) === 'CycloneDX'
  if (!isCycloneDx && !isOpenVex(context)) return refuse(nameStranger(root, context))
  const source: Source = { path, text, diagnostics: [] }
  const statements = isCycloneDx ? readCycloneDx(source, root) : readOpenVex(source, root)
  const { diagnostics } = source
  if (diagnostics.length > 0) return { diagnostics: limit(diagnostics, path) }
  return { file: { path, text, format: isCycloneDx ? 'CycloneDX' : 'OpenVEX', statements }, diagnostics }
}

const HELP = 'name a file of OpenVEX (its @context is https://openvex.dev/ns/v0.2.0) or of CycloneDX with vulnerabilities'

function textOf(node: JsonNode | undefined): string {
  return node?.kind === 'text' ? node.value : ''
}

function nameStranger({ entries }: JsonMap, context: string): string {
  const document = entries.get('document')
  if (document?.kind === 'map' && document.entries.has('csaf_version')) return 'this is CSAF, which is not read'
  if (entries.has('spdxVersion') || /\bspdx\.org\b/.test(context)) return 'this is SPDX, which says nothing about vulnerabilities'
  if (entries.has('payloadType') || entries.has('predicateType'))
    return 'this is an attestation: verify it, and name a file with its predicate alone'
  return 'this is neither OpenVEX nor CycloneDX'
}

// The line is shown only where the text says that it is VEX.
function tellSyntax(path: string, text: string, { message, offset }: { readonly message: string; readonly offset: number }): Diagnostic {
  const at = locate(path, text, offset)
  const isMeant = text.includes('openvex.dev/ns') || text.includes('"CycloneDX"')
  return { level: 'error', kind: 'vex-syntax', message, at: isMeant ? at : withoutExcerpt(at) }
}

function limit(diagnostics: readonly Diagnostic[], path: string): readonly Diagnostic[] {
  if (diagnostics.length <= MOST_PROBLEMS) return diagnostics
  const message = `${diagnostics.length - MOST_PROBLEMS} more mistakes in this file are not listed`
  return [...diagnostics.slice(0, MOST_PROBLEMS), { level: 'error', kind: 'vex-syntax', message, at: path }]
}
