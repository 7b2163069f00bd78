// Reads a file of another tool as exceptions: what that tool ignores is accepted here, and never more.

import { type Diagnostic, withoutExcerpt } from '../../diagnostic.ts'
import { entryOf, type MapNode, type Node, parseFile, type RuleFile } from '../document.ts'
import { type FileKind, foreignKind } from '../kind.ts'
import { isEmpty } from '../reader.ts'
import { type Form, keyAmong, tellStranger } from '../recognize.ts'
import { GRYPE_KEYS, readGrype } from './grype.ts'
import { readList } from './list.ts'
import type { ForeignEntries } from './make.ts'
import type { Tool } from './tool.ts'
import { readTrivyYaml, TRIVY_SECTIONS } from './trivy.ts'

/** Reads a file of another tool. */
export function readForeign(file: RuleFile, tool: Tool): ForeignEntries {
  switch (tool.form) {
    case 'trivy-yaml':
      return readTree(file, tool, TRIVY_SECTIONS, readTrivyYaml)
    case 'grype':
      return readTree(file, tool, GRYPE_KEYS, readGrype)
    default:
      return readList(file, tool)
  }
}

type ReadTree = (file: RuleFile, tool: Tool, root: MapNode) => ForeignEntries

function readTree(file: RuleFile, tool: Tool, keys: readonly string[], read: ReadTree): ForeignEntries {
  const { exceptions, diagnostics } = readEntries(file, tool, keys, read)
  // Grype's configuration has passwords of registries, and a link may lead to any file, so that no line of it is shown.
  return {
    exceptions: exceptions.map(each => ({ ...each, at: withoutExcerpt(each.at) })),
    diagnostics: diagnostics.map(each => (typeof each.at === 'object' ? { ...each, at: withoutExcerpt(each.at) } : each)),
  }
}

function readEntries(file: RuleFile, tool: Tool, keys: readonly string[], read: ReadTree): ForeignEntries {
  const kind: FileKind = foreignKind(tool.name)
  const own = { ...file, kind }
  if (isBlank(file.text)) return failed([empty(file)])
  const document = parseFile(own)
  if ('root' in document && isNull(document.root)) return failed([empty(file)])
  const stranger = tellStranger(own, document, formOf(tool, keys))
  if (stranger !== undefined) return failed(stranger)
  if ('diagnostics' in document) return failed(document.diagnostics)
  if (document.root.kind !== 'map') return failed([])
  const entries = read(own, tool, document.root)
  return entries.exceptions.length + entries.diagnostics.length === 0 ? failed([empty(file)]) : entries
}

function failed(diagnostics: readonly Diagnostic[]): ForeignEntries {
  return { exceptions: [], diagnostics }
}

function isNull(root: Node): boolean {
  return isEmpty(root) || (root.kind === 'scalar' && root.value === null) || (root.kind === 'map' && root.entries.length === 0)
}

function isBlank(text: string): boolean {
  return text.split('\n').every(line => /^\s*(?:#|$)/.test(line))
}

function empty({ path }: RuleFile): Diagnostic {
  return { level: 'warning', kind: 'empty-file', message: 'this file names no finding', at: path }
}

function formOf({ name }: Tool, keys: readonly string[]): Form {
  return {
    isOurs: root => root.kind === 'map' && keys.some(key => entryOf(root, key) !== undefined),
    ownKey: keyAmong(keys),
    kind: 'exception-syntax',
    one: `what ${name} ignores`,
    expected: `a file of ${name}`,
    help: `it is taken for one of ${name} by its name, and has none of its keys, such as ${keys[0]}; what another file contains is not shown`,
  }
}
