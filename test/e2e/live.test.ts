// The bundled Action over live images: a process as the runner starts it, beside a fake of ECR, CloudTrail and STS.
//
// Each confirmed reading of findings takes a second, so the tests run beside one another; each has a server of its own, which
// also tells afterwards what was asked and whether any request was one that AWS would refuse.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { makeRecord, type RecordOptions } from '../aws/events.ts'
import { makeBasicFindings, makeEnhancedFindings } from '../aws/findings.ts'
import { makeAttestation, makeIndex, makeManifest, OCI_MANIFEST } from '../aws/images.ts'
import type { ImageOptions } from '../aws/repository.ts'
import type { ScanResult, ScanStep } from '../aws/scan.ts'
import { type Aws, type AwsOptions, startAws } from '../aws/server.ts'
import type { Failure, Fields } from '../aws/wire.ts'
import { expectInert, linksOf } from '../report/gfm.ts'
import { type Outcome, runBundle } from './command.ts'
import { FRAME, obeyedCommands, readOutputs, toEnv } from './runner.ts'

const ACCOUNT = '111122223333'
const REGISTRY = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`
const IMAGE = `${REGISTRY}/payments/api:1.4.2`
const COMPLETED = '2026-11-23T11:58:00Z'
const ARN = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/payments/api`

// What a verdict may ask of AWS, and what it asks besides to explain a missing scan. A policy of least privilege holds these alone.
const DOCUMENTED = [
  'BatchGetImage',
  'DescribeImageScanFindings',
  'DescribeImages',
  'StartImageScan',
  'GetRegistryScanningConfiguration',
  'BatchGetRepositoryScanningConfiguration',
  'GetDownloadUrlForLayer',
  'LookupEvents',
  'GetCallerIdentity',
  'DescribeInstanceInformation',
  'GetResources',
  'DescribeSessions',
  'ListCommands',
  'ListCommandInvocations',
  'DescribeAutomationExecutions',
]
const VERDICT_OF: Readonly<Record<string, number>> = { pass: 0, warn: 0, fail: 1, undecided: 2 }
const STACK_TRACE = /^\s+at .+:\d+:\d+\)?$/m

