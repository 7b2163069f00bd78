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
  readonly time: TimeLimit
  /** The fault if the time ends. */
  readonly timeout: () => Fault
}

/** An object, as a listing names it. */
export interface Listed {
  readonly key: string
  readonly bytes: number
  /** When it was written; undefined if S3 does not say. */
  readonly written?: Date | undefined
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
  /** Whether S3 said of any request that whoever asks pays for it. */
  readonly isCharged: () => boolean
}

/** The most bytes of an object. CloudTrail's have a few megabytes at most. */
const MOST_OBJECT_BYTES = 64 * 1024 * 1024

/** How often the body of an object is asked for: the SDK tries again only until the first byte. */
const MOST_TIMES = 3

// A bucket whose requester pays answers nobody who does not agree to that; any other one takes no notice.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ObjectsinRequesterPaysBuckets.html
const PAYER = { RequestPayer: 'requester' } as const

type Call = 's3:ListBucket' | 's3:GetObject'

/** Opens a bucket. */
export function openObjects(bucket: Bucket): Objects {
  const { aws, name, time } = bucket
  let { region } = bucket
  let charged = false
  // A bucket answers in its own Region alone. Asked in another one, S3 says which that is.
  const send = async <T>(action: Call, key: string, ask: (client: S3Client, limit: Limit) => Promise<T>): Promise<T> => {
    const attempt = async (at: string): Promise<T> => {
      const client = await aws.s3({ region: at })
      return aws.call(limit => time.send(limit, within => untilStopped(within.abortSignal, () => ask(client, within))))
    }
    // Other requests, which are under way meanwhile, may learn the Region first.
    const asked = region
    try {
      return await attempt(asked).catch((error: unknown) => {
        const own = regionOf(error)
        if (own === undefined || own === asked) throw error
        region = own
        return attempt(own)
      })
    } catch (error) {
      if (error instanceof OutOfTime) throw bucket.timeout()
      throw toObjectFault(error, { action, bucket: name, key, region })
    }
  }
  const note = <T extends { readonly RequestCharged?: string | undefined }>(answer: T): T => {
    charged ||= answer.RequestCharged !== undefined
    return answer
  }
  const askPage = async (input: ListObjectsV2CommandInput): Promise<ListObjectsV2CommandOutput> =>
    note(await send('s3:ListBucket', input.Prefix ?? '', (client, limit) => client.send(new ListObjectsV2Command(input), limit)))
  return {
    list: (prefix, what) =>
      listPages({ ...PAYER, Bucket: name, Prefix: prefix, ...(what === undefined ? {} : { Delimiter: '/' }) }, askPage),
    get: async ({ key, bytes }) => {
      const at = nameObject(name, key)
      if (bytes > MOST_OBJECT_BYTES) throw tooLarge(at)
      const input = { ...PAYER, Bucket: name, Key: key }
      return send('s3:GetObject', key, (client, limit) => getWhole({ client, limit, input, at, note }))
    },
    isCharged: () => charged,
  }
}

/** An object as people write its name. */
export function nameObject(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`
}

async function* listPages(
  input: ListObjectsV2CommandInput,
  ask: (input: ListObjectsV2CommandInput) => Promise<ListObjectsV2CommandOutput>,
): AsyncGenerator<Page> {
  const { Bucket = '', Prefix = '' } = input
  const at = `s3://${Bucket}`
  const tokens = new Set<string>()
  let token: string | undefined
  do {
    const page = await ask({ ...input, ...(token === undefined ? {} : { ContinuationToken: token }) })
    const { Name: name, IsTruncated: goesOn, NextContinuationToken: next, Contents: objects = [], CommonPrefixes: folders = [] } = page
    // A proxy's page has neither, and an empty list must not be read into it.
    if (name !== Bucket || typeof goesOn !== 'boolean' || (goesOn && next === undefined))
      throw new Fault('aws-answer', { message: 'the answer of s3:ListBucket is no list of this bucket', help: UNREADABLE, at })
    if (next !== undefined && tokens.has(next))
      throw new Fault('aws-answer', { message: 'S3 repeated a page of the list: the rest cannot be read', at })
    yield {
      objects: objects.map(({ Key: key, Size: bytes, LastModified: written }) => {
        if (key?.startsWith(Prefix) === true && typeof bytes === 'number') return { key, bytes, written }
        throw new Fault('aws-answer', { message: 'the answer of s3:ListBucket lists what was not asked for', help: UNREADABLE, at })
      }),
      folders: folders.flatMap(({ Prefix: folder }) => folder ?? []),
    }
    if (next !== undefined) tokens.add(next)
    token = goesOn ? next : undefined
  } while (token !== undefined)
}

