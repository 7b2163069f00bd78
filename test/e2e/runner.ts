// What GitHub's runner gives an Action, how it takes the Action's outputs, and what it obeys of a log.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Aws } from '../aws/server.ts'
import { makeFolder } from '../folder.ts'
import type { Payload } from '../github/payloads.ts'
import type { FakeGitHub } from '../github/server.ts'

/** The services that a step asks. */
export interface World {
  readonly aws: Aws
  readonly github: FakeGitHub
}

/** The environment of a step for a pull request, in a repository of its own with a Dockerfile. */
export function prepareStep({ aws, github }: World, inputs: Readonly<Record<string, string>>, payload: Payload) {
  const base = makeFolder({ output: '', summary: '', Dockerfile: 'FROM debian:12\n' })
  const given = toEnv(inputs)
  const files = {
    GITHUB_OUTPUT: join(base, 'output'),
    GITHUB_STEP_SUMMARY: join(base, 'summary'),
    GITHUB_WORKSPACE: base,
    RUNNER_TEMP: base,
  }
  const env = { ...aws.env, ...github.env('pull_request', payload), ...files, 'INPUT_GITHUB-TOKEN': github.token, ...given }
  const outputs = () => readOutputs(files.GITHUB_OUTPUT)
  return { base, env, outputs }
}

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

/** What the Action says itself around its report: it folds the log, and keeps the runner from obeying what is between. */
export const FRAME: readonly string[] = ['group', 'endgroup', 'stop-commands']

/**
 * The lines of a log that the runner obeys, but for those of `allowed` commands: "::name" at the beginning of a line, behind blanks
 * too, and "##[name]" anywhere, unless commands are stopped. The runner knows few names; here any is one.
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function obeyedCommands(log: string, allowed: readonly string[] = []): readonly string[] {
  let token: string | undefined
  return log.split(/\r?\n|\r/).filter(line => {
    const [, command, data = ''] = /^[\s\u0085]*::([^:\s]+)(.*)$/.exec(line) ?? []
    if (token !== undefined) {
      if (command === token) token = undefined
      return false
    }
    if (command === 'stop-commands') token = data.replace(/^::/, '')
    return command === undefined ? /##\[[a-z-]+/i.test(line) : !allowed.includes(command)
  })
}
