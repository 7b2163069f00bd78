// The order of RPM's packages: epoch, version, release. What is no letter, digit, tilde or caret only separates.
// https://rpm.org/docs/latest/man/rpm-version.7

import { orderByEpoch } from './epoch.ts'
import { comparePartLists, type Part } from './parts.ts'

const SHAPE = /^(?:(\d+):)?([\w.+~^]+)(?:-([\w.+~^]+))?$/

const NOTHING = -1
const TILDE = 0
const END = 1
const CARET = 2
const LETTERS = 3
const NUMBER = 4

export const compareRpm = orderByEpoch(SHAPE, split, (a, b) => comparePartLists(a, b, END))

// No release is earlier than any, even one that begins with a tilde, so what has none is never taken for a release that fixes something.
function split(text: string): readonly Part[] {
  if (text === '') return [{ rank: NOTHING }]
  return Array.from(text.matchAll(/~|\^|\d+|[A-Za-z]+/g), ([part]) => {
    if (part === '~') return { rank: TILDE }
    if (part === '^') return { rank: CARET }
    return /^\d/.test(part) ? { rank: NUMBER, digits: part } : { rank: LETTERS, text: part }
  })
}
