// The rule files that `lint`, `test` and `fmt` are given.

import { byPlace, type Diagnostic, renderDiagnostics } from '../diagnostic.ts'
import type { RuleFile } from '../rules/document.ts'
import { type Loading, loadRules } from '../rules/load.ts'
import { isPolicy, type Limits, readPolicyParts } from '../rules/policy.ts'
import type { World } from '../run/world.ts'
import { checkValues, POLICY_SETTINGS } from '../settings/policy.ts'
import type { Settings } from '../settings/settings.ts'
import { readRuleFiles } from '../sources/rules.ts'

interface Loaded {
  readonly files: readonly RuleFile[]
  readonly loading: Loading
  /** The limits of the policy files among them. */
  readonly limits: readonly Limits[]
  /** Whether the rules have no errors. */
  readonly valid: boolean
  /** Whether a path could not be read at all, which is a usage error. */
  readonly missing: boolean
}

/** Reads and loads the files. Unreadable paths are reported on standard error, and mistakes in the files to `tell`. */
export async function loadFiles(
  { operands }: Pick<Settings, 'operands'>,
  world: World,
  tell: (text: string) => Promise<void> | void = world.tell,
): Promise<Loaded> {
  const { files, diagnostics } = await readRuleFiles(operands, world.input)
  const parts = files.map(file => takeRules(file, world.env))
  const loaded = loadRules(parts.flatMap(({ rules }) => rules ?? []))
  const loading = { ...loaded, diagnostics: [...parts.flatMap(part => part.diagnostics), ...loaded.diagnostics] }
  world.tell(renderDiagnostics(diagnostics))
  await tell(renderDiagnostics(loading.diagnostics))
  const isWrong = ({ level }: Diagnostic): boolean => level === 'error'
  return {
    files,
    loading,
    limits: parts.flatMap(({ limits }) => limits ?? []),
    valid: !loading.diagnostics.some(isWrong),
    missing: diagnostics.some(isWrong),
  }
}

interface Part {
  readonly rules?: RuleFile | undefined
  readonly limits?: Limits
  readonly diagnostics: readonly Diagnostic[]
}

// A policy file is one with rules among other things. The files that it names are not read: who wants them checked names them too.
function takeRules(file: RuleFile, env: World['env']): Part {
  if (!isPolicy(file, POLICY_SETTINGS)) return { rules: file, diagnostics: [] }
  const { policy, diagnostics } = readPolicyParts(file, POLICY_SETTINGS)
  if (policy === undefined) return { diagnostics }
  return { rules: policy.written, limits: policy.limits, diagnostics: [...diagnostics, ...checkValues(policy, env)].sort(byPlace) }
}
