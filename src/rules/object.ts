// A reference to rules, exceptions or a policy in S3: `s3://bucket/key.yml` is one object, `s3://bucket/prefix/` all below it. The name of a
// bucket says nothing of its owner, and whoever makes a bucket of that name once it is deleted would be believed: an account before it,
// as in `s3://444455556666@bucket/key.yml`, says who must own it, and so with which role it is read.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html

import { type Problem, quote, usageProblem } from '../diagnostic.ts'
import { isAccountId } from '../image/uri.ts'
import { isBucketName, rewriteS3, showS3 } from '../s3.ts'

/** An object as it was read. */
export interface StoredObject {
  /** `s3://bucket/key`. */
  readonly name: string
  readonly arn: string
  /** Null if the bucket kept no versions when it was written: another write may replace this one, and then nobody can read it again. */
  readonly versionId: string | null
  readonly etag: string
}

export interface ObjectReference {
  readonly kind: 'object'
  /** As it was given. */
  readonly text: string
  readonly bucket: string
  /** The key of an object, or a prefix that ends in a slash: all that is below it. */
  readonly key: string
  readonly isPath: boolean
  /** The version that is read; undefined: the newest. */
  readonly versionId: string | undefined
  /** Who must own the bucket; undefined: whoever lets these credentials read it. */
  readonly account: string | undefined
}

const SHAPE =
  'write s3://bucket/team/high.yml for one object, s3://bucket/team/ for all below a prefix, or s3://444455556666@bucket/… for a bucket of that account'
const MOST_KEY_BYTES = 1024
const VERSION = /^versionId=([\w.~-]{1,1024})$/

/** Reads a reference; a problem says what was found in its place. */
export function parseObject(text: string): ObjectReference | Problem {
  const [, account, bucket, path = ''] = /^s3:\/\/(?:([^/@]*)@)?([^/]*)(?:\/(.*))?$/s.exec(text) ?? []
  if (bucket === undefined) return wrong(text, 'an object in S3 is named s3://bucket/key', suggestObject(text))
  if (/^s3:\/\/[^/]*:/.test(text)) return wrong(text, 'neither an account nor the name of a bucket has a colon')
  if (account !== undefined && !isAccountId(account)) return wrong(text, `${quote(account)} is no account, whose id has 12 digits`)
  if (!isBucketName(bucket)) return wrong(text, bucket === '' ? 'it names no bucket' : `${quote(bucket)} cannot be the name of a bucket`)
  const [key = '', ...query] = path.split('?')
  const [, versionId] = VERSION.exec(query.join('?')) ?? []
  if (query.length > 0 && versionId === undefined)
    return wrong(text, 'behind a question mark stands versionId=ID and nothing else', 'a key with a question mark cannot be named')
  if (versionId === 'null') return wrong(text, 'the version that is called null may be replaced by another write', 'leave ?versionId= out')
  const isPath = key.endsWith('/')
  if (isPath && versionId !== undefined) return wrong(text, 'only one object has a version, and a prefix has none')
  const what = findWrongKey(key)
  return what === undefined ? { kind: 'object', text, bucket, key, isPath, versionId, account } : wrong(text, ...what)
}

/** What stands before the key in a reference. */
export function rootOf({ bucket, account }: Pick<ObjectReference, 'bucket' | 'account'>): string {
  return `s3://${account === undefined ? '' : `${account}@`}${bucket}/`
}

function findWrongKey(key: string): readonly [what: string, help?: string] | undefined {
  const levels = (key.endsWith('/') ? key.slice(0, -1) : key).split('/')
  if (key === '') return ['it is a whole bucket']
  if (levels.includes('')) return ['a key has single slashes, and none at its beginning']
  if (levels.some(level => level === '.' || level === '..')) return ['a key has no folders . and ..', 'write the whole key']
  if (key.includes('*')) return ['S3 knows no wildcards', 'write the prefix that they stand behind, with a slash at its end']
  if (/[\p{Cc}\\]/u.test(key)) return ['a key has slashes and no backslashes, and no control characters']
  if (new TextEncoder().encode(key).length > MOST_KEY_BYTES) return [`a key has at most ${MOST_KEY_BYTES} bytes`]
  return undefined
}

function wrong(text: string, what: string, help = SHAPE): Problem {
  return usageProblem(`{setting} cannot be ${quote(showS3(text))}: ${what}`, help)
}

function suggestObject(text: string): string {
  const [place, query = ''] = rewriteS3(text)?.split('?') ?? []
  if (place === undefined) return SHAPE
  const [version] = /\bversionId=[\w.~-]+/.exec(query) ?? []
  const meant = parseObject(version === undefined ? place : `${place}?${version}`)
  return 'message' in meant ? SHAPE : `write ${meant.text}`
}
