// Decides about each finding of an image: exactly one decision, in the precedence of image/decision.ts. Whatever is not
// known of a finding (its fix, its date) makes it count.

import { withDecisions } from '../image/decided.ts'
import { type Decision, type DecisionKind, type Statement, WARNINGS, type Warning } from '../image/decision.ts'
import { findingEventsOf } from '../image/event.ts'
import { type Finding, UNRATED } from '../image/finding.ts'
import type { Image } from '../image/image.ts'
import { plural } from '../plural.ts'
import type { CompiledRule } from '../rules/compile.ts'
import { DAY_MILLISECONDS, formatInstant, MOST_SKEW_SECONDS, toInstant } from '../time.ts'
import { evaluateRules } from './evaluate.ts'
import type { Exceptions } from './exceptions/apply.ts'
import { hasNoFix } from './exceptions/match.ts'
import { type FindingPolicy, type FixWithin, LEVELS, type Unfixed } from './policy.ts'

/** In milliseconds since 1970: when a run began, which is the time of its decisions, and when it judges an image. */
interface Times {
  readonly now: number
  readonly judgedAt: number
}

/** What others know about findings. */
export interface Evidence {
  readonly exceptions: Exceptions
  readonly vex?: Vex | undefined
  readonly baseline?: Baseline | undefined
}

/** What suppliers say of vulnerabilities. */
export interface Vex {
  /** The statement by which a finding of an image does not count. */
  readonly statementOf: (finding: Finding, image: Image) => Statement | undefined
}

/** What was found before. */
export interface Baseline {
  readonly knows: (finding: Finding, image: Image) => boolean
  /** When a finding that it knows was first seen, ISO 8601; null where nobody wrote that down. */
  readonly firstSeenAt: (finding: Finding, image: Image) => string | null
}

/** Decides about the findings of an image, and about the age of its scan. */
export function decideFindings(image: Image, policy: FindingPolicy, evidence: Evidence, { now, judgedAt }: Times): Image {
  const { exceptions, vex, baseline } = evidence
  const toEvent = findingEventsOf(image)
  const decide = (finding: Finding): Decision => {
    if (finding.state !== 'open') return finding.decision
    const by = exceptions.accept(finding, image, toEvent)
    if (by !== undefined) return { kind: 'accepted', by }
    const statement = vex?.statementOf(finding, image)
    if (statement !== undefined) return { kind: 'vex', by: statement }
    const byTime = decideByTime(finding, baseline?.firstSeenAt(finding, image) ?? null, policy.fixWithin, now)
    if (byTime.kind === 'in-time') return byTime
    if (policy.unfixed !== 'fail' && hasNoFix(finding) && !UNRATED.includes(finding.severity)) return { kind: 'unfixed' }
    // Whoever gave it time wants it to count once that has ended.
    if (byTime.late !== undefined) return byTime
    if (baseline?.knows(finding, image)) return { kind: 'known' }
    return finding.fromBase && policy.baseImageFindings === 'warn' ? { kind: 'base-image' } : byTime
  }
  const decided = withDecisions(image, image.findings.map(decide))
  const age = checkAge(image, policy.maxScanAgeSeconds, judgedAt)
  return { ...decided, gaps: [...decided.gaps, ...age.gaps], notes: [...decided.notes, ...age.notes, ...tellIdle(image, policy, baseline)] }
}

/**
 * The decisions for which an image would have other alerts that warn or fail, if the findings with them counted; all of them, if that takes
 * all. `image` is as it was before the decisions, and `decided` after them. Exceptions of rules have no part in it: one that only kept this
 * from warning would be told to be unused, and whoever removed it would get a warning. An exception of the finding says what is meant.
 */
