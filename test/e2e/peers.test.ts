// What other gates over ECR's findings get wrong, each as a test of ours. A title names the peer and its defect; the test shows
// what a user of ours sees in that situation.
//
// Where a peer's defect lies in a feature that we do not have, the test shows the nearest thing that is true of us today.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { connect } from '../../src/aws/client.ts'
import { plain } from '../../src/report/paint.ts'
import type { Report } from '../../src/report/report.ts'
import { run } from '../../src/run/run.ts'
import type { World } from '../../src/run/world.ts'
import { parseArguments } from '../../src/settings/arguments.ts'
import { readRuleSet } from '../../src/sources/rules.ts'
import { makeBasicFindings, makeEnhancedFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import type { ImageOptions } from '../aws/repository.ts'
import { countSeverities, type ScanResult, type ScanStep } from '../aws/scan.ts'
import { type Aws, startAws } from '../aws/server.ts'
import type { Fields } from '../aws/wire.ts'
import { PULL_REQUEST, pullOf } from '../github/payloads.ts'
import { startGitHub } from '../github/server.ts'
import { wordsOf } from '../report/gfm.ts'
import { DISK } from '../sources/disk.ts'
import { type Outcome, ROOT, runBundle } from './command.ts'
import { prepareStep, toEnv } from './runner.ts'

const REGISTRY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
const IMAGE = `${REGISTRY}/payments/api:1.4.2`
const COMPLETED = '2026-11-23T11:58:00Z'
const PUSHED = '2026-11-23T12:00:00Z'

const base = mkdtempSync(join(tmpdir(), 'ecr-gate-peers-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

interface Context {
  readonly onTestFinished: (close: () => Promise<void>) => void
}

async function start({ onTestFinished }: Context): Promise<Aws> {
  const aws = await startAws({ keepOpen: true })
  onTestFinished(aws.close)
  return aws
}

function addImage(aws: Aws, scan: readonly ScanStep[] | undefined, more: Partial<ImageOptions> = {}): string {
  const image = { repository: 'payments/api', tags: ['1.4.2'], manifest: makeManifest(more.repository ?? 'payments'), pushedAt: PUSHED }
  return aws.ecr.addImage({ ...image, ...(scan === undefined ? {} : { scan }), ...more }).digest
}

function basic(findings: readonly Fields[], more: Partial<ScanResult> = {}): readonly ScanStep[] {
  return [{ status: 'COMPLETE', findings, completedAt: COMPLETED, ...more }]
}

function enhanced(enhancedFindings: readonly Fields[]): readonly ScanStep[] {
  return [{ status: 'ACTIVE', enhancedFindings, completedAt: COMPLETED }]
}

type Flags = Readonly<Record<string, string | readonly string[]>>

// Without waiting and retries, unless a test is about them.
const QUICK: Flags = {
  image: IMAGE,
  'audit-source': 'none',
  'aws-attempts': '1',
  'wait-timeout': '0s',
  'scan-grace': '0s',
  format: 'json',
}

function toWords(flags: Flags): readonly string[] {
  return ['check', ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, ...(typeof value === 'string' ? [value] : value)])]
}

interface Checked extends Outcome {
  readonly report: Report
}

/** Runs the bundle over the fake; standard output has to be the report. */
async function check(aws: Aws, flags: Flags = {}): Promise<Checked> {
  const outcome = await runBundle('cli.cjs', toWords({ ...QUICK, ...flags }), { env: aws.env })
  expect(outcome.err).not.toMatch(/\[bug\]|^\s+at .+:\d+:\d+\)?$/m)
  expect(aws.violations).toEqual([])
  return { ...outcome, report: JSON.parse(outcome.out) as Report }
}

interface Waited {
  readonly report: Report
  /** How long the run waited, by a clock that takes no time. */
  readonly seconds: number
  readonly readings: number
}

