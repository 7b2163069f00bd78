// Applies overrides to rules. An override that names no rule, or sets what another one already sets, is an error: if an override
// had no effect, or depended on the order of files, the gate would not be the one its author expects.

import { type Diagnostic, didYouMean, formatPlace, type Place, quote } from '../diagnostic.ts'
import { groupBy } from '../group.ts'
import { compile } from '../language/compile.ts'
import type { CompiledRule } from '../rules/compile.ts'
import { canFail, type Override, type Rule } from '../rules/rule.ts'

/** What overrides changed in a rule. */
export interface Tuned {
  readonly id: string
  /** The files of the overrides. */
  readonly by: readonly string[]
  readonly fields: readonly string[]
}

/** A rule that is not in force but may be named by an override. */
export interface Absence {
  readonly rule: Rule
  readonly why: string
  /** The rule that is evaluated in its place, if there is one. */
  readonly standIn?: Rule | undefined
}

/** The absences by the id of the rule. */
export type Absent = ReadonlyMap<string, Absence>

/** Returns the rules in their order with all overrides applied, and what is wrong with the overrides. */
export function applyOverrides(
  rules: readonly CompiledRule[],
  overrides: readonly Override[],
  absent: Absent,
): { readonly rules: readonly CompiledRule[]; readonly tuned: readonly Tuned[]; readonly diagnostics: readonly Diagnostic[] } {
  const byRule = groupByRule(overrides)
  const overridesOf = ({ rule: { id } }: CompiledRule): readonly Override[] => byRule.get(id) ?? []
  const known = new Set(rules.map(({ rule }) => rule.id))
  const ids = [...known, ...absent.keys()]
  return {
    rules: rules.map(each => tune(each, overridesOf(each))),
    tuned: rules.flatMap(each => describeTuning(each.rule.id, overridesOf(each))),
    diagnostics: [
      ...limitIdle(
        overrides.filter(({ rule }) => !known.has(rule)),
        absent,
      ).flatMap(override => tellIdle(override, absent.get(override.rule), ids)),
      ...[...byRule.values()].flatMap(checkTwice),
    ],
  }
}

export function groupByRule(overrides: readonly Override[]): ReadonlyMap<string, readonly Override[]> {
  return groupBy(overrides, ({ rule }) => rule)
}

// What is already parsed, of the rule and of its overrides, stays so.
function tune(compiled: CompiledRule, overrides: readonly Override[]): CompiledRule {
  if (overrides.length === 0) return compiled
  const added = overrides.flatMap(override => override.added.map(expression => compile(expression, compiled.vocabulary)))
  return { ...compiled, rule: tuneFields(compiled.rule, overrides), suppressions: [...compiled.suppressions, ...added] }
}

/** The rule with these overrides of it applied. */
export function tuneFields(rule: Rule, overrides: readonly Override[]): Rule {
  const set = overrides.flatMap(({ changes: { addSuppressions: _, ...changes } }) =>
    Object.entries(changes).filter(([, value]) => value !== undefined),
  )
  const added = overrides.flatMap(({ changes }) => changes.addSuppressions ?? [])
  return { ...rule, ...Object.fromEntries(set), suppressions: [...rule.suppressions, ...added] }
}

function fieldsOf({ changes }: Override): readonly string[] {
  return Object.entries(changes).flatMap(([field, value]) =>
    value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [field],
  )
}

function describeTuning(id: string, overrides: readonly Override[]): readonly Tuned[] {
  if (overrides.length === 0) return []
  return [{ id, by: [...new Set(overrides.map(({ at }) => at.file))], fields: [...new Set(overrides.flatMap(fieldsOf))] }]
}

/**
 * Limits what names rules that are not in force. Each wrong name is compared with that of every rule, so a generated file of thousands is
 * told by its first, wrong ones before idle.
 */
export function limitIdle<T extends { readonly rule: string }>(naming: readonly T[], absent: Absent): readonly T[] {
  if (naming.length <= MOST_TOLD) return naming
  const [wrong, idle] = [false, true].map(is => naming.filter(({ rule }) => absent.has(rule) === is))
  return [...(wrong ?? []), ...(idle ?? [])].slice(0, MOST_TOLD)
}

const MOST_TOLD = 100

// An override that is to make a rule fail the deployment, and cannot, is an error: its author believes that the rule stops it.
function tellIdle(override: Override, absence: Absence | undefined, ids: readonly string[]): readonly Diagnostic[] {
  const { rule: id, at, changes } = override
  if (absence === undefined) return [unknownRule(id, 'to override', ids, at)]
  const { rule, why, standIn } = absence
  const isMeant = changes.enabled === true || changes.action !== undefined || changes.severityOfAlerts !== undefined
  const isLost = isMeant && canFail(tuneFields(rule, [override])) && (standIn === undefined || !canFail(standIn))
  if (!isLost) return [{ level: 'warning', kind: 'idle-override', message: `the override of ${quote(id)} does nothing: ${why}`, at }]
  const message = `the override makes ${quote(id)} fail the deployment, but does nothing: ${why}`
  return [{ level: 'error', kind: 'idle-override', message, help: 'remove the override, or what keeps the rule out', at }]
}

/** The error about a name that no rule has; `ids` are those that there are. */
export function unknownRule(id: string, purpose: string, ids: readonly string[], at: Place): Diagnostic {
  return { level: 'error', kind: 'unknown-rule', message: `there is no rule ${quote(id)} ${purpose}`, help: didYouMean(id, ids), at }
}

function checkTwice(overrides: readonly Override[]): readonly Diagnostic[] {
  const first = new Map<string, Override>()
  return overrides.flatMap(override =>
    fieldsOf(override).flatMap((field): Diagnostic[] => {
      const earlier = first.get(field)
      if (earlier === undefined || field === 'addSuppressions') {
        first.set(field, override)
        return []
      }
      const message = `${field} of rule ${quote(override.rule)} is already set in ${formatPlace(earlier.at)}`
      return [{ level: 'error', kind: 'duplicate-override', message, help: 'remove one of the two', at: override.at }]
    }),
  )
}
