// What `verify` believes, and above all what it does not: every test takes a valid bundle and changes one thing.

import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { decide } from '../../src/attest/decide.ts'
import { readPredicate } from '../../src/attest/statement.ts'
import { runVerify, type VerifySettings } from '../../src/commands/verify.ts'
import { plain } from '../../src/report/paint.ts'
import { makeFolder } from '../folder.ts'
import { type Bundle, IDENTITY, ISSUER, type Json, REPOSITORY, type Signing, type Sigstore, startSigstore } from './sigstore.ts'

const NAME = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api'
const HEX = '4f1c9a7be2d0'.padEnd(64, '0')
const OTHER_HEX = 'a'.repeat(64)
const IMAGE = `${NAME}@sha256:${HEX}`
const POLICY = 'b'.repeat(64)

let sigstore: Sigstore
let stranger: Sigstore
beforeAll(async () => {
  ;[sigstore, stranger] = await Promise.all([startSigstore(), startSigstore()])
})

/** A predicate written by hand from the specification. */
function predicate(changes: Json = {}): Json {
  return {
    verifier: { id: 'urn:ecr-gate:verifier:v1', version: { 'ecr-gate': '0.1.0' } },
    timeVerified: '2026-11-23T10:00:00.000Z',
    resourceUri: `oci://${IMAGE}`,
    policy: { uri: 'urn:ecr-gate:policy:v1', digest: { sha256: POLICY } },
    verificationResult: 'PASSED',
    verifiedLevels: ['SLSA_BUILD_LEVEL_UNEVALUATED'],
    slsaVersion: '1.2',
    ...changes,
  }
}
const FAILED = { verificationResult: 'FAILED', verifiedLevels: ['FAILED'] }

function statement(changes: Json = {}, inside: Json = {}): string {
  return JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: NAME, digest: { sha256: HEX } }],
    predicateType: 'https://slsa.dev/verification_summary/v1',
    predicate: predicate(inside),
    ...changes,
  })
}

interface Answer {
  readonly code: number
  readonly out: string
  readonly err: string
}

async function run(settings: Partial<VerifySettings>, now = new Date('2026-11-30T00:00:00Z')): Promise<Answer> {
  let out = ''
  let err = ''
  const world = {
    print: async (text: string) => {
      out += text
    },
    tell: (text: string) => {
      err += text
    },
    paint: plain,
    width: undefined,
    now: () => now,
  }
  const code = await runVerify({ operands: [IMAGE], unsigned: false, ...settings }, world)
  return { code, out, err }
}

/** Verifies files with these contents; a list of bundles is written as JSON lines. */
function verify(bundle: unknown, settings: Partial<VerifySettings> = {}, root: unknown = sigstore.root(), now?: Date): Promise<Answer> {
  const write = (value: unknown): string =>
    typeof value === 'string'
      ? value
      : Array.isArray(value)
        ? value.map(each => `${JSON.stringify(each)}\n`).join('')
        : JSON.stringify(value, null, 2)
  const folder = makeFolder({ 'bundle.json': write(bundle), 'root.json': write(root) })
  return run({ bundle: `${folder}/bundle.json`, trustedRoot: `${folder}/root.json`, identity: IDENTITY, ...settings }, now)
}

const signed = (inside: Json = {}, signing: Partial<Signing> = {}): Promise<Bundle> =>
  sigstore.sign({ payload: statement({}, inside), ...signing })

/** A bundle that was changed after it was signed. */
async function tamper(change: (bundle: Bundle) => void, signing: Partial<Signing> = {}): Promise<Bundle> {
  const bundle = structuredClone(await signed({}, signing))
  change(bundle)
  return bundle
}

describe('a valid bundle', () => {
  test('passes, and says who signed what, when and under which policy', async () => {
    const { code, out, err } = await verify(await signed())
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toBe(
      `PASSED ${IMAGE}\n  signed by   ${IDENTITY}\n  run in      ${REPOSITORY}\n  issuer      ${ISSUER}\n` +
        '  verified    2026-11-23T10:00:00.000Z by urn:ecr-gate:verifier:v1, version 0.1.0\n' +
        `  policy      sha256:${POLICY}\n`,
    )
  })

  test('passes with a timestamp instead of a log entry, if the trusted root has no log', async () => {
    expect(await verify(await signed({}, { instance: 'private' }), {}, sigstore.root('private'))).toMatchObject({ code: 0 })
  })

  test('passes with a log and a timestamp', async () => {
    expect(await verify(await signed({}, { evidence: ['log', 'timestamp'] }))).toMatchObject({ code: 0 })
  })

  test('passes under one of several trusted roots, as gh prints them', async () => {
    expect(await verify(await signed(), {}, [stranger.root('private'), stranger.root(), sigstore.root()])).toMatchObject({ code: 0 })
  })

  test.each([
    ['the whole name', IDENTITY],
    ['its beginning', 'https://github.com/acme/payments/*'],
    ['any ref', 'https://github.com/acme/payments/.github/workflows/release.yml@*'],
    ['any repository of the owner', 'https://github.com/acme/*'],
  ])('passes for an identity by %s', async (_, identity) => {
    expect(await verify(await signed(), { identity })).toMatchObject({ code: 0 })
  })

  test.each([POLICY, `sha256:${POLICY}`, POLICY.toUpperCase()])('passes under the policy that is asked for: %s', async policyDigest => {
    expect(await verify(await signed(), { policyDigest })).toMatchObject({ code: 0 })
  })

  test('is about one image whatever tag or host it is named by', async () => {
    const operands = [`111122223333.dkr.ecr-fips.eu-west-1.amazonaws.com/payments/api:1.4.2@sha256:${HEX}`]
    expect(await verify(await signed(), { operands })).toMatchObject({ code: 0 })
  })

  test('passes for a workflow that another repository of the same owner runs', async () => {
    const { code, out } = await verify(await signed({}, { repository: 'https://github.com/Acme/web' }))
    expect(code).toBe(0)
    expect(out).toContain('  run in      https://github.com/Acme/web\n')
  })

  test('passes for another issuer that names no repository, if that issuer is requested', async () => {
    const [issuer, identity] = ['https://accounts.example', 'https://ci.example/acme/release']
    expect(await verify(await signed({}, { issuer, identity, repository: null }), { issuer, identity })).toMatchObject({ code: 0 })
  })

  test('ignores members that nobody knows, as the specification wants', async () => {
    expect(await verify(await signed({ dependencyLevels: {}, 'https://example.com/more': { verdict: 'fail' } }))).toMatchObject({ code: 0 })
  })
})

