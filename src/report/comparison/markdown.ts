// A comparison as GitHub Markdown, for a comment on the change of a policy. It is short enough for one: the rest is in the other formats.

import { type Cell, fitInto, prose, renderTable } from '../gfm.ts'
import { limitReasons } from '../wording.ts'
import type { Cause } from './causes.ts'
import type { ComparisonReport, SideCoverage } from './results.ts'
import {
  describeAlertCounts,
  describeAlerts,
  describeCases,
  describeCause,
  describeComparison,
  describeCoverage,
  describeVerdicts,
  listReasons,
} from './wording.ts'

/** The most that GitHub takes for a comment. */
const MOST_BYTES = 65_536
/** How many rows each list has at most, in less and less detail. */
const DETAILS = [15, 5, 1, 0]
const MOST_TEXTS = 4

export function renderComparisonMarkdown(report: ComparisonReport): string {
  return fitInto(MOST_BYTES, DETAILS, most => renderSections(report, most))
}

function renderSections(report: ComparisonReport, most: number): readonly string[] {
  const { images, events, alerts, coverage } = report
  const differing = images.filter(({ effect }) => effect !== 'same')
  return [
    `## Backtest: the new policy ${describeComparison(report)}`,
    describeCases(report)
      .map(each => prose(each))
      .join('\n\n'),
    ...listRows(
      ['Image', 'Effect', 'Verdict', 'Reasons', 'By'],
      differing.map(image => [image.name, image.effect, describeVerdicts(image), cellOf(listReasons(image)), causesCell(image.causes)]),
      most,
    ),
    ...(events === null ? [] : [`### The events: ${events.effect}, ${describeVerdicts(events)}`, describeAlertCounts(report)]),
    ...listRows(
      ['Rule', 'Alerts', 'About', 'By'],
      alerts.map(alert => {
        const { change, about } = describeAlerts(alert)
        return [alert.ruleId, change, about, causesCell(alert.causes)]
      }),
      most,
    ),
    ['### Coverage', '', ...listCoverage(coverage, most)].join('\n'),
  ]
}

// Hundreds of saved reports may have been read. What was not seen comes first.
function listCoverage(coverage: readonly SideCoverage[], most: number): readonly string[] {
  const [gaps, others] = [coverage.filter(({ state }) => state === 'gap'), coverage.filter(({ state }) => state !== 'gap')]
  const shown = [...gaps, ...others].slice(0, most)
  const left = coverage.length - shown.length
  return [
    ...shown.map(each => `- ${each.state === 'gap' ? '**gap:** ' : ''}${prose(describeCoverage(each))}`),
    ...(left === 0 ? [] : [`- … and ${left} more`]),
  ]
}

function listRows(head: readonly string[], rows: readonly (readonly Cell[])[], most: number): readonly string[] {
  const shown = rows.slice(0, most)
  return [
    ...(shown.length === 0 ? [] : [renderTable(head, shown).join('\n')]),
    ...(rows.length === shown.length ? [] : [`… and ${rows.length - shown.length} more`]),
  ]
}

function causesCell(causes: readonly Cause[]): Cell {
  return cellOf(causes.map(describeCause))
}

function cellOf(texts: readonly string[]): Cell {
  return { several: limitReasons(texts, MOST_TEXTS).map(text => ({ prose: text })), by: '; ' }
}
