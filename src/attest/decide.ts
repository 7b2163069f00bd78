// From what several attestations say about one image to one answer.
//
// The newest decides, whatever is older: an image that passed and failed later has failed. That the newest is under another
// policy than the one asked for is an answer too; looking further back would let an older policy clear the image.

import type { Reading, Summary } from './statement.ts'

/** Who signed; null where nobody did. */
export interface Signer {
  readonly identity: string
  readonly issuer: string
  /** The repository whose workflow ran; null where the certificate does not say. */
  readonly repository: string | null
}

export interface Claim {
  readonly signer: Signer | null
  readonly reading: Reading
}

export type Answer =
  | { readonly kind: 'passed' | 'failed' | 'other-policy'; readonly summary: Summary; readonly signer: Signer | null }
  | { readonly kind: 'other-image' }
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'nothing' }

/** Decides by claims whose signatures hold; `policyDigest` is the policy that is asked for, where one is. */
export function decide(claims: readonly Claim[], policyDigest: string | undefined): Answer {
  for (const { reading } of claims) if (reading.kind === 'broken') return { kind: 'unreadable', why: reading.why }
  const said = claims.flatMap(({ signer, reading }) => (reading.kind === 'summary' ? [{ signer, summary: reading.summary }] : []))
  const last = said.reduce((time, { summary }) => Math.max(time, timeOf(summary)), Number.NEGATIVE_INFINITY)
  // Of several at the same time the worst counts, so that the order of a file decides nothing.
  const newest = said.filter(({ summary }) => timeOf(summary) === last)
  const failed = newest.find(({ summary }) => summary.result === 'FAILED')
  if (failed !== undefined) return { kind: 'failed', ...failed }
  const other = newest.find(({ summary }) => policyDigest !== undefined && summary.policyDigest !== policyDigest)
  if (other !== undefined) return { kind: 'other-policy', ...other }
  if (newest[0] !== undefined) return { kind: 'passed', ...newest[0] }
  return { kind: claims.some(({ reading }) => reading.kind === 'elsewhere') ? 'other-image' : 'nothing' }
}

function timeOf({ timeVerified }: Summary): number {
  return Date.parse(timeVerified)
}
