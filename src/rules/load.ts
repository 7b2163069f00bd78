// Loads rules from the texts of files: strictly, and with all errors of all files at once. An unknown key is an error,
// because a misspelled `suppressions` or `threshold` would quietly be a different rule.

import { type Diagnostic, didYouMean, quote, suggest } from '../diagnostic.ts'
import { isObject } from '../events/json.ts'
import { check } from '../language/check.ts'
import { parse, parsePath } from '../language/parse.ts'
import { vocabularyOf } from './compile.ts'
import { entryOf, fault, type MapNode, type Node, offsetInFile, parseFile, type RuleFile, type ScalarNode, toValue } from './document.ts'
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
  const loaded = files.flatMap(loadFile)
  const diagnostics: Diagnostic[] = []
  const rules: Rule[] = []
  const earlier = new Map<string, Rule>()
  for (const { rule, diagnostics: own, duplicate } of loaded) {
    diagnostics.push(...own)
    if (rule === undefined) continue
    for (const field of ['id', 'name'] as const) {
      const key = `${field} ${rule[field]}`
      const other = earlier.get(key)
      if (other !== undefined) diagnostics.push(duplicate(field, other.file))
      earlier.set(key, rule)
    }
    rules.push(rule)
  }
  return { rules, diagnostics }
}

interface Loaded {
  readonly rule?: Rule
  readonly diagnostics: readonly Diagnostic[]
  readonly duplicate: (field: 'id' | 'name', file: string) => Diagnostic
}

function loadFile(file: RuleFile): Loaded[] {
  const document = parseFile(file)
  const failed = (diagnostics: readonly Diagnostic[]): Loaded[] => [{ diagnostics, duplicate: () => fault(file, 0, 'duplicate-rule', '') }]
  if ('diagnostics' in document) return failed(document.diagnostics)
  const { root } = document
  if (root.kind === 'list') return root.items.map(item => loadRule(file, item, false))
  if (root.kind !== 'map') return failed([fault(file, root.offset, 'rule-syntax', 'expected a rule, a list of rules, or a ruleset')])
  const rules = entryOf(root, 'rules')
  if (rules === undefined) return [loadRule(file, root, true)]
  const strange = unknownKeys(file, root, RULESET_KEYS)
  if (rules.value.kind !== 'list') return failed([...strange, fault(file, rules.value.offset, 'rule-syntax', 'expected a list of rules')])
  return [...failed(strange), ...rules.value.items.map(item => loadRule(file, item, false))]
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
  const duplicate = (field: 'id' | 'name', other: string): Diagnostic => {
    const offset = (node.kind === 'map' ? entryOf(node, field)?.value.offset : undefined) ?? node.offset
    return fault(
      file,
      offset,
      'duplicate-rule',
      `another rule has the same ${field}, in ${other}`,
      `give each rule ${field === 'id' ? 'an id' : 'a name'} of its own`,
    )
  }
  if (node.kind !== 'map')
    return { diagnostics: [fault(file, node.offset, 'rule-syntax', 'expected a rule, which is a map of fields')], duplicate }
  const reader = createReader(file, node, report)
  const name = reader.text('name') ?? reader.missing('name')
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
    return { diagnostics, duplicate }
  }
  diagnostics.push(...unknownKeys(file, node, RULE_KEYS))
  const severity = reader.integer('severityOfAlerts', 1, 3) ?? reader.missing('severityOfAlerts')
  const filter = reader.text('filter') ?? reader.missing('filter')
  const rule = {
    id: reader.text('id') ?? (alone ? stem(file.path) : slug(name ?? '')),
    title: readTitle(reader, file, node, report) ?? name,
    alertDescription: reader.text('alertDescription') ?? '',
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
  for (const unused of ['rulesetId', 'createdAt', 'updatedAt']) reader.text(unused)
  if (type !== undefined) {
    for (const scalar of filterNodes(node)) diagnostics.push(...checkFilter(file, scalar, type))
  }
  if (
    type === undefined ||
    name === undefined ||
    severity === undefined ||
    filter === undefined ||
    diagnostics.some(({ level }) => level === 'error')
  ) {
    return { diagnostics, duplicate }
  }
  return {
    diagnostics,
    duplicate,
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

/** The scalars of a rule that hold filters: its filter and its suppressions. */
export function filterNodes(node: MapNode): readonly ScalarNode[] {
  const suppressions = entryOf(node, 'suppressions')?.value
  return [entryOf(node, 'filter')?.value, ...(suppressions?.kind === 'list' ? suppressions.items : [])].filter(
    value => value?.kind === 'scalar' && typeof value.value === 'string',
  ) as ScalarNode[]
}

function checkFilter(file: RuleFile, scalar: ScalarNode, type: RuleType): readonly Diagnostic[] {
  const parsing = parse(String(scalar.value))
  const problems = 'problems' in parsing ? parsing.problems : check(parsing.expression, vocabularyOf(type))
  return problems.map(({ offset, level, kind, message, help }) =>
    fault(file, offsetInFile(file, scalar, offset), kind, message, help, level),
  )
}

function unknownKeys(file: RuleFile, node: MapNode, known: readonly string[]): Diagnostic[] {
  return node.entries
    .filter(({ key }) => !known.includes(key))
    .map(({ key, keyOffset }) => {
      const future = FUTURE_KEYS.get(key)
      return future === undefined
        ? fault(file, keyOffset, 'unknown-key', `a rule has no field ${quote(key)}`, didYouMean(key, known))
        : fault(file, keyOffset, 'unknown-key', `${quote(key)} cannot be used: ${future}`)
    })
}

function readType(file: RuleFile, node: MapNode, report: (diagnostic: Diagnostic) => undefined): RuleType | 'foreign' | undefined {
  const entry = entryOf(node, 'type')
  if (entry === undefined)
    return report(fault(file, node.offset, 'missing-key', 'the rule has no "type"', `types are ${RULE_TYPES.join(', ')}`))
  const written = entry.value.kind === 'scalar' ? entry.value.value : undefined
  if (typeof written === 'string') {
    // The API takes and gives the types of its own rules in either case.
    const type = RULE_TYPES.find(known => known.toLowerCase() === written.toLowerCase())
    if (type !== undefined) return type
    if (FOREIGN_TYPES.some(known => known.toLowerCase() === written.toLowerCase())) return 'foreign'
  }
  const near = typeof written === 'string' ? suggest(written, RULE_TYPES) : undefined
  const help = near === undefined ? `types are ${RULE_TYPES.join(', ')}` : `did you mean "${near}"?`
  return report(fault(file, entry.value.offset, 'wrong-value', `expected a type of rule, found ${describe(entry.value)}`, help))
}

function readTitle(reader: Reader, file: RuleFile, node: MapNode, report: (diagnostic: Diagnostic) => undefined): string | undefined {
  const title = reader.text('title')
  const scalar = entryOf(node, 'title')?.value
  if (title === undefined || scalar?.kind !== 'scalar') return undefined
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
    if (item.kind !== 'map')
      return report(fault(file, item.offset, 'rule-syntax', 'expected a test, which has name, event and matches')) ?? []
    for (const diagnostic of unknownKeys(file, item, ['name', 'event', 'matches'])) report(diagnostic)
    const test = createReader(file, item, report)
    const name = test.text('name') ?? test.missing('name', 'test')
    const matches = test.boolean('matches') ?? test.missing('matches', 'test')
    const node = entryOf(item, 'event')?.value
    const event = node === undefined ? test.missing('event', 'test') : toValue(node)
    if (node !== undefined && !isObject(event))
      report(fault(file, node.offset, 'wrong-value', `expected an event, found ${describe(node)}`))
    return name === undefined || matches === undefined || !isObject(event) ? [] : [{ name, event, matches }]
  })
}

