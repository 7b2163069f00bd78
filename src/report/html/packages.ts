// The groups of the table of findings: a package in one version at one place, with the version that fixes it.

import { hasNoFix } from '../../gate/exceptions/match.ts'
import type { Finding } from '../../image/finding.ts'
import { groupByPackage, type PackageGroup } from '../packages.ts'
import { findingCells } from '../wording.ts'
import type { Group } from './table.ts'

export interface PackageGroups {
  readonly list: readonly Group[]
  readonly numberOf: (finding: Finding) => number
}

export function listGroups(findings: readonly Finding[]): PackageGroups {
  const groups = groupByPackage(findings)
  const numbers = new Map(groups.flatMap((group, i) => group.findings.map(finding => [finding, i])))
  return { list: groups.map(describeGroup), numberOf: finding => numbers.get(finding) ?? 0 }
}

// What has no fix is told beside the version that fixes the others. Where no version is known to fix all of them, each has its own.
function describeGroup({ packages: [first], findings }: PackageGroup<Finding>): Group {
  const [, , , name = '', version = ''] = findings[0] === undefined ? [] : findingCells(findings[0])
  const unfixed = findings.filter(hasNoFix).length
  const some = `(${unfixed} of ${findings.length} without a fix)`
  const aside = [
    version,
    first?.fix === undefined ? '' : `→ ${first.fix}`,
    unfixed === 0 ? '' : unfixed === findings.length ? '(no fix)' : some,
    first?.pack.path == null ? '' : `in ${first.pack.path}`,
  ]
  return { title: name === '' ? 'no package' : name, aside: aside.filter(part => part !== '').join(' ') }
}
