// Answers of DescribeImageScanFindings: whatever they contain, every format shows what became of them; and an answer that fails never
// passes for a part of it that is gone.

import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Fields } from '../../src/json.ts'
import { renderCsv } from '../../src/report/csv.ts'
import { renderHtml } from '../../src/report/html/document.ts'
import { renderJson } from '../../src/report/json.ts'
import { renderJunit } from '../../src/report/junit.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import type { Report } from '../../src/report/report.ts'
import { renderSarif } from '../../src/report/sarif.ts'
import { renderText } from '../../src/report/text.ts'
import { makeBasicFindings, makeEnhancedFindings } from '../aws/findings.ts'
import { FILE } from '../report/reports.ts'
import { damagedJson, damagedText, takeAway } from './damage.ts'
import { fuzz } from './fuzz.ts'
import { judge } from './judge.ts'

const HEAD = {
  registryId: '111122223333',
  repositoryName: 'payments/api',
  imageId: { imageDigest: `sha256:${'a'.repeat(64)}`, imageTag: '1.4.2' },
}

const RULES = JSON.stringify([
  {
    name: 'the image',
    type: 'CloudTrail',
    severityOfAlerts: 1,
    filter: 'responseElements.imageScanFindings.findingSeverityCounts.CRITICAL > 0',
  },
  { name: 'each finding', type: 'Finding', severityOfAlerts: 1, filter: 'severity = "CRITICAL"', title: '{{id}} in {{package.name}}' },
])

type Kind = 'basic' | 'enhanced'

/** The pages of an image with findings of these numbers, as ECR writes them; the first finding is CRITICAL. */
function pagesOf(kind: Kind, low: number, size: number): readonly Fields[] {
  const counts = { CRITICAL: 1, LOW: low }
  const findings: readonly Fields[] = kind === 'basic' ? makeBasicFindings(counts) : makeEnhancedFindings(counts)
  const pages = Array.from({ length: Math.ceil(findings.length / size) }, (_, i) => findings.slice(i * size, (i + 1) * size))
  return pages.map((page, i) => ({
    ...HEAD,
    imageScanStatus: { status: kind === 'basic' ? 'COMPLETE' : 'ACTIVE' },
    imageScanFindings: {
      imageScanCompletedAt: 1_795_000_000,
      findingSeverityCounts: kind === 'basic' ? counts : countOf(page),
      [kind === 'basic' ? 'findings' : 'enhancedFindings']: page,
    },
    ...(i + 1 < pages.length ? { nextToken: `token-${i}` } : {}),
  }))
}

function countOf(page: readonly Fields[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { severity } of page) counts[String(severity)] = (counts[String(severity)] ?? 0) + 1
  return counts
}

const sizes = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }))
const pages = fc.tuple(fc.constantFrom<Kind>('basic', 'enhanced'), sizes).map(([kind, [low, size]]) => pagesOf(kind, low, size))

/** Judges these pages, each a file. */
function judgePages(texts: readonly string[]): Promise<Report> {
  const files = Object.fromEntries(texts.map((text, i) => [`findings/${i}.json`, text]))
  return judge({ ...files, 'rules.json': RULES }, [
    '--findings',
    'findings',
    '--rules',
    'rules.json',
    '--packs',
    'none',
    '--audit-source',
    'none',
  ])
}

function renderAll(report: Report): void {
  const page = { style: { text: '', sha256: '' }, script: { text: '', sha256: '' } }
  for (const text of [renderText(report, FILE), renderMarkdown(report), renderMarkdown(report, 4000)]) expect(text).not.toBe('')
  for (const render of [renderJson, renderCsv, renderJunit, renderSarif, (given: Report) => renderHtml(given, page)])
    expect([...render(report)].join('')).not.toBe('')
}

describe('an answer about findings', () => {
  fuzz('whose parts may be anything is judged, and every format shows it', 40, [damagedJson(pages)], async text => {
    const damaged: unknown = JSON.parse(text)
    renderAll(await judgePages((Array.isArray(damaged) ? damaged : [damaged]).map(page => JSON.stringify(page ?? null))))
  })

  fuzz(
    'whose text is damaged is judged, and every format shows it',
    30,
    [damagedText(pages.map(all => JSON.stringify(all[0])))],
    async text => {
      renderAll(await judgePages([text]))
    },
  )
})

describe('an image that fails', () => {
  const of = (kind: Kind) => sizes.map(([low, size]) => pagesOf(kind, low, size))
  const toTexts = (given: unknown): readonly string[] => (given as readonly unknown[]).map(page => JSON.stringify(page))

  fuzz('does not pass for a part of its basic answer that is gone', 50, [takeAway(of('basic'))], async ({ before, after }) => {
    expect((await judgePages(toTexts(before))).verdict).toBe('fail')
    expect((await judgePages(toTexts(after))).verdict).not.toBe('pass')
  })

  // The counts of an enhanced page are its own, so nothing tells of a page that is gone, nor that a page was not the last.
  const isTold = (way: string): boolean => !/^\d+(?:\.nextToken)?$/.test(way)

  fuzz(
    'does not pass for a part of its enhanced answer that is gone',
    20,
    [takeAway(of('enhanced'), isTold)],
    async ({ before, after }) => {
      expect((await judgePages(toTexts(before))).verdict).toBe('fail')
      expect((await judgePages(toTexts(after))).verdict).not.toBe('pass')
    },
  )

  const isSeverity = (way: string): boolean => way.endsWith('indings.0.severity')
  fuzz(
    'is no mere warning for a severity that is gone while ECR counts it',
    20,
    [takeAway(fc.oneof(of('basic'), of('enhanced')), isSeverity)],
    async ({ after }) => {
      expect((await judgePages(toTexts(after))).verdict).toMatch(/^(?:fail|undecided)$/)
    },
  )
})
