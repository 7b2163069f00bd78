// The Action's inputs, which the runner hands over in the environment as `INPUT_FAIL-ON` and so on.

import { didYouMean, type Problem, quote } from '../diagnostic.ts'
import type { Invocation } from './arguments.ts'
import { readSettings } from './settings.ts'
import { COMMANDS, type Command, INPUTS, type Kind, SETTINGS, type SettingName } from './table.ts'
import { wrong } from './values.ts'

// Kinds whose value may span lines, one entry each.
const LINES: readonly Kind[] = ['paths', 'images', 'audit-source']

/** Reads the inputs. One that nobody declared is an error, because the runner only mentions it. */
export function parseInputs(env: Readonly<Record<string, string | undefined>>): Invocation {
  const command = COMMANDS.find(({ name }) => name === 'check') as Command
  const values = new Map<SettingName, readonly string[]>()
  const problems: Problem[] = []
  for (const [variable, value = ''] of Object.entries(env)) {
    if (!variable.startsWith('INPUT_') || value.trim() === '') continue
    const given = variable.slice('INPUT_'.length).toLowerCase()
    const name = INPUTS.find(input => input === given)
    if (name === undefined) {
      problems.push(wrong(`there is no input ${quote(given)}`, didYouMean(given, INPUTS)))
      continue
    }
    if (values.has(name)) problems.push(wrong(`${name} is given twice`, 'the environment has it under two spellings'))
    const lines = value
      .replace(/\n$/, '')
      .split('\n')
      .map(line => line.trim())
    if (name === 'image' && lines.includes(''))
      problems.push(wrong('image has an empty line', 'an expression in it may be empty; give one image a line, or a JSON list'))
    values.set(name, LINES.includes(SETTINGS[name].kind) ? lines.filter(line => line !== '') : [value.trim()])
  }
  const reading = readSettings({ command, values, operands: [], env, show: name => name })
  problems.push(...reading.problems)
  return problems.length > 0 ? { kind: 'wrong', problems, command } : { kind: 'run', command, settings: reading.settings }
}

/** The check run that inputs ask for, whatever else is wrong with them. */
export function readCheckRun(env: Readonly<Record<string, string | undefined>>) {
  const read = (name: SettingName): string | undefined => env[`INPUT_${name.toUpperCase()}`]?.trim() || undefined
  const nothing = { images: [], findings: [], events: [], comment: 'never', uploadSarif: false } as const
  return { ...nothing, checkRun: read('check-run'), githubToken: read('github-token') }
}
