// The rules that a command works on: those of the packs and of --rules, combined as `check` does.

import { type Diagnostic, didYouMean, quote, renderDiagnostics, usageProblem } from '../diagnostic.ts'
import type { Combination, RuleSet } from '../gate/packs.ts'
import type { CompiledRule } from '../rules/compile.ts'
import { openInputs } from '../run/inputs.ts'
import type { World } from '../run/world.ts'
import type { Settings } from '../settings/settings.ts'
import { readRuleSet } from '../sources/rules.ts'

type RuleSettings = Pick<Settings, 'rules' | 'packs' | 'failOn' | 'maxFindings' | 'policy' | 'policyRoles' | 'awsAttempts'> &
  Partial<Pick<Settings, 'exceptions'>>

/** Reads the rules and reports their problems; undefined if one is an error. */
export async function loadRuleSet(
  settings: RuleSettings,
  world: World,
  inspect: (ruleSet: Combination) => readonly Diagnostic[] = () => [],
): Promise<RuleSet | undefined> {
  const { exceptions = [], packs } = settings
  const ruleSet = await readRuleSet({ ...settings, exceptions }, await world.packs(packs), openInputs(settings, world), world.now())
  const diagnostics = [...ruleSet.diagnostics, ...inspect(ruleSet)]
  world.tell(renderDiagnostics(diagnostics))
  return diagnostics.some(({ level }) => level === 'error') ? undefined : ruleSet
}

/** Finds a rule by its id. If there is none, reports that and suggests a similar id. */
export function findRule({ compiled }: RuleSet, id: string, world: World): CompiledRule | undefined {
  const found = compiled.find(({ rule }) => rule.id === id)
  if (found === undefined) {
    const ids = compiled.map(({ rule }) => rule.id)
    const help = ids.length === 0 ? 'no rule is in force; name a pack with --packs, or rules with --rules' : didYouMean(id, ids)
    world.tell(renderDiagnostics([usageProblem(`there is no rule ${quote(id)}`, help)]))
  }
  return found
}
