// Reads one entry of a rule file: a rule or an override, with its filters parsed; exceptionentry.ts reads exceptions. What is parsed here
// is not parsed again.

import { readChoice } from '../choice.ts'
import { type Diagnostic, locate, quote, suggest, type Tell } from '../diagnostic.ts'
import type { Expression } from '../language/ast.ts'
import type { Vocabulary } from '../language/vocabulary.ts'
import { readTests } from './cases.ts'
import { type CompiledRule, compileParsed, vocabularyOf } from './compile.ts'
import { describe, entryOf, fault, type MapNode, type Node, offsetInFile, type RuleFile, type ScalarNode } from './document.ts'
import { type KeptField, OVERRIDE, RULE } from './fields.ts'
import { parseFilter } from './filter.ts'
import { filterNodes, isEmpty, presentEntry, readMap, wrongShape } from './reader.ts'
import {
  DEFAULT_AGGREGATE_FIELDS,
  DEFAULT_THRESHOLD,
  DEFAULT_WINDOW_SECONDS,
  FOREIGN_TYPES,
  type Override,
  RULE_TYPES,
  type Rule,
  type RuleType,
} from './rule.ts'

/** What an entry is: a rule, an override, or, if it has errors or is skipped, neither. */
export interface Entry {
  readonly rule?: CompiledRule
  readonly override?: Override
  readonly node?: MapNode
  readonly diagnostics: readonly Diagnostic[]
  readonly claims: readonly Claim[]
}

/** A value that must be unique among rules. A rule with errors claims its values too. */
export interface Claim {
  readonly field: 'id' | 'name'
  readonly value: string
  readonly offset: number
}

export function failed(diagnostics: readonly Diagnostic[]): Entry {
  return { diagnostics, claims: [] }
}

export const A_RULE = 'a rule, which is a map of fields'

/** Reads a rule. One that is `alone` in its file is called after the file. */
export function readRule(file: RuleFile, node: Node, alone: boolean): Entry {
  const diagnostics: Diagnostic[] = []
  const tell: Tell = diagnostic => diagnostics.push(diagnostic)
  if (node.kind !== 'map') return failed([wrongShape(file, node, A_RULE)])
  const elsewhere = findMisplaced(file, node, alone)
  if (elsewhere !== undefined) return failed([elsewhere])
  const type = readType(file, node, tell)
  if (type === 'foreign') return skipForeign(file, node)
  const values = readMap(file, node, RULE, 'rule', tell)
  const { name, filter, severityOfAlerts, threshold = DEFAULT_THRESHOLD } = values
  const id = values.id ?? (alone ? stem(file.path) : slug(name ?? ''))
  const tests = readTests(file, values.tests ?? [], tell)
  const [expression, ...suppressions] = readFilters(file, node, type === undefined ? undefined : vocabularyOf(type), tell)
  const claims = name === undefined ? [] : claim(node, { id, name })
  if (diagnostics.some(({ level }) => level === 'error')) return { diagnostics, claims }
  if (type === undefined || name === undefined || filter === undefined || severityOfAlerts === undefined || expression === undefined)
    return { diagnostics, claims }
  // A field of the table that Rule does not have, or that is not carried over here, does not compile.
  const fields: Pick<Rule, KeptField> = {
    id,
    name,
    type,
    title: values.title ?? (type === 'Finding' && threshold === 1 ? `${name}: {{id}}` : name),
    severityOfAlerts: severityOfAlerts as Rule['severityOfAlerts'],
    alertDescription: values.alertDescription ?? '',
    aggregateFields: values.aggregateFields ?? (type === 'CloudTrail' ? DEFAULT_AGGREGATE_FIELDS : null),
    filter,
    window: values.window ?? DEFAULT_WINDOW_SECONDS,
    threshold,
    suppressions: values.suppressions ?? [],
    enabled: values.enabled ?? true,
    action: values.action ?? null,
    tags: values.tags ?? [],
    references: values.references ?? [],
    tests,
  }
  return { diagnostics, claims, node, rule: compileParsed({ ...fields, file: file.path }, expression, suppressions) }
}

// Detects an override, an exception, or a file of several rules, that would be read as a rule and produce a long list of misleading errors.
function findMisplaced(file: RuleFile, node: MapNode, alone: boolean): Diagnostic | undefined {
  if (entryOf(node, 'filter') !== undefined) return undefined
  const override = entryOf(node, 'rule')
  if (override !== undefined)
    return fault(
      file,
      override.keyOffset,
      'rule-syntax',
      'an override is not allowed here',
      'write overrides: [{ rule: ID, enabled: false }]',
    )
  const exception = ['reason', 'expires', 'until-fixed'].map(key => entryOf(node, key)).find(each => each !== undefined)
  if (exception !== undefined)
    return fault(
      file,
      exception.keyOffset,
      'rule-syntax',
      'an exception is not allowed here',
      'write exceptions: [{ id: CVE-2026-1234, reason: …, expires: 2027-01-31 }]',
    )
  if (!alone) return undefined
  for (const { key, keyOffset } of node.entries) {
    const near = Object.hasOwn(RULE, key) ? undefined : suggest(key, ['rules', 'overrides', 'exceptions'])
    if (near !== undefined) return fault(file, keyOffset, 'unknown-key', `a file has no field ${quote(key)}`, `did you mean "${near}"?`)
  }
  const type = entryOf(node, 'type')?.value
  const isRule = entryOf(node, 'severityOfAlerts') !== undefined || (type?.kind === 'scalar' && isType(type.value))
  if (isRule || node.entries.every(({ key }) => Object.hasOwn(RULE, key))) return undefined
  const message = 'expected a rule, found a map without filter and severityOfAlerts'
  return fault(
    file,
    node.offset,
    'rule-syntax',
    message,
    'a folder of rules holds rules only: move this file elsewhere, or name each rule file',
  )
}

