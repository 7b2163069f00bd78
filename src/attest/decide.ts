// Combines what several attestations say about one image into one answer.
//
// The newest attestation decides, whatever the older ones say: an image that passed and failed later has failed. If the newest
// is under another policy than the requested one, that is the answer; looking further back would let an outdated verdict clear
// the image. For the same reason a pass that is too old, or from the future, is not passed over for another.

import { type AgeLimit, explainUntimely, type Untimely } from './age.ts'
import type { Reading, Summary } from './statement.ts'

/** Who signed. */
export interface Signer {
  readonly identity: string
  readonly issuer: string
  /** The repository that ran the workflow; null if the certificate does not name it. */
  readonly repository: string | null
}

export interface Claim {
  /** Null for a predicate without a signature. */
  readonly signer: Signer | null
  readonly reading: Reading
}

export type Answer =
  | { readonly kind: 'passed' | 'failed' | 'other-policy'; readonly summary: Summary; readonly signer: Signer | null }
  | { readonly kind: 'other-image' }
  | { readonly kind: 'unreadable'; readonly why: string }
  | ({ readonly kind: 'untimely' } & Untimely)
  | { readonly kind: 'nothing' }

/** What is required of a verdict beside PASSED. */
export interface Required extends AgeLimit {
  /** The digest of the policy; undefined if any will do. */
  readonly policyDigest: string | undefined
}

/** Decides from claims that have a valid signature or need none. */
export function decide(claims: readonly Claim[], { policyDigest, ...ageLimit }: Required): Answer {
  for (const { reading } of claims) if (reading.kind === 'broken') return { kind: 'unreadable', why: reading.why }
  const said = claims.flatMap(({ signer, reading }) => (reading.kind === 'summary' ? [{ signer, summary: reading.summary }] : []))
  const last = said.reduce((time, { summary }) => Math.max(time, timeOf(summary)), Number.NEGATIVE_INFINITY)
  // Of several with the same time, the worst counts, so that their order in the file makes no difference.
  const newest = said.filter(({ summary }) => timeOf(summary) === last)
  const failed = newest.find(({ summary }) => summary.result === 'FAILED')
  if (failed !== undefined) return { kind: 'failed', ...failed }
  const other = newest.find(({ summary }) => policyDigest !== undefined && summary.policyDigest !== policyDigest)
  if (other !== undefined) return { kind: 'other-policy', ...other }
  const [passed] = newest
  if (passed !== undefined) {
    const untimely = explainUntimely(passed.summary.timeVerified, ageLimit)
    return untimely === undefined ? { kind: 'passed', ...passed } : { kind: 'untimely', ...untimely }
  }
  return { kind: claims.some(({ reading }) => reading.kind === 'elsewhere') ? 'other-image' : 'nothing' }
}

function timeOf({ timeVerified }: Summary): number {
  return Date.parse(timeVerified)
}
