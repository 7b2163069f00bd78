// The HTML report as text. test/services/html.service.ts tests it in a browser.

import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { gap as gapOf, notRequested, read as seen } from '../../src/gate/coverage.ts'
import { reachVerdict } from '../../src/gate/verdict.ts'
import { renderHtml } from '../../src/report/html/document.ts'
import type { Table } from '../../src/report/html/table.ts'
import { type Report, type ReportedImage, withProblems } from '../../src/report/report.ts'
import { PAGE, type ReadPage, readPage } from './readers.ts'
import { decidedReport, largeReport, sampleReport, twinReport } from './reports.ts'

function read(report: Report): ReadPage {
  return readPage([...renderHtml(report, PAGE)].join(''))
}

/** The markup of a section. */
function sectionOf(whole: string, name: string): string {
  return new RegExp(`<section id="${name}"[\\s\\S]*?</section>`).exec(whole)?.[0] ?? ''
}

test('its policy allows its only style and its only script, and nothing else', async () => {
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

test('contains the numbers of the report', async () => {
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
  // The findings of test/report/reports.ts: 1 CRITICAL, 4 HIGH, 11 MEDIUM and 6 LOW; and 9 MEDIUM and 6 LOW.
  expect(tables.get('images')?.rows.map(({ cells }) => cells.slice(3))).toEqual([
    [1, 4, 11, 6, 0],
    [0, 0, 9, 6, 0],
  ])
})

describe('images are named', () => {
  const texts = (table: Table | undefined, title: string): readonly unknown[] => {
    const at = table?.columns.findIndex(column => column.title === title) ?? -1
    const { choices } = table?.columns[at] ?? {}
    return [...new Set(table?.rows.map(({ cells }) => choices?.[Number(cells[at])] ?? cells[at]))]
  }

  test('by their platforms within one index', async () => {
    expect(texts(read(await sampleReport()).tables.get('findings'), 'Image')).toEqual(['linux/amd64', 'linux/arm64'])
  })

  test.each([
    ['the scanner chose the words', { indexDigest: null }],
    ['they are of two indexes', { indexDigest: `sha256:${'8'.repeat(64)}` }],
  ])('by more than their platforms if %s', async (_, change) => {
    const { images, ...report } = await sampleReport()
    const [first, second] = images.map((image, i) => ({
      ...image,
      ...(i === 0 ? change : { indexDigest: change.indexDigest && image.indexDigest }),
    }))
    if (first === undefined || second === undefined) throw new Error('the sample has two images')
    const other = { ...second, repositoryName: 'web', uri: second.uri.replace('payments/api', 'web') }
    const names = texts(read({ ...report, images: [first, other] }).tables.get('findings'), 'Image')
    expect(names.map(name => String(name).split(':')[0]).sort()).toEqual(['payments/api', 'web'])
  })

  test('by their registries in every table, if nothing else tells them apart', async () => {
    const { tables } = read(await twinReport())
    const hosts = ['eu-west-1', 'us-east-1'].map(
      region => `111122223333.dkr.ecr.${region}.amazonaws.com/payments/api:1.4.2@sha256:222222222222 linux/amd64`,
    )
    expect(texts(tables.get('images'), 'Image')).toEqual(hosts)
    expect(texts(tables.get('findings'), 'Image')).toEqual(hosts)
    expect(texts(tables.get('alerts'), 'About')).toEqual(hosts)
  })

  test('in the same way in the reasons, the tables and the chart', async () => {
    const twins = await twinReport()
    const { reasons } = reachVerdict(twins.alerts, twins.images as never, [], 'warn')
    const { whole, tables } = read({ ...twins, reasons })
    const names = texts(tables.get('images'), 'Image').map(String)
    expect(new Set(reasons.map(reason => names.findIndex(name => reason.includes(` in ${name}: `))))).toEqual(new Set([0, 1]))
    // A label has two lines, and each is a text element of its own.
    const drawn = [...(/<svg[\s\S]*?<\/svg>/.exec(whole)?.[0] ?? '').matchAll(/<text[^>]*>([^<]*)/g)].map(([, text]) => text)
    expect(drawn).toEqual(expect.arrayContaining(names.flatMap(name => name.split(/(?<=\.com\/)/))))
  })
})

describe('what was not read', () => {
  const number = ({ whole }: ReadPage): string | undefined =>
    />Findings<\/span> <span class="value">(.*?)<\/span>(?:<\/a>)?<\/li>/.exec(whole)?.[1]
  const gap = gapOf({ source: 'findings', origin: 'api', message: 'api: no answer' })

  test('has no number', async () => {
    const report = await sampleReport()
    const images = report.images.map((image, i) => (i === 1 ? { ...image, findings: [], severityCounts: {}, gaps: ['no scan'] } : image))
    const shown = read({ ...report, images })
    expect(shown.tables.get('images')?.rows.map(({ cells }) => cells.slice(3))).toEqual([
      [1, 4, 11, 6, 0],
      [null, null, null, null, null],
    ])
    expect(shown.whole).toContain('and 1 more in the table')
  })

  test.each<[string, Partial<ReportedImage>[], Report['coverage'], string]>([
    ['an image without a result', [{ gaps: ['no scan'] }], [], 'not known'],
    ['one of two', [{}, { gaps: ['no scan'] }], [], 'not known'],
    ['no image at all', [], [gap], 'not known'],
    ['a source that was not read', [{}], [gap], 'not known'],
    ['nobody asked', [], [notRequested('findings')], 'not requested'],
    ['all was read', [{}], [seen(gap)], 'none'],
  ])('%s: the number says so', async (_, changes, coverage, said) => {
    const report = await sampleReport()
    const images = changes.flatMap((change, i) =>
      report.images.slice(i, i + 1).map(image => ({ ...image, findings: [], severityCounts: {}, openSeverityCounts: {}, ...change })),
    )
    expect(number(read({ ...report, images, alerts: [], coverage }))).toBe(said)
  })

  test.each<[string, readonly string[], string]>([
    ['with a gap, nobody knows whether another one counts', ['no scan'], 'not known'],
    ['without one, none counts', [], 'none'],
  ])('an image whose finding was let through: %s', (_, gaps, said) => {
    const report = decidedReport([[{ severity: 'HIGH', decision: { kind: 'unfixed' } }]])
    const images = report.images.map(image => ({ ...image, gaps }))
    expect(number(read({ ...report, images }))).toBe(`${said} <span class="quiet">of 1 open</span>`)
  })
})

test('the ids below the events of an alert are those of events that are not shown, in whatever order they came', async () => {
  const report = await sampleReport()
  const alert = report.alerts.find(({ image, events }) => image === null && events.length === 1)
  const [shown] = alert?.events ?? []
  if (alert === undefined || shown === undefined) throw new Error('the sample has no such alert')
  const { tables } = read({ ...report, alerts: [{ ...alert, count: 3, eventIds: ['before', shown.id ?? '', 'after'] }] })
  expect(tables.get('alerts')?.rows[0]?.events?.at(-1)).toMatchObject({ title: 'and 2 more', facts: [['ids', 'before, after']] })
})

test.each([
  { verdict: 'fail', look: 'fail' },
  { verdict: 'undecided', look: 'undecided' },
  { verdict: 'warn', look: 'warn' },
  { verdict: 'pass', look: 'pass' },
] as const)('$verdict looks like $look', async ({ verdict, look }) => {
  const { whole } = read({ ...(await sampleReport()), verdict })
  expect(whole).toContain(`<header class="${look}">`)
})

test('a pass whose tags are not set does not look like one', async () => {
  const release = { promoted: false, images: [], notes: [], problems: ['production: not set'] }
  const { whole, header } = read(withProblems({ ...(await sampleReport()), verdict: 'pass', reasons: [], release }, release.problems))
  expect(whole).toContain('<header class="undecided">')
  expect(header).toContain('do not deploy')
  expect(sectionOf(whole, 'reasons')).toContain('<li>production: not set</li>')
})

test('without scripts, it still says how many of each there are', async () => {
  const report = await sampleReport()
  const [alert] = report.alerts
  if (alert === undefined) throw new Error('the sample has no alert')
  const places = (of: Report): ReadonlyMap<string, string> => {
    const found = read(of).whole.matchAll(/<section id="(\w+)"(?:(?!<\/section>)[\s\S])*?<div class="table">(.*?)<\/div>/g)
    return new Map([...found].map(([, section = '', place = '']) => [section, place.replace(/<[^>]*>/g, '')]))
  }
  expect([...places(report)].map(([section, text]) => [section, Number.parseInt(text, 10)])).toEqual([
    ['findings', 37],
    ['images', 2],
    ['alerts', report.alerts.length],
    ['activity', report.activity?.rows.length],
    ['coverage', report.coverage.length],
    ['rules', report.rules.loaded.length],
  ])
  expect(places({ ...report, alerts: [alert] }).get('alerts')).toMatch(/^1 alert: /)
  expect(places({ ...report, alerts: new Array(2500).fill(alert) }).get('alerts')).toMatch(/^2500 alerts: /)
})

test.each(['constructor', '__proto__', 'toString', 'IMPORTANT'])(
  'the unknown severity %s has the colour of a minor one',
  async severity => {
    const report = await sampleReport()
    const images = report.images.map(image => ({ ...image, findings: image.findings.map(finding => ({ ...finding, severity })) }))
    expect(read({ ...report, images }).tables.get('findings')?.columns[0]).toMatchObject({ choices: [severity], tones: ['other'] })
  },
)

test('a finding has the line that declares its package, besides the version that fixes it', async () => {
  const report = await sampleReport()
  const at = { file: 'app/package-lock.json', line: 7 }
  const images = report.images.map(image => ({ ...image, findings: image.findings.map(finding => ({ ...finding, at })) }))
  const table = read({ ...report, images }).tables.get('findings')
  expect(table?.columns.map(({ title }) => title)).toContain('Fixed in')
  expect(table?.rows[0]?.facts).toContainEqual(['declared in', 'app/package-lock.json:7'])
})

test('an empty report is a page too', () => {
  const { tables, whole } = read({ ...largeReport(0), images: [], verdict: 'undecided', reasons: ['nothing was read'] })
  expect(sectionOf(whole, 'reasons')).toContain('nothing was read')
  expect([...tables.keys()]).toEqual(['coverage'])
})

test('25,000 findings are all there, and what they have in common is there once', () => {
  const report = largeReport(25_000)
  const { whole, tables } = read(report)
  const table = tables.get('findings')
  const column = table?.columns.findIndex(({ title }) => title === 'Finding') ?? -1
  expect(new Set(table?.rows.map(({ cells }) => cells[column]))).toEqual(new Set(report.images[0]?.findings.map(({ id }) => id)))
  expect(table?.rows).toHaveLength(25_000)
  expect(Buffer.byteLength(whole)).toBeLessThan(25_000_000)
})

test('of 2,500 alerts, 2,000 are there, with the number of the others', async () => {
  const report = await sampleReport()
  const [alert] = report.alerts
  if (alert === undefined) throw new Error('the sample has no alert')
  // Alerts that are not shown must not be read: half a million would use up the memory of a runner.
  const alerts = Array.from({ length: 2500 }, (_, i) => {
    if (i < 2000) return alert
    return new Proxy(alert, { get: (_, name) => (name === 'action' ? alert.action : expect.unreachable(`${String(name)} was asked`)) })
  })
  const { tables } = read({ ...report, alerts })
  expect(tables.get('alerts')).toMatchObject({ left: 500, rows: { length: 2000 } })
})
