// What the readers of files of other tools have in common: how an entry becomes an exception, and how is told what it cannot say here.

import { type Diagnostic, locate, type Tell } from '../../diagnostic.ts'
import { describe, fault, type MapNode, type Node, type RuleFile } from '../document.ts'
import { type Exception, type FindingException, helpWithId } from '../exception.ts'
import type { Tool } from './tool.ts'

/** What a file of another tool comes to. */
export interface ForeignEntries {
  readonly exceptions: readonly Exception[]
  readonly diagnostics: readonly Diagnostic[]
}

/** A file that is being read. */
export interface ForeignReading {
  readonly file: RuleFile
  readonly tool: Tool
  readonly tell: Tell
}

const NOWHERE = { package: null, version: null, path: null, image: null, platform: null, severity: null }

/** The exception that an entry makes. `reason` is empty where the file gives none. */
export function makeException(
  { file }: ForeignReading,
  offset: number,
  entry: Pick<FindingException, 'ids' | 'filter' | 'expires'> & { readonly reason: string; readonly isExact: boolean },
): FindingException {
  const { ids, filter, expires, reason, isExact } = entry
  return {
    kind: 'finding',
    ids,
    filter,
    narrow: NOWHERE,
    reason: reason.trim() === '' ? 'no reason given' : reason.trim(),
    owner: null,
    expires,
    untilFixed: false,
    at: locate(file.path, file.text, offset),
    ...(isExact && { exact: true }),
  }
}

/** A value as the text of a filter has it: in quotes where it could be taken for several, because the digest of exceptions has this text. */
export function writeValue(value: string): string {
  return /^[^\s,;"]+$/.test(value) ? value : JSON.stringify(value)
}

/** Tells of an entry that accepts nothing, and why: what cannot be said of findings of ECR is never left out of an entry. */
export function tellNothing({ file, tool, tell }: ForeignReading, offset: number, why: string, help?: string): void {
  const message = `this entry accepts nothing: ${why}; where ${tool.name} ignores more, the gate is stricter`
  tell(fault(file, offset, 'foreign-entry', message, help, 'warning'))
}

/** Whether an id can be that of a finding; if not, it is told. */
export function checkId(reading: ForeignReading, offset: number, id: string): boolean {
  const help = helpWithId(id)
  if (help !== undefined) tellNothing(reading, offset, 'no finding has this id', help)
  return help === undefined
}

/** Tells of a value of the wrong shape. */
export function tellShape({ file, tell }: ForeignReading, node: Node, key: string, expected: string, help?: string): void {
  tell(fault(file, node.offset, 'wrong-value', `expected ${expected} for "${key}", found ${describe(node)}`, help))
}

/** The text of a value; anything else, and a blank one, is told. */
export function readText(reading: ForeignReading, key: string, node: Node): string | undefined {
  const value = node.kind === 'scalar' ? node.value : undefined
  if (typeof value === 'string' && value.trim() !== '') return value
  const isOther = typeof value === 'number' || typeof value === 'boolean'
  tellShape(reading, node, key, 'a string', isOther ? 'put it in quotes' : undefined)
  return undefined
}

/** The same reading, which knows whether anything was told since: of what is wrong in an entry, nothing holds. */
export function watch(reading: ForeignReading): ForeignReading & { readonly isWrong: () => boolean } {
  let isWrong = false
  const tell: Tell = diagnostic => {
    isWrong = true
    reading.tell(diagnostic)
  }
  return { ...reading, tell, isWrong: () => isWrong }
}

/** Whether a key stands there without a value. */
export function isNothing(node: Node): boolean {
  return node.kind === 'scalar' && (node.value === null || node.value === '')
}

/** The maps of a list. Anything else in it is told. */
export function readMaps(reading: ForeignReading, key: string, value: Node): readonly MapNode[] {
  if (isNothing(value)) return []
  if (value.kind !== 'list') {
    tellShape(reading, value, key, 'a list')
    return []
  }
  return value.items.filter((item): item is MapNode => {
    if (item.kind !== 'map') tellShape(reading, item, key, 'a list of maps')
    return item.kind === 'map'
  })
}