/** The same run in this process with the clock of a test; the settings are those of a user who set none. */
async function wait(aws: Aws, flags: Flags = {}): Promise<Waited> {
  const invocation = parseArguments(toWords({ image: IMAGE, 'audit-source': 'none', ...flags }), aws.env)
  if (invocation.kind !== 'run') throw new Error(JSON.stringify(invocation))
  const input = Readable.from([])
  const rules = await readRuleSet({ rules: [join(ROOT, 'rules/ecr')], exceptions: [] }, { used: [], unused: [] }, DISK, new Date())
  let milliseconds = 0
  const world: World = {
    signal: new AbortController().signal,
    now: () => new Date(Date.parse(PUSHED) + milliseconds),
    milliseconds: () => milliseconds,
    sleep: async pause => {
      milliseconds += pause
    },
    connect: async attempts =>
      connect({ attempts, endpoint: aws.endpoint, credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'EXAMPLEKEY' } }),
    env: aws.env,
    root: tmpdir(),
    temporary: tmpdir(),
    input,
    packs: async () => ({ used: rules.rules, unused: [] }),
    operations: async () => ({}),
    page: async () => ({ style: { text: '', sha256: '' }, script: { text: '', sha256: '' } }),
    print: async () => undefined,
    tell: () => undefined,
    progress: () => undefined,
    write: async () => undefined,
    paint: plain,
    width: undefined,
  }
  const { report } = await run(invocation.settings, world, { tell: () => undefined })
  expect(aws.violations).toEqual([])
  const readings = aws.requests.filter(({ operation }) => operation === 'DescribeImageScanFindings').length
  return { report, seconds: milliseconds / 1000, readings }
}

function writeFolder(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(mkdtempSync(join(base, 'run-')), name)
  mkdirSync(folder)
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
  return folder
}

