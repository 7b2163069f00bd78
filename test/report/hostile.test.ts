// Names in images, findings, rules and events may be hostile. No format may obey them.

import { describe, expect, test } from 'vitest'
import { renderJson } from '../../src/report/json.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { plain } from '../../src/report/paint.ts'
import type { Report } from '../../src/report/report.ts'
import { renderText } from '../../src/report/text.ts'
import { expectInert, linksOf, OBEYED } from './gfm.ts'
import { HOSTILE, hostileReport } from './reports.ts'

describe.each(HOSTILE)('%j', text => {
  const report = hostileReport(text)

  test('is spelled out for a terminal, on its own line', () => {
    const shown = renderText(report, plain)
    expect(shown).not.toMatch(OBEYED)
    // Each line begins as the format writes it.
    for (const line of shown.split('\n')) expect(line).toMatch(/^(?:$|fail: |Image |Alerts |Release$|Coverage$| {2})/)
  })

  test('is only in code spans in Markdown, and every row keeps its cells', () => {
    for (const limit of [Number.POSITIVE_INFINITY, 20_000, 6000, 2000]) {
      const shown = renderMarkdown(report, limit)
      expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(limit)
      expectInert(shown, [4, 5, 6, 7])
      for (const link of linksOf(shown)) expect(link).toMatch(/^https:\/\//)
    }
  })

  test('is unchanged in JSON', () => {
    const shown = [...renderJson(report)].join('')
    expect(shown).not.toMatch(OBEYED)
    const parsed = JSON.parse(shown) as Report
    expect(parsed).toEqual(JSON.parse(JSON.stringify(report)))
    expect(parsed.rules.loaded[0]?.name).toBe(text)
  })
})
