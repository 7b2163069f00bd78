// Versions: whatever they are, an order of them is one. A version that cannot be read has no place, on either side.

import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { compareVersions } from '../../src/versions/compare.ts'
import type { Ecosystem } from '../../src/versions/ecosystem.ts'
import { EXAMPLES } from '../versions/examples.ts'
import { fuzz } from './fuzz.ts'

// What versions are made of, in any order: pieces of the examples, cut where they change.
const pieces = (ecosystem: Ecosystem): readonly string[] => [
  ...new Set(EXAMPLES[ecosystem].ascending.flatMap(line => line.match(/[A-Za-z]+|\d+|[^A-Za-z\d ]/g) ?? [])),
]

const made = (ecosystem: Ecosystem): fc.Arbitrary<string> => {
  const examples = EXAMPLES[ecosystem].ascending.flatMap(line => line.split(' '))
  const some = fc.array(fc.constantFrom(...pieces(ecosystem), '0', '1', '.', '-'), { maxLength: 6 }).map(list => list.join(''))
  return fc.oneof(
    fc.constantFrom(...examples),
    fc.tuple(fc.constantFrom(...examples), some).map(list => list.join('')),
    some.map(text => `1${text}`),
  )
}

describe.each(Object.keys(EXAMPLES) as Ecosystem[])('%s', ecosystem => {
  const compare = (a: string, b: string) => compareVersions(ecosystem, a, b)
  const version = made(ecosystem)
  const readable = version.filter(text => compare(text, text) !== undefined)

  fuzz('a version is itself', 300, [readable], text => {
    expect(compare(text, text)).toBe(0)
  })

  fuzz('two versions compare the same from both sides', 500, [version, version], (a, b) => {
    const sign = compare(a, b)
    expect(compare(b, a)).toBe(sign === undefined ? undefined : 0 - sign)
    expect(sign === undefined).toBe(compare(a, a) === undefined || compare(b, b) === undefined)
  })

  fuzz('of three versions, sorted, the first is not later than the last', 2_000, [readable, readable, readable], (...versions) => {
    const [a, b, c] = versions.sort((a, b) => compare(a, b) ?? 0) as [string, string, string]
    expect([compare(a, b), compare(b, c), compare(a, c)]).not.toContain(1)
    if (compare(a, b) === 0 && compare(b, c) === 0) expect(compare(a, c)).toBe(0)
    if (compare(a, c) === 0) expect([compare(a, b), compare(b, c)]).toEqual([0, 0])
  })

  // The longest that are read: one piece again and again, after an example and before what ends it wrongly.
  const long = fc
    .tuple(fc.constantFrom(...EXAMPLES[ecosystem].ascending), fc.constantFrom(...pieces(ecosystem)), fc.constantFrom('', '!', 'x', '-'))
    .map(([line, piece, end]) => `${`${line.split(' ')[0]}${piece.repeat(256)}`.slice(0, 256 - end.length)}${end}`)

  fuzz('every text has an answer', 300, [fc.oneof(fc.string({ unit: 'binary' }), long), fc.oneof(version, long)], (a, b) => {
    expect([-1, 0, 1, undefined]).toContain(compare(a, b))
  })
})
