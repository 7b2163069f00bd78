// What is said of the base image, in every format.

import { describe, expect, test } from 'vitest'
import { describeBase } from '../../src/report/base.ts'
import { renderCsv } from '../../src/report/csv.ts'
import { tellFixes } from '../../src/report/fixes.ts'
import { renderHtml } from '../../src/report/html/document.ts'
import { renderJson } from '../../src/report/json.ts'
import { renderJunit } from '../../src/report/junit.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import type { Report, ReportedBase, ReportedChange } from '../../src/report/report.ts'
import { renderSarif } from '../../src/report/sarif.ts'
import { saveReport } from '../../src/report/saved.ts'
import { renderText } from '../../src/report/text.ts'
import { PAGE, readPage, readRows, readRuns } from './readers.ts'
import { type Decided, decidedReport, FILE } from './reports.ts'

const HOST = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
const BASE: ReportedBase = { name: `${HOST}/payments/base:1.2`, digest: `sha256:${'b'.repeat(64)}`, layers: 2, newer: null }
const NEWER = { digest: `sha256:${'c'.repeat(64)}`, severityCounts: { HIGH: 1, LOW: 2 }, why: null }
const NAME = `payments/base:1.2@sha256:${'b'.repeat(12)}`

/** A report of an image whose first findings came with its base image. */
function reportOf(findings: readonly Decided[], came: number, base: ReportedBase | null = BASE): Report {
  const report = decidedReport([findings])
  const [image] = report.images
  if (image === undefined) throw new Error('there is an image')
  const divided = image.findings.map((finding, i) => ({ ...finding, fromBase: i < came }))
  return { ...report, images: [{ ...image, baseImage: base, findings: divided }] }
}

const counted = (severity: string): Decided => ({ severity, decision: { kind: 'counted' } })
const warned = (severity: string): Decided => ({ severity, decision: { kind: 'base-image' } })
const CLOSED: Decided = { severity: 'HIGH', decision: { kind: 'closed' } }
const saidOf = (...given: Parameters<typeof reportOf>): readonly string[] => reportOf(...given).images.flatMap(describeBase)

describe('is told', () => {
  test.each<[what: string, given: Parameters<typeof reportOf>, said: readonly string[]]>([
    ['not where none is known', [[counted('HIGH')], 0, null], []],
    [
      'with how many findings came with it',
      [[warned('HIGH'), counted('LOW'), counted('LOW')], 1],
      [`1 of 3 findings comes with the base image ${NAME}`],
    ],
    ['without those that are closed', [[CLOSED, counted('LOW')], 1], [`0 of 1 finding come with the base image ${NAME}`]],
    ['where nothing was found', [[], 0], [`no finding comes with the base image ${NAME}`]],
    [
      'with what would remain',
      [[warned('HIGH'), counted('LOW'), counted('LOW')], 2, { ...BASE, newer: NEWER }],
      [
        `2 of 3 findings come with the base image ${NAME}`,
        `payments/base:1.2 now names sha256:${'c'.repeat(12)}; with it, 1 HIGH, 2 LOW of the base would remain (now 2)`,
      ],
    ],
    [
      'with nothing that would remain',
      [[warned('HIGH')], 1, { ...BASE, newer: { ...NEWER, severityCounts: {} } }],
      [
        expect.anything() as unknown as string,
        `payments/base:1.2 now names sha256:${'c'.repeat(12)}; with it, no finding of the base would remain (now 1)`,
      ],
    ],
    [
      'with nothing that would come',
      [[counted('LOW')], 0, { ...BASE, newer: { ...NEWER, severityCounts: {} } }],
      [
        expect.anything() as unknown as string,
        `payments/base:1.2 now names sha256:${'c'.repeat(12)}; with it, no finding of the base would remain (now 0)`,
      ],
    ],
    [
      'with why that is not known',
      [[counted('LOW')], 0, { ...BASE, newer: { ...NEWER, severityCounts: null, why: 'the scan FAILED' } }],
      [
        expect.anything() as unknown as string,
        `payments/base:1.2 now names sha256:${'c'.repeat(12)}; what would remain with it is not known: the scan FAILED`,
      ],
    ],
    [
      'with why its tag is not known',
      [[counted('LOW')], 0, { ...BASE, newer: { digest: null, severityCounts: null, why: 'AccessDenied' } }],
      [expect.anything() as unknown as string, 'what payments/base:1.2 names now is not known: AccessDenied'],
    ],
  ])('%s', (_, given, said) => {
    expect(saidOf(...given)).toEqual(said)
  })
})

