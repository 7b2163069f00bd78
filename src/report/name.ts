// The names of images in a report: one for people, and one for tools that identify an image from build to build.
//
// A repository of the same name may be in several registries. Then the registry's host tells images apart, and never their order:
// an image that is named first tomorrow is still the same.

import { nameImages, needHosts } from '../image/image.ts'
import type { ReportedImage } from './report.ts'

export interface NamedImage extends ReportedImage {
  /** Tells a person this image from the others in the report. */
  readonly name: string
  /** The part that stays from build to build: the repository, and the platform in an index. */
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

/** The names for people, by the URIs of the images. */
export function namesByUri(images: readonly NamedImage[]): ReadonlyMap<string, string> {
  return new Map(images.map(({ uri, name }) => [uri, name]))
}

// Outside an index the platform comes from the scanner's findings. It is missing once there are none, so it is left out.
function lastingName({ repositoryName, indexDigest, platform }: ReportedImage): NamedImage['lasting'] {
  return [repositoryName ?? 'unknown', indexDigest === null ? null : platform]
}

/** The same names, with a number added to each repeated one. */
export function distinguish(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  // The next number to try for each name: every number below it is taken.
  const next = new Map<string, number>()
  for (const name of names) {
    let free = name
    let number = next.get(name) ?? 2
    for (; taken.has(free); number++) free = `${name}-${number}`
    next.set(name, number)
    taken.add(free)
  }
  return [...taken]
}
