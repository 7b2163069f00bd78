// Lists and gets objects of one bucket in S3. Each call takes its part of the time of the reading.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html

import type { Readable } from 'node:stream'
import {
  GetObjectCommand,
  type GetObjectCommandInput,
  type GetObjectCommandOutput,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  type ListObjectsV2CommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { Aws, Limit } from '../aws/client.ts'
import { turnPages } from '../aws/pages.ts'
import { unreadable } from '../aws/refusal.ts'
import { Fault, sayError } from '../fault.ts'
import { untilStopped } from '../process/stop.ts'
import { OutOfTime, type TimeLimit } from './pace.ts'
import { ARCHIVE, type Call, headerOf, type Named, nameObject, type Purpose, toObjectFault, tooLarge, type Wanted } from './purpose.ts'

/** A bucket, and how it is reached. */
export interface Bucket extends Named {
  readonly aws: Aws
  /** A Region in which to ask; S3 tells the bucket's own. */
  readonly region: string
  /** How long the reading may take, and the fault if that ends. */
  readonly time?: TimeLimit
  readonly timeout?: () => Fault
  /** What its objects are read for: a trail's archive by default. */
  readonly purpose?: Purpose
}

/** An object, as a listing names it. */
export interface Listed {
  readonly key: string
  readonly bytes: number
  readonly etag: string | undefined
  /** When it was written; undefined if S3 does not say. */
  readonly written?: Date | undefined
}

/** Whether an object is what the console of S3 calls a folder: an empty one. */
export function isFolder({ key, bytes }: Pick<Listed, 'key' | 'bytes'>): boolean {
  return bytes === 0 && key.endsWith('/')
}

/** An object as it was read. */
export interface ReadObject {
  readonly bytes: Uint8Array
  /** Whether the answer said how many bytes there are, so that these are all of them. */
  readonly isWhole: boolean
  readonly etag: string | undefined
  /** Undefined if the bucket never had versions. */
  readonly versionId: string | undefined
}

/** A page of a list. */
export interface Page {
  readonly objects: readonly Listed[]
  /** The names of the folders, if those were asked for. */
  readonly folders: readonly string[]
}

export interface Objects {
  /** What begins with a prefix, page by page; with `folders`, only what lies directly in it. */
  readonly list: (prefix: string, what?: 'folders') => AsyncGenerator<Page>
  /** The bytes of an object. */
  readonly get: (object: Listed) => Promise<Uint8Array>
  /** The newest version of an object, or one that is named. */
  readonly read: (object: Pick<Listed, 'key'> & Partial<Listed>, versionId?: string) => Promise<ReadObject>
  /** Whether S3 said of any request that whoever asks pays for it. */
  readonly isCharged: () => boolean
}

/** How often the body of an object is asked for: the SDK tries again only until the first byte. */
const MOST_TIMES = 3

// A bucket whose requester pays answers nobody who does not agree to that; any other one takes no notice.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ObjectsinRequesterPaysBuckets.html
const PAYER = { RequestPayer: 'requester' } as const

/** Opens a bucket. */
export function openObjects(bucket: Bucket): Objects {
  const { aws, name, owner, time, timeout, purpose = ARCHIVE } = bucket
  const whose = { ...PAYER, Bucket: name, ...(owner !== undefined && { ExpectedBucketOwner: owner }) }
  let { region } = bucket
  let charged = false
  // A bucket answers in its own Region alone. Asked in another one, S3 says which that is.
  const send = async <T>(action: Call, key: string, ask: (client: S3Client, limit: Limit) => Promise<T>): Promise<T> => {
    const attempt = async (at: string): Promise<T> => {
      const client = await aws.s3({ region: at })
      const start = (limit: Limit): Promise<T> => untilStopped(limit.abortSignal, () => ask(client, limit))
      return aws.call(limit => (time === undefined ? start(limit) : time.send(limit, start)))
    }
    // Other requests, which are under way meanwhile, may learn the Region first.
    const asked = region
    try {
      return await attempt(asked).catch((error: unknown) => {
        const own = headerOf(error, 'x-amz-bucket-region')
        if (own === undefined || own === asked) throw error
        region = own
        return attempt(own)
      })
    } catch (error) {
      if (error instanceof OutOfTime && timeout !== undefined) throw timeout()
      throw toObjectFault(error, { action, bucket, key, region, purpose })
    }
  }
  const note = <T extends { readonly RequestCharged?: string | undefined }>(answer: T): T => {
    charged ||= answer.RequestCharged !== undefined
    return answer
  }
  const askPage = async (input: ListObjectsV2CommandInput): Promise<ListObjectsV2CommandOutput> =>
    note(await send('s3:ListBucket', input.Prefix ?? '', (client, limit) => client.send(new ListObjectsV2Command(input), limit)))
  const read: Objects['read'] = async ({ key, bytes = 0 }, versionId) => {
    const wanted = { at: nameObject(name, key), purpose }
    if (bytes > purpose.mostBytes) throw tooLarge(wanted)
    const input = { ...whose, Key: key, ...(versionId !== undefined && { VersionId: versionId }) }
    const action = versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion'
    return send(action, key, (client, limit) => getWhole({ client, limit, input, wanted, note }))
  }
  return {
    list: (prefix, what) => listPages({ ...whose, Prefix: prefix, ...(what === undefined ? {} : { Delimiter: '/' }) }, askPage),
    get: async object => (await read(object)).bytes,
    read,
    isCharged: () => charged,
  }
}

function listPages(
  input: ListObjectsV2CommandInput,
  ask: (input: ListObjectsV2CommandInput) => Promise<ListObjectsV2CommandOutput>,
): AsyncGenerator<Page> {
  const { Bucket = '', Prefix = '' } = input
  const at = `s3://${Bucket}`
  return turnPages({ who: 'S3', at }, async token => {
    const answer = await ask({ ...input, ...(token === undefined ? {} : { ContinuationToken: token }) })
    const {
      Name: name,
      IsTruncated: goesOn,
      NextContinuationToken: next = '',
      Contents: objects = [],
      CommonPrefixes: folders = [],
    } = answer
    // A proxy's page has neither, and an empty list must not be read into it.
    if (name !== Bucket || typeof goesOn !== 'boolean' || (goesOn && next === ''))
      throw unreadable('s3:ListBucket', 'is no list of this bucket', at)
    const refuse = (): never => {
      throw unreadable('s3:ListBucket', 'lists what was not asked for', at)
    }
    const page = {
      objects: objects.map(({ Key: key, Size: bytes, ETag: etag, LastModified: written }) =>
        key?.startsWith(Prefix) === true && typeof bytes === 'number' ? { key, bytes, etag, written } : refuse(),
      ),
      folders: folders.map(({ Prefix: folder }) => (folder?.startsWith(Prefix) === true && folder.endsWith('/') ? folder : refuse())),
    }
    return { page, next: goesOn ? next : undefined }
  })
}

interface Getting {
  readonly client: S3Client
  readonly limit: Limit
  readonly input: GetObjectCommandInput
  readonly wanted: Wanted
  readonly note: (answer: GetObjectCommandOutput) => GetObjectCommandOutput
}

async function getWhole({ client, limit, input, wanted, note }: Getting): Promise<ReadObject> {
  for (let time = 1; ; time++) {
    const answer = note(await client.send(new GetObjectCommand({ ...input, ChecksumMode: 'ENABLED' }), limit))
    try {
      const bytes = await readBody(answer.Body as Readable, answer.ContentLength, wanted)
      return { bytes, isWhole: answer.ContentLength !== undefined, etag: answer.ETag, versionId: answer.VersionId }
    } catch (error) {
      if (error instanceof Fault || limit.abortSignal.aborted) throw error
      if (time < MOST_TIMES) continue
      const message = `the object could not be read to its end in ${MOST_TIMES} attempts (${sayError(error)})`
      throw new Fault(
        'aws-answer',
        { message, help: 'run it again; if it fails again, the object or a proxy is damaged', at: wanted.at },
        error,
      )
    }
  }
}

async function readBody(body: Readable, length: number | undefined, wanted: Wanted): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      bytes += chunk.length
      if (bytes > wanted.purpose.mostBytes) throw tooLarge(wanted)
      parts.push(chunk)
    }
  } finally {
    body.destroy()
  }
  if (length !== undefined && bytes !== length) throw new Error(`${bytes} of ${length} bytes came`)
  return Buffer.concat(parts)
}
