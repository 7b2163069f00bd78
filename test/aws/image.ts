// The operations of ECR on the images of one repository.

import { DIGEST } from './bounds.ts'
import {
  findImage,
  type Image,
  type ImageId,
  mediaTypeOf,
  nameImage,
  type Repository,
  requireImage,
  type StartError,
  showId,
  showPlace,
  storeImage,
  tagsOf,
} from './repository.ts'
import { countSeverities, isResult, peekStep, readScan, replaceScan } from './scan.ts'
import { type Fields, makeToken, Refusal, type Reply, readToken, sha256, toSeconds, Violation } from './wire.ts'

export function readFindings(repository: Repository, input: Fields): Reply {
  const id = input['imageId'] as ImageId
  const image = requireImage(repository, id)
  const reply = readScan(image.scans, image.digest, nameImage(repository, image, id), input)
  if (!('error' in reply)) return reply
  throw new Refusal(reply.error, reply.message ?? wordsOf(reply.error, repository, id))
}

function wordsOf(error: string, repository: Repository, id: ImageId): string {
  switch (error) {
    case 'ScanNotFoundException':
      return `Image scan does not exist for the image with '${showId(id)}' in ${showPlace(repository)}`
    case 'ImageNotFoundException':
      return `The image with imageId ${showId(id)} does not exist within ${showPlace(repository)}`
    default:
      return `${error} for the image with '${showId(id)}' in ${showPlace(repository)}`
  }
}

export function batchGet(repository: Repository, input: Fields): Reply {
  const accepted = input['acceptedMediaTypes'] as readonly string[] | undefined
  const ids = input['imageIds'] as readonly ImageId[]
  const found = ids.map(id => getImage(repository, id, accepted))
  // ECR guarantees no order. The reversed order exposes code that reads by position.
  const images = found.flatMap(({ image }) => (image === undefined ? [] : [image])).reverse()
  return { output: { images, failures: found.flatMap(({ failure }) => (failure === undefined ? [] : [failure])) } }
}

interface Got {
  readonly image?: Fields
  readonly failure?: Fields
}

function getImage(repository: Repository, id: ImageId, accepted: readonly string[] | undefined): Got {
  const fail = (failureCode: string, failureReason: string): Got => ({ failure: { imageId: id, failureCode, failureReason } })
  const { imageDigest, imageTag } = id
  if (imageDigest === undefined && imageTag === undefined)
    return fail('MissingDigestAndTag', 'Invalid request parameters: both tag and digest cannot be null')
  if (imageDigest !== undefined && !DIGEST.test(imageDigest))
    return fail('InvalidImageDigest', 'Invalid request parameters: image digest should satisfy the regex')
  if (
    imageDigest !== undefined &&
    imageTag !== undefined &&
    repository.tags.get(imageTag) !== imageDigest &&
    repository.images.has(imageDigest)
  ) {
    return fail('ImageTagDoesNotMatchDigest', 'Image tag does not match the digest')
  }
  const image = findImage(repository, id)
  // To the caller, an image of a type that it does not accept looks as if it were not there.
  if (image === undefined || isArchived(image) || accepted?.includes(image.mediaType) === false)
    return fail('ImageNotFound', 'Requested image not found')
  return {
    image: {
      ...nameImage(repository, image, id),
      imageManifest: image.options.corrupt === true ? `${image.manifest} ` : image.manifest,
      imageManifestMediaType: image.mediaType,
    },
  }
}

function isArchived({ options }: Image): boolean {
  return (options.imageStatus ?? 'ACTIVE') !== 'ACTIVE'
}

export function describeImages(repository: Repository, input: Fields): Reply {
  const ids = input['imageIds'] as readonly ImageId[] | undefined
  const { imageStatus = 'ACTIVE' } = (input['filter'] ?? {}) as { imageStatus?: string }
  if (ids !== undefined) {
    const images = new Set(ids.map(id => requireImage(repository, id, image => imageStatus === 'ANY' || !isArchived(image))))
    return { output: { imageDetails: [...images].map(image => detailOf(repository, image)) } }
  }
  const { tagStatus = 'ANY' } = (input['filter'] ?? {}) as { tagStatus?: string }
  const images = [...repository.images.values()].filter(
    ({ digest, hidden }) => hidden === 0 && (tagStatus === 'ANY' || (tagStatus === 'TAGGED') === tagsOf(repository, digest).length > 0),
  )
  const from = offsetOf(input['nextToken'] as string | undefined)
  const next = from + ((input['maxResults'] as number | undefined) ?? 100)
  return {
    output: {
      imageDetails: images.slice(from, next).map(image => detailOf(repository, image)),
      ...(next < images.length ? { nextToken: makeToken({ describe: next }) } : {}),
    },
  }
}

function offsetOf(token: string | undefined): number {
  const from = token === undefined ? 0 : readToken(token)?.['describe']
  if (typeof from === 'number') return from
  throw new Violation(
    'InvalidParameterException',
    "Invalid parameter at 'nextToken' failed to satisfy constraint: 'must be a token of this operation'",
  )
}

