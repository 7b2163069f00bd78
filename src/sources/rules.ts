// Reads rule files and puts together the rules of a run: the shipped packs, and the user's files on top of them.

import { Readable } from 'node:stream'
import type { Diagnostic, Tell } from '../diagnostic.ts'
import { attempt } from '../fault.ts'
import { checkEndlessSettings, type EndlessSettings } from '../gate/endless.ts'
import { type Added, checkInForce, checkLimits, withLimits } from '../gate/limits.ts'
import { type Combination, combineRules, type PackRules, type RuleSet, type StoredRules, type UserRules } from '../gate/packs.ts'
import { type SeveritySettings, severitySetting } from '../gate/severities.ts'
import type { RuleFile } from '../rules/document.ts'
import { EXCEPTION_FILE } from '../rules/kind.ts'
import type { Loading } from '../rules/load.ts'
import type { PolicyFile } from '../rules/policy.ts'
import { isReference, type Stored } from '../rules/reference.ts'
import { collectPassedOver, findRuleFiles, readRuleText, STANDARD_INPUT } from './files.ts'
import { readVexFiles } from './vex.ts'

/** What is read besides files on disk. */
export interface RuleInputs {
  /** Standard input. */
  readonly input: Readable
  /** Reads what a reference means, each parameter or object as a file. Throws a fault. */
  readonly readReference: (reference: string) => Promise<ReadFiles>
}