function claim(node: MapNode, texts: Readonly<Record<Claim['field'], string>>): readonly Claim[] {
  const offsetOf = (key: string): number => entryOf(node, key)?.value.offset ?? node.offset
  return (['id', 'name'] as const).map(field => ({ field, value: texts[field], offset: offsetOf(field) }))
}

// ECR Gate never has the events of such a rule, so only its name and its type are read.
function skipForeign(file: RuleFile, node: MapNode): Entry {
  const diagnostics: Diagnostic[] = []
  const named = { ...node, entries: node.entries.filter(({ key }) => key === 'name') }
  readMap(file, named, { name: RULE.name }, 'rule', diagnostic => diagnostics.push(diagnostic))
  const { offset, value } = presentEntry(node, 'type') as ScalarNode
  const message = `a rule of type ${quote(String(value))} is skipped: ECR Gate has no such events`
  return failed([...diagnostics, fault(file, offset, 'foreign-rule', message, undefined, 'warning')])
}

/** Reads an override. */
export function readOverride(file: RuleFile, node: Node): Entry {
  const diagnostics: Diagnostic[] = []
  const tell: Tell = diagnostic => diagnostics.push(diagnostic)
  if (node.kind !== 'map') return failed([wrongShape(file, node, 'an override, which names a rule and its changes')])
  const { rule, ...changes } = readMap(file, node, OVERRIDE, 'override', tell)
  // The rule may be in another file. Which fields its events have is checked where overrides meet their rules.
  const added = readFilters(file, node, undefined, tell)
  const fields = Object.keys(OVERRIDE).filter(key => key !== 'rule' && !isEmpty(presentEntry(node, key)))
  if (rule !== undefined && fields.length === 0 && diagnostics.length === 0)
    tell(fault(file, node.offset, 'missing-key', `the override of ${quote(rule)} changes nothing`, `it may change ${known(OVERRIDE)}`))
  if (rule === undefined || diagnostics.some(({ level }) => level === 'error')) return failed(diagnostics)
  const at = locate(file.path, file.text, entryOf(node, 'rule')?.value.offset ?? node.offset)
  return { ...failed(diagnostics), node, override: { rule, changes: changes as Override['changes'], added, at } }
}

function known(table: object): string {
  return Object.keys(table)
    .filter(key => key !== 'rule')
    .join(', ')
}

// The expressions stand in the order of the filters, as long as none is reported to be wrong.
export function readFilters(file: RuleFile, node: MapNode, vocabulary: Vocabulary | undefined, tell: Tell): readonly Expression[] {
  return filterNodes(node).flatMap(scalar => {
    const { expression, problems } = parseFilter(String(scalar.value), vocabulary)
    for (const { offset, level, kind, message, help } of problems)
      tell(fault(file, offsetInFile(file, scalar, offset), kind, message, help, level))
    return expression ?? []
  })
}

function readType(file: RuleFile, node: MapNode, tell: Tell): RuleType | 'foreign' | undefined {
  const value = presentEntry(node, 'type')
  if (value === undefined) return undefined
  const written = value.kind === 'scalar' ? value.value : undefined
  // The API accepts and returns its rule types in upper or lower case.
  const type = readChoice(written, RULE_TYPES)
  if (type !== undefined) return type
  if (isType(written)) return 'foreign'
  const near = typeof written === 'string' ? suggest(written, RULE_TYPES) : undefined
  const help = near === undefined ? `types are ${RULE_TYPES.join(', ')}` : `did you mean "${near}"?`
  tell(fault(file, value.offset, 'wrong-value', `expected a rule type, found ${describe(value)}`, help))
  return undefined
}

function isType(value: unknown): boolean {
  return readChoice(value, [...RULE_TYPES, ...FOREIGN_TYPES]) !== undefined
}

function stem(path: string): string {
  const name = path.replace(/^(s3:[^?]*)\?.*$/s, '$1')
  return (name.split(/[/\\]|^ssm:/).at(-1) ?? name).replace(/\.(?:ya?ml|json)$/i, '')
}

function slug(name: string): string {
  const words = name.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu)
  return words?.join('-') ?? name
}
