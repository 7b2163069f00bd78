// Every format shows what the live state and recorded calls say of each other, and alerts without anything of that are as they were.

import { expect, test } from 'vitest'
import { plain } from '../../src/report/paint.ts'
import { renderReport } from '../../src/report/render.ts'
import type { Report } from '../../src/report/report.ts'
import { renderShownAlert } from '../../src/report/show.ts'
import { FORMATS, type Format } from '../../src/settings/choices.ts'
import { PAGE } from './readers.ts'
import { sampleReport } from './reports.ts'

const SAID = 'session still open as of 2026-11-23T12:00:05Z'

const render = async (format: Format, report: Report): Promise<string> =>
  [...(await renderReport(format, report, { page: async () => PAGE, paint: plain }))].join('')

test('show prints it with the event, on one line', () => {
  const events = [{ id: 'e-1', live: [SAID, 'a\nb\u001b[2J'] }]
  const lines = renderShownAlert({ title: 'x', ruleId: 'r', count: 1, events }, 1, { paint: plain, width: undefined })
  expect(lines).toContain(`    ${SAID}`)
  expect(lines).toContain('    a\\u{a}b\\u{1b}[2J')
})

test.each(FORMATS.filter(format => format !== 'csv'))('%s shows it', async format => {
  const sample = await sampleReport()
  // A notice is only a line.
  const grave = sample.alerts.map(alert => (alert.ruleId === 'ssm-start-session' ? { ...alert, action: 'fail' as const } : alert))
  const report = { ...sample, alerts: grave }
  const first = grave.find(({ ruleId }) => ruleId === 'ssm-start-session')
  const alerts = report.alerts.map(alert =>
    alert === first ? { ...alert, events: alert.events.map(event => ({ ...event, live: [SAID] })) } : alert,
  )
  expect(await render(format, report)).not.toContain('session still open')
  expect((await render(format, { ...report, alerts })).replaceAll('\u200b', '')).toContain('session still open as of')
})
