// The report as Markdown: what a reader sees first, where it links to, and that it fits where it is shown.

import { describe, expect, test } from 'vitest'
import { addressOf, code, renderTable } from '../../src/report/gfm.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import type { Report } from '../../src/report/report.ts'
import { expectInert, linksOf } from './gfm.ts'
import { hostileReport, largeReport, sampleReport, twinReport } from './reports.ts'

// Bytes: a step summary, the text of a check, a comment with its marker, and less than any place has.
const LIMITS = [1_000_000, 65_535, 60_000, 2000, 300]
const bytes = (text: string): number => Buffer.byteLength(text)

describe('a day at work', async () => {
  const report = await sampleReport()
  const shown = renderMarkdown(report)

  test('says the verdict first, then why', () => {
    expect(shown.split('\n').slice(0, 4)).toEqual([
      '## ❌ ECR Gate: fail: do not deploy',
      '',
      '> [!CAUTION]',
      `> - \`${report.reasons[0]}\``,
    ])
  })

  test('counts per image and platform, as the report does', () => {
    const rows = shown.split('\n').filter(line => /^\| \[`payments\/api:1\.4\.2@sha256:\w{12} linux\/(?:amd64|arm64)`\]/.test(line))
    expect(rows.map(row => row.split(' | ').slice(2))).toEqual([
      ['1', '4', '11', '6', '0 |'],
      ['0', '0', '9', '6', '0 |'],
    ])
  })

  test('links alerts to events, images to ECR, and findings to advisories', () => {
    const links = linksOf(shown)
    expect(links).toContain(report.images[0]?.link)
    expect(links).toContain(report.images[0]?.findings[0]?.links[0])
    const events = report.alerts.filter(({ image }) => image === null).flatMap(alert => alert.events)
    expect(links).toContain(events.map(({ link }) => link).find(link => link !== null))
  })

  test('has charts: severities by platform, and events of Systems Manager over time', () => {
    const charts = [...shown.matchAll(/```mermaid\n([\s\S]*?)\n```/g)].map(([, chart]) => chart ?? '')
    expect(charts.map(chart => chart.split('\n')[1])).toEqual([
      'pie showData title payments/api linux/amd64',
      'pie showData title payments/api linux/arm64',
      'xychart-beta',
    ])
    const bars =
      /bar \[(.*)\]/
        .exec(charts[2] ?? '')?.[1]
        ?.split(', ')
        .map(Number) ?? []
    expect(bars.reduce((sum, bar) => sum + bar, 0)).toBe(report.activity?.rows.reduce((sum, { events }) => sum + events, 0))
  })

  test('is inert', () => expectInert(shown, [4, 5, 6, 7]))
})

test('images that only the registry tells apart are named with it, also in alerts', async () => {
  const report = await twinReport()
  const rows = renderMarkdown(report)
    .split('\n')
    .filter(line => line.startsWith('|'))
  for (const region of ['eu-west-1', 'us-east-1']) {
    const name = `\`111122223333.dkr.ecr.${region}.amazonaws.com/payments/api:1.4.2@sha256:222222222222 linux/amd64\``
    expect(rows.filter(row => row.includes(name))).toHaveLength(1 + report.alerts.length / 2)
  }
})

