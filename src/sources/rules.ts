// Reads rule files and puts together the rules of a run: the shipped packs, and the user's files on top of them.

import type { Readable } from 'node:stream'
import type { Diagnostic, Tell } from '../diagnostic.ts'
import { attempt } from '../fault.ts'
import { combineRules, type PackRules, type RuleSet, type UserRules } from '../gate/packs.ts'
import type { FailOn } from '../gate/policy.ts'
import type { RuleFile } from '../rules/document.ts'
import { collectPassedOver, findRuleFiles, readRuleText } from './files.ts'

/** Reads every rule file that the paths mean. A file that cannot be read, or is not a rule file, gives a diagnostic. */
export async function readRuleFiles(
  paths: readonly string[],
  input: Readable,
): Promise<{ readonly files: readonly RuleFile[]; readonly diagnostics: readonly Diagnostic[] }> {
  const files: RuleFile[] = []
  const diagnostics: Diagnostic[] = []
  const tell: Tell = diagnostic => diagnostics.push(diagnostic)
  for (const path of paths) {
    const passed = collectPassedOver(path)
    for (const file of (await attempt(tell, () => findRuleFiles(path, passed.passOver))) ?? []) {
      const text = await attempt(tell, () => readRuleText(file, input, path))
      if (text !== undefined) files.push({ path: file, text })
    }
    diagnostics.push(...passed.notes())
  }
  return { files, diagnostics }
}

/** Adds the user's rules to the shipped ones. If one of the diagnostics is an error, the result must not be used. */
export async function readRuleSet(
  { rules: paths, failOn }: { readonly rules: readonly string[]; readonly failOn: FailOn | undefined },
  shipped: PackRules,
  input: Readable,
): Promise<RuleSet> {
  const { diagnostics, ...own } = await readRules(paths, input)
  const { placeOf: _, ...ruleSet } = combineRules(shipped, own, failOn)
  return { ...ruleSet, diagnostics: [...diagnostics, ...ruleSet.diagnostics] }
}

async function readRules(paths: readonly string[], input: Readable): Promise<UserRules & { readonly diagnostics: readonly Diagnostic[] }> {
  // The YAML parser is larger than all our own code, and most runs use the shipped packs only.
  if (paths.length === 0) return { compiled: [], overrides: [], diagnostics: [], placeOf: () => undefined }
  const { loadRules } = await import('../rules/load.ts')
  const { files, diagnostics } = await readRuleFiles(paths, input)
  const loading = loadRules(files)
  return { ...loading, diagnostics: [...diagnostics, ...loading.diagnostics] }
}
