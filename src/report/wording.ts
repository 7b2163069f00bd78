// The phrases that the formats share, as plain text. Each format escapes them in its own way.

import { toReason } from '../diagnostic.ts'
import { shorten } from '../escape.ts'
import type { Alert } from '../gate/alert.ts'
import type { Coverage } from '../gate/coverage.ts'
import { tells } from '../gate/gaps.ts'
import { formatFindings, type Verdict } from '../gate/verdict.ts'
import { isBasicFinding } from '../image/delivery.ts'
import { type Finding, fixedVersionOf, isCounted, rank, SEVERITIES, type SeverityCounts, versionOf } from '../image/finding.ts'
import { nameImage } from '../image/image.ts'
import { compareText } from '../order.ts'
import { listFirst, plural } from '../plural.ts'
import { ACTIONS } from '../rules/rule.ts'
import { describeCompared } from './baseline.ts'
import { describeDecision, describeLetThrough } from './decision.ts'
import { addressOf } from './gfm.ts'
import { isRefused, isStopped, POLICY_CHANGED, problemsOf, type Report, type ReportedImage, type ReportedRules } from './report.ts'

const HEADLINES: Readonly<Record<Verdict, string>> = {
  fail: 'fail: do not deploy',
  undecided: 'undecided: do not deploy, something was not seen',
  warn: 'warn: deployment is allowed, look at the reasons',
  pass: 'pass: deployment is allowed',
}

/** The verdict as a headline, with what was let through if it allows the deployment, and what is different from the baseline. */
export function headlineOf(report: Report): string {
  const { verdict } = report
  if (verdict === 'undecided' && isStopped(report)) return 'undecided: do not deploy, the run was stopped'
  if (verdict === 'undecided' && isRefused(report))
    return 'undecided: do not deploy, nothing was judged: the settings or the rules are wrong'
  if (verdict === 'undecided' && problemsOf(report).length > 0) return 'undecided: do not deploy, something that was asked for was not done'
  const through = verdict === 'pass' || verdict === 'warn' ? describeLetThrough(report) : ''
  const parts = [HEADLINES[verdict], through === '' ? '' : `let through: ${through}`, describeCompared(report)]
  return parts.filter(part => part !== '').join('; ')
}

/** Whether all findings were seen. If not, a count of zero does not mean that there are none. */
export function isSeen({ images, coverage }: Report): boolean {
  return coverage.every(({ source, state }) => source !== 'findings' || state === 'read') && images.every(({ gaps }) => gaps.length === 0)
}

const MOST_REASONS = 50
const VALUE_LENGTH = 120

/** The reasons that a person can read: an archive may yield thousands, and JSON has them all. */
export function limitReasons(reasons: readonly string[], most = MOST_REASONS): readonly string[] {
  const shown = Math.min(most, MOST_REASONS)
  const left = reasons.length - shown
  return left <= 0 ? reasons : [...reasons.slice(0, shown), `and ${left} more`]
}

/** The columns in which findings are counted: the four highest severities, and one for all others. */
const GRAVE: readonly string[] = SEVERITIES.slice(0, 4)
export const COUNT_COLUMNS = [...GRAVE, 'other']

/**
 * The findings of an image that count, or all that are open, by column; null if there is no result, so that nothing read does not look
 * like nothing found.
 */
export function countFindings(
  image: ReportedImage,
  which: 'severityCounts' | 'openSeverityCounts' = 'severityCounts',
): readonly (number | null)[] {
  const { [which]: counts } = image
  const others = Object.entries(counts).reduce((sum, [severity, count]) => (GRAVE.includes(severity) ? sum : sum + count), 0)
  return [...GRAVE.map(severity => counts[severity] ?? 0), others].map(count => (hasResult(image) ? count : null))
}

/** The same as text with both countings where they differ: `1 (3 open)`; a dash if there is no result. */
export function describeCounts(image: ReportedImage): readonly string[] {
  const open = countFindings(image, 'openSeverityCounts')
  return countFindings(image).map((count, i) => (count === null ? '–' : count === open[i] ? `${count}` : `${count} (${open[i]} open)`))
}

/** How many findings there are of each severity, the most severe first. */
export function listCounts(counts: SeverityCounts): readonly (readonly [severity: string, count: number])[] {
  return Object.entries(counts).sort(([a], [b]) => rank(a) - rank(b))
}

