// The report as text: for a terminal, and for the log of a step, where details are folded.
//
// Whoever is blocked asks what to do, so that comes first, then why, then the details.

import { describeBaseline } from './baseline.ts'
import { explainAcceptance } from './decision.ts'
import { countExceptions, describeTaken, describeTarget, sortExceptions } from './exceptions.ts'
import { type ToldFixes, tellFixes } from './fixes.ts'
import { type NamedImage, namesByUri, withNames } from './name.ts'
import { TONES } from './paint.ts'
import type { Report } from './report.ts'
import { describeStored } from './stored.ts'
import { renderAlerts, renderReasons } from './text/alerts.ts'
import { renderBlocking, renderOthers, splitFindings } from './text/findings.ts'
import { paragraph, type Screen, sentence } from './text/screen.ts'
import { renderNotes, renderTodo } from './text/todo.ts'
import {
  describeChanged,
  describeRelease,
  describeRules,
  describeScan,
  describeSource,
  describeWarnings,
  headlineOf,
  limitReasons,
  tellBlockedPage,
} from './wording.ts'

const MOST_EXCEPTIONS = 50

/** Lines that belong together, the first of them their title. */
type Section = readonly string[]

export function renderText(report: Report, screen: Screen): string {
  const images = withNames(report.images)
  const told = tellFixes(report)
  const todo = renderTodo(told, screen)
  const reasons = renderReasons(report, told, images, screen)
  const findings = splitFindings(report, images)
  const headline = renderHeadline(report, told, screen)
  const sections = [
    // Without anything to do, the reasons are what the headline is about.
    ...(todo.length === 0
      ? [[...headline, ...reasons.lines, ...renderNotes(told?.notes ?? [], screen)]]
      : [headline, todo, titled('Why', reasons.lines, screen), titled(STAYS, reasons.staying, screen)]),
    renderHelp(report, screen),
    ...findings.map(each => [
      ...renderImage(each.image, reasons.texts, screen),
      ...renderBlocking(each, screen),
      ...renderOthers(each, screen),
    ]),
    renderExceptions(report, images, screen),
    renderAlerts(report, images, reasons.told, screen),
    renderRelease(report, screen),
    renderCoverage(report, screen),
  ]
  return `${sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`
}

/** The report in the log of a step. */
export interface Log {
  /** What is folded away, each with its title. */
  readonly details: readonly Section[]
  /** What everybody should see: the findings that block, the verdict and what to do; and why, unless it is told elsewhere. */
  readonly shown: readonly Section[]
}

/** `isExplained`: whether the reasons are told elsewhere in the log. */
export function renderLog(report: Report, isExplained: boolean, screen: Screen): Log {
  const images = withNames(report.images)
  const told = tellFixes(report)
  const todo = renderTodo(told, screen)
  const findings = splitFindings(report, images)
  const { lines: why, staying } = renderReasons(report, told, images, screen)
  return {
    details: [
      ...findings.map(each => [...renderImage(each.image, new Set(), screen), ...renderOthers(each, screen)]),
      renderExceptions(report, images, screen),
      renderAlerts(report, images, new Set(), screen),
      renderRelease(report, screen),
      renderCoverage(report, screen),
    ].filter(lines => lines.length > 0),
    shown: [
      ...findings.flatMap(each => {
        const lines = renderBlocking(each, screen)
        return lines.length === 0 ? [] : [[`${screen.paint('bold', 'Image')} ${sentence(each.image.name)}`, ...lines]]
      }),
      renderHeadline(report, told, screen),
      todo,
      isExplained ? [] : why,
      titled(STAYS, staying, screen),
      todo.length === 0 ? renderNotes(told?.notes ?? [], screen) : [],
    ].filter(lines => lines.length > 0),
  }
}

const STAYS = 'What stays even so'

function titled(title: string, lines: readonly string[], screen: Screen): Section {
  return lines.length === 0 ? [] : [screen.paint('bold', title), ...lines]
}

function renderHeadline(report: Report, told: ToldFixes | undefined, screen: Screen): readonly string[] {
  const { paint } = screen
  return [
    paint('bold', paint(TONES[report.verdict], headlineOf(report))),
    ...(told?.answer === undefined ? [] : [paint('bold', sentence(`It ${told.answer}.`))]),
    ...describeChanged(report).flatMap(text => paragraph('  - ', text, screen)),
  ]
}

function renderHelp(report: Report, screen: Screen): readonly string[] {
  const page = tellBlockedPage(report)
  return page === undefined ? [] : paragraph('', page, screen)
}

// A gap that is a reason is not told again.
function renderImage(image: NamedImage, reasons: ReadonlySet<string>, screen: Screen): readonly string[] {
  const { paint } = screen
  const gap = { text: `  ${paint('red', 'gap:')} `, length: '  gap: '.length }
  return [
    `${paint('bold', 'Image')} ${sentence(image.name)}`,
    `  ${paint('dim', sentence(image.uri))}`,
    ...paragraph('  ', describeScan(image), screen),
    ...image.gaps.filter(text => !reasons.has(`${image.name}: ${text}`)).flatMap(text => paragraph(gap, text, screen)),
    ...image.notes.flatMap(text => paragraph('  note: ', text, screen)),
  ]
}

function renderExceptions({ exceptions }: Report, images: readonly NamedImage[], screen: Screen): readonly string[] {
  if (exceptions.length === 0) return []
  const { paint, all } = screen
  const names = namesByUri(images)
  const shown = sortExceptions(exceptions).slice(0, MOST_EXCEPTIONS)
  const left = exceptions.length - shown.length
  return [
    `${paint('bold', 'Exceptions')} ${countExceptions(exceptions)}`,
    ...shown.flatMap(exception => {
      const { state } = exception
      const lead = { text: `  ${paint(state === 'used' ? 'green' : 'yellow', state)} `, length: `  ${state} `.length }
      return [
        ...paragraph(lead, describeTarget(exception), screen),
        ...(state === 'used' ? paragraph('    let through: ', describeTaken(exception, names), screen) : []),
        ...paragraph('    ', explainAcceptance(exception), screen),
      ]
    }),
    ...(left > 0 ? [paint('dim', `  … and ${left} more; ${all}`)] : []),
  ]
}

function renderRelease(report: Report, screen: Screen): readonly string[] {
  const lines = describeRelease(report).flatMap(line => paragraph('  ', line, screen))
  return lines.length === 0 ? [] : [screen.paint('bold', 'Release'), ...lines]
}

function renderCoverage(report: Report, screen: Screen): readonly string[] {
  const { paint } = screen
  const gap = { text: `  ${paint('red', 'gap:')} `, length: '  gap: '.length }
  const warning = { text: `  ${paint('yellow', 'warning:')} `, length: '  warning: '.length }
  return [
    paint('bold', 'Coverage'),
    ...report.coverage.flatMap(each =>
      paragraph(each.state === 'gap' ? gap : '  ', describeSource(each, limitReasons(report.reasons)), screen),
    ),
    ...[describeRules(report.rules), ...describeBaseline(report), ...describeStored(report)].flatMap(text => paragraph('  ', text, screen)),
    ...describeWarnings(report).flatMap(text => paragraph(warning, text, screen)),
  ]
}
