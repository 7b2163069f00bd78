// The order of Composer's packages: up to four numbers, then a stability with numbers of its own. Branches, such as dev-main, and dates
// have no order here.
// https://getcomposer.org/doc/articles/versions.md, read as https://github.com/composer/semver reads it.

import { compareDigitLists, comparePartLists, orderBy, type Part, type Sign } from './parts.ts'

const SHAPE =
  /^v?(\d{1,5}(?:\.\d+){0,3})[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)(?:[.-]?(\d+(?:[.-]\d+)*))?)?([.-]?dev)?(?:@(?:stable|rc|beta|alpha|dev)|\+.+)?$/

// A version without a stability stands between RC and patch, and so does one whose stability has no more numbers.
const RANKS = new Map([
  ['alpha', 1],
  ['a', 1],
  ['beta', 2],
  ['b', 2],
  ['rc', 3],
  ['patch', 6],
  ['pl', 6],
  ['p', 6],
])
const DEV = 0
const END = 4
const NUMBER = 5

interface Version {
  readonly numbers: readonly string[]
  readonly stability: readonly Part[]
}

export const compareComposer = orderBy(parse, compare)

function parse(text: string): Version | undefined {
  const [, numbers, word, more, dev] = SHAPE.exec(text.toLowerCase()) ?? []
  if (numbers === undefined) return undefined
  return { numbers: numbers.split('.'), stability: readStability(word, more, dev) }
}

function readStability(word: string | undefined, more = '', dev: string | undefined): readonly Part[] {
  if (word === 'stable') return []
  return [
    ...(word === undefined ? [] : [{ rank: RANKS.get(word) ?? END }]),
    ...Array.from(more.matchAll(/\d+/g), ([digits]) => ({ rank: NUMBER, digits })),
    ...(dev === undefined ? [] : [{ rank: DEV }]),
  ]
}

function compare(a: Version, b: Version): Sign {
  return compareDigitLists(a.numbers, b.numbers) || comparePartLists(a.stability, b.stability, END)
}
