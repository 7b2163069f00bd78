// The annotation of the run: a person who reads nothing else knows what to do, and where to read on.

import { describe, expect, test } from 'vitest'
import { emptyReport, type Report } from '../../src/report/report.ts'
import { tellVerdict } from '../../src/report/verdict.ts'
import { ordinaryFixes } from './fixes.ts'
import { OBEYED } from './gfm.ts'
import { HOSTILE, hostileReport, largeReport, sampleReport } from './reports.ts'

const REST = 'The summary of this run has all of it.'
const tell = (report: Report, most = 4000): readonly string[] => tellVerdict(report, REST, most).split('\n')
const sample = await sampleReport()
const LAST = [REST, 'docs/blocked.md of ECR Gate says what to do when the gate blocks.']

test('with fixes it says what to do, then why, and where the rest is', () => {
  const fixes = ordinaryFixes(sample.images.map(({ uri }) => uri))
  expect(tell({ ...sample, fixes })).toEqual([
    'fail: do not deploy',
    '2 changes and 1 exception let the deployment through, with a warning:',
    '- axios 0.21.1 → 1.7.4 in app/package-lock.json:5 fixes 4 (1 CRITICAL, 2 HIGH, 1 MEDIUM)',
    '- update the packages of the base image in Dockerfile:7, which fixes 3 (2 HIGH, 1 LOW): openssl, libssl3 3.0.11-1~deb12u2 → 3.0.15-1~deb12u1, zlib1g 1:1.2.13.dfsg-1 → 1:1.2.13.dfsg-2',
    '- CVE-2026-0009 in libxml2 has no fix',
    'Why:',
    ...sample.reasons.map(reason => `- ${reason}`),
    ...LAST,
  ])
})

test('without, it names the first packages that block, each with its fix', () => {
  expect(tell(sample)).toEqual([
    'fail: do not deploy',
    ...sample.reasons.map(reason => `- ${reason}`),
    'What blocks:',
    '- libxml2 3.0.11-1~deb12u2 (1 CRITICAL, 1 MEDIUM): fixed in 3.0.15-1~deb12u1',
    '- glibc 3.0.11-1~deb12u2 (1 HIGH, 1 MEDIUM): fixed in 3.0.15-1~deb12u1',
    '- curl 3.0.11-1~deb12u2 (1 HIGH, 1 MEDIUM): no version is known that fixes it',
    '- zlib 3.0.11-1~deb12u2 (1 HIGH, 1 MEDIUM): fixed in 3.0.15-1~deb12u1',
    '- expat 3.0.11-1~deb12u2 (1 HIGH, 1 LOW): fixed in 3.0.15-1~deb12u1',
    ...LAST,
  ])
})

test('wrong inputs are told with what was meant', () => {
  const problem = { level: 'error', kind: 'usage', message: 'fail-on cannot be "hihg"', help: 'did you mean "high"?' } as const
  expect(tell(emptyReport([problem], ''))).toEqual([
    'undecided: do not deploy, nothing was judged: the settings or the rules are wrong',
    '- fail-on cannot be "hihg"; did you mean "high"?',
    ...LAST,
  ])
})

test('a pass has nothing to read on', () => {
  expect(tell({ ...sample, verdict: 'pass', alerts: [], reasons: ['payments/api: 0 findings'] })).toEqual([
    'pass: deployment is allowed',
    '- payments/api: 0 findings',
  ])
})

describe('it is short, and its end is never cut', () => {
  test.each([
    ['many reasons', { ...sample, reasons: Array.from({ length: 5000 }, () => 'x'.repeat(900)) }],
    [
      'many findings',
      { ...largeReport(25_000), alerts: sample.alerts.map(alert => ({ ...alert, image: largeReport(25_000).images[0]?.uri ?? '' })) },
    ],
  ])('%s', (_, report) => {
    const lines = tell({ ...report, verdict: 'fail' })
    expect(lines.join('\n').length).toBeLessThanOrEqual(4000)
    expect(lines.slice(-2)).toEqual(LAST)
    expect(lines.join('\n')).toMatch(/and \d+ more|…/)
  })
})

test.each(HOSTILE)('%j begins no line, and nothing in it is obeyed', text => {
  const hostile = hostileReport(text)
  for (const report of [hostile, { ...hostile, fixes: null }]) {
    const lines = tell(report)
    expect(lines.filter(line => !/^(?:- |fail: |\d+ changes? |What blocks:|Why:|The summary|docs\/)/.test(line))).toEqual([])
    expect(lines.join('\n')).not.toMatch(OBEYED)
  }
})
