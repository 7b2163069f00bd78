// The order of NuGet's packages: one to four numbers, and a pre-release in which letter case does not count.
// https://learn.microsoft.com/en-us/nuget/concepts/package-versioning

import { orderByPrerelease } from './prerelease.ts'

const LABELS = '[\\dA-Za-z-]+(?:\\.[\\dA-Za-z-]+)*'
const SHAPE = new RegExp(`^(\\d+(?:\\.\\d+){0,3})(?:-(${LABELS}))?(?:\\+${LABELS})?$`)

export const compareNuget = orderByPrerelease(text => {
  const [, numbers, prerelease] = SHAPE.exec(text) ?? []
  return numbers === undefined ? undefined : { numbers: numbers.split('.'), prerelease: prerelease?.toLowerCase() }
})