/** Reads the fields of one map, and reports each value that is not what it should be. A null counts as absent. */
interface Reader {
  readonly text: (key: string) => string | undefined
  readonly boolean: (key: string) => boolean | undefined
  readonly integer: (key: string, least: number, most?: number) => number | undefined
  readonly choice: <T extends string>(key: string, choices: readonly T[]) => T | undefined
  readonly list: (key: string) => readonly Node[]
  readonly texts: (key: string) => readonly { readonly value: string; readonly node: Node }[] | undefined
  readonly missing: (key: string, owner?: string) => undefined
}

function createReader(file: RuleFile, map: MapNode, report: (diagnostic: Diagnostic) => undefined): Reader {
  const present = (key: string): Node | undefined => {
    const node = entryOf(map, key)?.value
    return node?.kind === 'scalar' && node.value === null ? undefined : node
  }
  const wrong = (node: Node, expected: string, help?: string): undefined =>
    report(fault(file, node.offset, 'wrong-value', `expected ${expected}, found ${describe(node)}`, help))
  const scalar = <T>(key: string, expected: string, accept: (value: unknown) => value is T): T | undefined => {
    const node = present(key)
    if (node === undefined) return undefined
    return node.kind === 'scalar' && accept(node.value) ? node.value : wrong(node, `${expected} for "${key}"`)
  }
  const list = (key: string): readonly Node[] | undefined => {
    const node = present(key)
    if (node === undefined) return undefined
    return node.kind === 'list' ? node.items : wrong(node, `a list for "${key}"`)
  }
  return {
    text: key => scalar(key, 'a text', (value): value is string => typeof value === 'string' && value.trim() !== ''),
    boolean: key => scalar(key, 'true or false', (value): value is boolean => typeof value === 'boolean'),
    integer: (key, least, most = Number.MAX_SAFE_INTEGER) =>
      scalar(
        key,
        most > 1000 ? `a whole number from ${least} on` : `a whole number from ${least} to ${most}`,
        (value): value is number => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
      ),
    choice: <T extends string>(key: string, choices: readonly T[]) =>
      scalar(key, `one of ${choices.join(', ')}`, (value): value is T => (choices as readonly unknown[]).includes(value)),
    list: key => list(key) ?? [],
    texts: key =>
      list(key)?.flatMap(node =>
        node.kind === 'scalar' && typeof node.value === 'string'
          ? [{ value: node.value, node }]
          : (wrong(node, `a text in "${key}"`) ?? []),
      ),
    missing: (key, owner = 'rule') =>
      present(key) === undefined ? report(fault(file, map.offset, 'missing-key', `the ${owner} has no ${quote(key)}`)) : undefined,
  }
}

function describe(node: Node): string {
  if (node.kind !== 'scalar') return node.kind === 'map' ? 'a map' : 'a list'
  return typeof node.value === 'string' ? quote(node.value) : String(node.value)
}

function stem(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? path).replace(/\.(?:ya?ml|json)$/i, '')
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