describe('in every format', () => {
  const HOSTILE = 'a\u001b[31m <b>[x](http://evil.example)\n::error::y'
  const report = reportOf([warned('HIGH'), counted('LOW')], 1, { ...BASE, newer: { ...NEWER, severityCounts: null, why: HOSTILE } })
  const [first = ''] = report.images.flatMap(describeBase)

  test('it is said, and what is hostile stays harmless', () => {
    const texts = {
      text: renderText(report, FILE),
      markdown: [renderMarkdown(report)].flat().join(''),
      junit: [...renderJunit(report)].join(''),
      html: [...renderHtml(report, PAGE)].join(''),
    }
    for (const [format, text] of Object.entries(texts)) {
      expect([format, text.replace(/\s+/g, ' ').replaceAll('\\', '').includes(first.slice(0, 40))]).toEqual([format, true])
      expect(text).not.toContain('\u001b')
      expect(text).not.toMatch(/^::error/m)
    }
    expect(texts.markdown.replace(/`[^`]*`/g, '')).not.toMatch(/\[x\]\(http/)
    expect(texts.html).not.toContain('<b>[x]')
  })

  test('each finding says whether it is its', () => {
    const rows = readRows([...renderCsv(report)].join('')).filter(({ kind }) => kind === 'finding')
    expect(rows.map(row => row['from_base'])).toEqual(['yes', 'no'])
    const [, run] = readRuns([...renderSarif(report)].join(''))
    expect(run?.results.map(result => (result as { readonly properties?: object }).properties)).toEqual(
      [{ fromBase: true }, { fromBase: false }].toReversed(),
    )
    const findings = readPage([...renderHtml(report, PAGE)].join('')).tables.get('findings')
    const at = findings?.columns.findIndex(({ title }) => title === 'Origin') ?? -1
    expect(findings?.rows.map(({ cells }) => findings.columns[at]?.choices?.[Number(cells[at])])).toEqual(['own', 'base image'])
    const { images } = JSON.parse([...renderJson(saveReport(report))].join('')) as Report
    expect(images.map(({ baseImage, findings: all }) => [baseImage?.layers, all.map(({ fromBase }) => fromBase)])).toEqual([
      [2, [true, false]],
    ])
  })

  test('where none is known nothing is said of it', () => {
    const without = reportOf([counted('HIGH')], 0, null)
    expect(readRows([...renderCsv(without)].join('')).map(row => row['from_base'])).not.toContain('no')
    expect(JSON.stringify(readRuns([...renderSarif(without)].join('')))).not.toContain('fromBase')
    expect(
      readPage([...renderHtml(without, PAGE)].join(''))
        .tables.get('findings')
        ?.columns.map(({ title }) => title),
    ).not.toContain('Origin')
  })
})

describe('a newer one is the change', () => {
  const pack = (name: string) => ({ name, manager: 'OS', path: null, from: '1', to: '2', isNeeded: true })
  const change = (uri: string): ReportedChange => ({
    kind: 'base image',
    images: [uri],
    packages: [pack('curl')],
    fixes: ['CVE-2026-1', 'CVE-2026-2'],
    severityCounts: { HIGH: 2 },
    at: { file: 'Dockerfile', line: 1 },
  })
  const told = (report: Report) => {
    const changes = [change(report.images[0]?.uri ?? '')]
    const fixes = {
      steps: [{ from: 'fail', verdict: 'pass', changes, unfixable: [] }],
      isSmallest: true,
      verdict: 'pass',
      remains: [],
      untold: [],
    } as const
    return { ...report, fixes }
  }

  test('by its name where it is known, and by what it is else', () => {
    const textOf = (report: Report) => tellFixes(told(report))?.steps[0]?.changes[0]?.text
    expect(textOf(reportOf([counted('HIGH')], 1))).toBe('a newer payments/base:1.2 in Dockerfile:1 fixes 2 (2 HIGH): curl 1 → 2')
    expect(textOf(reportOf([counted('HIGH')], 1, null))).toBe(
      'update the packages of the base image in Dockerfile:1, which fixes 2 (2 HIGH): curl 1 → 2',
    )
    expect([...renderHtml(told(reportOf([counted('HIGH')], 1)), PAGE)].join('')).toMatch(
      /Take a newer <code>payments\/(?:<wbr>)?base:(?:<wbr>)?1\.(?:<wbr>)?2<\/code>, with:/,
    )
  })
})