/** `1 CRITICAL, 2 HIGH`, the most severe first. */
export function describeSeverities(counts: SeverityCounts): string {
  return listCounts(counts)
    .map(([severity, count]) => `${count} ${severity}`)
    .join(', ')
}

/** What was read of a source, or was not. What a reason says is not said again; `reasons` are those that the reader sees. */
export function describeSource(source: Coverage, reasons: readonly string[]): string {
  const isTold = source.state === 'gap' && reasons.some(reason => tells(reason, source))
  return isTold ? `${source.origin}: see the reasons` : source.message
}

/** `3 fail, 1 warn, 4 notice`. */
export function countAlerts(alerts: readonly Alert[]): string {
  const actions = ACTIONS.flatMap(action => {
    const count = alerts.filter(alert => alert.action === action).length
    return count === 0 ? [] : [`${count} ${action}`]
  })
  return actions.length === 0 ? 'no alert' : actions.join(', ')
}

export function describeScan(image: ReportedImage): string {
  return `${describeStatus(image)}${hasResult(image) ? `: ${formatFindings(image)}` : ''}`
}

/** The status of a scan and when it was completed, and whether there is a result at all. */
export function describeStatus(image: ReportedImage): string {
  const scanned = image.scannedAt === null ? '' : `, scanned ${image.scannedAt}`
  return `${image.status ?? 'no status'}${scanned}${hasResult(image) ? '' : ': no result'}`
}

/** By what an image was scanned, as far as its status and its findings tell; undefined if neither does. */
export function describeScanner({ status, findings }: ReportedImage): string | undefined {
  if (findings.length > 0 ? !findings.every(isBasicFinding) : status === 'ACTIVE') return 'Amazon Inspector (enhanced scan)'
  return findings.length > 0 || status === 'COMPLETE' ? 'ECR (basic scan)' : undefined
}

export function hasResult({ findings, gaps }: ReportedImage): boolean {
  return findings.length > 0 || gaps.length === 0
}

function describeTimes({ count, firstTime, lastTime }: Alert): string {
  const events = plural(count, 'event')
  if (firstTime === null) return events
  return firstTime === lastTime ? `${events} at ${firstTime}` : `${events} from ${firstTime} to ${lastTime}`
}

/** What an alert is about: `3 events from … to …; user deploy, ip 198.51.100.7`, or the image for a rule over findings. */
export function describeEvents(alert: Alert): string {
  if (alert.image !== null) return nameImage(alert.image)
  const about = describeAggregate(alert)
  return about === '' ? describeTimes(alert) : `${describeTimes(alert)}; ${about}`
}

/** What the live state and CloudTrail say of each other in the events of an alert, one sentence each. */
export function describeLive({ events }: Pick<Alert, 'events'>): readonly string[] {
  // Reports of earlier releases have no such sentences.
  const all = [...new Set(events.flatMap(({ live = [] }) => live))]
  const left = all.length - MOST_LIVE
  return [...all.slice(0, MOST_LIVE).map(each => shorten(each, LIVE_LENGTH)), ...(left > 0 ? [`and ${left} more like this`] : [])]
}

const MOST_LIVE = 3
const LIVE_LENGTH = 400

/** The values that its events have in common: `user deploy, ip 198.51.100.7`. */
export function describeAggregate({ aggregate }: Pick<Alert, 'aggregate'>): string {
  return Object.entries(aggregate)
    .filter(([, value]) => value !== null)
    .map(([field, value]) => `${field} ${shorten(Array.isArray(value) ? value.join(', ') : String(value), VALUE_LENGTH)}`)
    .join(', ')
}

/**
 * The findings in the order in which a person should read them: those that count first, then what was let through, then those that are
 * not open; each by severity, then by id. `within` decides among findings of one severity, before their ids do.
 */
export function sortFindings<T extends Finding>(findings: readonly T[], within: (a: T, b: T) => number = () => 0): readonly T[] {
  const weight = (finding: Finding): number => (isCounted(finding) ? 0 : finding.state === 'open' ? 1 : 2)
  return [...findings].sort(
    (a, b) => weight(a) - weight(b) || rank(a.severity) - rank(b.severity) || within(a, b) || compareText(a.id, b.id),
  )
}

/** The more urgent of two findings of one severity: the one with an exploit, then the one with the higher score. */
export function compareUrgency(a: Finding, b: Finding): number {
  return Number(hasExploit(b)) - Number(hasExploit(a)) || (b.score ?? -1) - (a.score ?? -1)
}

