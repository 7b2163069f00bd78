// A repository of images in memory: how it is filled, and how a request finds it and its images.

import { makeScans, prepareScan, type ScanStep, type Scans } from './scan.ts'
import { type AwsRequest, type Fields, Refusal, sha256, toSeconds } from './wire.ts'

export interface Place {
  readonly repository: string
  /** The caller's account when it is not given. */
  readonly registryId?: string
  /** eu-west-1 when it is not given. */
  readonly region?: string
}

export interface RepositoryOptions extends Place {
  readonly scanOnPush?: boolean
  /** Overrides the rules of the registry. */
  readonly scanFrequency?: 'SCAN_ON_PUSH' | 'CONTINUOUS_SCAN' | 'MANUAL'
  readonly immutable?: boolean
}

export interface StartError {
  readonly error: 'LimitExceededException' | 'ValidationException' | 'UnsupportedImageTypeException' | 'ImageArchivedException'
  /** Replaces ECR's own message. */
  readonly message?: string
}

export interface ImageOptions extends Place {
  readonly tags?: readonly string[]
  /** The manifest's bytes, or an object that becomes JSON; the digest is their sha256. */
  readonly manifest: string | object
  /** The manifest's own mediaType when it is not given. */
  readonly mediaType?: string
  readonly pushedAt?: Date | string
  readonly sizeInBytes?: number
  /** What the readings find, one step each; the last step repeats. Without it there is no scan. */
  readonly scan?: readonly ScanStep[]
  /** What the readings find after StartImageScan said ok; `scan` from its beginning when it is not given. */
  readonly scanAfterStart?: readonly ScanStep[]
  /** The answers of StartImageScan in order; the last repeats. When it is not given: ok, and then LimitExceededException. */
  readonly startScan?: readonly ('ok' | StartError)[]
  /** Makes DescribeImages give the summary of a scan that ended at this time. */
  readonly scanCompletedAt?: Date | string
  /** How many requests for the image do not find it at first. */
  readonly notFound?: number
  /** Where the image is stored; an archived image is described on request, and not given. */
  readonly imageStatus?: 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING'
  /** Makes BatchGetImage give bytes that do not match the digest. */
  readonly corrupt?: boolean
}

export interface Image {
  readonly digest: string
  readonly manifest: string
  readonly mediaType: string
  readonly pushedAt: number
  readonly size: number
  readonly options: Partial<ImageOptions>
  readonly scans: Scans
  /** How often StartImageScan was called. */
  started: number
  /** How many more requests will not find it. */
  hidden: number
}

export interface Repository {
  readonly name: string
  readonly registryId: string
  readonly region: string
  readonly immutable: boolean
  readonly scanOnPush: boolean
  readonly scanFrequency: RepositoryOptions['scanFrequency']
  readonly images: Map<string, Image>
  /** The digest of each tag. */
  readonly tags: Map<string, string>
}

export interface Registry {
  readonly repositories: Map<string, Repository>
}

const PUSHED = '2026-11-22T08:30:00Z'

export function makeRepository(options: RepositoryOptions, registryId: string, region: string): Repository {
  return {
    name: options.repository,
    registryId,
    region,
    immutable: options.immutable ?? false,
    scanOnPush: options.scanOnPush ?? false,
    scanFrequency: options.scanFrequency,
    images: new Map(),
    tags: new Map(),
  }
}

export function placeOf(registryId: string, region: string, name: string): string {
  return `${registryId} ${region} ${name}`
}

/** Puts an image into its repository, in place of one with the same digest. */
export function storeImage(
  repository: Repository,
  options: Omit<ImageOptions, 'repository'>,
): { readonly digest: string; readonly mediaType: string; readonly size: number } {
  const manifest = typeof options.manifest === 'string' ? options.manifest : JSON.stringify(options.manifest)
  const digest = `sha256:${sha256(manifest)}`
  const mediaType = options.mediaType ?? mediaTypeOf(manifest)
  prepareScan([...(options.scan ?? []), ...(options.scanAfterStart ?? [])])
  repository.images.set(digest, {
    digest,
    manifest,
    mediaType,
    // Pushing an image again does not change the time of its push.
    pushedAt: repository.images.get(digest)?.pushedAt ?? toSeconds(options.pushedAt ?? PUSHED),
    size: options.sizeInBytes ?? sizeOf(manifest),
    options,
    scans: makeScans(options.scan),
    started: 0,
    hidden: options.notFound ?? 0,
  })
  for (const tag of options.tags ?? []) repository.tags.set(tag, digest)
  return { digest, mediaType, size: Buffer.byteLength(manifest) }
}

export function mediaTypeOf(manifest: string): string {
  const { mediaType } = parseManifest(manifest)
  return typeof mediaType === 'string' ? mediaType : 'application/vnd.oci.image.manifest.v1+json'
}

function sizeOf(manifest: string): number {
  const { config, layers = [] } = parseManifest(manifest) as { config?: { size: number }; layers?: readonly { size: number }[] }
  return layers.reduce((sum, { size }) => sum + size, config?.size ?? 0)
}

// A test may store bytes that are not a manifest at all.
function parseManifest(manifest: string): Fields {
  try {
    const value: unknown = JSON.parse(manifest)
    return typeof value === 'object' && value !== null ? (value as Fields) : {}
  } catch {
    return {}
  }
}

export function findRepository(
  { repositories }: Registry,
  { account, region, input }: Pick<AwsRequest, 'account' | 'region' | 'input'>,
): Repository {
  const registryId = (input['registryId'] as string | undefined) ?? account
  const name = input['repositoryName'] as string
  const repository = repositories.get(placeOf(registryId, region, name))
  if (repository !== undefined) return repository
  throw new Refusal(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
  )
}

export interface ImageId {
  readonly imageDigest?: string
  readonly imageTag?: string
}

/** The image that an id names; undefined while it is still hidden. */
export function findImage({ images, tags }: Repository, { imageDigest, imageTag }: ImageId): Image | undefined {
  const tagged = imageTag === undefined ? undefined : tags.get(imageTag)
  if (imageTag !== undefined && (tagged === undefined || (imageDigest !== undefined && tagged !== imageDigest))) return undefined
  const image = images.get(imageDigest ?? tagged ?? '')
  if (image === undefined || image.hidden === 0) return image
  image.hidden -= 1
  return undefined
}

export function requireImage(repository: Repository, id: ImageId, isThere: (image: Image) => boolean = () => true): Image {
  const image = findImage(repository, id)
  if (image !== undefined && isThere(image)) return image
  throw new Refusal('ImageNotFoundException', `The image with imageId ${showId(id)} does not exist within ${showPlace(repository)}`)
}

export function tagsOf({ tags }: Repository, digest: string): readonly string[] {
  return [...tags].filter(([, named]) => named === digest).map(([tag]) => tag)
}

/** The members that name an image in an answer: its digest, and its tag if it was asked for. */
export function nameImage(repository: Repository, { digest }: Image, { imageTag }: ImageId): Fields {
  return {
    registryId: repository.registryId,
    repositoryName: repository.name,
    imageId: { imageDigest: digest, ...(imageTag === undefined ? {} : { imageTag }) },
  }
}

export function showId({ imageDigest, imageTag }: ImageId): string {
  return `{imageDigest:'${imageDigest ?? 'null'}', imageTag:'${imageTag ?? 'null'}'}`
}

export function showPlace({ name, registryId }: Repository): string {
  return `the repository with name '${name}' in the registry with id '${registryId}'`
}
