// Lists and gets objects of one bucket in S3. Each call takes its part of the time of the reading.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html

import type { Readable } from 'node:stream'
import {
  GetObjectCommand,
  type GetObjectCommandInput,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  type ListObjectsV2CommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { Aws, Limit } from '../aws/client.ts'
import { turnPages } from '../aws/pages.ts'
import { errorName, toAwsFault, UNREADABLE } from '../aws/refusal.ts'
import { Fault, type FaultCode, sayError } from '../fault.ts'
import { partitionOf } from '../image/uri.ts'
import { untilStopped } from '../process/stop.ts'
import { OutOfTime, type TimeLimit } from './pace.ts'

/** A bucket, and how it is reached. */
export interface Bucket {
  readonly aws: Aws
  readonly name: string
  /** A Region in which to ask; S3 tells the bucket's own. */
  readonly region: string
  /** The account that must own it; S3 refuses if another one does. */
  readonly owner?: string | undefined
  /** How long the reading may take, and the fault if that ends. */
  readonly time?: TimeLimit
  readonly timeout?: () => Fault
  /** What its objects are read for: a trail's archive by default. */
  readonly purpose?: Purpose
}

/** How large an object may be, and what to do about what goes wrong. */
export interface Purpose {
  readonly mostBytes: number
  /** How to cure an object that is larger. */
  readonly tooLarge: string
  /** What the names of S3's errors mean; `DeleteMarker` is none of them. */
  readonly causes: Readonly<Record<string, readonly [code: FaultCode, message: string, help: string]>>
  /** What else can be done if a call is denied. */
  readonly instead: (action: Call, bucket: Bucket) => string
}

/** An object, as a listing names it. */
export interface Listed {
  readonly key: string
  readonly bytes: number
  readonly etag: string | undefined
}

/** An object as it was read. */
export interface ReadObject {
  readonly bytes: Uint8Array
  readonly etag: string | undefined
  /** Undefined if the bucket never had versions. */
  readonly versionId: string | undefined
}

interface Page {
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
}

/** The most bytes of an object. CloudTrail's have a few megabytes at most. */
const MOST_OBJECT_BYTES = 64 * 1024 * 1024

/** How often the body of an object is asked for: the SDK tries again only until the first byte. */
const MOST_TIMES = 3

type Call = 's3:ListBucket' | 's3:GetObject' | 's3:GetObjectVersion'

/** Opens a bucket. */
export function openObjects(bucket: Bucket): Objects {
  const { aws, name, owner, time, timeout, purpose = ARCHIVE } = bucket
  const whose = { Bucket: name, ...(owner !== undefined && { ExpectedBucketOwner: owner }) }
  let { region } = bucket
  // A bucket answers in its own Region alone. Asked in another one, S3 says which that is.
  const send = async <T>(action: Call, key: string, ask: (client: S3Client, limit: Limit) => Promise<T>): Promise<T> => {
    const attempt = async (): Promise<T> => {
      const client = await aws.s3({ region })
      const start = (limit: Limit): Promise<T> => untilStopped(limit.abortSignal, () => ask(client, limit))
      return aws.call(limit => (time === undefined ? start(limit) : time.send(limit, start)))
    }
    try {
      return await attempt().catch((error: unknown) => {
        const own = headerOf(error, 'x-amz-bucket-region')
        if (own === undefined || own === region) throw error
        region = own
        return attempt()
      })
    } catch (error) {
      if (error instanceof OutOfTime && timeout !== undefined) throw timeout()
      throw toObjectFault(error, { action, bucket, key, region, purpose })
    }
  }
  const askPage = (input: ListObjectsV2CommandInput): Promise<ListObjectsV2CommandOutput> =>
    send('s3:ListBucket', input.Prefix ?? '', (client, limit) => client.send(new ListObjectsV2Command(input), limit))
  const read: Objects['read'] = async ({ key, bytes = 0 }, versionId) => {
    const wanted = { at: nameObject(name, key), purpose }
    if (bytes > purpose.mostBytes) throw tooLarge(wanted)
    const input = { ...whose, Key: key, ...(versionId !== undefined && { VersionId: versionId }) }
    const action = versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion'
    return send(action, key, (client, limit) => getWhole(client, limit, input, wanted))
  }
  return {
    list: (prefix, what) => listPages({ ...whose, Prefix: prefix, ...(what === undefined ? {} : { Delimiter: '/' }) }, askPage),
    get: async object => (await read(object)).bytes,
    read,
  }
}

/** An object as people write its name. */
export function nameObject(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`
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
      throw new Fault('aws-answer', { message: 'the answer of s3:ListBucket is no list of this bucket', help: UNREADABLE, at })
    const page = {
      objects: objects.map(({ Key: key, Size: bytes, ETag: etag }) => {
        if (key?.startsWith(Prefix) === true && typeof bytes === 'number') return { key, bytes, etag }
        throw new Fault('aws-answer', { message: 'the answer of s3:ListBucket lists what was not asked for', help: UNREADABLE, at })
      }),
      folders: folders.flatMap(({ Prefix: folder }) => folder ?? []),
    }
    return { page, next: goesOn ? next : undefined }
  })
}

interface Wanted {
  readonly at: string
  readonly purpose: Purpose
}

async function getWhole(client: S3Client, limit: Limit, input: GetObjectCommandInput, wanted: Wanted): Promise<ReadObject> {
  for (let time = 1; ; time++) {
    const answer = await client.send(new GetObjectCommand({ ...input, ChecksumMode: 'ENABLED' }), limit)
    try {
      const bytes = await readBody(answer.Body as Readable, answer.ContentLength, wanted)
      return { bytes, etag: answer.ETag, versionId: answer.VersionId }
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

function tooLarge({ at, purpose }: Wanted): Fault {
  const message = `the object is larger than ${purpose.mostBytes / 1024 / 1024} MiB`
  return new Fault('too-large', { message, help: purpose.tooLarge, at })
}

function headerOf(error: unknown, name: string): string | undefined {
  const response: unknown = error instanceof Error && '$response' in error ? error.$response : undefined
  return (response as { readonly headers?: Readonly<Record<string, string>> } | undefined)?.headers?.[name]
}

interface Asked {
  readonly action: Call
  readonly bucket: Bucket
  readonly key: string
  readonly region: string
  readonly purpose: Purpose
}

const CAUSES: Purpose['causes'] = {
  NoSuchBucket: ['aws-not-found', 'there is no such bucket', 'check the name of the bucket in audit-source'],
  NoSuchKey: ['aws-not-found', 'the object was listed and is gone', 'run it again; a lifecycle rule may delete objects of the window'],
  InvalidObjectState: [
    'aws-refused',
    'the object is archived (S3 Glacier), so it cannot be read',
    'restore it, or shorten audit-window; a lifecycle rule may archive objects too early',
  ],
  PermanentRedirect: ['aws-refused', 'the bucket is in another Region, which S3 did not name', 'check the endpoint (AWS_ENDPOINT_URL)'],
}

const ARCHIVE: Purpose = {
  mostBytes: MOST_OBJECT_BYTES,
  tooLarge: 'CloudTrail writes no such object; download it, and give it to events',
  causes: CAUSES,
  instead: () => 'or judge without recent activity with audit-source: none',
}

// Each fault names the bucket or the object that it is about. A bucket is told once, whatever was listed in it.
function toObjectFault(error: unknown, { action, bucket, key, region, purpose }: Asked): Fault {
  if (error instanceof Fault) return error
  const isObject = action !== 's3:ListBucket'
  const at = isObject ? nameObject(bucket.name, key) : `s3://${bucket.name}`
  const name = headerOf(error, 'x-amz-delete-marker') === 'true' ? 'DeleteMarker' : errorName(error)
  const [code, message, help] = purpose.causes[name] ?? purpose.causes[errorName(error)] ?? []
  if (code !== undefined && message !== undefined && help !== undefined) return new Fault(code, { message, help, at }, error)
  const arn = `arn:${partitionOf(region)}:s3:::${bucket.name}${isObject ? `/${key}` : ''}`
  const needsKey = error instanceof Error && error.message.includes('kms:Decrypt')
  const call = needsKey
    ? ({ action: 'kms:Decrypt', on: 'the key of the object', arn: 'that key' } as const)
    : { action, on: isObject ? 'the object' : 'the bucket', arn }
  const fault = toAwsFault(error, { ...call, instead: purpose.instead(action, bucket) })
  return new Fault(fault.code, { ...fault.diagnostic, at }, error)
}
