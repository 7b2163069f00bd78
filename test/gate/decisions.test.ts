// What the table of docs/gate.md does not say of decisions: notes and gaps in words, and several decisions in one image.

import { describe, expect, test } from 'vitest'
import type { Baseline } from '../../src/gate/decisions.ts'
import { bind, openVex } from '../vex/documents.ts'
import { type FindingLike, judge, makeImage } from './judging.ts'

const NOW = '2026-12-01T12:00:00Z'
const noFix: Partial<FindingLike> = { fixAvailable: 'NO', packages: [{ name: 'openssl' }] }

describe('the age of a scan', () => {
  const told = (scannedAt: string | null, ...words: readonly string[]): readonly string[] => {
    const [image] = judge([makeImage({ findings: [{ severity: 'LOW' }], scannedAt })], words, '', NOW).images
    return [...(image?.gaps ?? []).map(gap => `gap: ${gap}`), ...(image?.notes ?? []).map(note => `note: ${note}`)]
  }
  const limit = ['--max-scan-age', '12h']
  test.each<[string, string | null, readonly string[], readonly string[]]>([
    ['29 days', '2026-11-01T12:00:01Z', [], []],
    ['30 days', '2026-11-01T12:00:00Z', [], ['note: the scan is 30 days old; max-scan-age can set a limit']],
    ['a scan without a time', null, [], []],
    ['12 hours, which are allowed', '2026-12-01T00:00:00Z', limit, []],
    [
      'a second more',
      '2026-11-30T23:59:59Z',
      limit,
      ['gap: the scan is 12 hours old, older than max-scan-age allows; scan the image again'],
    ],
    ['47 hours', '2026-11-29T13:00:00Z', limit, ['gap: the scan is 47 hours old, older than max-scan-age allows; scan the image again']],
    ['48 hours', '2026-11-29T12:00:00Z', limit, ['gap: the scan is 2 days old, older than max-scan-age allows; scan the image again']],
    ['no time', null, limit, ['gap: the scan has no usable time, so it cannot be told whether max-scan-age allows it']],
  ])('%s', (_, scannedAt, words, expected) => {
    expect(told(scannedAt, ...words)).toEqual(expected)
  })
})

describe('findings without a fix warn', () => {
  const verdict = (findings: readonly FindingLike[], text = ''): string =>
    judge([makeImage({ findings })], ['--unfixed', 'warn'], text, NOW).verdict
  const accepted = JSON.stringify({ exceptions: [{ id: 'CVE-2026-1001', reason: 'x', expires: 'never' }] })

  test.each<[string, readonly FindingLike[], string, string]>([
    ['where they would have failed', [{ severity: 'HIGH', ...noFix }], '', 'warn'],
    ['where they would have warned', [{ severity: 'MEDIUM', ...noFix }], '', 'warn'],
    ['but not where they would have passed', [{ severity: 'LOW', ...noFix }], '', 'pass'],
    [
      'nor beside an accepted finding that would have failed',
      [
        { severity: 'HIGH', id: 'CVE-2026-1001' },
        { severity: 'LOW', ...noFix },
      ],
      accepted,
      'pass',
    ],
    ['and what counts fails all the same', [{ severity: 'HIGH' }, { severity: 'HIGH', ...noFix }], '', 'fail'],
  ])('%s', (_, findings, text, expected) => {
    expect(verdict(findings, text)).toBe(expected)
  })

  // It would be told to be unused, because nothing counted that it could have taken.
  test('whatever an exception of the rule would have taken out', () => {
    const rule = { name: 'Low', id: 'low', type: 'Finding', severityOfAlerts: 1, filter: 'severity = "LOW"' }
    const exception = { rule: 'low', filter: 'id = "CVE-2026-1000"', reason: 'x', expires: 'never' }
    const text = JSON.stringify({ rules: [rule], exceptions: [exception] })
    const judged = judge([makeImage({ findings: [{ severity: 'LOW', ...noFix }] })], ['--unfixed', 'warn'], text, NOW)
    expect(judged.verdict).toBe('warn')
    expect(judged.exceptions.map(({ state }) => state)).toEqual(['unused'])
  })

  test('and not for a notice that they would have opened', () => {
    const rule = { name: 'Low', id: 'low', type: 'Finding', severityOfAlerts: 3, filter: 'severity = "LOW"' }
    expect(verdict([{ severity: 'LOW', ...noFix }], JSON.stringify({ rules: [rule] }))).toBe('pass')
  })
})

test.each(['CLOSED', 'SUPPRESSED'])('a %s finding is not accepted, whatever an exception says', status => {
  const text = JSON.stringify({ exceptions: [{ id: 'CVE-2026-1000', reason: 'x', expires: 'never' }] })
  const { images, exceptions } = judge([makeImage({ findings: [{ severity: 'HIGH', status }] })], [], text, NOW)
  expect(images[0]?.findings.map(({ decision }) => decision.kind)).toEqual([status.toLowerCase()])
  expect(exceptions.map(({ state, findings }) => [state, findings])).toEqual([['unused', 0]])
})