/** The files that paths mean, and what is wrong with those that could not be read. */
export interface ReadFiles {
  readonly files: readonly RuleFile[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads every rule file that the paths mean. A file that cannot be read, or is not a rule file, gives a diagnostic. */
export async function readRuleFiles(paths: readonly string[], { input, readReference }: RuleInputs): Promise<ReadFiles> {
  const files: RuleFile[] = []
  const diagnostics: Diagnostic[] = []
  const tell: Tell = diagnostic => diagnostics.push(diagnostic)
  for (const path of paths) {
    if (isReference(path)) {
      const read = await attempt(tell, () => readReference(path))
      files.push(...(read?.files ?? []))
      diagnostics.push(...(read?.diagnostics ?? []))
      continue
    }
    const passed = collectPassedOver(path)
    for (const file of (await attempt(tell, () => findRuleFiles(path, passed.passOver))) ?? []) {
      const text = await attempt(tell, () => readRuleText(file, input, path))
      if (text !== undefined) files.push({ path: file, text })
    }
    diagnostics.push(...passed.notes())
  }
  return { files, diagnostics }
}

/** The same once more, with standard input as it was read the first time: it comes only once. */
export function replayInput(inputs: RuleInputs, reads: readonly ReadFiles[]): RuleInputs {
  const texts = reads.flatMap(({ files }) => files).flatMap(({ path, text }) => (path === STANDARD_INPUT ? Buffer.from(text) : []))
  return { ...inputs, input: Readable.from(texts) }
}

/** The settings that say which rules and exceptions are in force. */
export interface RuleSettings extends SeveritySettings, Omit<EndlessSettings, 'policy'> {
  readonly rules: readonly string[]
  readonly exceptions: readonly string[]
  /** Undefined for a command that decides about no finding. */
  readonly vex?: readonly string[]
  readonly policy?: { readonly file: PolicyFile | undefined } | undefined
}

/** Adds the user's rules to the shipped ones. If one of the diagnostics is an error, the result must not be used. */
export async function readRuleSet(settings: RuleSettings, shipped: PackRules, inputs: RuleInputs, now: Date): Promise<Combination> {
  const { diagnostics, ownFiles, stored, ...own } = await readOwn(settings, inputs)
  const vex = await readVexFiles(settings.vex ?? [], settings.policy?.file, inputs)
  const limits = settings.policy?.file?.limits
  const isAdded = (file: string): boolean => !ownFiles.has(file)
  const bound = limits === undefined ? own : { ...own, exceptions: withLimits(limits, own.exceptions, isAdded) }
  const ruleSet = combineRules(shipped, bound, settings)
  const beyond = checkAdded(settings, own, isAdded, { shipped, ruleSet, now })
  return {
    ...ruleSet,
    vex: vex.files,
    diagnostics: [...diagnostics, ...vex.diagnostics, ...beyond, ...ruleSet.diagnostics],
    stored: { ...stored, ofExceptions: [...stored.ofExceptions, ...vex.stored] },
  }
}

// What the policy does not let its step do.
function checkAdded(
  settings: RuleSettings,
  { compiled, overrides, exceptions, placeOf }: UserRules,
  isAdded: (file: string) => boolean,
  { shipped, ruleSet, now }: { readonly shipped: PackRules; readonly ruleSet: RuleSet; readonly now: Date },
): readonly Diagnostic[] {
  const policy = settings.policy?.file
  if (policy === undefined) return []
  const ours = compiled.map(({ rule }) => rule)
  const added: Added = {
    rules: ours.filter(({ file }) => isAdded(file)),
    overrides: overrides.filter(({ at }) => isAdded(at.file)),
    exceptions: exceptions.filter(({ at }) => isAdded(at.file)),
    placeOf: rule => placeOf(rule, { field: 'filter', offset: 0 }) ?? rule.file,
  }
  const known = [...shipped.used, ...shipped.unused, ...ours.filter(({ file }) => !isAdded(file))]
  // A policy may replace the rules itself.
  const setting = severitySetting(settings)
  const replaced = policy.settings.some(({ name }) => name === setting) ? [] : ruleSet.replaced.filter(({ by }) => by === setting)
  return [
    ...checkLimits(policy.limits, added, known, now),
    ...checkEndlessSettings(settings),
    ...checkInForce(policy.limits, { unused: shipped.unused, replaced: replaced.map(({ id }) => id), by: setting ?? '' }),
  ]
}

interface Own extends UserRules {
  readonly diagnostics: readonly Diagnostic[]
  /** The files that belong to the policy. */
  readonly ownFiles: ReadonlySet<string>
  readonly stored: StoredRules
}

async function readOwn({ rules, exceptions, policy }: RuleSettings, inputs: RuleInputs): Promise<Own> {
  const { files = { rules: [], exceptions: [], vex: [] }, written, stored } = policy?.file ?? {}
  const central = stored === undefined ? [] : [stored]
  // The YAML parser is larger than all our own code, and most runs use the shipped packs only.
  if (rules.length + exceptions.length === 0 && written === undefined) {
    const none = { compiled: [], overrides: [], exceptions: [], diagnostics: [], placeOf: () => undefined, ownFiles: new Set<string>() }
    return { ...none, stored: { ofPolicy: central, ofExceptions: [] } }
  }
  const { loadRules } = await import('../rules/load.ts')
  const own = await readApart(rules, files.rules, inputs)
  const apart = await readApart(exceptions, files.exceptions, inputs)
  const loading = loadRules([...(written === undefined ? [] : [written]), ...own.files])
  const accepted = loadRules(apart.files.map(file => ({ ...file, kind: EXCEPTION_FILE })))
  return {
    ...loading,
    exceptions: [...loading.exceptions, ...accepted.exceptions],
    placeOf: (owner, where) => loading.placeOf(owner, where) ?? accepted.placeOf(owner, where),
    diagnostics: [...own.diagnostics, ...apart.diagnostics, ...loading.diagnostics, ...accepted.diagnostics, ...tellOthers(accepted)],
    ownFiles: new Set([...(written === undefined ? [] : [written.path]), ...own.ofPolicy, ...apart.ofPolicy]),
    stored: { ofPolicy: [...central, ...storedOf(own)], ofExceptions: storedOf(apart) },
  }
}

// Reads the files of a policy and those of others, and says which are the policy's.
async function readApart(paths: readonly string[], ofPolicy: readonly string[], inputs: RuleInputs) {
  const [own, added] = [true, false].map(is => paths.filter(path => ofPolicy.includes(path) === is))
  const [first, second] = [await readRuleFiles(own ?? [], inputs), await readRuleFiles(added ?? [], inputs)]
  return {
    files: [...first.files, ...second.files],
    diagnostics: [...first.diagnostics, ...second.diagnostics],
    ofPolicy: first.files.map(({ path }) => path),
  }
}

function storedOf({ files }: Pick<ReadFiles, 'files'>): readonly Stored[] {
  return files.flatMap(({ stored }) => stored ?? [])
}

// Who may add an exception need not be who may change the rules.
function tellOthers({ rules, overrides }: Pick<Loading, 'rules' | 'overrides'>): readonly Diagnostic[] {
  const message = 'a file of exceptions holds exceptions only, and this one has rules or overrides too'
  const files = new Set([...rules.map(({ file }) => file), ...overrides.map(({ at }) => at.file)])
  return [...files].map(at => ({ level: 'error', kind: 'not-an-exception', message, help: 'name this file under rules', at }))
}
