// The report as GitHub Markdown, for a step summary, a comment, a check or a page: the verdict first, then what to do now, then the
// reasons, then the details.
//
// Each of these places has a size limit, and drops text that is one byte too long entirely. So the report is rendered in less and
// less detail until it fits, and says what was left out. A person reads the beginning, so that is short: what is too much is folded.

import { sayPartial } from '../gate/asked.ts'
import type { Verdict } from '../gate/verdict.ts'
import { plural } from '../plural.ts'
import { describeBaseline } from './baseline.ts'
import { countExceptions, sortExceptions } from './exceptions.ts'
import { fitInto, fold, linked, prose, renderTable } from './gfm.ts'
import { renderAlerts } from './markdown/alerts.ts'
import { type Detail, splitOpen, tellLeft } from './markdown/detail.ts'
import { type GroupedImage, groupFindings, renderImages } from './markdown/findings.ts'
import { renderFixes } from './markdown/todo.ts'
import { chartActivity } from './mermaid.ts'
import { type NamedImage, namesByUri } from './name.ts'
import { isRefused, type Report } from './report.ts'
import { describeStored } from './stored.ts'
import { tableExceptions } from './tables.ts'
import {
  describeChanged,
  describeRelease,
  describeRules,
  describeSource,
  describeWarnings,
  headlineOf,
  limitReasons,
  nameBlockedPage,
} from './wording.ts'

type Amount = Omit<Detail, 'open' | 'openFixes'>

const AMOUNTS: readonly Amount[] = [
  { findings: 100, alerts: 100, events: 5, charts: 4, images: 100, lines: 200 },
  { findings: 50, alerts: 50, events: 3, charts: 2, images: 50, lines: 100 },
  { findings: 20, alerts: 30, events: 1, charts: 1, images: 30, lines: 50 },
  { findings: 5, alerts: 10, events: 0, charts: 1, images: 20, lines: 20 },
  { findings: 0, alerts: 5, events: 0, charts: 0, images: 5, lines: 5 },
  { findings: 0, alerts: 0, events: 0, charts: 0, images: 0, lines: 1 },
]

/** How many lines may stand before the first that are folded. Of these the first that leaves no more than that is taken. */
const MOST_OPEN_LINES = 40
const OPEN: readonly Pick<Detail, 'open' | 'openFixes'>[] = [
  { openFixes: 8, open: 5 },
  { openFixes: 8, open: 3 },
  { openFixes: 5, open: 2 },
  { openFixes: 3, open: 1 },
  { openFixes: 1, open: 0 },
]

const MARKS: Readonly<Record<Verdict, { readonly icon: string; readonly box: string }>> = {
  fail: { icon: '❌', box: 'CAUTION' },
  undecided: { icon: '❔', box: 'WARNING' },
  warn: { icon: '⚠️', box: 'NOTE' },
  pass: { icon: '✅', box: 'TIP' },
}

/** The report in at most `mostBytes` bytes; without a limit, in the most detailed form. */
export function renderMarkdown(report: Report, mostBytes = Number.POSITIVE_INFINITY): string {
  return renderAll(report, mostBytes, AMOUNTS)
}

const MOST_SEEN = 3

/**
 * The report for a comment on a pull request. It has no charts, because GitHub sends comments by email too, where a chart is its source. A
 * pass with nothing to look at says what was seen, and nothing else.
 */
export function renderComment(report: Report, mostBytes: number): string {
  const toLookAt = [...describeChanged(report), ...describeWarnings(report)]
  const amounts = AMOUNTS.map(amount => ({ ...amount, charts: 0 }))
  if (report.verdict !== 'pass' || toLookAt.length > 0) return renderAll(report, mostBytes, amounts)
  const seen = limitReasons(report.reasons, MOST_SEEN).map(reason => prose(reason))
  return fitInto(mostBytes, [seen, []], each => [renderHeadline(report), each.join('; ')])
}

function renderAll(report: Report, mostBytes: number, amounts: readonly Amount[]): string {
  const headline = renderHeadline(report)
  const images = groupFindings(report)
  return (
    fitOpen(mostBytes, amounts, detail => [headline, ...renderReasons(report, detail), ...renderParts(report, images, detail)]) ||
    fitInto(mostBytes, amounts, () => [headline, 'The report as JSON or HTML says why.']) ||
    fitInto(mostBytes, amounts, () => [headline])
  )
}

/** Only what to do now and the reasons, for a place that already shows the verdict. */
export function renderWhy(report: Report, mostBytes: number): string {
  return fitOpen(mostBytes, AMOUNTS, detail => renderReasons(report, detail))
}

/** Only the details, for a place that already shows the verdict and its reasons. */
export function renderDetails(report: Report, mostBytes: number): string {
  const images = groupFindings(report)
  return fitOpen(mostBytes, AMOUNTS, detail => renderParts(report, images, detail))
}

function fitOpen(mostBytes: number, amounts: readonly Amount[], render: (detail: Detail) => readonly string[]): string {
  return fitInto(mostBytes, amounts, amount => {
    let sections: readonly string[] = []
    for (const open of OPEN) {
      sections = render({ ...amount, ...open })
      if (countOpenLines(sections) <= MOST_OPEN_LINES) break
    }
    return sections
  })
}

