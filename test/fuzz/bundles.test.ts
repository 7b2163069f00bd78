// Signed verdicts: whatever a bundle contains, `verify` answers; and what did not verify never verifies for a part that is gone.

import { rmSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runVerify } from '../../src/commands/verify.ts'
import { plain } from '../../src/report/paint.ts'
import { IDENTITY, startSigstore } from '../attest/sigstore.ts'
import { damagedJson, damagedText, takeAway } from './damage.ts'
import { fuzz } from './fuzz.ts'

const NAME = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api'
const HEX = 'a'.repeat(64)

const statement = (verificationResult: 'PASSED' | 'FAILED', name = NAME) => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name, digest: { sha256: HEX } }],
  predicateType: 'https://slsa.dev/verification_summary/v1',
  predicate: {
    verifier: { id: 'urn:ecr-gate:verifier:v1', version: { 'ecr-gate': '0.1.0' } },
    timeVerified: '2026-11-23T10:00:00.000Z',
    resourceUri: `oci://${name}@sha256:${HEX}`,
    policy: { uri: 'urn:ecr-gate:policy:v1', digest: { sha256: 'b'.repeat(64) } },
    verificationResult,
    verifiedLevels: [verificationResult === 'PASSED' ? 'SLSA_BUILD_LEVEL_UNEVALUATED' : 'FAILED'],
    slsaVersion: '1.2',
  },
})

const [sigstore, stranger] = await Promise.all([startSigstore(), startSigstore()])
const passed = JSON.stringify(statement('PASSED'))
const valid = await sigstore.sign({ payload: passed })
/** Bundles that must not verify, each for another reason. */
const wrong = [
  await sigstore.sign({ payload: JSON.stringify(statement('FAILED')) }),
  await sigstore.sign({ payload: passed, identity: 'https://github.com/mallory/x/.github/workflows/x.yml@refs/heads/main' }),
  await stranger.sign({ payload: passed }),
  {
    ...valid,
    dsseEnvelope: { ...valid.dsseEnvelope, payload: Buffer.from(passed.replace('1.2', '1.3')).toString('base64') },
  },
  { ...valid, verificationMaterial: { ...valid.verificationMaterial, tlogEntries: [] } },
]

async function verify(bundle: string, root = JSON.stringify(sigstore.root())): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'ecr-gate-fuzz-'))
  try {
    await Promise.all([writeFile(join(folder, 'bundle.json'), bundle), writeFile(join(folder, 'root.json'), root)])
    const settings = { operands: [`${NAME}@sha256:${HEX}`], unsigned: false, identity: IDENTITY }
    return await runVerify(
      { ...settings, bundle: join(folder, 'bundle.json'), trustedRoot: join(folder, 'root.json') },
      { print: async () => undefined, tell: () => undefined, paint: plain, now: () => new Date() },
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('a bundle', () => {
  test('that is whole verifies, and one that is wrong does not', async () => {
    expect(await verify(JSON.stringify(valid))).toBe(0)
    for (const bundle of wrong) expect(await verify(JSON.stringify(bundle))).not.toBe(0)
  })

  const damaged = fc.oneof(damagedText(fc.constant(JSON.stringify(valid))), damagedJson(fc.constant(valid)))
  fuzz('that is damaged is answered', 60, [damaged], async text => {
    expect([0, 1, 2]).toContain(await verify(text))
  })

  fuzz('beside a trusted root that is damaged is answered', 40, [damagedJson(fc.constant(sigstore.root()))], async root => {
    expect([0, 1, 2]).toContain(await verify(JSON.stringify(valid), root))
  })

  fuzz(
    'that is wrong does not verify for a part of it that is gone',
    60,
    [takeAway<unknown>(fc.constantFrom<unknown>(...wrong))],
    async ({ after }) => {
      expect(await verify(JSON.stringify(after))).not.toBe(0)
    },
  )

  // Each part of what was said is signed, so none may be missing.
  const payloads = takeAway(fc.constant(statement('PASSED')))
    .map(({ after }) => JSON.stringify(after))
    .filter(text => text !== passed)
  fuzz('whose statement is another than the one that was signed does not verify', 50, [payloads], async payload => {
    const bundle = { ...valid, dsseEnvelope: { ...valid.dsseEnvelope, payload: Buffer.from(payload).toString('base64') } }
    expect(await verify(JSON.stringify(bundle))).not.toBe(0)
  })
})
