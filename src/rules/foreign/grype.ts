// The rules under `ignore` in Grype's configuration. https://oss.anchore.com/docs/guides/vulnerability/filter-results/

import { type Diagnostic, didYouMean, quote, type Tell } from '../../diagnostic.ts'
import { listFirst } from '../../plural.ts'
import { entryOf, fault, type MapNode, type Node, type RuleFile } from '../document.ts'
import type { Exception } from '../exception.ts'
import type { Condition } from './condition.ts'
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
import { compileNamePattern } from './namepattern.ts'
import { compilePathPattern } from './pathpattern.ts'
import type { Tool } from './tool.ts'

/** Reads the rules of a file, whose root this is, and tells what else of it decides about findings. */
export function readGrype(file: RuleFile, tool: Tool, root: MapNode): ForeignEntries {
  const diagnostics: Diagnostic[] = []
  const tell: Tell = diagnostic => diagnostics.push(diagnostic)
  const reading = { file, tool, tell }
  const list = entryOf(root, 'ignore')?.value
  const rules = list === undefined ? [] : readMaps(reading, 'ignore', list)
  const exceptions = rules.flatMap(rule => readRule(reading, rule))
  for (const { key, keyOffset, value } of root.entries) {
    const [effect, help] = DECIDING.get(key) ?? []
    if (effect === undefined || isNothing(value) || (value.kind === 'scalar' && value.value === false)) continue
    if (value.kind === 'list' && value.items.length === 0) continue
    tell(fault(file, keyOffset, 'foreign-setting', `${quote(key)} is not read: without it the gate ${effect}`, help, 'warning'))
  }
  const others = root.entries.map(({ key }) => key).filter(key => key !== 'ignore' && !DECIDING.has(key))
  if (others.length > 0) {
    const message = `of Grype's configuration only ignore is read, and not ${listFirst(others.map(quote), MOST_NAMED)}`
    tell({ level: 'note', kind: 'foreign-setting', message, at: file.path })
  }
  return { exceptions, diagnostics }
}

const MOST_NAMED = 10
const STRICTER = 'is stricter than Grype'
const LAXER = 'may be laxer than Grype'

/** What decides about findings there beside the rules, and what to write here. */
const DECIDING: ReadonlyMap<string, readonly [effect: string, help: string]> = new Map([
  ['fail-on-severity', [LAXER, 'write fail-on in the step or the policy']],
  ['only-fixed', [STRICTER, 'write unfixed: ignore, or warn, in the step or the policy']],
  ['only-notfixed', [STRICTER, 'what has a fix counts here']],
  ['ignore-states', [STRICTER, 'write unfixed: ignore, or warn, in the step or the policy']],
  ['ignore-wontfix', [STRICTER, 'write unfixed: ignore, or warn, in the step or the policy']],
  ['exclude', [STRICTER, 'write an exception with a path']],
  ['vex-documents', [STRICTER, 'name them with vex in the step or the policy']],
  ['vex-add', [STRICTER, 'name VEX documents with vex in the step or the policy']],
])

/** Whether a map is of Grype's configuration: a file that has none of these keys is something else. */
export const GRYPE_KEYS: readonly string[] = ['ignore', ...DECIDING.keys(), 'check-for-app-update', 'registry', 'match', 'search', 'db']

const RULE_KEYS = [
  'vulnerability',
  'include-aliases',
  'reason',
  'namespace',
  'fix-state',
  'package',
  'vex-status',
  'vex-justification',
  'match-type',
]
const PACKAGE_KEYS = ['name', 'version', 'language', 'type', 'location', 'upstream-name']

/** What ECR does not say of a finding, and what to write instead. */
const UNSAID: ReadonlyMap<string, string> = new Map([
  ['namespace', 'leave it out, if the rule is right without it'],
  ['match-type', 'leave it out, if the rule is right without it'],
  ['upstream-name', 'write package: { name: … } with an expression for the names of its packages'],
  ['vex-status', 'name VEX documents with vex in the step or the policy'],
  ['vex-justification', 'name VEX documents with vex in the step or the policy'],
])

