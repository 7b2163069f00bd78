// docs/verify.md as a user follows it: its commands run over what a Sigstore of our own signed, and print what the page shows.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startSigstore } from '../attest/sigstore.ts'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import { startAws } from '../aws/server.ts'
import { makeFolder } from '../folder.ts'
import { ecrGate, nodes, ROOT, runBundle } from './command.ts'

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
  const nextMonth = new Date(Date.now() + 30 * 24 * HOUR).toISOString().slice(0, 10)
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
      'urn:ecr-gate:verdict:v1': {
        verdict: 'warn',
        reasons: [
          '2 MEDIUM in payments/api@sha256:4f1c9a7be2d0: curl 7.88.1 (fix 7.88.2), zlib 1.2.13 (fix 1.2.14) [ecr-image-scan-findings-medium]',
        ],
        images: [
          {
            accepted: [
              { id: 'CVE-2026-90001', severity: 'HIGH', ends: nextMonth },
              { id: 'CVE-2026-90003', severity: 'MEDIUM', ends: 'until-fixed' },
              { id: 'CVE-2026-90006', severity: 'LOW', ends: 'never' },
            ],
            acceptedLeft: 0,
            unfixed: 2,
            inTime: 0,
          },
        ],
        exceptions: { digest: { sha256: 'e'.repeat(64) }, events: 0 },
      },
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
    .replace(/until \d{4}-\d\d-\d\d$/gm, 'until DAY')
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
    expect(ecrGate(examples[1]?.words ?? [], { cwd, node }).out).toMatch(/^ {2}age {9}1h(?: \d+s)?, at most 7d$/m)
  })
})

describe('a new exception is no other policy', () => {
  interface Digests {
    readonly policyDigest: string
    readonly exceptionsDigest: string | null
  }
  const FINDING = 'id: CVE-2026-90001, reason: the parser is not compiled in, expires: 2999-01-31'
  const ALERT = 'rule: ecr-put-image, filter: user = "deploy", reason: it deploys, expires: never'
  const judge = (words: readonly string[] = [], ...exceptions: readonly string[]): Digests => {
    const entries = exceptions.map(exception => `  - { ${exception} }\n`)
    const folder = makeFolder({ 'accepted.yml': `exceptions:\n${entries.join('')}` })
    const files = exceptions.length === 0 ? [] : ['--exceptions', join(folder, 'accepted.yml')]
    const { code, out, err } = ecrGate(['check', '--findings', 'examples/findings.json', '--format', 'json', ...files, ...words])
    expect({ code, err }).toEqual({ code: expect.toBeOneOf([0, 1, 2]), err: expect.not.stringContaining('[usage]') })
    const { policyDigest, exceptionsDigest } = JSON.parse(out) as Digests
    return { policyDigest, exceptionsDigest }
  }

  test('but has another digest of exceptions', () => {
    const given = [judge(), judge([], FINDING), judge([], FINDING, ALERT), judge([], FINDING.replace('2999', '2998'))]
    const again = judge([], ALERT, FINDING)
    expect(new Set([...given, again].map(({ policyDigest }) => policyDigest)).size).toBe(1)
    expect(new Set(given.map(({ exceptionsDigest }) => exceptionsDigest)).size).toBe(given.length)
    expect(given[0]?.exceptionsDigest).toBeNull()
    expect(again.exceptionsDigest).toBe(given[2]?.exceptionsDigest)
  })

  test('and another setting is another policy, under the same exceptions', () => {
    const settings = [
      ['--unfixed', 'warn'],
      ['--fix-within', 'high=7d'],
      ['--max-findings', 'high=2'],
      ['--max-scan-age', '365d'],
    ]
    const given = [judge([], FINDING), ...settings.map(words => judge(words, FINDING))]
    expect(new Set(given.map(({ policyDigest }) => policyDigest)).size).toBe(given.length)
    expect(new Set(given.map(({ exceptionsDigest }) => exceptionsDigest)).size).toBe(1)
  })
})

test('what a run accepted is what verify tells, and the policy that is required stays the same', async () => {
  const aws = await startAws()
  const findings = makeBasicFindings({ CRITICAL: 1, HIGH: 1 })
  const [critical, high] = findings.map(({ name }) => String(name))
  const { digest } = aws.ecr.addImage({
    repository: 'payments/api',
    tags: ['1.4.2'],
    manifest: makeManifest('payments'),
    scan: [{ status: 'COMPLETE', findings, completedAt: '2026-11-23T11:58:00Z' }],
  })
  const image = `${NAME}@${digest}`
  const accept = (id = ''): string => `  - { id: ${id}, reason: not reachable, expires: 2999-01-31 }\n`
  const judge = async (...ids: readonly (string | undefined)[]) => {
    const cwd = makeFolder({ 'accepted.yml': `exceptions:\n${ids.map(accept).join('')}` })
    const quick = ['--audit-source', 'none', '--scan-grace', '0s', '--wait-timeout', '0s', '--format', 'json']
    const words = ['check', '--image', image, '--exceptions', 'accepted.yml', '--predicate-file', 'predicate.json', ...quick]
    const { code, out, err } = await runBundle('cli.cjs', words, { env: aws.env, cwd })
    expect(err).not.toContain('[usage]')
    const { policyDigest, exceptionsDigest } = JSON.parse(out) as Readonly<Record<string, string>>
    const verify = (required = policyDigest ?? '') =>
      ecrGate(['verify', image, '--predicate', 'predicate.json', '--unsigned', '--policy-digest', required], { cwd })
    return { code, policyDigest, exceptionsDigest, verify }
  }
  const [one, both] = [await judge(critical), await judge(critical, high)]
  expect([one.code, one.verify().code, both.code]).toEqual([1, 1, 0])
  const { code, out } = both.verify(one.policyDigest)
  expect(code).toBe(0)
  expect(out).toContain(`\nPASSED, 2 accepted ${image}\n`)
  expect(out).toContain(`  exceptions  sha256:${both.exceptionsDigest}\n`)
  expect(out).toContain(`  let through 2 accepted\n  - ${critical}, CRITICAL, until 2999-01-31\n  - ${high}, HIGH, until 2999-01-31\n`)
  expect(both.exceptionsDigest).not.toBe(one.exceptionsDigest)
})
