// Reads rule files and puts together the rules of a run: the shipped packs, and the user's files on top of them.

import type { Readable } from 'node:stream'
import type { Diagnostic, Tell } from '../diagnostic.ts'
import { attempt } from '../fault.ts'
import { type Combination, combineRules, type PackRules, type UserRules } from '../gate/packs.ts'
import type { SeveritySettings } from '../gate/severities.ts'
import type { RuleFile } from '../rules/document.ts'
import type { Loading } from '../rules/load.ts'
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

/** The settings that say which rules and exceptions are in force. */
export interface RuleSettings extends SeveritySettings {
  readonly rules: readonly string[]
  readonly exceptions: readonly string[]
}

/** Adds the user's rules to the shipped ones. If one of the diagnostics is an error, the result must not be used. */
export async function readRuleSet(settings: RuleSettings, shipped: PackRules, input: Readable): Promise<Combination> {
  const { diagnostics, ...own } = await readOwn(settings, input)
  const ruleSet = combineRules(shipped, own, settings)
  return { ...ruleSet, diagnostics: [...diagnostics, ...ruleSet.diagnostics] }
}

type Own = UserRules & { readonly diagnostics: readonly Diagnostic[] }

async function readOwn({ rules, exceptions }: RuleSettings, input: Readable): Promise<Own> {
  // The YAML parser is larger than all our own code, and most runs use the shipped packs only.
  if (rules.length + exceptions.length === 0)
    return { compiled: [], overrides: [], exceptions: [], diagnostics: [], placeOf: () => undefined }
  const { loadRules } = await import('../rules/load.ts')
  const [own, apart] = [await readRuleFiles(rules, input), await readRuleFiles(exceptions, input)]
  const loading = loadRules(own.files)
  const accepted = loadRules(apart.files)
  return {
    ...loading,
    exceptions: [...loading.exceptions, ...accepted.exceptions],
    placeOf: (owner, where) => loading.placeOf(owner, where) ?? accepted.placeOf(owner, where),
    diagnostics: [...own.diagnostics, ...apart.diagnostics, ...loading.diagnostics, ...accepted.diagnostics, ...tellOthers(accepted)],
  }
}

// Who may add an exception need not be who may change the rules.
function tellOthers({ rules, overrides }: Pick<Loading, 'rules' | 'overrides'>): readonly Diagnostic[] {
  const message = 'a file of exceptions holds exceptions only, and this one has rules or overrides too'
  const files = new Set([...rules.map(({ file }) => file), ...overrides.map(({ at }) => at.file)])
  return [...files].map(at => ({ level: 'error', kind: 'not-an-exception', message, help: 'name this file under rules', at }))
}