describe.concurrent('alexjurkiewicz/ecr-scan-image', () => {
  // A value for each input that shows whether it was read under its own name: a wrong one, where there are wrong ones.
  const WRONG: Readonly<Record<string, string>> = {
    image: 'payments',
    findings: 'no-such-findings',
    events: 'no-such-events',
    rules: 'no-such-rules',
    exceptions: 'no-such-exceptions',
    vex: 'no-such-vex',
    policy: 'no-such-policy',
    'policy-roles': 'role/policy',
    packs: 'esc',
    'fail-on': 'hihg',
    'max-findings': 'high=few',
    untriaged: 'no',
    unfixed: 'skip',
    'base-image': 'debian:12',
    'base-image-findings': 'ignore',
    'fix-within': 'high=soon',
    baseline: 'previos',
    'max-scan-age': 'week',
    'on-undecided': 'pass',
    'audit-source': 'lokup',
    'audit-window': 'a day',
    'audit-timeout': 'for ever',
    'audit-regions': 'Ireland',
    'audit-live': 'shells',
    'audit-roles': 'role/audit',
    'image-roles': 'role/image',
    'wait-timeout': '10',
    'scan-grace': 'a minute',
    'start-scan': 'always',
    platforms: 'arm64',
    'registry-id': '1111',
    'allowed-account-ids': '1111',
    push: 'docker-demon:api:1',
    'push-timeout': 'soon',
    'promote-tags': 'pro/duction',
    'promote-on-warn': 'maybe',
    'on-fail': 'delete',
    'aws-attempts': '21',
    'predicate-file': '',
    dockerfile: '',
    'json-file': '',
    'markdown-file': '',
    'sarif-file': '',
    'html-file': '',
    'junit-file': '',
    'csv-file': '',
    summary: 'yes',
    'check-run': '',
    comment: 'sometimes',
    'upload-sarif': 'yes',
    'github-token': '',
  }

  async function act(inputs: Readonly<Record<string, string>>): Promise<Outcome> {
    const folder = writeFolder('action', { output: '', summary: '' })
    const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary'), RUNNER_TEMP: folder }
    const given = toEnv(inputs)
    return runBundle('action.cjs', [], { env: { ...files, ...given } })
  }

  test('an input declared under one name and read under another: our table below has every input of action.yml', () => {
    const { inputs } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as { inputs: object }
    expect(Object.keys(WRONG)).toEqual(Object.keys(inputs))
  })

  test.for(Object.entries(WRONG).filter(([, value]) => value !== ''))(
    'an input declared under one name and read under another: %s is read, because "%s" is an error that names it',
    async ([name, value]) => {
      const files = ['findings', 'events', 'rules', 'exceptions', 'vex', 'policy']
      const about = files.includes(name) ? { findings: 'examples/findings.json' } : { image: IMAGE }
      const { code, out } = await act({ ...about, [name]: value })
      expect(code).not.toBe(0)
      const errors = out.split('\n').filter(line => line.includes(value))
      expect(errors.join('\n')).toMatch(files.includes(name) ? value : name.replace(/s$/, ''))
    },
  )

  test('an input declared under one name and read under another: json-file is written', async () => {
    const path = join(writeFolder('report', {}), 'report.json')
    await act({ findings: 'examples/findings.json', 'json-file': path })
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ verdict: 'fail' })
  })

  test('polls without a timeout: by default a scan that never ends is undecided after ten minutes', async context => {
    const aws = await start(context)
    addImage(aws, [{ status: 'IN_PROGRESS' }])
    const { report, seconds, readings } = await wait(aws)
    expect({ verdict: report.verdict, seconds }).toEqual({ verdict: 'undecided', seconds: 600 })
    // Every five seconds or so once it takes long, and neither once a second nor once a minute.
    expect(readings).toBeGreaterThan(100)
    expect(readings).toBeLessThan(300)
  })

  test('polls without a timeout: the process ends when wait-timeout does', async context => {
    const aws = await start(context)
    addImage(aws, [{ status: 'PENDING' }], { pushedAt: new Date() })
    const { code, report } = await check(aws, { 'wait-timeout': '1s' })
    expect({ code, verdict: report.verdict }).toEqual({ code: 2, verdict: 'undecided' })
  })

  test('counts page 1 only: a CRITICAL finding on page 3 fails', async context => {
    const aws = await start(context)
    addImage(aws, enhanced(makeEnhancedFindings({ LOW: 220, CRITICAL: 1 })))
    const { code, report } = await check(aws)
    expect({ code, counts: report.images[0]?.severityCounts }).toEqual({ code: 1, counts: { CRITICAL: 1, LOW: 220 } })
  })

  test('counts page 1 only: basic findings beyond the thousand that ECR gives at once are counted', async context => {
    const aws = await start(context)
    addImage(aws, basic(makeBasicFindings({ LOW: 1100, HIGH: 1 })))
    const { code, report } = await check(aws)
    expect({ code, counts: report.images[0]?.severityCounts }).toEqual({ code: 1, counts: { HIGH: 1, LOW: 1100 } })
  })

  test.for([
    ['UNDEFINED', basic(makeBasicFindings({ UNDEFINED: 1 }))],
    ['UNTRIAGED', enhanced(makeEnhancedFindings({ UNTRIAGED: 1 }))],
  ] as const)('UNDEFINED never gates: untriaged: fail stops %s', async ([, scan], context) => {
    const aws = await start(context)
    addImage(aws, scan)
    expect((await wait(aws)).report).toMatchObject({ verdict: 'warn' })
    expect(await check(aws, { untriaged: 'fail' })).toMatchObject({ code: 1, report: { verdict: 'fail' } })
  })

  test('one CVE in two packages makes its ignore list throw: it is two findings, and a suppression takes out both', async context => {
    const aws = await start(context)
    const twice = makeBasicFindings(
      { HIGH: 2 },
      { each: i => ({ name: 'CVE-2026-1', attributes: [{ key: 'package_name', value: `p${i}` }] }) },
    )
    addImage(aws, basic(twice))
    const rules = writeFolder('rules', { 'high.yml': findingRule('id = "CVE-2026-1"') })
    const [counted, suppressed] = await Promise.all([check(aws), check(aws, { packs: 'none', rules })])
    expect(counted).toMatchObject({ code: 1, report: { images: [{ severityCounts: { HIGH: 2 } }] } })
    expect(counted.report.images[0]?.findings.map(finding => finding.package?.name)).toEqual(['p0', 'p1'])
    expect(suppressed).toMatchObject({ code: 0, report: { verdict: 'pass', images: [{ severityCounts: { HIGH: 2 } }] } })
  })

  test('null after StartImageScan: the scan is waited for until its findings are there', async context => {
    const aws = await start(context)
    addImage(aws, undefined, {
      scanAfterStart: [
        { error: 'ScanNotFoundException' },
        { status: 'IN_PROGRESS' },
        { status: 'COMPLETE' },
        ...basic(makeBasicFindings({ HIGH: 1 })),
      ],
    })
    const { report } = await wait(aws, { 'start-scan': 'if-missing' })
    expect(report).toMatchObject({ verdict: 'fail', images: [{ severityCounts: { HIGH: 1 } }] })
    expect(aws.requests.filter(({ operation }) => operation === 'StartImageScan')).toHaveLength(1)
  })

  test('null after StartImageScan: a scan that brings nothing is undecided', async context => {
    const aws = await start(context)
    addImage(aws, undefined, { scanAfterStart: [{ status: 'IN_PROGRESS' }, { status: 'COMPLETE' }] })
    expect((await wait(aws, { 'start-scan': 'if-missing' })).report).toMatchObject({ verdict: 'undecided' })
  })

  test.for<[kind: string, scan: readonly ScanStep[]]>([
    ['a basic one', basic([{ name: 'CVE-2026-1', severity: 'HIGH' }])],
    ['a basic one with an empty list of attributes', basic([{ name: 'CVE-2026-1', severity: 'HIGH', attributes: [] }])],
    ['an enhanced one', enhanced(makeEnhancedFindings({ HIGH: 1 }).map(({ packageVulnerabilityDetails: _, ...finding }) => finding))],
    [
      'an enhanced one with an empty list of packages',
      enhanced(makeEnhancedFindings({ HIGH: 1 }, { each: () => ({ packageVulnerabilityDetails: { vulnerablePackages: [] } }) })),
    ],
  ])('crash on a finding without package details: %s is counted', async ([, scan], context) => {
    const aws = await start(context)
    addImage(aws, scan)
    expect(await check(aws)).toMatchObject({
      code: 1,
      report: { images: [{ severityCounts: { HIGH: 1 }, findings: [{ package: null }] }] },
    })
  })
})

