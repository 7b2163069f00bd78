// A warning about rules or settings is told by every format: what a user took away from the gate must not be seen in one place only.

import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostic.ts'
import { listAnnotations } from '../../src/report/annotation.ts'
import { renderCsv } from '../../src/report/csv.ts'
import { renderHtml } from '../../src/report/html/document.ts'
import { renderJson } from '../../src/report/json.ts'
import { renderJunit } from '../../src/report/junit.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import type { Report } from '../../src/report/report.ts'
import { renderSarif } from '../../src/report/sarif.ts'
import { renderText } from '../../src/report/text.ts'
import { FILE, sampleReport } from './reports.ts'

const MESSAGE = 'rule critical no longer fails the deployment: it is not enabled'
const warning: Diagnostic = { level: 'warning', kind: 'weakened-rule', message: MESSAGE, at: { file: 'tuning.yml', line: 3, column: 5 } }

async function reportWith(diagnostics: readonly Diagnostic[]): Promise<Report> {
  return { ...(await sampleReport()), diagnostics }
}

const FORMATS: Readonly<Record<string, (report: Report) => string>> = {
  text: report => renderText(report, FILE),
  markdown: report => renderMarkdown(report),
  'markdown of a small place': report => renderMarkdown(report, 4000),
  json: report => [...renderJson(report)].join(''),
  html: report => [...renderHtml(report, { style: { text: '', sha256: '' }, script: { text: '', sha256: '' } })].join(''),
  junit: report => [...renderJunit(report)].join(''),
  csv: report => [...renderCsv(report)].join(''),
  sarif: report => [...renderSarif(report)].join(''),
  annotations: report =>
    listAnnotations(report)
      .map(({ level, message, at }) => `${level} ${at?.file}:${at?.line} ${message}`)
      .join('\n'),
}

describe.each(Object.entries(FORMATS))('%s', (_, render) => {
  test('names what was taken away, and the file', async () => {
    const shown = render(await reportWith([warning]))
    expect(shown).toContain(MESSAGE)
    expect(shown).toContain('tuning.yml')
    expect(render(await reportWith([]))).not.toContain(MESSAGE)
  })
})

test.each([
  ['text', 'warning: tuning.yml:3:5: '],
  ['markdown', '- **warning:** `tuning.yml:3:5`: '],
  ['csv', 'warning,warn,'],
])('%s marks it as a warning', async (format, mark) => {
  expect(FORMATS[format]?.(await reportWith([warning]))).toContain(mark)
})

test.each(['text', 'markdown', 'html'])('%s shows the first of a thousand warnings, and how many more there are', async format => {
  const many = Array.from(
    { length: 1000 },
    (_, i): Diagnostic => ({ level: 'warning', kind: 'foreign-rule', message: `skipped no. ${i}.` }),
  )
  const shown = FORMATS[format]?.(await reportWith(many)) ?? ''
  expect(shown).toContain('skipped no. 0.')
  expect(shown).not.toContain('skipped no. 999.')
  expect(shown).toMatch(/and \d+ more/)
})

test('rules that are not enabled are named, the first of many', async () => {
  const rule = (id: string, enabled: boolean) => ({ id, name: id, type: 'CloudTrail', action: 'fail' as const, enabled, file: 'own.yml' })
  const report = await sampleReport()
  const off = Array.from({ length: 12 }, (_, i) => rule(`off-${i}`, false))
  const shown = (loaded: Report['rules']['loaded']): string => renderText({ ...report, rules: { ...report.rules, loaded } }, FILE)
  expect(shown([rule('on', true), ...off.slice(0, 2)])).toContain('1 rule; 2 not enabled (off-0, off-1)')
  expect(shown(off)).toContain('off-9 and 2 more)')
  expect(shown([rule('on', true)])).not.toContain('not enabled')
})
