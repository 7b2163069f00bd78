// The order of RubyGems: segments of digits and of letters, where letters make a pre-release.
// https://docs.ruby-lang.org/en/master/Gem/Version.html

import { comparePartLists, orderBy, type Part } from './parts.ts'

const SHAPE = /^\d+(?:\.[\dA-Za-z]+)*(?:-[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/

const LETTERS = 0
const NUMBER = 1

// What is not there is the number zero.
export const compareRubygems = orderBy(parse, (a, b) => comparePartLists(a, b, NUMBER))

function parse(text: string): readonly Part[] | undefined {
  if (!SHAPE.test(text)) return undefined
  const parts = Array.from(text.replaceAll('-', '.pre.').matchAll(/\d+|[A-Za-z]+/g), ([part]) =>
    /^\d/.test(part) ? { rank: NUMBER, digits: part } : { rank: LETTERS, text: part },
  )
  const letters = parts.findIndex(({ rank }) => rank === LETTERS)
  const end = letters < 0 ? parts.length : letters
  return [...withoutZeros(parts.slice(0, end)), ...withoutZeros(parts.slice(end))]
}

// Zeros at the end of the release, and at the end of the pre-release, say nothing: 1.0.a is 1.a.
function withoutZeros(parts: readonly Part[]): readonly Part[] {
  return parts.slice(0, parts.findLastIndex(({ digits }) => digits === undefined || /[^0]/.test(digits)) + 1)
}
