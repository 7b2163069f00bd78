// Finds out what the requested identity signed about an image, from bundles and trusted roots.
//
// A bundle that somebody else signed, or whose signature is invalid, gives a note and does not count: anybody who can write the
// file could add any number of them. A bundle that cannot even be read ends the check, because it could be anybody's.

import type { Diagnostic } from '../diagnostic.ts'
import type { Claim } from './decide.ts'
import { explainStranger, type Identity } from './identity.ts'
import type { Objects } from './lines.ts'
import type { Subject } from './predicate.ts'
import { checkSignature, readBundle, readTrust } from './signature.ts'
import { readStatement } from './statement.ts'

interface Wanted {
  readonly image: Subject
  readonly identity: Identity
  readonly issuer: string
}

export type Claims =
  | { readonly claims: readonly Claim[]; readonly notes: readonly Diagnostic[] }
  | { readonly diagnostics: readonly Diagnostic[] }

const SHAPES =
  '--bundle takes a file from actions/attest or gh attestation download, --trusted-root the output of gh attestation trusted-root'

export function collectClaims(bundles: Objects['objects'], roots: Objects['objects'], wanted: Wanted): Claims {
  const trusts = roots.map(({ at, value }) => ({ at, read: readTrust(value) }))
  const signed = bundles.map(({ at, value }) => ({ at, read: readBundle(value) }))
  const diagnostics = [...trusts, ...signed].flatMap(({ at, read }): Diagnostic[] =>
    'why' in read ? [{ level: 'error', kind: 'not-readable', message: read.why, help: SHAPES, at }] : [],
  )
  if (diagnostics.length > 0) return { diagnostics }
  const trusted = trusts.flatMap(({ read }) => ('why' in read ? [] : [read]))
  const results = signed.flatMap(({ at, read }) => ('why' in read ? [] : [{ at, ...examine(read, trusted, wanted) }]))
  return {
    claims: results.flatMap(({ claim }) => claim ?? []),
    notes: results.flatMap(({ at, note }): Diagnostic[] =>
      note === undefined ? [] : [{ level: 'note', kind: 'not-counted', message: note, at }],
    ),
  }
}

interface Examined {
  readonly claim?: Claim
  readonly note?: string
}

function examine(bundle: Parameters<typeof checkSignature>[0], roots: Parameters<typeof checkSignature>[1], wanted: Wanted): Examined {
  const signed = checkSignature(bundle, roots)
  if ('why' in signed) return { note: `the signature is invalid: ${signed.why}` }
  const stranger = explainStranger(signed.signer, wanted)
  if (stranger !== undefined) return { note: stranger }
  const reading = readStatement(signed.payloadType, signed.payload, wanted.image)
  return { claim: { signer: signed.signer, reading }, ...(reading.kind === 'summary' ? {} : { note: reading.why }) }
}
