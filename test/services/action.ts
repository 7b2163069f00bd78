// The Action as the runner starts it: every declared input in the environment, an empty text where there is no default.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { ROOT, runBundle } from '../e2e/command.ts'
import { makeFolder } from '../folder.ts'

interface ActionOutcome {
  readonly code: number | null
  readonly log: string
  readonly err: string
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
}

export async function runAction(inputs: Readonly<Record<string, string>>, env: Readonly<Record<string, string>>): Promise<ActionOutcome> {
  const base = makeFolder({ output: '', summary: '' })
  const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as { inputs: Record<string, { default?: string }> }
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? ''] as const)
  const given = [...defaults, ...Object.entries(inputs)].map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  const files = { GITHUB_OUTPUT: join(base, 'output'), GITHUB_STEP_SUMMARY: join(base, 'summary'), RUNNER_TEMP: base }
  const { code, out, err } = await runBundle('action.cjs', [], { env: { ...env, ...files, ...Object.fromEntries(given) } })
  const outputs = Object.fromEntries(
    [...readFileSync(files.GITHUB_OUTPUT, 'utf8').matchAll(/^(\w+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(([, name = '', , value = '']) => [
      name,
      value,
    ]),
  )
  return { code, log: out, err, outputs, summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8') }
}
