// The order of RPM's packages: epoch, version, release. What is no letter, digit, tilde or caret only separates.
// https://rpm.org/docs/latest/man/rpm-version.7

import { compareDigits, comparePartLists, orderBy, type Part, type Sign } from './parts.ts'

const SHAPE = /^(?:(\d+):)?([\w.+~^]+)(?:-([\w.+~^]+))?$/

const TILDE = 0
const END = 1
const CARET = 2
const LETTERS = 3
const NUMBER = 4

interface Version {
  readonly epoch: string
  readonly version: readonly Part[]
  /** Empty if there is none: that is earlier than any, so what has no release is never taken for a release that fixes something. */
  readonly release: readonly Part[]
}

export const compareRpm = orderBy(parse, compare)

function parse(text: string): Version | undefined {
  const [, epoch = '', version, release = ''] = SHAPE.exec(text) ?? []
  return version === undefined ? undefined : { epoch, version: split(version), release: split(release) }
}

function compare(a: Version, b: Version): Sign {
  return compareDigits(a.epoch, b.epoch) || comparePartLists(a.version, b.version, END) || comparePartLists(a.release, b.release, END)
}

function split(text: string): readonly Part[] {
  return Array.from(text.matchAll(/~|\^|\d+|[A-Za-z]+/g), ([part]) => {
    if (part === '~') return { rank: TILDE }
    if (part === '^') return { rank: CARET }
    return /^\d/.test(part) ? { rank: NUMBER, digits: part } : { rank: LETTERS, text: part }
  })
}
