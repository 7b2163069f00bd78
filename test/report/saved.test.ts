// The version of a saved report: what this release reads, and what it must not guess at.

import { expect, test } from 'vitest'
import { REPORT_VERSION, readReportVersion, saveReport } from '../../src/report/saved.ts'
import { largeReport } from './reports.ts'

const report = largeReport(1)

test('a saved report is the report, with its version before everything else', () => {
  const saved = saveReport(report)
  expect(saved).toEqual({ ...report, reportVersion: REPORT_VERSION })
  expect(Object.keys(saved)[0]).toBe('reportVersion')
})

test.each<[string, unknown, number | undefined]>([
  ['a report of this release', saveReport(report), REPORT_VERSION],
  ['a report of the time before there was a version', report, 1],
  ['a later version', { ...report, reportVersion: 2 }, 2],
  ['a later version, whatever it holds', { reportVersion: 3 }, 3],
  ['a version that is text', { ...report, reportVersion: '1' }, undefined],
  ['a version that is no whole number', { ...report, reportVersion: 1.5 }, undefined],
  ['a version that never was', { ...report, reportVersion: 0 }, undefined],
  ['no alerts', { verdict: 'pass' }, undefined],
  ['no verdict', { alerts: [] }, undefined],
  ['a version that is inherited', Object.assign(Object.create({ reportVersion: 2 }), { verdict: 'pass', alerts: [] }), 1],
  ['no object', 'report', undefined],
  ['null', null, undefined],
])('%s', (_, value, version) => {
  expect(readReportVersion(value)).toBe(version)
})
