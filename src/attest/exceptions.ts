// The exceptions of a verdict as one text and its digest, as digest.ts has them of the policy.

import { createHash } from 'node:crypto'
import type { Exception } from '../rules/exception.ts'
import { partStored, type Stored } from '../rules/reference.ts'
import { canonicalJson, toSet } from './canonical.ts'
import { writeVersions } from './versions.ts'

/**
 * SHA-256 of what exceptions accept, until when and why, in hexadecimal digits: a digest of its own, so that a new exception does not
 * change that of the policy. Undefined if there are none.
 */
export function digestExceptions(exceptions: readonly Exception[], stored: readonly Stored[] = []): string | undefined {
  if (exceptions.length === 0) return undefined
  return createHash('sha256').update(writeExceptions(exceptions, stored), 'utf8').digest('hex')
}

/**
 * The canonical text of exceptions. The files that they are written in, their places there and their order have no part in it; the versions
 * of those in Parameter Store and S3 have.
 */
export function writeExceptions(exceptions: readonly Exception[], stored: readonly Stored[] = []): string {
  const list = `[${toSet(exceptions.map(exception => canonicalJson(writeException(exception)))).join(',')}]`
  const versions = writeVersions(partStored(stored))
  const parts = Object.entries(versions).flatMap(([name, each]) => (each === undefined ? [] : `,"${name}":${canonicalJson(each)}`))
  return parts.length === 0 ? list : `{"exceptions":${list}${parts.join('')}}`
}

function writeException({ at: _, ...exception }: Exception): object {
  if (exception.kind === 'finding') return { ...exception, ids: toSet(exception.ids), filter: exception.filter?.text ?? null }
  const { expression: __, ...alerts } = exception
  return alerts
}
