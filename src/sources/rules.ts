// Reads rule files and puts together the rules of a run: the shipped packs, and the user's files on top of them.

import type { Readable } from 'node:stream'
import type { Diagnostic, Tell } from '../diagnostic.ts'
import { attempt } from '../fault.ts'
import { type Added, checkInForce, checkLimits } from '../gate/limits.ts'
import { combineRules, FAIL_ON_FILE, type PackRules, type RuleSet, type UserRules } from '../gate/packs.ts'
import type { FailOn } from '../gate/policy.ts'
import type { RuleFile } from '../rules/document.ts'
import type { Exception } from '../rules/exception.ts'
import type { PolicyFile } from '../rules/policy.ts'
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

/** Which rules a run or a command asks for. */
export interface AskedRules {
  readonly rules: readonly string[]
  readonly failOn: FailOn | undefined
  readonly policy?: { readonly file: PolicyFile | undefined } | undefined
}

/** Adds the user's rules to the shipped ones. If one of the diagnostics is an error, the result must not be used. */
export async function readRuleSet(asked: AskedRules, shipped: PackRules, input: Readable, now: Date): Promise<RuleSet> {
  const policy = asked.policy?.file
  const { diagnostics, ownFiles, ...user } = await readRules(asked.rules, policy, input)
  const { placeOf: _, ...ruleSet } = combineRules(shipped, user, asked.failOn)
  const beyond = policy === undefined ? [] : checkAdded(policy, user, ownFiles, { shipped, ruleSet, now })
  return { ...ruleSet, diagnostics: [...diagnostics, ...beyond, ...ruleSet.diagnostics] }
}

interface Read extends UserRules {
  readonly exceptions: readonly Exception[]
}

// What the policy does not let its step do.
function checkAdded(
  { limits, settings }: PolicyFile,
  { compiled, overrides, exceptions, placeOf }: Read,
  ownFiles: ReadonlySet<string>,
  { shipped, ruleSet, now }: { readonly shipped: PackRules; readonly ruleSet: RuleSet; readonly now: Date },
): readonly Diagnostic[] {
  const isAdded = (file: string): boolean => !ownFiles.has(file)
  const ours = compiled.map(({ rule }) => rule)
  const added: Added = {
    rules: ours.filter(({ file }) => isAdded(file)),
    overrides: overrides.filter(({ at }) => isAdded(at.file)),
    exceptions: exceptions.filter(({ at }) => isAdded(at.file)),
    placeOf: rule => placeOf(rule, { field: 'filter', offset: 0 }) ?? rule.file,
  }
  const known = [...shipped.used, ...shipped.unused, ...ours.filter(({ file }) => !isAdded(file))]
  const decides = settings.some(({ name }) => name === 'fail-on')
  const replaced = decides ? [] : ruleSet.replaced.filter(({ by }) => by === FAIL_ON_FILE).map(({ id }) => id)
  return [...checkLimits(limits, added, known, now), ...checkInForce(limits, { unused: shipped.unused, replaced })]
}

interface ReadFiles extends Read {
  readonly diagnostics: readonly Diagnostic[]
  /** The files that belong to the policy. */
  readonly ownFiles: ReadonlySet<string>
}

async function readRules(paths: readonly string[], policy: PolicyFile | undefined, input: Readable): Promise<ReadFiles> {
  const ofPolicy = policy === undefined ? [] : [...policy.files.rules, ...policy.files.exceptions]
  const written = policy?.written === undefined ? [] : [policy.written]
  // The YAML parser is larger than all our own code, and most runs use the shipped packs only.
  if (paths.length + ofPolicy.length + written.length === 0)
    return { compiled: [], overrides: [], exceptions: [], diagnostics: [], placeOf: () => undefined, ownFiles: new Set() }
  const { loadRules } = await import('../rules/load.ts')
  const own = await readRuleFiles(ofPolicy, input)
  const added = await readRuleFiles(
    paths.filter(path => !ofPolicy.includes(path)),
    input,
  )
  const loading = loadRules([...written, ...own.files, ...added.files])
  return {
    ...loading,
    diagnostics: [...own.diagnostics, ...added.diagnostics, ...loading.diagnostics],
    ownFiles: new Set([...written, ...own.files].map(({ path }) => path)),
  }
}
