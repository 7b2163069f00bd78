// Loads rules, overrides and exceptions from the contents of files, strictly, and reports all errors of all files at once. An unknown key
// is an error, because a misspelled `suppressions` or `threshold` would silently make a different rule.

import { byPlace, type Diagnostic, locate, type Place, quote, type Tell } from '../diagnostic.ts'
import { agree } from '../plural.ts'
import type { CompiledRule } from './compile.ts'
import { entryOf, fault, type MapNode, type Node, offsetInFile, parseFile, type RuleFile, type ScalarNode } from './document.ts'
import { A_RULE, type Claim, type Entry, failed, readOverride, readRule } from './entry.ts'
import type { Exception } from './exception.ts'
import { readException } from './exceptionentry.ts'
import { RULESET } from './fields.ts'
import { readForeign } from './foreign/foreign.ts'
import { type Tool, toolOf } from './foreign/tool.ts'
import { EXCEPTION_FILE } from './kind.ts'
import { isEmpty, isTextNode, presentEntry, readMap, wrongShape } from './reader.ts'
import { tellOther } from './recognize.ts'
import type { Override, Rule, Where } from './rule.ts'

export interface Loading {
  readonly rules: readonly Rule[]
  /** The same rules, ready to be applied: loading has parsed their filters. */
  readonly compiled: readonly CompiledRule[]
  readonly overrides: readonly Override[]
  readonly exceptions: readonly Exception[]
  readonly diagnostics: readonly Diagnostic[]
  /** Finds a place of a loaded rule, override or exception in its file; undefined for any other. */
  readonly placeOf: (owner: Rule | Override | Exception, where: Where) => Place | undefined
}

/** Loads all rules, overrides and exceptions. If the diagnostics contain an error, the result is incomplete and must not be used. */
export function loadRules(files: readonly RuleFile[]): Loading {
  const compiled: CompiledRule[] = []
  const overrides: Override[] = []
  const exceptions: Exception[] = []
  const places = new Map<Rule | Override | Exception, (where: Where) => Place>()
  const taken = new Map<string, string>()
  const diagnostics = files.flatMap(file => {
    const found = loadFile(file)
      .flatMap(({ rule, override, exception, diagnostics, claims, node }) => {
        if (rule !== undefined) compiled.push(rule)
        if (override !== undefined) overrides.push(override)
        if (exception !== undefined) exceptions.push(exception)
        const owner = rule?.rule ?? override ?? exception
        if (owner !== undefined && node !== undefined) places.set(owner, where => locateIn(file, node, where))
        return [...diagnostics, ...claims.flatMap(claim => checkClaim(file, claim, taken))]
      })
      .sort(byPlace)
    return limitProblems(found)
  })
  return {
    rules: compiled.map(({ rule }) => rule),
    compiled,
    overrides,
    exceptions,
    diagnostics,
    placeOf: (owner, where) => places.get(owner)?.(where),
  }
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
  const left = diagnostics.slice(MOST_FILE_PROBLEMS)
  const next = left.find(({ level }) => level === 'error') ?? left[0]
  if (next === undefined) return diagnostics
  const { help: _, ...first } = next
  const message = `${left.length} more ${agree(left.length, 'problem')} in this file, one of them here: ${first.message}`
  return [...diagnostics.slice(0, MOST_FILE_PROBLEMS), { ...first, message }]
}

/** How many problems of one file are told. */
const MOST_FILE_PROBLEMS = 100

/** An entry of any kind, or with errors, of none. */
interface AnyEntry extends Entry {
  readonly exception?: Exception
}