function hasExploit({ exploitAvailable }: Finding): boolean {
  return exploitAvailable === 'YES'
}

/** What a table says of a finding: its severity, id and decision, then its package, the version of that, where it is fixed, and its path. */
export function findingCells({ severity, decision, id, package: first, packages, path }: Finding): readonly string[] {
  const more = packages.length > 1 ? ` and ${packages.length - 1} more` : ''
  return [severity, id, describeDecision(decision), `${first?.name ?? ''}${more}`, versionOf(first), fixedVersionOf(first), path ?? '']
}

const TAG_STATES = { set: 'now', already: 'already', 'not set': 'not', unknown: 'perhaps' } as const

/** What was pushed, and what was done with the images, one sentence each; empty if nothing was requested. */
export function describeRelease({ push, release }: Pick<Report, 'push' | 'release'>): readonly string[] {
  const pushed =
    push === null
      ? []
      : [`pushed ${push.source} as ${push.image}, ${push.digest}${push.attempts === 1 ? '' : `, in ${push.attempts} attempts`}`]
  if (release === null) return pushed
  const tagged = release.images.flatMap(({ image, tags }) =>
    tags.map(({ tag, state }) => `${tag}: ${TAG_STATES[state]} ${nameImage(image)}`),
  )
  return [...pushed, ...tagged, ...release.notes]
}

/** What stands above the reasons: that the change under test changes the policy that judges it. */
export function describeChanged({ diagnostics }: Pick<Report, 'diagnostics'>): readonly string[] {
  return limitReasons(diagnostics.filter(({ kind }) => kind === POLICY_CHANGED).map(({ at: _, ...told }) => toReason(told)))
}

/** What stands above exceptions to write. */
export const WRITE_EXCEPTION = 'To accept what has no fix, write an exception with its reason and its end:'

/** What stands there instead where one of them is too long to be copied. */
export const FIND_EXCEPTIONS = 'The report as JSON has the exceptions that accept what has no fix.'

/** A page to read on, and what it says; without an address, its name is where it is in this repository. */
export interface BlockedPage {
  readonly name: string
  readonly address: string | undefined
  readonly says: string
}

/** Where to read on, if the deployment is stopped; undefined if it is not. */
export function nameBlockedPage({ verdict, helpUri }: Pick<Report, 'verdict' | 'helpUri'>): BlockedPage | undefined {
  if (verdict !== 'fail' && verdict !== 'undecided') return undefined
  const address = addressOf(helpUri ?? '')
  // Without an address, a reader would look for the file in a repository of their own.
  const says = `${address === undefined ? 'of ECR Gate ' : ''}says what to do when the gate blocks`
  return { name: 'docs/blocked.md', address, says }
}

/** The same as text. An address ends the line, so that a terminal makes a link of it and of nothing behind it. */
export function tellBlockedPage(report: Pick<Report, 'verdict' | 'helpUri'>): string | undefined {
  const page = nameBlockedPage(report)
  return page && `${page.name} ${page.says}${page.address === undefined ? '.' : `: ${page.address}`}`
}

/** The warnings about rules and settings, one sentence each. */
export function describeWarnings({ diagnostics }: Pick<Report, 'diagnostics'>, most?: number): readonly string[] {
  const warnings = diagnostics.filter(({ level }) => level === 'warning')
  return limitReasons(warnings.map(toReason), most)
}

const MOST_NAMED = 10

/** How many rules are in force, and by name those that are not, that were replaced, and that were tuned. */
export function describeRules({ loaded, replaced, tuned }: ReportedRules): string {
  const enabled = loaded.filter(rule => rule.enabled).length
  const off = loaded.filter(rule => !rule.enabled).map(({ id }) => id)
  const parts = [plural(enabled, 'rule')]
  if (off.length > 0) parts.push(`${off.length} not enabled (${listFirst(off, MOST_NAMED)})`)
  if (replaced.length > 0) parts.push(`replaced: ${replaced.map(({ id, by }) => `${id} by ${by}`).join(', ')}`)
  if (tuned.length > 0)
    parts.push(`tuned: ${tuned.map(({ id, by, fields }) => `${id} (${fields.join(', ')}) by ${by.join(', ')}`).join(', ')}`)
  return parts.join('; ')
}
