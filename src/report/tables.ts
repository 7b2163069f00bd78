// The tables of findings and of exceptions in Markdown.

import { linkAdvisory } from '../image/link.ts'
import { describeEnd } from './decision.ts'
import { describeTaken, describeTarget, type ReportedException } from './exceptions.ts'
import { type Cell, renderTable } from './gfm.ts'
import type { ReportedFinding } from './report.ts'
import { FINDING_COLUMNS, findingCells, listColumns } from './wording.ts'

export function tableFindings(findings: readonly ReportedFinding[]): readonly string[] {
  const rows = findings.map(findingCells)
  const columns = listColumns(rows)
  const toCells = (row: readonly string[], finding: ReportedFinding | undefined): readonly Cell[] =>
    columns.map(i => (i === 1 && finding !== undefined ? { text: row[i] ?? '', href: linkAdvisory(finding) } : (row[i] ?? '')))
  return renderTable(
    columns.map(i => FINDING_COLUMNS[i] ?? ''),
    rows.map((row, i) => toCells(row, findings[i])),
  )
}

/** `names` are those of the images by their URIs. */
export function tableExceptions(exceptions: readonly ReportedException[], names: ReadonlyMap<string, string>): readonly string[] {
  const rows = exceptions.map(exception => [
    { ours: exception.state },
    describeTarget(exception),
    describeEnd(exception),
    exception.reason,
    exception.owner ?? '',
    describeTaken(exception, names),
    exception.at,
  ])
  return renderTable(['State', 'Accepts', 'Ends', 'Reason', 'Owner', 'Let through', 'Where'], rows)
}
