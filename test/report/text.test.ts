// The report for a terminal.

import { expect, test } from 'vitest'
import { type Report, withProblems } from '../../src/report/report.ts'
import { renderText } from '../../src/report/text.ts'
import { largeReport } from './reports.ts'

/** The report with every colour spelled out. */
const shown = (report: Report): readonly string[] => renderText(report, (tone, text) => `<${tone}>${text}</>`).split('\n')

test.each([
  ['fail', 'red'],
  ['undecided', 'red'],
  ['warn', 'yellow'],
  ['pass', 'green'],
] as const)('%s is %s', (verdict, tone) => {
  expect(shown({ ...largeReport(0), verdict })[0]).toContain(`<${tone}>${verdict}`)
})

test('requested actions that were not done come first, however many reasons there are', () => {
  const release = { promoted: false, images: [], notes: [], problems: ['production: not set'] }
  const reasons = Array.from({ length: 100 }, (_, i) => `reason ${i}`)
  const [headline, first] = shown(withProblems({ ...largeReport(0), verdict: 'pass', reasons, release }, release.problems))
  expect(headline).toContain('<red>undecided: do not deploy, something that was asked for was not done')
  expect(first).toBe('  - production: not set')
})

test('images with the same name are told apart by their registries', () => {
  const [image] = largeReport(1).images
  if (image === undefined) throw new Error('the report has no image')
  const uri = image.uri.replace(/^[^/]*/, '444455556666.dkr.ecr.us-east-1.amazonaws.com')
  const titles = shown({ ...largeReport(1), images: [image, { ...image, uri }] }).filter(line => line.startsWith('<bold>Image'))
  expect(new Set(titles).size).toBe(2)
})
