// Loads rules and overrides from the texts of files, strictly, and reports all errors of all files at once. An unknown key is an
// error, because a misspelled `suppressions` or `threshold` would silently make a different rule.

import { type Diagnostic, didYouMean, locate, type Place, quote, suggest } from '../diagnostic.ts'
import { VOCABULARY } from '../events/vocabulary.ts'
import { check } from '../language/check.ts'
import { parse } from '../language/parse.ts'
import type { Fields, Vocabulary } from '../language/vocabulary.ts'
import { vocabularyOf } from './compile.ts'
import { describe, entryOf, fault, type MapNode, type Node, offsetInFile, parseFile, type RuleFile, type ScalarNode } from './document.ts'
import { OVERRIDE, RULE, RULESET } from './fields.ts'
import { isText, presentEntry, type Report, readMap, wrongShape } from './reader.ts'
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
  /** Finds a place of a loaded rule in its file. */
  readonly placeOf: (rule: Rule, where: Where) => Place | string
}

/** Loads all rules and overrides. If the diagnostics contain an error, the result is incomplete and must not be used. */
export function loadRules(files: readonly RuleFile[]): Loading {
  const rules: Rule[] = []
  const overrides: Override[] = []
  const places = new Map<Rule, (where: Where) => Place>()
  const taken = new Map<string, string>()
  const diagnostics = files.flatMap(file =>
    loadFile(file)
      .flatMap(({ rule, override, diagnostics, claims, node }) => {
        if (rule !== undefined) rules.push(rule)
        if (override !== undefined) overrides.push(override)
        if (rule !== undefined && node !== undefined) places.set(rule, where => locateIn(file, node, where))
        return [...diagnostics, ...claims.flatMap(claim => checkClaim(file, claim, taken))]
      })
      .sort(byPlace),
  )
  return { rules, overrides, diagnostics, placeOf: (rule, where) => places.get(rule)?.(where) ?? rule.file }
}

function checkClaim(file: RuleFile, { field, value, offset }: Claim, taken: Map<string, string>): readonly Diagnostic[] {
  const key = `${field} ${value}`
  const other = taken.get(key)
  taken.set(key, file.path)
  if (other === undefined) return []
  const help = `give each rule its own ${field}`
  return [fault(file, offset, 'duplicate-rule', `another rule has the ${field} ${quote(value)}, in ${other}`, help)]
}

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
  const { rules = [], overrides = [] } = readMap(file, root, RULESET, 'ruleset', diagnostic => diagnostics.push(diagnostic))
  const id = rules.find(item => item.kind === 'scalar' && isText(item.value))
  if (id !== undefined) return [failed([...diagnostics, { ...wrongShape(file, id, A_RULE), help: EXPORT_HELP }])]
  return [failed(diagnostics), ...rules.map(item => loadRule(file, item, false)), ...overrides.map(item => loadOverride(file, item))]
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
  for (const scalar of filterNodes(node)) checkFilter(file, scalar, vocabulary).forEach(report)
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
  for (const { key, keyOffset } of alone ? node.entries : []) {
    const near = Object.hasOwn(RULE, key) ? undefined : suggest(key, ['rules', 'overrides'])
    if (near !== undefined) return fault(file, keyOffset, 'unknown-key', `a file has no field ${quote(key)}`, `did you mean "${near}"?`)
  }
  return undefined
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
  // The rule may be in another file, so its type is not known here.
  for (const scalar of filterNodes(node)) checkFilter(file, scalar, VOCABULARY).forEach(report)
  const fields = Object.keys(OVERRIDE).filter(key => key !== 'rule' && !isEmpty(presentEntry(node, key)))
  if (rule !== undefined && fields.length === 0 && diagnostics.length === 0)
    report(fault(file, node.offset, 'missing-key', `the override of ${quote(rule)} changes nothing`, `it may change ${known(OVERRIDE)}`))
  if (rule === undefined || diagnostics.some(({ level }) => level === 'error')) return failed(diagnostics)
  const at = locate(file.path, file.text, entryOf(node, 'rule')?.value.offset ?? node.offset)
  return { ...failed(diagnostics), override: { rule, changes: changes as Override['changes'], at } }
}

