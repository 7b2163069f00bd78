// Starts the committed bundle as its users do: a process with words, standard input and an exit code.

import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { startExampleAws } from '../aws/example.ts'
import { ROOT } from '../root.ts'

export { ROOT }

const CLI = join(ROOT, 'dist/cli.cjs')

/** What a process gets of our environment. All else there, such as a runner's variables, would change what it does. */
export const ENV: Readonly<Record<string, string | undefined>> = { PATH: process.env['PATH'], NO_COLOR: '1' }

export interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** The system's Node, which may be older than the one that runs the tests; npm puts ours first in PATH. */
const systemNode: string =
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map(folder => join(folder, 'node'))
    .find(path => !path.includes('node_modules') && existsSync(path)) ?? process.execPath

export const nodes: readonly (readonly [name: string, path: string])[] = [
  ["the runner's Node", process.execPath],
  ["the system's Node", systemNode],
]

interface Options {
  readonly node?: string
  readonly cwd?: string
  /** Added to what every process gets. */
  readonly env?: Readonly<Record<string, string>>
}

export function ecrGate(
  words: readonly string[],
  { input = '', node = process.execPath, cwd = ROOT, env = {} }: Options & { readonly input?: string | Uint8Array } = {},
): Outcome {
  const { status, stdout, stderr } = spawnSync(node, [CLI, ...words], {
    cwd,
    input,
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
    env: { ...ENV, ...env },
  })
  return { code: status, out: stdout, err: stderr }
}

/** The same beside a server that this process runs and that has to stay awake; `bundle` is a file of dist. */
export function runBundle(
  bundle: 'cli.cjs' | 'action.cjs',
  words: readonly string[],
  { node = process.execPath, cwd = ROOT, env = {}, input = '' }: Options & { readonly input?: string },
): Promise<Outcome> {
  return runProgram(node, [join(ROOT, 'dist', bundle), ...words], { cwd, env: { ...ENV, ...env }, input })
}

/** Runs any program in the same way. */
export function runProgram(
  command: string,
  words: readonly string[],
  { input = '', ...options }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly input?: string },
): Promise<Outcome> {
  const child = spawn(command, words, { ...options, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(input)
  const texts = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.err += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve({ code, ...texts }))
  })
}

/** Runs a command of the documentation in a folder, with the services that its examples name. */
export async function runExample(words: readonly string[], cwd: string): Promise<Outcome> {
  const aws = words.some(word => word === '--image' || word.startsWith('ssm:')) ? await startExampleAws() : undefined
  return runBundle('cli.cjs', words, { cwd, env: aws?.env ?? {} })
}
