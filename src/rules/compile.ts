// Compiles a rule and applies it to any number of events.

import { isCloudTrail } from '../events/cloudtrail.ts'
import { AUTOMATION_VOCABULARY, COMMAND_VOCABULARY, SESSION_VOCABULARY } from '../events/live.ts'
import { CLOUDTRAIL_VOCABULARY, FINDING_VOCABULARY } from '../events/vocabulary.ts'
import type { Fields } from '../json.ts'
import type { Expression } from '../language/ast.ts'
import { compile, type Plan } from '../language/compile.ts'
import { decide, type IsKnown } from '../language/decide.ts'
import { parse } from '../language/parse.ts'
import type { Vocabulary } from '../language/vocabulary.ts'
import type { Rule, RuleType } from './rule.ts'

/** A rule with its filters parsed and compiled: whatever applies a rule, or asks what it can match, takes one. */
export interface CompiledRule {
  readonly rule: Rule
  readonly vocabulary: Vocabulary
  readonly filter: Plan
  readonly suppressions: readonly Plan[]
}

/** Compiles a rule that is plain data. Throws only when a filter does not parse, which loading has ruled out. */
export function compileRule(rule: Rule): CompiledRule {
  const read = (text: string): Expression => {
    const parsing = parse(text)
    if ('problems' in parsing) throw new Error(`rule ${rule.id} was not loaded from a file: ${parsing.problems[0]?.message}`)
    return parsing.expression
  }
  return compileParsed(rule, read(rule.filter), rule.suppressions.map(read))
}

/** The same for a rule that may never be applied: its filters are parsed once, when one of them is first asked for. */
export function compileLater(rule: Rule): CompiledRule {
  let compiled: CompiledRule | undefined
  const now = (): CompiledRule => {
    compiled ??= compileRule(rule)
    return compiled
  }
  return {
    rule,
    vocabulary: vocabularyOf(rule.type),
    get filter() {
      return now().filter
    },
    get suppressions() {
      return now().suppressions
    },
  }
}

/** Compiles a rule whose filter and suppressions have these expressions. */
export function compileParsed(rule: Rule, filter: Expression, suppressions: readonly Expression[]): CompiledRule {
  const vocabulary = vocabularyOf(rule.type)
  const plan = (expression: Expression): Plan => compile(expression, vocabulary)
  return { rule, vocabulary, filter: plan(filter), suppressions: suppressions.map(plan) }
}

/** The same rule if it had no suppressions. */
export function withoutSuppressions(compiled: CompiledRule): CompiledRule {
  return { ...compiled, rule: { ...compiled.rule, suppressions: [] }, suppressions: [] }
}

/**
 * Applies a rule to an event of its type. Returns `match`, or the position of the first suppression that takes the event out
 * again, or undefined where the filter does not match.
 */
export function applyRule({ filter, suppressions }: CompiledRule, event: Fields): 'match' | number | undefined {
  if (!filter.matches(event)) return undefined
  let position = 0
  for (const suppression of suppressions) {
    if (suppression.matches(event)) return position
    position++
  }
  return 'match'
}

/** Whether a rule can match an event of which only some paths are known: its filter may hold, and no suppression certainly does. */
export function mayMatch({ filter, suppressions }: CompiledRule, event: Fields, isKnown: IsKnown): boolean {
  return decide(filter, event, isKnown) !== false && !suppressions.some(suppression => decide(suppression, event, isKnown) === true)
}

/** Whether a rule matches an event of its type: the filter matches, and no suppression takes the event out again. */
export function matchesRule(rule: CompiledRule, event: Fields): boolean {
  return applyRule(rule, event) === 'match'
}

/** Whether rules of this type are evaluated for an event. */
export function seesEvent(type: RuleType, event: Fields): boolean {
  if (type === 'CloudTrail') return isCloudTrail(event)
  return event['event_type'] === EVENT_TYPES[type]
}

/** The `event_type` of the events that a rule of a type sees. */
export const EVENT_TYPES = {
  CloudTrail: 'cloudtrail',
  Finding: 'finding',
  Session: 'session',
  Command: 'command',
  Automation: 'automation',
} as const satisfies Readonly<Record<RuleType, string>>

const VOCABULARIES: Readonly<Record<RuleType, Vocabulary>> = {
  CloudTrail: CLOUDTRAIL_VOCABULARY,
  Finding: FINDING_VOCABULARY,
  Session: SESSION_VOCABULARY,
  Command: COMMAND_VOCABULARY,
  Automation: AUTOMATION_VOCABULARY,
}

export function vocabularyOf(type: RuleType): Vocabulary {
  return VOCABULARIES[type]
}
