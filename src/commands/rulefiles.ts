// The rule files that `lint`, `test` and `fmt` are given.

import { byPlace, type Diagnostic, renderDiagnostics } from '../diagnostic.ts'
import type { RuleFile } from '../rules/document.ts'
import { asNamed, toolOf } from '../rules/foreign/tool.ts'
import type { Limits } from '../rules/limits.ts'
import { type Loading, loadRules } from '../rules/load.ts'
import { isPolicy, readPolicyParts } from '../rules/policy.ts'
import { openInputs } from '../run/inputs.ts'
import type { World } from '../run/world.ts'
import { checkValues, POLICY_SETTINGS } from '../settings/policy.ts'
import type { Settings } from '../settings/settings.ts'
import { type ReadFiles, readRuleFiles } from '../sources/rules.ts'

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

/** Reads the files that a command is given. */
export function readOperands(settings: Pick<Settings, 'operands' | 'policyRoles' | 'awsAttempts'>, world: World): Promise<ReadFiles> {
  return readRuleFiles(settings.operands, openInputs(settings, world))
}

/** Loads the files. Unreadable paths are reported on standard error, and mistakes in the files to `tell`. */
export async function loadFiles(
  { files, diagnostics }: ReadFiles,
  world: World,
  tell: (text: string) => Promise<void> | void = world.tell,
): Promise<Loaded> {
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
  if (toolOf(file) !== undefined) return { rules: asNamed(file), diagnostics: [] }
  if (!isPolicy(file, POLICY_SETTINGS)) return { rules: file, diagnostics: [] }
  const { policy, diagnostics } = readPolicyParts(file, POLICY_SETTINGS)
  if (policy === undefined) return { diagnostics }
  return { rules: policy.written, limits: policy.limits, diagnostics: [...diagnostics, ...checkValues(policy, env)].sort(byPlace) }
}
