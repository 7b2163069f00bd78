// Checks whether a Sigstore bundle is signed, and finds out by whom and what it contains. Sigstore's own library does all the
// cryptography.
//
// The trusted root decides how much evidence is required, as with `gh attestation verify`: a root with logs requires an entry in
// one of them, a root without logs (GitHub's, for private repositories) requires a timestamp from its authority. At least one
// trusted time is always required, because certificates are valid for only ten minutes.

import { type Bundle, bundleFromJSON } from '@sigstore/bundle'
import { type ObjectIdentifierValuePair, TrustedRoot } from '@sigstore/protobuf-specs'
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify'
import { shorten } from '../escape.ts'
import type { Fields } from '../json.ts'
import type { Signer } from './decide.ts'

export interface Signed {
  readonly signer: Signer
  readonly payloadType: string
  readonly payload: Uint8Array
}

export type Trust = Verifier

/** Why something was not accepted. */
export interface Refusal {
  readonly why: string
}

const ROOT_TYPE = /^application\/vnd\.dev\.sigstore\.trustedroot(?:\.v\d+\.\d+\+json|\+json;version=\d+\.\d+)$/

/** Reads a trusted_root.json. */
export function readTrust(value: Fields): Trust | Refusal {
  try {
    const root = TrustedRoot.fromJSON(value)
    if (!ROOT_TYPE.test(root.mediaType)) return { why: 'it is not a trusted root of Sigstore' }
    if (root.certificateAuthorities.length === 0) return { why: 'the trusted root has no certificate authority' }
    return new Verifier(toTrustMaterial(root), {
      ctlogThreshold: root.ctlogs.length > 0 ? 1 : 0,
      tlogThreshold: root.tlogs.length > 0 ? 1 : 0,
      timestampThreshold: 1,
    })
  } catch (error) {
    return { why: `the trusted root cannot be read: ${explain(error)}` }
  }
}

/** Parses a bundle without verifying it. */
export function readBundle(value: Fields): Bundle | Refusal {
  try {
    const bundle = bundleFromJSON(value)
    if (bundle.content.$case !== 'dsseEnvelope') return { why: 'the bundle signs a file, not an attestation' }
    const strange = bundle.verificationMaterial.tlogEntries.some(
      ({ inclusionProof }) => inclusionProof !== undefined && !isPlain(inclusionProof.checkpoint?.envelope ?? '', inclusionProof.logIndex),
    )
    return strange ? { why: 'a log entry in the bundle has a malformed checkpoint' } : bundle
  } catch (error) {
    return { why: `the bundle cannot be read: ${explain(error)}` }
  }
}

// Up to version 4.1, the library uses the name in a checkpoint as a regular expression, and it parses numbers of any length.
// Neither must keep it busy forever, because the file may come from an attacker.
function isPlain(checkpoint: string, logIndex: string): boolean {
  if (checkpoint.length > 65_536 || !/^\d{1,20}$/.test(logIndex)) return false
  return [...checkpoint.matchAll(/\u2014 (\S+)/g)].every(([, name = '']) => /^[\w.:/-]+$/.test(name))
}

/** Verifies a bundle against trusted roots. One of them has to verify it completely. */
export function checkSignature(bundle: Bundle, roots: readonly Trust[]): Signed | Refusal {
  const reasons = new Set<string>()
  for (const root of roots) {
    try {
      const { identity } = root.verify(toSignedEntity(bundle))
      const name = identity?.subjectAlternativeName
      const issuer = identity?.extensions?.issuer
      if (bundle.content.$case !== 'dsseEnvelope' || name === undefined || issuer === undefined)
        return { why: 'the certificate does not say whom it was issued to' }
      const { payloadType, payload } = bundle.content.dsseEnvelope
      return { signer: { identity: name, issuer, repository: readRepository(identity?.oids ?? []) }, payloadType, payload }
    } catch (error) {
      reasons.add(explain(error))
    }
  }
  return { why: [...reasons].join('; ') }
}

// "Source Repository URI", a UTF8String in DER. https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
const REPOSITORY = '1.3.6.1.4.1.57264.1.12'

function readRepository(extensions: readonly ObjectIdentifierValuePair[]): string | null {
  const value = extensions.find(({ oid }) => oid?.id.join('.') === REPOSITORY)?.value
  if (value === undefined || value[0] !== 0x0c) return null
  const start = value[1] === 0x81 ? 3 : 2
  return value.length === start + (value[start - 1] ?? 0) ? value.subarray(start).toString('utf8') : null
}

// The library may throw any error for hostile bytes; whichever it is, the bundle is rejected.
function explain(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : ''
  return shorten(`${error.message}${cause}`, 300)
}
