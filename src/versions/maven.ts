// The order of Maven's artifacts, as the reference of the POM defines it: numbers and qualifiers, each with the separator before it.
// https://maven.apache.org/pom.html#version-order-specification

import { comparePartLists, orderBy, type Part } from './parts.ts'

const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp']
const SPELLINGS = new Map([
  ['cr', 'rc'],
  ['final', ''],
  ['ga', ''],
  ['release', ''],
])
// Short only where a number follows at once.
const BEFORE_NUMBERS = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
])

// The end is what a qualifier without a meaning is. Other words come after the known ones, then numbers after a hyphen, then others.
const END = QUALIFIERS.indexOf('')
const WORD = QUALIFIERS.length
const NUMBER_AFTER_HYPHEN = WORD + 1
const NUMBER = WORD + 2

export const compareMaven = orderBy(parse, (a, b) => comparePartLists(a, b, END))

// A token is a number or a qualifier, and nothing between two separators is a zero. Where a number and a qualifier meet there is a hyphen.
const TOKEN = /([.-]|^|(?<=\d)(?=[^\d.-])|(?<=[^\d.-])(?=\d))(\d+|[^\d.-]+|)(?=(\d)?)/g

// https://maven.apache.org/pom.html#dependency-version-requirement-specification
const SIGNS_OF_RANGES = /[[\](),]/

function parse(text: string): readonly Part[] | undefined {
  if (SIGNS_OF_RANGES.test(text)) return undefined
  const parts: Part[] = []
  for (const { 1: separator, 2: value = '', 3: next, index } of text.toLowerCase().matchAll(TOKEN)) {
    const part = /^\d*$/.test(value)
      ? { rank: separator === '.' || index === 0 ? NUMBER : NUMBER_AFTER_HYPHEN, digits: value }
      : readQualifier(next === undefined ? value : (BEFORE_NUMBERS.get(value) ?? value))
    if (part.rank !== NUMBER) trim(parts)
    parts.push(part)
  }
  trim(parts)
  return parts
}

function readQualifier(word: string): Part {
  const place = QUALIFIERS.indexOf(SPELLINGS.get(word) ?? word)
  return place < 0 ? { rank: WORD, text: word } : { rank: place }
}

// Zeros and qualifiers without a meaning say nothing at the end, and nothing before a hyphen or a qualifier: 1.0.0-rc is 1-rc.
function trim(parts: Part[]): void {
  parts.length = parts.findLastIndex(({ rank, digits }) => rank !== END && (digits === undefined || /[^0]/.test(digits))) + 1
}
