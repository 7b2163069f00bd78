// What GitHub's runner gives an Action, and how it takes the Action's outputs.

import { readFileSync } from 'node:fs'

/** Inputs as the environment of a step has them. */
export function toEnv(inputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]))
}

/** The outputs in a file: of several values the last one counts, and anything outside of a delimited value is an error. */
export function readOutputs(path: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {}
  const rest = readFileSync(path, 'utf8').replace(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2\n/gm, (_, name: string, __, value: string) => {
    outputs[name] = value
    return ''
  })
  if (rest !== '') throw new Error(`the runner does not take this for outputs: ${rest}`)
  return outputs
}
