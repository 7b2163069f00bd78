// Reports for the tests of formats: one with hostile text in every place, a large one, and one of an ordinary day.

import { readdirSync, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { startActivity } from '../../src/gate/activity.ts'
import { gap, notRequested, read } from '../../src/gate/coverage.ts'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import { severityRules } from '../../src/gate/severities.ts'
import { reachVerdict } from '../../src/gate/verdict.ts'
import { withDecisions } from '../../src/image/decided.ts'
import type { Decision } from '../../src/image/decision.ts'
import type { Image } from '../../src/image/image.ts'
import { readPage } from '../../src/image/page.ts'
import { readImage, readImages } from '../../src/image/read.ts'
import type { Fields } from '../../src/json.ts'
import type { ReportedException } from '../../src/report/exceptions.ts'
import { plain } from '../../src/report/paint.ts'
import { type Report, toReportedImage, toReportedRules } from '../../src/report/report.ts'
import type { Screen } from '../../src/report/text/screen.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { readEvents } from '../../src/sources/records.ts'
import { makeEnhancedFindings } from '../aws/findings.ts'
import { hostileFixes } from './fixes.ts'

/** How text is laid out in a file. */
export const FILE: Screen = { paint: plain, all: '--format json lists all' }

/** Texts that some reader would obey. */
export const HOSTILE = [
  '\u001b[2J\u001b[31mred',
  '\u202egnp.exe',
  'zero\u200bwidth\u00adhyphen',
  'line\nbreak\r\n::error::x',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '[click](javascript:alert(1)) ![x](https://evil.example/x.png)',
  '| pipe | `code` **bold** ~~gone~~',
  '@octocat #1 GH-1 octo/repo#2 :tada:',
  'https://evil.example www.evil.example mailto:x@evil.example',
  '# heading',
  '- item',
  '1. item',
  '```',
  '--- ===',
  '&lt;b&gt; &amp;',
  '\u0000\u0007\u009b31m',
  '$x^2$ $$y$$',
  '\ud800',
  'x'.repeat(400),
  '%0A::error::x %25 %2C',
  '</script><!-- --></style>',
  'javascript:alert(1)',
  '=1+1|cmd',
  'a\\|b\\\\|c `` ` ``` `',
  '😀'.repeat(600),
]

/** A report that contains this text wherever text may be untrusted. */
export function hostileReport(text: string): Report {
  const read = readImages(
    [
      {
        origin: text,
        body: {
          registryId: text,
          repositoryName: text,
          imageId: { imageDigest: text, imageTag: text },
          imageScanStatus: { status: text },
          imageScanFindings: {
            findingSeverityCounts: { [text]: 1, HIGH: 8 },
            findings: [
              {
                name: text,
                severity: text,
                description: text,
                uri: text,
                attributes: [
                  { key: 'package_name', value: text },
                  { key: 'package_version', value: text },
                ],
              },
              ...['CVE-1', 'CVE-2', 'CVE-3', 'CVE-4', 'CVE-5', 'CVE-6', 'CVE-7', text].map(name => ({
                name,
                severity: 'HIGH',
                attributes: [{ key: 'package_name', value: text }],
              })),
            ],
          },
        },
      },
    ],
    '2026-11-23T12:00:00Z',
  )
  const decisions: readonly Decision[] = [
    { kind: 'counted' },
    { kind: 'counted', late: '2026-11-01T00:00:00Z' },
    { kind: 'unfixed' },
    { kind: 'in-time', until: '2026-12-05T00:00:00Z' },
    { kind: 'accepted', by: { reason: text, owner: text, expires: text, untilFixed: true, at: text } },
    { kind: 'accepted', by: { reason: text, owner: null, expires: 'never', untilFixed: false, at: text } },
    { kind: 'vex', by: { status: 'not_affected', justification: text, impact: text, author: text, at: text } },
    { kind: 'vex', by: { status: 'fixed', justification: null, impact: text, author: null, at: text } },
    { kind: 'base-image' },
  ]
  const base = { name: text, digest: text, layers: 2 }
  const images = read.map(image => ({ ...withDecisions(image, decisions), baseImage: base }))
  const { rules } = loadRules([
    {
      path: 'rule.json',
      text: JSON.stringify({
        id: text,
        name: text,
        type: 'CloudTrail',
        severityOfAlerts: 1,
        title: `${text} {{user}} {{requestParameters}}`,
        alertDescription: text,
        filter: 'eventSource != null',
      }),
    },
  ])
  const evaluation = startEvaluation(rules)
  for (const image of images) evaluation.judge(image)
  const event = {
    eventSource: `ssm${text}`,
    eventName: text,
    eventTime: text,
    eventID: text,
    userIdentity: { userName: text },
    sourceIPAddress: text,
    requestParameters: { [text]: text },
  }
  const activity = startActivity()
  evaluation.see(event)
  activity.see({ ...event, eventTime: '2026-11-23T10:00:00Z' })
  const alerts = evaluation.alerts().map(alert => ({ ...alert, events: alert.events.map(each => ({ ...each, live: [text, text] })) }))
  const coverage = [
    notRequested('findings'),
    gap({ source: 'events', origin: text, message: text, asked: { eventSources: [text], eventNames: [text] } }),
  ]
  return {
    ...reachVerdict(alerts, images, coverage, 'warn'),
    fixes: hostileFixes(
      text,
      images.map(({ uri }) => uri),
    ),
    alerts,
    activity: activity.activity(),
    images: images.map(image =>
      toReportedImage(image, {
        place: () => ({ file: text, line: 1 }),
        readAt: '2026-11-23T10:00:00Z',
        nameInstruction: () => text,
        newer: { digest: text, severityCounts: { [text]: 1 }, why: null },
      }),
    ),
    coverage,
    baseline: [
      { name: text, kind: 'report', digest: text, readAt: text, verdict: text, problem: null },
      { name: text, kind: 'image', digest: null, readAt: null, verdict: null, problem: text },
    ],
    exceptions: hostileExceptions(text, images),
    policyDigest: 'a'.repeat(64),
    exceptionsDigest: 'b'.repeat(64),
    parameters: [{ name: text, arn: text, version: 3 }],
    objects: [{ name: text, arn: text, versionId: text, etag: text }],
    push: { source: text, image: text, digest: text, attempts: 2, tool: text },
    release: {
      promoted: false,
      images: [{ image: text, digest: text, tags: [{ tag: text, state: 'not set' as const, problem: text }] }],
      notes: [text],
      problems: [text],
    },
    unwritten: [text],
    helpUri: text,
    rules: toReportedRules({
      rules,
      replaced: [{ id: text, by: text }],
      tuned: [{ id: text, by: [text], fields: [text] }],
    }),
    diagnostics: [],
    readAt: '',
    decidedAt: '',
  }
}

function hostileExceptions(text: string, images: readonly Image[]): readonly ReportedException[] {
  const uris = images.map(({ uri }) => uri)
  const any = { package: text, version: text, path: text, image: text, platform: text, severity: text }
  const of = { ids: [text, text], rule: null, filter: text, ...any, reason: text, owner: text, expires: text, untilFixed: false, at: text }
  const unused = { findings: 0, events: 0, taken: [], images: [] }
  const none = { package: null, version: null, path: null, image: null, platform: null, severity: null }
  return [
    { ...of, ...unused, state: 'expired' },
    { ...of, ...unused, state: 'unused', expires: 'never', owner: null },
    { ...of, ...unused, state: 'not judged', expires: null, untilFixed: true },
    { ...of, ...unused, state: 'used', findings: 1, images: uris },
    { ...of, ...none, ids: [], rule: text, state: 'used', findings: 0, events: 2, taken: [{ time: null, title: text }], images: [text] },
  ]
}

const BASE = {
  baseline: null,
  fixes: null,
  helpUri: null,
  coverage: [],
  exceptions: [],
  policyDigest: 'a'.repeat(64),
  exceptionsDigest: null,
  parameters: [],
  objects: [],
  push: null,
  release: null,
  unwritten: [],
  diagnostics: [],
  readAt: '2026-11-23T12:00:00Z',
  decidedAt: '2026-11-23T12:00:05Z',
} satisfies Partial<Report>

/** A report of one image with so many findings of an enhanced scan, every eighth of them CRITICAL. */
export function largeReport(findings: number): Report {
  const known = large.get(findings) ?? makeLarge(findings)
  large.set(findings, known)
  return known
}

// Nothing changes a report, and to make one of these takes longer than to render it.
const large = new Map<number, Report>()

function makeLarge(findings: number): Report {
  const each = Math.floor(findings / 8)
  const counts = { CRITICAL: each, HIGH: each * 2, MEDIUM: each * 3, LOW: findings - each * 6 }
  const images = readImages([{ origin: 'large.json', body: answer('payments/large', 'a', makeEnhancedFindings(counts)) }], BASE.readAt)
  return makeReport(images, [], [])
}

/** A report of an ordinary day: an index for two platforms, one with HIGH findings, and what the shipped rules say of a day of events. */
export function sampleReport(): Promise<Report> {
  sample ??= makeSample()
  return sample
}

let sample: Promise<Report> | undefined

async function makeSample(): Promise<Report> {
  const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url))
  const events: Fields[] = []
  const reading = { input: Readable.from([]), tell: () => undefined, progress: () => undefined }
  for await (const batch of readEvents([path('examples/cloudtrail')], reading)) events.push(...batch.map(({ event }) => event))
  const files = ['ecr', 'ssm'].flatMap(pack =>
    readdirSync(path(`rules/${pack}`)).map(name => ({
      path: `rules/${pack}/${name}`,
      text: readFileSync(path(`rules/${pack}/${name}`), 'utf8'),
    })),
  )
  const platform = (architecture: string, digit: string, counts: Readonly<Record<string, number>>): Image =>
    readImage(
      {
        pages: [readPage(answer('payments/api', digit, makeEnhancedFindings(counts)), true)],
        requested: {
          registryId: '111122223333',
          region: 'eu-west-1',
          repositoryName: 'payments/api',
          tag: '1.4.2',
          digest: `sha256:${digit.repeat(64)}`,
          platform: `linux/${architecture}`,
          indexDigest: `sha256:${'1'.repeat(64)}`,
        },
      },
      BASE.readAt,
    )
  const images = [platform('amd64', '2', { CRITICAL: 1, HIGH: 4, MEDIUM: 11, LOW: 6 }), platform('arm64', '3', { MEDIUM: 9, LOW: 6 })]
  return makeReport(images, events, loadRules(files).rules)
}

