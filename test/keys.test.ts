// JSON that says two things is not read: a key that stands twice, however it is written, and keys that Go takes for a field.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findFoldedKey, parseStrictly } from '../src/keys.ts'

describe('a key that stands twice in one object', () => {
  test.each([
    ['{"a":1,"a":1}', 'a'],
    ['{"a":1,"b":{"c":[{"d":1,"x":2,"d":3}]}}', 'd'],
    ['{"digest":1,"di\\u0067est":2}', 'digest'],
    ['{"__proto__":{},"__proto__":{}}', '__proto__'],
    ['{"":1,"":2}', ''],
    ['[{"a":1},{"a":1,"a":2}]', 'a'],
    ['{ "a" : ":{" , "b" : "\\"a\\":" , "a" : 0 }', 'a'],
  ])('makes %s ambiguous', (json, key) => {
    expect(parseStrictly(json)).toEqual({ kind: 'ambiguous', problem: `has the key "${key}" twice in one object` })
  })

  test.each([
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":"a"}',
    '{"a":1,"A":2}',
    '{"a":":,{[","b":"\\\\"}',
    '"a"',
    '1',
    'null',
  ])('is not in %s', json => {
    expect(parseStrictly(json)).toEqual({ kind: 'value', value: JSON.parse(json) })
  })

  test('is found wherever a generated value repeats one', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.string(), fc.json(), fc.json(), fc.boolean(), (json, key, one, two, repeats) => {
        const name = JSON.stringify(key)
        const object = repeats ? `{${name}:${one},${name}:${two}}` : `{${name}:${one}}`
        expect(parseStrictly(`{"a":${json},"b":[${object}]}`).kind).toBe(repeats ? 'ambiguous' : 'value')
      }),
    )
  })
})

test.each([
  ['', 'not-json'],
  ['{', 'not-json'],
  ['{"a":1,"a":2', 'not-json'],
  ['\ufeff{}', 'not-json'],
  ['"', 'not-json'],
  [`${'['.repeat(1001)}${']'.repeat(1001)}`, 'too-deep'],
  [`{"a":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`, 'too-deep'],
  ['['.repeat(20_000), 'too-deep'],
])('what cannot be read is not read (%#)', (json, kind) => {
  expect(parseStrictly(json)).toMatchObject({ kind })
})

test('a thousand levels are read', () => {
  expect(parseStrictly(`${'['.repeat(1000)}${']'.repeat(1000)}`).kind).toBe('value')
})

// What Go's encoding/json takes for a field: https://pkg.go.dev/encoding/json#Unmarshal
test.each([
  ['Manifests', 'manifests'],
  ['MANIFESTS', 'manifests'],
  ['manifeſts', 'manifests'],
  ['OS.Version', 'os.version'],
  ['oſ', 'os'],
  ['\u212aernel', 'kernel'],
  ['manifests', undefined],
  ['manifest', undefined],
  ['manıfests', undefined],
  ['manifests ', undefined],
  ['os_version', undefined],
  ['x-os', undefined],
])('%s is read as %s', (key, field) => {
  const found = findFoldedKey({ [key]: 1 }, ['manifests', 'os', 'os.version', 'kernel'])
  expect(found).toEqual(field === undefined ? undefined : { key, field })
})
