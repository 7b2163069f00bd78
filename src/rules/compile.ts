// Compiles a rule once for any number of events.

import { isCloudTrail } from '../events/cloudtrail.ts'
import { CLOUDTRAIL_VOCABULARY, FINDING_VOCABULARY } from '../events/vocabulary.ts'
import { compile, type Plan } from '../language/compile.ts'
import { parse } from '../language/parse.ts'
import { type Fields, NO_VOCABULARY, type Vocabulary } from '../language/vocabulary.ts'
import type { Rule, RuleType } from './rule.ts'

export interface CompiledRule {
  readonly rule: Rule
  readonly vocabulary: Vocabulary
  readonly filter: Plan
  readonly suppressions: readonly Plan[]
}

/** Compiles a loaded rule. Throws only when its filter does not parse, which the loader has ruled out. */
export function compileRule(rule: Rule): CompiledRule {
  const vocabulary = vocabularyOf(rule.type)
  const plan = (text: string): Plan => {
    const parsing = parse(text)
    if ('problems' in parsing) throw new Error(`rule ${rule.id} was not loaded from a file: ${parsing.problems[0]?.message}`)
    return compile(parsing.expression, vocabulary)
  }
  return { rule, vocabulary, filter: plan(rule.filter), suppressions: rule.suppressions.map(plan) }
}

/** Whether a rule matches an event of its type: its filter does, and no suppression takes the event out again. */
export function matchesRule({ filter, suppressions }: CompiledRule, event: Fields): boolean {
  if (!filter.matches(event)) return false
  for (const suppression of suppressions) if (suppression.matches(event)) return false
  return true
}

/** Whether rules of a type see an event. */
export function seesEvent(type: RuleType, event: Fields): boolean {
  if (type === 'CloudTrail') return isCloudTrail(event)
  return type === 'Finding' && event['event_type'] === 'finding'
}

export function vocabularyOf(type: RuleType): Vocabulary {
  if (type === 'CloudTrail') return CLOUDTRAIL_VOCABULARY
  return type === 'Finding' ? FINDING_VOCABULARY : NO_VOCABULARY
}
