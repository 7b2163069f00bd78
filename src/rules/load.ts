// Loads rules from the texts of files: strictly, and with all errors of all files at once. An unknown key is an error,
// because a misspelled `suppressions` or `threshold` would quietly be a different rule.

import { type Diagnostic, didYouMean, quote, suggest } from '../diagnostic.ts'
import { check } from '../language/check.ts'
import { parse, parsePath } from '../language/parse.ts'
import { vocabularyOf } from './compile.ts'
import { describe, entryOf, fault, type MapNode, type Node, offsetInFile, parseFile, type RuleFile, type ScalarNode } from './document.ts'
import { createReader, isText, type Reader } from './reader.ts'
import {
  ACTIONS,
  type Action,
  DEFAULT_AGGREGATE_FIELDS,
  DEFAULT_THRESHOLD,
  DEFAULT_WINDOW_SECONDS,
  FOREIGN_TYPES,
  RULE_TYPES,
  type Rule,
  type RuleTest,
  type RuleType,
} from './rule.ts'
import { placeholders } from './title.ts'

export interface Loading {
  readonly rules: readonly Rule[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Loads every rule of the files. With an error among the diagnostics the rules are incomplete and must not be used. */
export function loadRules(files: readonly RuleFile[]): Loading {
  const rules: Rule[] = []
  const taken = new Map<string, string>()
  const diagnostics = files.flatMap(file =>
    loadFile(file)
      .flatMap(({ rule, diagnostics, claims }) => {
        if (rule !== undefined) rules.push(rule)
        return [...diagnostics, ...claims.flatMap(claim => checkClaim(file, claim, taken))]
      })
      .sort(byPlace),
  )
  return { rules, diagnostics }
}

function checkClaim(file: RuleFile, { field, value, offset }: Claim, taken: Map<string, string>): readonly Diagnostic[] {
  const key = `${field} ${value}`
  const other = taken.get(key)
  taken.set(key, file.path)
  if (other === undefined) return []
  const help = `give each rule ${field === 'id' ? 'an id' : 'a name'} of its own`
  return [fault(file, offset, 'duplicate-rule', `another rule has the ${field} ${quote(value)}, in ${other}`, help)]
}

// A file is mended from its top to its end.
function byPlace({ at: a }: Diagnostic, { at: b }: Diagnostic): number {
  return typeof a === 'object' && typeof b === 'object' ? a.line - b.line || a.column - b.column : 0
}

interface Loaded {
  readonly rule?: Rule
  readonly diagnostics: readonly Diagnostic[]
  readonly claims: readonly Claim[]
}

/** What no other rule may have too; a rule with errors claims it as well. */
interface Claim {
  readonly field: 'id' | 'name'
  readonly value: string
  readonly offset: number
}

function loadFile(file: RuleFile): readonly Loaded[] {
  const document = parseFile(file)
  const failed = (diagnostics: readonly Diagnostic[]): Loaded[] => [{ diagnostics, claims: [] }]
  if ('diagnostics' in document) return failed(document.diagnostics)
  const { root } = document
  if (root.kind === 'list') return root.items.map(item => loadRule(file, item, false))
  if (root.kind !== 'map') return failed([wrongShape(file, root, 'a rule, a list of rules or a ruleset')])
  const rules = entryOf(root, 'rules')
  if (rules === undefined) return [loadRule(file, root, true)]
  const strange = unknownKeys(file, root, 'ruleset', RULESET_KEYS)
  if (rules.value.kind !== 'list') return failed([...strange, wrongShape(file, rules.value, 'a list of rules')])
  return [...failed(strange), ...rules.value.items.map(item => loadRule(file, item, false))]
}

function wrongShape(file: RuleFile, node: Node, expected: string): Diagnostic {
  return fault(file, node.offset, 'rule-syntax', `expected ${expected}, found ${describe(node)}`)
}

// The API's ruleset; `rulesIds` is its own list of what it holds.
const RULESET_KEYS = ['rules', 'id', 'name', 'description', 'createdAt', 'updatedAt', 'rulesIds']

const RULE_KEYS = [
  'id',
  'name',
  'type',
  'title',
  'severityOfAlerts',
  'alertDescription',
  'aggregateFields',
  'filter',
  'window',
  'threshold',
  'suppressions',
  'enabled',
  'action',
  'tags',
  'references',
  'tests',
  'rulesetId',
  'createdAt',
  'updatedAt',
]

/** Keys that are planned and would be dangerous to overlook until then. */
const FUTURE_KEYS: ReadonlyMap<string, string> = new Map([
  ['distinct', 'counting distinct values is not built yet; use threshold'],
  ['correlation', 'correlation of rules is not built yet'],
  ['overrides', 'overrides are not built yet; a rule with a shipped id replaces the shipped rule'],
])

function loadRule(file: RuleFile, node: Node, alone: boolean): Loaded {
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): undefined => {
    diagnostics.push(diagnostic)
    return undefined
  }
  if (node.kind !== 'map') return { diagnostics: [wrongShape(file, node, 'a rule, which is a map of fields')], claims: [] }
  const reader = createReader(file, node, report)
  const name = reader.text('name') ?? reader.missing('name', 'a rule is shown by its name, such as "CloudTrail: ECR Put Image"')
  const type = readType(file, node, report)
  if (type === 'foreign') {
    const value = entryOf(node, 'type')?.value as ScalarNode
    report(
      fault(
        file,
        value.offset,
        'foreign-rule',
        `a rule of type ${quote(String(value.value))} is skipped: ECR Gate has no such events`,
        undefined,
        'warning',
      ),
    )
    return { diagnostics, claims: [] }
  }
  unknownKeys(file, node, 'rule', RULE_KEYS).forEach(report)
  const severity = reader.integer('severityOfAlerts', 1, 3) ?? reader.missing('severityOfAlerts', '1 is act now, 2 review, 3 audit')
  const filter = reader.text('filter') ?? reader.missing('filter', 'a filter is written filter: eventName = "PutImage"')
  const rule = {
    id: reader.text('id') ?? (alone ? stem(file.path) : slug(name ?? '')),
    title: readTitle(reader, file, node, report) ?? name,
    alertDescription: reader.note('alertDescription') ?? '',
    aggregateFields: readPaths(reader, file, report) ?? DEFAULT_AGGREGATE_FIELDS,
    window: reader.integer('window', 1) ?? DEFAULT_WINDOW_SECONDS,
    threshold: reader.integer('threshold', 1) ?? DEFAULT_THRESHOLD,
    suppressions: reader.texts('suppressions')?.map(({ value }) => value) ?? [],
    enabled: reader.boolean('enabled') ?? true,
    action: reader.choice<Action>('action', ACTIONS) ?? null,
    tags: reader.texts('tags')?.map(({ value }) => value) ?? [],
    references: reader.texts('references')?.map(({ value }) => value) ?? [],
    tests: readTests(reader, file, report),
  }
  for (const unused of ['rulesetId', 'createdAt', 'updatedAt']) reader.note(unused)
  for (const scalar of filterNodes(node)) checkFilter(file, scalar, type).forEach(report)
  const offsetOf = (key: string): number => entryOf(node, key)?.value.offset ?? node.offset
  const claims: readonly Claim[] =
    name === undefined
      ? []
      : [
          { field: 'id', value: rule.id, offset: offsetOf('id') },
          { field: 'name', value: name, offset: offsetOf('name') },
        ]
  if (
    type === undefined ||
    name === undefined ||
    severity === undefined ||
    filter === undefined ||
    diagnostics.some(({ level }) => level === 'error')
  ) {
    return { diagnostics, claims }
  }
  return {
    diagnostics,
    claims,
    rule: {
      ...rule,
      name,
      type,
      filter,
      title: rule.title ?? name,
      severityOfAlerts: severity as Rule['severityOfAlerts'],
      file: file.path,
    },
  }
}

// A generated filter may make one mistake in ten thousand clauses, and each place takes a walk through the file.
const MAX_PROBLEMS = 20

/** The scalars of a rule that hold filters: its filter and its suppressions. */
export function filterNodes(node: MapNode): readonly ScalarNode[] {
  const suppressions = entryOf(node, 'suppressions')?.value
  return [entryOf(node, 'filter')?.value, ...(suppressions?.kind === 'list' ? suppressions.items : [])].filter(
    value => value?.kind === 'scalar' && isText(value.value),
  ) as ScalarNode[]
}

function checkFilter(file: RuleFile, scalar: ScalarNode, type: RuleType | undefined): readonly Diagnostic[] {
  const parsing = parse(String(scalar.value))
  const problems = 'problems' in parsing ? parsing.problems : type === undefined ? [] : check(parsing.expression, vocabularyOf(type))
  const left = problems.slice(MAX_PROBLEMS, MAX_PROBLEMS + 1)
  return [
    ...problems.slice(0, MAX_PROBLEMS),
    ...left.map(next => ({
      ...next,
      message: `${problems.length - MAX_PROBLEMS} more problems of this filter from here on`,
      help: undefined,
    })),
  ].map(({ offset, level, kind, message, help }) => fault(file, offsetInFile(file, scalar, offset), kind, message, help, level))
}

function unknownKeys(file: RuleFile, node: MapNode, owner: string, known: readonly string[]): Diagnostic[] {
  return node.entries
    .filter(({ key }) => !known.includes(key))
    .map(({ key, keyOffset }) => {
      const future = FUTURE_KEYS.get(key)
      return future === undefined
        ? fault(file, keyOffset, 'unknown-key', `a ${owner} has no field ${quote(key)}`, didYouMean(key, known))
        : fault(file, keyOffset, 'unknown-key', `${quote(key)} cannot be used: ${future}`)
    })
}

function readType(file: RuleFile, node: MapNode, report: (diagnostic: Diagnostic) => undefined): RuleType | 'foreign' | undefined {
  const value = entryOf(node, 'type')?.value
  const written = value?.kind === 'scalar' ? value.value : undefined
  if (value === undefined || written === null)
    return report(fault(file, node.offset, 'missing-key', 'the rule has no "type"', `types are ${RULE_TYPES.join(', ')}`))
  if (typeof written === 'string') {
    // The API takes and gives the types of its own rules in either case.
    const type = RULE_TYPES.find(known => known.toLowerCase() === written.toLowerCase())
    if (type !== undefined) return type
    if (FOREIGN_TYPES.some(known => known.toLowerCase() === written.toLowerCase())) return 'foreign'
  }
  const near = typeof written === 'string' ? suggest(written, RULE_TYPES) : undefined
  const help = near === undefined ? `types are ${RULE_TYPES.join(', ')}` : `did you mean "${near}"?`
  return report(fault(file, value.offset, 'wrong-value', `expected a type of rule, found ${describe(value)}`, help))
}

function readTitle(reader: Reader, file: RuleFile, node: MapNode, report: (diagnostic: Diagnostic) => undefined): string | undefined {
  const title = reader.note('title')
  const scalar = entryOf(node, 'title')?.value
  if (title === undefined || title.trim() === '' || scalar?.kind !== 'scalar') return undefined
  for (const { path, offset } of placeholders(title)) {
    if (parsePath(path) !== undefined) continue
    report(
      fault(
        file,
        offsetInFile(file, scalar, offset),
        'wrong-value',
        `expected a field in {{…}}, found ${quote(path)}`,
        'write {{userIdentity.arn}}',
      ),
    )
  }
  return title
}

function readPaths(reader: Reader, file: RuleFile, report: (diagnostic: Diagnostic) => undefined): readonly string[] | undefined {
  const fields = reader.texts('aggregateFields')
  for (const { value, node } of fields ?? []) {
    if (parsePath(value) === undefined)
      report(fault(file, node.offset, 'wrong-value', `expected a field, found ${quote(value)}`, 'write userIdentity.arn'))
  }
  return fields?.map(({ value }) => value)
}

function readTests(reader: Reader, file: RuleFile, report: (diagnostic: Diagnostic) => undefined): readonly RuleTest[] {
  return reader.list('tests').flatMap(item => {
    if (item.kind !== 'map') return report(wrongShape(file, item, 'a test, which has name, event and matches')) ?? []
    for (const diagnostic of unknownKeys(file, item, 'test', ['name', 'event', 'matches'])) report(diagnostic)
    const test = createReader(file, item, report)
    const name = test.text('name') ?? test.missing('name', 'the name says what the test shows', 'test')
    const matches = test.boolean('matches') ?? test.missing('matches', 'write matches: true or matches: false', 'test')
    const event = test.map('event') ?? test.missing('event', 'an event is a map of fields, such as { eventName: PutImage }', 'test')
    return name === undefined || matches === undefined || event === undefined ? [] : [{ name, event, matches }]
  })
}

function stem(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? path).replace(/\.(?:ya?ml|json)$/i, '')
}

function slug(name: string): string {
  const words = name.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu)
  return words?.join('-') ?? name
}
