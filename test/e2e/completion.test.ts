// The scripts of `completion`, read by the shells themselves. zsh and fish are tried where they are installed.

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeFolder } from '../folder.ts'
import { ecrGate } from './command.ts'

type Case = readonly [words: readonly string[], found: readonly string[]]

const CASES: readonly Case[] = [
  [['ch'], ['check']],
  [['do'], ['doctor']],
  [['check', '--fail'], ['--fail-on']],
  [['query', '--f'], ['--findings']],
  [['lint', '--p'], []],
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

function run(shell: string, words: readonly string[]): readonly string[] {
  const { status, stdout, stderr } = spawnSync(shell, words, { encoding: 'utf8', cwd: makeFolder() })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
    .split('\n')
    .filter(line => line !== '')
    .sort()
}

function scriptFor(shell: string): string {
  const { code, out, err } = ecrGate(['completion', shell])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const path = join(makeFolder(), 'completion')
  writeFileSync(path, out)
  return path
}

const isInstalled = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0

describe('bash', () => {
  const complete = `source "$1"; shift; COMP_WORDS=(ecr-gate "$@"); COMP_CWORD=$#; _ecr_gate; printf '%s\\n' "\${COMPREPLY[@]}"`
  const ask = (words: readonly string[]) => run('bash', ['--norc', '-c', complete, 'bash', scriptFor('bash'), ...words])

  test.each(CASES)('%j', (words, found) => {
    expect(ask(words)).toEqual(found)
  })

  test('takes --flag=value, of which it makes three words', () => {
    expect(ask(['check', '--fail-on', '=', 'h'])).toEqual(['high'])
    expect(ask(['check', '--on-undecided', '='])).toEqual(['fail', 'warn'])
  })

  test('completes files where there is no choice', () => {
    const path = scriptFor('bash')
    expect(ask(['check', '--findings', ''])).toEqual([])
    expect(run('bash', ['--norc', '-c', 'source "$1"; complete -p ecr-gate', 'bash', path])).toEqual([
      'complete -o default -F _ecr_gate ecr-gate',
    ])
  })
})

describe.skipIf(!isInstalled('zsh'))('zsh', () => {
  // Outside of the line editor, its parameters are those of any script.
  const complete = `compdef() { : }; _files() { : }; compset() { PREFIX=\${PREFIX#*=} }
compadd() { local word; for word in \${(P)2}; do [[ $word == $PREFIX* ]] && print -r -- $word; done; : }
source $1; shift; words=(ecr-gate "$@"); CURRENT=$#words; PREFIX=$words[-1]; _ecr_gate`
  const ask = (words: readonly string[]) => run('zsh', ['-f', '-c', complete, 'zsh', scriptFor('zsh'), ...words])

  test.each([...CASES, [['check', '--fail-on=h'], ['high']] satisfies Case])('%j', (words, found) => {
    expect(ask(words)).toEqual(found)
  })
})

describe.skipIf(!isInstalled('fish'))('fish', () => {
  const ask = (words: readonly string[]) =>
    run('fish', ['--no-config', '-c', 'source $argv[1]; complete -C "$argv[2]"', scriptFor('fish'), ['ecr-gate', ...words].join(' ')])

  test.each([...CASES, [['check', '--fail-on=h'], ['--fail-on=high']] satisfies Case])('%j', (words, found) => {
    expect(ask(words).map(line => line.replace(/\t.*$/, ''))).toEqual(found)
  })
})

test('of another shell there is none', () => {
  expect(ecrGate(['completion', 'tcsh'])).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('expected one of bash, zsh, fish'),
  })
  expect(ecrGate(['completion'])).toMatchObject({ code: 2, err: expect.stringContaining('completion needs bash|zsh|fish') })
})
