// Parses the Action's inputs, which the runner passes in the environment as `INPUT_FAIL-ON` and so on.

import { type Diagnostic, didYouMean, type Problem, quote, usageProblem } from '../diagnostic.ts'
import type { PolicyReading } from '../rules/policy.ts'
import { FILE_FORMATS } from './choices.ts'
import { COMMANDS, type Command, INPUTS } from './commands.ts'
import { STEP } from './given.ts'
import { type Takes, takesOf } from './kinds.ts'
import { type AskedPolicy, findPolicy } from './policy.ts'
import { readSettings } from './read.ts'
import type { Settings } from './settings.ts'
import { SETTINGS, type SettingName } from './table.ts'

export type Inputs =
  | { readonly kind: 'run'; readonly settings: Settings }
  /** The settings only say where to report the problems. Nothing must be judged by them. */
  | { readonly kind: 'wrong'; readonly problems: readonly Diagnostic[]; readonly settings: Settings }

type Env = Readonly<Record<string, string | undefined>>

/** The policy file that the inputs name, which is read before they are parsed; undefined if there is none. */
export function findPolicyInput(env: Env): AskedPolicy | undefined {
  return findPolicy(sortInputs(env).values)
}

/**
 * Parses the inputs; `reading` is what the policy file says that they name. An input that is not declared is an error here, because the
 * runner only warns of it.
 */
export function parseInputs(env: Env, { policy, diagnostics }: PolicyReading = { diagnostics: [] }): Inputs {
  const command = COMMANDS.find(({ name }) => name === 'check') as Command
  const { values, problems: wrongInputs } = sortInputs(env)
  const read = (names: readonly SettingName[]) => {
    const isAmong = (name: string): boolean => names.some(each => each === name)
    const some = new Map([...values].filter(([name]) => isAmong(name)))
    const ofPolicy = policy && { ...policy, settings: policy.settings.filter(({ name }) => isAmong(name)) }
    return readSettings({ ...STEP, command, values: some, operands: [], env, policy: ofPolicy })
  }
  const { settings, problems: wrongValues } = read(INPUTS)
  const problems = [...wrongInputs, ...diagnostics, ...wrongValues]
  if (problems.length === 0) return { kind: 'run', settings }
  const telling = read(TELLING)
  return { kind: 'wrong', problems, settings: telling.problems.length > 0 ? read(CHECK_RUN).settings : telling.settings }
}

interface Sorted {
  readonly values: ReadonlyMap<SettingName, readonly string[]>
  readonly problems: readonly Problem[]
}

function sortInputs(env: Env): Sorted {
  const values = new Map<SettingName, readonly string[]>()
  const problems: Problem[] = []
  for (const [variable, value = ''] of Object.entries(env)) {
    if (!variable.startsWith('INPUT_') || value.trim() === '') continue
    const given = variable.slice('INPUT_'.length).toLowerCase()
    const name = INPUTS.find(input => input === given)
    if (name === undefined) {
      problems.push(usageProblem(`there is no input ${quote(given)}`, didYouMean(given, INPUTS)))
      continue
    }
    if (values.has(name)) problems.push(usageProblem(`${name} is given twice`, 'the environment has it under two spellings'))
    values.set(name, splitInput(takesOf(SETTINGS[name].kind), value))
  }
  return { values, problems }
}

// The parser of a list says of its empty lines; only the last line break is what YAML adds to a block.
function splitInput(takes: Takes, value: string): readonly string[] {
  if (takes === 'words') return [value.replace(/\n$/, '')]
  const text = value.trim()
  return takes === 'lines' ? text.split(/\s*\n\s*/) : [text]
}

const CHECK_RUN: readonly SettingName[] = ['check-run', 'github-token']

// What a run is about, and where its verdict is reported. If these inputs are valid, problems with the others are reported there too,
// so that no verdict of an earlier run is mistaken for one of this run.
const TELLING: readonly SettingName[] = [
  ...CHECK_RUN,
  ...(['image', 'registry-id', 'platforms', 'findings', 'events', 'audit-source', 'comment', 'summary', 'predicate-file'] as const),
  // No report may be written over what was to be read.
  ...(['policy', 'policy-roles', 'rules', 'exceptions', 'vex'] as const),
  ...(Object.keys(FILE_FORMATS) as (keyof typeof FILE_FORMATS)[]),
]
