// What the HTML report begins with: the image, the answer and what to do, as markup that needs no script.

import { describe, expect, test } from 'vitest'
import { renderHtml } from '../../../src/report/html/document.ts'
import type { Report, ReportedChange, ReportedFixes } from '../../../src/report/report.ts'
import { ordinaryFixes } from '../fixes.ts'
import { PAGE, type ReadPage, readPage } from '../readers.ts'
import { largeReport, sampleReport } from '../reports.ts'

function read(report: Report): ReadPage {
  return readPage([...renderHtml(report, PAGE)].join(''))
}

/** The text of markup, in one line. */
function textOf(markup: string): string {
  return markup
    .replace(/<wbr>|<\/?span[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([,.;:])/g, '$1')
    .trim()
}

function sectionOf({ whole }: ReadPage, name: string): string {
  return new RegExp(`<section id="${name}"[\\s\\S]*?</section>`).exec(whole)?.[0] ?? ''
}

function withFixes(report: Report, change: (fixes: ReportedFixes) => Partial<ReportedFixes> = () => ({})): Report {
  const fixes = ordinaryFixes(report.images.map(({ uri }) => uri))
  return { ...report, fixes: { ...fixes, ...change(fixes) } }
}

describe('the header says which image was scanned by what', () => {
  const basic = { arn: null, title: null }
  const [image] = largeReport(2).images
  if (image === undefined) throw new Error('the report has no image')
  const findings = image.findings.map(finding => ({ ...finding, ...basic }))

  test.each([
    ['Amazon Inspector', {}, 'scanned 2026-11-22T12:00:00Z by Amazon Inspector (enhanced scan)'],
    ['ECR itself', { findings, status: 'COMPLETE' }, 'scanned 2026-11-22T12:00:00Z by ECR (basic scan)'],
    [
      'Amazon Inspector, which found nothing',
      { findings: [], status: 'ACTIVE', scannedAt: null },
      'scanned by Amazon Inspector (enhanced scan)',
    ],
    ['ECR itself, which found nothing', { findings: [], status: 'COMPLETE', scannedAt: null }, 'scanned by ECR (basic scan)'],
    ['nobody knows what', { findings: [], status: null, scannedAt: null }, 'scanned'],
    ['nothing yet', { findings: [], status: 'PENDING', scannedAt: null, gaps: ['no scan'] }, 'PENDING: no result'],
  ])('%s', (_, changes, said) => {
    const { header } = read({ ...largeReport(2), images: [{ ...image, ...changes }] })
    expect(textOf(header)).toMatch(new RegExp(`payments/large:1\\.4\\.2 sha256:a{64} ${said.replace(/[()]/g, '\\$&')}$`))
  })

  test('the platforms of an index are one image', async () => {
    expect(textOf(read(await sampleReport()).header)).toMatch(
      / payments\/api:1\.4\.2 sha256:1{64} linux\/amd64, linux\/arm64: scanned [^;]*$/,
    )
  })

  test('of many images, the first four and how many more', () => {
    const images = Array.from({ length: 6 }, (_, i) => ({
      ...image,
      repositoryName: `payments/${i}`,
      uri: image.uri.replace('large', `${i}`),
    }))
    const text = textOf(read({ ...largeReport(2), images }).header)
    expect([...text.matchAll(/payments\/(\d):1\.4\.2/g)].map(([, i]) => i)).toEqual(['0', '1', '2', '3'])
    expect(text).toMatch(/and 2 more images$/)
  })
})

test('the sections stand in the order in which they are needed', async () => {
  const { whole } = read(withFixes(await sampleReport()))
  expect([...whole.matchAll(/<section id="(\w+)"/g)].map(([, name]) => name)).toEqual([
    'fixes',
    'reasons',
    'findings',
    'images',
    'alerts',
    'activity',
    'coverage',
    'rules',
  ])
})

test('what to do is told with places, effects and exceptions', async () => {
  const told = textOf(sectionOf(read(withFixes(await sampleReport())), 'fixes'))
  for (const part of [
    'What to do now 2 changes and 1 exception let the deployment through, with a warning',
    'axios 0.21.1 → 1.7.4 app/package-lock.json:5 1 CRITICAL 2 HIGH 1 MEDIUM CVE-2026-0001 CVE-2026-0002 CVE-2026-0003 CVE-2026-0004',
    'openssl, libssl3 3.0.11-1~deb12u2 → 3.0.15-1~deb12u1 and, though the verdict does not need it: zlib1g',
    'CVE-2026-0009 in libxml2 has no fix To accept what has no fix, write an exception with its reason and its end: exceptions: - { id: CVE-2026-0009, package: libxml2,',
    '1 change makes it pass without a warning',
    'tar 6.1.0 → 6.2.1 app/node_modules/tar/package.json 1 MEDIUM CVE-2026-0008',
  ])
    expect(told).toContain(part)
})

test('a change leads to the findings that it fixes, if the page has them', async () => {
  const report = await sampleReport()
  const page = read(
    withFixes(report, ({ steps: [step] }) => {
      const changes = step?.changes.map((change): ReportedChange => ({ ...change, fixes: ['CVE-2026-100001', 'CVE-2026-0001'] })) ?? []
      return { steps: step === undefined ? [] : [{ ...step, changes }] }
    }),
  )
  const links = [...sectionOf(page, 'fixes').matchAll(/<a href="#([^"]*)"><code>([^<]*)/g)].map(([, to, id]) => [to, id])
  expect(new Set(links.map(String))).toEqual(new Set(['CVE-2026-100001,CVE-2026-100001']))
  expect(page.tables.get('findings')?.rows.filter(({ anchor }) => anchor === 'CVE-2026-100001')).toHaveLength(1)
})

test('a package at many places is one change, of which the first three places are shown and the others are folded', async () => {
  const paths = ['a', 'b', 'c', 'd'].map(name => `${name}/package-lock.json`)
  const page = read(
    withFixes(await sampleReport(), ({ steps: [step] }) => {
      const [axios] = step?.changes ?? []
      if (step === undefined || axios === undefined) throw new Error('there is no change')
      const changes = paths.map(path => ({ ...axios, at: null, packages: axios.packages.map(each => ({ ...each, path })) }))
      return { steps: [{ ...step, changes }] }
    }),
  )
  const told = textOf(sectionOf(page, 'fixes'))
  expect(told).toContain(
    'axios 0.21.1 → 1.7.4 a/package-lock.json b/package-lock.json c/package-lock.json and 1 more d/package-lock.json 1 CRITICAL',
  )
  expect(told.match(/axios/g)).toHaveLength(1)
})

test('a change of one of several images names it', async () => {
  const report = await sampleReport()
  const page = read(
    withFixes(report, ({ steps }) => ({
      steps: steps.map(step => ({ ...step, changes: step.changes.map(change => ({ ...change, images: change.images.slice(1) })) })),
    })),
  )
  expect(textOf(sectionOf(page, 'fixes'))).toContain('app/package-lock.json:5 in linux/arm64')
})

test('one change that is the whole answer stands in the header', async () => {
  const report = withFixes(await sampleReport(), ({ steps: [step] }) => ({
    steps: step === undefined ? [] : [{ ...step, verdict: 'pass', changes: step.changes.slice(0, 1), unfixable: [] }],
  }))
  expect(textOf(read(report).header)).toContain('It would pass with axios 1.7.4 or later.')
})

test.each([
  ['is not searched', null],
  ['is nothing', { steps: [], isSmallest: true, verdict: 'pass', remains: [], untold: [] }],
] as const)('what to do has no section if it %s', async (_, fixes) => {
  expect(sectionOf(read({ ...(await sampleReport()), fixes }), 'fixes')).toBe('')
})

test('the reasons that stay even so are told apart, and once', async () => {
  const report = withFixes(await sampleReport(), () => ({ verdict: 'undecided', remains: ['no events'] }))
  const page = read({ ...report, reasons: ['2 HIGH', 'no events'] })
  expect(textOf(sectionOf(page, 'reasons'))).toBe('Why 2 HIGH What stays even so no events')
  expect(sectionOf(page, 'fixes')).not.toContain('no events')
})

test('of many reasons, the first six are shown and the others are folded', async () => {
  const reasons = Array.from({ length: 9 }, (_, i) => `reason ${i}`)
  const [shown = '', folded = ''] = sectionOf(read({ ...(await sampleReport()), reasons }), 'reasons').split('<details>')
  expect(shown.match(/reason \d/g)).toHaveLength(6)
  expect(textOf(folded)).toBe('and 3 more reason 6 reason 7 reason 8')
})
