// Loads rules and overrides from the texts of files, strictly, and reports all errors of all files at once. An unknown key is an
// error, because a misspelled `suppressions` or `threshold` would silently make a different rule.

import { type Diagnostic, didYouMean, locate, type Place, quote, suggest } from '../diagnostic.ts'
import type { Fields } from '../json.ts'
import type { Vocabulary } from '../language/vocabulary.ts'
import { agree } from '../plural.ts'
import { vocabularyOf } from './compile.ts'
import { describe, entryOf, fault, type MapNode, type Node, offsetInFile, parseFile, type RuleFile, type ScalarNode } from './document.ts'
import { OVERRIDE, RULE, RULESET } from './fields.ts'
import { checkFilter } from './filter.ts'
import { isText, presentEntry, type Report, readMap, wrongShape } from './reader.ts'
import { tellOther } from './recognize.ts'
import {
  DEFAULT_AGGREGATE_FIELDS,
  DEFAULT_THRESHOLD,
  DEFAULT_WINDOW_SECONDS,
  FOREIGN_TYPES,
  type Override,
  RULE_TYPES,
  type Rule,
  type RuleTest,
  type RuleType,
  type Where,
} from './rule.ts'

export interface Loading {
  readonly rules: readonly Rule[]
  readonly overrides: readonly Override[]
  readonly diagnostics: readonly Diagnostic[]
  /** Finds a place of a loaded rule or override in its file; undefined for any other. */
  readonly placeOf: (owner: Rule | Override, where: Where) => Place | undefined
}

/** Loads all rules and overrides. If the diagnostics contain an error, the result is incomplete and must not be used. */
export function loadRules(files: readonly RuleFile[]): Loading {
  const rules: Rule[] = []
  const overrides: Override[] = []
  const places = new Map<Rule | Override, (where: Where) => Place>()
  const taken = new Map<string, string>()
  const diagnostics = files.flatMap(file => {
    const found = loadFile(file)
      .flatMap(({ rule, override, diagnostics, claims, node }) => {
        if (rule !== undefined) rules.push(rule)
        if (override !== undefined) overrides.push(override)
        const owner = rule ?? override
        if (owner !== undefined && node !== undefined) places.set(owner, where => locateIn(file, node, where))
        return [...diagnostics, ...claims.flatMap(claim => checkClaim(file, claim, taken))]
      })
      .sort(byPlace)
    return limitProblems(found)
  })
  return { rules, overrides, diagnostics, placeOf: (owner, where) => places.get(owner)?.(where) }
}

function checkClaim(file: RuleFile, { field, value, offset }: Claim, taken: Map<string, string>): readonly Diagnostic[] {
  const key = `${field} ${value}`
  const other = taken.get(key)
  taken.set(key, file.path)
  if (other === undefined) return []
  const help = `give each rule its own ${field}`
  return [fault(file, offset, 'duplicate-rule', `another rule has the ${field} ${quote(value)}, in ${other}`, help)]
}

// Nobody reads thousands of problems, and each may have a long list of what was expected. An error is not hidden by warnings.
function limitProblems(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const left = diagnostics.slice(MAX_FILE_PROBLEMS)
  const next = left.find(({ level }) => level === 'error') ?? left[0]
  if (next === undefined) return diagnostics
  const { help: _, ...first } = next
  const message = `${left.length} more ${agree(left.length, 'problem')} in this file, one of them here: ${first.message}`
  return [...diagnostics.slice(0, MAX_FILE_PROBLEMS), { ...first, message }]
}

/** How many problems of one file are told. */
export const MAX_FILE_PROBLEMS = 100

// Sorts diagnostics in file order, the order in which people fix them.
function byPlace({ at: a }: Diagnostic, { at: b }: Diagnostic): number {
  return typeof a === 'object' && typeof b === 'object' ? a.line - b.line || a.column - b.column : 0
}

interface Loaded {
  readonly rule?: Rule
  readonly override?: Override
  readonly node?: MapNode
  readonly diagnostics: readonly Diagnostic[]
  readonly claims: readonly Claim[]
}

