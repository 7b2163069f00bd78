// Says what a severity has against an image: how many findings there are, and in which packages, with the versions that fix them. A rule
// for a severity only counts, and its alert names no package.

import { shorten } from '../escape.ts'
import { groupBy } from '../group.ts'
import { type Finding, isCounted, type Package, rank, versionOf } from '../image/finding.ts'
import type { Image } from '../image/image.ts'
import { compareText } from '../order.ts'
import { listFirst } from '../plural.ts'
import type { Alert } from './alert.ts'
import { hasNoFix } from './exceptions/match.ts'
import { curesOf } from './fixes/units.ts'
import { LEVELS } from './policy.ts'
import { severityRuleId } from './severities.ts'

/** What a rule for a severity says of an image. */
export interface Severe {
  readonly image: Image
  readonly ruleId: string
  readonly severity: string
  /** What of it is allowed, such as `max-findings allows 3`; undefined where nothing is said of that. */
  readonly allowed: string | undefined
}

const TITLE = /^([A-Z]+) findings in .*: \d+(?:, and (\S+ allows \d+))?$/

/**
 * Reads the alert of a rule for a severity; undefined for any other, for one whose title its author has changed, and for one about several
 * images of the same name.
 */
export function readSevere({ ruleId, title, count }: Alert, image: Image): Severe | undefined {
  if (count > 1) return undefined
  const level = LEVELS.find(each => severityRuleId(each) === ruleId)
  const [, severity, allowed] = TITLE.exec(title) ?? []
  return level === undefined || severity !== level.toUpperCase() ? undefined : { image, ruleId, severity, allowed }
}

/** `2 CRITICAL, 24 HIGH in payments/api:1.4.2: axios 0.21.1 (fix 1.7.4), tar 6.1.0 (no fix) and 9 more packages [rule ids]`. */
export function tellSevere(all: readonly Severe[], image: Image, name: string): string {
  const sorted = [...all].sort((a, b) => rank(a.severity) - rank(b.severity))
  const counts = sorted.map(
    ({ severity, allowed }) => `${image.severityCounts[severity] ?? 0} ${severity}${allowed === undefined ? '' : ` (${allowed})`}`,
  )
  const findings = image.findings.filter(each => isCounted(each) && all.some(({ severity }) => severity === each.severity))
  const named = namePackages(findings, image)
  return `${counts.join(', ')} in ${name}${named === '' ? '' : `: ${named}`} [${sorted.map(({ ruleId }) => ruleId).join(', ')}]`
}

const MOST_NAMED = 3
const NAME_LENGTH = 80

// A finding without a package is named itself.
function namePackages(findings: readonly Finding[], image: Image): string {
  const uses = findings.flatMap(finding => finding.packages.map(pack => ({ pack, finding })))
  const cureOf = curesOf(findings, image)
  const packages = [...groupBy(uses, ({ pack }) => JSON.stringify([pack.name, versionOf(pack)])).values()]
    .map(its => ({ its, worst: Math.min(...its.map(({ finding }) => rank(finding.severity))), name: its[0]?.pack.name ?? '' }))
    .filter(({ name }) => name !== '')
    .sort((a, b) => a.worst - b.worst || b.its.length - a.its.length || compareText(a.name, b.name))
  if (packages.length === 0) return listFirst([...new Set(findings.map(({ id }) => shorten(id, NAME_LENGTH)))], MOST_NAMED, 'finding')
  const texts = packages.map(({ its }) => {
    const [first] = its
    const fixes = its.map(({ pack, finding }) => cureOf(pack, finding))
    const [version, ...others] = new Set(fixes.filter(fix => fix !== undefined))
    const known = version === undefined || others.length > 0 ? undefined : shorten(version, NAME_LENGTH)
    const none = its.every(({ finding }) => hasNoFix(finding)) ? ' (no fix)' : ''
    const fix = known === undefined ? none : ` (fix ${known}${fixes.includes(undefined) ? ', not for all' : ''})`
    return `${shorten(nameOf(first?.pack), NAME_LENGTH)}${fix}`
  })
  return listFirst(texts, MOST_NAMED, 'package')
}

function nameOf(pack: Package | undefined): string {
  return [pack?.name ?? '', versionOf(pack ?? null)].filter(part => part !== '').join(' ')
}
