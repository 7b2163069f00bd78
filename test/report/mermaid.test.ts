// What the charts contain, and that their colours are readable. How they look is up to the program that draws them.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Activity } from '../../src/gate/activity.ts'
import { SEVERITIES } from '../../src/image/finding.ts'
import { chartActivity, chartSeverities } from '../../src/report/mermaid.ts'
import { sampleReport } from './reports.ts'

interface Settings {
  readonly theme?: string
  readonly themeVariables: Readonly<Record<string, string>>
}

function settingsOf(chart: readonly string[]): Settings {
  const [, settings = ''] = /^%%\{init: (.*)\}%%$/m.exec(chart.join('\n')) ?? []
  return JSON.parse(settings)
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

test('the parts of a pie can be told apart and their numbers can be read, on a light and on a dark page', async () => {
  const [image] = (await sampleReport()).images
  if (image === undefined) throw new Error('the sample has no image')
  const [finding] = image.findings
  if (finding === undefined) throw new Error('the image has no finding')
  const chart = chartSeverities({
    ...image,
    findings: [{ ...finding, decision: { kind: 'unfixed' } }],
    severityCounts: Object.fromEntries(SEVERITIES.map((severity, i) => [severity, i + 1])),
  })
  expect(chart).toContain('  "let through" : 1')
  const { theme, themeVariables } = settingsOf(chart)
  const parts = [...SEVERITIES, 'let through'].map((_, i) => themeVariables[`pie${i + 1}`] ?? '')
  expect(new Set(parts).size).toBe(SEVERITIES.length + 1)
  expect(themeVariables).toMatchObject({ pieSectionTextColor: '#000' })
  for (const part of parts) {
    expect(contrast(part, '#000000')).toBeGreaterThanOrEqual(4.5)
    // GitHub's dark page. On the light page, a black line separates the parts.
    expect(contrast(part, '#0d1117')).toBeGreaterThanOrEqual(3)
  }
  // Title and legend are drawn on the page itself, so their colours must be those of the theme that GitHub chooses.
  expect(theme).toBeUndefined()
  expect(Object.keys(themeVariables).filter(name => /Title|Legend/.test(name))).toEqual([])
})

const MINUTE = 60
const activities: fc.Arbitrary<Activity> = fc
  .record({
    bucketSeconds: fc.constantFrom(1, 5, 15, 60, 180, 720, 1440, 2880).map(minutes => minutes * MINUTE),
    // Buckets begin at multiples of their width since 1970.
    first: fc.integer({ min: 0, max: 50_000 }),
    events: fc.array(fc.nat(1000), { minLength: 1, maxLength: 120 }),
  })
  .map(({ bucketSeconds, first, events }) => {
    const start = Date.parse('2024-01-01T00:00:00Z') / 1000
    const from = (Math.floor(start / bucketSeconds) + first) * bucketSeconds
    const toText = (seconds: number): string => new Date(seconds * 1000).toISOString()
    return {
      from: toText(from),
      to: toText(from + events.length * bucketSeconds),
      bucketSeconds,
      rows: [
        { user: 'ops', accountId: null, eventName: 'SendCommand', events: 0, errors: 0, buckets: events.map((n, i) => [i, n] as const) },
      ],
      others: 0,
    }
  })

// Mermaid draws bars with the same name in one place, where only the longest is visible.
test('every event counts in a bar, every bar has a unique name, and the axis says how long the longest is', () => {
  fc.assert(
    fc.property(activities, activity => {
      const chart = chartActivity(activity).join('\n')
      const [, names = ''] = /x-axis (.*)/.exec(chart) ?? []
      const [, bars = ''] = /bar (.*)/.exec(chart) ?? []
      const [heights, labels] = [JSON.parse(bars) as number[], JSON.parse(names) as string[]]
      const events = activity.rows.flatMap(({ buckets }) => buckets).reduce((sum, [, count]) => sum + count, 0)
      expect(heights.reduce((sum, height) => sum + height, 0)).toBe(events)
      expect(labels).toHaveLength(heights.length)
      expect(new Set(labels).size).toBe(labels.length)
      expect(chart).toContain(`${Math.max(...heights)} at most"`)
    }),
  )
})

test.each([
  { from: '2026-11-23T00:00:00Z', to: '2026-11-24T00:00:00Z', minutes: 60, first: '00:00', last: '23:00' },
  { from: '2026-11-22T18:00:00Z', to: '2026-11-24T03:00:00Z', minutes: 60, first: '22 18h', last: '24 00h' },
  { from: '2026-11-01T00:00:00Z', to: '2026-11-21T00:00:00Z', minutes: 1440, first: '11-01', last: '11-20' },
])('from $from to $to the bars are named $first to $last', ({ from, to, minutes, first, last }) => {
  const chart = chartActivity({ from, to, bucketSeconds: minutes * MINUTE, rows: [], others: 0 }).join('\n')
  const labels = JSON.parse(/x-axis (.*)/.exec(chart)?.[1] ?? '[]') as string[]
  expect([labels[0], labels.at(-1)]).toEqual([first, last])
})

test('the y-axis has no labels: with them, Mermaid raises its zero and draws a bar where nothing happened', async () => {
  const { activity } = await sampleReport()
  if (activity === null) throw new Error('the sample has no activity')
  expect(settingsOf(chartActivity(activity))).toMatchObject({ xyChart: { yAxis: { showLabel: false } } })
})
