// Findings by the package that they are in, since a package is what gets updated: its version and the one with all fixes, and below it
// its findings by severity.

import { hasNoFix } from '../../gate/exceptions/match.ts'
import { groupBy } from '../../group.ts'
import { type Finding, type Package, versionOf } from '../../image/finding.ts'
import { compareText } from '../../order.ts'
import { compareSystemVersions, compareVersions } from '../../versions/compare.ts'
import { orderOf } from '../../versions/ecosystem.ts'
import { describeDecision } from '../decision.ts'
import { fixedVersionOf } from '../wording.ts'

/** Packages that have the same findings; none where the findings name no package. */
export interface PackageGroup {
  /** The packages with their versions; those that have the same versions together. `to` fixes all findings that have a fix; empty if unknown. */
  readonly packages: readonly { readonly names: readonly string[]; readonly from: string; readonly to: string }[]
  /** The files in the image that declare them. */
  readonly paths: readonly string[]
  /** Whether none of the findings has a fix. */
  readonly isUnfixable: boolean
  readonly rows: readonly Row[]
}

/** Findings of one severity of which the same is to be said. */
export interface Row {
  readonly severity: string
  readonly count: number
  /** Each once: a package may have a finding several times. */
  readonly ids: readonly string[]
  /** What was decided about them, and whether and where they are fixed, unless the package says that; empty if there is nothing to say. */
  readonly note: string
}

/** Groups findings. They stay in the order in which they are given. */
export function groupByPackage(findings: readonly Finding[]): readonly PackageGroup[] {
  const groups = [...groupBy(findings, finding => JSON.stringify(sortPackages(finding).map(keyOf))).values()].map(toGroup)
  return [...groupBy(groups, tellApart).values()].map(merge)
}

// Packages that are built from one source have the same versions and the same findings, and basic scans list each of them by itself.
function tellApart({ packages, isUnfixable, rows }: PackageGroup): string {
  return JSON.stringify([
    packages.map(({ from, to }) => [from, to]),
    isUnfixable,
    rows.map(({ severity, ids, note }) => [severity, ids, note]),
  ])
}

function merge(groups: readonly PackageGroup[]): PackageGroup {
  const [first] = groups
  if (first === undefined || groups.length === 1) return first ?? { packages: [], paths: [], isUnfixable: false, rows: [] }
  return {
    ...first,
    packages: first.packages.map((pack, i) => ({
      ...pack,
      names: [...new Set(groups.flatMap(({ packages }) => packages[i]?.names ?? []))],
    })),
    paths: [...new Set(groups.flatMap(({ paths }) => paths))],
    rows: first.rows.map((row, i) => ({ ...row, count: groups.reduce((sum, { rows }) => sum + (rows[i]?.count ?? 0), 0) })),
  }
}

function keyOf(pack: Package): readonly (string | null)[] {
  return [pack.name, pack.manager, pack.path, versionOf(pack)]
}

function sortPackages({ packages }: Finding): readonly Package[] {
  return [...packages].sort((a, b) => compareText(JSON.stringify(keyOf(a)), JSON.stringify(keyOf(b))))
}

function toGroup(findings: readonly Finding[]): PackageGroup {
  const sorted = findings.map(sortPackages)
  const each = (sorted[0] ?? []).map((pack, i) => ({
    name: pack.name ?? 'a package without a name',
    from: versionOf(pack),
    to: latestOf(
      sorted.flatMap(packages => packages[i] ?? []),
      findings[0]?.platform ?? null,
    ),
  }))
  const isTold = each.every(({ to }) => to !== undefined)
  const isUnfixable = findings.every(hasNoFix)
  const noteOf = (finding: Finding): string =>
    [
      describeDecision(finding.decision),
      !isUnfixable && hasNoFix(finding) && finding.decision.kind !== 'unfixed' ? 'has no fix' : '',
      isTold || fixedVersionOf(finding.package) === '' ? '' : `fixed in ${fixedVersionOf(finding.package)}`,
    ]
      .filter(part => part !== '')
      .join(', ')
  const rows = [...groupBy(findings, finding => JSON.stringify([finding.severity, noteOf(finding)])).values()]
  return {
    packages: [...groupBy(each, ({ from, to }) => JSON.stringify([from, to])).values()].map(group => ({
      names: [...new Set(group.map(({ name }) => name))],
      from: group[0]?.from ?? '',
      to: group[0]?.to ?? '',
    })),
    paths: [...new Set((sorted[0] ?? []).flatMap(({ path }) => path ?? []))],
    isUnfixable: isUnfixable && findings.some(({ decision }) => decision.kind !== 'unfixed'),
    rows: rows.map(group => ({
      severity: group[0]?.severity ?? '',
      count: group.length,
      ids: [...new Set(group.map(({ id }) => id))],
      note: group[0] === undefined ? '' : noteOf(group[0]),
    })),
  }
}

// The latest of the versions that fix something in one package; empty if none is named, undefined if it is not known which is the latest.
// A basic scan names no package manager: what it finds are packages of the operating system.
function latestOf(packages: readonly Package[], platform: string | null): string | undefined {
  const [first = '', ...versions] = new Set(packages.map(fixedVersionOf).filter(version => version !== ''))
  const manager = packages[0]?.manager ?? 'OS'
  const order = orderOf(manager, platform)
  const compare = (a: string, b: string) => {
    if (order !== undefined) return compareVersions(order, a, b)
    return manager === 'OS' ? compareSystemVersions(a, b) : undefined
  }
  return versions.reduce<string | undefined>((a, b) => {
    const sign = a === undefined ? undefined : compare(a, b)
    return sign === undefined ? undefined : sign === -1 ? b : a
  }, first)
}