/** A value that must be unique among rules. A rule with errors claims its values too. */
interface Claim {
  readonly field: 'id' | 'name'
  readonly value: string
  readonly offset: number
}

function failed(diagnostics: readonly Diagnostic[]): Loaded {
  return { diagnostics, claims: [] }
}

function loadFile(file: RuleFile): readonly Loaded[] {
  const document = parseFile(file)
  if ('root' in document && isEmpty(document.root)) return [failed([tellEmpty(file, document.root)])]
  const other = tellOther(file, document)
  if (other !== undefined) return [failed(other)]
  if ('diagnostics' in document) return [failed(document.diagnostics)]
  const { root } = document
  if (root.kind === 'list') return root.items.map(item => loadRule(file, item, false))
  if (root.kind !== 'map') return [failed([wrongShape(file, root, 'a rule, a list of rules or a ruleset')])]
  const list = entryOf(root, 'rulesets') ?? (entryOf(root, 'rules') === undefined ? entryOf(root, 'rulesIds') : undefined)
  if (list !== undefined) return [failed([fault(file, list.keyOffset, 'rule-syntax', NAMES_ONLY, EXPORT_HELP)])]
  const several =
    entryOf(root, 'rules') !== undefined || (entryOf(root, 'overrides') !== undefined && entryOf(root, 'filter') === undefined)
  return several ? loadRuleset(file, root) : [loadRule(file, root, true)]
}

function loadRuleset(file: RuleFile, root: MapNode): readonly Loaded[] {
  const diagnostics: Diagnostic[] = []
  const report: Report = diagnostic => diagnostics.push(diagnostic)
  const { rules = [], overrides = [] } = readMap(file, root, RULESET, 'ruleset', report)
  if (entryOf(root, 'rules') !== undefined && rules.length + overrides.length + diagnostics.length === 0) report(tellEmpty(file, root))
  const id = rules.find(isTextNode)
  if (id !== undefined) return [failed([...diagnostics, { ...wrongShape(file, id, A_RULE), help: EXPORT_HELP }])]
  if (rules.length > 0) for (const missing of findMissing(root, rules)) report(tellMissing(file, missing))
  return [failed(diagnostics), ...rules.map(item => loadRule(file, item, false)), ...overrides.map(item => loadOverride(file, item))]
}

// A ruleset lists the ids of its rules. One that is not in the file would be out of force unnoticed.
function findMissing(root: MapNode, rules: readonly Node[]): readonly ScalarNode[] {
  const listed = entryOf(root, 'rulesIds')?.value
  const given = rules.map(rule => (rule.kind === 'map' ? entryOf(rule, 'id')?.value : undefined))
  const ids = new Set(given.filter(isTextNode).map(({ value }) => value))
  return listed?.kind === 'list' ? listed.items.filter(isTextNode).filter(({ value }) => !ids.has(value)) : []
}

function tellMissing(file: RuleFile, { offset, value }: ScalarNode): Diagnostic {
  return fault(file, offset, 'missing-rule', `the ruleset lists the rule ${quote(String(value))}, which is not in this file`, EXPORT_HELP)
}

function tellEmpty(file: RuleFile, { offset }: Node): Diagnostic {
  return fault(file, offset, 'empty-file', 'this file has no rule and no override', undefined, 'warning')
}

// The API's answer to a request for rulesets contains only the ids of rules.
const NAMES_ONLY = 'this file only lists rule ids; it does not contain the rules'
const A_RULE = 'a rule, which is a map of fields'
const EXPORT_HELP = 'export the rules themselves with GET /v2/rulesets/ID/rules'

