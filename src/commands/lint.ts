// `ecr-gate lint`: mistakes in rule files.

import { type Diagnostic, formatPlace, listOf, renderDiagnostics } from '../diagnostic.ts'
import { tellEnd } from '../gate/exceptions/tell.ts'
import { checkLimits } from '../gate/limits.ts'
import { combineRules } from '../gate/packs.ts'
import { plural } from '../plural.ts'
import type { CompiledRule } from '../rules/compile.ts'
import type { Loading } from '../rules/load.ts'
import type { Rule } from '../rules/rule.ts'
import type { World } from '../run/world.ts'
import type { SettingsOf } from '../settings/commands.ts'
import type { ReadFiles } from '../sources/rules.ts'
import { leaveOut } from './elsewhere.ts'
import { loadFiles, readOperands } from './rulefiles.ts'

export async function runLint(settings: SettingsOf<'lint'>, world: World): Promise<number> {
  return lintFiles(await readOperands(settings, world), world)
}

/** Finds mistakes in rule files: 0 good or warnings only, 1 problems found. */
export async function lintFiles(read: ReadFiles, world: World): Promise<number> {
  const { loading, limits, valid, missing } = await loadFiles(read, world, text => world.print(text))
  if (missing) return 2
  const diagnostics = [...loading.diagnostics]
  // Rules that do not load completely cannot be checked any further.
  if (valid) {
    const { used, unused } = await world.packs([])
    const shipped = [...used, ...unused]
    const added = { rules: [], overrides: [], exceptions: [], placeOf: () => undefined }
    const given = leaveOut(loading, limits, shipped)
    const unknown = given.limits.flatMap(each => checkLimits(each, added, [...shipped, ...loading.rules], world.now()))
    const ended = loading.exceptions.flatMap(exception => tellEnd(exception, world.now().getTime()))
    const found = await question({ ...loading, ...given }, shipped, world)
    for (const diagnostic of [...given.diagnostics, ...unknown, ...found, ...ended]) {
      diagnostics.push(diagnostic)
      await world.print(renderDiagnostics([diagnostic]))
    }
  }
  const count = (level: string): number => diagnostics.filter(diagnostic => diagnostic.level === level).length
  const warnings = count('warning') === 0 ? '' : `, ${plural(count('warning'), 'warning')}`
  const counts = [
    plural(loading.rules.length, 'rule'),
    ...(loading.overrides.length === 0 ? [] : [plural(loading.overrides.length, 'override')]),
    ...(loading.exceptions.length === 0 ? [] : [plural(loading.exceptions.length, 'exception')]),
  ]
  world.tell(`${listOf(counts)} read, ${plural(count('error'), 'error')}${warnings}\n`)
  return count('error') === 0 ? 0 : 1
}

// Finds problems in rules that load without errors: in combination with the shipped rules, and with the overrides applied.
async function question(loading: Loading, shipped: readonly Rule[], world: World): Promise<readonly Diagnostic[]> {
  const { lintRules } = await import('../rules/lint/lint.ts')
  const { rules, overrides } = loading
  const { placeOf, ...ruleSet } = combineRules({ used: shipped, unused: [] }, loading)
  const named = new Set([...rules.map(({ id }) => id), ...overrides.map(({ rule }) => rule)])
  const isOurs = ({ rule }: CompiledRule): boolean => named.has(rule.id)
  const others = ruleSet.compiled.filter(each => !isOurs(each))
  const problems = lintRules(ruleSet.compiled.filter(isOurs), await world.operations(), others)
  const found = problems.map(({ rule, where, ...problem }): Diagnostic => ({ ...problem, at: placeOf(rule, where) }))
  const told = new Set(ruleSet.diagnostics.map(identify))
  return [...ruleSet.diagnostics, ...found.filter(diagnostic => !told.has(identify(diagnostic)))]
}

// Some problems are found when rules are combined as well as by the lint.
function identify({ kind, at }: Diagnostic): string {
  return JSON.stringify([kind, at === undefined ? '' : formatPlace(at)])
}