test('an image without a result has no number', async () => {
  const report = await sampleReport()
  const images = report.images.map((image, i) => (i === 1 ? { ...image, findings: [], severityCounts: {}, gaps: ['no scan'] } : image))
  const rows = renderMarkdown({ ...report, images })
    .split('\n')
    .filter(line => /^\| \[`payments\/api/.test(line))
  expect(rows.map(row => row.split(' | ').slice(2).join(' '))).toEqual(['1 4 11 6 0 |', '– – – – – |'])
})

describe('says what is left out', async () => {
  const report = await sampleReport()
  /** The report in every level of detail. */
  const written = new Set(Array.from({ length: 50 }, (_, i) => renderMarkdown(report, 60_000 * 0.9 ** i)))
  const left = (text: string, what: string): number =>
    [...text.matchAll(new RegExp(`… and (\\d+) more ${what}s?;`, 'g'))].reduce((sum, [, count]) => sum + Number(count), 0)

  test('there are several levels of detail', () => expect(written.size).toBeGreaterThan(4))

  test.each([...written].map(text => [bytes(text), text] as const))('in %i bytes', (_, text) => {
    if (!text.includes('### ')) {
      expect(text).toMatch(/JSON/)
      return
    }
    const count = (pattern: RegExp): number => [...text.matchAll(pattern)].length
    const images = count(/^\| \[`payments\/api/gm)
    expect(images + left(text, 'image')).toBe(2)
    const findings = report.images.slice(0, images).reduce((sum, image) => sum + image.findings.length, 0)
    expect(count(/^\| `(?:CRITICAL|HIGH|MEDIUM|LOW)`/gm) + left(text, 'finding')).toBe(findings)
    const alerts = count(/^\| \d+ \| (?:fail|warn|notice) /gm)
    expect(alerts + left(text, 'alert')).toBe(report.alerts.length)
    const [alertPart = '', rest = ''] = text.slice(text.indexOf('### Alerts')).split('### Systems Manager')
    const events = report.alerts.slice(0, alerts).reduce((sum, alert) => sum + (alert.image === null ? alert.count : 0), 0)
    const shown = [...alertPart.matchAll(/^\| \d+ \| \[?`\d{4}-/gm)].length
    expect(shown + left(alertPart, 'event')).toBe(events)
    if (!rest.includes('xychart')) expect(left(rest, 'event')).toBe(report.activity?.rows.reduce((sum, row) => sum + row.events, 0))
  })

  test('of the other actors and calls', () => {
    const activity = report.activity && { ...report.activity, others: 7 }
    expect(renderMarkdown({ ...report, activity })).toContain('… and 7 events of other actors and calls')
  })

  test('of the events of many alerts', () => {
    const many = Array.from({ length: 90 }, () => report.alerts.filter(({ image }) => image === null).slice(0, 1)).flat()
    const alerts = many.map(alert => ({
      ...alert,
      count: 7,
      events: Array.from({ length: 5 }, () => alert.events)
        .flat()
        .slice(0, 5),
    }))
    expect(renderMarkdown({ ...report, alerts })).toContain('… and 530 more events;')
  })
})

describe.each<[string, () => Report | Promise<Report>]>([
  ['25,000 findings', () => largeReport(25_000)],
  [
    '2,000 images with long names of four bytes a character',
    () => {
      const report = largeReport(8)
      const images = report.images.flatMap(image =>
        Array.from({ length: 2000 }, (_, i) => ({ ...image, uri: `x/${'😀'.repeat(300)}${i}`, gaps: ['😀'.repeat(2000)] })),
      )
      return { ...report, images, reasons: Array.from({ length: 5000 }, (_, i) => `${i} ${'😀'.repeat(900)}`) }
    },
  ],
  [
    '3,000 exceptions with long reasons',
    () => {
      const [exception] = hostileReport('😀'.repeat(600)).exceptions
      return { ...largeReport(8), exceptions: Array.from({ length: 3000 }, () => exception).flatMap(each => each ?? []) }
    },
  ],
  [
    '5,000 alerts',
    async () => {
      const report = await sampleReport()
      return {
        ...report,
        alerts: Array.from({ length: 5000 }, (_, i) => report.alerts[i % report.alerts.length]).flatMap(alert => alert ?? []),
      }
    },
  ],
])('%s', (_, make) => {
  test.each(LIMITS)('fit into %i bytes, with the verdict and, if there is room, with what is left out', async limit => {
    const report = await make()
    const shown = renderMarkdown(report, limit)
    expect(bytes(shown)).toBeLessThanOrEqual(limit)
    expect(shown).toContain(`ECR Gate: ${report.verdict}`)
    if (limit > 50_000) expect(shown).toMatch(/… and \d+ more|and \d+ more`/)
    expectInert(shown, [4, 5, 6, 7])
  })
})

describe('a code span', () => {
  test.each([
    ['plain', '`plain`'],
    ['a`b', '``a`b``'],
    ['`a', '`` `a ``'],
    ['``', '``` `` ```'],
    ['line\r\nbreak', '`line break`'],
    ['', ''],
    ['\u202eevil', '`\\u{202e}evil`'],
  ])('of %j is %j', (text, span) => expect(code(text)).toBe(span))

  test.each([
    ['a|b', '| `a\\|b` |'],
    ['a\\|b', '| `a\\\\u{7c}b` |'],
  ])('of %j in a cell is %j', (text, row) => expect(renderTable(['x'], [[text]])[2]).toBe(row))
})

test.each([
  ['https://nvd.nist.gov/vuln/detail/CVE-2024-1', 'https://nvd.nist.gov/vuln/detail/CVE-2024-1'],
  ['https://a.example/x)y (z) <b>|`', 'https://a.example/x%29y%20%28z%29%20%3Cb%3E%7C%60'],
  ['javascript:alert(1)', undefined],
  ['http://a.example/', undefined],
  ['https://user:pass@a.example/', undefined],
  ['https://', undefined],
  [`https://a.example/${'x'.repeat(600)}`, undefined],
])('the address %s is written %s', (address, written) => expect(addressOf(address)).toBe(written))
