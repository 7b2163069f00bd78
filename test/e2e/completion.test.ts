// The script of `completion` for bash, read by bash. test/services has the other shells.

import { describe, expect, test } from 'vitest'
import { SHELLS } from '../../src/settings/choices.ts'
import { renderCompletion } from '../../src/settings/completion.ts'
import { ecrGate } from './command.ts'
import { CASES, run, scriptFor } from './shells.ts'

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
    expect(ask(['check', '--findings', ''])).toEqual([])
    expect(run('bash', ['--norc', '-c', 'source "$1"; complete -p ecr-gate', 'bash', scriptFor('bash')])).toEqual([
      'complete -o default -F _ecr_gate ecr-gate',
    ])
  })
})

test.each(SHELLS)('is printed for %s', shell => {
  expect(ecrGate(['completion', shell])).toEqual({ code: 0, out: renderCompletion(shell), err: '' })
})

test('of another shell there is none', () => {
  expect(ecrGate(['completion', 'tcsh'])).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('expected one of bash, zsh, fish'),
  })
  expect(ecrGate(['completion'])).toMatchObject({ code: 2, err: expect.stringContaining('completion needs bash|zsh|fish') })
})
