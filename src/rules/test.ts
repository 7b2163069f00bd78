// Runs the tests that a rule contains: a test that matches and one that does not prove more about a filter than reading it.

import { toEvent } from '../events/cloudtrail.ts'
import { compileRule, matchesRule, seesEvent } from './compile.ts'
import type { Rule } from './rule.ts'

export interface TestResult {
  readonly name: string
  readonly expected: boolean
  readonly matched: boolean
}

/** Runs a rule's tests; returns the expected and the actual outcome of each. */
export function testRule(rule: Rule): readonly TestResult[] {
  const compiled = compileRule(rule)
  return rule.tests.map(({ name, event, matches }) => {
    const parsed = toEvent(event)
    return { name, expected: matches, matched: seesEvent(rule.type, parsed) && matchesRule(compiled, parsed) }
  })
}
