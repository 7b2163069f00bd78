// Determines what the enabled rules look at, so that nothing is requested or kept that no rule would see.

import { LISTS, listPath } from '../image/page.ts'
import type { Expression, Segment } from '../language/ast.ts'
import type { Plan } from '../language/compile.ts'
import { constantsOf } from '../language/lookup.ts'
import { parsePath } from '../language/parse.ts'
import { clausesOf, demandOf, pathsOf } from '../language/paths.ts'
import { printPath } from '../language/print.ts'
import type { CompiledRule } from '../rules/compile.ts'
import type { Exception } from '../rules/exception.ts'
import { aggregateFieldsOf, type RuleType } from '../rules/rule.ts'
import { placeholders } from '../rules/title.ts'
import { watchesEvents } from './packs.ts'

/** The sources of recorded events that can match an enabled rule; undefined when a rule may match events of any source. */
export function eventSourcesOf(rules: readonly CompiledRule[]): ReadonlySet<string> | undefined {
  const sets = rules.filter(({ rule }) => watchesEvents(rule)).map(({ filter }) => constantsOf(filter.expression, 'eventSource'))
  return sets.every(set => set !== undefined) ? new Set(sets.flatMap(set => [...set])) : undefined
}

/**
 * The sources whose records must not contradict each other: those that can match an enabled rule, and those that one names, although
 * its other clauses rule them out. Undefined when a rule may match events of any source.
 */
export function doubtedSourcesOf(rules: readonly CompiledRule[]): ReadonlySet<string> | undefined {
  const matching = eventSourcesOf(rules)
  if (matching === undefined) return undefined
  const clauses = rules.flatMap(({ rule, filter }) => (watchesEvents(rule) ? clausesOf(filter.expression) : []))
  const named = clauses.filter(({ path }) => printPath(path) === 'eventSource').flatMap(clause => demandOf(clause).literals)
  return new Set([...matching, ...named.flatMap(literal => (literal.kind === 'text' ? [literal.value] : []))])
}

/**
 * Whether an enabled rule looks at the lists of findings inside an image's own event. Only then are the lists kept as ECR sent
 * them: tens of thousands of findings would take more memory than everything else.
 */
export function needsLists(rules: readonly CompiledRule[]): boolean {
  return rules.some(each => each.rule.enabled && each.rule.type === 'CloudTrail' && fieldsOf(each).some(reachesList))
}

/** What rules and exceptions look at of targets: nothing, only the ids that are recorded, or also what describes them. */
export type TargetNeed = 'nothing' | 'ids' | 'descriptions'

/** What the enabled rules of these types, and the exceptions for their alerts, look at of the targets of events. */
export function targetNeedOf(
  rules: readonly CompiledRule[],
  exceptions: readonly Exception[],
  types: readonly RuleType[] = ['CloudTrail'],
): TargetNeed {
  const asking = rules.filter(({ rule }) => rule.enabled && types.includes(rule.type))
  const ids = new Set(asking.map(({ rule }) => rule.id))
  const accepting = exceptions.flatMap(each => (each.kind === 'alert' && ids.has(each.rule) ? [each] : []))
  const asked = [...asking.flatMap(each => targetFields(each)), ...accepting.flatMap(({ expression }) => fieldsOfTarget([expression]))]
  if (asked.length === 0) return 'nothing'
  return asked.every(([, inner]) => OF_THE_EVENT.includes(inner)) ? 'ids' : 'descriptions'
}

/** Whether a rule, or an exception for its alerts, looks at the targets of events. */
export function looksAtTargets(compiled: CompiledRule, accepting: readonly Plan[]): boolean {
  return targetFields(compiled).length + fieldsOfTarget(accepting.map(({ expression }) => expression)).length > 0
}

// The fields of a target that no description is needed for: a command has the last two itself.
const OF_THE_EVENT: readonly unknown[] = ['id', 'status', 'statusDetails']

function targetFields(compiled: CompiledRule): readonly (readonly Segment[])[] {
  return fieldsOf(compiled).filter(isOfTarget)
}

function fieldsOfTarget(expressions: readonly Expression[]): readonly (readonly Segment[])[] {
  return expressions
    .flatMap(pathsOf)
    .map(({ segments }) => segments)
    .filter(isOfTarget)
}

function isOfTarget([first]: readonly Segment[]): boolean {
  return first === 'target'
}

function fieldsOf({ rule, filter, suppressions }: CompiledRule): readonly (readonly Segment[])[] {
  const named = [...aggregateFieldsOf(rule), ...placeholders(rule.title).map(({ path }) => path)].flatMap(text => parsePath(text) ?? [])
  return [...[filter, ...suppressions].flatMap(({ expression }) => pathsOf(expression)), ...named].map(({ segments }) => segments)
}

// A path that ends above the lists yields an object that contains them.
function reachesList(segments: readonly Segment[]): boolean {
  return LISTS.some(name => listPath(name).every((step, i) => i >= segments.length || segments[i] === step))
}