/** A report of the same image in two Regions, with the same tag, digest and alerts in both. */
export async function twinReport(): Promise<Report> {
  const report = await sampleReport()
  const [image] = report.images
  const move = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('eu-west-1', 'us-east-1')) as T
  const alerts = report.alerts.filter(alert => alert.image !== null && alert.image === image?.uri)
  return { ...report, images: image === undefined ? [] : [image, move(image)], alerts: [...alerts, ...move(alerts)] }
}

/** A finding as it is generated for `decidedReport`. */
export interface Decided {
  readonly severity: string
  readonly decision: Decision
}

const STATUS: Partial<Record<Decision['kind'], string>> = { closed: 'CLOSED', suppressed: 'SUPPRESSED' }

/** A report of images with these findings and decisions, in which each CRITICAL or HIGH finding that counts fails. */
export function decidedReport(images: readonly (readonly Decided[])[], exceptions: readonly ReportedException[] = []): Report {
  const read = images.flatMap((findings, i) => {
    const each = (index: number): Fields => ({
      severity: findings[index]?.severity,
      status: STATUS[findings[index]?.decision.kind ?? 'counted'] ?? 'ACTIVE',
    })
    const body = answer(`payments/${i}`, String(i), makeEnhancedFindings(findings.length, { each }))
    return readImages([{ origin: 'decided.json', body }], BASE.readAt).map(image =>
      withDecisions(
        image,
        findings.map(({ decision }) => decision),
      ),
    )
  })
  return { ...makeReport(read, [], severityRules({ failOn: 'high' })), exceptions }
}