function findingRule(suppression: string): string {
  return `name: HIGH findings but one\ntype: Finding\ntitle: "HIGH: {{id}}"\nseverityOfAlerts: 1\nfilter: severity = "HIGH"\nsuppressions:\n  - ${suppression}\n`
}

describe.concurrent('vonsteer', () => {
  test.for([
    ['HIGH', 'fail'],
    ['LOW', 'pass'],
  ] as const)('ACTIVE always times out: a continuous scan with %s is judged at once: %s', async ([severity, verdict], context) => {
    const aws = await start(context)
    addImage(aws, enhanced(makeEnhancedFindings({ [severity]: 1 })))
    const { report, seconds } = await wait(aws)
    expect(report.verdict).toBe(verdict)
    expect(seconds).toBeLessThanOrEqual(1)
  })

  const two = (name: (id: string) => Fields) => ({ each: (i: number) => name(i === 0 ? 'CVE-2024-1' : 'CVE-2024-12345') })
  const kinds: readonly (readonly [kind: string, (amount: number) => readonly ScanStep[]])[] = [
    [
      'basic',
      HIGH =>
        basic(
          makeBasicFindings(
            { HIGH },
            two(id => ({ name: id })),
          ),
        ),
    ],
    [
      'enhanced',
      HIGH =>
        enhanced(
          makeEnhancedFindings(
            { HIGH },
            two(id => ({ packageVulnerabilityDetails: { vulnerabilityId: id } })),
          ),
        ),
    ],
  ]

  test.for(kinds)('ignore is a substring: a suppression of CVE-2024-1 hides no %s CVE-2024-12345', async ([, scan], context) => {
    const aws = await start(context)
    addImage(aws, scan(2))
    const rules = writeFolder('rules', { 'high.yml': findingRule('id = "CVE-2024-1"') })
    const { code, report } = await check(aws, { packs: 'none', rules })
    expect({ code, reasons: report.reasons }).toEqual({ code: 1, reasons: [expect.stringContaining('CVE-2024-12345')] })
    expect(report.alerts).toMatchObject([{ count: 1 }])
  })

  test.for(kinds)(
    'enhanced findings with an ignore list count 0 and pass: %s ones that a suppression takes out are still counted',
    async ([, scan], context) => {
      const aws = await start(context)
      addImage(aws, scan(1))
      const rules = writeFolder('rules', { 'high.yml': findingRule('id = "CVE-2024-1"') })
      const [own, shipped] = await Promise.all([check(aws, { packs: 'none', rules }), check(aws, { rules })])
      expect(own).toMatchObject({ code: 0, report: { images: [{ severityCounts: { HIGH: 1 }, findings: [{ id: 'CVE-2024-1' }] }] } })
      // The shipped rules look at the counts, which nobody's suppression alters.
      expect(shipped).toMatchObject({ code: 1, report: { verdict: 'fail' } })
    },
  )

  test('inputs inside run: none of our workflows, actions and examples of workflows puts an expression into a script', () => {
    const workflows = readdirSync(join(ROOT, '.github/workflows')).map(name => `.github/workflows/${name}`)
    const documents = [
      'README.md',
      ...readdirSync(join(ROOT, 'docs'))
        .filter(name => name.endsWith('.md'))
        .map(name => `docs/${name}`),
    ]
    const texts = [
      ...['action.yml', ...workflows].map(path => [path, readFileSync(join(ROOT, path), 'utf8')] as const),
      ...documents.flatMap(path =>
        [...readFileSync(join(ROOT, path), 'utf8').matchAll(/^```ya?ml\n([\s\S]*?)^```/gm)].map(([, text = '']) => [path, text] as const),
      ),
    ]
    expect(workflows.length).toBeGreaterThan(0)
    const scripts = texts.flatMap(([path, text]) => scriptsOf(parse(text)).map(script => `${path}: ${script}`))
    expect(scripts.length).toBeGreaterThan(0)
    expect(scripts.filter(script => script.includes('${{'))).toEqual([])
  })
})

function scriptsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => (key === 'run' && typeof inner === 'string' ? [inner] : scriptsOf(inner)))
}

describe.concurrent('hey-car', () => {
  test('a quoting slip: paths with blanks, quotes and shell syntax are taken as they are, and run nothing', async context => {
    const aws = await start(context)
    addImage(aws, basic(makeBasicFindings({ LOW: 1 })))
    const folder = writeFolder(`it's "a" $(touch obeyed) ; folder`, {
      "my rules; 'one'.yml": findingRule('id = "x"').replace('severity = "HIGH"', 'severity = "LOW"'),
    })
    const path = join(folder, 'a "report" `touch obeyed`.json')
    const { code } = await check(aws, { packs: 'none', rules: join(folder, "my rules; 'one'.yml"), 'json-file': path })
    expect(code).toBe(1)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ verdict: 'fail' })
    expect([folder, ROOT].some(place => existsSync(join(place, 'obeyed')))).toBe(false)
  })

  test('never waits: a scan that is under way is waited for, and judged by what it finds', async context => {
    const aws = await start(context)
    addImage(aws, [{ status: 'PENDING' }, { status: 'IN_PROGRESS' }, { status: 'IN_PROGRESS' }, ...basic(makeBasicFindings({ HIGH: 1 }))])
    const { report, readings } = await wait(aws)
    expect({ verdict: report.verdict, readings }).toEqual({ verdict: 'fail', readings: 5 })
  })

  test('never waits: right after the push neither the image nor its scan has to be there', async context => {
    const aws = await start(context)
    addImage(aws, [{ error: 'ScanNotFoundException' }, { status: 'IN_PROGRESS' }, ...basic(makeBasicFindings({ HIGH: 1 }))], {
      notFound: 2,
    })
    expect((await wait(aws)).report).toMatchObject({ verdict: 'fail' })
  })

  test.for<[title: string, scan: readonly ScanStep[] | undefined]>([
    ['there is no scan', undefined],
    ['the scan has failed', [{ status: 'FAILED' }]],
    ['the scan is still running', [{ status: 'IN_PROGRESS' }]],
    ['the answer has no findings', [{ status: 'COMPLETE' }]],
    ['the findings may not be read', ['denied']],
  ])('"no vulnerabilities": not where %s', async ([, scan], context) => {
    const aws = await start(context)
    addImage(aws, scan)
    const [json, text, markdown] = await Promise.all([
      check(aws),
      ...['text', 'markdown'].map(format => runBundle('cli.cjs', toWords({ ...QUICK, format }), { env: aws.env })),
    ])
    expect(json).toMatchObject({ code: 2, report: { verdict: 'undecided' } })
    for (const outcome of [text, markdown]) {
      expect(outcome?.code).toBe(2)
      expect(outcome?.out).not.toMatch(/\b0 findings|no vulnerabilities|deployment is allowed/)
    }
  })
})

