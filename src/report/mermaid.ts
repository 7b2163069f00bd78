// Charts as Mermaid, which GitHub draws wherever it shows Markdown. What could be a word of its language is left out of labels,
// so a label is ours or harmless.
// https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/creating-diagrams

import { SEVERITIES } from '../events/finding.ts'
import { type Activity, widerThan } from '../gate/activity.ts'
import type { ReportedImage } from './report.ts'

const MOST_BARS = 24

// Mermaid numbers the colours of a pie by the order of its parts. They are read on white and on GitHub's dark grey.
const COLOURS = ['#b31d28', '#e36209', '#dbab09', '#6f9fd8', '#8b949e', '#8b949e', '#8b949e'] as const
const BARS = { xyChart: { width: 900, height: 300 }, themeVariables: { xyChart: { plotColorPalette: '#2f81f7' } } }

/** The open findings of an image by severity; nothing where there is none. */
export function chartSeverities({ severityCounts, platform, repositoryName }: ReportedImage): readonly string[] {
  const slices = SEVERITIES.map((severity, i) => ({ severity, count: severityCounts[severity] ?? 0, colour: COLOURS[i] }))
  const shown = slices.filter(({ count }) => count > 0)
  if (shown.length === 0) return []
  const colours = Object.fromEntries(shown.map(({ colour }, i) => [`pie${i + 1}`, colour]))
  return [
    '```mermaid',
    configure({ theme: 'base', themeVariables: { ...colours, pieOpacity: '1' } }),
    `pie showData title ${toLabel([repositoryName ?? 'image', ...(platform === null ? [] : [platform])].join(' '))}`,
    ...shown.map(({ severity, count }) => `  "${severity}" : ${count}`),
    '```',
  ]
}

/** How many events of Systems Manager there were over time. */
export function chartActivity({ from, bucketSeconds, to, rows }: Activity): readonly string[] {
  const [start, end] = [Date.parse(from) / 1000, Date.parse(to) / 1000]
  const barOf = (time: number): number => Math.floor(time / width) - Math.floor(start / width)
  let width = bucketSeconds
  while (barOf(end - 1) >= MOST_BARS) width = widerThan(width)
  const bars = new Array<number>(barOf(end - 1) + 1).fill(0)
  for (const [bucket, events] of rows.flatMap(({ buckets }) => buckets)) {
    const bar = barOf(start + bucket * bucketSeconds)
    bars[bar] = (bars[bar] ?? 0) + events
  }
  // A day is read by its hours, and more by its dates.
  const part = width >= 86_400 || end - start > 172_800 ? [5, 10] : [11, 16]
  const labels = bars.map((_, i) => new Date((Math.floor(start / width) + i) * width * 1000).toISOString().slice(...part))
  return [
    '```mermaid',
    configure(BARS),
    'xychart-beta',
    '  title "Events of Systems Manager (UTC)"',
    `  x-axis [${labels.map(label => `"${label}"`).join(', ')}]`,
    `  y-axis "events" 0 --> ${Math.max(1, ...bars)}`,
    `  bar [${bars.join(', ')}]`,
    '```',
  ]
}

function configure(settings: object): string {
  return `%%{init: ${JSON.stringify(settings)}}%%`
}

function toLabel(text: string): string {
  return text.replace(/[^\w ./-]/g, '?').slice(0, 80)
}
