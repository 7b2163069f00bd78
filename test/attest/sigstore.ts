// A Sigstore of our own for tests: a certificate authority, logs and a timestamp authority, from Sigstore's own test library.
//
// The bundles are written here field by field, from the specification, and not with the library that verifies them.
// https://docs.sigstore.dev/about/bundle/

import { createHash, generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { initializeCA, initializeCTLog, initializeTLog, initializeTSA } from '@sigstore/mock'

export const IDENTITY = 'https://github.com/acme/payments/.github/workflows/release.yml@refs/heads/main'
export const ISSUER = 'https://token.actions.githubusercontent.com'
export const REPOSITORY = 'https://github.com/acme/payments'
const LOG = 'https://rekor.example'

export type Json = Record<string, unknown>

type Instance = 'public' | 'private'

export interface Signing {
  readonly payload: string
  readonly payloadType?: string
  readonly identity?: string
  readonly issuer?: string
  /** The repository that ran the workflow; null leaves it out. */
  readonly repository?: string | null
  /** The public Sigstore with its logs, or one without logs, like GitHub's for private repositories. */
  readonly instance?: Instance
  /** What proves the time: an entry in the log, a timestamp, both or nothing. */
  readonly evidence?: readonly ('log' | 'timestamp')[]
  /** How long after the certificate the evidence is dated, in milliseconds. */
  readonly later?: number
}

export interface Sigstore {
  /** The trusted_root.json of an instance. */
  readonly root: (kind?: Instance) => Json
  readonly sign: (signing: Signing) => Promise<Bundle>
}

export interface Bundle {
  readonly mediaType: string
  readonly verificationMaterial: { certificate: { rawBytes: string }; tlogEntries: Entry[]; timestampVerificationData: Json }
  readonly dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string; keyid: string }[] }
}

interface Entry {
  logIndex: string
  integratedTime: string
  canonicalizedBody: string
  inclusionPromise?: { signedEntryTimestamp: string }
  inclusionProof?: { logIndex: string; rootHash: string; treeSize: string; hashes: string[]; checkpoint: { envelope: string } }
  [name: string]: unknown
}

const makeKeys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const base64 = (bytes: ArrayBufferView | string): string =>
  (typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).toString('base64')
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

export async function startSigstore(): Promise<Sigstore> {
  const [logKeys, stampKeys, certificateLog] = [makeKeys(), makeKeys(), await initializeCTLog(makeKeys())]
  const authorities = { public: await initializeCA(makeKeys(), certificateLog), private: await initializeCA(makeKeys()) }
  const timeAuthority = await initializeTSA(stampKeys)
  const publicKey = logKeys.publicKey.export({ format: 'der', type: 'spki' })
  const start = '2020-01-01T00:00:00Z'
  const key = (rawBytes: ArrayBufferView): Json => ({
    rawBytes: base64(rawBytes),
    keyDetails: 'PKIX_ECDSA_P256_SHA_256',
    validFor: { start },
  })
  const chain = (...certificates: ArrayBufferView[]): Json => ({
    subject: { organization: 'acme', commonName: 'acme' },
    uri: 'https://authority.example',
    certChain: { certificates: certificates.map(rawBytes => ({ rawBytes: base64(rawBytes) })) },
    validFor: { start },
  })
  return {
    root: (kind = 'public') => ({
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      certificateAuthorities: [chain(authorities[kind].rootCertificate)],
      timestampAuthorities: [chain(timeAuthority.intCertificate, timeAuthority.rootCertificate)],
      ...(kind === 'private'
        ? {}
        : {
            tlogs: [{ baseUrl: LOG, hashAlgorithm: 'SHA2_256', publicKey: key(publicKey), logId: { keyId: base64(sha256(publicKey)) } }],
            ctlogs: [
              {
                baseUrl: 'https://ct.example',
                hashAlgorithm: 'SHA2_256',
                publicKey: key(certificateLog.publicKey),
                logId: { keyId: base64(certificateLog.logID) },
              },
            ],
          }),
    }),
    sign: async ({
      payload,
      payloadType = 'application/vnd.in-toto+json',
      identity = IDENTITY,
      issuer = ISSUER,
      repository = REPOSITORY,
      instance = 'public',
      evidence = instance === 'public' ? ['log'] : ['timestamp'],
      later = 0,
    }) => {
      const keys = makeKeys()
      const certificate = await authorities[instance].issueCertificate({
        publicKey: keys.publicKey.export({ format: 'der', type: 'spki' }),
        subjectAltName: identity,
        extensions: [
          { oid: '1.3.6.1.4.1.57264.1.8', value: issuer },
          ...(repository === null ? [] : [{ oid: '1.3.6.1.4.1.57264.1.12', value: repository }]),
        ],
      })
      const body = Buffer.from(payload)
      // https://github.com/secure-systems-lab/dsse/blob/master/protocol.md
      const toSign = Buffer.concat([Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${body.length} `), body])
      const signature = signBytes('sha256', toSign, keys.privateKey)
      const time = new Date(Date.now() + later)
      const tlog = await initializeTLog(LOG, logKeys, time)
      // Whole seconds, because the library writes fractions with trailing zeros in a way that DER forbids.
      const stamping = await initializeTSA(stampKeys, new Date(Math.floor(time.getTime() / 1000) * 1000))
      const entry = async (): Promise<Entry> => {
        const logged = await tlog.log({
          apiVersion: '0.0.1',
          kind: 'dsse',
          spec: {
            payloadHash: { algorithm: 'sha256', value: sha256(body).toString('hex') },
            signatures: [{ signature: signature.toString('base64'), verifier: base64(certificate) }],
          },
        })
        const [said] = Object.values(logged) as unknown as [
          {
            body: string
            integratedTime: number
            logIndex: number
            verification: {
              signedEntryTimestamp: string
              inclusionProof: { logIndex: number; rootHash: string; treeSize: number; hashes: string[]; checkpoint: string }
            }
          },
        ]
        const { inclusionProof: proof, signedEntryTimestamp } = said.verification
        return {
          logIndex: String(said.logIndex),
          logId: { keyId: base64(sha256(publicKey)) },
          kindVersion: { kind: 'dsse', version: '0.0.1' },
          integratedTime: String(said.integratedTime),
          inclusionPromise: { signedEntryTimestamp },
          inclusionProof: {
            logIndex: String(proof.logIndex),
            rootHash: Buffer.from(proof.rootHash, 'hex').toString('base64'),
            treeSize: String(proof.treeSize),
            hashes: [],
            checkpoint: { envelope: proof.checkpoint },
          },
          canonicalizedBody: said.body,
        }
      }
      const stamp = async (): Promise<string> =>
        base64(
          await stamping.timestamp({
            artifactHash: sha256(signature),
            hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
            policyOID: '1.3.6.1.4.1.57264.2',
            nonce: 1,
            certReq: false,
          }),
        )
      return {
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        verificationMaterial: {
          certificate: { rawBytes: base64(certificate) },
          tlogEntries: evidence.includes('log') ? [await entry()] : [],
          timestampVerificationData: {
            rfc3161Timestamps: evidence.includes('timestamp') ? [{ signedTimestamp: await stamp() }] : [],
          },
        },
        dsseEnvelope: { payload: body.toString('base64'), payloadType, signatures: [{ sig: signature.toString('base64'), keyid: '' }] },
      }
    },
  }
}
