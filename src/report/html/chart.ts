// Charts, drawn as SVG when the report is made, so that the page needs no library and no network to show them.
//
// Colours are CSS variables of the page, so a chart follows its theme. What the library adds for interaction is removed: there is
// nothing to hover over here, and the page's policy allows no styles but its own.

import { BarChart, ScatterChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { printable, shorten } from '../../escape.ts'
import type { Activity } from '../../gate/activity.ts'
import { isLetThrough } from '../decision.ts'
import type { NamedImage } from '../name.ts'
import { COUNT_COLUMNS, countFindings, hasResult } from '../wording.ts'
import { toneOf } from './badges.ts'
import { nameShortly } from './findings.ts'
import { html, type Markup, NONE } from './markup.ts'

use([BarChart, ScatterChart, GridComponent, SVGRenderer])

const WIDTH = 1100
/** The width of a character of a label, rounded up. */
const CHARACTER = 7
const LABEL_LENGTH = 52
const BREAK = /^.{20,51}[ /]|^.{52}/u
const ROW_HEIGHT = 34
const MOST_ROWS = 16

/** The findings that count by severity, and those let through, of the images that have a result; nothing if there are no findings. */
export function chartSeverities(images: readonly NamedImage[]): Markup {
  const names = nameShortly(images)
  const read = images.flatMap((image, i) => (hasResult(image) ? [{ name: names[i] ?? image.name, counts: countBars(image) }] : []))
  const shown = read.slice(0, MOST_ROWS)
  const most = Math.max(...shown.map(({ counts }) => sum(counts)))
  if (read.every(({ counts }) => sum(counts) === 0)) return NONE
  const svg = draw(
    shown.map(({ name }) => name),
    {
      xAxis: { type: 'value', minInterval: 1, axisLabel: LABEL, splitLine: LINE },
      series: BARS.map(({ tone }, i) => ({
        type: 'bar',
        stack: 'findings',
        data: shown.map(({ counts }) => counts[i]),
        barMaxWidth: 20,
        itemStyle: { color: `var(--${tone})` },
        // A number is only shown if there is room for it.
        label: {
          show: true,
          color: `var(--on-${tone})`,
          formatter: ({ value }: Shown) => (value >= most / 40 ? String(value) : ''),
        },
      })),
    },
  )
  const keys = BARS.flatMap(({ name, tone }, i) => {
    const count = sum(shown.map(({ counts }) => counts[i] ?? 0))
    return count === 0 ? [] : [html`<li><span class="key ${tone}"></span>${name} ${count}</li>`]
  })
  return figure('Findings by severity', svg, keys, images.length - shown.length)
}

const BARS = [...COUNT_COLUMNS.map(name => ({ name, tone: toneOf(name) })), { name: 'let through', tone: 'through' as const }]

/** The numbers of an image's bars: the findings that count by severity, then those let through. */
function countBars(image: NamedImage): readonly (number | null)[] {
  return [...countFindings(image), image.findings.filter(isLetThrough).length]
}

/** When each actor made which calls of Systems Manager. */
export function chartActivity({ rows, from, to, bucketSeconds }: Activity): Markup {
  // The calls of an actor stand together, the busiest actor first.
  const actors = [...new Set(rows.map(({ user }) => user))]
  const shown = [...rows.slice(0, MOST_ROWS)].sort((a, b) => actors.indexOf(a.user) - actors.indexOf(b.user))
  const start = Date.parse(from)
  const points = shown.flatMap((row, i) =>
    row.buckets.map(([bucket, events]) => ({
      value: [start + (bucket + 0.5) * bucketSeconds * 1000, i, events],
      itemStyle: paintOf(row.eventName),
    })),
  )
  const names = shown.map(({ user, eventName }) => `${user ?? 'nobody'}  ${eventName}`)
  const svg = draw(names, {
    useUTC: true,
    xAxis: {
      type: 'time',
      min: start,
      max: Date.parse(to),
      axisLabel: { ...LABEL, hideOverlap: true, formatter: { day: '{d} {MMM}' } },
      splitLine: { ...LINE, show: true },
      axisLine: LINE,
    },
    series: [
      { type: 'scatter', data: points, symbolSize: ([, , events = 1]: readonly number[]) => Math.min(24, 10 + 4 * Math.log2(events)) },
    ],
  })
  const keys = KINDS.map(({ word, tone }) => html`<li><span class="key ${tone}"></span>${word}</li>`)
  return figure('Calls of Systems Manager by actor over time (UTC)', svg, keys, rows.length - shown.length)
}

function sum(counts: readonly (number | null)[]): number {
  return counts.reduce<number>((all, count) => all + (count ?? 0), 0)
}

interface Shown {
  readonly value: number
}

// What a call does, as its name says: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Operations.html
const KINDS = [
  { word: 'lists', tone: 'other', names: /^(?:Describe|List)/ },
  { word: 'reads', tone: 'low', names: /^Get/ },
  { word: 'acts', tone: 'high', names: /^/ },
] as const

function paintOf(eventName: string): object {
  return { color: `var(--${KINDS.find(({ names }) => names.test(eventName))?.tone})`, opacity: 0.85 }
}

const LABEL = { color: 'var(--quiet)', fontSize: 12 }
const LINE = { lineStyle: { color: 'var(--line)' } }
const AXIS = {
  type: 'category',
  splitLine: { ...LINE, show: true },
  inverse: true,
  axisLabel: { ...LABEL, color: 'var(--ink)', interval: 0 },
  axisLine: { show: false },
  axisTick: { show: false },
}

/** A chart with a row for each name. */
function draw(names: readonly string[], option: EChartsCoreOption): string {
  const labels = names.map(toLabel)
  const left = 24 + CHARACTER * Math.max(...labels.flatMap(label => label.split('\n')).map(line => line.length))
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: labels.length * ROW_HEIGHT + 44 })
  try {
    const grid = { left, right: 24, top: 8, bottom: 32 }
    chart.setOption({ animation: false, silent: true, grid, yAxis: { ...AXIS, data: labels }, ...option })
    return bare(chart.renderToSVGString({ useViewBox: true }))
  } finally {
    chart.dispose()
  }
}

// In the text of the SVG every `<` is an entity, so whatever looks like a tag is one.
function bare(svg: string): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<[a-z][^>]*>/gi, tag =>
      tag.replace(/ (?:style|class|ecmeta_\w+|pointer-events|xml:space|xmlns:xlink|width|height)="[^"]*"/g, remain),
    )
}

function remain(attribute: string, _at: number, tag: string): string {
  return / (?:width|height)=/.test(attribute) && !tag.startsWith('<svg') ? attribute : ''
}

// Long names differ at their end as often as at their beginning, so they get a second line, broken where a word ends.
function toLabel(text: string): string {
  const line = printable(text.replace(/\s*[\r\n]+\s*/g, ' '))
  if (line.length <= LABEL_LENGTH) return line
  const [head] = BREAK.exec(line) ?? [line]
  return `${head.trimEnd()}\n${shorten(line.slice(head.length), LABEL_LENGTH)}`
}

// What a chart shows is in a table too, so for a screen reader the chart is a single image.
function figure(title: string, svg: string, keys: readonly Markup[], left: number): Markup {
  const more = left <= 0 ? NONE : html` <span class="quiet">and ${left} more in the table</span>`
  return html`<figure><figcaption><strong>${title}</strong>${more}<ul class="keys">${keys}</ul></figcaption>
<div class="chart" role="img" aria-label="${title}; the table below has the numbers">${{ markup: svg }}</div></figure>`
}