function countOpenLines(sections: readonly string[]): number {
  const lines = sections
    .filter(section => section !== '')
    .join('\n\n')
    .split('\n')
  const folded = lines.findIndex(line => line.startsWith('<details>'))
  return folded < 0 ? lines.length : folded
}

function renderParts(report: Report, images: readonly GroupedImage[], detail: Detail): readonly string[] {
  const names = namesByUri(images)
  const blocked = new Set(report.alerts.flatMap(({ image, action }) => (image !== null && action === 'fail' ? [image] : [])))
  return [
    ...renderImages(images, blocked, detail),
    ...renderAlerts(report.alerts, names, detail),
    ...renderExceptions(report, images, detail),
    ...renderActivity(report, detail),
    ...renderRelease(report, detail),
    ...renderCoverage(report, detail),
  ]
}

// Nothing is escaped, because all of the text is ours.
function renderHeadline(report: Report): string {
  return `## ${MARKS[report.verdict].icon} ECR Gate: ${headlineOf(report)}`
}

function renderReasons(report: Report, detail: Detail): readonly string[] {
  const { box } = MARKS[report.verdict]
  const reasons = limitReasons(report.reasons, detail.lines)
  const [open, folded] = splitOpen(reasons, Math.max(1, detail.open))
  const page = nameBlockedPage(report)
  return [
    renderBox('WARNING', describeChanged(report)),
    ...renderFixes(report, detail),
    renderBox(box, open),
    fold(plural(report.reasons.length - open.length, 'more reason'), listProse(folded)).join('\n'),
    page === undefined ? '' : `${linked(page.name, page.address ?? null)} ${page.says}.`,
  ]
}

function renderBox(box: string, sentences: readonly string[]): string {
  return sentences.length === 0 ? '' : [`> [!${box}]`, ...listProse(sentences).map(line => `> ${line}`)].join('\n')
}

function listProse(sentences: readonly string[], mark = ''): readonly string[] {
  return sentences.map(sentence => `- ${mark}${prose(sentence)}`)
}

function renderExceptions({ exceptions }: Report, images: readonly NamedImage[], { lines }: Detail): readonly string[] {
  if (exceptions.length === 0) return []
  const shown = sortExceptions(exceptions).slice(0, lines)
  const table = [...tableExceptions(shown, namesByUri(images)), ...tellLeft(exceptions.length - shown.length, 'exception')]
  return [`### Exceptions: ${countExceptions(exceptions)}`, fold(plural(exceptions.length, 'exception'), table).join('\n')]
}

// A table says who did what, where a chart would say when.
function renderActivity(report: Report, { charts, lines }: Detail): readonly string[] {
  const { activity } = report
  if (activity === null) return []
  const rows = charts > 0 ? [] : activity.rows.slice(0, lines)
  const left = (charts > 0 ? [] : activity.rows.slice(lines)).reduce((sum, { events }) => sum + events, 0)
  const counted = activity.rows.reduce((sum, { events }) => sum + events, 0)
  const others = activity.others === 0 ? [] : ['', `… and ${plural(activity.others, 'event')} of other actors and calls`]
  const table = renderTable(
    ['User', 'Call', 'Events', 'Failed'],
    rows.map(({ user, eventName, events, errors }) => [user ?? 'nobody', eventName, events, errors]),
  )
  const shown = charts > 0 ? chartActivity(activity) : table
  const asked = listProse([sayPartial(report.coverage)].flatMap(sentence => sentence ?? []))
  const told = [...shown, ...tellLeft(left, 'event'), ...others, ...(asked.length === 0 ? [] : ['', ...asked])]
  return ['### Systems Manager', fold(plural(counted, 'event'), told).join('\n')]
}

function renderRelease(report: Report, { lines }: Detail): readonly string[] {
  const all = listProse(describeRelease(report))
  return all.length === 0 ? [] : [['### Release', '', ...all.slice(0, lines), ...tellLeft(all.length - lines, 'line')].join('\n')]
}

const MOST_OPEN_SOURCES = 5

// What was not seen, and warnings, are never folded.
function renderCoverage(report: Report, { lines }: Detail): readonly string[] {
  if (isRefused(report)) return []
  const told = limitReasons(report.reasons, lines)
  const messages = (isGap: boolean): readonly string[] =>
    report.coverage.filter(({ state }) => (state === 'gap') === isGap).map(each => describeSource(each, told))
  const [gaps, others] = [messages(true), messages(false)]
  const shown = others.slice(0, Math.max(0, lines - gaps.length))
  const left = tellLeft(report.coverage.length - Math.min(gaps.length, lines) - shown.length, 'source')
  const read = [...listProse([...shown, describeRules(report.rules), ...describeBaseline(report), ...describeStored(report)]), ...left]
  const isFolded = shown.length > MOST_OPEN_SOURCES
  const warnings = listProse(describeWarnings(report, lines), '**warning:** ')
  return [
    '### Coverage',
    [...listProse(gaps.slice(0, lines), '**gap:** '), ...warnings, ...(isFolded ? [] : read)].join('\n'),
    isFolded ? fold(`${plural(others.length, 'source')}, and the rules`, read).join('\n') : '',
  ]
}
