// The report as GitHub Markdown, for a step summary, a comment, a check or a page: the verdict first, then why, then what it
// rests on.
//
// Each of these places has a limit, and one byte more loses all of it. So the report is written in less and less detail until it
// fits, and says what was left out.

import { linkAdvisory } from '../events/link.ts'
import { namePlatformImage } from '../events/scan.ts'
import type { Alert } from '../gate/alert.ts'
import type { Verdict } from '../gate/verdict.ts'
import { type Cell, code, linked, renderTable } from './gfm.ts'
import { chartActivity, chartSeverities } from './mermaid.ts'
import type { Report, ReportedFinding, ReportedImage } from './report.ts'
import {
  countAlerts,
  countOthers,
  describeEvents,
  describeRelease,
  describeRules,
  describeStatus,
  FINDING_COLUMNS,
  findingCells,
  GRAVE,
  headlineOf,
  limitReasons,
  sortFindings,
} from './wording.ts'

/** How much is shown: findings of each image, alerts, events of each, charts, images, and lines of any other list. */
interface Detail {
  readonly findings: number
  readonly alerts: number
  readonly events: number
  readonly charts: number
  readonly images: number
  readonly lines: number
}

const DETAILS: readonly Detail[] = [
  { findings: 100, alerts: 100, events: 5, charts: 4, images: 100, lines: 200 },
  { findings: 50, alerts: 50, events: 3, charts: 2, images: 50, lines: 100 },
  { findings: 20, alerts: 30, events: 1, charts: 1, images: 30, lines: 50 },
  { findings: 5, alerts: 10, events: 0, charts: 1, images: 20, lines: 20 },
  { findings: 0, alerts: 5, events: 0, charts: 0, images: 5, lines: 5 },
  { findings: 0, alerts: 0, events: 0, charts: 0, images: 0, lines: 1 },
]

const MARKS: Readonly<Record<Verdict, { readonly icon: string; readonly box: string }>> = {
  fail: { icon: '❌', box: 'CAUTION' },
  undecided: { icon: '❔', box: 'WARNING' },
  warn: { icon: '⚠️', box: 'NOTE' },
  pass: { icon: '✅', box: 'TIP' },
}

/** The report in at most so many bytes; no limit gives all detail there is. */
export function renderMarkdown(report: Report, mostBytes = Number.POSITIVE_INFINITY): string {
  const whole = fitInto(mostBytes, detail => [renderHeadline(report), renderReasons(report, detail), ...renderParts(report, detail)])
  return whole || fitInto(mostBytes, () => [renderHeadline(report)])
}

/** Only why, for a place that shows the verdict itself. */
export function renderWhy(report: Report, mostBytes: number): string {
  return fitInto(mostBytes, detail => [renderReasons(report, detail)])
}

/** Only what the verdict rests on, for a place that shows the verdict and why by itself. */
export function renderDetails(report: Report, mostBytes: number): string {
  return fitInto(mostBytes, detail => renderParts(report, detail))
}

function fitInto(mostBytes: number, render: (detail: Detail) => readonly string[]): string {
  for (const detail of DETAILS) {
    const sections = render(detail).filter(section => section !== '')
    const text = sections.length === 0 ? '' : `${sections.join('\n\n')}\n`
    if (countBytes(text) <= mostBytes) return text
  }
  return ''
}

function countBytes(text: string): number {
  return new TextEncoder().encode(text).length
}

function renderParts(report: Report, detail: Detail): readonly string[] {
  return [
    ...renderImages(report.images, detail),
    ...renderAlerts(report.alerts, detail),
    ...(report.activity === null || detail.charts === 0 ? [] : [['### Systems Manager', '', ...chartActivity(report.activity)].join('\n')]),
    ...renderRelease(report, detail),
    renderCoverage(report, detail),
  ]
}

function markOf({ verdict, release }: Report): (typeof MARKS)[Verdict] {
  return (release?.problems.length ?? 0) > 0 && verdict !== 'fail' ? MARKS.undecided : MARKS[verdict]
}

// Everything in it is ours.
function renderHeadline(report: Report): string {
  return `## ${markOf(report).icon} ECR Gate: ${headlineOf(report)}`
}

function renderReasons(report: Report, { lines }: Detail): string {
  const reasons = limitReasons([...(report.release?.problems ?? []), ...report.reasons], lines)
  return reasons.length === 0 ? '' : [`> [!${markOf(report).box}]`, ...reasons.map(reason => `> - ${code(reason)}`)].join('\n')
}

