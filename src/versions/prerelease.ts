// Versions that end as those of Semantic Versioning 2 do: with a pre-release, and with metadata that no order looks at.
// https://semver.org/#spec-item-11

import { compareDigitLists, comparePartLists, type Order, orderBy, type Part, type Sign } from './parts.ts'

interface Version {
  readonly numbers: readonly string[]
  readonly prerelease: string | undefined
}

/** An order by numbers and then by the pre-release. */
export function orderByPrerelease(parse: (text: string) => Version | undefined): Order {
  return orderBy(parse, (a, b) => compareDigitLists(a.numbers, b.numbers) || comparePrereleases(a.prerelease, b.prerelease))
}

const END = 0
const NUMBER = 1
const TEXT = 2

// A version without a pre-release is later than any that has one.
function comparePrereleases(a: string | undefined, b: string | undefined): Sign {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1
  return comparePartLists(split(a), split(b), END)
}

function split(text: string): readonly Part[] {
  return text.split('.').map(part => (/^\d+$/.test(part) ? { rank: NUMBER, digits: part } : { rank: TEXT, text: part }))
}
