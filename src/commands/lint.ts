// `ecr-gate lint`: mistakes in rule files.

import { type Diagnostic, renderDiagnostics } from '../diagnostic.ts'
import { combineRules } from '../gate/packs.ts'
import type { Loading } from '../rules/load.ts'
import type { Override, Rule, Where } from '../rules/rule.ts'
import type { Settings } from '../settings/settings.ts'
import type { World } from '../world.ts'
import { loadFiles, plural } from './rulefiles.ts'

/** Finds mistakes in rule files: 0 good or warnings only, 1 problems found. */
export async function runLint(settings: Settings, world: World): Promise<number> {
  const { loading, valid, missing } = await loadFiles(settings, world, text => world.print(text))
  if (missing) return 2
  const diagnostics = [...loading.diagnostics]
  // Rules that do not load completely cannot be checked any further.
  if (valid) {
    const { used, unused } = await world.packs([])
    for (const diagnostic of await question(loading, [...used, ...unused], world)) {
      diagnostics.push(diagnostic)
      await world.print(renderDiagnostics([diagnostic]))
    }
  }
  const count = (level: string): number => diagnostics.filter(diagnostic => diagnostic.level === level).length
  const warnings = count('warning') === 0 ? '' : `, ${plural(count('warning'), 'warning')}`
  const overrides = loading.overrides.length === 0 ? '' : ` and ${plural(loading.overrides.length, 'override')}`
  world.tell(`${plural(loading.rules.length, 'rule')}${overrides} read, ${plural(count('error'), 'error')}${warnings}\n`)
  return count('error') === 0 ? 0 : 1
}

// Finds problems in rules that load without errors: in combination with the shipped rules, and with the overrides applied.
async function question({ rules, overrides, placeOf }: Loading, shipped: readonly Rule[], world: World): Promise<readonly Diagnostic[]> {
  const { lintRules } = await import('../rules/lint/lint.ts')
  const ruleSet = combineRules({ used: shipped, unused: [] }, { rules, overrides }, undefined)
  if (ruleSet.diagnostics.some(({ level }) => level === 'error')) return ruleSet.diagnostics
  const written = new Map([...shipped, ...rules].map(rule => [rule.id, rule]))
  const isOurs = ({ id }: Rule): boolean => rules.some(rule => rule.id === id) || overrides.some(({ rule }) => rule === id)
  const place = (rule: Rule, where: Where): Diagnostic['at'] => {
    const base = written.get(rule.id) ?? rule
    const added = where.field === 'suppressions' ? (where.index ?? 0) - base.suppressions.length : -1
    return added < 0 ? placeOf(base, where) : placeOfAdded(overrides, rule.id, added)
  }
  const others = ruleSet.rules.filter(rule => !isOurs(rule))
  const problems = lintRules(ruleSet.rules.filter(isOurs), await world.operations(), others)
  return [...ruleSet.diagnostics, ...problems.map(({ rule, where, ...problem }) => ({ ...problem, at: place(rule, where) ?? rule.file }))]
}

// Suppressions that overrides add come after the rule's own, in the order of the overrides.
function placeOfAdded(overrides: readonly Override[], id: string, position: number): Diagnostic['at'] {
  const owners = overrides.filter(({ rule }) => rule === id).flatMap(({ changes, at }) => (changes.addSuppressions ?? []).map(() => at))
  return owners[position]
}