function renderImages(images: readonly ReportedImage[], detail: Detail): readonly string[] {
  if (images.length === 0) return []
  const shown = images.slice(0, detail.images)
  const rows = shown.map(image => [
    { text: namePlatformImage(image), href: image.link },
    describeStatus(image),
    ...GRAVE.map(severity => image.severityCounts[severity] ?? 0),
    countOthers(image),
  ])
  return [
    [
      '### Images',
      ...(shown.length === 0 ? [] : ['', ...renderTable(['Image', 'Scan', ...GRAVE, 'other'], rows)]),
      ...more(images.length - shown.length, 'image'),
    ].join('\n'),
    ...shown.flatMap((image, i) => renderImage(image, i < detail.charts ? chartSeverities(image) : [], detail)),
  ]
}

function renderImage(image: ReportedImage, chart: readonly string[], { findings, lines }: Detail): readonly string[] {
  const said = [
    ...limitReasons(image.gaps, lines).map(gap => `- **gap:** ${code(gap)}`),
    ...limitReasons(image.notes, lines).map(note => `- note: ${code(note)}`),
  ]
  const shown = sortFindings(image.findings).slice(0, findings)
  if (shown.length === 0 && said.length === 0) return []
  return [
    [
      `### ${linked(namePlatformImage(image), image.link)}`,
      ...(said.length === 0 ? [] : ['', ...said]),
      ...(shown.length === 0
        ? []
        : [
            '',
            `<details><summary>${image.findings.length} ${image.findings.length === 1 ? 'finding' : 'findings'}</summary>`,
            '',
            ...(chart.length === 0 ? [] : [...chart, '']),
            ...renderTable(FINDING_COLUMNS, shown.map(toCells)),
            ...more(image.findings.length - shown.length, 'finding'),
            '',
            '</details>',
          ]),
    ].join('\n'),
  ]
}

function toCells(finding: ReportedFinding): readonly Cell[] {
  const [severity = '', id = '', ...others] = findingCells(finding)
  return [severity, { text: id, href: linkAdvisory(finding) }, ...others]
}

function renderAlerts(alerts: readonly Alert[], detail: Detail): readonly string[] {
  if (alerts.length === 0) return []
  const shown = alerts.slice(0, detail.alerts)
  const rows = shown.map((alert, i) => [i + 1, { ours: alert.action }, `${alert.title} [${alert.ruleId}]`, describeEvents(alert)])
  return [
    [
      `### Alerts: ${countAlerts(alerts)}`,
      ...(shown.length === 0 ? [] : ['', ...renderTable(['#', 'Action', 'Alert', 'About'], rows)]),
      ...more(alerts.length - shown.length, 'alert'),
      ...renderEvents(shown, detail.events),
    ].join('\n'),
  ]
}

const MOST_EVENTS = 100

// Where an alert comes from: its first events, each with its page in the console.
function renderEvents(alerts: readonly Alert[], most: number): readonly string[] {
  const all = alerts.flatMap(({ image, evidence }, i) =>
    image !== null
      ? []
      : evidence
          .slice(0, most)
          .map(event => [
            i + 1,
            { text: event.time ?? 'no time', href: event.link },
            event.eventName ?? '',
            event.user ?? '',
            event.ip ?? '',
          ]),
  )
  if (all.length === 0) return []
  const rows = all.slice(0, MOST_EVENTS)
  return ['', '<details><summary>Events</summary>', '', ...renderTable(['#', 'Time', 'Event', 'User', 'IP'], rows), '', '</details>']
}

function renderRelease(report: Report, { lines }: Detail): readonly string[] {
  const problems = (report.release?.problems ?? []).map(problem => `- **problem:** ${code(problem)}`)
  const all = [...describeRelease(report).map(line => `- ${code(line)}`), ...problems]
  return all.length === 0 ? [] : [['### Registry', '', ...all.slice(0, lines), ...more(all.length - lines, 'line')].join('\n')]
}

function renderCoverage({ coverage, rules }: Report, { lines }: Detail): string {
  const sorted = [...coverage].sort((a, b) => Number(b.state === 'gap') - Number(a.state === 'gap'))
  return [
    '### Looked at',
    '',
    ...sorted.slice(0, lines).map(({ state, message }) => `- ${state === 'gap' ? '**gap:** ' : ''}${code(message)}`),
    `- ${code(describeRules(rules))}`,
    ...more(sorted.length - lines, 'source'),
  ].join('\n')
}

function more(left: number, what: string): readonly string[] {
  return left <= 0 ? [] : ['', `… and ${left} more ${what}${left === 1 ? '' : 's'}; the report as JSON or HTML has all.`]
}