describe('exit code 1: signed by the right identity, but the answer is no', () => {
  test('FAILED', async () => {
    const { code, out } = await verify(
      await signed({ ...FAILED, 'urn:ecr-gate:verdict:v1': { verdict: 'undecided', reasons: ['no scan'] } }),
    )
    expect(code).toBe(1)
    expect(out).toContain(`FAILED ${IMAGE}\n`)
    expect(out).toContain('  verdict     undecided\n  - no scan\n')
  })

  test('about another image, whose digest is told whole', async () => {
    const other = `oci://${NAME}@sha256:${OTHER_HEX}`
    const payload = statement({ subject: [{ name: NAME, digest: { sha256: OTHER_HEX } }] }, { resourceUri: other })
    const { code, out, err } = await verify(await sigstore.sign({ payload }))
    expect(code).toBe(1)
    expect(out).toBe(`ANOTHER IMAGE ${IMAGE}\n  it is about "${other}"\n`)
    expect(err).toContain(other)
  })

  test('with another subject, whose digest is told whole', async () => {
    const payload = statement({ subject: [{ name: NAME, digest: { sha256: OTHER_HEX } }] })
    const { code, out } = await verify(await sigstore.sign({ payload }))
    expect(code).toBe(1)
    expect(out).toContain(OTHER_HEX)
  })

  describe('about the index that the image is in', () => {
    const INDEX = `${NAME}@sha256:${OTHER_HEX}`
    const listing = (name: string, inside: Json = {}): Json => ({
      resourceUri: `oci://${name}@sha256:${OTHER_HEX}`,
      'urn:ecr-gate:verdict:v1': { verdict: 'pass', reasons: [], images: [{ platform: 'linux/amd64', digest: `sha256:${HEX}`, gaps: [] }] },
      ...inside,
    })
    const ofIndex = (inside: Json, subject = OTHER_HEX) =>
      sigstore.sign({ payload: statement({ subject: [{ name: NAME, digest: { sha256: subject } }] }, inside) })
    const CURE = `  it is about "oci://${INDEX}", the index that lists this image for "linux/amd64": verify ${INDEX}\n`

    test('it says so, and what to verify', async () => {
      const { code, out } = await verify(await ofIndex(listing(NAME)))
      expect({ code, out }).toEqual({ code: 1, out: `ANOTHER IMAGE ${IMAGE}\n${CURE}` })
      expect(await verify(await ofIndex(listing(NAME)), { operands: [INDEX] })).toMatchObject({ code: 0 })
    })

    test('without a signature too', async () => {
      const folder = makeFolder({ 'p.json': JSON.stringify(predicate(listing(NAME))) })
      const { code, out } = await run({ predicate: `${folder}/p.json`, unsigned: true })
      expect(code).toBe(1)
      expect(out).toContain(CURE)
    })

    test.each<[string, Json, string]>([
      ['of another repository', listing(NAME.replace('payments', 'billing')), OTHER_HEX],
      ['that its subject is not', listing(NAME), 'c'.repeat(64)],
      [
        'that does not list it',
        listing(NAME, { 'urn:ecr-gate:verdict:v1': { images: [{ digest: `sha256:${'d'.repeat(64)}` }] } }),
        OTHER_HEX,
      ],
      ['whose list is none', listing(NAME, { 'urn:ecr-gate:verdict:v1': { images: 'x' } }), OTHER_HEX],
    ])('but not for an index %s', async (_, inside, subject) => {
      const { code, out } = await verify(await ofIndex(inside, subject))
      expect(code).toBe(1)
      expect(out).not.toContain('the index that lists this image')
    })
  })

  test.each([
    ['the digest of a subject', { subject: [{ name: NAME, digest: { sha256: OTHER_HEX } }] }, {}],
    ['the resource', {}, { resourceUri: `oci://${NAME}@sha256:${OTHER_HEX}` }],
    ['the registry', {}, { resourceUri: `oci://${IMAGE.replace('111122223333', '444455556666')}` }],
    ['the repository', {}, { resourceUri: `oci://${IMAGE.replace('payments/api', 'payments/app')}` }],
    ['no subject', { subject: [] }, {}],
    ['a digest of another kind', { subject: [{ name: NAME, digest: { sha512: HEX } }] }, {}],
  ])('another image by %s', async (_, changes, inside) => {
    expect(await verify(await sigstore.sign({ payload: statement(changes, inside) }))).toMatchObject({ code: 1 })
  })

  test('under another policy than the one asked for', async () => {
    const { code, out } = await verify(await signed(), { policyDigest: OTHER_HEX })
    expect(code).toBe(1)
    expect(out).toContain(`ANOTHER POLICY ${IMAGE}`)
    expect(out).toContain(`sha256:${POLICY}, requested: sha256:${OTHER_HEX}`)
  })
})

