// The exceptions and the files of VEX of a verdict as one text and its digest. Like digest.ts, this file uses node:crypto.

import { createHash } from 'node:crypto'
import type { Exception } from '../rules/exception.ts'
import { partStored, type Stored } from '../rules/reference.ts'
import { canonicalJson, toSet } from './canonical.ts'
import { writeVersions } from './versions.ts'

/**
 * SHA-256 of what exceptions accept, until when and why, and of the files of VEX, in hexadecimal digits: a digest of its own, so that a new
 * exception or statement does not change that of the policy. Undefined if there are none.
 */
export function digestExceptions(
  exceptions: readonly Exception[],
  stored: readonly Stored[] = [],
  vex: readonly VexDigest[] = [],
): string | undefined {
  if (exceptions.length === 0 && vex.length === 0) return undefined
  return createHash('sha256')
    .update(writeExceptions(exceptions, stored, vex), 'utf8')
    .digest('hex')
}

/** A file of VEX, as the digest has it. */
interface VexDigest {
  /** SHA-256 of its text, in hexadecimal digits. */
  readonly digest: string
  /** The highest severity that it may let through. */
  readonly atMost?: string | undefined
}

/**
 * The canonical text of exceptions. The files that they are written in, their places there and their order have no part in it; the versions
 * of those in Parameter Store and S3 have.
 */
export function writeExceptions(exceptions: readonly Exception[], stored: readonly Stored[] = [], vex: readonly VexDigest[] = []): string {
  const list = `[${toSet(exceptions.map(exception => canonicalJson(writeException(exception)))).join(',')}]`
  const files = toSet(vex.map(({ digest, atMost }) => canonicalJson({ sha256: digest, ...(atMost !== undefined && { atMost }) })))
  const versions = { ...writeVersions(partStored(stored)), ...(files.length > 0 && { vex: files.map(file => JSON.parse(file)) }) }
  const parts = Object.entries(versions).flatMap(([name, each]) => (each === undefined ? [] : `,"${name}":${canonicalJson(each)}`))
  return parts.length === 0 ? list : `{"exceptions":${list}${parts.join('')}}`
}

function writeException({ at: _, ...exception }: Exception): object {
  if (exception.kind === 'finding') return { ...exception, ids: toSet(exception.ids), filter: exception.filter?.text ?? null }
  const { expression: __, ...alerts } = exception
  return alerts
}
