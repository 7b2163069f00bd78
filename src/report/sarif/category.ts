// The categories of runs, and the names in them and in fingerprints: what lasts from commit to commit, and is another's nowhere.
//
// GitHub keeps alerts by category, and every job of a workflow uploads its own file. So a category says what the job was asked for,
// with the registry even where one report has no need of it: what two jobs call by one name, they close for each other.

import { parseImageUri, registryHost } from '../../events/uri.ts'
import type { Coverage } from '../../gate/coverage.ts'
import { type NamedImage, withNames } from '../name.ts'
import type { Report } from '../report.ts'
import { hashText } from './entry.ts'

const LENGTH = 200

/**
 * The images by names that last. An image that was asked of ECR has the registry's host in its name; an answer from a file names the
 * account, and a Region only as long as it has findings.
 */
export function nameLasting({ images, coverage }: Pick<Report, 'images' | 'coverage'>): readonly NamedImage[] {
  const asked = new Set(coverage.map(askedRepository))
  return withNames(images).map(image => {
    const [named, platform] = image.lasting
    const repository = image.repositoryName ?? 'unknown'
    const host = image.uri.split('/', 1)[0] ?? ''
    const whole = `${host}/${repository}`
    if (named !== repository || asked.has(whole)) return { ...image, lasting: [whole, platform] }
    return { ...image, lasting: [`${image.registryId ?? host}/${repository}`, platform] }
  })
}

/** The repository that was asked of ECR, with the host of its registry; undefined where that was no image's URI. */
export function askedRepository({ source, origin }: Coverage): string | undefined {
  if (source !== 'findings' || origin === null) return undefined
  const uri = parseImageUri(origin, { registryId: undefined, region: undefined })
  return 'text' in uri ? `${registryHost(uri.registryId, uri.region)}/${uri.repositoryName}` : undefined
}

/** Where events were read. */
export function listOrigins(coverage: readonly Coverage[]): readonly string[] {
  return unique(coverage.filter(({ source }) => source === 'events').flatMap(({ origin }) => origin ?? []))
}

/**
 * What the whole report is about, as the last part of a category: the images with their platforms, and where events were read, but no
 * path of answers, which are another job's under the same name. Where an image is missing it is another's too, and nothing is uploaded.
 */
export function hashSubject(images: readonly NamedImage[], coverage: readonly Coverage[]): string {
  return hashText(JSON.stringify([unique(images.map(({ lasting }) => JSON.stringify(lasting))), listOrigins(coverage)]))
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort()
}

/** The category of an image: its repository with the registry, and its platform in an index. */
export function nameCategory({ lasting: [repository, platform] }: NamedImage): string {
  const names = ['ecr-gate', ...repository.split('/'), platform?.replaceAll('/', '-') ?? '']
  const safe = names.map(name => name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-')).filter(name => name !== '')
  const category = safe.join('/')
  if (category.length <= LENGTH) return category
  const hash = hashText(category)
  return `${category.slice(0, LENGTH - hash.length - 1)}-${hash}`
}
