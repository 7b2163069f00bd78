// The report for a terminal: the verdict and its reasons first, then the details.

import { printable } from '../escape.ts'
import type { Alert } from '../gate/alert.ts'
import { explainAcceptance } from './decision.ts'
import { countExceptions, describeTaken, describeTarget, sortExceptions } from './exceptions.ts'
import { type NamedImage, namesByUri, withNames } from './name.ts'
import { type Paint, TONES } from './paint.ts'
import type { Report } from './report.ts'
import {
  countAlerts,
  describeChanged,
  describeEvents,
  describeRelease,
  describeRules,
  describeScan,
  describeWarnings,
  FINDING_COLUMNS,
  findingCells,
  headlineOf,
  limitReasons,
  listColumns,
  sortFindings,
} from './wording.ts'

const MOST_FINDINGS = 20
const MOST_NOTICES = 20
const MOST_ALERTS = 100
const MOST_EXCEPTIONS = 50
const CELL_LENGTH = 44
const SENTENCE_LENGTH = 1000

/** Untrusted text on a line of its own. Names may have any length, so it is shortened; JSON has all of it. */
export function sentence(text: string): string {
  return printable(text, SENTENCE_LENGTH)
}

const LINE_LENGTH = 100

/** The words of a string in lines that fit a terminal. A longer word gets a line of its own. */
export function wrap(text: string): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter(each => each !== '')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= LINE_LENGTH) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}

export function renderText(report: Report, paint: Paint): string {
  const { verdict, details } = renderSections(report, paint)
  return `${[verdict, ...details].map(lines => lines.join('\n')).join('\n\n')}\n`
}

/** The parts of the report, each beginning with its title: the verdict with its reasons, and the details. */
export function renderSections(
  report: Report,
  paint: Paint,
): { readonly verdict: readonly string[]; readonly details: readonly (readonly string[])[] } {
  const images = withNames(report.images)
  return {
    verdict: [
      paint('bold', paint(TONES[report.verdict], headlineOf(report))),
      ...[...describeChanged(report), ...limitReasons(report.reasons)].map(reason => `  - ${sentence(reason)}`),
    ],
    details: [
      ...images.map(image => renderImage(image, paint)),
      ...(report.exceptions.length === 0 ? [] : [renderExceptions(report, images, paint)]),
      ...(report.alerts.length === 0 ? [] : [renderAlerts(report.alerts, paint)]),
      ...renderRelease(report, paint),
      renderCoverage(report, paint),
    ],
  }
}

function renderImage(image: NamedImage, paint: Paint): readonly string[] {
  const shown = sortFindings(image.findings).slice(0, MOST_FINDINGS)
  const left = image.findings.length - shown.length
  return [
    `${paint('bold', 'Image')} ${sentence(image.name)}`,
    `  ${paint('dim', sentence(image.uri))}`,
    `  ${sentence(describeScan(image))}`,
    ...image.gaps.map(gap => `  ${paint('red', 'gap:')} ${sentence(gap)}`),
    ...image.notes.map(note => `  note: ${sentence(note)}`),
    ...(shown.length === 0 ? [] : renderTable([FINDING_COLUMNS, ...shown.map(findingCells)], paint)),
    ...(left > 0 ? [paint('dim', `  … and ${left} more; --format json lists all`)] : []),
  ]
}

function renderTable(rows: readonly (readonly string[])[], paint: Paint): readonly string[] {
  const cells = rows.map(row => row.map(cell => printable(cell, CELL_LENGTH)))
  const columns = listColumns(cells.slice(1))
  const widths = new Map(columns.map(i => [i, Math.max(...cells.map(row => (row[i] ?? '').length))]))
  return cells.map((row, i) => {
    const line = `  ${columns.map(column => (row[column] ?? '').padEnd(widths.get(column) ?? 0)).join('  ')}`.trimEnd()
    return i === 0 ? paint('dim', line) : line
  })
}

function renderExceptions({ exceptions }: Report, images: readonly NamedImage[], paint: Paint): readonly string[] {
  const names = namesByUri(images)
  const shown = sortExceptions(exceptions).slice(0, MOST_EXCEPTIONS)
  const left = exceptions.length - shown.length
  return [
    `${paint('bold', 'Exceptions')} ${countExceptions(exceptions)}`,
    ...shown.flatMap(exception => [
      `  ${paint(exception.state === 'used' ? 'green' : 'yellow', exception.state)} ${sentence(describeTarget(exception))}`,
      ...(exception.state === 'used' ? [`    let through: ${sentence(describeTaken(exception, names))}`] : []),
      `    ${sentence(explainAcceptance(exception))}`,
    ]),
    ...(left > 0 ? [paint('dim', `  … and ${left} more; --format json lists all`)] : []),
  ]
}

function renderAlerts(alerts: readonly Alert[], paint: Paint): readonly string[] {
  const notices = alerts.filter(({ action }) => action === 'notice')
  const shown = [...alerts.filter(({ action }) => action !== 'notice').slice(0, MOST_ALERTS), ...notices.slice(0, MOST_NOTICES)]
  const left = alerts.length - shown.length
  return [
    `${paint('bold', 'Alerts')} ${countAlerts(alerts)}`,
    ...shown.flatMap(alert => renderAlert(alert, alerts.indexOf(alert) + 1, paint)),
    ...(left > 0 ? [paint('dim', `  … and ${left} more; --format json lists all`)] : []),
  ]
}

// `ecr-gate show` accepts the number.
function renderAlert(alert: Alert, number: number, paint: Paint): readonly string[] {
  return [
    `  ${paint('dim', `${number}.`)} ${paint(TONES[alert.action], alert.action)} ${sentence(alert.title)} ${paint('dim', `[${sentence(alert.ruleId)}]`)}`,
    `    ${sentence(describeEvents(alert))}`,
    ...(alert.action === 'notice' || alert.alertDescription === ''
      ? []
      : alert.alertDescription
          .trim()
          .split('\n')
          .map(line => `    ${sentence(line)}`)),
  ]
}

function renderRelease(report: Report, paint: Paint): readonly (readonly string[])[] {
  const lines = describeRelease(report).map(line => `  ${sentence(line)}`)
  return lines.length === 0 ? [] : [[paint('bold', 'Release'), ...lines]]
}

function renderCoverage(report: Report, paint: Paint): readonly string[] {
  return [
    paint('bold', 'Coverage'),
    ...report.coverage.map(({ state, message }) => `  ${state === 'gap' ? paint('red', 'gap: ') : ''}${sentence(message)}`),
    `  ${sentence(describeRules(report.rules))}`,
    ...describeWarnings(report).map(warning => `  ${paint('yellow', 'warning:')} ${sentence(warning)}`),
  ]
}
