// The changes that `npm run mutants` makes: each is one that a test should notice, in the file as it is written.

import { expect, test } from 'vitest'
import { changeText, listChanges } from './change.ts'

const changed = (source: string): readonly string[] => listChanges(source).map(change => changeText(source, change))

test.each<[source: string, changed: readonly string[]]>([
  ['a < b', [';', 'a <= b', 'a >= b']],
  ['const a: boolean = b >= c', ['const a: boolean = b > c', 'const a: boolean = b < c']],
  ['const a = b === c && d', ['const a = b !== c && d', 'const a = b === c || d']],
  ['const a = b ?? 0', ['const a = b && 0', 'const a = b ?? 1']],
  ['const a = !b', ['const a = b']],
  ['const a = b ? c : d', ['const a = true ? c : d', 'const a = false ? c : d']],
  ['for (const a of b) continue', ['for (const a of b) ;']],
  ['const a = [b, ...c]', ['const a = []', 'const a = [b, ...[]]']],
  ['const a = b.filter(c).some(d)', ['const a = b.some(d)', 'const a = b.filter(c).every(d)']],
  ['const a = 100', ['const a = 200']],
  ["const a = b === 'HIGH'", ["const a = b !== 'HIGH'", "const a = b === 'mutant'"]],
  // The types of TypeScript are no part of what runs, and texts for people are left alone.
  ["import { a } from './b.ts'\ntype A = 'x' | 1\nconst b = 'a text for people' + a", []],
  ['const é: Record<string, number> = { a: 1 }', ['const é: Record<string, number> = { a: 2 }']],
])('%s', (source, expected) => {
  expect(changed(source)).toEqual(expected)
})
