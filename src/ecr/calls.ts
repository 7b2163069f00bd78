// The ECR calls that the gate makes, each with the permissions it needs. Answers are plain JSON. Errors become faults, except
// those that the caller handles: these are returned by name.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html

import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  BatchGetRepositoryScanningConfigurationCommand,
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  GetAuthorizationTokenCommand,
  GetDownloadUrlForLayerCommand,
  GetRegistryScanningConfigurationCommand,
  PutImageCommand,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr'
import type { Aws, Limit } from '../aws/client.ts'
import { Expected, expectErrors } from '../aws/expect.ts'
import { toFields } from '../aws/json.ts'
import { type Action, permissionOf } from '../aws/permissions.ts'
import { takeAnswer } from '../aws/raw.ts'
import { toAwsFault, UNREADABLE } from '../aws/refusal.ts'
import { captureAs, Fault } from '../fault.ts'
import { type ImageUri, repositoryArn } from '../image/uri.ts'
import { type Fields, isObject } from '../json.ts'

/** The answer of a call of which the caller handles some errors, or the name and message of such an error. */
export type Answered = { readonly answer: Fields } | { readonly error: string; readonly message: string }

/** The calls about one repository. */
export interface Ecr {
  readonly describeImageScanFindings: (digest: string, nextToken?: string) => Promise<Answered>
  readonly batchGetImage: (imageIds: readonly ImageId[], mediaTypes: readonly string[]) => Promise<Fields>
  readonly describeImage: (digest: string) => Promise<Answered>
  /** Describes an image even if it is archived. */
  readonly describeStoredImage: (id: ImageId) => Promise<Answered>
  /** The first page of the repository's images, in no guaranteed order. */
  readonly describeImages: () => Promise<Fields>
  readonly startImageScan: (digest: string) => Promise<Answered>
  readonly getRegistryScanningConfiguration: () => Promise<Fields>
  readonly batchGetRepositoryScanningConfiguration: () => Promise<Fields>
  readonly describeRepository: () => Promise<Fields>
  /** Tags a manifest; the digest must be that of exactly these bytes. */
  readonly putImage: (image: TaggedManifest) => Promise<Answered>
  /** Removes a tag; ECR deletes the image if it has no other. */
  readonly deleteTag: (imageTag: string) => Promise<Fields>
  readonly getAuthorizationToken: () => Promise<Fields>
  /** An address at which anybody may read a blob of the repository for a while, so it is a secret. */
  readonly getDownloadUrlForLayer: (layerDigest: string) => Promise<Fields>
}

export interface TaggedManifest {
  readonly imageManifest: string
  readonly imageManifestMediaType: string
  readonly imageDigest: string
  readonly imageTag: string
}

export interface ImageId {
  readonly imageDigest?: string
  readonly imageTag?: string
}

// ECR's largest pages, so that the poll that sees the end of a basic scan already gets its findings.
const MOST_FINDINGS = 1000
const MOST_IMAGES = 100

const PUT_ERRORS = [
  'ImageAlreadyExistsException',
  'ImageTagAlreadyExistsException',
  'ImageDigestDoesNotMatchException',
  'LayersNotFoundException',
  'ReferencedImagesNotFoundException',
]
const START_ERRORS = [
  'LimitExceededException',
  'ValidationException',
  'UnsupportedImageTypeException',
  'ImageNotFoundException',
  'ImageArchivedException',
]

const ONE_ERRORS = ['ImageNotFoundException']