describe.concurrent('mokocm', () => {
  const LEVELS = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const

  test.for(LEVELS.flatMap((level, limit) => LEVELS.map((severity, i) => [level.toLowerCase(), severity, i <= limit] as const)))(
    'HIGH does not trip on CRITICAL: fail-on: %s and one %s finding: fails %s',
    async ([failOn, severity, fails], context) => {
      const aws = await start(context)
      addImage(aws, basic(makeBasicFindings({ [severity]: 1 })))
      const { report } = await wait(aws, { 'fail-on': failOn })
      expect(report.verdict === 'fail').toBe(fails)
    },
  )

  test('HIGH does not trip on CRITICAL: the bundle fails at fail-on: high', async context => {
    const aws = await start(context)
    addImage(aws, basic(makeBasicFindings({ CRITICAL: 1 })))
    expect(await check(aws, { 'fail-on': 'high' })).toMatchObject({ code: 1, report: { verdict: 'fail' } })
  })

  test('loops for ever on ACTIVE: the bundle reads it twice and ends', async context => {
    const aws = await start(context)
    addImage(aws, enhanced(makeEnhancedFindings({ LOW: 1 })))
    expect(await check(aws, { 'wait-timeout': '10m' })).toMatchObject({ code: 0, report: { verdict: 'pass' } })
    expect(aws.requests.filter(({ operation }) => operation === 'DescribeImageScanFindings')).toHaveLength(2)
  })

  test.for<[title: string, scan: ScanStep, verdict: string]>([
    ['that never says when it was completed', { status: 'ACTIVE', enhancedFindings: [] }, 'pass'],
    ['without any list', { status: 'ACTIVE' }, 'undecided'],
  ])('loops for ever on ACTIVE: an empty result %s is given its grace and no more', async ([, scan, verdict], context) => {
    const aws = await start(context)
    addImage(aws, [scan])
    const { report, seconds } = await wait(aws)
    expect({ verdict: report.verdict, seconds }).toEqual({ verdict, seconds: 60 })
  })
})

describe.concurrent('go-to-k', () => {
  test('the last page is all that counts: HIGH on the first of three pages fails', async context => {
    const aws = await start(context)
    addImage(aws, enhanced(makeEnhancedFindings({ HIGH: 1, LOW: 240 })))
    expect(await check(aws)).toMatchObject({ code: 1, report: { images: [{ severityCounts: { HIGH: 1, LOW: 240 } }] } })
  })

  test.for(['FAILED', 'UNSUPPORTED_IMAGE', 'SCAN_ELIGIBILITY_EXPIRED', 'FINDINGS_UNAVAILABLE', 'LIMIT_EXCEEDED', 'IMAGE_ARCHIVED'])(
    'spends the timeout on final statuses: %s ends the run at once, undecided',
    async (status, context) => {
      const aws = await start(context)
      addImage(aws, [{ status, description: 'what ECR says of it' }])
      const { report, seconds, readings } = await wait(aws)
      expect({ verdict: report.verdict, seconds, readings }).toEqual({ verdict: 'undecided', seconds: 0, readings: 1 })
      expect(report.reasons.join('\n')).toMatch(new RegExp(`${status}.*what ECR says of it`))
    },
  )

  test('spends the timeout on final statuses: a denial ends the run at once', async context => {
    const aws = await start(context)
    addImage(aws, ['denied'])
    const { report, seconds, readings } = await wait(aws)
    expect({ verdict: report.verdict, seconds, readings }).toEqual({ verdict: 'undecided', seconds: 0, readings: 1 })
  })
})

// The fake of GitHub closes itself when a test ends, which tests beside one another cannot tell.
describe('KeyValue', () => {
  test('a new comment each run: the second run writes its own in the place of the first', async () => {
    const [aws, github] = [await startAws(), await startGitHub()]
    github.pulls.push(pullOf(PULL_REQUEST) as NonNullable<ReturnType<typeof pullOf>>)
    const { format: _, ...inputs } = QUICK as Readonly<Record<string, string>>
    for (const HIGH of [2, 1]) {
      addImage(aws, basic(makeBasicFindings({ HIGH })), { manifest: makeManifest(`with ${HIGH}`) })
      const { base, env } = prepareStep({ aws, github }, { ...inputs, comment: 'always' }, PULL_REQUEST)
      expect(await runBundle('action.cjs', [], { env, cwd: base })).toMatchObject({ code: 1 })
      expect(github.comments.map(({ issue, body }) => [issue, wordsOf(body)])).toEqual([[7, expect.stringContaining(`${HIGH} HIGH`)]])
    }
    expect([...aws.violations, ...github.violations]).toEqual([])
  })
})

