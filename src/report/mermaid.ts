// Charts as Mermaid, which GitHub draws wherever it shows Markdown. Labels contain only characters that mean nothing in its
// syntax. No chart sets a theme, so GitHub draws its text for the reader's own, light or dark.
// https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/creating-diagrams

import { type Activity, widerThan } from '../gate/activity.ts'
import { SEVERITIES } from '../image/finding.ts'
import { isLetThrough } from './decision.ts'
import { formatDuration } from './duration.ts'
import type { ReportedImage } from './report.ts'

const MOST_BARS = 24
const DAY = 86_400

// Mermaid numbers the colours of a pie by the order of its slices. They are the same in every theme, so they are bright enough to
// stand out from a dark page and to carry black numbers.
const COLOURS = ['#e5484d', '#f08a4b', '#e3b341', '#6f9fd8', '#2fa39a', '#8b949e', '#b083f0'] as const
// The y-axis has no labels: with them, Mermaid draws its zero above the base line, and an empty interval would have a bar.
const BARS = {
  xyChart: { width: 1000, height: 300, xAxis: { labelFontSize: 11 }, yAxis: { showLabel: false, showTick: false } },
  themeVariables: { xyChart: { plotColorPalette: '#2f81f7' } },
}

const THROUGH_COLOUR = '#c9d1d9'

/** A pie chart of an image's findings: those that count by severity, and those let through; nothing if there are none. */
export function chartSeverities({ severityCounts, findings, platform, repositoryName }: ReportedImage): readonly string[] {
  const slices = [
    ...SEVERITIES.map((severity, i) => ({ name: severity, count: severityCounts[severity] ?? 0, colour: COLOURS[i] })),
    { name: 'let through', count: findings.filter(isLetThrough).length, colour: THROUGH_COLOUR },
  ]
  const shown = slices.filter(({ count }) => count > 0)
  if (shown.length === 0) return []
  const colours = Object.fromEntries(shown.map(({ colour }, i) => [`pie${i + 1}`, colour]))
  return [
    '```mermaid',
    configure({ themeVariables: { ...colours, pieOpacity: '1', pieSectionTextColor: '#000' } }),
    `pie showData title ${toLabel([repositoryName ?? 'image', ...(platform === null ? [] : [platform])].join(' '))}`,
    ...shown.map(({ name, count }) => `  "${name}" : ${count}`),
    '```',
  ]
}

/** A bar chart of how many events of Systems Manager there were over time. */
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
  const labels = bars.map((_, i) => nameBar((Math.floor(start / width) + i) * width, width, bars.length))
  const most = Math.max(...bars)
  return [
    '```mermaid',
    configure(BARS),
    'xychart-beta',
    '  title "Events of Systems Manager (UTC)"',
    `  x-axis [${labels.map(label => `"${label}"`).join(', ')}]`,
    `  y-axis "events in ${formatDuration(width)}, ${most} at most" 0 --> ${Math.max(1, most)}`,
    `  bar [${bars.join(', ')}]`,
    '```',
  ]
}

// Mermaid draws bars with the same name over each other, so every name is unique: `15:00`, over several days `23 15h`, or `11-23`.
function nameBar(time: number, width: number, bars: number): string {
  const instant = new Date(time * 1000).toISOString()
  if (width >= DAY) return instant.slice(5, 10)
  return width * bars <= DAY ? instant.slice(11, 16) : `${instant.slice(8, 10)} ${instant.slice(11, 13)}h`
}

function configure(settings: object): string {
  return `%%{init: ${JSON.stringify(settings)}}%%`
}

function toLabel(text: string): string {
  return text.replace(/[^\w ./-]/g, '?').slice(0, 80)
}
