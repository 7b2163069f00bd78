// The HTML report as text; what a browser makes of it is tested with one (test/services/html.service.ts).

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { renderHtml } from '../../src/report/html/report.ts'
import type { Table } from '../../src/report/html/table.ts'
import type { Report } from '../../src/report/report.ts'
import { OBEYED } from './gfm.ts'
import { HOSTILE, hostileReport, largeReport, sampleReport } from './reports.ts'

const PARTS = JSON.parse(readFileSync(new URL('../../dist/page.json', import.meta.url), 'utf8'))

interface Read {
  readonly whole: string
  /** What stands before the data, between the header's tags. */
  readonly header: string
  readonly data: string
  readonly tables: ReadonlyMap<string, Table>
}

function read(report: Report): Read {
  const whole = [...renderHtml(report, PARTS)].join('')
  const [, header = ''] = /<header[^>]*>([\s\S]*?)<\/header>/.exec(whole) ?? []
  const [, data = ''] = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(whole) ?? []
  const tables = JSON.parse(data) as readonly Table[]
  return { whole, header, data, tables: new Map(tables.map(table => [table.name, table])) }
}

test('its policy names the one style and the one script that it has, and lets nothing else in', async () => {
  const { whole } = read(await sampleReport())
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(whole) ?? []
  const hash = (pattern: RegExp): string =>
    createHash('sha256')
      .update(pattern.exec(whole)?.[1] ?? '')
      .digest('base64')
  expect(policy.replaceAll('&#39;', "'").split('; ')).toEqual([
    "default-src 'none'",
    `style-src 'sha256-${hash(/<style>([\s\S]*?)<\/style>/)}'`,
    `script-src 'sha256-${hash(/<script type="module">([\s\S]*?)<\/script>/)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ])
  expect(whole.indexOf('http-equiv')).toBeLessThan(whole.indexOf('<style>'))
  expect(whole.match(/ (?:style|on\w+)="/g)).toBeNull()
})

test('holds the numbers of the report', async () => {
  const report = await sampleReport()
  const { tables, header } = read(report)
  expect(header).toMatch(/<strong>fail<\/strong> <span class="rest">do not deploy<\/span>/)
  const counts = (name: string): number | undefined => tables.get(name)?.rows.length
  expect({ alerts: counts('alerts'), findings: counts('findings'), images: counts('images'), rules: counts('rules') }).toEqual({
    alerts: report.alerts.length,
    findings: 37,
    images: 2,
    rules: report.rules.loaded.length,
  })
  // As test/report/reports.ts makes them: 1 CRITICAL, 4 HIGH, 11 MEDIUM and 6 LOW; and 9 MEDIUM and 6 LOW.
  expect(tables.get('images')?.rows.map(({ cells }) => cells.slice(2))).toEqual([
    [1, 4, 11, 6, 0],
    [0, 0, 9, 6, 0],
  ])
})

test.each([
  { verdict: 'fail', look: 'fail' },
  { verdict: 'undecided', look: 'undecided' },
  { verdict: 'warn', look: 'warn' },
  { verdict: 'pass', look: 'pass' },
] as const)('$verdict looks like it', async ({ verdict, look }) => {
  const { whole } = read({ ...(await sampleReport()), verdict })
  expect(whole).toContain(`<header class="${look}">`)
})

test('a pass whose tags are not set does not look like one', async () => {
  const release = { promoted: false, images: [], notes: [], problems: ['production: not set'] }
  const { whole, header } = read({ ...(await sampleReport()), verdict: 'pass', reasons: [], release })
  expect(whole).toContain('<header class="undecided">')
  expect(header).toContain('do not deploy')
  expect(header).toContain('production: not set')
})

test('a report of nothing is a page too', () => {
  const { tables, header } = read({ ...largeReport(0), images: [], verdict: 'undecided', reasons: ['nothing was read'] })
  expect(header).toContain('nothing was read')
  expect([...tables.keys()]).toEqual(['coverage'])
})

describe.each(HOSTILE)('%j', text => {
  const { whole, header, data, tables } = read(hostileReport(text))

  test('ends no element, and is nothing that a reader would not see', () => {
    expect(whole).not.toMatch(OBEYED)
    expect(data).not.toContain('<')
    expect(whole.match(/<script/g)).toHaveLength(2)
    expect(whole.match(/<\/script/g)).toHaveLength(2)
    expect(header.match(/<(?!\/?(?:div|p|h1|span|strong|ul|li)\b)[^>]*>/g)).toBeNull()
  })

  test('leads nowhere but to https', () => {
    const addresses = [...tables.values()].flatMap(({ rows, shared = [] }) => [
      ...rows.flatMap(({ href, facts = [], events = [] }) => [href, ...facts.map(([, , to]) => to), ...events.map(event => event.href)]),
      ...shared.flat().map(([, , to]) => to),
    ])
    for (const address of addresses.filter(to => to !== undefined)) expect(address).toMatch(/^https:\/\/[\w.-]+\//)
  })
})

test('25,000 findings are all there, and what they have in common once', () => {
  const report = largeReport(25_000)
  const { whole, tables } = read(report)
  const table = tables.get('findings')
  const column = table?.columns.findIndex(({ title }) => title === 'Finding') ?? -1
  expect(new Set(table?.rows.map(({ cells }) => cells[column]))).toEqual(new Set(report.images[0]?.findings.map(({ id }) => id)))
  expect(table?.rows).toHaveLength(25_000)
  expect(Buffer.byteLength(whole)).toBeLessThan(25_000_000)
})

test('of 2,500 alerts, 2,000 are there, and it is said that there are more', async () => {
  const report = await sampleReport()
  const [alert] = report.alerts
  if (alert === undefined) throw new Error('the sample has no alert')
  const { tables } = read({ ...report, alerts: Array.from({ length: 2500 }, () => alert) })
  expect(tables.get('alerts')).toMatchObject({ left: 500, rows: { length: 2000 } })
})
