// Amazon ECR in memory: repositories of images by account and Region, and the operations that read and tag them.
//
// Answers imitate the awkward sides of the service: another order than the request's, pages, and its own error messages.

import {
  BatchDeleteImage$,
  BatchGetImage$,
  BatchGetRepositoryScanningConfiguration$,
  DescribeImageScanFindings$,
  DescribeImages$,
  DescribeRepositories$,
  GetAuthorizationToken$,
  GetDownloadUrlForLayer$,
  GetRegistryScanningConfiguration$,
  PutImage$,
  StartImageScan$,
} from '@aws-sdk/client-ecr'
import { batchBounds, deleteBounds, describeBounds, findingsBounds, putBounds, scanningBounds, startScanBounds } from './bounds.ts'
import { batchGet, deleteImages, describeImages, putImage, readFindings, startScan } from './image.ts'
import {
  findRepository,
  type ImageOptions,
  makeRepository,
  type Place,
  placeOf,
  type Registry,
  type Repository,
  type RepositoryOptions,
  storeImage,
} from './repository.ts'
import { type AwsRequest, type Fields, type Operation, partitionOf, type Reply, sha256 } from './wire.ts'

interface ScanningRule {
  readonly scanFrequency: 'SCAN_ON_PUSH' | 'CONTINUOUS_SCAN' | 'MANUAL'
  readonly repositoryFilters: readonly { readonly filter: string; readonly filterType: 'WILDCARD' }[]
}

export interface ScanningOptions {
  readonly registryId?: string
  readonly region?: string
  readonly scanType: 'BASIC' | 'ENHANCED'
  readonly rules?: readonly ScanningRule[]
}

export interface Ecr {
  /** Adds an empty repository, which replaces one of the same name. */
  readonly addRepository: (options: RepositoryOptions) => void
  /** Creates the repository if needed. A manifest that is added again gets a new scan and keeps its tags; a tag moves to its new image. */
  readonly addImage: (options: ImageOptions) => { readonly digest: string; readonly mediaType: string; readonly size: number }
  /** The digest of each tag of a repository. Tests may change the map. */
  readonly tagsIn: (repository: string) => Map<string, string>
  readonly digestsIn: (repository: string) => readonly string[]
  readonly setScanning: (options: ScanningOptions) => void
  /** Keeps the configuration of an image, as its manifest names it. */
  readonly addBlob: (content: string) => { readonly digest: string; readonly size: number }
  /** What is downloaded, by digest. Tests may change the map. */
  readonly blobs: Map<string, string>
}

type Scanning = Readonly<Omit<ScanningOptions, 'registryId' | 'region'>>

const DEFAULT_SCANNING: Scanning = { scanType: 'BASIC', rules: [] }