function loadRule(file: RuleFile, node: Node, alone: boolean): Loaded {
  const diagnostics: Diagnostic[] = []
  const report: Report = diagnostic => diagnostics.push(diagnostic)
  if (node.kind !== 'map') return failed([wrongShape(file, node, A_RULE)])
  const elsewhere = findMisplaced(file, node, alone)
  if (elsewhere !== undefined) return failed([elsewhere])
  const type = readType(file, node, report)
  if (type === 'foreign') return skipForeign(file, node)
  const values = readMap(file, node, RULE, 'rule', report)
  const { name, filter, severityOfAlerts, threshold = DEFAULT_THRESHOLD } = values
  const id = values.id ?? (alone ? stem(file.path) : slug(name ?? ''))
  const tests = readTests(file, values.tests ?? [], report)
  const vocabulary = type === undefined ? undefined : vocabularyOf(type)
  for (const scalar of filterNodes(node)) checkScalar(file, scalar, vocabulary).forEach(report)
  const claims = name === undefined ? [] : claim(node, { id, name })
  const wrong = diagnostics.some(({ level }) => level === 'error')
  if (wrong || type === undefined || name === undefined || filter === undefined || severityOfAlerts === undefined)
    return { diagnostics, claims }
  return {
    diagnostics,
    claims,
    node,
    rule: {
      id,
      name,
      type,
      title: values.title ?? (type === 'Finding' && threshold === 1 ? `${name}: {{id}}` : name),
      severityOfAlerts: severityOfAlerts as Rule['severityOfAlerts'],
      alertDescription: values.alertDescription ?? '',
      aggregateFields: values.aggregateFields ?? (type === 'Finding' ? null : DEFAULT_AGGREGATE_FIELDS),
      filter,
      window: values.window ?? DEFAULT_WINDOW_SECONDS,
      threshold,
      suppressions: values.suppressions ?? [],
      enabled: values.enabled ?? true,
      action: values.action ?? null,
      tags: values.tags ?? [],
      references: values.references ?? [],
      tests,
      file: file.path,
    },
  }
}

