// Findings by the packages that have them, since a package is what gets updated. Every format shows these groups, each as it has room.

import { shorten } from '../escape.ts'
import { fixesOf, packageKeyOf } from '../gate/fixes/units.ts'
import { groupBy } from '../group.ts'
import { countSeverities, type Finding, fixedVersionOf, type Package } from '../image/finding.ts'
import { compareText } from '../order.ts'
import { describeDecision } from './decision.ts'
import { findBlockers } from './failing.ts'
import type { Report, ReportedFinding, ReportedImage } from './report.ts'
import { describeSeverities, findingCells, sortFindings } from './wording.ts'

/** Findings that are in the same packages, in the order in which they were given. */
export interface PackageGroup<T extends Finding> {
  /** None where the findings name none; in the order of the first finding. */
  readonly packages: readonly GroupedPackage[]
  readonly findings: readonly T[]
}

export interface GroupedPackage {
  readonly pack: Package
  /** The version that fixes all findings of the group that have a fix; undefined where none is known to. */
  readonly fix: string | undefined
  /** The versions that the scan names as fixes, each once. */
  readonly named: readonly string[]
}

/** Groups findings by their packages. Those of which `apart` says something else are apart. */
export function groupByPackage<T extends Finding>(
  findings: readonly T[],
  apart: (finding: T) => string = () => '',
): readonly PackageGroup<T>[] {
  const groups = groupBy(findings, finding => JSON.stringify([apart(finding), finding.packages.map(packageKeyOf).sort(compareText)]))
  return [...groups.values()].map(its => {
    const fixOf = fixesOf(its)
    const named = groupBy(
      its.flatMap(({ packages }) => packages.filter(pack => fixedVersionOf(pack) !== '')),
      packageKeyOf,
    )
    const packages = (its[0]?.packages ?? []).map(pack => ({
      pack,
      fix: fixOf(pack),
      named: [...new Set(named.get(packageKeyOf(pack))?.map(fixedVersionOf))],
    }))
    return { packages, findings: its }
  })
}

/** A group in words, as a row of a table or a sentence. */
export interface PackageFindings<T extends Finding> {
  /** The package and its version, such as `openssl` and `3.0.11`; empty where the scan names none. */
  readonly name: string
  readonly version: string
  /** The version that fixes the findings; several where nobody knows which is the latest, and none where no fix is known. */
  readonly fixedIn: readonly string[]
  /** Where the package is; empty where the scan does not say. */
  readonly path: string
  /** Why its findings do not count, in a few words; empty where nothing has to be said. */
  readonly decision: string
  /** In the order in which a person should read them. */
  readonly findings: readonly T[]
}

/** The groups of which each finding has the same decision, and either a fix or none. The most severe come first. */
function describeGroups<T extends Finding>(findings: readonly T[]): readonly PackageFindings<T>[] {
  const apart = ({ id, package: first, decision }: T): string =>
    JSON.stringify([first?.name ? '' : id, describeDecision(decision), fixedVersionOf(first) !== ''])
  return groupByPackage(sortFindings(findings), apart).flatMap(({ packages: [first], findings: its }) => {
    const [finding] = its
    if (finding === undefined) return []
    const [, , decision = '', name = '', version = '', , path = ''] = findingCells(finding)
    return [{ name, version, path, decision, fixedIn: first?.fix === undefined ? (first?.named ?? []) : [first.fix], findings: its }]
  })
}

/** The groups of an image: those with findings that block the deployment, and the others. */
export interface SplitGroups {
  readonly blocking: readonly PackageFindings<ReportedFinding>[]
  readonly others: readonly PackageFindings<ReportedFinding>[]
}

export function splitGroups(report: Report): (image: ReportedImage) => SplitGroups {
  const { isBlocking } = findBlockers(report)
  return image => {
    const groups = groupBy(describeGroups(image.findings), ({ findings }) => findings.some(finding => isBlocking(finding, image)))
    return { blocking: groups.get(true) ?? [], others: groups.get(false) ?? [] }
  }
}

const INSTRUCTION_LENGTH = 100

/** The instruction that brought all of these findings, shortened; empty if it is not known, or if there are several. */
export function instructionOf(findings: readonly Instructed[]): string {
  // Reports of earlier releases have none.
  const all = new Set(findings.map(({ instruction }) => instruction ?? ''))
  return all.size === 1 ? shorten([...all][0] ?? '', INSTRUCTION_LENGTH) : ''
}

type Instructed = Partial<Pick<ReportedFinding, 'instruction'>>

/** The severities of a group: `HIGH` of one finding, `1 CRITICAL, 2 HIGH` of several. */
export function describeGroupSeverities({ findings }: Pick<PackageFindings<Finding>, 'findings'>): string {
  const [first] = findings
  return findings.length === 1 ? (first?.severity ?? '') : describeSeverities(countSeverities(findings, () => true))
}

/** `axios 0.21.1 (1 CRITICAL, 2 HIGH): fixed in 1.7.4`; a single finding is named: `CVE-2024-1 (HIGH) in axios 0.21.1: …`. */
export function describePackage(group: Pick<PackageFindings<Finding>, 'name' | 'version' | 'fixedIn' | 'findings'>): string {
  const { name, version, fixedIn, findings } = group
  const [first] = findings
  const pack = `${name} ${version}`.trim()
  const severities = `(${describeGroupSeverities(group)})`
  const what = findings.length > 1 ? `${pack} ${severities}` : `${first?.id} ${severities}${pack === '' ? '' : ` in ${pack}`}`
  return `${what}: ${fixedIn.length === 0 ? 'no version is known that fixes it' : `fixed in ${fixedIn.join(', ')}`}`
}