export function makeEcr(
  account: string,
  defaultRegion: string,
  real?: { readonly host: string; readonly username: string; readonly password: string },
): Ecr & { readonly operations: Readonly<Record<string, Operation>> } {
  const registry: Registry = { repositories: new Map() }
  const scannings = new Map<string, Scanning>()
  const blobs = new Map<string, string>()

  const keyOf = (place: Pick<Place, 'registryId' | 'region'>): string => `${place.registryId ?? account} ${place.region ?? defaultRegion}`
  const scanningOf = (registryId: string, region: string): Scanning => scannings.get(`${registryId} ${region}`) ?? DEFAULT_SCANNING
  const ensure = (options: RepositoryOptions): Repository => {
    const key = `${keyOf(options)} ${options.repository}`
    const known = registry.repositories.get(key) ?? makeRepository(options, options.registryId ?? account, options.region ?? defaultRegion)
    registry.repositories.set(key, known)
    return known
  }
  const inRepository =
    (run: (repository: Repository, input: Fields, scanType: string) => Reply) =>
    (request: AwsRequest): Reply => {
      const repository = findRepository(registry, request)
      return run(repository, request.input, scanningOf(repository.registryId, repository.region).scanType)
    }

  return {
    addRepository: options => {
      registry.repositories.delete(`${keyOf(options)} ${options.repository}`)
      ensure(options)
    },
    addImage: options => storeImage(ensure(options), options),
    tagsIn: name => ensure({ repository: name }).tags,
    digestsIn: name => [...ensure({ repository: name }).images.keys()],
    addBlob: content => {
      const digest = `sha256:${sha256(content)}`
      blobs.set(digest, content)
      return { digest, size: Buffer.byteLength(content) }
    },
    blobs,
    setScanning: ({ registryId, region, ...scanning }) => {
      scannings.set(keyOf({ ...(registryId && { registryId }), ...(region && { region }) }), scanning)
    },
    operations: {
      DescribeImageScanFindings: { schema: DescribeImageScanFindings$, bounds: findingsBounds, run: inRepository(readFindings) },
      BatchGetImage: { schema: BatchGetImage$, bounds: batchBounds, run: inRepository(batchGet) },
      DescribeImages: { schema: DescribeImages$, bounds: describeBounds, run: inRepository(describeImages) },
      StartImageScan: { schema: StartImageScan$, bounds: startScanBounds, run: inRepository(startScan) },
      BatchDeleteImage: { schema: BatchDeleteImage$, bounds: deleteBounds, run: inRepository(deleteImages) },
      DescribeRepositories: { schema: DescribeRepositories$, run: request => describeRepositories(registry, request) },
      GetAuthorizationToken: {
        schema: GetAuthorizationToken$,
        run: ({ account: owner, region, at }) => ({
          output: {
            authorizationData: [
              {
                authorizationToken: Buffer.from(
                  real === undefined ? `AWS:token-${Math.round(at)}` : `${real.username}:${real.password}`,
                ).toString('base64'),
                expiresAt: 1_795_478_400,
                proxyEndpoint: `https://${real?.host ?? `${owner}.dkr.ecr.${region}.amazonaws.com`}`,
              },
            ],
          },
        }),
      },
      GetDownloadUrlForLayer: {
        schema: GetDownloadUrlForLayer$,
        run: ({ input, origin }) => ({
          output: { downloadUrl: `${origin}/blobs/${input['layerDigest']}?X-Amz-Signature=secret%2F1`, layerDigest: input['layerDigest'] },
        }),
      },
      PutImage: { schema: PutImage$, bounds: putBounds, run: inRepository(putImage) },
      GetRegistryScanningConfiguration: {
        schema: GetRegistryScanningConfiguration$,
        run: ({ account: owner, region }) => ({
          output: { registryId: owner, scanningConfiguration: { rules: [], ...scanningOf(owner, region) } },
        }),
      },
      BatchGetRepositoryScanningConfiguration: {
        schema: BatchGetRepositoryScanningConfiguration$,
        bounds: scanningBounds,
        run: request => describeScanning(registry, request, scanningOf(request.account, request.region)),
      },
    },
  }
}

function describeRepositories(registry: Registry, { account, region, input }: AwsRequest): Reply {
  const names = (input['repositoryNames'] ?? []) as readonly string[]
  const repositories = names.map(repositoryName => findRepository(registry, { account, region, input: { ...input, repositoryName } }))
  return {
    output: {
      repositories: repositories.map(({ name, registryId, immutable }) => ({
        repositoryArn: `arn:${partitionOf(region)}:ecr:${region}:${registryId}:repository/${name}`,
        registryId,
        repositoryName: name,
        imageTagMutability: immutable ? 'IMMUTABLE' : 'MUTABLE',
      })),
    },
  }
}

function describeScanning(registry: Registry, { account, region, input }: AwsRequest, scanning: Scanning): Reply {
  const found = (input['repositoryNames'] as readonly string[]).map(name => ({
    name,
    repository: registry.repositories.get(placeOf(account, region, name)),
  }))
  return {
    output: {
      scanningConfigurations: found.flatMap(({ repository }) => (repository === undefined ? [] : [configurationOf(repository, scanning)])),
      failures: found
        .filter(({ repository }) => repository === undefined)
        .map(({ name }) => ({
          repositoryName: name,
          failureCode: 'REPOSITORY_NOT_FOUND',
          failureReason: `The repository with name '${name}' does not exist in the registry with id '${account}'`,
        })),
    },
  }
}

// The first rule that matches decides, but only if the repository itself has no setting.
function configurationOf(repository: Repository, { rules = [] }: Scanning): Fields {
  const rule = rules.find(({ repositoryFilters }) => repositoryFilters.some(({ filter }) => fits(filter, repository.name)))
  const scanFrequency = repository.scanFrequency ?? rule?.scanFrequency ?? (repository.scanOnPush ? 'SCAN_ON_PUSH' : 'MANUAL')
  return {
    repositoryArn: `arn:${partitionOf(repository.region)}:ecr:${repository.region}:${repository.registryId}:repository/${repository.name}`,
    repositoryName: repository.name,
    scanOnPush: scanFrequency !== 'MANUAL',
    scanFrequency,
    appliedScanFilters: rule?.repositoryFilters.filter(({ filter }) => fits(filter, repository.name)) ?? [],
  }
}

function fits(filter: string, name: string): boolean {
  const parts = filter.split('*').map(part => part.replace(/[.]/g, '\\.'))
  return new RegExp(`^${parts.join('.*')}$`).test(name)
}
