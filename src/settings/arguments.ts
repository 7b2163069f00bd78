// Parses the command line into a command and its settings. Every mistake is reported.

import { didYouMean, type Problem, quote } from '../diagnostic.ts'
import { COMMANDS, type Command } from './commands.ts'
import { readSettings } from './read.ts'
import type { Settings } from './settings.ts'
import { type Kind, SETTINGS, type SettingName } from './table.ts'
import { wrong } from './values.ts'

export type Invocation =
  | { readonly kind: 'run'; readonly command: Command; readonly settings: Settings }
  | { readonly kind: 'help'; readonly command?: Command }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly problems: readonly Problem[]; readonly command?: Command }

/** Parses the arguments of `ecr-gate`. `env` gives the Region of images that are named without one. */
export function parseArguments(words: readonly string[], env: Readonly<Record<string, string | undefined>>): Invocation {
  const [name, ...rest] = words
  if (name === undefined)
    return { kind: 'wrong', problems: [wrong('expected a command', `commands are ${COMMANDS.map(command => command.name).join(', ')}`)] }
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
  const reading = readSettings({ command, values, operands, env, show: setting => `--${setting}` })
  // The word after an unknown flag may be its value, such as a token, and is not quoted.
  const misplaced = given.problems.length > 0 ? [] : checkOperands(command, operands)
  const problems = [...given.problems, ...misplaced, ...reading.problems]
  return problems.length > 0 ? { kind: 'wrong', problems, command } : { kind: 'run', command, settings: reading.settings }
}

function isHelp(word: string | undefined): boolean {
  return word === '--help' || word === '-h'
}

function unknownCommand(name: string): Problem {
  const names = COMMANDS.map(command => command.name)
  return wrong(`there is no command ${quote(name)}`, didYouMean(name, names))
}

interface Words {
  readonly values: ReadonlyMap<SettingName, readonly string[]>
  readonly operands: readonly string[]
  readonly problems: readonly Problem[]
}

// The kinds whose flag takes all words up to the next flag.
const LISTS: readonly Kind[] = ['paths', 'images', 'audit-source', 'regions', 'platforms', 'accounts', 'tags']

function sortWords(command: Command, words: readonly string[]): Words {
  const values = new Map<SettingName, string[]>()
  const operands: string[] = []
  const problems: Problem[] = []
  const queue = [...words]
  let literally = false
  let list: string[] | undefined
  // A list ends at the next flag. If it took no word, it gets an empty string, which is reported as a missing value.
  const endList = (before: number): void => {
    if (list?.length === before) list.push('')
    list = undefined
  }
  let before = 0
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (literally || !/^-./.test(word)) {
      ;(literally ? operands : (list ?? operands)).push(word)
      continue
    }
    endList(before)
    if (word === '--') {
      literally = true
      continue
    }
    // Help exits with 0, which looks like a pass. A workflow may insert this word from outside, so it must be the only one.
    if (isHelp(word)) {
      problems.push(wrong(`${word} cannot be combined with other arguments`, `ecr-gate ${command.name} --help`))
      continue
    }
    const [flag = '', ...tail] = word.split('=')
    const name = command.settings.find(known => `--${known}` === flag)
    if (name === undefined) {
      const known = command.settings.map(each => `--${each}`)
      problems.push(
        wrong(
          `${command.name} has no flag ${quote(flag)}`,
          known.length === 0 ? `${command.name} takes no flags` : didYouMean(flag, known),
        ),
      )
      continue
    }
    const kind: Kind = SETTINGS[name].kind
    const isList = LISTS.includes(kind)
    if (values.has(name) && !isList) problems.push(wrong(`--${name} is given twice`))
    const given = values.get(name) ?? []
    values.set(name, given)
    if (tail.length > 0) given.push(tail.join('='))
    else if (isList) {
      list = given
      before = given.length
    } else if (kind !== 'switch' && queue[0] !== undefined && (queue[0] === '-' || !queue[0].startsWith('-')))
      given.push(queue.shift() as string)
    if (kind === 'switch' && tail.length > 0) problems.push(wrong(`--${name} takes no value`))
  }
  endList(before)
  return { values, operands, problems }
}

function checkOperands(command: Command, operands: readonly string[]): readonly Problem[] {
  const { least, most } = command.operands
  if (operands.length > most)
    return [wrong(`${command.name} does not take ${quote(operands[most] ?? '')} here`, `usage: ecr-gate ${command.usage}`)]
  if (operands.length < least)
    return [wrong(`${command.name} needs ${command.usage.replace(/^\S+ /, '')}`, `usage: ecr-gate ${command.usage}`)]
  return []
}
