// The report as GitHub Markdown, for a step summary, a comment or a page.

import { markdown, shorten } from '../escape.ts'
import { namePlatformImage } from '../events/scan.ts'
import type { Alert } from '../gate/alert.ts'
import type { Report, ReportedImage } from './report.ts'
import {
  countAlerts,
  describeEvents,
  describeRelease,
  describeRules,
  describeScan,
  FINDING_COLUMNS,
  findingCells,
  headlineOf,
  limitReasons,
  sortFindings,
} from './wording.ts'

const MOST_FINDINGS = 100
const MOST_ALERTS = 100
const CELL_LENGTH = 200
const SENTENCE_LENGTH = 1000

/** A text from outside. Names may be of any length; JSON has them whole. */
export function sentence(text: string): string {
  return markdown(shorten(text, SENTENCE_LENGTH))
}

export function renderMarkdown(report: Report): string {
  return [
    `## ECR Gate: ${sentence(headlineOf(report))}`,
    limitReasons([...report.reasons, ...(report.release?.problems ?? [])])
      .map(reason => `- ${sentence(reason)}`)
      .join('\n'),
    ...report.images.map(renderImage),
    ...(report.alerts.length === 0 ? [] : [renderAlerts(report.alerts)]),
    ...renderRelease(report),
    [
      '### Looked at',
      '',
      ...report.coverage.map(({ state, message }) => `- ${state === 'gap' ? '**gap:** ' : ''}${sentence(message)}`),
      `- ${sentence(describeRules(report.rules))}`,
    ].join('\n'),
  ]
    .filter(section => section !== '')
    .join('\n\n')
    .concat('\n')
}

function renderImage(image: ReportedImage): string {
  const shown = sortFindings(image.findings).slice(0, MOST_FINDINGS)
  const left = image.findings.length - shown.length
  const table = renderTable(
    FINDING_COLUMNS,
    shown.map(finding => findingCells(finding)),
  )
  return [
    `### Image ${sentence(namePlatformImage(image))}`,
    '',
    sentence(image.uri),
    '',
    sentence(describeScan(image)),
    ...image.gaps.map(gap => `\n**Gap:** ${sentence(gap)}`),
    ...image.notes.map(note => `\nNote: ${sentence(note)}`),
    ...(shown.length === 0 ? [] : ['', ...table]),
    ...(left > 0 ? ['', `… and ${left} more.`] : []),
  ].join('\n')
}

function renderAlerts(alerts: readonly Alert[]): string {
  const shown = alerts.slice(0, MOST_ALERTS)
  const left = alerts.length - shown.length
  const rows = shown.map(alert => [alert.action, `${alert.title} [${alert.ruleId}]`, describeEvents(alert)])
  return [
    '### Alerts',
    '',
    sentence(countAlerts(alerts)),
    '',
    ...renderTable(['Action', 'Alert', 'About'], rows),
    ...(left > 0 ? ['', `… and ${left} more.`] : []),
  ].join('\n')
}

function renderRelease(report: Report): readonly string[] {
  const problems = (report.release?.problems ?? []).map(problem => `- **problem:** ${sentence(problem)}`)
  const lines = [...describeRelease(report).map(line => `- ${sentence(line)}`), ...problems]
  return lines.length === 0 ? [] : [['### Registry', '', ...lines].join('\n')]
}

/** A table whose cells are texts from outside. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(row => line(row.map(cell => markdown(shorten(cell, CELL_LENGTH)))))]
}
