// The rules in force, and a single rule in full, as plain values; and the phrases that the formats share.

import type { RuleSet } from '../../gate/packs.ts'
import { groupBy } from '../../group.ts'
import type { Expression } from '../../language/ast.ts'
import { parse } from '../../language/parse.ts'
import { print } from '../../language/print.ts'
import { type Action, actionOf, aggregateFieldsOf, type Rule, type RuleType } from '../../rules/rule.ts'
import { formatDuration } from '../duration.ts'

/** The rules in force; `--format json` is this value itself. */
export interface ListedRules {
  readonly rules: readonly ListedRule[]
  readonly replaced: RuleSet['replaced']
  readonly tuned: RuleSet['tuned']
}

export interface ListedRule {
  readonly id: string
  readonly name: string
  readonly type: RuleType
  readonly severityOfAlerts: 1 | 2 | 3
  readonly action: Action
  readonly enabled: boolean
  readonly file: string
}

/** A rule as it is in force, with its effective action and without its tests. */
export type ShownRule = Omit<Rule, 'action' | 'tests'> & {
  readonly action: Action
  /** The fields that overrides set, and their files; null if there are none. */
  readonly tuned: { readonly fields: readonly string[]; readonly by: readonly string[] } | null
}

export function listRules({ rules, replaced, tuned }: RuleSet): ListedRules {
  return {
    rules: rules.map(rule => ({
      id: rule.id,
      name: rule.name,
      type: rule.type,
      severityOfAlerts: rule.severityOfAlerts,
      action: actionOf(rule),
      enabled: rule.enabled,
      file: rule.file,
    })),
    replaced,
    tuned,
  }
}

export function showRule(rule: Rule, { tuned }: Pick<RuleSet, 'tuned'>): ShownRule {
  const { tests: _, ...rest } = rule
  const tuning = tuned.find(({ id }) => id === rule.id)
  return { ...rest, action: actionOf(rule), tuned: tuning === undefined ? null : { fields: tuning.fields, by: tuning.by } }
}

/** Groups rules by where they come from: the folder if the file is named after the rule, else the file. */
export function groupByOrigin(rules: readonly ListedRule[]): ReadonlyMap<string, readonly ListedRule[]> {
  return groupBy(rules, originOf)
}

function originOf({ id, file }: ListedRule): string {
  const parts = file.split(/[/\\]/)
  const name = parts.at(-1)?.replace(/\.(?:ya?ml|json)$/, '')
  return name === id && parts.length > 1 ? file.slice(0, -(parts.at(-1) ?? '').length - 1) : file
}

/** Which rules were replaced and which were tuned, one sentence each. */
export function describeChanges({ replaced, tuned }: Pick<ListedRules, 'replaced' | 'tuned'>): readonly string[] {
  return [
    ...replaced.map(({ id, by }) => `replaced: ${id} by ${by}`),
    ...tuned.map(({ id, by, fields }) => `tuned: ${id} (${fields.join(', ')}) by ${by.join(', ')}`),
  ]
}

const SEVERITIES = { 1: 'act now', 2: 'review', 3: 'audit' } as const

/** The short facts of a rule, as pairs of a name and a fact. */
export function factsOf(rule: ShownRule): readonly (readonly [name: string, fact: string])[] {
  return [
    ['id', rule.id],
    ['type', rule.type],
    ['severity', `${rule.severityOfAlerts}, ${SEVERITIES[rule.severityOfAlerts]}`],
    ['action', rule.action],
    ['enabled', rule.enabled ? 'yes' : 'no'],
    ['file', rule.file],
    ...(rule.tuned === null ? [] : [['tuned', `${rule.tuned.fields.join(', ')} by ${rule.tuned.by.join(', ')}`] as const]),
  ]
}

/** How matches become alerts, and what an alert is called. */
export function alertingOf(rule: ShownRule): readonly (readonly [name: string, fact: string])[] {
  const { title, threshold, window } = rule
  const aggregateFields = aggregateFieldsOf(rule)
  const time = formatDuration(window)
  return [
    ['title', title],
    ['opens', threshold === 1 ? 'at the first event' : `when ${threshold} events lie within ${time}`],
    ['takes', `later events until ${time} after it opened`],
    ['agree in', aggregateFields.length === 0 ? 'nothing: events of any kind share an alert' : aggregateFields.join(', ')],
  ]
}

/** The filter in canonical form, with a line for each clause of its outermost `and`. */
export function layOut(filter: string): readonly string[] {
  const parsing = parse(filter)
  if ('problems' in parsing) return [filter]
  const { expression } = parsing
  if (expression.kind !== 'and') return [print(expression)]
  return expression.terms.map((term, i) => `${i === 0 ? '' : 'and '}${printClause(term)}`)
}

/** A filter in canonical form, on one line. */
export function canonical(filter: string): string {
  const parsing = parse(filter)
  return 'problems' in parsing ? filter : print(parsing.expression)
}

function printClause(term: Expression): string {
  return term.kind === 'and' || term.kind === 'or' ? `(${print(term)})` : print(term)
}

/** The page of ATT&CK on the technique that a tag names; undefined for any other tag. */
export function techniqueUrl(tag: string): string | undefined {
  const [, technique, part] = /^attack\.(t\d{4})(?:\.(\d{3}))?$/i.exec(tag) ?? []
  return technique === undefined
    ? undefined
    : `https://attack.mitre.org/techniques/${technique.toUpperCase()}/${part === undefined ? '' : `${part}/`}`
}
