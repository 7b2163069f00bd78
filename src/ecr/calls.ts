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
  GetAuthorizationTokenCommand,
  GetRegistryScanningConfigurationCommand,
  PutImageCommand,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr'
import type { Aws, Limit } from '../aws/client.ts'
import { Expected, expectErrors } from '../aws/expect.ts'
import { toFields } from '../aws/json.ts'
import { takeAnswer } from '../aws/raw.ts'
import { toAwsFault, UNREADABLE } from '../aws/refusal.ts'
import { Fault } from '../fault.ts'
import { type ImageUri, repositoryArn } from '../image/uri.ts'
import { type Fields, isObject } from '../json.ts'

/** An answer, or the name and message of an expected error. */
export type Answered = { readonly answer: Fields } | { readonly error: string; readonly message: string }

/** The calls about one repository. */
export interface Ecr {
  readonly describeImageScanFindings: (digest: string, nextToken?: string) => Promise<Answered>
  readonly batchGetImage: (imageIds: readonly ImageId[], mediaTypes: readonly string[]) => Promise<Answered>
  readonly describeImage: (digest: string) => Promise<Answered>
  /** Describes an image even if it is archived. */
  readonly describeStoredImage: (id: ImageId) => Promise<Answered>
  /** The first page of the repository's images, in no guaranteed order. */
  readonly describeImages: () => Promise<Answered>
  readonly startImageScan: (digest: string) => Promise<Answered>
  readonly getRegistryScanningConfiguration: () => Promise<Answered>
  readonly batchGetRepositoryScanningConfiguration: () => Promise<Answered>
  readonly describeRepository: () => Promise<Answered>
  /** Tags a manifest; the digest must be that of exactly these bytes. */
  readonly putImage: (image: TaggedManifest) => Promise<Answered>
  /** Removes a tag; ECR deletes the image if it has no other. */
  readonly deleteTag: (imageTag: string) => Promise<Answered>
  readonly getAuthorizationToken: () => Promise<Answered>
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

export async function openEcr(aws: Aws, uri: ImageUri): Promise<Ecr> {
  const client = await aws.ecr(uri)
  const { registryId, repositoryName } = uri
  const repository = { registryId, repositoryName }
  const ask = createAsk(aws, uri)
  return {
    describeImageScanFindings: (imageDigest, nextToken) => {
      const turn = nextToken === undefined ? {} : { nextToken }
      const command = new DescribeImageScanFindingsCommand({ ...repository, imageId: { imageDigest }, maxResults: MOST_FINDINGS, ...turn })
      let page: unknown
      takeAnswer(command, json => {
        page = json
      })
      const read = async (limit: Limit): Promise<Fields> => {
        await client.send(command, limit)
        // A proxy that answers in place of ECR may send JSON too.
        if (!isObject(page))
          throw new Fault('aws-answer', { message: 'the answer of DescribeImageScanFindings is not a JSON object', help: UNREADABLE })
        return page
      }
      return ask('DescribeImageScanFindings', command, read, {
        expected: ['ScanNotFoundException', 'ImageNotFoundException'],
        also: 'and, for enhanced scanning, inspector2:ListCoverage and inspector2:ListFindings',
      })
    },
    batchGetImage: (imageIds, mediaTypes) => {
      const command = new BatchGetImageCommand({ ...repository, imageIds: [...imageIds], acceptedMediaTypes: [...mediaTypes] })
      return ask('BatchGetImage', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
    describeImage: imageDigest => {
      const command = new DescribeImagesCommand({ ...repository, imageIds: [{ imageDigest }] })
      return ask('DescribeImages', command, async limit => toFields({ ...(await client.send(command, limit)) }), {
        expected: ['ImageNotFoundException'],
      })
    },
    describeStoredImage: id => {
      const command = new DescribeImagesCommand({ ...repository, imageIds: [id], filter: { imageStatus: 'ANY' } })
      return ask('DescribeImages', command, async limit => toFields({ ...(await client.send(command, limit)) }), {
        expected: ['ImageNotFoundException'],
      })
    },
    describeImages: () => {
      const command = new DescribeImagesCommand({ ...repository, maxResults: MOST_IMAGES })
      return ask('DescribeImages', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
    startImageScan: imageDigest => {
      const command = new StartImageScanCommand({ ...repository, imageId: { imageDigest } })
      return ask('StartImageScan', command, async limit => toFields({ ...(await client.send(command, limit)) }), { expected: START_ERRORS })
    },
    getRegistryScanningConfiguration: () => {
      const command = new GetRegistryScanningConfigurationCommand({})
      return ask('GetRegistryScanningConfiguration', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
    batchGetRepositoryScanningConfiguration: () => {
      const command = new BatchGetRepositoryScanningConfigurationCommand({ repositoryNames: [repositoryName] })
      return ask('BatchGetRepositoryScanningConfiguration', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
    describeRepository: () => {
      const command = new DescribeRepositoriesCommand({ registryId, repositoryNames: [repositoryName] })
      return ask('DescribeRepositories', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
    putImage: image => {
      const command = new PutImageCommand({ ...repository, ...image })
      return ask('PutImage', command, async limit => toFields({ ...(await client.send(command, limit)) }), {
        kind: 'write',
        expected: PUT_ERRORS,
      })
    },
    deleteTag: imageTag => {
      const command = new BatchDeleteImageCommand({ ...repository, imageIds: [{ imageTag }] })
      return ask('BatchDeleteImage', command, async limit => toFields({ ...(await client.send(command, limit)) }), { kind: 'write' })
    },
    getAuthorizationToken: () => {
      const command = new GetAuthorizationTokenCommand({})
      return ask('GetAuthorizationToken', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
  }
}

interface AskOptions {
  /** The errors that the caller handles. */
  readonly expected?: readonly string[]
  readonly also?: string
  readonly kind?: 'read' | 'write'
}

function createAsk(aws: Aws, uri: ImageUri) {
  return async (
    operation: string,
    command: Parameters<typeof expectErrors>[0],
    read: (limit: Limit) => Promise<Fields>,
    { expected = [], also, kind }: AskOptions = {},
  ): Promise<Answered> => {
    expectErrors(command, expected)
    try {
      return { answer: await aws.call(read, kind) }
    } catch (error) {
      if (error instanceof Expected) return { error: error.error, message: error.message }
      const place =
        operation === 'GetRegistryScanningConfiguration' || operation === 'GetAuthorizationToken'
          ? { on: `registry ${uri.registryId}`, arn: '*' }
          : { on: `repository "${uri.repositoryName}"`, arn: repositoryArn(uri) }
      throw toAwsFault(error, { action: `ecr:${operation}`, ...place, ...(also === undefined ? {} : { also }) })
    }
  }
}
