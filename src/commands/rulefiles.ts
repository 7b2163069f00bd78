// The rule files that `lint`, `test` and `fmt` are given.

import { type Diagnostic, renderDiagnostics } from '../diagnostic.ts'
import type { RuleFile } from '../rules/document.ts'
import { type Loading, loadRules } from '../rules/load.ts'
import type { World } from '../run/world.ts'
import type { Settings } from '../settings/settings.ts'
import { readRuleFiles } from '../sources/rules.ts'

interface Loaded {
  readonly files: readonly RuleFile[]
  readonly loading: Loading
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
  const loading = loadRules(files)
  world.tell(renderDiagnostics(diagnostics))
  await tell(renderDiagnostics(loading.diagnostics))
  const isWrong = ({ level }: Diagnostic): boolean => level === 'error'
  return { files, loading, valid: !loading.diagnostics.some(isWrong), missing: diagnostics.some(isWrong) }
}
