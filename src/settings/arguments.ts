// Parses the command line into a command and its settings. Every mistake is reported.

import { type Diagnostic, didYouMean, type Problem, quote, usageProblem } from '../diagnostic.ts'
import type { PolicyReading } from '../rules/policy.ts'
import { COMMANDS, type Command } from './commands.ts'
import { COMMAND_LINE } from './given.ts'
import { type Takes, takesOf } from './kinds.ts'
import { type AskedPolicy, findPolicy } from './policy.ts'
import { readSettings } from './read.ts'
import type { Settings } from './settings.ts'
import { flagOf, SETTINGS, type SettingName } from './table.ts'

export type Invocation =
  | { readonly kind: 'run'; readonly command: Command; readonly settings: Settings }
  | { readonly kind: 'help'; readonly command?: Command }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly problems: readonly Diagnostic[]; readonly command?: Command }

/** The policy file that the arguments name, which is read before they are parsed; undefined if there is none. */
export function findPolicyFlag(words: readonly string[]): AskedPolicy | undefined {
  return findPolicy(valuesIn(words))
}

/** The policy file that it is compared with. Without a policy file, rules are compared. */
export function findOldPolicyFlag(words: readonly string[]): AskedPolicy | undefined {
  const values = valuesIn(words)
  return values.has('policy') ? findPolicy(values, 'against') : undefined
}

function valuesIn([name, ...rest]: readonly string[]): Words['values'] {
  const command = COMMANDS.find(known => known.name === name)
  return command === undefined ? new Map() : sortWords(command, rest).values
}

/**
 * Parses the arguments of `ecr-gate`. `env` gives the Region of images that are named without one, `reading` is what the policy file says
 * that they name, `old` the one that it is compared with.
 */
export function parseArguments(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  reading: PolicyReading = { diagnostics: [] },
  old: PolicyReading = { diagnostics: [] },
): Invocation {
  const [name, ...rest] = words
  if (name === undefined)
    return {
      kind: 'wrong',
      problems: [usageProblem('expected a command', `commands are ${COMMANDS.map(command => command.name).join(', ')}`)],
    }
  if (name === '--version') return { kind: 'version' }
  if (isHelp(name) || name === 'help') {
    const [word] = rest
    const topic = COMMANDS.find(command => command.name === word)
    if (topic !== undefined) return { kind: 'help', command: topic }
    return word === undefined ? { kind: 'help' } : { kind: 'wrong', problems: [unknownCommand(word)] }
  }
  const command = COMMANDS.find(known => known.name === name)
  if (command === undefined) return { kind: 'wrong', problems: [unknownCommand(name)] }
  const given = sortWords(command, rest)
  if (rest.length === 1 && isHelp(rest[0])) return { kind: 'help', command }
  const { values, operands } = given
  const read = readSettings({ ...COMMAND_LINE, command, values, operands, env, policy: reading.policy, against: old.policy })
  // The word after an unknown flag may be its value, such as a token, and is not quoted.
  const misplaced = given.problems.length > 0 ? [] : checkOperands(command, operands)
  const problems = [...given.problems, ...misplaced, ...reading.diagnostics, ...old.diagnostics, ...read.problems]
  return problems.length > 0 ? { kind: 'wrong', problems, command } : { kind: 'run', command, settings: read.settings }
}

function isHelp(word: string | undefined): boolean {
  return word === '--help' || word === '-h'
}

function unknownCommand(name: string): Problem {
  const names = COMMANDS.map(command => command.name)
  return usageProblem(`there is no command ${quote(name)}`, didYouMean(name, names))
}

interface Words {
  readonly values: ReadonlyMap<SettingName, readonly string[]>
  readonly operands: readonly string[]
  readonly problems: readonly Problem[]
}

/** A flag as it was written, and the words between it and the next one. */
interface Group {
  readonly flag?: string
  readonly words: string[]
}

// Node's parseArgs is not used: it takes a flag for the value of the flag before it, and `-abc` for three flags, so a problem would name
// what nobody wrote.
function groupWords(words: readonly string[]): readonly Group[] {
  const groups: Group[] = [{ words: [] }]
  for (const word of words) {
    if (/^-./.test(word)) groups.push({ flag: word, words: [] })
    else groups.at(-1)?.words.push(word)
  }
  return groups
}

function sortWords(command: Command, words: readonly string[]): Words {
  const values = new Map<SettingName, string[]>()
  const operands: (readonly string[])[] = []
  const problems: Problem[] = []
  // Everything after this word is an operand.
  const end = words.includes('--') ? words.indexOf('--') : words.length
  for (const { flag, words: following } of groupWords(words.slice(0, end))) {
    const [spelled = '', ...tail] = flag?.split('=') ?? []
    const name = command.settings.find(known => flagOf(known) === spelled)
    if (name === undefined) {
      if (flag !== undefined) problems.push(refuseFlag(command, flag, spelled))
      operands.push(following)
      continue
    }
    const takes = takesOf(SETTINGS[name].kind)
    if (values.has(name) && (takes === 'nothing' || takes === 'word')) problems.push(usageProblem(`${spelled} is given twice`))
    if (takes === 'nothing' && tail.length > 0) problems.push(usageProblem(`${spelled} takes no value`))
    const { taken, left } = tail.length > 0 ? { taken: [tail.join('=')], left: following } : takeValues(takes, following)
    const given = values.get(name) ?? []
    for (const word of taken) given.push(word)
    values.set(name, given)
    operands.push(left)
  }
  return { values, operands: [...operands.flat(), ...words.slice(end + 1)], problems }
}

/** The words that are values of a flag, and those that are left. A list without a word gets an empty one, which is told to be missing. */
function takeValues(takes: Takes, words: readonly string[]): { readonly taken: readonly string[]; readonly left: readonly string[] } {
  if (takes === 'words' || takes === 'lines') return { taken: words.length > 0 ? words : [''], left: [] }
  const [first] = words
  const isTaken = takes === 'word' && first !== undefined && (first === '-' || !first.startsWith('-'))
  return isTaken ? { taken: [first], left: words.slice(1) } : { taken: [], left: words }
}

function refuseFlag(command: Command, flag: string, spelled: string): Problem {
  // Help exits with 0, which looks like a pass. A workflow may insert this word from outside, so it must be the only one.
  if (isHelp(flag)) return usageProblem(`${flag} cannot be combined with other arguments`, `ecr-gate ${command.name} --help`)
  const known = command.settings.map(flagOf)
  return usageProblem(
    `${command.name} has no flag ${quote(spelled)}`,
    known.length === 0 ? `${command.name} takes no flags` : didYouMean(spelled, known),
  )
}

function checkOperands(command: Command, operands: readonly string[]): readonly Problem[] {
  const { least, most } = command.operands
  if (operands.length > most)
    return [usageProblem(`${command.name} does not take ${quote(operands[most] ?? '')} here`, `usage: ecr-gate ${command.usage}`)]
  if (operands.length < least)
    return [usageProblem(`${command.name} needs ${command.usage.replace(/^\S+ /, '')}`, `usage: ecr-gate ${command.usage}`)]
  return []
}
