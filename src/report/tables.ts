// The tables of findings and of exceptions in Markdown.

import { linkAdvisory } from '../image/link.ts'
import { describeEnd } from './decision.ts'
import { describeTaken, describeTarget, type ReportedException } from './exceptions.ts'
import { nameFinding } from './exploits.ts'
import { type Cell, renderTable } from './gfm.ts'
import { describeGroupSeverities, instructionOf, type PackageFindings } from './packages.ts'
import type { ReportedFinding } from './report.ts'

/** How many findings of a package are named. */
export const MOST_IDS = 20
const MOST_VERSIONS = 3
const COLUMNS = ['Package', 'Version', 'Fixed in', 'Severity', 'Findings', 'Decision', 'Path', 'Came with'] as const

/** A row for each package. Columns that are empty in all rows are left out: basic findings have neither a fixed version nor a path. */
export function tablePackages(groups: readonly PackageFindings<ReportedFinding>[]): readonly string[] {
  const rows = groups.map(cellsOf)
  const columns = COLUMNS.map((_, i) => i).filter(i => rows.some(row => !isEmpty(row[i])))
  return renderTable(
    columns.map(i => COLUMNS[i] ?? ''),
    rows.map(row => columns.map(i => row[i] ?? '')),
  )
}

function cellsOf(group: PackageFindings<ReportedFinding>): readonly Cell[] {
  const { name, version, fixedIn, decision, path, findings } = group
  return [
    name,
    version,
    { several: limit(fixedIn, MOST_VERSIONS), by: ', ' },
    { prose: describeGroupSeverities(group) },
    {
      several: limit(
        findings.map(finding => ({ text: nameFinding(finding), href: linkAdvisory(finding) })),
        MOST_IDS,
      ),
      by: ', ',
    },
    { prose: decision },
    path,
    instructionOf(findings),
  ]
}

function isEmpty(cell: Cell | undefined): boolean {
  if (typeof cell !== 'object') return cell === '' || cell === undefined
  return ('several' in cell && cell.several.length === 0) || ('prose' in cell && cell.prose === '')
}

function limit(cells: readonly Cell[], most: number): readonly Cell[] {
  const left = cells.length - most
  return left <= 0 ? cells : [...cells.slice(0, most), { ours: `and ${left} more` }]
}

/** `names` are those of the images by their URIs. */
export function tableExceptions(exceptions: readonly ReportedException[], names: ReadonlyMap<string, string>): readonly string[] {
  const rows = exceptions.map(exception => [
    { ours: exception.state },
    { prose: describeTarget(exception) },
    { prose: describeEnd(exception) },
    { prose: exception.reason },
    exception.owner ?? '',
    { prose: describeTaken(exception, names) },
    exception.at,
  ])
  return renderTable(['State', 'Accepts', 'Ends', 'Reason', 'Owner', 'Let through', 'Where'], rows)
}