// Detects an override, or a file of several rules, that would be read as a rule and produce a long list of misleading errors.
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
  if (!alone) return undefined
  for (const { key, keyOffset } of node.entries) {
    const near = Object.hasOwn(RULE, key) ? undefined : suggest(key, ['rules', 'overrides'])
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
function skipForeign(file: RuleFile, node: MapNode): Loaded {
  const diagnostics: Diagnostic[] = []
  const named = { ...node, entries: node.entries.filter(({ key }) => key === 'name') }
  readMap(file, named, { name: RULE.name }, 'rule', diagnostic => diagnostics.push(diagnostic))
  const { offset, value } = presentEntry(node, 'type') as ScalarNode
  const message = `a rule of type ${quote(String(value))} is skipped: ECR Gate has no such events`
  return failed([...diagnostics, fault(file, offset, 'foreign-rule', message, undefined, 'warning')])
}

function loadOverride(file: RuleFile, node: Node): Loaded {
  const diagnostics: Diagnostic[] = []
  const report: Report = diagnostic => diagnostics.push(diagnostic)
  if (node.kind !== 'map') return failed([wrongShape(file, node, 'an override, which names a rule and its changes')])
  const { rule, ...changes } = readMap(file, node, OVERRIDE, 'override', report)
  // The rule may be in another file. Which fields its events have is checked where overrides meet their rules.
  for (const scalar of filterNodes(node)) checkScalar(file, scalar, undefined).forEach(report)
  const fields = Object.keys(OVERRIDE).filter(key => key !== 'rule' && !isEmpty(presentEntry(node, key)))
  if (rule !== undefined && fields.length === 0 && diagnostics.length === 0)
    report(fault(file, node.offset, 'missing-key', `the override of ${quote(rule)} changes nothing`, `it may change ${known(OVERRIDE)}`))
  if (rule === undefined || diagnostics.some(({ level }) => level === 'error')) return failed(diagnostics)
  const at = locate(file.path, file.text, entryOf(node, 'rule')?.value.offset ?? node.offset)
  return { ...failed(diagnostics), node, override: { rule, changes: changes as Override['changes'], at } }
}

function isEmpty(node: Node | undefined): boolean {
  return node === undefined || (node.kind === 'list' && node.items.length === 0)
}

function known(table: object): string {
  return Object.keys(table)
    .filter(key => key !== 'rule')
    .join(', ')
}

/** Returns the scalars of a rule or an override that contain filters. */
export function filterNodes(node: MapNode): readonly ScalarNode[] {
  const listed = ['suppressions', 'addSuppressions'].flatMap(key => {
    const value = entryOf(node, key)?.value
    return value?.kind === 'list' ? value.items : []
  })
  return [entryOf(node, 'filter')?.value, ...listed].filter(isTextNode)
}

function isTextNode(node: Node | undefined): node is ScalarNode {
  return node?.kind === 'scalar' && isText(node.value)
}

function locateIn(file: RuleFile, node: MapNode, { field, index, offset }: Where): Place {
  const value = presentEntry(node, field)
  const scalar = value?.kind === 'list' && index !== undefined ? value.items[index] : value
  return locate(file.path, file.text, scalar?.kind === 'scalar' ? offsetInFile(file, scalar, offset) : node.offset)
}

function checkScalar(file: RuleFile, scalar: ScalarNode, vocabulary: Vocabulary | undefined): readonly Diagnostic[] {
  return checkFilter(String(scalar.value), vocabulary).map(({ offset, level, kind, message, help }) =>
    fault(file, offsetInFile(file, scalar, offset), kind, message, help, level),
  )
}

function readType(file: RuleFile, node: MapNode, report: Report): RuleType | 'foreign' | undefined {
  const value = presentEntry(node, 'type')
  if (value === undefined) return undefined
  const written = value.kind === 'scalar' ? value.value : undefined
  const type = RULE_TYPES.find(each => isSame(each, written))
  if (type !== undefined) return type
  if (isType(written)) return 'foreign'
  const near = typeof written === 'string' ? suggest(written, RULE_TYPES) : undefined
  const help = near === undefined ? `types are ${RULE_TYPES.join(', ')}` : `did you mean "${near}"?`
  report(fault(file, value.offset, 'wrong-value', `expected a rule type, found ${describe(value)}`, help))
  return undefined
}

function isType(value: unknown): boolean {
  return [...RULE_TYPES, ...FOREIGN_TYPES].some(type => isSame(type, value))
}

// The API accepts and returns its rule types in upper or lower case.
function isSame(type: string, written: unknown): boolean {
  return typeof written === 'string' && type.toLowerCase() === written.toLowerCase()
}

/** The most fields at the top of a test's event; CloudTrail's have about thirty. Each test of a chain holds those of the one before. */
export const MAX_TEST_FIELDS = 1000
const MOST_NAMED = 50

function readTests(file: RuleFile, items: readonly Node[], report: Report): readonly RuleTest[] {
  const tests: RuleTest[] = []
  const byName = new Map<string, RuleTest>()
  for (const item of items) {
    if (item.kind !== 'map') {
      report(wrongShape(file, item, 'a test, which has name, event and matches'))
      continue
    }
    const { name, event, matches, extends: base } = readMap(file, item, RULE.tests.shape.list, 'test', report)
    const extended = base === undefined ? {} : byName.get(base)?.event
    if (extended === undefined) reportNoTest(file, item, base ?? '', tests, report)
    else if (name !== undefined && matches !== undefined && event !== undefined) {
      const test = { name, event: { ...extended, ...(event as Fields) }, matches }
      if (Object.keys(test.event).length > MAX_TEST_FIELDS) {
        report(tooManyFields(file, item))
        continue
      }
      tests.push(test)
      if (!byName.has(name)) byName.set(name, test)
    }
  }
  return tests
}

function tooManyFields(file: RuleFile, item: MapNode): Diagnostic {
  const message = `the event has more than ${MAX_TEST_FIELDS} fields, with those of the test that it extends`
  return fault(file, entryOf(item, 'event')?.keyOffset ?? item.offset, 'wrong-value', message)
}

function reportNoTest(file: RuleFile, item: MapNode, name: string, tests: readonly RuleTest[], report: Report): void {
  const offset = entryOf(item, 'extends')?.value.offset ?? item.offset
  const names = tests.slice(-MOST_NAMED).map(test => test.name)
  const help = names.length === 0 ? 'a test can only extend an earlier test' : didYouMean(name, names)
  report(fault(file, offset, 'wrong-value', `no earlier test is called ${quote(name)}`, help))
}

function stem(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? path).replace(/\.(?:ya?ml|json)$/i, '')
}

function slug(name: string): string {
  const words = name.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu)
  return words?.join('-') ?? name
}