describe.concurrent('aws-actions/vulnerability-scan', () => {
  const CLOSED = (i: number): Fields => ({ status: ['ACTIVE', 'CLOSED', 'SUPPRESSED'][i % 3] })

  test.for<[kind: string, scan: readonly ScanStep[], counts: Readonly<Record<string, number>>]>([
    [
      'basic',
      basic(makeBasicFindings({ CRITICAL: 1, HIGH: 2, MEDIUM: 40, UNDEFINED: 3 })),
      { CRITICAL: 1, HIGH: 2, MEDIUM: 40, UNDEFINED: 3 },
    ],
    [
      'enhanced, of which two in three are closed',
      enhanced(makeEnhancedFindings({ HIGH: 3, LOW: 240 }, { each: CLOSED })),
      { HIGH: 1, LOW: 80 },
    ],
    ['counted otherwise by ECR', basic(makeBasicFindings({ HIGH: 2 }), { counts: { LOW: 2 } }), { HIGH: 2 }],
  ])('its summary and its details disagree (#107): text, Markdown and JSON count alike: %s', async ([, scan, counts], context) => {
    const aws = await start(context)
    addImage(aws, scan)
    const [{ report }, text, markdown] = await Promise.all([
      check(aws),
      ...(['text', 'markdown'] as const).map(format => runBundle('cli.cjs', toWords({ ...QUICK, format }), { env: aws.env })),
    ] as const)
    const [image] = report.images
    expect(image?.severityCounts).toEqual(counts)
    const open = image?.findings.filter(({ state }) => state === 'open') ?? []
    const listed = countSeverities(open.map(({ severity }) => ({ severity })))
    expect(listed).toEqual(counts)
    const line = Object.entries(counts)
      .map(([severity, count]) => `${count} ${severity}`)
      .join(', ')
    const { CRITICAL = 0, HIGH = 0, MEDIUM = 0, LOW = 0, ...others } = counts
    const cells = [CRITICAL, HIGH, MEDIUM, LOW, Object.values(others).reduce((sum, count) => sum + count, 0)]
    expect(text?.out).toContain(line)
    expect(markdown?.out).toContain(`| ${cells.join(' | ')} |`)
    for (const outcome of [text, markdown]) {
      expect(wordsOf(outcome?.out ?? '')).toMatch(new RegExp(`\\b${counts['HIGH']} HIGH in `))
    }
  })

  test.for(['CRITICAL', 'HIGH'])('does not fail by itself (#217): %s fails without any setting', async (severity, context) => {
    const aws = await start(context)
    addImage(aws, basic(makeBasicFindings({ [severity]: 1 })))
    const { code } = await runBundle('cli.cjs', ['check', '--image', IMAGE], { env: aws.env })
    expect(code).toBe(1)
  })
})

