// Reads what a signed statement, or a predicate alone, says about one image. The steps are those of "How to verify" in the
// specification of the Verification Summary, after the signature: subject, type, verifier, resource, result, levels.
// https://slsa.dev/spec/v1.2/verification_summary
//
// A summary that names us as its verifier and is about this image, but cannot be read, is `broken`. It is not skipped, because
// it may be a newer FAILED.

import { quote } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { isObject, own, ownList } from '../json.ts'
import { EXTENSION, PREDICATE_TYPE, resourceOf, type Subject, UNEVALUATED, VERIFIER_ID } from './predicate.ts'
import { type LetThrough, member, readLetThrough } from './through.ts'

export interface Summary {
  readonly resourceUri: string
  readonly timeVerified: string
  readonly result: 'PASSED' | 'FAILED'
  /** SHA-256 in hexadecimal digits. */
  readonly policyDigest: string
  readonly version: string | null
  readonly verdict: string | null
  readonly reasons: readonly string[]
  /** What was found and did not count. */
  readonly letThrough: LetThrough
}

/** `foreign`: not a summary by ECR Gate. `elsewhere`: about another image. `broken`: about this one, but it cannot be read. */
export type Reading =
  | { readonly kind: 'summary'; readonly summary: Summary }
  | { readonly kind: 'foreign' | 'elsewhere' | 'broken'; readonly why: string }

const PAYLOAD_TYPE = 'application/vnd.in-toto+json'
const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1'

/** Reads the statement in a DSSE envelope. */
export function readStatement(payloadType: string, payload: Uint8Array, image: Subject): Reading {
  if (payloadType !== PAYLOAD_TYPE) return foreign(`it contains ${quote(payloadType)}, not an in-toto statement`)
  const statement = decode(payload)
  if (own(statement, '_type') !== STATEMENT_TYPE) return foreign('it is not an in-toto statement, version 1')
  const type = own(statement, 'predicateType')
  if (type !== PREDICATE_TYPE) return foreign(`its predicateType is ${show(type)}, not ${PREDICATE_TYPE}`)
  const reading = readPredicate(own(statement, 'predicate'), image)
  const digests = ownList(statement, 'subject').map(subject => own(subject, 'digest', 'sha256'))
  // A predicate about another image tells more than its subjects, if it was signed for that image.
  const named = String(own(statement, 'predicate', 'resourceUri')).replace(/^.*@/s, '')
  if (reading.kind === 'foreign' || digests.some(digest => [image.digest, named].includes(`sha256:${digest}`))) return reading
  return { kind: 'elsewhere', why: `it is about ${digests.length === 0 ? 'no image' : digests.slice(0, 3).map(show).join(', ')}` }
}

/** Reads a predicate; its `resourceUri` says which image it is about. */
export function readPredicate(predicate: unknown, image: Subject): Reading {
  const verifier = own(predicate, 'verifier', 'id')
  if (verifier !== VERIFIER_ID) return foreign(`its verifier is ${show(verifier)}, not ${VERIFIER_ID}`)
  const resourceUri = own(predicate, 'resourceUri')
  if (resourceUri !== resourceOf(image))
    return { kind: 'elsewhere', why: `it is about ${show(resourceUri)}${describeIndex(predicate, image)}` }
  const result = own(predicate, 'verificationResult')
  if (result !== 'PASSED' && result !== 'FAILED') return broken(`its verificationResult is ${show(result)}, neither PASSED nor FAILED`)
  const levels = ownList(predicate, 'verifiedLevels')
  const expected = result === 'PASSED' ? UNEVALUATED : 'FAILED'
  if (levels.length !== 1 || levels[0] !== expected)
    return broken(`its verifiedLevels are not just ${expected}, although its verificationResult is ${result}`)
  const timeVerified = own(predicate, 'timeVerified')
  if (!isTimestamp(timeVerified)) return broken(`its timeVerified is ${show(timeVerified)}, not a time in UTC`)
  const policyDigest = own(predicate, 'policy', 'digest', 'sha256')
  if (typeof policyDigest !== 'string' || !/^[0-9a-f]{64}$/.test(policyDigest))
    return broken(`its policy digest is ${show(policyDigest)}${policyDigest === undefined ? '' : ', which is not a SHA-256 digest'}`)
  const verdict = textOrNull(own(predicate, EXTENSION, 'verdict'))
  if (result === 'PASSED' && verdict !== null && verdict !== 'pass' && verdict !== 'warn')
    return broken(`it says PASSED, but its verdict is ${show(verdict)}`)
  const letThrough = readLetThrough(member(predicate, EXTENSION, undefined))
  if ('why' in letThrough) return broken(letThrough.why)
  return {
    kind: 'summary',
    summary: {
      resourceUri: resourceOf(image),
      timeVerified,
      result,
      policyDigest,
      version: textOrNull(own(predicate, 'verifier', 'version', 'ecr-gate')),
      verdict,
      reasons: ownList(predicate, EXTENSION, 'reasons').filter(reason => typeof reason === 'string'),
      letThrough,
    },
  }
}

// An image has no verdict but that of the index which it was judged in, and the index is what the verdict names.
function describeIndex(predicate: unknown, { name, digest }: Subject): string {
  const resourceUri = own(predicate, 'resourceUri')
  const listed = ownList(predicate, EXTENSION, 'images').find(each => own(each, 'digest') === digest)
  const prefix = `oci://${name}@`
  if (listed === undefined || typeof resourceUri !== 'string' || !resourceUri.startsWith(prefix)) return ''
  const platform = textOrNull(own(listed, 'platform'))
  const index = printable(resourceUri.slice('oci://'.length), MOST_SHOWN)
  return `, the index that lists this image${platform === null ? '' : ` for ${show(platform)}`}: verify ${index}`
}

function decode(payload: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

// RFC 3339 in UTC, as the specification requires. https://github.com/in-toto/attestation/blob/main/spec/v1/field_types.md
function isTimestamp(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(value)) return false
  const time = Date.parse(value)
  // Date.parse takes a day that a month does not have, such as February 30, for a day of the next month.
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === value.slice(0, 19)
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

// An image's name with its digest fits: the end of a digest is what tells two of them apart.
const MOST_SHOWN = 500

function show(value: unknown): string {
  return typeof value === 'string' ? `"${printable(value, MOST_SHOWN)}"` : value === undefined ? 'missing' : 'not a string'
}

function foreign(why: string): Reading {
  return { kind: 'foreign', why }
}

function broken(why: string): Reading {
  return { kind: 'broken', why }
}
