// The report as a value: if a requested action was not done, it is never a pass.

import { expect, test } from 'vitest'
import { withProblems } from '../../src/report/report.ts'
import { largeReport } from './reports.ts'

const report = { ...largeReport(0), reasons: ['HIGH findings: 2'] }

test.each([
  ['pass', 'undecided'],
  ['warn', 'undecided'],
  ['undecided', 'undecided'],
  ['fail', 'fail'],
] as const)('%s becomes %s if something was not done, and that is the first reason', (verdict, expected) => {
  const { verdict: found, reasons } = withProblems({ ...report, verdict }, ['production: not set'])
  expect([found, reasons]).toEqual([expected, ['production: not set', 'HIGH findings: 2']])
})

test('without a problem it stays as it is', () => {
  expect(withProblems(report, [])).toBe(report)
})
