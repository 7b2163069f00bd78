// Asks ECR for manifests by tag or digest. ECR answers with a list of images and a list of failures, in any order; each id must have
// one answer. Of two that differ none is believed, because the other one may be what runs.

import { createHash } from 'node:crypto'
import { UNREADABLE } from '../aws/refusal.ts'
import { quote } from '../diagnostic.ts'
import { Fault } from '../fault.ts'
import { MANIFEST_TYPES } from '../image/manifest.ts'
import { own, ownList, ownText } from '../json.ts'
import type { Ecr, ImageId } from './calls.ts'

/** An image as ECR describes it; nothing in it has been checked. */
export interface GivenImage {
  readonly kind: 'image'
  readonly digest: string | undefined
  /** The registry, the repository and the tag that the answer says it is about. */
  readonly said: readonly (string | undefined)[]
  /** The exact bytes of the manifest, of which the digest is made. */
  readonly text: string | undefined
  readonly mediaType: string | undefined
}

export type Given =
  | GivenImage
  | { readonly kind: 'failure'; readonly code: string; readonly reason: string }
  /** ECR said nothing about this id. */
  | { readonly kind: 'nothing' }

/** Asks for images; the answers are in the order of the ids. Throws a fault if there are two different answers for one id. */
export async function getImages(ecr: Ecr, ids: readonly ImageId[]): Promise<readonly Given[]> {
  const answer = await ecr.batchGetImage(ids, MANIFEST_TYPES)
  const images = ownList(answer, 'images')
  const failures = ownList(answer, 'failures')
  return ids.map(id => {
    // Whatever ECR answers to a request for one image is about that image.
    const isAbout = (entry: unknown): boolean => ids.length === 1 || names(entry, id)
    return chooseOnly(id, [...images.filter(isAbout).map(readImage), ...failures.filter(isAbout).map(readFailure)])
  })
}

function names(entry: unknown, { imageDigest, imageTag }: ImageId): boolean {
  return imageDigest === undefined
    ? ownText(entry, 'imageId', 'imageTag') === imageTag
    : ownText(entry, 'imageId', 'imageDigest') === imageDigest
}

function chooseOnly(id: ImageId, given: readonly Given[]): Given {
  const different = new Map(given.map(each => [fingerprint(each), each]))
  const [only, ...more] = different.values()
  if (more.length === 0) return only ?? { kind: 'nothing' }
  const said = [...different.values()].map(each => (each.kind === 'image' ? (each.digest ?? 'no digest') : describeGiven(each)))
  const message = `ECR gave two answers for ${nameId(id)} (${[...new Set(said)].join(' and ')}), so neither is believed`
  throw new Fault('aws-answer', { message, help: UNREADABLE })
}

// An image with several tags may be listed once for each, and these entries do not contradict each other.
function fingerprint(given: Given): string {
  return given.kind === 'image'
    ? JSON.stringify([given.digest, given.text, given.mediaType, given.said.slice(0, 2)])
    : given.kind === 'failure'
      ? given.code
      : ''
}

function readImage(image: unknown): GivenImage {
  // The digest is that of the exact bytes, so the text must not be trimmed.
  const text = own(image, 'imageManifest')
  return {
    kind: 'image',
    digest: ownText(image, 'imageId', 'imageDigest'),
    said: [['registryId'], ['repositoryName'], ['imageId', 'imageTag']].map(path => ownText(image, ...path)),
    text: typeof text === 'string' ? text : undefined,
    mediaType: ownText(image, 'imageManifestMediaType'),
  }
}

function readFailure(failure: unknown): Given {
  const code = ownText(failure, 'failureCode') ?? 'an unnamed failure'
  return { kind: 'failure', code, reason: ownText(failure, 'failureReason') ?? '' }
}

/** What ECR answered in place of an image. */
export function describeGiven(given: Exclude<Given, GivenImage>): string {
  if (given.kind === 'nothing') return 'neither the manifest nor a failure'
  return given.reason === '' ? given.code : `${given.code} (${given.reason})`
}

/** An id as people read it. */
export function nameId({ imageDigest, imageTag }: ImageId): string {
  return imageDigest === undefined ? `the tag ${quote(imageTag ?? '')}` : imageDigest
}

/** The digest of a manifest. */
export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}