function answer(repositoryName: string, digit: string, enhancedFindings: readonly Fields[]): Fields {
  return {
    registryId: '111122223333',
    repositoryName,
    imageId: { imageDigest: `sha256:${digit.repeat(64)}`, imageTag: '1.4.2' },
    imageScanStatus: { status: 'ACTIVE' },
    imageScanFindings: { imageScanCompletedAt: 1_795_348_800, enhancedFindings },
  }
}

function makeReport(images: readonly Image[], events: readonly Fields[], rules: readonly Rule[]): Report {
  const evaluation = startEvaluation(rules)
  const activity = startActivity()
  for (const image of images) evaluation.judge(image)
  for (const event of events) {
    evaluation.see(event)
    activity.see(event)
  }
  const alerts = evaluation.alerts()
  const coverage = [
    read({ source: 'findings', origin: 'ecr', message: 'payments/api: 1 index with 2 images' }),
    read({ source: 'events', origin: 'eu-west-1', message: `eu-west-1: ${events.length} events` }),
  ]
  return {
    ...BASE,
    ...reachVerdict(alerts, images, coverage, 'warn'),
    alerts,
    activity: activity.activity(),
    images: images.map(image =>
      toReportedImage(image, {
        place: finding => (finding === undefined ? { file: 'Dockerfile', line: 7 } : null),
        readAt: '2026-11-23T10:00:00Z',
      }),
    ),
    coverage,
    rules: toReportedRules({ rules, replaced: [], tuned: [] }),
  }
}
