// What the scripts of `completion` must complete, and how a shell is asked.

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Shell } from '../../src/settings/choices.ts'
import { renderCompletion } from '../../src/settings/completion.ts'
import { makeFolder } from '../folder.ts'

export type Case = readonly [words: readonly string[], found: readonly string[]]

export const CASES: readonly Case[] = [
  [['ch'], ['check']],
  [['do'], ['doctor']],
  [['check', '--fail'], ['--fail-on']],
  [['query', '--f'], ['--findings']],
  [['completion', '--p'], []],
  [['completion', '--'], ['--help']],
  [['--v'], ['--version']],
  [['hel'], ['help']],
  [['help', 'do'], ['doctor']],
  [
    ['check', '--fail-on', ''],
    ['critical', 'high', 'low', 'medium', 'never'],
  ],
  [
    ['backtest', '--format', ''],
    ['json', 'markdown', 'text'],
  ],
  [
    ['check', '--image', 'a', 'b', '--on-undecided', ''],
    ['fail', 'warn'],
  ],
  [['check', '--untriaged', 'w'], ['warn']],
  [
    ['completion', ''],
    ['bash', 'fish', 'zsh'],
  ],
]

/** The lines that a shell prints, sorted; it must succeed. */
export function run(shell: string, words: readonly string[]): readonly string[] {
  const { status, stdout, stderr } = spawnSync(shell, words, { encoding: 'utf8', cwd: makeFolder() })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
    .split('\n')
    .filter(line => line !== '')
    .sort()
}

/** The file of a shell's script. */
export function scriptFor(shell: Shell): string {
  return join(makeFolder({ completion: renderCompletion(shell) }), 'completion')
}
