// How places in S3 are written: `s3://bucket/key`, and the other forms in which people know them.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-bucket-intro.html

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

export function isBucketName(name: string): boolean {
  return BUCKET.test(name)
}

/** Whether text was meant to name a place in S3, in whatever form people write one. */
export function meansS3(text: string): boolean {
  return /^(?:s3:|arn:[^:]*:s3:|https?:\/\/(?:[^/]+\.)?s3[.-])/i.test(text)
}

/**
 * What was meant to name a place in S3, for messages: what stands behind the question mark of a presigned URL, or with a colon before a
 * bucket, gives access to whoever reads it.
 */
export function showS3(text: string): string {
  return text.replace(/^((?:s3|https?):\/*)[^/?@:]*:[^?]*@/i, '$1…@').replace(/\?(?!versionId=[^&?]*$).*$/s, '?…')
}

/** The same place in the one form that is read; undefined where it cannot be told. An ARN of a Region is that of an access point. */
export function rewriteS3(text: string): string | undefined {
  const [, place] = /^s3:\/*(.+)$/i.exec(text) ?? /^arn:[^:]*:s3:::(.+)$/i.exec(text) ?? /^https?:\/\/s3[^/]*\/(.+)$/i.exec(text) ?? []
  const [, host, path = ''] = /^https?:\/\/([^/]+)\.s3[.-][^/]*\/?(.*)$/i.exec(text) ?? []
  const meant = place ?? (host === undefined ? undefined : `${host}/${path}`)
  return meant === undefined ? undefined : `s3://${meant.replace(/^[^/?@:]*:[^?]*@/, '')}`
}
