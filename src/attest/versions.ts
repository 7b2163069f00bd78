// The versions of what was read from Parameter Store and S3, as digests have them. What is on disk has none, and the text of such a policy
// is the same as ever.

import type { StoredObject } from '../rules/object.ts'
import type { Parameter } from '../rules/reference.ts'
import { toSet } from './canonical.ts'

interface Read {
  readonly parameters: readonly Parameter[]
  readonly objects: readonly StoredObject[]
}

export function writeVersions({ parameters, objects }: Read) {
  return {
    objects: listOrNone(objects.map(writeObject)),
    parameters: listOrNone(parameters.map(({ arn, version }) => `${arn}:${version}`)),
  }
}

// Of an object without a version, the ETag says which content was read.
function writeObject({ arn, versionId, etag }: StoredObject): string {
  return versionId === null ? `${arn}?etag=${etag}` : `${arn}?versionId=${versionId}`
}

function listOrNone(texts: readonly string[]): readonly string[] | undefined {
  return texts.length === 0 ? undefined : toSet(texts)
}
