// The scripts of `completion` for zsh and fish, read by these shells.

import { beforeAll, describe, expect, test } from 'vitest'
import { CASES, type Case, run, scriptFor } from '../e2e/shells.ts'
import { installPrograms } from './programs.ts'

const INSTALL_MILLISECONDS = 600_000

beforeAll(() => installPrograms({ zsh: 'zsh', fish: 'fish' }), INSTALL_MILLISECONDS)

describe('zsh', () => {
  // Outside of the line editor, its parameters are those of any script.
  const complete = `compdef() { : }; _files() { : }; compset() { PREFIX=\${PREFIX#*=} }
compadd() { local word; for word in \${(P)2}; do [[ $word == $PREFIX* ]] && print -r -- $word; done; : }
source $1; shift; words=(ecr-gate "$@"); CURRENT=$#words; PREFIX=$words[-1]; _ecr_gate`
  const ask = (words: readonly string[]) => run('zsh', ['-f', '-c', complete, 'zsh', scriptFor('zsh'), ...words])

  test.each([...CASES, [['check', '--fail-on=h'], ['high']] satisfies Case])('%j', (words, found) => {
    expect(ask(words)).toEqual(found)
  })
})

describe('fish', () => {
  const ask = (words: readonly string[]) =>
    run('fish', ['--no-config', '-c', 'source $argv[1]; complete -C "$argv[2]"', scriptFor('fish'), ['ecr-gate', ...words].join(' ')])

  test.each([...CASES, [['check', '--fail-on=h'], ['--fail-on=high']] satisfies Case])('%j', (words, found) => {
    expect(ask(words).map(line => line.replace(/\t.*$/, ''))).toEqual(found)
  })
})
