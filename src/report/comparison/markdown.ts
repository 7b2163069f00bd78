// A comparison as GitHub Markdown, for a comment on the change of a policy. It is short enough for one: the rest is in the other formats.

import { type Cell, code, renderTable } from '../gfm.ts'
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

const MOST_ROWS = 15
const MOST_TEXTS = 4

export function renderComparisonMarkdown(report: ComparisonReport): string {
  const { images, events, alerts, coverage } = report
  const differing = images.filter(({ effect }) => effect !== 'same')
  return [
    `## Backtest: the new policy ${describeComparison(report)}`,
    describeCases(report).map(code).join('\n\n'),
    ...section(
      ['Image', 'Effect', 'Verdict', 'Reasons', 'By'],
      differing.map(image => [image.name, image.effect, describeVerdicts(image), cellOf(listReasons(image)), causesCell(image.causes)]),
    ),
    ...(events === null ? [] : [`### The events: ${events.effect}, ${describeVerdicts(events)}`, describeAlertCounts(report)]),
    ...section(
      ['Rule', 'Alerts', 'About', 'By'],
      alerts.map(alert => {
        const { change, about } = describeAlerts(alert)
        return [alert.ruleId, change, about, causesCell(alert.causes)]
      }),
    ),
    ['### Coverage', '', ...listCoverage(coverage)].join('\n'),
  ]
    .join('\n\n')
    .concat('\n')
}

// Hundreds of saved reports may have been read. What was not seen comes first.
function listCoverage(coverage: readonly SideCoverage[]): readonly string[] {
  const [gaps, others] = [coverage.filter(({ state }) => state === 'gap'), coverage.filter(({ state }) => state !== 'gap')]
  const shown = [...gaps, ...others].slice(0, MOST_ROWS)
  const left = coverage.length - shown.length
  return [
    ...shown.map(each => `- ${each.state === 'gap' ? '**gap:** ' : ''}${code(describeCoverage(each))}`),
    ...(left === 0 ? [] : [`- … and ${left} more`]),
  ]
}

function section(head: readonly string[], rows: readonly (readonly Cell[])[]): readonly string[] {
  if (rows.length === 0) return []
  const shown = rows.slice(0, MOST_ROWS)
  const table = renderTable(head, shown).join('\n')
  return rows.length === shown.length ? [table] : [table, `… and ${rows.length - shown.length} more`]
}

function causesCell(causes: readonly Cause[]): Cell {
  return cellOf(causes.map(describeCause))
}

function cellOf(texts: readonly string[]): Cell {
  return { several: limitReasons(texts, MOST_TEXTS) }
}
