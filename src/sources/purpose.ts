// What the objects of a bucket are read for: how large one may be, and what S3's errors mean then.

import { errorName, toAwsFault } from '../aws/refusal.ts'
import { Fault, type FaultCode } from '../fault.ts'
import { partitionOf } from '../image/uri.ts'

export type Call = 's3:ListBucket' | 's3:GetObject' | 's3:GetObjectVersion'

/** A bucket, and the account that must own it. */
export interface Named {
  readonly name: string
  readonly owner?: string | undefined
}

/** How large an object may be, and what to do about what goes wrong. */
export interface Purpose {
  readonly mostBytes: number
  /** How to cure an object that is larger. */
  readonly tooLarge: string
  /** What the names of S3's errors mean; `DeleteMarker` is none of them. */
  readonly causes: Readonly<Record<string, readonly [code: FaultCode, message: string, help: string]>>
  /** What else can be done if a call is denied. */
  readonly instead: (action: Call | 'kms:Decrypt', bucket: Named) => string | undefined
}

/** The most bytes of an object. CloudTrail's have a few megabytes at most. */
const MOST_OBJECT_BYTES = 64 * 1024 * 1024

/** A header of the answer that an error came with. */
export function headerOf(error: unknown, name: string): string | undefined {
  const response: unknown = error instanceof Error && '$response' in error ? error.$response : undefined
  return (response as { readonly headers?: Readonly<Record<string, string>> } | undefined)?.headers?.[name]
}

interface Asked {
  readonly action: Call
  readonly bucket: Named
  readonly key: string
  readonly region: string
  readonly purpose: Purpose
}

/** What S3 says of a bucket, whatever it is read for. */
export const BUCKET_CAUSES: Purpose['causes'] = {
  NoSuchBucket: ['aws-not-found', 'there is no such bucket', 'check the name of the bucket'],
  PermanentRedirect: ['aws-refused', 'the bucket is in another Region, which S3 did not name', 'check the endpoint (AWS_ENDPOINT_URL)'],
}

const CAUSES: Purpose['causes'] = {
  ...BUCKET_CAUSES,
  NoSuchKey: ['aws-not-found', 'the object was listed and is gone', 'run it again; a lifecycle rule may delete objects of the window'],
  InvalidObjectState: [
    'aws-refused',
    'the object is archived (S3 Glacier), so it cannot be read',
    'restore it, or shorten audit-window; a lifecycle rule may archive objects too early',
  ],
}

/** A trail's archive. */
export const ARCHIVE: Purpose = {
  mostBytes: MOST_OBJECT_BYTES,
  tooLarge: 'CloudTrail writes no such object; download it, and give it to events',
  causes: CAUSES,
  instead: () => 'or leave the archive out',
}

// Each fault names the bucket or the object that it is about. A bucket is told once, whatever was listed in it.
export function toObjectFault(error: unknown, { action, bucket, key, region, purpose }: Asked): Fault {
  if (error instanceof Fault) return error
  const isObject = action !== 's3:ListBucket'
  const at = isObject ? nameObject(bucket.name, key) : `s3://${bucket.name}`
  const names = [...(headerOf(error, 'x-amz-delete-marker') === 'true' ? ['DeleteMarker'] : []), errorName(error)]
  const cause = names.flatMap(name => (Object.hasOwn(purpose.causes, name) ? [purpose.causes[name]] : []))[0]
  if (cause !== undefined) return new Fault(cause[0], { message: cause[1], help: cause[2], at }, error)
  const arn = `arn:${partitionOf(region)}:s3:::${bucket.name}${isObject ? `/${key}` : ''}`
  const needsKey = error instanceof Error && error.message.includes('kms:Decrypt')
  const call = needsKey
    ? ({ action: 'kms:Decrypt', on: 'the key of the object', arn: 'that key' } as const)
    : { action, on: isObject ? 'the object' : 'the bucket', arn }
  const instead = purpose.instead(call.action, bucket)
  const fault = toAwsFault(error, { ...call, ...(instead !== undefined && { instead }) })
  return new Fault(fault.code, { ...fault.diagnostic, at }, error)
}

/** An object as messages call it, and its purpose. */
export interface Wanted {
  readonly at: string
  readonly purpose: Purpose
}

export function tooLarge({ at, purpose }: Wanted): Fault {
  const message = `the object is larger than ${purpose.mostBytes / 1024 / 1024} MiB`
  return new Fault('too-large', { message, help: purpose.tooLarge, at })
}

/** An object as people write its name. */
export function nameObject(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`
}
