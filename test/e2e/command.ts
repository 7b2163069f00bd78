// Starts the committed bundle as its users do: a process with words, standard input and an exit code.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CLI = join(ROOT, 'dist/cli.cjs')

export interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** The system's Node, which may be older than the one that runs the tests; npm puts ours first in PATH. */
export const systemNode: string =
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map(folder => join(folder, 'node'))
    .find(path => !path.includes('node_modules') && existsSync(path)) ?? process.execPath

export const nodes: readonly (readonly [name: string, path: string])[] = [
  ["the runner's Node", process.execPath],
  ["the system's Node", systemNode],
]

export function ecrGate(
  words: readonly string[],
  { input = '', node = process.execPath, cwd = ROOT }: { input?: string | Uint8Array; node?: string; cwd?: string } = {},
): Outcome {
  const { status, stdout, stderr } = spawnSync(node, [CLI, ...words], {
    cwd,
    input,
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
    env: { ...process.env, NO_COLOR: '1' },
  })
  return { code: status, out: stdout, err: stderr }
}
