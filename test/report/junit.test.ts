// The report for test pages: readable by an independent parser, valid by the common schema, and red exactly when the gate is.

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { reachVerdict, type Verdict } from '../../src/gate/verdict.ts'
import { renderJunit } from '../../src/report/junit.ts'
import type { Report, ReportedImage } from '../../src/report/report.ts'
import { ordinaryFixes } from './fixes.ts'
import { normalize } from './readers.ts'
import { largeReport, sampleReport, twinReport } from './reports.ts'

const sample = await sampleReport()

function render(report: Report): string {
  return [...renderJunit(report)].join('')
}

/** The tests of a document in canonical form: suite, name and outcome. */
function listTests(canonical: string): readonly (readonly [suite: string, name: string, outcome: string])[] {
  return [...canonical.matchAll(/<testsuite (?:[^>]* )?name="([^"]*)"[^>]*>(.*?)<\/testsuite>/gs)].flatMap(([, suite = '', tests = '']) =>
    [...tests.matchAll(/<testcase (?:[^>]* )?name="([^"]*)"[^>]*><([\w-]+)/g)].map(
      ([, name = '', outcome = '']) => [suite, name, outcome] as const,
    ),
  )
}

function totals(xml: string): Readonly<Record<'tests' | 'failures' | 'errors', number>> {
  const [head = ''] = /<testsuites [^>]*>/.exec(xml) ?? []
  const of = (name: string): number => Number(new RegExp(`${name}="(\\d+)"`).exec(head)?.[1])
  return { tests: of('tests'), failures: of('failures'), errors: of('errors') }
}

test('is a page with a test for each image, each alert about events and each source', async () => {
  const canonical = await normalize(render(sample))
  const tests = listTests(canonical)
  expect(tests.filter(([suite]) => suite !== 'alerts')).toEqual([
    ['verdict', 'verdict', 'failure'],
    ['images', 'payments/api linux/amd64', 'failure'],
    ['images', 'payments/api linux/arm64', 'system-out'],
    ['coverage', 'findings ecr', 'system-out'],
    ['coverage', 'events eu-west-1', 'system-out'],
  ])
  const alerts = sample.alerts.filter(({ image }) => image === null)
  expect(tests.filter(([suite, , outcome]) => suite === 'alerts' && outcome === 'failure')).toHaveLength(
    alerts.filter(({ action }) => action === 'fail').length,
  )
  expect(tests.filter(([suite]) => suite === 'alerts')).toHaveLength(alerts.length)
  expect(canonical).toContain('CRITICAL findings in payments/api')
  expect(canonical).toContain('CVE-2026-100001')
})

test('gives an image the same name from build to build', () => {
  const rebuilt = sample.images.map(image => ({
    ...image,
    tags: ['1.4.3'],
    digest: `sha256:${'9'.repeat(64)}`,
    uri: image.uri.replaceAll('2', '9'),
  }))
  const names = (report: Report): readonly string[] => listTests(render(report)).map(([, name]) => name)
  expect(names({ ...sample, alerts: [], images: rebuilt })).toEqual(names({ ...sample, alerts: [] }))
})

test('tells two images of one repository apart', async () => {
  const [first] = sample.images
  if (first === undefined) throw new Error('the sample has no image')
  const other = { ...first, uri: first.uri.replace(':1.4.2', ':stable') }
  const tests = listTests(await normalize(render({ ...sample, images: [first, other] })))
  expect(tests.filter(([suite]) => suite === 'images').map(([, name]) => name)).toEqual([
    'payments/api linux/amd64',
    'payments/api linux/amd64-2',
  ])
})

test('tells images of two registries apart by their hosts, in whatever order they come', async () => {
  const twins = await twinReport()
  const names = (report: Report): readonly string[] =>
    listTests(render(report)).flatMap(([suite, name]) => (suite === 'images' ? [name] : []))
  const expected = ['eu-west-1', 'us-east-1'].map(region => `111122223333.dkr.ecr.${region}.amazonaws.com/payments/api linux/amd64`)
  expect(names(twins)).toEqual(expected)
  expect(names({ ...twins, images: [...twins.images].reverse() })).toEqual([...expected].reverse())
})

test('is red if something was not seen, and says what', async () => {
  const images = sample.images.map((image, i) => (i === 1 ? { ...image, findings: [], gaps: ['the scan is still pending'] } : image))
  const report = { ...sample, alerts: [], images, ...reachVerdict([], images as never, [], 'warn') }
  const canonical = await normalize(render(report))
  expect(report.verdict).toBe('undecided')
  expect(listTests(canonical).slice(0, 3)).toEqual([
    ['verdict', 'verdict', 'error'],
    ['images', 'payments/api linux/amd64', 'system-out'],
    ['images', 'payments/api linux/arm64', 'error'],
  ])
  expect(canonical).toContain('message="not seen: the scan is still pending"')
})

