// No secret is shown, wherever a tool's output is cut into pieces and in whatever form the tool writes it. Other text stays as it is.

import { describe, expect, test } from 'vitest'
import { listSecrets } from '../../src/push/folder.ts'
import { createRedactor } from '../../src/push/redact.ts'

/** What is shown of each piece, and at the end. */
function show(secrets: readonly string[], pieces: readonly string[]): readonly string[] {
  const redactor = createRedactor(secrets)
  return [...pieces.map(piece => redactor.add(piece)), redactor.end()]
}

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['a secret in one piece', ['secret'], ['a secret, and a secret'], ['a ***, and a ***', '']],
  ['a secret in two pieces', ['secret'], ['a sec', 'ret b'], ['a ', '*** b', '']],
  ['a secret in pieces of one character', ['key'], ['k', 'e', 'y', '.'], ['', '', '***', '.', '']],
  ['a secret in the middle piece', ['secret'], ['a s', 'ecre', 't b'], ['a ', '', '*** b', '']],
  ['what begins like a secret and is none', ['password'], ['pass', 'age'], ['', 'passage', '']],
  ['what begins twice like the secret', ['aab'], ['aa', 'ab.'], ['', 'a***.', '']],
  ['a secret behind its own first character', ['abc'], ['aa', 'bc.'], ['a', '***.', '']],
  ['what begins like the secret behind a false beginning', ['abac'], ['xab', 'abac.'], ['x', 'ab***.', '']],
  ['what begins like the secret further on', ['secret'], ['is se', 'cret.'], ['is ', '***.', '']],
  ['a secret that begins another', ['token', 'token-of-more'], ['my token-of-more, my token'], ['my ***, my ***', '']],
  ['a secret that begins another, the other way round', ['token-of-more', 'token'], ['my token-of-more'], ['my ***', '']],
  ['the beginnings of two secrets', ['abcdef', 'cdxyz'], ['abcd', 'xyz.'], ['', 'ab***.', '']],
  ['an end that may be a few characters of a secret', ['secret'], ['no sec'], ['no ', 'sec']],
  ['an end that tells four characters of a secret', ['secret'], ['no secr'], ['no ', '***']],
  ['an empty secret', ['', 'secret'], ['nothing'], ['nothing', '']],
  ['no secrets', [], ['nothing'], ['nothing', '']],
])('%s', (_, secrets, pieces, shown) => {
  expect(show(secrets, pieces)).toEqual(shown)
})

describe('credentials are hidden', () => {
  const credentials = { username: 'AWS', password: 'a"b\\c/d+e=' }

  test.each([
    ['as they are', 'a"b\\c/d+e='],
    ['as docker stores them', Buffer.from('AWS:a"b\\c/d+e=').toString('base64')],
    ['in a URL', 'a%22b%5Cc%2Fd%2Be%3D'],
    ['in JSON', String.raw`a\"b\\c/d+e=`],
  ])('%s', (_, form) => {
    expect(show(listSecrets(credentials), [`<${form}>`])).toEqual(['<***>', ''])
  })
})
