// Helpers for tests that combine the rules of packs with those of a user.

import { combineRules, type RuleSet } from '../../src/gate/packs.ts'
import type { FailOn } from '../../src/gate/policy.ts'
import { compileRule } from '../../src/rules/compile.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { Rule } from '../../src/rules/rule.ts'

/** Combines rules; `overrides` is the text of a file with overrides. */
export function combine(used: readonly Rule[], rules: readonly Rule[], failOn?: FailOn, overrides = 'overrides: []'): RuleSet {
  const loading = loadRules([{ path: 'tuning.yml', text: overrides }])
  if (loading.diagnostics.length > 0) throw new Error(JSON.stringify(loading.diagnostics))
  return combineRules(
    { used, unused: [makeRule({ id: 'of-another-pack', name: 'of another pack' })] },
    { ...loading, compiled: rules.map(compileRule) },
    { failOn },
  )
}

/** Makes a rule with these fields, loaded as if from a file of the user's. */
export function makeRule(fields: Readonly<Record<string, unknown>>): Rule {
  const text = JSON.stringify({ name: 'x', type: 'CloudTrail', severityOfAlerts: 1, filter: 'eventName = "PutImage"', ...fields })
  const [rule] = loadRules([{ path: 'own.json', text }]).rules
  if (rule === undefined) throw new Error('the rule is wrong')
  return rule
}