test('a setting that a basic scan cannot serve says so', () => {
  const image = makeImage({ findings: [{ severity: 'LOW' }], basic: true })
  const notes = (...words: readonly string[]): readonly string[] => judge([image], words, '', NOW).images.flatMap(each => each.notes)
  expect(notes('--unfixed', 'ignore')).toEqual([
    'unfixed has no effect: this basic scan does not say whether there is a fix, so all findings count',
  ])
  expect(notes('--fix-within', 'high=1d')).toEqual([expect.stringMatching(/^fix-within has no effect: this basic scan/)])
  expect(notes()).toEqual([])
})

test.each([
  ['a second before its end', '2026-11-01T12:00:01Z', { kind: 'in-time', until: '2026-12-01T12:00:01Z' }],
  ['at its end', '2026-11-01T12:00:00Z', { kind: 'counted', late: '2026-12-01T12:00:00Z' }],
])('the time to fix %s', (_, vendorCreatedAt, decision) => {
  const image = makeImage({ findings: [{ severity: 'HIGH', vendorCreatedAt }] })
  const { images } = judge([image], ['--fix-within', 'high=30d'], '', NOW)
  expect(images[0]?.findings.map(finding => finding.decision)).toEqual([decision])
})

describe('what others know', () => {
  const KNOWN = 'CVE-2026-1001'
  const baseline: Baseline = { knows: ({ id }) => id === KNOWN, firstSeenAt: ({ id }) => (id === KNOWN ? '2026-11-01T00:00:00Z' : null) }
  const vex = [bind(openVex([{ vulnerability: { name: 'CVE-2026-1002' }, status: 'fixed', justification: undefined }]))]
  const told = (findings: readonly FindingLike[], ...words: readonly string[]): readonly unknown[] => {
    const { images, verdict, reasons } = judge([makeImage({ findings })], words, '', NOW, { baseline, vex })
    return [images[0]?.findings.map(({ decision }) => decision.kind), verdict, verdict === 'warn' ? reasons : []]
  }
  const known: FindingLike = { id: KNOWN, severity: 'HIGH' }
  const NAME = 'api:v1@sha256:aaaaaaaaaaaa'
  const IS_KNOWN = `${NAME}: 1 finding is known [baseline]`

  test.each<[string, readonly FindingLike[], readonly string[], readonly string[], string, readonly string[]]>([
    ['a known finding warns', [known], [], ['known'], 'warn', [IS_KNOWN]],
    ['one that would have passed does not', [{ ...known, severity: 'LOW' }], [], ['known'], 'pass', []],
    ['a new one beside it fails', [known, { severity: 'HIGH' }], [], ['known', 'counted'], 'fail', []],
    ['one that VEX calls fixed passes', [{ id: 'CVE-2026-1002', severity: 'HIGH' }], [], ['vex'], 'pass', []],
    ['a known one is given time from its first sighting on', [known], ['--fix-within', 'high=60d'], ['in-time'], 'pass', []],
    ['and counts when that has ended', [known], ['--fix-within', 'high=7d'], ['counted'], 'fail', []],
    [
      'the earlier of publication and first sighting begins its time',
      [{ ...known, vendorCreatedAt: '2026-11-20T00:00:00Z' }],
      ['--fix-within', 'high=14d'],
      ['counted'],
      'fail',
      [],
    ],
    ['without a fix it is let through as such', [{ ...known, ...noFix }], ['--unfixed', 'ignore'], ['unfixed'], 'pass', []],
    [
      'several that only together would have failed are all told',
      [{ ...known, ...noFix, id: 'CVE-2026-1003' }, known],
      ['--unfixed', 'warn', '--max-findings', 'high=1'],
      ['unfixed', 'known'],
      'warn',
      [`${NAME}: 1 finding has no fix [unfixed]`, IS_KNOWN],
    ],
  ])('%s', (_, findings, words, kinds, verdict, reasons) => {
    expect(told(findings, ...words)).toEqual([kinds, verdict, reasons])
  })

  test('what ends the warning of known findings is told as the second step', () => {
    const packages = [{ name: 'curl', version: '7.88.1', fixedInVersion: '7.88.2', packageManager: 'OS' }]
    const { fixes } = judge([makeImage({ findings: [{ ...known, packages }] })], [], '', NOW, { baseline })
    expect(fixes?.steps.map(({ from, verdict, changes }) => [from, verdict, changes.map(({ fixes: ids }) => ids)])).toEqual([
      ['warn', 'pass', [[KNOWN]]],
    ])
  })
})
