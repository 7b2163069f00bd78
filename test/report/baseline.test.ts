// What is new and what is fixed stands in the first line of every format, and what the baseline is, with the coverage.

import { describe, expect, test } from 'vitest'
import { type BaselineSource, startBaseline } from '../../src/gate/baseline.ts'
import { describeBaseline } from '../../src/report/baseline.ts'
import { renderComment, renderMarkdown } from '../../src/report/markdown.ts'
import { plain } from '../../src/report/paint.ts'
import { renderReport } from '../../src/report/render.ts'
import { emptyReport, type Report, type ReportedImage, toReportedImage } from '../../src/report/report.ts'
import { tellVerdict } from '../../src/report/verdict.ts'
import { headlineOf } from '../../src/report/wording.ts'
import type { Format } from '../../src/settings/choices.ts'
import { makeImage, toEarlierImages } from '../gate/judging.ts'
import { PAGE } from './readers.ts'

const AT = '2026-12-01T12:00:00Z'
const SOURCE: BaselineSource = {
  name: 'last.json',
  kind: 'report',
  digest: `sha256:${'a'.repeat(64)}`,
  readAt: '2026-11-30T12:00:00Z',
  verdict: 'warn',
  problem: null,
}
const high = (...ids: readonly string[]) => makeImage({ findings: ids.map(id => ({ id, severity: 'HIGH' })) })
const [NOW, BEFORE] = [high('CVE-1', 'CVE-2', 'CVE-3'), high('CVE-3', 'CVE-4', 'CVE-5', 'CVE-6')]

function report(changes: Partial<Report> = {}): Report {
  const baseline = startBaseline(toEarlierImages([BEFORE]))
  return {
    ...emptyReport([], AT),
    verdict: 'fail',
    reasons: ['x'],
    images: [toReportedImage(NOW, () => null, AT, baseline)],
    baseline: [SOURCE],
    ...changes,
  }
}

const NEWS = '2 new HIGH, 3 fixed since the baseline'
const first = (text: string): string => text.split('\n')[0] ?? ''
const shown = async (format: Format): Promise<string> =>
  [...(await renderReport(format, report(), { page: async () => PAGE, paint: plain }))].join('')

describe('the first line', () => {
  test('of each format', async () => {
    expect(first(await shown('text'))).toBe(`fail: do not deploy; ${NEWS}`)
    expect(first(renderMarkdown(report()))).toBe(`## ❌ ECR Gate: fail: do not deploy; ${NEWS}`)
    expect(first(renderComment(report(), 20_000))).toContain(NEWS)
    expect(first(tellVerdict(report(), 'rest', 1000))).toContain(NEWS)
    expect(await shown('html')).toContain(`<span class="rest">do not deploy; ${NEWS}</span>`)
    expect((await shown('csv')).split('\r\n')[1]).toContain(NEWS)
    expect(await shown('sarif')).toContain(NEWS)
    expect(await shown('junit')).toContain(NEWS)
  })

  const compared = (...all: readonly ReportedImage['compared'][]): string =>
    headlineOf(
      report({ images: report().images.flatMap(image => all.map((each, i) => ({ ...image, digest: `sha256:${i}`, compared: each }))) }),
    ).replace('fail: do not deploy', '')

  test.each<[string, readonly ReportedImage['compared'][]]>([
    ['', []],
    ['', [null, null]],
    ['; nothing new since the baseline', [{ new: {}, fixed: 0 }]],
    ['; nothing new, 1 fixed since the baseline', [{ new: {}, fixed: 1 }]],
    ['; nothing new since the baseline', [{ new: {}, fixed: null }]],
    [
      '; 3 new CRITICAL, 1 new LOW, 2 fixed since the baseline',
      [
        { new: { LOW: 1, CRITICAL: 1 }, fixed: 2 },
        { new: { CRITICAL: 2 }, fixed: 0 },
      ],
    ],
    ['; 1 new HIGH since the baseline in 1 of 2 images', [{ new: { HIGH: 1 }, fixed: 0 }, null]],
    ['; 1 new UNTRIAGED, 3 new of another severity since the baseline', [{ new: { '<b>': 1, UNTRIAGED: 1, '::error::': 2 }, fixed: 0 }]],
  ])('%s', (expected, all) => {
    expect(compared(...all)).toBe(expected)
  })

  test('counts an image of two tags once', () => {
    const [image] = report().images
    expect(headlineOf(report({ images: image === undefined ? [] : [image, { ...image, tags: ['other'] }] }))).toContain(NEWS)
  })
})

test('each finding says whether it is new', async () => {
  const [, ...rows] = (await shown('csv')).split('\r\n').filter(line => /^kind,|^finding,/.test(line))
  expect(rows.map(line => line.split(',').at(-1))).toEqual(['new', 'new', 'unchanged'])
  const { runs } = JSON.parse(await shown('sarif')) as { runs: { results: { baselineState?: string }[] }[] }
  expect(runs.flatMap(({ results }) => results.map(({ baselineState }) => baselineState))).toEqual(['new', 'new', 'unchanged'])
  const [image] = report().images
  expect(image?.findings.map(({ id, baselineState, firstSeenAt }) => [id, baselineState, firstSeenAt])).toEqual([
    ['CVE-1', 'new', AT],
    ['CVE-2', 'new', AT],
    ['CVE-3', 'unchanged', AT],
  ])
})

test('the coverage says what the baseline is', async () => {
  const told = `compared with the baseline last.json, the report of 2026-11-30T12:00:00Z (warn), sha256:${'a'.repeat(64)}`
  expect(describeBaseline(report())).toEqual([told])
  for (const format of ['text', 'html', 'markdown'] as const)
    expect((await shown(format)).replace(/<wbr>/g, '').replace(/\s+/g, ' ')).toContain('compared with the baseline')
  expect(describeBaseline({ baseline: [{ ...SOURCE, problem: 'no such file' }] })).toEqual([
    'not compared with the baseline last.json: no such file',
  ])
  const live: BaselineSource = { ...SOURCE, name: 'r/api:production', kind: 'image', verdict: null }
  expect(describeBaseline({ baseline: [live] })).toEqual([`compared with the baseline r/api:production, which is sha256:${'a'.repeat(64)}`])
  expect(describeBaseline({ baseline: null })).toEqual([])
})
