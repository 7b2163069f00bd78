// Runs the tests that a rule contains: a test that matches and one that does not prove more about a filter than reading it.

import { toEvent } from '../events/cloudtrail.ts'
import { withTargetIds } from '../events/target.ts'
import { type CompiledRule, compileRule, matchesRule, seesEvent } from './compile.ts'
import type { Rule } from './rule.ts'

export interface TestResult {
  readonly name: string
  readonly expected: boolean
  readonly matched: boolean
}

/** Runs a rule's tests; returns the expected and the actual outcome of each. */
export function testRule(rule: Rule): readonly TestResult[] {
  return testCompiled(compileRule(rule))
}

/** The same for a rule whose filters are parsed. */
export function testCompiled(compiled: CompiledRule): readonly TestResult[] {
  const { type, tests } = compiled.rule
  return tests.map(({ name, event, matches }) => {
    const parsed = withTargetIds(toEvent(event))
    return { name, expected: matches, matched: seesEvent(type, parsed) && matchesRule(compiled, parsed) }
  })
}
