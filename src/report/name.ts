// The names of images in a report, one for people and one for pages that follow a thing from build to build.
//
// The same repository may be in several registries. Then the registry's host tells images apart, and never their order: an image
// that is asked for first tomorrow is still the same.

import { nameImages, needHosts } from '../events/scan.ts'
import type { ReportedImage } from './report.ts'

export interface NamedImage extends ReportedImage {
  /** By which a person tells it from the others of the report. */
  readonly name: string
  /** What of it stays from build to build: its repository, and its platform in an index. */
  readonly lasting: readonly [repository: string, platform: string | null]
}

export function withNames(images: readonly ReportedImage[]): readonly NamedImage[] {
  const names = nameImages(images)
  const lasting = images.map(lastingName)
  const hosts = needHosts(
    images,
    lasting.map(name => JSON.stringify(name)),
  )
  return images.map((image, i) => {
    const [repository, platform] = lasting[i] ?? lastingName(image)
    return { ...image, name: names[i] ?? image.uri, lasting: [`${hosts[i]}${repository}`, platform] }
  })
}

// The scanner's word for a platform does not stay: it is gone when nothing is found.
function lastingName({ repositoryName, indexDigest, platform }: ReportedImage): NamedImage['lasting'] {
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