const base = mkdtempSync(join(tmpdir(), 'ecr-gate-live-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

type Inputs = Readonly<Record<string, string>>

// Without waiting, retries and the event history, unless a test is about them.
const QUICK: Inputs = { image: IMAGE, 'aws-attempts': '1', 'wait-timeout': '0s', 'scan-grace': '0s', 'audit-source': 'none' }

interface Report {
  readonly verdict: string
  readonly reasons: readonly string[]
  readonly images: readonly {
    readonly uri: string
    readonly digest: string
    readonly indexDigest: string | null
    readonly platform: string | null
    readonly severityCounts: Readonly<Record<string, number>>
    readonly findings: readonly { readonly id: string }[]
    readonly gaps: readonly string[]
  }[]
  readonly alerts: readonly { readonly ruleId: string; readonly action: string; readonly count: number }[]
  readonly coverage: readonly { readonly source: string; readonly state: string; readonly records: number }[]
}

interface Acted extends Outcome {
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  /** The workflow commands that the runner obeys, without groups. */
  readonly obeyed: readonly string[]
  readonly report: Report | undefined
}

interface Context {
  readonly onTestFinished: (close: () => Promise<void>) => void
}

async function start({ onTestFinished }: Context, options: AwsOptions = {}): Promise<Aws> {
  const aws = await startAws({ ...options, keepOpen: true })
  onTestFinished(aws.close)
  return aws
}

/** Runs the Action and asserts what is true of every run, however it ends. */
async function act(aws: Aws, inputs: Inputs, env: Readonly<Record<string, string | undefined>> = {}): Promise<Acted> {
  const acted = await runAction({ ...aws.env, ...env }, inputs)
  const { code, out, err, outputs, report } = acted
  for (const text of [out, err]) {
    expect(text).not.toMatch(STACK_TRACE)
    expect(text).not.toContain('bug in ECR Gate')
  }
  const verdict = outputs['verdict'] ?? 'none'
  expect({ verdict, code }).toEqual({
    verdict,
    code: verdict === 'undecided' && inputs['on-undecided'] === 'warn' && code === 0 ? 0 : VERDICT_OF[verdict],
  })
  expect(outputs['reasons']).toMatch(/\S/)
  if (report !== undefined) expect(report.verdict).toBe(verdict)
  expect(aws.violations).toEqual([])
  expect(operationsOf(aws).filter(operation => !DOCUMENTED.includes(operation))).toEqual([])
  return acted
}

async function runAction(env: Readonly<Record<string, string | undefined>>, inputs: Inputs): Promise<Acted> {
  const folder = mkdtempSync(join(base, 'run-'))
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') }
  for (const path of Object.values(files)) writeFileSync(path, '')
  const given = toEnv(inputs)
  const known = Object.entries({ ...env, ...files, RUNNER_TEMP: folder, ...given }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  const outcome = await runBundle('action.cjs', [], { env: Object.fromEntries(known), cwd: folder })
  const outputs = readOutputs(files.GITHUB_OUTPUT)
  const path = outputs['report']
  return {
    ...outcome,
    outputs,
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
    obeyed: [outcome.out, outcome.err].flatMap(log => obeyedCommands(log, FRAME)),
    report: path === undefined ? undefined : (JSON.parse(readFileSync(path, 'utf8')) as Report),
  }
}

function operationsOf({ requests }: Aws): readonly string[] {
  return [...new Set(requests.map(({ operation }) => operation))].sort()
}

function scanned(findings: ScanResult['findings'], more: Partial<ScanResult> = {}): readonly ScanStep[] {
  return [{ status: 'COMPLETE', findings: findings ?? [], completedAt: COMPLETED, ...more }]
}

function enhanced(counts: Readonly<Record<string, number>>, more: Partial<ScanResult> = {}): readonly ScanStep[] {
  return [{ status: 'ACTIVE', enhancedFindings: makeEnhancedFindings(counts), completedAt: COMPLETED, ...more }]
}

const CLEAN = scanned([])
const HIGH = scanned(makeBasicFindings({ HIGH: 1 }))
const LOW = scanned(makeBasicFindings({ LOW: 2 }))
const RUNNING = [{ status: 'IN_PROGRESS' }, ...LOW]

function addImage(aws: Aws, scan: readonly ScanStep[] | undefined, more: Partial<ImageOptions> = {}): string {
  const image = { repository: 'payments/api', tags: ['1.4.2'], manifest: makeManifest(more.repository ?? 'payments') }
  return aws.ecr.addImage({ ...image, ...(scan === undefined ? {} : { scan }), ...more }).digest
}

interface AddedIndex {
  readonly digest: string
  readonly children: Readonly<Record<string, string>>
  readonly attestation: string
}

/** An index as BuildKit pushes it: an image for each platform, and the provenance of the first beside them. */
function addIndex(aws: Aws, platforms: Readonly<Record<string, readonly ScanStep[] | undefined>>, corrupt?: string): AddedIndex {
  const children: Record<string, string> = {}
  const entries = Object.entries(platforms).map(([name, scan]) => {
    const manifest = makeManifest(name)
    const [os = '', architecture = '', variant] = name.split('/')
    const digest = addImage(aws, scan, { manifest, tags: [], corrupt: name === corrupt })
    children[name] = digest
    const platform = { os, architecture, ...(variant === undefined ? {} : { variant }) }
    return { mediaType: OCI_MANIFEST, digest, size: JSON.stringify(manifest).length, platform }
  })
  const { manifest, entry } = makeAttestation(entries[0]?.digest ?? '')
  const attestation = addImage(aws, undefined, { manifest, tags: [] })
  return { digest: addImage(aws, undefined, { manifest: makeIndex([...entries, entry]) }), children, attestation }
}

function lookedAt({ requests }: Aws): readonly unknown[] {
  const asked = requests.filter(({ operation }) => operation === 'DescribeImageScanFindings')
  return [...new Set(asked.map(({ input }) => (input['imageId'] as Fields)['imageDigest']))]
}

function anHourAgo(options: RecordOptions): Fields {
  return makeRecord({ eventTime: new Date(Date.now() - 3_600_000), ...options })
}

describe.concurrent('a live image', () => {
  test('with HIGH findings fails the step: an annotation, a summary, outputs and a report that agree', async context => {
    const aws = await start(context)
    const digest = addImage(aws, scanned(makeBasicFindings({ HIGH: 2, MEDIUM: 1, LOW: 3, INFORMATIONAL: 4, UNDEFINED: 5 })))
    const { code, err, outputs, summary, obeyed, report } = await act(aws, { image: IMAGE })
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(outputs).toMatchObject({
      verdict: 'fail',
      reasons: expect.stringMatching(/HIGH.*payments\/api.*2/),
      digest,
      ...{ critical: '0', high: '2', medium: '1', low: '3', informational: '4', undefined: '5', untriaged: '0' },
    })
    expect(obeyed).toEqual([expect.stringMatching(/^::error title=ECR Gate::fail.*HIGH.*payments\/api/)])
    expect(summary).toMatch(/^## ❌ ECR Gate: fail/)
    // CRITICAL, HIGH, MEDIUM, LOW, and the other two.
    expect(summary).toMatch(/\| 0 \| 2 \| 1 \| 3 \| 9 \|$/m)
    expect(report?.images).toMatchObject([{ digest, severityCounts: { HIGH: 2, MEDIUM: 1, LOW: 3, INFORMATIONAL: 4, UNDEFINED: 5 } }])
  })

  test('that is clean passes the step without any annotation, and asks for no more than the verdict needs', async context => {
    const aws = await start(context)
    const digest = addImage(aws, CLEAN)
    const { code, err, outputs, summary, obeyed, report } = await act(aws, { image: IMAGE })
    expect({ code, err, obeyed }).toEqual({ code: 0, err: '', obeyed: [] })
    expect(outputs).toMatchObject({
      verdict: 'pass',
      digest,
      ...{ critical: '0', high: '0', medium: '0', low: '0', informational: '0', undefined: '0', untriaged: '0' },
    })
    expect(summary).toMatch(/^## ✅ ECR Gate: pass/)
    expect(report?.images).toMatchObject([{ digest, severityCounts: {}, gaps: [] }])
    expect(operationsOf(aws)).toEqual(['BatchGetImage', 'DescribeImageScanFindings', 'GetCallerIdentity', 'LookupEvents'])
  })

  test('by its digest is judged by that digest', async context => {
    const aws = await start(context)
    const digest = addImage(aws, HIGH, { tags: [] })
    addImage(aws, CLEAN, { manifest: makeManifest('another') })
    const { outputs } = await act(aws, { ...QUICK, image: `${REGISTRY}/payments/api@${digest}` })
    expect(outputs).toMatchObject({ verdict: 'fail', high: '1', digest })
  })

  test('with enhanced findings on three pages is counted over all of them', async context => {
    const aws = await start(context)
    addImage(aws, enhanced({ LOW: 120, CRITICAL: 3, HIGH: 110, MEDIUM: 17 }))
    const { outputs, report } = await act(aws, QUICK)
    expect(outputs).toMatchObject({ verdict: 'fail', critical: '3', high: '110', medium: '17', low: '120' })
    expect(report?.images[0]?.findings).toHaveLength(250)
  })

  test.for([
    ['fail', 1, 'fail'],
    ['warn', 0, 'warn'],
    ['ignore', 0, 'pass'],
  ] as const)('with UNDEFINED and UNTRIAGED findings alone and untriaged %s exits %i: %s', async ([untriaged, code, verdict], context) => {
    const aws = await start(context)
    addImage(aws, scanned(makeBasicFindings({ UNDEFINED: 2 })))
    addImage(aws, enhanced({ UNTRIAGED: 3 }), { repository: 'payments/web' })
    const image = `${IMAGE}\n${REGISTRY}/payments/web:1.4.2`
    const acted = await act(aws, { ...QUICK, image, untriaged })
    expect(acted).toMatchObject({ code, outputs: { verdict, undefined: '2', untriaged: '3' } })
  })

  test('whose scan is still running is waited for', async context => {
    const aws = await start(context)
    addImage(aws, [{ status: 'PENDING' }, ...HIGH], { pushedAt: new Date() })
    const { code, outputs } = await act(aws, { ...QUICK, 'wait-timeout': '20s' })
    expect({ code, verdict: outputs['verdict'] }).toEqual({ code: 1, verdict: 'fail' })
  })

  test('whose scan does not end within wait-timeout is undecided, and the reason names the setting', async context => {
    const aws = await start(context)
    addImage(aws, [{ status: 'IN_PROGRESS' }], { pushedAt: new Date() })
    const { outputs } = await act(aws, { ...QUICK, 'wait-timeout': '1s' })
    expect(outputs).toMatchObject({ verdict: 'undecided', reasons: expect.stringContaining('wait-timeout') })
  })

  test('whose scan is complete and has brought nothing is undecided, and not by a scan that is missing', async context => {
    const aws = await start(context)
    addImage(aws, [{ status: 'COMPLETE' }])
    const { outputs } = await act(aws, QUICK)
    expect(outputs).toMatchObject({ verdict: 'undecided' })
    // Where there is a scan, start-scan: if-missing starts none.
    expect(outputs['reasons']).not.toContain('start-scan')
  })

  test('that nobody scanned is undecided, unless start-scan may start the scan', async context => {
    const aws = await start(context)
    addImage(aws, undefined, { scanAfterStart: [{ status: 'IN_PROGRESS' }, ...CLEAN], pushedAt: new Date() })
    const never = await act(aws, QUICK)
    expect(never.outputs).toMatchObject({ verdict: 'undecided', reasons: expect.stringContaining('start-scan') })
    expect(operationsOf(aws)).not.toContain('StartImageScan')
    const started = await act(aws, { ...QUICK, 'start-scan': 'if-missing', 'wait-timeout': '20s', 'scan-grace': '1s' })
    expect(started).toMatchObject({ code: 0, outputs: { verdict: 'pass' } })
  })

  test('whose scan this run has started is waited for within wait-timeout, where scan-grace is 0s too', async context => {
    const aws = await start(context)
    addImage(aws, undefined, { scanAfterStart: [{ status: 'IN_PROGRESS' }, ...CLEAN], pushedAt: new Date() })
    const { outputs } = await act(aws, { ...QUICK, 'start-scan': 'if-missing', 'wait-timeout': '20s' })
    // What the run did is not what it advises to do.
    expect(outputs['reasons']).not.toContain('set start-scan')
    expect(outputs).toMatchObject({ verdict: 'pass' })
  })

  test('whose started scan never appears says in the reason itself what became of it', async context => {
    const aws = await start(context)
    addImage(aws, undefined, { scanAfterStart: [{ error: 'ScanNotFoundException' }] })
    const { outputs } = await act(aws, { ...QUICK, 'start-scan': 'if-missing', 'wait-timeout': '1s' })
    expect(outputs['reasons']).toMatch(/this run started the scan: raise scan-grace and wait-timeout$/m)
    expect(outputs['reasons']).not.toMatch(/\bnotes?\b/)
  })
})

describe.concurrent('several images', () => {
  const WEB = `${REGISTRY}/payments/web:2`
  const GONE = `${REGISTRY}/payments/gone:3`
  const addWeb = (aws: Aws, scan: readonly ScanStep[]): string => addImage(aws, scan, { repository: 'payments/web', tags: ['2'] })
  const lines = (...images: readonly string[]): string => `${images.map(image => `  ${image}`).join('\n')}\n`

  test.for<[title: string, write: (...images: readonly string[]) => string]>([
    ['one per line', lines],
    ['as a JSON list', (...images) => JSON.stringify(images)],
  ])('%s: one with HIGH beside a clean one fails, and the reason names which', async ([, write], context) => {
    const aws = await start(context)
    const digests = [addImage(aws, CLEAN), addWeb(aws, HIGH)]
    const { outputs, report } = await act(aws, { ...QUICK, image: write(IMAGE, WEB) })
    expect(outputs).toMatchObject({ verdict: 'fail', high: '1', digest: digests.join('\n') })
    expect(outputs['reasons']).toContain('payments/web')
    expect(outputs['reasons']).not.toContain('payments/api')
    expect(report?.images.map(({ digest }) => digest)).toEqual(digests)
  })

  test('that are one under two tags count their findings once', async context => {
    const aws = await start(context)
    addImage(aws, HIGH, { tags: ['1.4.2', 'latest'] })
    const { outputs, report } = await act(aws, { ...QUICK, image: lines(IMAGE, IMAGE.replace(/[^:]+$/, 'latest')) })
    expect(report?.images).toHaveLength(2)
    expect(outputs).toMatchObject({ verdict: 'fail', high: '1' })
  })

  test('with HIGH beside one that cannot be read fail, and both are told', async context => {
    const aws = await start(context)
    addImage(aws, HIGH)
    const { code, outputs } = await act(aws, { ...QUICK, image: lines(GONE, IMAGE) })
    expect({ code, verdict: outputs['verdict'] }).toEqual({ code: 1, verdict: 'fail' })
    expect(outputs['reasons']?.split('\n')).toEqual([
      expect.stringMatching(/ HIGH in payments\/api/),
      expect.stringContaining('payments/gone'),
    ])
  })

  test('clean beside one that cannot be read are undecided', async context => {
    const aws = await start(context)
    addImage(aws, CLEAN)
    const { code, outputs, obeyed } = await act(aws, { ...QUICK, image: lines(GONE, IMAGE) })
    expect({ code, verdict: outputs['verdict'] }).toEqual({ code: 2, verdict: 'undecided' })
    expect(obeyed).toEqual([expect.stringMatching(/^::error title=ECR Gate::undecided.*payments\/gone/)])
  })

  test('of which the only one cannot be read are undecided', async context => {
    const aws = await start(context)
    const { code, outputs } = await act(aws, { ...QUICK, image: GONE })
    expect({ code, verdict: outputs['verdict'], digest: outputs['digest'] }).toEqual({ code: 2, verdict: 'undecided', digest: '' })
  })

  test('in two Regions are asked about where they are', async context => {
    const aws = await start(context)
    addImage(aws, CLEAN)
    addImage(aws, HIGH, { region: 'us-east-1' })
    const elsewhere = IMAGE.replace('eu-west-1', 'us-east-1')
    const { outputs } = await act(aws, { ...QUICK, image: lines(IMAGE, elsewhere), 'audit-source': 'lookup' })
    expect(outputs).toMatchObject({ verdict: 'fail', high: '1' })
    const regions = aws.requests.filter(({ operation }) => operation === 'LookupEvents').map(({ region }) => region)
    expect([...new Set(regions)].sort()).toEqual(['eu-west-1', 'us-east-1'])
  })
})

describe.concurrent('on-undecided: warn', () => {
  test('lets a verdict that could not be reached through with a warning, and the verdict stays undecided', async context => {
    const aws = await start(context)
    addImage(aws, undefined)
    const { code, outputs, obeyed, summary } = await act(aws, { ...QUICK, 'on-undecided': 'warn' })
    expect({ code, verdict: outputs['verdict'] }).toEqual({ code: 0, verdict: 'undecided' })
    expect(obeyed).toEqual([expect.stringMatching(/^::warning title=ECR Gate::undecided/)])
    expect(summary).toMatch(/^## ❔ ECR Gate: undecided/)
  })

  test('lets no HIGH finding through', async context => {
    const aws = await start(context)
    addImage(aws, HIGH)
    const image = `${IMAGE}\n${REGISTRY}/payments/gone:1`
    expect(await act(aws, { ...QUICK, image, 'on-undecided': 'warn' })).toMatchObject({ code: 1, outputs: { verdict: 'fail' } })
  })

  test.for<[title: string, inputs: Inputs]>([
    ['a wrong rule', { rules: 'wrong.yml' }],
    ['a rule file that is not there', { rules: 'no-such-rule.yml' }],
    ['no rule that can judge findings', { packs: 'ssm' }],
    ['an image of an account that is not allowed', { 'allowed-account-ids': '444455556666' }],
    ['a wrong duration', { 'wait-timeout': 'soon' }],
    ['an input that nobody declared', { fail_on: 'high' }],
    ['no image', { image: '' }],
  ])('lets %s stop the step all the same', async ([, inputs], context) => {
    const aws = await start(context)
    addImage(aws, CLEAN)
    const rules = join(mkdtempSync(join(base, 'rules-')), 'wrong.yml')
    writeFileSync(rules, 'name: wrong\ntype: CloudTrail\nfilter: eventSource ==\n')
    const given = inputs['rules'] === 'wrong.yml' ? { rules } : inputs
    const { code, obeyed } = await act(aws, { ...QUICK, 'on-undecided': 'warn', ...given })
    expect(code).toBe(2)
    expect(obeyed.length).toBeGreaterThan(0)
    expect(obeyed.filter(line => !line.startsWith('::error'))).toEqual([])
  })

  test('lets credentials whose account cannot be told stop the step all the same', async context => {
    const aws = await start(context)
    addImage(aws, CLEAN)
    aws.fail('GetCallerIdentity', 'denied')
    const { code } = await act(aws, { ...QUICK, 'on-undecided': 'warn', 'allowed-account-ids': ACCOUNT })
    expect(code).toBe(2)
  })
})

describe.concurrent('an index', () => {
  const TWO = { 'linux/amd64': CLEAN, 'linux/arm64/v8': LOW }

  test('is judged by the image of each platform, never by itself or by an attestation', async context => {
    const aws = await start(context)
    const { digest, children } = addIndex(aws, { ...TWO, 'linux/arm64/v8': HIGH })
    const { outputs, report } = await act(aws, QUICK)
    expect(outputs).toMatchObject({ verdict: 'fail', high: '1', digest })
    expect(outputs['reasons']).toContain('linux/arm64/v8')
    expect(outputs['reasons']).not.toContain('linux/amd64')
    const judged = report?.images.map(image => [image.platform, image.digest, image.indexDigest])
    expect(judged).toEqual(Object.entries(children).map(([platform, child]) => [platform, child, digest]))
    expect(lookedAt(aws).toSorted()).toEqual(Object.values(children).toSorted())
  })

  test('of clean images passes, and its digest is the one to deploy', async context => {
    const aws = await start(context)
    const { digest } = addIndex(aws, TWO)
    expect(await act(aws, QUICK)).toMatchObject({ code: 0, outputs: { verdict: 'pass', low: '2', digest } })
  })

  test.for<[title: string, scan: readonly ScanStep[] | undefined]>([
    ['no scan', undefined],
    ['a failed scan', [{ status: 'FAILED' }]],
    ['a kind that cannot be scanned', [{ status: 'UNSUPPORTED_IMAGE' }]],
    ['a scan nobody can read', [{ error: 'ServerException' }]],
  ])('with one child of %s is undecided, and the platform is named', async ([, scan], context) => {
    const aws = await start(context)
    const { digest } = addIndex(aws, { ...TWO, 'linux/arm64/v8': scan })
    const { outputs, report } = await act(aws, QUICK)
    expect(outputs).toMatchObject({ verdict: 'undecided', digest })
    expect(outputs['reasons']).toContain('linux/arm64/v8')
    expect(outputs['reasons']).not.toContain('linux/amd64')
    expect(report?.images).toHaveLength(2)
  })

  test('is judged by the platforms that were asked for, and the report names those left out', async context => {
    const aws = await start(context)
    const { digest, children } = addIndex(aws, { 'linux/amd64': HIGH, 'linux/arm64/v8': CLEAN, 'windows/amd64': undefined })
    const { outputs, report, summary } = await act(aws, { ...QUICK, platforms: 'linux/arm64' })
    expect(outputs).toMatchObject({ verdict: 'pass', high: '0', digest })
    expect(report?.images.map(({ platform }) => platform)).toEqual(['linux/arm64/v8'])
    expect(lookedAt(aws)).toEqual([children['linux/arm64/v8']])
    expect(summary).toMatch(/excluded by platforms: .*linux\/amd64.*windows\/amd64/)
  })

  test.for(['linux/s390x', 'linux/amd64, linux/s390x'])(
    'without the platform of "%s" is undecided, and says what it has',
    async (platforms, context) => {
      const aws = await start(context)
      addIndex(aws, TWO)
      const { outputs } = await act(aws, { ...QUICK, platforms })
      expect(outputs).toMatchObject({
        verdict: 'undecided',
        reasons: expect.stringMatching(/linux\/s390x.*linux\/amd64.*linux\/arm64\/v8/),
      })
    },
  )

  test('of nothing but an attestation is undecided', async context => {
    const aws = await start(context)
    addIndex(aws, {})
    expect((await act(aws, QUICK)).outputs).toMatchObject({ verdict: 'undecided' })
  })
})

describe.concurrent('a manifest whose bytes are not those of its digest', () => {
  test('leaves the image undecided, and both digests are told', async context => {
    const aws = await start(context)
    const digest = addImage(aws, CLEAN, { corrupt: true })
    const { outputs } = await act(aws, QUICK)
    expect(outputs).toMatchObject({ verdict: 'undecided', reasons: expect.stringContaining(digest) })
    expect(outputs['reasons']?.match(/sha256:[0-9a-f]{64}/g)).toHaveLength(2)
  })

  test('leaves the index undecided, and the platform is named', async context => {
    const aws = await start(context)
    addIndex(aws, { 'linux/amd64': CLEAN, 'linux/arm64': CLEAN }, 'linux/arm64')
    expect((await act(aws, QUICK)).outputs).toMatchObject({ verdict: 'undecided', reasons: expect.stringMatching(/linux\/arm64.*digest/) })
  })
})

describe.concurrent('what the step leaves behind', () => {
  test('json-file: the report is there, and nowhere else', async context => {
    const aws = await start(context)
    addImage(aws, HIGH)
    const path = join(mkdtempSync(join(base, 'json-')), 'a report.json')
    const { outputs, report } = await act(aws, { ...QUICK, 'json-file': path })
    expect(outputs['report']).toBe(path)
    expect(report).toMatchObject({ verdict: 'fail', images: [{ severityCounts: { HIGH: 1 } }] })
  })

  test('json-file in a folder that is not there: the step fails by an error that names the file and is no bug', async context => {
    const aws = await start(context)
    addImage(aws, CLEAN)
    const { code, out, obeyed, outputs } = await runAction(aws.env, { ...QUICK, 'json-file': join(base, 'no-such-folder/report.json') })
    expect({ code, report: outputs['report'] }).toEqual({ code: 2, report: undefined })
    expect(obeyed.join('\n')).toMatch(/^::error.*no-such-folder/m)
    expect(out).not.toContain('bug in ECR Gate')
  })

  test('summary: false writes no summary, and everything else', async context => {
    const aws = await start(context)
    addImage(aws, HIGH)
    const { code, summary, outputs, report } = await act(aws, { ...QUICK, summary: 'false' })
    expect({ code, summary, verdict: outputs['verdict'] }).toEqual({ code: 1, summary: '', verdict: 'fail' })
    expect(report).toMatchObject({ verdict: 'fail' })
  })

  test('nothing but the summary, the outputs and the report', async context => {
    const aws = await start(context)
    addImage(aws, CLEAN)
    const { outputs } = await act(aws, QUICK)
    expect(Object.keys(outputs).toSorted()).toEqual(
      [
        'verdict',
        'reasons',
        'critical',
        'high',
        'medium',
        'low',
        'informational',
        'undefined',
        'untriaged',
        'accepted',
        'image',
        'promoted-tags',
        'digest',
        'report',
      ].toSorted(),
    )
  })
})

describe.concurrent('a wrong input', () => {
  test.for<[inputs: Inputs, message: string | RegExp]>([
    [{ image: '' }, 'image'],
    [{ imgae: IMAGE }, '"image"'],
    [{ 'fail-on': 'hihg' }, '"high"'],
    [{ 'fail-on-severity': 'high' }, 'fail-on-severity'],
    [{ 'wait-timeout': '10' }, 'wait-timeout'],
    [{ 'scan-grace': '-1s' }, 'scan-grace'],
    [{ 'audit-window': '91d', 'audit-source': 'lookup' }, 'audit-window'],
    [{ 'aws-attempts': '0' }, 'aws-attempts'],
    [{ platforms: 'arm64' }, 'platforms'],
    [{ untriaged: 'no' }, 'untriaged'],
    [{ summary: 'yes' }, 'summary'],
    [{ image: 'payments/api:1.4.2' }, 'registry'],
    [{ image: `${REGISTRY}/payments/api` }, 'neither a tag nor a digest'],
    [{ image: 'public.ecr.aws/docker/library/alpine:3' }, 'never scans'],
    [{ image: '["x"' }, 'JSON'],
    [{ image: IMAGE, 'allowed-account-ids': '444455556666' }, 'allowed-account-ids'],
    [{ image: IMAGE, 'registry-id': '444455556666' }, 'registry-id'],
  ])('%j stops the step before anything is asked of AWS', async ([inputs, message], context) => {
    const aws = await start(context)
    addImage(aws, CLEAN)
    const { code, outputs, obeyed } = await act(aws, { ...QUICK, ...inputs })
    expect({ code, verdict: outputs['verdict'], requests: aws.requests }).toEqual({ code: 2, verdict: 'undecided', requests: [] })
    expect(obeyed.join('\n')).toMatch(message)
    expect(obeyed.every(line => line.startsWith('::error'))).toBe(true)
  })
})

describe.concurrent('allowed-account-ids', () => {
  test('lets credentials of that account judge', async context => {
    const aws = await start(context)
    addImage(aws, CLEAN)
    expect(await act(aws, { ...QUICK, 'allowed-account-ids': ACCOUNT })).toMatchObject({ code: 0, outputs: { verdict: 'pass' } })
  })

  test('stops credentials of another account before ECR is asked, and names both', async context => {
    const aws = await start(context, { account: '444455556666' })
    addImage(aws, CLEAN, { registryId: ACCOUNT })
    const { outputs } = await act(aws, { ...QUICK, 'allowed-account-ids': ACCOUNT })
    expect(outputs).toMatchObject({ verdict: 'undecided', reasons: expect.stringContaining('444455556666') })
    expect(operationsOf(aws)).toEqual(['GetCallerIdentity'])
  })
})

interface Situation {
  readonly operation: string
  readonly action: string
  /** What the cure has to allow. */
  readonly arn: string
  readonly scan?: readonly ScanStep[]
  readonly inputs?: Inputs
}

const STARTING: Inputs = { 'start-scan': 'if-missing', 'scan-grace': '1s', 'wait-timeout': '5s' }

// Each operation whose answer a verdict rests on, in a situation where it is asked and the verdict would be pass without it.
const NEEDED: readonly Situation[] = [
  { operation: 'BatchGetImage', action: 'ecr:BatchGetImage', arn: ARN, scan: CLEAN },
  { operation: 'DescribeImageScanFindings', action: 'ecr:DescribeImageScanFindings', arn: ARN, scan: CLEAN },
  { operation: 'LookupEvents', action: 'cloudtrail:LookupEvents', arn: '*', scan: CLEAN, inputs: { 'audit-source': 'lookup' } },
  { operation: 'GetCallerIdentity', action: 'sts:GetCallerIdentity', arn: '*', scan: CLEAN, inputs: { 'allowed-account-ids': ACCOUNT } },
  { operation: 'StartImageScan', action: 'ecr:StartImageScan', arn: ARN, inputs: STARTING },
]

// What only explains a missing scan: the verdict is undecided in any case.
const EXPLAINING = ['GetRegistryScanningConfiguration', 'BatchGetRepositoryScanningConfiguration', 'GetCallerIdentity'] as const

function prepare(aws: Aws, { scan, inputs }: Pick<Situation, 'scan' | 'inputs'>): Inputs {
  addImage(aws, scan, { scanAfterStart: CLEAN })
  return { ...QUICK, ...inputs }
}

describe.concurrent('access denied', () => {
  test.for(NEEDED.map(situation => [situation.action, situation] as const))(
    'to %s is undecided, and the log names the action and the cure',
    async ([action, situation], context) => {
      const aws = await start(context)
      const inputs = prepare(aws, situation)
      aws.fail(situation.operation, 'denied')
      const { code, out, outputs } = await act(aws, inputs)
      expect({ code, verdict: outputs['verdict'] }).toEqual({ code: 2, verdict: 'undecided' })
      expect(outputs['reasons']).toContain(action)
      const help = out.split('\n').filter(line => line.includes('help:'))
      expect(help.join('\n')).toContain(`allow ${action}`)
      expect(help.join('\n')).toContain(situation.arn)
    },
  )

  test('to ecr:DescribeImages changes no verdict: it only makes the waiting shorter', async context => {
    const aws = await start(context)
    addImage(aws, RUNNING, { pushedAt: new Date() })
    aws.fail('DescribeImages', 'denied')
    expect(await act(aws, { ...QUICK, 'wait-timeout': '20s' })).toMatchObject({ code: 0, outputs: { verdict: 'pass' } })
    expect(operationsOf(aws)).toContain('DescribeImages')
  })

  test.for(EXPLAINING)('to %s leaves a missing scan undecided', async (operation, context) => {
    const aws = await start(context)
    const inputs = prepare(aws, {})
    aws.fail(operation, 'denied')
    const { outputs } = await act(aws, inputs)
    expect(operationsOf(aws)).toContain(operation)
    expect(outputs).toMatchObject({ verdict: 'undecided', reasons: expect.stringMatching(/no scan/) })
    if (operation !== 'GetCallerIdentity') expect(outputs['reasons']).toContain(`ecr:${operation}`)
  })

  test('to CloudTrail hides no HIGH finding', async context => {
    const aws = await start(context)
    addImage(aws, HIGH)
    aws.fail('LookupEvents', 'denied')
    const { code, outputs } = await act(aws, { ...QUICK, 'audit-source': 'lookup' })
    expect({ code, verdict: outputs['verdict'] }).toEqual({ code: 1, verdict: 'fail' })
    expect(outputs['reasons']).toContain('cloudtrail:LookupEvents')
  })
})

describe.concurrent('credentials', () => {
  test.for(
    NEEDED.flatMap(situation => (['expired', 'unrecognized'] as const).map(fault => [fault, situation.operation, situation] as const)),
  )(
    'that are %s for %s leave the verdict undecided, and the log says how to give others',
    async ([fault, operation, situation], context) => {
      const aws = await start(context)
      const inputs = prepare(aws, situation)
      aws.fail(operation, fault)
      const { code, out, outputs } = await act(aws, inputs)
      expect({ code, verdict: outputs['verdict'] }).toEqual({ code: 2, verdict: 'undecided' })
      expect(outputs['reasons']).toMatch(/credentials/)
      expect(out).toMatch(/help: .*configure-aws-credentials/)
    },
  )

  test.for<[title: string, inputs: Inputs]>([
    ['', {}],
    [' and allowed-account-ids', { 'allowed-account-ids': ACCOUNT }],
    [' and the event history', { 'audit-source': 'lookup' }],
  ])('that are not there%s leave the verdict undecided, and nothing is asked', async ([, inputs], context) => {
    const aws = await start(context)
    addImage(aws, CLEAN)
    const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined }
    const { code, out, outputs } = await act(aws, { ...QUICK, ...inputs }, none)
    expect({ code, verdict: outputs['verdict'], requests: aws.requests }).toEqual({ code: 2, verdict: 'undecided', requests: [] })
    expect(outputs['reasons']).toMatch(/credentials/)
    // Once, whatever number of requests would have followed.
    const told = out.split('\n').filter(line => /help: .*configure-aws-credentials/.test(line))
    expect(told).toHaveLength(1)
  })
})

describe.concurrent('a service that does not answer', () => {
  test('because nobody listens there leaves the verdict undecided, and the log says where to look', async context => {
    const aws = await start(context)
    addImage(aws, CLEAN)
    await aws.close()
    const { code, out, outputs } = await act(aws, { ...QUICK, 'audit-source': 'lookup', 'aws-attempts': '2' })
    expect({ code, verdict: outputs['verdict'] }).toEqual({ code: 2, verdict: 'undecided' })
    expect(outputs['reasons']).toMatch(/ecr:BatchGetImage[\s\S]*cloudtrail:LookupEvents/)
    expect(out).toMatch(/help: .*AWS_ENDPOINT_URL/)
  })

  const FAULTS: readonly Failure[] = ['html', 'empty', 'malformed', 'cut', 'cutMidway', 'error500', 'throttle']

  test.for(NEEDED.flatMap(situation => FAULTS.map(fault => [fault, situation.operation, situation] as const)))(
    'but "%s" to every %s leaves the verdict undecided',
    async ([fault, operation, situation], context) => {
      const aws = await start(context)
      const inputs = prepare(aws, situation)
      aws.fail(operation, fault)
      const { code, outputs } = await act(aws, inputs)
      expect(operationsOf(aws)).toContain(operation)
      expect({ code, verdict: outputs['verdict'] }).toEqual({ code: 2, verdict: 'undecided' })
    },
  )

  test.for(EXPLAINING.flatMap(operation => (['html', 'empty', 'malformed', 'cut'] as const).map(fault => [fault, operation] as const)))(
    'but "%s" to every %s leaves a missing scan undecided',
    async ([fault, operation], context) => {
      const aws = await start(context)
      const inputs = prepare(aws, {})
      aws.fail(operation, fault)
      const { outputs } = await act(aws, inputs)
      expect(outputs).toMatchObject({ verdict: 'undecided', reasons: expect.stringMatching(/no scan/) })
    },
  )

  test('but {} to the question of how the registry scans is not taken for basic scanning', async context => {
    const aws = await start(context)
    aws.ecr.setScanning({ scanType: 'ENHANCED' })
    const inputs = prepare(aws, {})
    aws.fail('GetRegistryScanningConfiguration', 'empty')
    expect((await act(aws, inputs)).outputs['reasons']).not.toMatch(/basic/)
  })

  test.for(FAULTS)('but "%s" to every DescribeImages changes no verdict', async (fault, context) => {
    const aws = await start(context)
    addImage(aws, RUNNING)
    aws.fail('DescribeImages', fault)
    expect(await act(aws, { ...QUICK, 'wait-timeout': '20s' })).toMatchObject({ code: 0, outputs: { verdict: 'pass' } })
    expect(operationsOf(aws)).toContain('DescribeImages')
  })

  test.for(
    NEEDED.flatMap(situation => (['throttle', 'error500', 'cut'] as const).map(fault => [fault, situation.operation, situation] as const)),
  )('but "%s" to the first %s is asked again', async ([fault, operation, situation], context) => {
    const aws = await start(context)
    const inputs = prepare(aws, situation)
    aws.fail(operation, fault, { times: 1 })
    expect(await act(aws, { ...inputs, 'aws-attempts': '2' })).toMatchObject({ code: 0, outputs: { verdict: 'pass' } })
  })
})

describe.concurrent('further pages of findings', () => {
  const FAULTS: readonly Failure[] = ['denied', 'expired', 'throttle', 'error500', 'html', 'empty', 'malformed', 'cut', 'cutMidway']
  const pages = (first: string, fault: Failure): Partial<ScanResult> & { readonly findings: readonly Fields[] } => ({
    findings: makeBasicFindings({ [first]: 2, LOW: 2 }),
    pageSize: 2,
    pageFaults: { 2: fault },
  })

  test.for(FAULTS)('that end in "%s": HIGH on page 1 fails, LOW on page 1 is undecided', async (fault, context) => {
    const aws = await start(context)
    const { findings, ...high } = pages('HIGH', fault)
    addImage(aws, scanned(findings, high))
    const { findings: lower, ...low } = pages('MEDIUM', fault)
    addImage(aws, scanned(lower, low), { repository: 'payments/web' })
    const [seen, unseen] = await Promise.all([act(aws, QUICK), act(aws, { ...QUICK, image: `${REGISTRY}/payments/web:1.4.2` })])
    expect(seen).toMatchObject({ code: 1, outputs: { verdict: 'fail', high: '2' } })
    expect(unseen).toMatchObject({ code: 2, outputs: { verdict: 'undecided', medium: '2' } })
    expect(seen.report?.images[0]?.gaps).not.toEqual([])
    if (fault !== 'empty') expect(unseen.outputs['reasons']).toContain('ecr:DescribeImageScanFindings')
  })

  test('that repeat their token end, and the image is undecided', async context => {
    const aws = await start(context)
    addImage(aws, enhanced({ LOW: 150 }, { repeatToken: true }))
    const { outputs } = await act(aws, QUICK)
    expect(outputs).toMatchObject({ verdict: 'undecided', reasons: expect.stringMatching(/nextToken/) })
    expect(aws.requests.length).toBeLessThan(20)
  })

  test('that repeat their token hide no HIGH finding', async context => {
    const aws = await start(context)
    addImage(aws, enhanced({ HIGH: 150 }, { repeatToken: true }))
    expect((await act(aws, QUICK)).outputs).toMatchObject({ verdict: 'fail' })
  })

  test('with HIGH on the last one alone fail, where each page counts only itself', async context => {
    const aws = await start(context)
    addImage(aws, enhanced({ LOW: 200, HIGH: 1 }))
    expect((await act(aws, QUICK)).outputs).toMatchObject({ verdict: 'fail', low: '200', high: '1' })
  })
})

describe.concurrent('recent activity', () => {
  const RULE = [
    'name: Interactive session on a managed node',
    'type: CloudTrail',
    'title: "{{user}} opened {{responseElements.streamUrl}} by {{responseElements.tokenValue}}"',
    'severityOfAlerts: 1',
    'aggregateFields: [user, responseElements.streamUrl, responseElements.tokenValue, responseElements]',
    'filter: eventSource = "ssm.amazonaws.com" and eventName = "StartSession"',
    '',
  ].join('\n')
  const SECRET = 'AAEAAYsbYwcxTGgnXQ-token-of-the-session'
  const STREAM = 'wss://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/mallory-0a1b2c3d4e5f60718'
  const session = (): Fields =>
    anHourAgo({
      eventName: 'StartSession',
      responseElements: { sessionId: 'mallory-0a1b2c3d4e5f60718', tokenValue: SECRET, streamUrl: `${STREAM}?role=publish_subscribe` },
    })
  const write = (text: string): string => {
    const path = join(mkdtempSync(join(base, 'rules-')), 'interactive-session.yml')
    writeFileSync(path, text)
    return path
  }

  test('of Systems Manager that a rule of severity 1 matches fails the gate over a clean image, and no secret is shown', async context => {
    const aws = await start(context)
    addImage(aws, CLEAN)
    aws.cloudtrail.addEvents('eu-west-1', [session(), anHourAgo({ eventName: 'DescribeInstanceInformation' })])
    const acted = await act(aws, { ...QUICK, 'audit-source': 'lookup', rules: write(RULE) })
    expect(acted).toMatchObject({ code: 1, outputs: { verdict: 'fail', reasons: expect.stringContaining('mallory opened') } })
    expect(acted.report?.alerts).toContainEqual(expect.objectContaining({ ruleId: 'interactive-session', action: 'fail', count: 1 }))
    const everything = [
      acted.out,
      acted.err,
      acted.summary,
      ...Object.values(acted.outputs),
      readFileSync(acted.outputs['report'] ?? '', 'utf8'),
    ]
    for (const text of everything) {
      expect(text).not.toContain(SECRET)
      expect(text).not.toContain('wss://')
      expect(text).not.toContain('data-channel')
    }
  })

  test.for<[title: string, hours: number, window: string, verdict: string]>([
    ['within the window', 30, '48h', 'fail'],
    ['before the window', 30, '24h', 'pass'],
  ])('%s of %i hours and %s gives %s', async ([, hours, window, verdict], context) => {
    const aws = await start(context)
    addImage(aws, CLEAN)
    const eventTime = new Date(Date.now() - hours * 3_600_000)
    aws.cloudtrail.addEvents('eu-west-1', [anHourAgo({ eventName: 'StartSession', eventTime })])
    const { outputs } = await act(aws, { ...QUICK, 'audit-source': 'lookup', 'audit-window': window, rules: write(RULE) })
    expect(outputs).toMatchObject({ verdict })
  })

  test('on the second page counts too, at the rate that CloudTrail takes', async context => {
    const aws = await start(context, { enforceRate: true })
    addImage(aws, CLEAN)
    const old = anHourAgo({ eventName: 'StartSession', eventTime: new Date(Date.now() - 2 * 3_600_000) })
    const others = Array.from({ length: 60 }, () => anHourAgo({ eventName: 'DescribeInstanceInformation' }))
    aws.cloudtrail.addEvents('eu-west-1', [...others, old])
    const { outputs, report } = await act(aws, { ...QUICK, 'audit-source': 'lookup', 'aws-attempts': '3', rules: write(RULE) })
    expect(outputs).toMatchObject({ verdict: 'fail' })
    expect(report?.coverage).toContainEqual(expect.objectContaining({ source: 'events', state: 'read', records: 61 }))
  })

  test('whose second page fails is undecided, and what the first one showed still fails', async context => {
    const clean = await start(context)
    const told = await start(context)
    for (const aws of [clean, told]) {
      addImage(aws, CLEAN)
      aws.cloudtrail.addEvents('eu-west-1', [
        ...Array.from({ length: 60 }, () => anHourAgo({ eventName: 'DescribeInstanceInformation' })),
        ...(aws === told ? [anHourAgo({ eventName: 'StartSession', eventTime: new Date(Date.now() - 1_800_000) })] : []),
      ])
      aws.fail('LookupEvents', 'error500', { where: ({ input }) => input['NextToken'] !== undefined })
    }
    const inputs = { ...QUICK, 'audit-source': 'lookup', rules: write(RULE) }
    const [without, shown] = await Promise.all([act(clean, inputs), act(told, inputs)])
    expect(without.outputs).toMatchObject({ verdict: 'undecided', reasons: expect.stringContaining('LookupEvents') })
    expect(shown.outputs).toMatchObject({ verdict: 'fail' })
  })

  test('without an image is judged in the Regions of audit-regions', async context => {
    const aws = await start(context)
    aws.cloudtrail.addEvents('us-east-1', [anHourAgo({ eventName: 'StartSession', awsRegion: 'us-east-1' })])
    const inputs = { 'audit-source': 'lookup', 'audit-regions': 'eu-west-1, us-east-1', rules: write(RULE) }
    const { outputs } = await act(aws, inputs)
    expect(outputs).toMatchObject({ verdict: 'fail', reasons: expect.stringContaining('mallory opened') })
    // The first two are about the node that the session is on.
    expect(operationsOf(aws)).toEqual(['DescribeInstanceInformation', 'GetCallerIdentity', 'GetResources', 'LookupEvents'])
  })
})

describe.concurrent('hostile text', () => {
  const HOSTILE = [
    '::error::obeyed',
    '\n::set-env name=PATH::obeyed',
    '\r\n::add-mask::obeyed\r\n',
    '\r::warning::obeyed',
    '##[error]obeyed',
    '\u001b[2J\u001b]8;;https://evil.example\u0007obeyed\u001b]8;;\u0007',
    '\u202eobeyed\u2066',
    '</details><img src=x onerror=alert(1)><!--',
    '](https://evil.example) ![x](https://evil.example/x.png) @octocat #1',
    'EOF\nverdict=pass\nverdict<<EOF\npass\nEOF',
  ]
  const hostile = (more: readonly Fields[] = []): readonly Fields[] => [
    ...HOSTILE.map((text, i) => ({
      name: `${text} ${i}`,
      description: text,
      uri: text,
      severity: 'HIGH',
      attributes: ['package_name', 'package_version', 'fixed_in_version'].map(key => ({ key, value: text })),
    })),
    ...more,
  ]

  function expectNothingObeyed({ out, err, outputs, summary, obeyed }: Acted): void {
    expect(obeyed).toHaveLength(1)
    expect(obeyed[0]).toMatch(/^::error title=ECR Gate::(fail|undecided)/)
    for (const text of [out, err, summary, ...Object.values(outputs)]) {
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    }
    expectInert(summary, [2, 4, 5, 6, 7])
    for (const link of linksOf(summary)) expect(link).toMatch(/^https:\/\/eu-west-1\.console\.aws\.amazon\.com\//)
  }

  test('in findings does nothing in the log, the outputs and the summary', async context => {
    const aws = await start(context)
    addImage(aws, scanned(hostile()))
    addImage(
      aws,
      enhanced(
        { HIGH: 1 },
        {
          enhancedFindings: makeEnhancedFindings(
            { HIGH: HOSTILE.length },
            {
              each: i => ({
                title: HOSTILE[i],
                packageVulnerabilityDetails: {
                  vulnerabilityId: HOSTILE[i],
                  vulnerablePackages: [{ name: HOSTILE[i], version: HOSTILE[i], filePath: HOSTILE[i] }],
                },
              }),
            },
          ),
        },
      ),
      { repository: 'payments/web' },
    )
    const acted = await act(aws, { ...QUICK, image: `${IMAGE}\n${REGISTRY}/payments/web:1.4.2` })
    expect(acted.outputs).toMatchObject({ verdict: 'fail', high: String(2 * HOSTILE.length) })
    expectNothingObeyed(acted)
  })

  test.for(HOSTILE)('in a severity, a status and its description does nothing: %j', async (text, context) => {
    const aws = await start(context)
    addImage(aws, [{ status: text, description: text, unchecked: true }])
    addImage(aws, scanned([{ name: 'CVE-2026-1', severity: text }], { unchecked: true }), { repository: 'payments/web' })
    const acted = await act(aws, { ...QUICK, image: `${IMAGE}\n${REGISTRY}/payments/web:1.4.2` })
    expect(acted.outputs).toMatchObject({ verdict: 'undecided' })
    expectNothingObeyed(acted)
  })

  test.for(['AccessDeniedException', 'RepositoryNotFoundException', 'InvalidParameterException', 'ExpiredTokenException', '::error::x'])(
    'in the message of %s does nothing',
    async (name, context) => {
      const aws = await start(context)
      addImage(aws, CLEAN)
      const message = HOSTILE.join('\n')
      for (const operation of ['DescribeImageScanFindings', 'LookupEvents']) aws.fail(operation, { name, message })
      const acted = await act(aws, { ...QUICK, 'audit-source': 'lookup' })
      expect(acted.outputs).toMatchObject({ verdict: 'undecided' })
      expectNothingObeyed(acted)
    },
  )

  test('in events does nothing, in a title or in what an alert is about', async context => {
    const aws = await start(context)
    addImage(aws, CLEAN)
    aws.cloudtrail.addEvents(
      'eu-west-1',
      HOSTILE.map(text =>
        anHourAgo({
          eventName: 'SendCommand',
          userIdentity: {
            type: 'IAMUser',
            userName: text,
            arn: `arn:aws:iam::${ACCOUNT}:user/${text}`,
            accountId: ACCOUNT,
            principalId: text,
          },
          requestParameters: { documentName: text },
        }),
      ),
    )
    const rules = join(mkdtempSync(join(base, 'rules-')), 'commands.yml')
    writeFileSync(
      rules,
      'name: Commands\ntype: CloudTrail\ntitle: "{{requestParameters.documentName}} by {{user}}"\nseverityOfAlerts: 1\nfilter: eventName = "SendCommand"\n',
    )
    const acted = await act(aws, { ...QUICK, 'audit-source': 'lookup', rules })
    // The shipped rule for SendCommand speaks of each one too.
    expect(acted.report?.alerts).toHaveLength(2 * HOSTILE.length)
    expectNothingObeyed(acted)
  })

  test('in what is going on does nothing, in a title, in a name or in what an alert is about', async context => {
    const aws = await start(context)
    addImage(aws, CLEAN)
    HOSTILE.forEach((text, i) => {
      const id = `i-${i.toString(16).padStart(17, '0')}`
      aws.ssm.addNode('eu-west-1', { InstanceId: id, ComputerName: text })
      aws.tagging.tag('eu-west-1', `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/${id}`, { Name: text, [text]: text })
      aws.ssm.openSession('eu-west-1', {
        ...{ SessionId: `${text} ${i}`, Target: i % 2 === 0 ? id : text, DocumentName: text, Owner: text, Reason: text },
      })
      aws.ssm.addCommand('eu-west-1', {
        DocumentName: text,
        InstanceIds: [id],
        Targets: [{ Key: text, Values: [text] }],
        ServiceRole: text,
      })
      aws.ssm.addAutomation('eu-west-1', {
        ...{ AutomationExecutionStatus: 'Waiting', CurrentAction: 'aws:approve', DocumentName: text, ExecutedBy: text, Target: text },
      })
    })
    const rules = join(mkdtempSync(join(base, 'rules-')), 'live.yml')
    const enabled = ['ssm-session-open', 'ssm-command-running', 'ssm-automation-waiting'].map(rule => `- { rule: ${rule}, enabled: true }`)
    writeFileSync(rules, `overrides:\n  ${enabled.join('\n  ')}\n`)
    const acted = await act(aws, { ...QUICK, 'audit-live': 'sessions, commands, automations', rules })
    expect(acted.outputs).toMatchObject({ verdict: 'fail' })
    expect(acted.report?.alerts.length).toBe(3 * HOSTILE.length)
    expectNothingObeyed(acted)
  })

  test('the report of hostile text is JSON all the same, and has every name as it was', async context => {
    const aws = await start(context)
    addImage(aws, scanned(hostile()))
    const { outputs, report } = await act(aws, QUICK)
    expect(existsSync(outputs['report'] ?? '')).toBe(true)
    expect(report?.images[0]?.findings.map(({ id }) => id)).toEqual(HOSTILE.map((text, i) => `${text} ${i}`.trim()))
  })
})
