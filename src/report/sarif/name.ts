// Names by which a page knows a thing again from build to build.

import type { ReportedImage } from '../report.ts'

/** What of an image stays from build to build. The scanner's word for a platform does not: it is gone when nothing is found. */
export function lastingName({ repositoryName, indexDigest, platform }: ReportedImage): readonly [string, string | null] {
  return [repositoryName ?? 'unknown', indexDigest === null ? null : platform]
}

/** The same names, numbered where one comes again. */
export function distinguish(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  for (const name of names) {
    let free = name
    for (let number = 2; taken.has(free); number++) free = `${name}-${number}`
    taken.add(free)
  }
  return [...taken]
}