export function warningsOf(image: Image, decided: Image, rules: readonly CompiledRule[], unfixed: Unfixed): readonly Warning[] {
  const kinds = mayWarn(decided, unfixed)
  if (kinds.length === 0) return []
  const alertsOf = (judged: Image): string => {
    const evaluation = evaluateRules(rules, undefined, () => undefined)
    evaluation.judge(judged)
    return JSON.stringify(evaluation.alerts().filter(({ action }) => action !== 'notice'))
  }
  const alerts = alertsOf(decided)
  const matters = (those: readonly DecisionKind[]): boolean => {
    const counting = decided.findings.map(({ decision }): Decision => (those.includes(decision.kind) ? { kind: 'counted' } : decision))
    return alertsOf(withDecisions(image, counting)) !== alerts
  }
  const alone = kinds.filter(kind => matters([kind]))
  return alone.length > 0 || kinds.length === 1 || !matters(kinds) ? alone : kinds
}

/** The decisions of an image for which it may warn. */
export function mayWarn({ findings }: Image, unfixed: Unfixed): readonly Warning[] {
  const made = new Set(findings.map(({ decision }) => decision.kind))
  return WARNINGS.filter(kind => made.has(kind) && (kind !== 'unfixed' || unfixed === 'warn'))
}

// The time to fix runs from the day on which the vulnerability was published, or on which the finding was first seen, whichever is earlier.
// Inspector's own firstObservedAt begins anew with every build of an image, so it would never end.
function decideByTime(
  { severity, vendorCreatedAt }: Finding,
  firstSeenAt: string | null,
  fixWithin: FixWithin,
  now: number,
): Extract<Decision, { readonly kind: 'in-time' | 'counted' }> {
  const level = LEVELS.find(each => each.toUpperCase() === severity)
  const seconds = level === undefined ? undefined : fixWithin[level]
  const begins = [toInstant(vendorCreatedAt), toInstant(firstSeenAt)].flatMap(each => each ?? [])
  if (seconds === undefined || begins.length === 0 || begins.some(each => each > now)) return { kind: 'counted' }
  const end = Math.min(...begins) + seconds * 1000
  return now < end ? { kind: 'in-time', until: formatInstant(end) } : { kind: 'counted', late: formatInstant(end) }
}

// A setting that can do nothing for this image says so.
function tellIdle(image: Image, { unfixed, fixWithin }: FindingPolicy, baseline: Baseline | undefined): readonly string[] {
  const { lacks, findings } = image
  if (findings.length === 0) return []
  const isDated = findings.some(finding => baseline !== undefined && baseline.firstSeenAt(finding, image) !== null)
  return [
    ...(unfixed !== 'fail' && lacks.includes('fixAvailable')
      ? ['unfixed has no effect: this basic scan does not say whether there is a fix, so all findings count']
      : []),
    ...(Object.keys(fixWithin).length > 0 && lacks.includes('vendorCreatedAt') && !isDated
      ? [
          'fix-within has no effect: this basic scan does not say when a vulnerability was published, nor a baseline when it was first seen, so all findings count',
        ]
      : []),
  ]
}

const OLD_DAYS = 30

// Without a limit, an old result is worth a note. A result that was not read has no age, and is a gap already.
function checkAge(
  { scannedAt, gaps }: Image,
  limit: number | undefined,
  now: number,
): { readonly gaps: readonly string[]; readonly notes: readonly string[] } {
  const scanned = toInstant(scannedAt)
  const known = scanned !== undefined && scanned <= now + MOST_SKEW_SECONDS * 1000 ? Math.max(0, now - scanned) : undefined
  const days = Math.floor((known ?? 0) / DAY_MILLISECONDS)
  if (limit === undefined)
    return { gaps: [], notes: days < OLD_DAYS ? [] : [`the scan is ${plural(days, 'day')} old; max-scan-age can set a limit`] }
  if (known === undefined)
    return { notes: [], gaps: gaps.length > 0 ? [] : ['the scan has no usable time, so it cannot be told whether max-scan-age allows it'] }
  if (known <= limit * 1000) return { gaps: [], notes: [] }
  const age = days < 2 ? plural(Math.floor(known / 3_600_000), 'hour') : plural(days, 'day')
  return { notes: [], gaps: [`the scan is ${age} old, older than max-scan-age allows; scan the image again`] }
}