function readRule(reading: ForeignReading, rule: MapNode): readonly Exception[] {
  const watched = watch(reading)
  const fields = [...fieldsOf(watched, rule, RULE_KEYS), ...packageOf(watched, rule)]
  const conditions: Condition[] = []
  const texts: string[] = []
  for (const field of fields) {
    const condition = conditionOf(watched, field)
    if (condition === undefined) continue
    conditions.push(condition)
    texts.push(`${field.key} ${writeValue(String(field.value.kind === 'scalar' ? field.value.value : ''))}`)
  }
  const named = fields.find(({ key }) => key === 'vulnerability')
  const id = named && readText(watched, 'vulnerability', named.value)
  if (named !== undefined && id !== undefined) checkId(watched, named.value.offset, id)
  if (conditions.length === 0 && named === undefined && !watched.isWrong())
    tellNothing(watched, rule.offset, 'it does not say what it ignores', 'write vulnerability: CVE-2026-1234')
  const why = fields.find(({ key }) => key === 'reason')
  const reason = (why && readText(watched, 'reason', why.value)) ?? ''
  const aliases = fields.find(({ key }) => key === 'include-aliases')?.value
  const isAny = aliases?.kind === 'scalar' ? aliases.value : 'a map'
  if (aliases !== undefined && typeof isAny !== 'boolean') tellShape(watched, aliases, 'include-aliases', 'true or false')
  if (watched.isWrong()) return []
  const filter = conditions.length === 0 ? null : { text: texts.join('; '), conditions }
  return [
    makeException(reading, rule.offset, { ids: id === undefined ? [] : [id], filter, expires: null, reason, isExact: isAny !== true }),
  ]
}

type Field = MapNode['entries'][number]

// Without one of its conditions a rule would ignore more than its author meant.
function fieldsOf(reading: ForeignReading, map: MapNode, known: readonly string[]): readonly Field[] {
  return map.entries.filter(({ key, keyOffset, value }) => {
    const refuse = (why: string, help?: string): false => {
      tellNothing(reading, keyOffset, why, help)
      return false
    }
    if (!known.includes(key)) return refuse(`${quote(key)} is no field of Grype's`, didYouMean(key, known))
    if (key === 'reason' && isNothing(value)) return false
    if (isNothing(value)) return refuse(`${quote(key)} has no value`, 'write one, or leave it out')
    return UNSAID.has(key) ? refuse(`ECR does not say what ${quote(key)} asks for`, UNSAID.get(key)) : true
  })
}

function packageOf(reading: ForeignReading, rule: MapNode): readonly Field[] {
  const value = entryOf(rule, 'package')?.value
  if (value === undefined || isNothing(value)) return []
  if (value.kind === 'map') return fieldsOf(reading, value, PACKAGE_KEYS)
  tellShape(reading, value, 'package', 'a map')
  return []
}

// Undefined for what is no condition of its own, and for what is told.
function conditionOf(reading: ForeignReading, { key, value }: Field): Condition | undefined {
  if (key === 'package' || RULE_KEYS.includes(key) !== (key === 'fix-state')) return undefined
  const text = readText(reading, key, value)
  if (text === undefined) return undefined
  switch (key) {
    case 'fix-state':
      if (text === 'fixed') return { kind: 'fixed' }
      return refuse(reading, value, 'ECR says that there is no fix, and not why', 'write an exception with until-fixed: true')
    case 'name': {
      const test = compileNamePattern(text)
      return test === undefined
        ? refuse(reading, value, `the gate does not read the expression ${quote(text)}`, NAMES)
        : { kind: 'name', test }
    }
    case 'location': {
      const test = compilePathPattern(text, '^')
      const help = 'write * for any characters but /, and ** for any folders'
      return test === undefined
        ? refuse(reading, value, `the gate does not read the pattern ${quote(text)}`, help)
        : { kind: 'path', root: '/', tests: [test] }
    }
    default:
      return { kind: key as 'version' | 'type' | 'language', value: text }
  }
}

const NAMES = 'write the names, or an expression of . * + ? | ( ) [ ] and these escaped, such as linux-.*'

function refuse(reading: ForeignReading, value: Node, why: string, help: string): undefined {
  tellNothing(reading, value.offset, why, help)
}