interface Getting {
  readonly client: S3Client
  readonly limit: Limit
  readonly input: GetObjectCommandInput
  readonly at: string
  readonly note: (answer: GetObjectCommandOutput) => GetObjectCommandOutput
}

async function getWhole({ client, limit, input, at, note }: Getting): Promise<Uint8Array> {
  for (let time = 1; ; time++) {
    const answer = await client.send(new GetObjectCommand({ ...input, ChecksumMode: 'ENABLED' }), limit)
    const { Body: body, ContentLength: length } = note(answer)
    try {
      return await readBody(body as Readable, length, at)
    } catch (error) {
      if (error instanceof Fault || limit.abortSignal.aborted) throw error
      if (time < MOST_TIMES) continue
      const message = `the object could not be read to its end in ${MOST_TIMES} attempts (${sayError(error)})`
      throw new Fault('aws-answer', { message, help: 'run it again; if it fails again, the object or a proxy is damaged', at }, error)
    }
  }
}

async function readBody(body: Readable, length: number | undefined, at: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      bytes += chunk.length
      if (bytes > MOST_OBJECT_BYTES) throw tooLarge(at)
      parts.push(chunk)
    }
  } finally {
    body.destroy()
  }
  if (length !== undefined && bytes !== length) throw new Error(`${bytes} of ${length} bytes came`)
  return Buffer.concat(parts)
}

function tooLarge(at: string): Fault {
  const message = `the object is larger than ${MOST_OBJECT_BYTES / 1024 / 1024} MiB`
  return new Fault('too-large', { message, help: 'CloudTrail writes no such object; download it, and give it to events', at })
}

function regionOf(error: unknown): string | undefined {
  const response: unknown = error instanceof Error && '$response' in error ? error.$response : undefined
  const headers = (response as { readonly headers?: Readonly<Record<string, string>> } | undefined)?.headers
  return headers?.['x-amz-bucket-region']
}

interface Asked {
  readonly action: Call
  readonly bucket: string
  readonly key: string
  readonly region: string
}

const CAUSES: Readonly<Record<string, readonly [code: FaultCode, message: string, help: string]>> = {
  NoSuchBucket: ['aws-not-found', 'there is no such bucket', 'check the name of the bucket'],
  NoSuchKey: ['aws-not-found', 'the object was listed and is gone', 'run it again; a lifecycle rule may delete objects of the window'],
  InvalidObjectState: [
    'aws-refused',
    'the object is archived (S3 Glacier), so it cannot be read',
    'restore it, or shorten audit-window; a lifecycle rule may archive objects too early',
  ],
  PermanentRedirect: ['aws-refused', 'the bucket is in another Region, which S3 did not name', 'check the endpoint (AWS_ENDPOINT_URL)'],
}

// Each fault names the bucket or the object that it is about. A bucket is told once, whatever was listed in it.
function toObjectFault(error: unknown, { action, bucket, key, region }: Asked): Fault {
  if (error instanceof Fault) return error
  const isObject = action === 's3:GetObject'
  const at = isObject ? nameObject(bucket, key) : `s3://${bucket}`
  const [code, message, help] = CAUSES[errorName(error)] ?? []
  if (code !== undefined && message !== undefined && help !== undefined) return new Fault(code, { message, help, at }, error)
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}${isObject ? `/${key}` : ''}`
  const needsKey = error instanceof Error && error.message.includes('kms:Decrypt')
  const call = needsKey
    ? ({ action: 'kms:Decrypt', on: 'the key of the object', arn: 'that key' } as const)
    : { action, on: isObject ? 'the object' : 'the bucket', arn }
  const fault = toAwsFault(error, { ...call, instead: 'or leave the archive out' })
  return new Fault(fault.code, { ...fault.diagnostic, at }, error)
}
