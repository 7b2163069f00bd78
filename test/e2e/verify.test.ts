// docs/verify.md as a user follows it: its commands run over what a Sigstore of our own signed, and print what the page shows.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startSigstore } from '../attest/sigstore.ts'
import { makeFolder } from '../folder.ts'
import { ecrGate, nodes, ROOT } from './command.ts'

const page = readFileSync(join(ROOT, 'docs/verify.md'), 'utf8')
const DIGEST = '4f1c9a7be2d0'.padEnd(64, '0')
const NAME = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api'

/** Each command of the page that needs a signed bundle, and the text that the page shows below it. */
const examples = [...page.matchAll(/```sh\necr-gate (verify .*)\n```\n\n```text\n([\s\S]*?)```/g)].map(([, command = '', shown = '']) => ({
  words: command.replaceAll('…', DIGEST).split(' '),
  shown,
}))

const HOUR = 3_600_000
const sigstore = await startSigstore()

/** A folder with the files that the page fetches, of a verdict that was reached so long ago. */
async function fetchFiles(milliseconds: number) {
  const timeVerified = new Date(Date.now() - milliseconds).toISOString()
  const payload = JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: NAME, digest: { sha256: DIGEST } }],
    predicateType: 'https://slsa.dev/verification_summary/v1',
    predicate: {
      verifier: { id: 'urn:ecr-gate:verifier:v1', version: { 'ecr-gate': '0.1.0' } },
      timeVerified,
      resourceUri: `oci://${NAME}@sha256:${DIGEST}`,
      policy: { uri: 'urn:ecr-gate:policy:v1', digest: { sha256: 'b'.repeat(64) } },
      verificationResult: 'PASSED',
      verifiedLevels: ['SLSA_BUILD_LEVEL_UNEVALUATED'],
      slsaVersion: '1.2',
      'urn:ecr-gate:verdict:v1': { verdict: 'warn', reasons: ['MEDIUM findings in payments/api: 4 [ecr-image-scan-findings-medium]'] },
    },
  })
  const bundle = JSON.stringify(await sigstore.sign({ payload }))
  return makeFolder({ [`sha256:${DIGEST}.jsonl`]: `${bundle}\n`, 'trusted_root.jsonl': `${JSON.stringify(sigstore.root())}\n` })
}

/** Without what differs from one verdict to another. */
const plain = (text: string): string =>
  text
    .replace(/[0-9a-f]{64}/g, '…')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/9d 2h(?: \d+s)?/g, 'AGE')

test('the page has an example without --max-age and one with it', () => {
  expect(examples.map(({ words }) => words.includes('--max-age'))).toEqual([false, true])
})

describe.each(nodes)('on %s', (_, node) => {
  test.each(examples)('the page shows what example $# prints', async ({ words, shown }) => {
    const cwd = await fetchFiles(218 * HOUR)
    const { code, out, err } = ecrGate(words, { cwd, node })
    expect(plain(`${out}${err}`)).toBe(plain(shown))
    expect(code).toBe(words.includes('--max-age') ? 2 : 0)
  })

  test('a recent verdict counts, and the answer says how old it is', async () => {
    const cwd = await fetchFiles(HOUR)
    for (const { words } of examples) expect(ecrGate(words, { cwd, node })).toMatchObject({ code: 0, err: '' })
    expect(ecrGate(examples[1]?.words ?? [], { cwd, node }).out).toMatch(/^ {2}age {8}1h(?: \d+s)?, at most 7d$/m)
  })
})
