// The report as GitHub Markdown, for a step summary, a comment, a check or a page: the verdict first, then its reasons, then
// the details.
//
// Each of these places has a size limit, and drops text that is one byte too long entirely. So the report is rendered in less and
// less detail until it fits, and says what was left out.

import type { Activity } from '../gate/activity.ts'
import type { Alert } from '../gate/alert.ts'
import type { Verdict } from '../gate/verdict.ts'
import { agree, plural } from '../plural.ts'
import { countExceptions, sortExceptions } from './exceptions.ts'
import { code, fitInto, linked, renderTable } from './gfm.ts'
import { chartActivity, chartSeverities } from './mermaid.ts'
import { type NamedImage, namesByUri, withNames } from './name.ts'
import type { Report } from './report.ts'
import { tableExceptions, tableFindings } from './tables.ts'
import {
  COUNT_COLUMNS,
  countAlerts,
  describeChanged,
  describeCounts,
  describeEvents,
  describeRelease,
  describeRules,
  describeStatus,
  describeWarnings,
  headlineOf,
  limitReasons,
  sortFindings,
} from './wording.ts'

/** How many are shown: findings of each image, alerts, events of each alert, charts, images, and lines of any other list. */
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

/** The report in at most `mostBytes` bytes; without a limit, in the most detailed form. */
export function renderMarkdown(report: Report, mostBytes = Number.POSITIVE_INFINITY): string {
  const headline = renderHeadline(report)
  return (
    fitInto(mostBytes, DETAILS, detail => [headline, renderReasons(report, detail), ...renderParts(report, detail)]) ||
    fitInto(mostBytes, DETAILS, () => [headline, 'The report as JSON or HTML says why.']) ||
    fitInto(mostBytes, DETAILS, () => [headline])
  )
}

/** Only the reasons, for a place that already shows the verdict. */
export function renderWhy(report: Report, mostBytes: number): string {
  return fitInto(mostBytes, DETAILS, detail => [renderReasons(report, detail)])
}

/** Only the details, for a place that already shows the verdict and its reasons. */
export function renderDetails(report: Report, mostBytes: number): string {
  return fitInto(mostBytes, DETAILS, detail => renderParts(report, detail))
}

function renderParts(report: Report, detail: Detail): readonly string[] {
  const images = withNames(report.images)
  return [
    ...renderImages(images, detail),
    ...renderExceptions(report, images, detail),
    ...renderAlerts(report.alerts, images, detail),
    ...renderActivity(report.activity, detail),
    ...renderRelease(report, detail),
    renderCoverage(report, detail),
  ]
}

// Nothing is escaped, because all of the text is ours.
function renderHeadline(report: Report): string {
  return `## ${MARKS[report.verdict].icon} ECR Gate: ${headlineOf(report)}`
}

function renderReasons(report: Report, { lines }: Detail): string {
  const boxes = [renderBox('WARNING', describeChanged(report)), renderBox(MARKS[report.verdict].box, limitReasons(report.reasons, lines))]
  return boxes.filter(box => box !== '').join('\n\n')
}

function renderBox(box: string, sentences: readonly string[]): string {
  return sentences.length === 0 ? '' : [`> [!${box}]`, ...sentences.map(sentence => `> - ${code(sentence)}`)].join('\n')
}

function renderImages(images: readonly NamedImage[], detail: Detail): readonly string[] {
  if (images.length === 0) return []
  const shown = images.slice(0, detail.images)
  const rows = shown.map(image => [
    { text: image.name, href: image.link },
    describeStatus(image),
    ...describeCounts(image).map(ours => ({ ours })),
  ])
  // Each image says itself how many findings it leaves out. If no findings are shown, an image may have no section to say it in.
  const unshown = detail.findings > 0 ? 0 : shown.reduce((sum, { findings }) => sum + findings.length, 0)
  return [
    [
      '### Images',
      ...(shown.length === 0 ? [] : ['', ...renderTable(['Image', 'Scan', ...COUNT_COLUMNS], rows)]),
      ...more(images.length - shown.length, 'image'),
      ...more(unshown, 'finding'),
    ].join('\n'),
    ...shown.flatMap((image, i) => renderImage(image, i < detail.charts ? chartSeverities(image) : [], detail)),
  ]
}