function detailOf(repository: Repository, image: Image): Fields {
  const tags = tagsOf(repository, image.digest)
  const step = peekStep(image.scans)
  const completedAt = image.options.scanCompletedAt
  return {
    registryId: repository.registryId,
    repositoryName: repository.name,
    imageDigest: image.digest,
    ...(tags.length === 0 ? {} : { imageTags: tags }),
    imageSizeInBytes: image.size,
    imagePushedAt: image.pushedAt,
    imageManifestMediaType: image.mediaType,
    ...(image.options.imageStatus === undefined ? {} : { imageStatus: image.options.imageStatus }),
    ...(isResult(step)
      ? { imageScanStatus: { status: step.status, ...(step.description === undefined ? {} : { description: step.description }) } }
      : {}),
    ...(completedAt === undefined
      ? {}
      : {
          imageScanFindingsSummary: {
            imageScanCompletedAt: toSeconds(completedAt),
            ...(isResult(step) && step.findings !== undefined
              ? { findingSeverityCounts: step.counts ?? countSeverities(step.findings) }
              : {}),
          },
        }),
  }
}

const START_WORDS: Readonly<Record<StartError['error'], (image: Image) => string>> = {
  LimitExceededException: () => 'The scan quota per image has been exceeded. Wait and try again.',
  ValidationException: () => 'This feature is disabled',
  ImageArchivedException: () => 'The specified image is archived and cannot be scanned.',
  UnsupportedImageTypeException: ({ mediaType }) => `The operation does not support images of the media type '${mediaType}'`,
}

export function startScan(repository: Repository, input: Fields, scanType: string): Reply {
  const id = input['imageId'] as ImageId
  const image = requireImage(repository, id)
  const outcome = outcomeOf(image, scanType)
  if (outcome !== 'ok') throw new Refusal(outcome.error, outcome.message ?? START_WORDS[outcome.error](image))
  replaceScan(image.scans, image.options.scanAfterStart ?? image.options.scan ?? [])
  return { output: { ...nameImage(repository, image, id), imageScanStatus: { status: 'IN_PROGRESS' } } }
}

function outcomeOf(image: Image, scanType: string): 'ok' | StartError {
  const outcomes = image.options.startScan
  const asked = image.started++
  if (outcomes !== undefined) return outcomes[Math.min(asked, outcomes.length - 1)] ?? 'ok'
  if (scanType === 'ENHANCED') return { error: 'ValidationException' }
  if (/(index|list)\.v\d\+json$/.test(image.mediaType)) return { error: 'UnsupportedImageTypeException' }
  return asked === 0 ? 'ok' : { error: 'LimitExceededException' }
}

export function putImage(repository: Repository, input: Fields): Reply {
  const { imageManifest: manifest, imageTag, imageDigest, imageManifestMediaType } = input as Readonly<Record<string, string>>
  const digest = `sha256:${sha256(manifest ?? '')}`
  if (imageDigest !== undefined && imageDigest !== digest) {
    throw new Refusal('ImageDigestDoesNotMatchException', `Image digest '${imageDigest}' does not match the computed digest '${digest}'`)
  }
  const tagged = imageTag === undefined ? undefined : repository.tags.get(imageTag)
  if (repository.images.has(digest) && (imageTag === undefined || tagged === digest)) {
    const named = imageTag === undefined ? '' : ` and tag '${imageTag}'`
    throw new Refusal('ImageAlreadyExistsException', `Image with digest '${digest}'${named} already exists in ${showPlace(repository)}`)
  }
  if (tagged !== undefined && repository.immutable) {
    throw new Refusal(
      'ImageTagAlreadyExistsException',
      `The image tag '${imageTag}' already exists in the '${repository.name}' repository and cannot be overwritten because the repository is immutable.`,
    )
  }
  if (!repository.images.has(digest)) {
    storeImage(repository, { manifest: manifest ?? '', mediaType: imageManifestMediaType ?? mediaTypeOf(manifest ?? '') })
  }
  if (imageTag !== undefined) repository.tags.set(imageTag, digest)
  const image = repository.images.get(digest) as Image
  return {
    output: {
      image: {
        ...nameImage(repository, image, { ...(imageTag && { imageTag }) }),
        imageManifest: image.manifest,
        imageManifestMediaType: image.mediaType,
      },
    },
  }
}

// Removes tags and deletes images. An image is deleted with its last tag, or by its digest with all its tags, even if the
// request has a tag beside the digest: that case is not documented, but moto deletes the image.
export function deleteImages(repository: Repository, input: Fields): Reply {
  const ids = input['imageIds'] as readonly ImageId[]
  const failures: Fields[] = []
  const deleted: Fields[] = []
  for (const { imageDigest, imageTag } of ids) {
    const digest = imageTag === undefined ? imageDigest : repository.tags.get(imageTag)
    if (imageTag !== undefined && imageDigest !== undefined && digest !== undefined && digest !== imageDigest) {
      const failureReason = 'Image tag does not match the digest'
      failures.push({ imageId: { imageDigest, imageTag }, failureCode: 'ImageTagDoesNotMatchDigest', failureReason })
      continue
    }
    if (digest === undefined || !repository.images.has(digest)) {
      failures.push({ imageId: { imageDigest, imageTag }, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' })
      continue
    }
    const parent = [...repository.images.values()].find(({ manifest }) => manifest.includes(digest))
    if (parent !== undefined && tagsOf(repository, digest).length < 2) {
      const failureReason = `Requested image referenced by manifest list: [${parent.digest}]`
      failures.push({ imageId: { imageDigest: digest, imageTag }, failureCode: 'ImageReferencedByManifestList', failureReason })
      continue
    }
    for (const tag of imageTag === undefined || imageDigest !== undefined ? tagsOf(repository, digest) : [imageTag])
      repository.tags.delete(tag)
    if (tagsOf(repository, digest).length === 0) repository.images.delete(digest)
    deleted.push({ imageDigest: digest, ...(imageTag === undefined ? {} : { imageTag }) })
  }
  return { output: { imageIds: deleted, failures } }
}
