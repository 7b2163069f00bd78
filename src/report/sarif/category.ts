// The categories of runs, and the names of images in categories and fingerprints: they last from commit to commit and are unique.
//
// GitHub keeps alerts by category, and every job of a workflow uploads its own file. So a category says what the job was asked to
// judge, with the registry even if this report does not need it: two jobs with the same category would close each other's alerts.

import type { Coverage } from '../../gate/coverage.ts'
import { parseImageUri, registryHost, registryOf } from '../../image/uri.ts'
import { type NamedImage, withNames } from '../name.ts'
import type { Report } from '../report.ts'
import { hashText } from './entry.ts'

const LENGTH = 200

/**
 * Gives images names that last. The name of an image that was read from ECR begins with the registry's host. A recorded answer names
 * the account, but a Region only while there are findings, so the name of its image begins with the account.
 */
export function nameLasting({ images, coverage }: Pick<Report, 'images' | 'coverage'>): readonly NamedImage[] {
  const asked = new Set(coverage.map(askedRepository))
  return withNames(images).map(image => {
    const [named, platform] = image.lasting
    const repository = image.repositoryName ?? 'unknown'
    const host = registryOf(image.uri)
    const whole = `${host}/${repository}`
    if (named !== repository || asked.has(whole)) return { ...image, lasting: [whole, platform] }
    return { ...image, lasting: [`${image.registryId ?? host}/${repository}`, platform] }
  })
}

/** The repository that was read from ECR, with the host of its registry; undefined if the origin is not the URI of an image. */
export function askedRepository({ source, origin }: Coverage): string | undefined {
  if (source !== 'findings' || origin === null) return undefined
  const uri = parseImageUri(origin, { registryId: undefined, region: undefined })
  return 'text' in uri ? `${registryHost(uri.registryId, uri.region)}/${uri.repositoryName}` : undefined
}

/** The origins that events were read from. */
export function listOrigins(coverage: readonly Coverage[]): readonly string[] {
  return unique(coverage.filter(({ source }) => source === 'events').flatMap(({ origin }) => origin ?? []))
}

/**
 * What the whole report is about, as the last part of a category: the images with their platforms, and the origins of events. Paths of
 * recorded answers are left out, because other jobs may use the same ones. A missing image changes the hash, but then nothing is uploaded.
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