function isEmpty(node: Node | undefined): boolean {
  return node === undefined || (node.kind === 'list' && node.items.length === 0)
}

function known(table: object): string {
  return Object.keys(table)
    .filter(key => key !== 'rule')
    .join(', ')
}

// A generated filter may repeat one mistake in ten thousand clauses, and locating each one scans the file.
const MAX_PROBLEMS = 20

/** Returns the scalars of a rule or an override that contain filters. */
export function filterNodes(node: MapNode): readonly ScalarNode[] {
  const listed = ['suppressions', 'addSuppressions'].flatMap(key => {
    const value = entryOf(node, key)?.value
    return value?.kind === 'list' ? value.items : []
  })
  return [entryOf(node, 'filter')?.value, ...listed].filter(value => value?.kind === 'scalar' && isText(value.value)) as ScalarNode[]
}

function locateIn(file: RuleFile, node: MapNode, { field, index, offset }: Where): Place {
  const value = presentEntry(node, field)
  const scalar = value?.kind === 'list' && index !== undefined ? value.items[index] : value
  return locate(file.path, file.text, scalar?.kind === 'scalar' ? offsetInFile(file, scalar, offset) : node.offset)
}

function checkFilter(file: RuleFile, scalar: ScalarNode, vocabulary: Vocabulary | undefined): readonly Diagnostic[] {
  const parsing = parse(String(scalar.value))
  const problems = 'problems' in parsing ? parsing.problems : vocabulary === undefined ? [] : check(parsing.expression, vocabulary)
  const left = problems.slice(MAX_PROBLEMS, MAX_PROBLEMS + 1)
  return [
    ...problems.slice(0, MAX_PROBLEMS),
    ...left.map(next => ({
      ...next,
      message: `${problems.length - MAX_PROBLEMS} more problems in this filter, from here on`,
      help: undefined,
    })),
  ].map(({ offset, level, kind, message, help }) => fault(file, offsetInFile(file, scalar, offset), kind, message, help, level))
}

function readType(file: RuleFile, node: MapNode, report: Report): RuleType | 'foreign' | undefined {
  const value = presentEntry(node, 'type')
  if (value === undefined) return undefined
  const written = value.kind === 'scalar' ? value.value : undefined
  if (typeof written === 'string') {
    // The API accepts and returns its rule types in upper or lower case.
    const type = RULE_TYPES.find(each => each.toLowerCase() === written.toLowerCase())
    if (type !== undefined) return type
    if (FOREIGN_TYPES.some(each => each.toLowerCase() === written.toLowerCase())) return 'foreign'
  }
  const near = typeof written === 'string' ? suggest(written, RULE_TYPES) : undefined
  const help = near === undefined ? `types are ${RULE_TYPES.join(', ')}` : `did you mean "${near}"?`
  report(fault(file, value.offset, 'wrong-value', `expected a rule type, found ${describe(value)}`, help))
  return undefined
}

function readTests(file: RuleFile, items: readonly Node[], report: Report): readonly RuleTest[] {
  const tests: RuleTest[] = []
  for (const item of items) {
    if (item.kind !== 'map') {
      report(wrongShape(file, item, 'a test, which has name, event and matches'))
      continue
    }
    const { name, event, matches, extends: base } = readMap(file, item, RULE.tests.shape.list, 'test', report)
    const extended = base === undefined ? {} : tests.find(test => test.name === base)?.event
    if (extended === undefined) reportNoTest(file, item, base ?? '', tests, report)
    else if (name !== undefined && matches !== undefined && event !== undefined)
      tests.push({ name, event: { ...extended, ...(event as Fields) }, matches })
  }
  return tests
}

function reportNoTest(file: RuleFile, item: MapNode, name: string, tests: readonly RuleTest[], report: Report): void {
  const offset = entryOf(item, 'extends')?.value.offset ?? item.offset
  const names = tests.map(test => test.name)
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
