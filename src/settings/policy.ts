// A policy file as settings: which of them it may hold, and how they go together with those of the step. Each side may say what the
// other leaves out. What both say must be the same, because whichever won, somebody would believe in the other.

import { type Diagnostic, formatPlace, listOf, type Place, usageProblem } from '../diagnostic.ts'
import type { KnownSettings, PolicyFile, PolicySetting } from '../rules/policy.ts'
import { COMMANDS, type Command } from './commands.ts'
import { type Given, STEP } from './given.ts'
import { entryOf, nameSetting, parseEntry, takesOf, type Values } from './kinds.ts'
import type { Settings } from './settings.ts'
import { SETTINGS, type Setting, type SettingName } from './table.ts'

const NAMES = Object.keys(SETTINGS) as readonly SettingName[]
const CHECK = COMMANDS.find(({ name }) => name === 'check') as Command

function takesInPolicy(name: SettingName): 'one' | 'several' | 'lines' | 'severities' {
  const { kind }: Setting = SETTINGS[name]
  const takes = takesOf(kind)
  if (kind === 'counts' || kind === 'durations') return 'severities'
  return takes === 'lines' ? takes : takes === 'words' ? 'several' : 'one'
}

const isInPolicy = (name: SettingName): boolean => name !== 'policy' && (SETTINGS[name] as Setting).of === 'gate'

/** What may stand in a policy file. */
export const POLICY_SETTINGS: KnownSettings = {
  takes: new Map(NAMES.filter(isInPolicy).map(name => [name, takesInPolicy(name)])),
  refused: new Map([
    ['policy', 'a policy names no other policy'],
    ...NAMES.filter(name => (SETTINGS[name] as Setting).of === 'action').map(
      name => [name, 'it says where a workflow reports, so write it in the step'] as const,
    ),
  ]),
}

/** A policy file, and with what it is read if it is on no disk. */
export interface AskedPolicy extends Pick<Settings, 'policyRoles' | 'awsAttempts'> {
  readonly path: string
}

/** The policy file that is named among these values, if there is one to read. What is wrong with them is told when all are read. */
export function findPolicy(values: Given['values'], name: SettingName = 'policy'): AskedPolicy | undefined {
  const path = values.get(name)?.[0]
  if (path === undefined || path === '' || path === '-') return undefined
  const given: Given = { ...STEP, command: CHECK, values, operands: [], env: {} }
  const read = <Name extends 'policy-roles' | 'aws-attempts'>(name: Name) => parseEntry(entryOf(given, name)).value as Values[Name]
  return { path, policyRoles: read('policy-roles'), awsAttempts: read('aws-attempts') }
}

// They decide which rules are in force, so the commands that show rules need them too.
const DECIDES_RULES: readonly string[] = ['fail-on', 'max-findings']

export interface Merged {
  readonly given: Given
  /** The settings that the policy alone names, each with its place. */
  readonly inPolicy: ReadonlyMap<SettingName, Place>
  readonly problems: readonly Diagnostic[]
}

/** Adds the settings and the rule files of the policy to what was given. */
export function mergePolicy(given: Given): Merged {
  const { policy } = given
  if (policy === undefined) return { given, inPolicy: new Map(), problems: [] }
  const takes = (name: string): boolean => given.command.settings.some(known => known === name)
  const taken = policy.settings.filter(({ name }) => takes(name) || DECIDES_RULES.includes(name))
  const named = taken.map(({ name, ...rest }) => ({ ...rest, name: name as SettingName }))
  const alone = named.filter(({ name }) => !given.values.has(name))
  const inPolicy = new Map(alone.map(({ name, at }) => [name, at] as const))
  const values = new Map([...given.values, ...alone.map(({ name, words }) => [name, words] as const)])
  for (const name of ['rules', 'exceptions', 'vex'] as const) {
    const paths = [...new Set([...policy.files[name], ...(given.values.get(name) ?? [])])]
    if (takes(name) && paths.length > 0) values.set(name, paths)
  }
  const show = (name: SettingName): string => {
    const at = inPolicy.get(name)
    return at === undefined ? given.show(name) : `${name} (${formatPlace(at)})`
  }
  const merged = { ...given, values, show }
  return { given: merged, inPolicy, problems: named.flatMap(setting => checkEqual(merged, setting, policy)) }
}

/** Finds wrong values in a policy file that no run has named. */
export function checkValues({ settings }: PolicyFile, env: Given['env']): readonly Diagnostic[] {
  const named = settings.map(({ name, ...rest }) => ({ ...rest, name: name as SettingName }))
  const values = new Map(named.map(({ name, words }) => [name, words]))
  const given: Given = { ...STEP, command: CHECK, values, operands: [], env }
  return named.flatMap(setting => readSetting(given, setting).problems)
}

type NamedSetting = PolicySetting & { readonly name: SettingName }

/** Reads a setting of the policy as if only the policy had it. */
function readSetting(
  given: Given,
  { name, words, at }: NamedSetting,
): { readonly value: unknown; readonly problems: readonly Diagnostic[] } {
  const { value, problems } = parseEntry(entryOf({ ...given, values: new Map([...given.values, [name, words]]) }, name))
  return { value, problems: problems.map(problem => ({ ...nameSetting(problem, name), at })) }
}

function checkEqual(given: Given, setting: NamedSetting, { path }: PolicyFile): readonly Diagnostic[] {
  const { name, words, at } = setting
  const inStep = given.values.get(name) ?? []
  if (inStep === words) return []
  // The step's value is the one that is used, so nobody else reads that of the policy.
  const { value, problems } = readSetting(given, setting)
  if (problems.length > 0 || isSame(name, parseEntry(entryOf(given, name)).value, value)) return problems
  const message = `${given.show(name)} is ${listOf(inStep)} ${given.surface} and ${listOf(words)} in ${formatPlace(at)}`
  return [{ ...usageProblem(message, `remove it ${given.surface}, or change it in ${path}`), at }]
}

// Only tags are given in the order in which they are named.
function isSame(name: SettingName, a: unknown, b: unknown): boolean {
  const isOrdered = SETTINGS[name].kind === 'tags'
  const write = (value: unknown): string =>
    JSON.stringify(Array.isArray(value) && !isOrdered ? value.map(item => JSON.stringify(item)).sort() : value)
  return write(a) === write(b)
}
