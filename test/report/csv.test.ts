// The table for spreadsheets, read back by an independent parser.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderCsv } from '../../src/report/csv.ts'
import type { Report } from '../../src/report/report.ts'
import { type Row, readRows } from './readers.ts'
import { largeReport, sampleReport } from './reports.ts'

function read(report: Report): readonly Row[] {
  return readRows([...renderCsv(report)].join(''))
}

const sample = await sampleReport()
const [image] = sample.images
const [finding] = image?.findings ?? []
if (image === undefined || finding === undefined) throw new Error('the sample has no finding')

/** A report of one finding, changed. */
function reportOf(changes: Partial<typeof finding>): Report {
  return { ...sample, alerts: [], images: [{ ...image, findings: [{ ...finding, ...changes }] } as (typeof sample.images)[number]] }
}

function findingsOf(report: Report): readonly Row[] {
  return read(report).filter(({ kind }) => kind === 'finding')
}

test('has the verdict first, then alerts, then every finding', () => {
  const rows = read(sample)
  expect(rows[0]).toMatchObject({ kind: 'verdict', outcome: 'fail', title: 'fail: do not deploy' })
  const kinds = rows.map(({ kind }) => kind)
  expect(kinds).toEqual([...new Set(kinds)].flatMap(kind => kinds.filter(each => each === kind)))
  expect(kinds.filter(kind => kind === 'alert')).toHaveLength(sample.alerts.length)
  expect(kinds.filter(kind => kind === 'finding')).toHaveLength(22 + 15)
  expect(findingsOf(sample)[0]).toMatchObject({
    image: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2@sha256:${'2'.repeat(64)}`,
    platform: 'linux/amd64',
    digest: `sha256:${'2'.repeat(64)}`,
    severity: 'CRITICAL',
    state: 'open',
    id: 'CVE-2026-100001',
    package: 'libxml2',
    version: '3.0.11-1~deb12u2',
    fixed_in: '0:3.0.15-1~deb12u1',
    manager: 'OS',
    score: '9.8',
    exploit_available: 'YES',
    link: 'https://security-tracker.debian.org/tracker/CVE-2026-100001',
  })
})

test('has every one of 25,000 findings', () => {
  const report = largeReport(25_000)
  expect(new Set(findingsOf(report).map(({ id }) => id)).size).toBe(25_000)
})

test('has a row for each package of a finding, and one where there is none', () => {
  const [first] = finding.packages
  if (first === undefined) throw new Error('the finding has no package')
  const packages = [first, { ...first, name: 'second', path: 'usr/lib/second.jar' }]
  expect(findingsOf(reportOf({ packages })).map(({ package: name, path }) => [name, path])).toEqual([
    ['libxml2', ''],
    ['second', 'usr/lib/second.jar'],
  ])
  expect(findingsOf(reportOf({ packages: [], package: null }))).toMatchObject([{ id: finding.id, package: '' }])
})

test('has closed and suppressed findings, with their state', () => {
  for (const state of ['closed', 'suppressed'] as const) expect(findingsOf(reportOf({ state }))).toMatchObject([{ state }])
})

test('shows what was not seen and what was not done', () => {
  const gap = { ...sample.coverage[0], state: 'gap', message: 'no answer in time' } as Report['coverage'][number]
  const rows = read({
    ...sample,
    verdict: 'undecided',
    alerts: [],
    images: [{ ...image, findings: [], gaps: ['the scan is not done'] } as (typeof sample.images)[number]],
    coverage: [gap],
    diagnostics: [{ level: 'error', kind: 'rule-syntax', message: 'no filter', at: { file: 'r.yml', line: 3, column: 2 } }],
    release: { promoted: false, images: [], notes: [], problems: ['the tag was not set'] },
  })
  expect(rows.map(({ kind, outcome, title, path }) => [kind, outcome, title, path])).toEqual([
    ['verdict', 'undecided', 'undecided: do not deploy, something that was asked for was not done', ''],
    ['problem', 'undecided', 'the tag was not set', ''],
    ['problem', 'undecided', 'no filter', 'r.yml:3:2'],
    ['gap', 'undecided', 'no answer in time', ''],
    ['gap', 'undecided', 'the scan is not done', ''],
  ])
})

describe.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(1)', "'@SUM(1)"],
  ['@scope/package', "'@scope/package"],
  ['\t=1', '\\u{9}=1'],
  ['\r=1', '\\u{d}=1'],
  [' =1', "' =1"],
  ['"=1"', '\'"=1"'],
  ['＝1+1', "'＝1+1"],
  ['a;=1+1', "a;'=1+1"],
  ['a,"b"', 'a,"b"'],
  ['a-b=c', 'a-b=c'],
])('the text %j', (text, cell) => {
  test(`is ${JSON.stringify(cell)} to a spreadsheet`, () => {
    expect(findingsOf(reportOf({ title: text }))).toMatchObject([{ title: cell }])
  })
})

test('numbers stay numbers', () => {
  expect(findingsOf(reportOf({ score: -0.00042 }))).toMatchObject([{ score: '-0.00042' }])
})

test('keeps plain text as it is, and has no cell that a spreadsheet would obey', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), text => {
      const [row] = findingsOf(reportOf({ title: text }))
      const title = row?.['title'] ?? ''
      expect(title).not.toMatch(/^[\s"]*[=+\-@＝＋－＠\t\r\n]/)
      if (/^[\w .,"'-]*$/.test(text) && !/^[\s"]*-/.test(text)) expect(title).toBe(text)
    }),
  )
})