export async function openEcr(aws: Aws, uri: ImageUri): Promise<Ecr> {
  const client = await aws.ecr(uri)
  const { registryId, repositoryName } = uri
  const repository = { registryId, repositoryName }
  const call = (command: EcrCommand, options: CallOptions): Promise<Fields> =>
    // The SDK's types allow only one kind of command here; each is checked where it is made.
    send(aws, uri, async limit => toFields({ ...(await client.send(command as never, limit)) }), options)
  const callExpecting = (command: EcrCommand, expected: readonly string[], options: CallOptions): Promise<Answered> => {
    expectErrors(command, expected)
    return expecting(() => call(command, options))
  }
  return {
    describeImageScanFindings: (imageDigest, nextToken) => {
      const turn = nextToken === undefined ? {} : { nextToken }
      const command = new DescribeImageScanFindingsCommand({ ...repository, imageId: { imageDigest }, maxResults: MOST_FINDINGS, ...turn })
      expectErrors(command, ['ScanNotFoundException', 'ImageNotFoundException'])
      const read = (limit: Limit): Promise<Fields> => readFindings(client, command, limit)
      return expecting(() => send(aws, uri, read, { action: 'ecr:DescribeImageScanFindings' }))
    },
    batchGetImage: (imageIds, mediaTypes) =>
      call(new BatchGetImageCommand({ ...repository, imageIds: [...imageIds], acceptedMediaTypes: [...mediaTypes] }), {
        action: 'ecr:BatchGetImage',
      }),
    describeImage: imageDigest =>
      callExpecting(new DescribeImagesCommand({ ...repository, imageIds: [{ imageDigest }] }), ONE_ERRORS, {
        action: 'ecr:DescribeImages',
      }),
    describeStoredImage: id =>
      callExpecting(new DescribeImagesCommand({ ...repository, imageIds: [id], filter: { imageStatus: 'ANY' } }), ONE_ERRORS, {
        action: 'ecr:DescribeImages',
      }),
    describeImages: () => call(new DescribeImagesCommand({ ...repository, maxResults: MOST_IMAGES }), { action: 'ecr:DescribeImages' }),
    startImageScan: imageDigest =>
      callExpecting(new StartImageScanCommand({ ...repository, imageId: { imageDigest } }), START_ERRORS, { action: 'ecr:StartImageScan' }),
    getRegistryScanningConfiguration: () =>
      call(new GetRegistryScanningConfigurationCommand({}), { action: 'ecr:GetRegistryScanningConfiguration' }),
    batchGetRepositoryScanningConfiguration: () =>
      call(new BatchGetRepositoryScanningConfigurationCommand({ repositoryNames: [repositoryName] }), {
        action: 'ecr:BatchGetRepositoryScanningConfiguration',
      }),
    describeRepository: () =>
      call(new DescribeRepositoriesCommand({ registryId, repositoryNames: [repositoryName] }), { action: 'ecr:DescribeRepositories' }),
    putImage: image =>
      callExpecting(new PutImageCommand({ ...repository, ...image }), PUT_ERRORS, { action: 'ecr:PutImage', kind: 'write' }),
    deleteTag: imageTag =>
      call(new BatchDeleteImageCommand({ ...repository, imageIds: [{ imageTag }] }), { action: 'ecr:BatchDeleteImage', kind: 'write' }),
    getAuthorizationToken: () => call(new GetAuthorizationTokenCommand({}), { action: 'ecr:GetAuthorizationToken' }),
    getDownloadUrlForLayer: layerDigest =>
      call(new GetDownloadUrlForLayerCommand({ ...repository, layerDigest }), { action: 'ecr:GetDownloadUrlForLayer' }),
  }
}

type EcrCommand = Parameters<typeof expectErrors>[0]

interface CallOptions {
  readonly action: Action
  readonly kind?: 'read' | 'write'
}

async function send(aws: Aws, uri: ImageUri, read: (limit: Limit) => Promise<Fields>, { action, kind }: CallOptions): Promise<Fields> {
  try {
    return await aws.call(read, kind)
  } catch (error) {
    if (error instanceof Expected) throw error
    const place =
      permissionOf(action).on === 'registry'
        ? { on: `registry ${uri.registryId}`, arn: '*' }
        : { on: `repository "${uri.repositoryName}"`, arn: repositoryArn(uri) }
    throw toAwsFault(error, { action, ...place })
  }
}

async function expecting(call: () => Promise<Fields>): Promise<Answered> {
  const answer = await captureAs(Expected, call)
  return answer instanceof Expected ? { error: answer.error, message: answer.message } : { answer }
}

// The answer is taken before the SDK reads it, because the SDK keeps only the fields that it knows.
async function readFindings(client: ECRClient, command: DescribeImageScanFindingsCommand, limit: Limit): Promise<Fields> {
  let page: unknown
  takeAnswer(command, json => {
    page = json
  })
  await client.send(command, limit)
  // A proxy that answers in place of ECR may send JSON too.
  if (isObject(page)) return page
  throw new Fault('aws-answer', { message: 'the answer of DescribeImageScanFindings is not a JSON object', help: UNREADABLE })
}