describe('exit code 2: not to be believed', () => {
  const refuses = async (answer: Promise<Answer>, why: RegExp): Promise<void> => {
    const { code, out, err } = await answer
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(why)
  }

  test.each([
    ['another workflow', 'https://github.com/acme/payments/.github/workflows/other.yml@refs/heads/main'],
    ['another branch', 'https://github.com/acme/payments/.github/workflows/release.yml@refs/heads/mai'],
    ['a longer name', `${IDENTITY}-2`],
    ['a pattern that is a regular expression', 'https://github.com/acme/payments/.github/workflows/release.yml@refs/heads/....'],
    ['another owner', 'https://github.com/acm/*'],
    ['other letters', IDENTITY.toUpperCase()],
  ])('signed by another identity: %s', async (_, identity) => {
    await refuses(verify(await signed(), { identity }), /which is not the requested identity \[not-counted\]/)
  })

  test('a stranger whose name contains the requested beginning', async () => {
    const [identity, repository] = ['https://evil.example/x/https://github.com/acme/payments', 'https://evil.example/x']
    const bundle = await signed({}, { identity, repository })
    await refuses(verify(bundle, { identity: 'https://github.com/acme/*' }), /not the requested identity/)
  })

  test('a stranger whose name begins with the requested name', async () => {
    await refuses(verify(await signed({}, { identity: `${IDENTITY}-evil` })), /not the requested identity/)
  })

  test.each([
    [
      'a stranger who calls the reusable workflow',
      'https://github.com/evil/payments',
      /the workflow was run by https:\/\/github.com\/evil\/payments/,
    ],
    ['an owner with a longer name', 'https://github.com/acme-evil/payments', /whose owner is not the owner/],
    ['a repository on another host', 'https://github.example/acme/payments', /whose owner is not the owner/],
    ['a repository that is no URL', 'acme/payments', /whose owner is not the owner/],
    ['a repository that nobody names', null, /does not say which repository/],
    ['a long name', `https://github.com/${'a'.repeat(150)}/payments`, /whose owner is not the owner/],
  ])('signed in the repository of another: %s', async (_, repository, why) => {
    await refuses(verify(await signed({}, { repository })), why)
  })

  test.each([
    ['missing', undefined, /anybody can sign with Sigstore/],
    ['empty', '', /anybody can sign with Sigstore/],
    ['everybody', '*', /would let strangers sign/],
    ['every owner', 'https://github.com/*', /would let strangers sign/],
    ['an owner whose name may go on', 'https://github.com/acme*', /would let strangers sign/],
    ['an address that may go on', 'release@acme.example*', /would let strangers sign/],
    ['a star in the middle', 'https://github.com/acme/*/.github/workflows/release.yml@refs/heads/main', /before its end/],
  ])('an identity that is not accepted: %s', async (_, identity, why) => {
    await refuses(verify(await signed(), { identity }), why)
  })

  test.each([
    ['another issuer in the certificate', 'https://accounts.example', undefined],
    ['another issuer asked for', ISSUER, 'https://gitlab.com'],
    ['an issuer with a longer name', `${ISSUER}/enterprise`, undefined],
  ])('%s', async (_, issuer, asked) => {
    await refuses(verify(await signed({}, { issuer }), { issuer: asked }), /the signer's issuer is/)
  })

  test.each([
    [
      'another type of predicate',
      { predicateType: 'https://slsa.dev/provenance/v1' },
      {},
      /its predicateType is "https:\/\/slsa.dev\/provenance\/v1"/,
    ],
    ['another version of the summary', { predicateType: 'https://slsa.dev/verification_summary/v0.2' }, {}, /its predicateType is/],
    ['no statement', { _type: 'https://in-toto.io/Statement/v0.1' }, {}, /not an in-toto statement/],
    ['another verifier', {}, { verifier: { id: 'https://example.com/verifier' } }, /its verifier is "https:\/\/example.com\/verifier"/],
    ['no verifier', {}, { verifier: undefined }, /its verifier is missing/],
    ['no predicate', { predicate: undefined }, {}, /its verifier is missing/],
    ['a result of its own', {}, { verificationResult: 'passed' }, /neither PASSED nor FAILED/],
    ['no result', {}, { verificationResult: undefined }, /neither PASSED nor FAILED/],
    ['levels that contradict', {}, { verifiedLevels: ['FAILED'] }, /verifiedLevels/],
    ['levels that nobody asked for', {}, { verifiedLevels: ['SLSA_BUILD_LEVEL_UNEVALUATED', 'FAILED'] }, /verifiedLevels/],
    ['no time', {}, { timeVerified: undefined }, /timeVerified is missing/],
    ['a time that is none', {}, { timeVerified: '2026-13-45T10:00:00Z' }, /timeVerified/],
    ['a day that its month does not have', {}, { timeVerified: '2026-02-30T10:00:00Z' }, /timeVerified/],
    [
      'a result that its verdict contradicts',
      {},
      { 'urn:ecr-gate:verdict:v1': { verdict: 'fail' } },
      /it says PASSED, but its verdict is "fail"/,
    ],
    ['a time without a zone', {}, { timeVerified: '2026-11-23T10:00:00' }, /timeVerified/],
    ['no digest of a policy', {}, { policy: { uri: 'x' } }, /its policy digest is missing/],
    ['a resource that is no text', {}, { resourceUri: [] }, /./],
  ])('signed by the right identity: %s', async (_, changes, inside, why) => {
    const payload = statement(changes, inside)
    const { code, err } = await verify(await sigstore.sign({ payload }))
    expect(code).toBe('resourceUri' in inside ? 1 : 2)
    expect(err).toMatch(why)
  })

  test('a payload of another type', async () => {
    await refuses(verify(await signed({}, { payloadType: 'application/json' })), /not an in-toto statement/)
  })

  test('a payload that is no JSON', async () => {
    await refuses(verify(await sigstore.sign({ payload: '{' })), /not an in-toto statement/)
  })

  test('a certificate of another authority', async () => {
    const bundle = await stranger.sign({ payload: statement() })
    await refuses(verify(bundle), /the signature is invalid/)
    await refuses(verify(bundle, {}, sigstore.root('private')), /the signature is invalid/)
  })

  test('a certificate that had expired when the log took the entry', async () => {
    await refuses(verify(await signed({}, { later: 3_600_000 })), /Failed to verify certificate chain/)
  })

  test('a certificate that had expired when the timestamp was given', async () => {
    const bundle = await signed({}, { instance: 'private', later: 3_600_000 })
    await refuses(verify(bundle, {}, sigstore.root('private')), /Failed to verify certificate chain/)
  })

  test('a certificate that is in no log of certificates, where the trusted root has one', async () => {
    const { certificateAuthorities } = sigstore.root('private')
    const bundle = await signed({}, { instance: 'private', evidence: ['log'] })
    await refuses(verify(bundle, {}, { ...sigstore.root(), certificateAuthorities }), /expected 1 SCTs, got 0/)
  })

  test('no log entry, where the trusted root has logs', async () => {
    await refuses(verify(await signed({}, { evidence: ['timestamp'] })), /expected 1 tlog entries, got 0/)
  })

  test('no time that anybody vouches for', async () => {
    await refuses(verify(await signed({}, { evidence: [] })), /expected 1 timestamps, got 0/)
    await refuses(
      verify(await signed({}, { instance: 'private', evidence: [] }), {}, sigstore.root('private')),
      /expected 1 timestamps, got 0/,
    )
  })

  test('a log entry, where the trusted root knows no log', async () => {
    await refuses(
      verify(await signed({}, { instance: 'private', evidence: ['log', 'timestamp'] }), {}, sigstore.root('private')),
      /the signature is invalid/,
    )
  })

  const encode = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64')
  const flip = (text: string): string => {
    const bytes = Buffer.from(text, 'base64')
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
    return bytes.toString('base64')
  }
  const entryOf = ({ verificationMaterial: { tlogEntries } }: Bundle) => tlogEntries[0] ?? expect.unreachable()

  test.each<[string, (bundle: Bundle) => void, RegExp]>([
    [
      'the payload',
      ({ dsseEnvelope }) => Object.assign(dsseEnvelope, { payload: encode(JSON.parse(statement({}, FAILED))) }),
      /payload hash mismatch/,
    ],
    [
      'the type of the payload',
      ({ dsseEnvelope }) => Object.assign(dsseEnvelope, { payloadType: 'application/vnd.in-toto+json2' }),
      /signature verification failed/,
    ],
    [
      'the signature',
      ({ dsseEnvelope: { signatures } }) => Object.assign(signatures[0] ?? {}, { sig: flip(signatures[0]?.sig ?? '') }),
      /signature mismatch/,
    ],
    [
      'the certificate',
      ({ verificationMaterial: { certificate } }) => Object.assign(certificate, { rawBytes: flip(certificate.rawBytes) }),
      /the signature is invalid/,
    ],
    ['the time in the log', bundle => Object.assign(entryOf(bundle), { integratedTime: '1' }), /the signature is invalid/],
    ['the place in the log', bundle => Object.assign(entryOf(bundle), { logIndex: '7' }), /inclusion promise could not be verified/],
    [
      'the promise of the log',
      bundle => Object.assign(entryOf(bundle).inclusionPromise ?? {}, { signedEntryTimestamp: flip('AAAA') }),
      /inclusion promise could not be verified/,
    ],
    [
      'the body in the log',
      bundle => Object.assign(entryOf(bundle), { canonicalizedBody: encode({ kind: 'dsse', apiVersion: '0.0.1' }) }),
      /inclusion promise could not be verified/,
    ],
    [
      'the root hash of the checkpoint',
      bundle => {
        const proof = entryOf(bundle).inclusionProof ?? expect.unreachable()
        proof.checkpoint.envelope = proof.checkpoint.envelope.replace(/\n[^\n]{44}\n/, `\n${Buffer.alloc(32).toString('base64')}\n`)
      },
      /invalid checkpoint signature/,
    ],
    [
      'the proof',
      bundle => Object.assign(entryOf(bundle).inclusionProof ?? {}, { hashes: [Buffer.alloc(32).toString('base64')] }),
      /invalid hash count/,
    ],
  ])('changed afterwards: %s', async (_, change, why) => {
    await refuses(verify(await tamper(change)), why)
  })

  test('the log entry of another bundle', async () => {
    const other = await signed(FAILED)
    await refuses(
      verify(
        await tamper(({ verificationMaterial }) =>
          Object.assign(verificationMaterial, { tlogEntries: other.verificationMaterial.tlogEntries }),
        ),
      ),
      /the signature is invalid/,
    )
  })

  test('the timestamp of another bundle', async () => {
    const other = await signed(FAILED, { instance: 'private' })
    const bundle = await tamper(
      ({ verificationMaterial }) =>
        Object.assign(verificationMaterial, { timestampVerificationData: other.verificationMaterial.timestampVerificationData }),
      { instance: 'private' },
    )
    await refuses(verify(bundle, {}, sigstore.root('private')), /timestamp could not be verified/)
  })

  test('a key in the place of a certificate', async () => {
    const bundle = await tamper(({ verificationMaterial }) => {
      Reflect.deleteProperty(verificationMaterial, 'certificate')
      Object.assign(verificationMaterial, { publicKey: { hint: 'toString' } })
    })
    await refuses(verify(bundle), /the signature is invalid/)
  })

  test('a signed file, which says nothing about itself', async () => {
    const { verificationMaterial, mediaType } = await signed()
    const messageSignature = { messageDigest: { algorithm: 'SHA2_256', digest: 'AAAA' }, signature: 'AAAA' }
    await refuses(verify({ mediaType, verificationMaterial, messageSignature }), /signs a file, not an attestation/)
  })

  test('a checkpoint whose name would keep a regular expression busy', async () => {
    const bundle = await tamper(copy => {
      const proof = entryOf(copy).inclusionProof ?? expect.unreachable()
      proof.checkpoint.envelope = proof.checkpoint.envelope.replace(/\u2014 \S+/, '\u2014 (?:(?:.+)+)+x')
    })
    await refuses(verify(bundle), /a malformed checkpoint/)
  })

  test.each([
    ['empty', ''],
    ['blank', ' \n\n'],
    ['no JSON', 'hello'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number a line', '1\n2\n'],
    ['an empty object', '{}'],
    ['another object', '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}'],
    ['members of wrong types', '{"mediaType":1,"verificationMaterial":[],"dsseEnvelope":"x"}'],
    ['deep', '['.repeat(100_000)],
    ['prototype', '{"__proto__":{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}}'],
  ])('a file that is %s', async (_, text) => {
    await refuses(verify(text), /bundle\.json/)
    await refuses(verify(await signed(), {}, text), /root\.json/)
  })

  test('a bundle that was cut off anywhere', async () => {
    const text = JSON.stringify(await signed())
    for (let length = 1; length < text.length; length += 499) await refuses(verify(text.slice(0, length)), /this is not JSON/)
  })

  test('a line that was cut off beside a valid one, because it may be the newer FAILED', async () => {
    const text = JSON.stringify(await signed())
    await refuses(verify(`${text}\n${text.slice(0, 300)}`), /bundle\.json:2: this is not JSON/)
  })

  test.each([
    ['nested 20,000 times', `{"mediaType":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, /json:1: this is nested deeper than 1000 levels/],
    ['of two media types', '{"mediaType":"a","mediaType":"b"}', /json: this has the key "mediaType" twice in one object/],
  ])('a file that is %s', async (_, text, why) => {
    await refuses(verify(text), why)
    await refuses(verify(await signed(), {}, text), why)
  })

  test('a file that is not text', async () => {
    const folder = makeFolder({ 'b.json': Uint8Array.of(0x7b, 0xff, 0x7d), 'r.json': JSON.stringify(sigstore.root()) })
    await refuses(run({ bundle: `${folder}/b.json`, trustedRoot: `${folder}/r.json`, identity: IDENTITY }), /cannot be read/)
  })

  test('a file that is not there, and a folder', async () => {
    const folder = makeFolder({ 'r.json': JSON.stringify(sigstore.root()) })
    for (const bundle of [`${folder}/none.json`, folder])
      await refuses(run({ bundle, trustedRoot: `${folder}/r.json`, identity: IDENTITY }), /cannot be read/)
  })

  test('a trusted root without an authority', async () => {
    await refuses(verify(await signed(), {}, { ...sigstore.root(), certificateAuthorities: [] }), /no certificate authority/)
  })

  test('one broken trusted root among several', async () => {
    await refuses(verify(await signed(), {}, [sigstore.root(), { mediaType: 'x' }]), /root\.json:2: it is not a trusted root/)
  })

  test.each<[string, Partial<VerifySettings>, RegExp]>([
    ['no image', { operands: [] }, /expected one image/],
    ['two images', { operands: [IMAGE, IMAGE] }, /expected one image/],
    ['an image by its tag', { operands: [`${NAME}:1.4.2`] }, /is named by a tag/],
    ['an image without a registry', { operands: [`payments/api@sha256:${HEX}`] }, /names no registry/],
    ['no bundle', { bundle: undefined }, /--bundle is missing/],
    ['no trusted root', { trustedRoot: undefined }, /--trusted-root is missing/],
    ['an empty issuer', { issuer: '' }, /--issuer is empty/],
    ['a policy that is not a valid digest', { policyDigest: 'abc' }, /--policy-digest cannot be "abc"/],
    ['unsigned with a bundle', { unsigned: true }, /--unsigned is for --predicate only/],
    ['a predicate beside a bundle', { predicate: 'x', unsigned: true }, /--predicate has no signature/],
  ])('wrong use: %s', async (_, settings, why) => {
    await refuses(verify(await signed(), settings), why)
  })
})

describe('several bundles', () => {
  const [early, late] = ['2026-11-23T10:00:00Z', '2026-11-23T10:00:00.500Z']
  const other = { policy: { uri: 'urn:ecr-gate:policy:v1', digest: { sha256: OTHER_HEX } } }

  test.each<[string, readonly Json[], Partial<VerifySettings>, number]>([
    ['a newer FAILED beats an older PASSED', [{ timeVerified: early }, { timeVerified: late, ...FAILED }], {}, 1],
    ['a newer PASSED beats an older FAILED', [{ timeVerified: early, ...FAILED }, { timeVerified: late }], {}, 0],
    ['of two at the same time the FAILED counts', [{ timeVerified: early }, { timeVerified: early, ...FAILED }], {}, 1],
    ['the newest under another policy decides', [{ timeVerified: early }, { timeVerified: late, ...other }], { policyDigest: POLICY }, 1],
    [
      'the newest under the policy asked for decides',
      [{ timeVerified: early, ...other }, { timeVerified: late }],
      { policyDigest: POLICY },
      0,
    ],
    [
      'of two at the same time the other policy counts',
      [{ timeVerified: early }, { timeVerified: early, ...other }],
      { policyDigest: POLICY },
      1,
    ],
    ['one about another image beside it', [{ timeVerified: early }, { timeVerified: late, resourceUri: 'oci://x', ...FAILED }], {}, 0],
    ['one that cannot be read beside it', [{ timeVerified: early }, { timeVerified: late, verificationResult: 'MAYBE' }], {}, 2],
    [
      'an attestation of something else beside it',
      [{ timeVerified: early }, { timeVerified: late, verifier: { id: 'x' }, ...FAILED }],
      {},
      0,
    ],
  ])('%s, in any order', async (_, summaries, settings, code) => {
    const bundles = await Promise.all(summaries.map(each => signed(each)))
    expect(await verify(bundles, settings)).toMatchObject({ code })
    expect(await verify([...bundles].reverse(), settings)).toMatchObject({ code })
  })

  test('what a stranger signed does not count, however new and whatever it says', async () => {
    const forged = { timeVerified: late, ...FAILED }
    const bundles = [
      await signed({ timeVerified: early }),
      await signed(forged, { identity: 'https://github.com/evil/x/.github/workflows/x.yml@refs/heads/main' }),
      await stranger.sign({ payload: statement({}, forged) }),
    ]
    const { code, err } = await verify(bundles)
    expect(code).toBe(0)
    expect(err.match(/\[not-counted\]/g)?.length).toBe(2)
  })

  test('a stranger cannot clear an image that failed', async () => {
    const bundles = [await signed(FAILED), await stranger.sign({ payload: statement({}, { timeVerified: late }) })]
    expect(await verify(bundles)).toMatchObject({ code: 1 })
  })
})

// 2026-11-23 10:00:00 and what is later or earlier by so many seconds, to the millisecond.
const REACHED = '2026-11-23T10:00:00.000Z'
const later = (seconds: number): Date => new Date(Date.UTC(2026, 10, 23, 10) + seconds * 1000)
const DAY = 86_400

describe('--max-age', () => {
  const limited = { maxAgeSeconds: DAY }
  const verifyAt = async (seconds: number, inside: Json, settings: Partial<VerifySettings> = limited): Promise<Answer> =>
    verify(await signed(inside), settings, sigstore.root(), later(seconds))

  test.each<[string, number, string]>([
    ['of this moment', 0, '0s, at most 1d'],
    ['that is a second old', 1, '1s, at most 1d'],
    ['that is a second younger than the limit', DAY - 1, '23h 59m 59s, at most 1d'],
    ['that is as old as the limit', DAY, '1d, at most 1d'],
    ['of a clock that is a little fast', -1, "1s ahead of this machine's clock, at most 1d"],
    ['of a clock that is five minutes fast', -300, "5m ahead of this machine's clock, at most 1d"],
  ])('a pass %s counts, and the answer says how old it is', async (_, seconds, age) => {
    const { code, out, err } = await verifyAt(seconds, {})
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`  verified    ${REACHED} by urn:ecr-gate:verifier:v1, version 0.1.0\n  age         ${age}\n`)
  })

  const OLD = (age: string): string =>
    `is too old: it passed at ${REACHED}, ${age} ago, and --max-age is 1d [not-verified]\n  help: run the gate on`
  const FUTURE = (age: string): string =>
    `has a time in the future: it says that it passed at ${REACHED}, ${age} ahead of this machine's clock, and at most 5m is accepted [not-verified]\n` +
    "  help: set this machine's clock if it is wrong"

  test.each<[string, number, string]>([
    ['older than the limit by a millisecond', DAY + 0.001, OLD('1d 1s')],
    ['older than the limit by a second', DAY + 1, OLD('1d 1s')],
    ['of last month', 31 * DAY + 7384, OLD('31d 2h 3m 4s')],
    ['of a clock that is more than five minutes fast', -300.001, FUTURE('5m 1s')],
    ['of a clock that is five minutes and a second fast', -301, FUTURE('5m 1s')],
    ['of next year', -400 * DAY, FUTURE('400d')],
  ])('a pass %s is no trustworthy verdict, and the message says why and what to do', async (_, seconds, message) => {
    const { code, out, err } = await verifyAt(seconds, {})
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
  })

  test('counts the fraction of a second of the verdict', async () => {
    const late = { timeVerified: '2026-11-23T10:00:00.500Z' }
    expect(await verifyAt(DAY + 0.5, late)).toMatchObject({ code: 0 })
    expect(await verifyAt(DAY + 0.501, late)).toMatchObject({ code: 2 })
  })

  test.each([DAY * 1000, -DAY * 1000])('without it, a pass of any age counts, and no age is shown: %i seconds', async seconds => {
    const { code, out } = await verifyAt(seconds, {}, {})
    expect(code).toBe(0)
    expect(out).not.toContain('age ')
  })

  test.each<[string, number, Json, Partial<VerifySettings>, string]>([
    ['FAILED', 9 * DAY, FAILED, limited, '  age         9d, at most 1d\n'],
    ['FAILED, from the future', -9 * DAY, FAILED, limited, "  age         9d ahead of this machine's clock, at most 1d\n"],
    ['ANOTHER POLICY', 9 * DAY, {}, { ...limited, policyDigest: OTHER_HEX }, '  age         9d, at most 1d\n'],
  ])('what is no pass does not become less of a no with age: %s', async (headline, seconds, inside, settings, age) => {
    const { code, out } = await verifyAt(seconds, inside, settings)
    expect(code).toBe(1)
    expect(out).toContain(headline.replace(/,.*/, ''))
    expect(out).toContain(age)
  })

  // Each verdict by the seconds after REACHED at which it was reached; the clock is a day and a half later.
  test.each<[string, readonly (readonly [seconds: number, inside: Json])[], number]>([
    [
      'a recent pass beats an old FAILED',
      [
        [0, FAILED],
        [DAY, {}],
      ],
      0,
    ],
    [
      'a recent FAILED beats an old pass',
      [
        [0, {}],
        [DAY, FAILED],
      ],
      1,
    ],
    [
      'an old FAILED beats an older pass',
      [
        [0, {}],
        [1, FAILED],
      ],
      1,
    ],
    [
      'an old pass is not made up for by an older FAILED',
      [
        [0, FAILED],
        [1, {}],
      ],
      2,
    ],
    [
      'two old passes are none',
      [
        [0, {}],
        [1, {}],
      ],
      2,
    ],
    [
      'a recent pass counts beside an old one',
      [
        [0, {}],
        [DAY, {}],
      ],
      0,
    ],
    [
      'a pass from the future is not passed over for a recent one',
      [
        [DAY, {}],
        [3 * DAY, {}],
      ],
      2,
    ],
    [
      'a pass from the future does not clear a recent FAILED',
      [
        [DAY, FAILED],
        [3 * DAY, {}],
      ],
      2,
    ],
    [
      'a FAILED from the future beats a recent pass',
      [
        [DAY, {}],
        [3 * DAY, FAILED],
      ],
      1,
    ],
  ])('%s, in any order', async (_, verdicts, code) => {
    const bundles = await Promise.all(
      verdicts.map(([seconds, inside]) => signed({ timeVerified: later(seconds).toISOString(), ...inside })),
    )
    for (const given of [bundles, [...bundles].reverse()])
      expect(await verify(given, limited, sigstore.root(), later(1.5 * DAY))).toMatchObject({ code })
  })

  test('takes passes away and never makes one', () => {
    const verdict = fc.record({
      seconds: fc.integer({ min: -5, max: 5 }),
      failed: fc.boolean(),
      policy: fc.constantFrom(POLICY, OTHER_HEX),
    })
    fc.assert(
      fc.property(fc.array(verdict, { maxLength: 4 }), fc.integer({ min: 1, max: 5 }), fc.boolean(), (verdicts, maxAgeSeconds, asks) => {
        const claims = verdicts.map(({ seconds, failed, policy }) => {
          const policyIn = { uri: 'urn:ecr-gate:policy:v1', digest: { sha256: policy } }
          const inside = { timeVerified: later(seconds * 100).toISOString(), policy: policyIn, ...(failed ? FAILED : {}) }
          return { signer: null, reading: readPredicate(predicate(inside), { name: NAME, digest: `sha256:${HEX}` }) }
        })
        const required = { policyDigest: asks ? POLICY : undefined, now: later(0) }
        const [without, with_] = [undefined, maxAgeSeconds * 100].map(limit => decide(claims, { ...required, maxAgeSeconds: limit }).kind)
        const kept = without === 'passed' ? ['passed', 'untimely'] : [without]
        expect(kept).toContain(with_)
      }),
    )
  })

  test('that is 0 is refused, because no verdict could meet it', async () => {
    const { code, err } = await verifyAt(0, {}, { maxAgeSeconds: 0 })
    expect(code).toBe(2)
    expect(err).toContain('--max-age cannot be 0')
  })
})

describe('what was accepted', () => {
  const EXCEPTIONS = 'e'.repeat(64)
  const NOW = later(0)
  const accepted = (id: string, severity: string, ends: string): Json => ({ id, severity, ends })
  /** Our member of a predicate, of an image that accepts these findings. */
  const details = (findings: readonly Json[], image: Json = {}, exceptions: Json = {}): Json => ({
    'urn:ecr-gate:verdict:v1': {
      verdict: 'pass',
      reasons: [],
      images: [{ platform: null, digest: `sha256:${HEX}`, accepted: findings, acceptedLeft: 0, unfixed: 0, inTime: 0, ...image }],
      exceptions: { digest: { sha256: EXCEPTIONS }, events: 0, ...exceptions },
    },
  })
  const verifyAt = async (inside: Json, now = NOW, settings: Partial<VerifySettings> = {}): Promise<Answer> =>
    verify(await signed(inside), settings, sigstore.root(), now)
  const THREE = [
    accepted('CVE-2026-1003', 'LOW', 'until-fixed'),
    accepted('CVE-2026-1002', 'LOW', 'never'),
    accepted('CVE-2026-1001', 'HIGH', '2027-01-31'),
  ]

  test('is told with the verdict: how much, by which exceptions, and until when', async () => {
    const { code, out, err } = await verifyAt(details(THREE))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`PASSED, 3 accepted ${IMAGE}\n`)
    expect(out).toContain(
      `  policy      sha256:${POLICY}\n  exceptions  sha256:${EXCEPTIONS}\n  verdict     pass\n  let through 3 accepted\n` +
        '  - CVE-2026-1001, HIGH, until 2027-01-31\n  - CVE-2026-1002, LOW, for ever\n  - CVE-2026-1003, LOW, until fixed\n',
    )
  })

  test.each<[string, Json, string, string]>([
    ['one finding', details(THREE.slice(2)), 'PASSED, 1 accepted ', '  let through 1 accepted\n'],
    ['events', details([], {}, { events: 2 }), 'PASSED, 2 accepted ', '  let through 2 events\n'],
    ['findings and an event', details(THREE, {}, { events: 1 }), 'PASSED, 4 accepted ', '  let through 3 accepted, 1 event\n'],
    ['more than the predicate names', details(THREE, { acceptedLeft: 7 }), 'PASSED, 10 accepted ', '  - and 7 more\n'],
    ['nothing, by exceptions that are there', details([]), 'PASSED 1', `  exceptions  sha256:${EXCEPTIONS}\n  verdict     pass\n`],
    ['findings without a fix', details([], { unfixed: 2 }), 'PASSED 1', '  let through 2 without a fix\n'],
    ['findings in time', details([], { inTime: 1 }), 'PASSED 1', '  let through 1 in time\n'],
    ['both', details([], { unfixed: 2, inTime: 1 }), 'PASSED 1', '  let through 2 without a fix, 1 in time\n'],
  ])('%s', async (_, inside, headline, line) => {
    const { code, out } = await verifyAt(inside)
    expect(code).toBe(0)
    expect(out.startsWith(headline)).toBe(true)
    expect(out).toContain(line)
  })

  test('is bounded, the worst first', async () => {
    const many = Array.from({ length: 40 }, (_, i) => accepted(`CVE-2026-${1000 + i}`, i < 39 ? 'LOW' : 'CRITICAL', 'never'))
    const { out } = await verifyAt(details(many))
    expect(out).toContain('  let through 40 accepted\n  - CVE-2026-1039, CRITICAL, for ever\n  - CVE-2026-1000, LOW, for ever\n')
    expect(out).toContain('  - CVE-2026-1008, LOW, for ever\n  - and 30 more\n')
    expect(out).not.toContain('CVE-2026-1009')
  })

  test('is told once for all platforms of an index', async () => {
    const images = [{ accepted: THREE }, { accepted: THREE.slice(1), acceptedLeft: 3, unfixed: 1 }, { unfixed: 2 }]
    const inside = { verdict: 'pass', images, exceptions: { digest: { sha256: EXCEPTIONS } } }
    const { out } = await verifyAt({ 'urn:ecr-gate:verdict:v1': inside })
    expect(out).toContain('PASSED, 8 accepted ')
    expect(out).toContain('  - CVE-2026-1001, HIGH, until 2027-01-31, 2 times\n')
    expect(out).toContain('  - CVE-2026-1003, LOW, until fixed\n  - and 3 more\n')
    expect(out).toContain('  let through 8 accepted, 3 without a fix\n')
  })

  test.each<[string, Date, string]>([
    ['on its last day', new Date('2027-01-31T23:59:59.999Z'), 'until 2027-01-31'],
    ['on the day after', new Date('2027-02-01T00:00:00Z'), 'ended 2027-01-31'],
  ])('an end is told as it is %s, and the verdict stays', async (_, now, end) => {
    const { code, out } = await verifyAt(details(THREE), now)
    expect(code).toBe(0)
    expect(out).toContain(`  - CVE-2026-1001, HIGH, ${end}\n`)
  })

  test('what has ended comes before what is worse', async () => {
    const { out } = await verifyAt(details([...THREE, accepted('CVE-2026-1004', 'LOW', '2026-11-22')]))
    expect(out).toContain('  let through 4 accepted\n  - CVE-2026-1004, LOW, ended 2026-11-22\n  - CVE-2026-1001, HIGH, until 2027-01-31\n')
  })

  test('is told of a verdict that does not pass too', async () => {
    const { code, out } = await verifyAt({ ...details(THREE), ...FAILED })
    expect(code).toBe(1)
    expect(out).toContain(`FAILED ${IMAGE}\n`)
    expect(out).toContain('  let through 3 accepted\n')
    expect((await verifyAt(details(THREE), NOW, { policyDigest: OTHER_HEX })).out).toContain(`ANOTHER POLICY ${IMAGE}\n`)
  })

  test('does not make it another policy', async () => {
    expect(await verifyAt(details(THREE), NOW, { policyDigest: POLICY })).toMatchObject({ code: 0 })
  })

  test.each<[string, Json]>([
    ['has none of these members', { verdict: 'pass', reasons: [], images: [{ platform: null, digest: `sha256:${HEX}`, gaps: [] }] }],
    ['names no images', { verdict: 'pass' }],
    ['had no exceptions', { verdict: 'pass', images: [{ accepted: [], acceptedLeft: 0, unfixed: 0, inTime: 0 }], exceptions: null }],
  ])('nothing is said of exceptions where a predicate %s', async (_, inside) => {
    const { code, out } = await verifyAt({ 'urn:ecr-gate:verdict:v1': inside })
    expect(code).toBe(0)
    expect(out).toContain(`PASSED ${IMAGE}\n`)
    expect(out).not.toMatch(/accepted|exceptions|let through/)
  })

  const [one] = THREE
  test.each<[string, Json, RegExp]>([
    ['a verdict that is no object', { 'urn:ecr-gate:verdict:v1': 'pass' }, /its verdict is not an object/],
    ['images that are no list', { 'urn:ecr-gate:verdict:v1': { images: {} } }, /its "images" is not a list/],
    ['an image that is no object', { 'urn:ecr-gate:verdict:v1': { images: [1] } }, /one of its images is not an object/],
    ['findings that are no list', details([], { accepted: {} }), /its "accepted" is not a list/],
    ['findings that are null', details([], { accepted: null }), /its "accepted" is not a list/],
    ['images that are null', { 'urn:ecr-gate:verdict:v1': { images: null } }, /its "images" is not a list/],
    ['a number that is null', details([], { acceptedLeft: null }), /its "acceptedLeft" is not a count/],
    ['a verdict that is null', { 'urn:ecr-gate:verdict:v1': null }, /its verdict is not an object/],
    ['a finding that is no object', details([null as unknown as Json]), /has no id or no severity/],
    ['a finding without an id', details([{ ...one, id: 1 }]), /has no id or no severity/],
    ['a finding without a severity', details([{ ...one, severity: undefined }]), /has no id or no severity/],
    ['a finding without an end', details([{ ...one, ends: null }]), /"CVE-2026-1003" is accepted, but its end is missing/],
    ['an end that is no word of ours', details([{ ...one, ends: 'soon' }]), /but its end is "soon", neither a day/],
    ['an end that is a name of an object', details([{ ...one, ends: 'constructor' }]), /but its end is "constructor"/],
    ['a day that its month does not have', details([{ ...one, ends: '2027-02-30' }]), /but its end is "2027-02-30"/],
    ['a number that is text', details([], { acceptedLeft: '1' }), /its "acceptedLeft" is not a count/],
    ['a number below zero', details([], { unfixed: -1 }), /its "unfixed" is not a count/],
    ['a broken number', details([], { inTime: 0.5 }), /its "inTime" is not a count/],
    ['events that are no number', details([], {}, { events: [] }), /its "events" is not a count/],
    ['exceptions without a digest', details([], {}, { digest: undefined }), /the digest of its exceptions is missing/],
    [
      'a digest that is none',
      details([], {}, { digest: { sha256: 'EEEE' } }),
      /the digest of its exceptions is "EEEE", which is not a SHA-256/,
    ],
    [
      'findings that no exceptions accept',
      { 'urn:ecr-gate:verdict:v1': { images: [{ accepted: THREE }] } },
      /does not say by which exceptions it accepts findings/,
    ],
  ])('is never passed over: %s', async (_, inside, why) => {
    for (const result of [{}, FAILED]) {
      const { code, out, err } = await verifyAt({ ...inside, ...result })
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).toMatch(why)
      expect(err).toContain('a verdict on this image cannot be read: ')
    }
  })
})

describe('a predicate without a signature', () => {
  const unsigned = (value: unknown, settings: Partial<VerifySettings> = {}, now?: Date): Promise<Answer> => {
    const folder = makeFolder({ 'predicate.json': typeof value === 'string' ? value : JSON.stringify(value) })
    return run({ predicate: `${folder}/predicate.json`, unsigned: true, ...settings }, now)
  }

  test('is refused without --unsigned', async () => {
    const { code, out, err } = await unsigned(predicate(), { unsigned: false })
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('a predicate without a signature proves nothing [usage]')
  })

  test('is read with it, and the answer says first that nobody vouches for it', async () => {
    const { code, out } = await unsigned(predicate())
    expect(code).toBe(0)
    expect(out).toMatch(/^NOT SIGNED: nothing proves who wrote this predicate.*\nPASSED /)
    expect(out).not.toContain('signed by')
  })

  test('is as old as it says it is', async () => {
    const { code, out } = await unsigned(predicate(), { maxAgeSeconds: DAY }, later(DAY))
    expect(code).toBe(0)
    expect(out).toContain('  age         1d, at most 1d\n')
    expect(await unsigned(predicate(), { maxAgeSeconds: DAY }, later(DAY + 1))).toMatchObject({ code: 2, out: '' })
  })

  test.each<[string, unknown, Partial<VerifySettings>, number]>([
    ['FAILED', predicate(FAILED), {}, 1],
    ['another image', predicate({ resourceUri: 'oci://x' }), {}, 1],
    ['another policy', predicate(), { policyDigest: OTHER_HEX }, 1],
    ['another verifier', predicate({ verifier: { id: 'x' } }), {}, 2],
    ['broken', predicate({ timeVerified: 1 }), {}, 2],
    ['a whole statement', JSON.parse(statement()), {}, 2],
    ['two of them', `${JSON.stringify(predicate())}\n${JSON.stringify(predicate())}`, {}, 2],
    ['empty', '', {}, 2],
    ['with an identity that nobody has shown', predicate(), { identity: IDENTITY }, 2],
  ])('%s', async (_, value, settings, code) => {
    expect(await unsigned(value, settings)).toMatchObject({ code })
  })
})

test('hostile text is escaped, wherever it is', async () => {
  const evil = '\u001b[2J\u202e\n::error::x ##[group]y'
  const accepted = [{ id: evil, severity: evil, ends: 'never' }]
  const exceptions = { digest: { sha256: OTHER_HEX } }
  const details = { verdict: 'warn', reasons: [evil], images: [{ accepted }], exceptions }
  const endless = { images: [{ accepted: [{ id: evil, severity: 'LOW', ends: evil }] }], exceptions }
  const answers = [
    await verify(await signed({ ...FAILED, 'urn:ecr-gate:verdict:v1': { verdict: evil } })),
    await verify(await signed({ 'urn:ecr-gate:verdict:v1': endless })),
    await verify(await signed({ 'urn:ecr-gate:verdict:v1': { exceptions: { digest: { sha256: evil } } } })),
    await verify(
      await signed({ verifier: { id: 'urn:ecr-gate:verifier:v1', version: { 'ecr-gate': evil } }, 'urn:ecr-gate:verdict:v1': details }),
    ),
    await verify(await sigstore.sign({ payload: statement({ predicateType: evil }) })),
    await verify(await signed({ resourceUri: evil })),
    await verify(await signed({ verifier: { id: evil } })),
    await verify(await signed({ timeVerified: evil })),
    await verify(await signed({}, { payloadType: evil })),
    await verify(await signed({}, { issuer: evil })),
    await verify(await signed(), { identity: evil }),
    await verify(await signed(), { operands: [evil] }),
    await verify(await signed(), { bundle: evil }),
    await verify({ ...(await signed()), mediaType: evil }),
  ]
  for (const { out, err } of answers) {
    expect(`${out}${err}`).not.toBe('')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(`${out}${err}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|^::|##\[/m)
  }
})
