// The groups of the table of findings: a package in one version at one place, with the version that fixes it.

import { hasNoFix } from '../../gate/exceptions/match.ts'
import { fixesOf } from '../../gate/fixes/units.ts'
import { groupBy } from '../../group.ts'
import { type Finding, versionOf } from '../../image/finding.ts'
import type { ReportedImage } from '../report.ts'
import type { Group } from './table.ts'

export interface PackageGroups {
  readonly list: readonly Group[]
  readonly numberOf: (finding: Finding) => number
}

/** The groups of these findings, all of which are of these images. */
export function groupByPackage(findings: readonly Finding[], images: readonly ReportedImage[]): PackageGroups {
  const groups = groupBy(findings, keyOf)
  const numbers = new Map([...groups.keys()].map((key, i) => [key, i]))
  const fixes = images.map(image => fixesOf(image.findings, image))
  const fixOf = ({ package: first }: Finding): readonly string[] => (first === null ? [] : fixes.flatMap(fix => fix(first) ?? []))
  return {
    list: [...groups.values()].map(its => describeGroup(its, [...new Set(its.slice(0, 1).flatMap(fixOf))])),
    numberOf: finding => numbers.get(keyOf(finding)) ?? 0,
  }
}

function keyOf({ package: first }: Finding): string {
  return JSON.stringify([first?.name ?? null, versionOf(first), first?.path ?? null, first?.manager ?? null])
}

// What has no fix is told beside the version that fixes the others. Where no version is known to fix all of them, each has its own.
function describeGroup(findings: readonly Finding[], fixes: readonly string[]): Group {
  const first = findings[0]?.package ?? null
  const unfixed = findings.filter(hasNoFix).length
  const some = `(${unfixed} of ${findings.length} without a fix)`
  const aside = [
    versionOf(first),
    fixes.length === 0 ? '' : `→ ${fixes.join(', ')}`,
    unfixed === 0 ? '' : unfixed === findings.length ? '(no fix)' : some,
    first?.path == null ? '' : `in ${first.path}`,
  ]
  return { title: first?.name ?? 'no package', aside: aside.filter(part => part !== '').join(' ') }
}