function loadFile(file: RuleFile): readonly AnyEntry[] {
  if (file.part !== undefined) return loadRuleset(file, file.part)
  const tool = toolOf(file)
  if (tool !== undefined) return loadForeign(file, tool)
  const document = parseFile(file)
  if ('root' in document && isEmpty(document.root)) return [failed([emptyFile(file, document.root)])]
  const other = tellOther(file, document)
  if (other !== undefined) return [failed(other)]
  if ('diagnostics' in document) return [failed(document.diagnostics)]
  const { root } = document
  if (root.kind === 'list') return root.items.map(item => readRule(file, item, false))
  if (root.kind !== 'map') return [failed([wrongShape(file, root, 'a rule, a list of rules or a ruleset')])]
  const list = entryOf(root, 'rulesets') ?? (entryOf(root, 'rules') === undefined ? entryOf(root, 'rulesIds') : undefined)
  if (list !== undefined) return [failed([fault(file, list.keyOffset, 'rule-syntax', NAMES_ONLY, EXPORT_HELP)])]
  const several =
    entryOf(root, 'rules') !== undefined ||
    (['overrides', 'exceptions'].some(list => entryOf(root, list) !== undefined) && entryOf(root, 'filter') === undefined)
  return several ? loadRuleset(file, root) : [readRule(file, root, true)]
}

// Such a file holds exceptions only, and never belongs among rules.
function loadForeign(file: RuleFile, tool: Tool): readonly AnyEntry[] {
  if (file.kind !== EXCEPTION_FILE) {
    const message = `expected rules, found by its name a file of ${tool.name}`
    return [failed([{ level: 'error', kind: 'rule-syntax', message, help: 'name it under exceptions', at: file.path }])]
  }
  const { exceptions, diagnostics } = readForeign(file, tool)
  return [failed(diagnostics), ...exceptions.map(exception => ({ ...failed([]), exception }))]
}

function loadRuleset(file: RuleFile, root: MapNode): readonly AnyEntry[] {
  const diagnostics: Diagnostic[] = []
  const tell: Tell = diagnostic => diagnostics.push(diagnostic)
  const { rules = [], overrides = [], exceptions = [] } = readMap(file, root, RULESET, 'ruleset', tell)
  if (entryOf(root, 'rules') !== undefined && rules.length + overrides.length + exceptions.length + diagnostics.length === 0)
    tell(emptyFile(file, root))
  const id = rules.find(isTextNode)
  if (id !== undefined) return [failed([...diagnostics, { ...wrongShape(file, id, A_RULE), help: EXPORT_HELP }])]
  if (rules.length > 0) for (const missing of findMissing(root, rules)) tell(missingRule(file, missing))
  return [
    failed(diagnostics),
    ...rules.map(item => readRule(file, item, false)),
    ...overrides.map(item => readOverride(file, item)),
    ...exceptions.map(item => ({ claims: [], ...readException(file, item) })),
  ]
}

// A ruleset lists the ids of its rules. One that is not in the file would be out of force unnoticed.
function findMissing(root: MapNode, rules: readonly Node[]): readonly ScalarNode[] {
  const listed = entryOf(root, 'rulesIds')?.value
  const given = rules.map(rule => (rule.kind === 'map' ? entryOf(rule, 'id')?.value : undefined))
  const ids = new Set(given.filter(isTextNode).map(({ value }) => value))
  return listed?.kind === 'list' ? listed.items.filter(isTextNode).filter(({ value }) => !ids.has(value)) : []
}

function missingRule(file: RuleFile, { offset, value }: ScalarNode): Diagnostic {
  return fault(file, offset, 'missing-rule', `the ruleset lists the rule ${quote(String(value))}, which is not in this file`, EXPORT_HELP)
}

function emptyFile(file: RuleFile, { offset }: Node): Diagnostic {
  return fault(file, offset, 'empty-file', 'this file has no rule, override or exception', undefined, 'warning')
}

// The API's answer to a request for rulesets contains only the ids of rules.
const NAMES_ONLY = 'this file only lists rule ids; it does not contain the rules'
const EXPORT_HELP = 'export the rules themselves with GET /v2/rulesets/ID/rules'

function locateIn(file: RuleFile, node: MapNode, { field, index, offset }: Where): Place {
  const value = presentEntry(node, field)
  const scalar = value?.kind === 'list' && index !== undefined ? value.items[index] : value
  return locate(file.path, file.text, scalar?.kind === 'scalar' ? offsetInFile(file, scalar, offset) : node.offset)
}
