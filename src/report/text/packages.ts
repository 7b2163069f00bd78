// The groups of findings as a terminal shows them: packages that have the same findings stand together, and below them are their findings
// by severity.

import { hasNoFix } from '../../gate/exceptions/match.ts'
import { groupBy } from '../../group.ts'
import { type Finding, fixedVersionOf, versionOf } from '../../image/finding.ts'
import { compareText } from '../../order.ts'
import { describeDecision } from '../decision.ts'
import { nameFinding } from '../exploits.ts'
import { groupVersions } from '../fixes.ts'
import { groupByPackage, instructionOf, type PackageGroup } from '../packages.ts'
import type { ReportedFinding } from '../report.ts'

/** Packages that have the same findings; none where the findings name no package. */
export interface Block {
  /** The packages with their versions; those that have the same versions together. `to` fixes all findings that have a fix; empty if unknown. */
  readonly packages: readonly { readonly names: readonly string[]; readonly from: string; readonly to: string }[]
  /** The files in the image that declare them. */
  readonly paths: readonly string[]
  /** The instructions that brought them, as far as they are known. */
  readonly instructions: readonly string[]
  /** Whether none of the findings has a fix. */
  readonly isUnfixable: boolean
  readonly rows: readonly Row[]
}

/** Findings of one severity of which the same is to be said. */
export interface Row {
  readonly severity: string
  readonly count: number
  /** Each once, with what is known of exploits: a package may have a finding several times. */
  readonly ids: readonly string[]
  /** What was decided about them, and whether and where they are fixed, unless the package says that; empty if there is nothing to say. */
  readonly note: string
}

/** Groups findings. They stay in the order in which they are given. */
export function listBlocks(findings: readonly Instructed[]): readonly Block[] {
  return [...groupBy(groupByPackage(findings).map(toBlock), tellApart).values()].flatMap(merge)
}

// Packages that are built from one source have the same versions and the same findings, and basic scans list each of them by itself.
function tellApart({ packages, isUnfixable, rows }: Block): string {
  return JSON.stringify([
    packages.map(({ from, to }) => [from, to]),
    isUnfixable,
    rows.map(({ severity, ids, note }) => [severity, ids, note]),
  ])
}

function merge(blocks: readonly Block[]): readonly Block[] {
  const [first] = blocks
  if (first === undefined) return []
  return [
    {
      ...first,
      packages: first.packages.map((pack, i) => ({
        ...pack,
        names: [...new Set(blocks.flatMap(({ packages }) => packages[i]?.names ?? []))],
      })),
      paths: [...new Set(blocks.flatMap(({ paths }) => paths))],
      instructions: [...new Set(blocks.flatMap(({ instructions }) => instructions))],
      rows: first.rows.map((row, i) => ({ ...row, count: blocks.reduce((sum, { rows }) => sum + (rows[i]?.count ?? 0), 0) })),
    },
  ]
}

/** A finding, and the instruction that brought it where that is known. */
type Instructed = Finding & Partial<Pick<ReportedFinding, 'instruction'>>

const NAMELESS = 'a package without a name'

function toBlock({ packages, findings }: PackageGroup<Instructed>): Block {
  const isTold = packages.every(({ fix, named }) => fix !== undefined || named.length === 0)
  const isUnfixable = findings.every(hasNoFix)
  const noteOf = (finding: Finding): string =>
    [
      describeDecision(finding.decision),
      !isUnfixable && hasNoFix(finding) && finding.decision.kind !== 'unfixed' ? 'has no fix' : '',
      isTold || fixedVersionOf(finding.package) === '' ? '' : `fixed in ${fixedVersionOf(finding.package)}`,
    ]
      .filter(part => part !== '')
      .join(', ')
  // All of them have the same findings, whatever their managers are.
  const told = packages
    .map(({ pack, fix = '' }) => ({ name: pack.name ?? NAMELESS, manager: null, path: pack.path, from: versionOf(pack), to: fix }))
    .sort((a, b) => compareText(a.name, b.name))
  const rows = groupBy(
    findings.map(finding => ({ ...finding, note: noteOf(finding) })),
    ({ severity, note }) => JSON.stringify([severity, note]),
  )
  return {
    packages: groupVersions(told),
    paths: [...new Set(told.flatMap(({ path }) => path ?? []))],
    instructions: [instructionOf(findings)].filter(instruction => instruction !== ''),
    isUnfixable: isUnfixable && findings.some(({ decision }) => decision.kind !== 'unfixed'),
    rows: [...rows.values()].map(its => ({
      severity: its[0]?.severity ?? '',
      count: its.length,
      ids: [...new Set(its.map(nameFinding))],
      note: its[0]?.note ?? '',
    })),
  }
}