test('counts alerts beyond a thousand in one test, which fails if one of them does', async () => {
  const alert = sample.alerts.find(({ image }) => image === null)
  if (alert === undefined) throw new Error('the sample has no such alert')
  const many = Array.from({ length: 1200 }, () => ({ ...alert, action: 'fail' as const }))
  const canonical = await normalize(render({ ...sample, alerts: many }))
  expect(listTests(canonical).filter(([suite]) => suite === 'alerts')).toHaveLength(1001)
  expect(canonical).toContain('message="200 more alerts"')
  expect(totals(canonical).failures).toBe(1002)
})

test('stays small with 25,000 findings', async () => {
  const xml = render(largeReport(25_000))
  expect(Buffer.byteLength(await normalize(xml))).toBeLessThan(20_000)
  expect(xml).toContain('and 24980 more findings')
})

test('is a document even if there is nothing to report', async () => {
  const empty: Report = { ...sample, verdict: 'pass', reasons: [], alerts: [], images: [], coverage: [], activity: null }
  expect(totals(await normalize(render(empty)))).toEqual({ tests: 1, failures: 0, errors: 0 })
})

test('any text can be read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 30 }), async text => {
      await normalize(
        render({ ...sample, alerts: [], coverage: [{ ...sample.coverage[0], state: 'gap', origin: text, message: text } as never] }),
      )
    }),
    { numRuns: 20 },
  )
})

/** Reports with any combination of alerts, gaps and problems, and the verdict on that. */
const anyReport: fc.Arbitrary<Report> = fc
  .record({
    actions: fc.array(
      fc.record({ action: fc.constantFrom('fail', 'warn', 'notice'), about: fc.constantFrom('image', 'events', 'another image') }),
    ),
    gaps: fc.array(fc.array(fc.constantFrom('not done', 'no answer'), { maxLength: 1 }), { maxLength: 2 }),
    states: fc.array(fc.constantFrom('read', 'gap', 'not requested'), { maxLength: 2 }),
    untriaged: fc.constantFrom('fail', 'warn', 'ignore', 'undecided'),
    waiting: fc.boolean(),
    release: fc.constantFrom(null, [], ['the tag was not set']),
  })
  .map(({ actions, gaps, states, untriaged, waiting, release }) => {
    const images = gaps.map((gap, i) => ({
      ...sample.images[i],
      gaps: gap,
      severityCounts: waiting ? { UNTRIAGED: 1 } : {},
    })) as readonly ReportedImage[]
    const alerts = actions.map(({ action, about }) => ({
      ...sample.alerts[0],
      action,
      image: about === 'events' ? null : about === 'image' ? (images[0]?.uri ?? null) : 'elsewhere/api:1',
    })) as unknown as Report['alerts']
    const coverage = states.map(state => ({ ...sample.coverage[0], state })) as Report['coverage']
    return {
      ...sample,
      ...reachVerdict(alerts, images as never, coverage, untriaged as never),
      alerts,
      images,
      coverage,
      release: release === null ? null : { promoted: release.length === 0, images: [], notes: [], problems: release },
    }
  })

test('is red exactly when the gate is', () => {
  const seen = new Set<Verdict>()
  fc.assert(
    fc.property(anyReport, report => {
      seen.add(report.verdict)
      const xml = render(report)
      const { tests, failures, errors } = totals(xml)
      const green = ['pass', 'warn'].includes(report.verdict) && (report.release?.problems.length ?? 0) === 0
      expect(failures + errors === 0).toBe(green)
      if (report.verdict === 'fail') expect(failures).toBeGreaterThan(0)
      const listed = listTests(xml)
      expect(listed).toHaveLength(tests)
      expect(listed.filter(([, , outcome]) => outcome === 'failure')).toHaveLength(failures)
      expect(listed.filter(([, , outcome]) => outcome === 'error')).toHaveLength(errors)
    }),
    { numRuns: 300 },
  )
  expect(seen.size).toBe(4)
})

test('an image says what to do about it, with the exception to write on a line of its own', async () => {
  const [first, second] = sample.images.map(({ uri }) => uri)
  const fixes = ordinaryFixes([first ?? ''])
  const [, suite = ''] = /<testsuite name="images"([\s\S]*?)<\/testsuite>/.exec(render({ ...sample, fixes })) ?? []
  const [about = '', other = ''] = suite.split('</testcase>')
  expect(about).toContain('\nfix: axios 0.21.1 → 1.7.4 in app/package-lock.json:5 fixes 4 (1 CRITICAL, 2 HIGH, 1 MEDIUM)')
  expect(about.split('\n')).toContain(fixes.steps[0]?.unfixable[0]?.exception)
  expect([other.includes(second ?? ''), other.includes('fix: ')]).toEqual([true, false])
})