describe.concurrent('dependency-review', () => {
  test('prints only the first vulnerable change: every finding of every image is in every format', async context => {
    const aws = await start(context)
    addImage(aws, basic(makeBasicFindings({ HIGH: 8 })))
    addImage(aws, basic(makeBasicFindings({ CRITICAL: 1, HIGH: 7 }, { first: 101 })), { repository: 'payments/web' })
    const ids = [1, 101].flatMap(first => makeBasicFindings(8, { first }).map(({ name }) => String(name)))
    const image = [IMAGE, `${REGISTRY}/payments/web:1.4.2`]
    const outcomes = await Promise.all(
      ['json', 'text', 'markdown'].map(format => runBundle('cli.cjs', toWords({ ...QUICK, image, format }), { env: aws.env })),
    )
    for (const { out } of outcomes) expect(ids.filter(id => !out.includes(id))).toEqual([])
    for (const { out } of outcomes) for (const name of ['payments/api', 'payments/web']) expect(out).toContain(name)
  })

  test('prints only the first vulnerable change: where a table is cut, it says by how many, and JSON has them all', async context => {
    const aws = await start(context)
    addImage(aws, enhanced(makeEnhancedFindings({ HIGH: 150 })))
    const [{ report }, text, markdown] = await Promise.all([
      check(aws),
      ...(['text', 'markdown'] as const).map(format => runBundle('cli.cjs', toWords({ ...QUICK, format }), { env: aws.env })),
    ] as const)
    expect(new Set(report.images[0]?.findings.map(({ id }) => id)).size).toBe(150)
    const count = (out: string): number => new Set(out.match(/CVE-2026-\d+/g)).size
    // All of them stop the deployment, and the text cuts no list of those.
    expect(count(text?.out ?? '')).toBe(150)
    const [, images = ''] = /### Images([\s\S]*?)### Alerts/.exec(markdown?.out ?? '') ?? []
    const left = [...images.matchAll(/and (\d+) more(?: findings;| \|)/g)].reduce((sum, [, more]) => sum + Number(more), 0)
    expect(count(images)).toBeGreaterThan(1)
    expect(count(images) + left).toBe(150)
  })

  const RULE = findingRule('id = "x"')

  test.for<[key: string, rule: string]>([
    ['severityOfAlert', RULE.replace('severityOfAlerts', 'severityOfAlert')],
    ['fitler', RULE.replace('filter', 'fitler')],
    ['supressions', RULE.replace('suppressions', 'supressions')],
    ['Enabled', `${RULE}Enabled: false\n`],
    ['allow-list', `${RULE}allow-list: [CVE-2024-1]\n`],
  ])('ignores misspelled configuration keys: "%s" in a rule is an error, and nothing is judged', async ([key, rule], context) => {
    const aws = await start(context)
    addImage(aws, basic([]))
    const { code, err, report } = await check(aws, { rules: writeFolder('rules', { 'own.yml': rule }) })
    expect({ code, verdict: report.verdict }).toEqual({ code: 2, verdict: 'undecided' })
    expect(err).toContain(key)
    expect(aws.requests).toEqual([])
  })

  test.for<[flag: string, value: string]>([
    ['fail-onn', 'high'],
    ['severity', 'high'],
    ['fail-on', 'hihg'],
    ['packs', 'ecr,smm'],
    ['untriaged', 'fial'],
  ])('ignores misspelled configuration keys: --%s %s is an error, and nothing is judged', async ([flag, value], context) => {
    const aws = await start(context)
    addImage(aws, basic([]))
    const { code, out, err } = await runBundle('cli.cjs', toWords({ ...QUICK, [flag]: value }), { env: aws.env })
    expect({ code, out, requests: aws.requests }).toEqual({ code: 2, out: '', requests: [] })
    expect(err).toContain(flag.replace(/s$/, ''))
  })

  test.for<[flag: string, value: string]>([
    ...['10', '1.5h', '1e3s', '10 m', 'Infinity', 'ten', '１０m', '0x10s', '10M'].map((value): [string, string] => ['wait-timeout', value]),
    ...['0', '21', '1.5', 'six', '1e1', '٣'].map((value): [string, string] => ['aws-attempts', value]),
    ['scan-grace', '60'],
    ['registry-id', '11112222333'],
  ])('a bad number becomes the default: --%s %s is an error, and nothing is judged', async ([flag, value], context) => {
    const aws = await start(context)
    addImage(aws, basic([]))
    const { code, out, err } = await runBundle('cli.cjs', toWords({ ...QUICK, [flag]: value }), { env: aws.env })
    expect({ code, out, requests: aws.requests }).toEqual({ code: 2, out: '', requests: [] })
    expect(err).toContain(flag)
  })

  test.for(['0s', '91d', '24', '-1d', 'a day'])(
    'a bad number becomes the default: an audit-window of %s is an error',
    async (value, context) => {
      const aws = await start(context)
      addImage(aws, basic([]))
      const words = toWords({ ...QUICK, 'audit-source': 'lookup' })
      const { code, err } = await runBundle('cli.cjs', [...words, `--audit-window=${value}`], { env: aws.env })
      expect({ code, requests: aws.requests }).toEqual({ code: 2, requests: [] })
      expect(err).toContain('audit-window')
    },
  )

  test.for([
    'threshold: 0',
    'threshold: -1',
    'threshold: 1.5',
    'threshold: "3"',
    'threshold: .inf',
    'window: 0',
    'window: 1h',
    'severityOfAlerts: 4',
  ])('a bad number becomes the default: %s in a rule is an error, and nothing is judged', async (line, context) => {
    const aws = await start(context)
    addImage(aws, basic([]))
    const [key = ''] = line.split(':')
    const rule = `${RULE.replace(new RegExp(`^${key}:.*\\n`, 'm'), '')}${line}\n`
    const { code, err, report } = await check(aws, { rules: writeFolder('rules', { 'own.yml': rule }) })
    expect({ code, verdict: report.verdict, requests: aws.requests }).toEqual({ code: 2, verdict: 'undecided', requests: [] })
    expect(err).toContain(key)
  })
})