function renderImage(image: NamedImage, chart: readonly string[], { findings, lines }: Detail): readonly string[] {
  const said = [
    ...limitReasons(image.gaps, lines).map(gap => `- **gap:** ${code(gap)}`),
    ...limitReasons(image.notes, lines).map(note => `- note: ${code(note)}`),
  ]
  const shown = sortFindings(image.findings).slice(0, findings)
  if (shown.length === 0 && said.length === 0) return []
  return [
    [
      `### ${linked(image.name, image.link)}`,
      ...(said.length === 0 ? [] : ['', ...said]),
      ...(shown.length === 0
        ? []
        : [
            '',
            `<details><summary>${plural(image.findings.length, 'finding')}</summary>`,
            '',
            ...(chart.length === 0 ? [] : [...chart, '']),
            ...tableFindings(shown),
            ...more(image.findings.length - shown.length, 'finding'),
            '',
            '</details>',
          ]),
    ].join('\n'),
  ]
}

function renderExceptions({ exceptions }: Report, images: readonly NamedImage[], { lines }: Detail): readonly string[] {
  if (exceptions.length === 0) return []
  const shown = sortExceptions(exceptions).slice(0, lines)
  return [
    [
      `### Exceptions: ${countExceptions(exceptions)}`,
      '',
      ...tableExceptions(shown, namesByUri(images)),
      ...more(exceptions.length - shown.length, 'exception'),
    ].join('\n'),
  ]
}

function renderAlerts(alerts: readonly Alert[], images: readonly NamedImage[], detail: Detail): readonly string[] {
  if (alerts.length === 0) return []
  const names = namesByUri(images)
  const about = (alert: Alert): string => names.get(alert.image ?? '') ?? describeEvents(alert)
  const shown = alerts.slice(0, detail.alerts)
  const rows = shown.map((alert, i) => [i + 1, { ours: alert.action }, `${alert.title} [${alert.ruleId}]`, about(alert)])
  return [
    [
      `### Alerts: ${countAlerts(alerts)}`,
      ...(shown.length === 0 ? [] : ['', ...renderTable(['#', 'Action', 'Alert', 'About'], rows)]),
      ...more(alerts.length - shown.length, 'alert'),
      ...renderEvents(shown, detail.events),
    ].join('\n'),
  ]
}

const MOST_EVENT_ROWS = 100

// The first events of each alert, with links to the console. Alerts about images are left out, because their events are the
// image's findings.
function renderEvents(alerts: readonly Alert[], most: number): readonly string[] {
  const rows = alerts.flatMap(({ image, events }, i) =>
    image !== null
      ? []
      : events
          .slice(0, most)
          .map(event => [
            i + 1,
            { text: event.time ?? 'no time', href: event.link },
            event.eventName ?? '',
            event.user ?? '',
            event.ip ?? '',
          ]),
  )
  const shown = rows.slice(0, MOST_EVENT_ROWS)
  const total = alerts.reduce((sum, { image, count }) => (image === null ? sum + count : sum), 0)
  const left = more(total - shown.length, 'event', 'the report as JSON has them, or their ids')
  if (shown.length === 0) return left
  const table = renderTable(['#', 'Time', 'Event', 'User', 'IP'], shown)
  return ['', '<details><summary>Events</summary>', '', ...table, ...left, '', '</details>']
}

function renderActivity(activity: Activity | null, { charts }: Detail): readonly string[] {
  if (activity === null) return []
  const counted = activity.rows.reduce((sum, { events }) => sum + events, 0)
  const shown = charts === 0 ? more(counted, 'event') : ['', ...chartActivity(activity)]
  const others = activity.others === 0 ? [] : ['', `… and ${plural(activity.others, 'event')} of other actors and calls`]
  return [['### Systems Manager', ...shown, ...others].join('\n')]
}

function renderRelease(report: Report, { lines }: Detail): readonly string[] {
  const all = describeRelease(report).map(line => `- ${code(line)}`)
  return all.length === 0 ? [] : [['### Registry', '', ...all.slice(0, lines), ...more(all.length - lines, 'line')].join('\n')]
}

function renderCoverage(report: Report, { lines }: Detail): string {
  const sorted = [...report.coverage].sort((a, b) => Number(b.state === 'gap') - Number(a.state === 'gap'))
  return [
    '### Coverage',
    '',
    ...sorted.slice(0, lines).map(({ state, message }) => `- ${state === 'gap' ? '**gap:** ' : ''}${code(message)}`),
    `- ${code(describeRules(report.rules))}`,
    ...describeWarnings(report, lines).map(warning => `- **warning:** ${code(warning)}`),
    ...more(sorted.length - lines, 'source'),
  ].join('\n')
}

function more(left: number, what: string, where = 'the report as JSON or HTML has all'): readonly string[] {
  return left <= 0 ? [] : ['', `… and ${left} more ${agree(left, what)}; ${where}.`]
}
