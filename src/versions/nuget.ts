// The order of NuGet's packages: one to four numbers, and a pre-release in which letter case does not count.
// https://learn.microsoft.com/en-us/nuget/concepts/package-versioning

import { compareDigitLists, orderBy, type Sign } from './parts.ts'
import { comparePrereleases } from './prerelease.ts'

const LABELS = '[\\dA-Za-z-]+(?:\\.[\\dA-Za-z-]+)*'
const SHAPE = new RegExp(`^(\\d+(?:\\.\\d+){0,3})(?:-(${LABELS}))?(?:\\+${LABELS})?$`)

interface Version {
  readonly numbers: readonly string[]
  readonly prerelease: string | undefined
}

export const compareNuget = orderBy(parse, compare)

function parse(text: string): Version | undefined {
  const [, numbers, prerelease] = SHAPE.exec(text) ?? []
  return numbers === undefined ? undefined : { numbers: numbers.split('.'), prerelease: prerelease?.toLowerCase() }
}

function compare(a: Version, b: Version): Sign {
  return compareDigitLists(a.numbers, b.numbers) || comparePrereleases(a.prerelease, b.prerelease)
}
