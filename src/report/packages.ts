// Findings by the package that has them: what is fixed at once is read at once.

import { groupBy } from '../group.ts'
import { countSeverities, type Finding, isCounted, rank } from '../image/finding.ts'
import { describeSeverities } from './fixes.ts'
import { findingCells, sortFindings } from './wording.ts'

export interface PackageFindings<T extends Finding> {
  /** The package and its version, such as `openssl` and `3.0.11`; empty where the scan names none. */
  readonly name: string
  readonly version: string
  /** The versions that fix the findings, each once; none where no fix is known. */
  readonly fixedIn: readonly string[]
  /** Where the package is; empty where the scan does not say. */
  readonly path: string
  /** Why its findings do not count, in a few words; empty where nothing has to be said. */
  readonly decision: string
  /** In the order in which a person should read them. */
  readonly findings: readonly T[]
}

/** Groups findings by package, version, place and decision; those with a fix and those without one apart. The most severe come first. */
export function groupByPackage<T extends Finding>(findings: readonly T[]): readonly PackageFindings<T>[] {
  const read = sortFindings(findings).map(finding => {
    const [, , decision = '', name = '', version = '', fixedIn = '', path = ''] = findingCells(finding)
    return { finding, decision, name, version, fixedIn, path }
  })
  const groups = groupBy(read, ({ finding, decision, name, version, fixedIn, path }) =>
    JSON.stringify([name === '' ? finding.id : '', name, version, path, decision, fixedIn !== '']),
  )
  return [...groups.values()].flatMap(those => {
    const [first] = those
    if (first === undefined) return []
    const { name, version, path, decision } = first
    const fixedIn = [...new Set(those.map(each => each.fixedIn))].filter(text => text !== '')
    return [{ name, version, path, decision, fixedIn, findings: those.map(each => each.finding) }]
  })
}

/** The first groups: those with CRITICAL or HIGH findings that count, or with the worst that count if there are none. */
export function selectGrave<T extends Finding>(groups: readonly PackageFindings<T>[], most: number): readonly PackageFindings<T>[] {
  const severities = groups.map(({ findings: [first] }) => (first !== undefined && isCounted(first) ? rank(first.severity) : Number.NaN))
  const worst = Math.min(...severities.filter(each => !Number.isNaN(each)))
  return groups.filter((_, i) => (severities[i] ?? Number.NaN) <= Math.max(worst, rank('HIGH'))).slice(0, most)
}

/** The severities of a group: `HIGH` of one finding, `1 CRITICAL, 2 HIGH` of several. */
export function describeGroupSeverities({ findings }: Pick<PackageFindings<Finding>, 'findings'>): string {
  const [first] = findings
  return findings.length === 1 ? (first?.severity ?? '') : describeSeverities(countSeverities(findings, () => true))
}

/** `axios 0.21.1 (1 CRITICAL, 2 HIGH): fixed in 1.7.4`; a single finding is named: `CVE-2024-1 (HIGH) in axios 0.21.1: …`. */
export function describePackage(group: PackageFindings<Finding>): string {
  const { name, version, fixedIn, findings } = group
  const [first] = findings
  const pack = `${name} ${version}`.trim()
  const severities = `(${describeGroupSeverities(group)})`
  const what = findings.length > 1 ? `${pack} ${severities}` : `${first?.id} ${severities}${pack === '' ? '' : ` in ${pack}`}`
  return `${what}: ${fixedIn.length === 0 ? 'no version is known that fixes it' : `fixed in ${fixedIn.join(', ')}`}`
}
