// Trivy's .trivyignore.yaml. https://trivy.dev/docs/latest/configuration/filtering/

import { type Diagnostic, didYouMean, quote, type Tell } from '../../diagnostic.ts'
import { type Purl, parsePurl } from '../../purl.ts'
import { toInstant } from '../../time.ts'
import { entryOf, fault, type MapNode, type Node, type RuleFile } from '../document.ts'
import type { Exception } from '../exception.ts'
import type { Condition } from './condition.ts'
import { dayBefore } from './list.ts'
import {
  checkId,
  type ForeignEntries,
  type ForeignReading,
  isNothing,
  makeException,
  readMaps,
  readText,
  tellNothing,
  tellShape,
  watch,
  writeValue,
} from './make.ts'
import { compilePathPattern } from './pathpattern.ts'
import type { Tool } from './tool.ts'

export const TRIVY_SECTIONS = ['vulnerabilities', 'misconfigurations', 'secrets', 'licenses'] as const
const FIELDS = ['id', 'paths', 'purls', 'expired_at', 'statement']

/** Reads what stands in the file, whose root this is. */
export function readTrivyYaml(file: RuleFile, tool: Tool, root: MapNode): ForeignEntries {
  const diagnostics: Diagnostic[] = []
  const tell: Tell = diagnostic => diagnostics.push(diagnostic)
  const reading = { file, tool, tell }
  for (const { key, keyOffset, value } of root.entries) {
    if (key === 'vulnerabilities') continue
    const isOther = (TRIVY_SECTIONS as readonly string[]).includes(key)
    if (isOther && isNoList(reading, key, value)) continue
    const message = isOther ? `${key} are not what ECR finds, so that this does nothing here` : `Trivy does not read ${quote(key)}`
    const help = isOther ? undefined : didYouMean(key, TRIVY_SECTIONS)
    tell(fault(file, keyOffset, 'foreign-entry', message, help, isOther ? 'note' : 'warning'))
  }
  const list = entryOf(root, 'vulnerabilities')?.value
  const entries = list === undefined ? [] : readMaps(reading, 'vulnerabilities', list)
  return { exceptions: entries.flatMap(entry => readEntry(reading, entry)), diagnostics }
}

// What stands in the other sections is not shown.
function isNoList({ file, tell }: ForeignReading, key: string, value: Node): boolean {
  if (isNothing(value)) return true
  const isList = value.kind === 'list' && value.items.every(({ kind }) => kind === 'map')
  if (!isList) tell(fault(file, value.offset, 'wrong-value', `expected a list of maps for "${key}"`))
  return !isList || value.items.length === 0
}

function readEntry(reading: ForeignReading, entry: MapNode): readonly Exception[] {
  const watched = watch(reading)
  for (const { key, keyOffset } of entry.entries)
    if (!FIELDS.includes(key)) tellNothing(watched, keyOffset, `${quote(key)} is no field of an entry`, didYouMean(key, FIELDS))
  const value = (key: string): Node | undefined => entryOf(entry, key)?.value
  const given = value('id')
  const id = given === undefined || isNothing(given) ? undefined : readText(watched, 'id', given)
  if (given === undefined || isNothing(given)) tellNothing(watched, entry.offset, 'it has no id', 'write id: CVE-2026-1234')
  else if (id !== undefined) checkId(watched, given.offset, id)
  const paths = textsOf(watched, 'paths', value('paths'))
  const purls = textsOf(watched, 'purls', value('purls'))
  const conditions = [...conditionOfPaths(watched, paths), ...conditionOfPurls(watched, purls)]
  const expires = readEnd(watched, value('expired_at'))
  const statement = value('statement')
  const reason = statement === undefined || isNothing(statement) ? '' : (readText(watched, 'statement', statement) ?? '')
  if (watched.isWrong() || id === undefined) return []
  const text = [...describe('paths', paths), ...describe('purls', purls)].join('; ')
  const filter = conditions.length === 0 ? null : { text, conditions }
  return [makeException(reading, entry.offset, { ids: [id], filter, expires, reason, isExact: true })]
}

interface Text {
  readonly text: string
  readonly offset: number
}

function textsOf(reading: ForeignReading, key: string, value: Node | undefined): readonly Text[] {
  if (value === undefined || (value.kind === 'scalar' && value.value === null)) return []
  if (value.kind !== 'list') {
    tellShape(reading, value, key, 'a list')
    return []
  }
  return value.items.flatMap(item => {
    const text = readText(reading, key, item)
    return text === undefined ? [] : [{ text, offset: item.offset }]
  })
}

function describe(key: string, texts: readonly Text[]): readonly string[] {
  return texts.length === 0 ? [] : [`${key} ${texts.map(({ text }) => writeValue(text)).join(', ')}`]
}

function conditionOfPaths(reading: ForeignReading, paths: readonly Text[]): readonly Condition[] {
  const tests = paths.flatMap(({ text, offset }) => {
    const test = compilePathPattern(text, '^!')
    if (test === undefined) reading.tell(fault(reading.file, offset, 'wrong-value', `expected a pattern of paths, found ${quote(text)}`))
    if (text.startsWith('/'))
      tellNothing(reading, offset, "the paths of an image do not begin with a slash in Trivy's words", 'leave it out')
    return test ?? []
  })
  return tests.length === 0 ? [] : [{ kind: 'path', root: '', tests }]
}

/** What a package URL may ask for of what ECR says. */
const KNOWN_QUALIFIERS: readonly string[] = ['epoch']

function conditionOfPurls(reading: ForeignReading, texts: readonly Text[]): readonly Condition[] {
  const purls = texts.flatMap(({ text, offset }): readonly Purl[] => {
    const purl = parsePurl(text)
    if ('why' in purl) {
      const message = `expected a package URL, and ${quote(text)} ${purl.why}`
      reading.tell(fault(reading.file, offset, 'wrong-value', message, 'write pkg:npm/lodash@4.17.20'))
      return []
    }
    const unknown = [...purl.qualifiers.keys()].filter(key => !KNOWN_QUALIFIERS.includes(key))
    if (unknown.length > 0 || purl.subpath !== null)
      tellNothing(reading, offset, `ECR does not say ${unknown.map(quote).join(', ') || 'which part of a package it is'}`, 'leave it out')
    return [purl]
  })
  return purls.length === 0 ? [] : [{ kind: 'purl', purls }]
}

// Trivy stops at that instant, and an exception ends with a day.
function readEnd(reading: ForeignReading, value: Node | undefined): string | null {
  if (value === undefined || (value.kind === 'scalar' && value.value === null)) return null
  const text = value.kind === 'scalar' && typeof value.value === 'string' ? value.value : ''
  const instant = toInstant(text)
  // Trivy reads a day in quotes as text, and refuses the file.
  const plain = /^["']/.test(reading.file.text.slice(value.offset, value.offset + 1)) ? '' : text
  const day = dayBefore(instant === undefined ? plain : new Date(instant).toISOString().slice(0, 10))
  if (day !== undefined) return day
  const help = 'write expired_at: 2027-01-31, without quotes; that day is the first on which it is not ignored any more'
  tellShape(reading, value, 'expired_at', 'a day such as 2027-01-31', help)
  return null
}
