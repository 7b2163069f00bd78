// Finds every reason why the answers of DescribeImageScanFindings may be incomplete for an image. Each is a gap, and an image
// with a gap can never pass. A difference that hides nothing is only a note.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html

import { type Fields, isObject, own, ownText } from '../json.ts'
import { toIsoTime } from '../time.ts'
import { countSeverities, type Finding, rank, SEVERITIES, type SeverityCounts } from './finding.ts'
import type { Page } from './page.ts'
import { explainStatus, readinessOf, statusOf } from './status.ts'

/**
 * Returns why these pages are not enough to judge an image completely; empty when they are, and when there are no pages to check.
 * `waited` means that a gap already reports a scan that was not done in time.
 */
export function findGaps(
  pages: readonly Page[],
  findings: readonly Finding[],
  { stayedEmpty = false, waited = false }: { readonly stayedEmpty?: boolean; readonly waited?: boolean } = {},
): readonly string[] {
  if (pages.length === 0) return []
  return [
    ...checkStatuses(pages, waited),
    ...new Set(pages.flatMap(({ head }) => checkIdentity(head))),
    ...checkTokens(pages),
    ...new Set(pages.flatMap(({ gaps }) => gaps)),
    ...checkLists(pages),
    ...new Set(compareTallies(pages, findings).gaps),
    ...(stayedEmpty ? [] : checkEmptiness(pages, findings)),
  ]
}

// If the run already waited for the scan, that gap has been reported, and the advice to read it again would not help.
function checkStatuses(pages: readonly Page[], waited: boolean): string[] {
  const silent = waited ? ['ready', 'waiting'] : ['ready']
  return [...new Set(pages.flatMap(({ head }) => (silent.includes(readinessOf(head)) ? [] : [explainStatus(head)])))]
}

function checkTokens(pages: readonly Page[]): string[] {
  const tokens = pages.flatMap(({ head }) => tokenOf(head))
  if (new Set(tokens).size < tokens.length) return ['two different pages have the same nextToken, so they are not from one reading']
  if (tokens.length === pages.length) return ['the last page has a nextToken, so some findings are missing']
  return []
}

// The AWS CLI writes `NextToken` when it was told to stop early. A value that is not a string also counts as a token.
function tokenOf(head: Fields): string[] {
  return ['nextToken', 'NextToken'].flatMap(name => {
    const token = own(head, name)
    return token === undefined || token === '' ? [] : [JSON.stringify(token)]
  })
}

// The image must be identified for certain, or the answer about one image could be taken for another's.
function checkIdentity(head: Fields): string[] {
  const names = [['registryId'], ['repositoryName'], ['imageId', 'imageDigest'], ['imageId', 'imageTag']]
  const wrong = names.filter(path => own(head, ...path) !== undefined && ownText(head, ...path) === undefined)
  if (wrong.length > 0) return wrong.map(path => `${path.join('.')} is not a string`)
  if (ownText(head, 'repositoryName') === undefined) return ['the answer does not name its repository']
  const image = ownText(head, 'imageId', 'imageDigest') ?? ownText(head, 'imageId', 'imageTag')
  return image === undefined ? ['the answer does not name its image'] : []
}

function checkLists(pages: readonly Page[]): string[] {
  const listless = isReady(pages) && pages.some(({ listed }) => listed.length === 0)
  return listless ? ['the scan status is complete, but a page has no list of findings'] : []
}

function checkEmptiness(pages: readonly Page[], findings: readonly Finding[]): string[] {
  const listed = pages.every(page => page.listed.length > 0)
  if (findings.length > 0 || !isReady(pages) || !listed || isProven(pages)) return []
  return ['the list of findings is empty, and no completion time shows that the scan is done']
}

function isReady(pages: readonly Page[]): boolean {
  return pages.every(({ head }) => readinessOf(head) === 'ready')
}

/**
 * Whether the answer itself proves that the scan is done, even if its list is empty. ECR also returns an empty list for an
 * enhanced scan that has not begun; only the time of completion tells the two apart. A basic result always has its counts.
 */
export function isProven(pages: readonly Page[]): boolean {
  const basic = !isEnhanced(pages)
  return pages.some(
    ({ head }) => toIsoTime(own(head, 'imageScanFindings', 'imageScanCompletedAt')) !== null || (basic && isObject(givenCounts(head))),
  )
}

/** Whether the pages are from an enhanced scan: they have its list, or the status that only enhanced scans have. */
export function isEnhanced(pages: readonly Page[]): boolean {
  return pages.some(({ head, listed }) => listed.includes('enhancedFindings') || statusOf(head) === 'ACTIVE')
}

function givenCounts(head: Fields): unknown {
  return own(head, 'imageScanFindings', 'findingSeverityCounts')
}

function countAlike(pages: readonly Page[]): boolean {
  return new Set(pages.map(({ head }) => JSON.stringify(givenCounts(head) ?? null))).size === 1
}

/**
 * Returns a note if ECR's counts differ from the list in a way that hides nothing severe: then the list decides. Where they
 * contradict each other about what blocks, neither is believed, and the difference is a gap.
 */
export function compareCounts(pages: readonly Page[], findings: readonly Finding[]): string[] {
  const { gaps, notes } = compareTallies(pages, findings)
  return gaps.length > 0 ? [] : [...new Set(notes)]
}

/** What ECR counts, and what it lists of that: closed and suppressed findings too, because it counts them. */
interface Tally {
  readonly counted: SeverityCounts | undefined
  readonly listed: SeverityCounts
  readonly entries: number
}

function compareTallies(pages: readonly Page[], findings: readonly Finding[]): { readonly gaps: string[]; readonly notes: string[] } {
  const gaps: string[] = []
  const notes: string[] = []
  for (const { counted, listed, entries } of toTallies(pages, findings)) {
    const total = counted === undefined ? 0 : Object.values(counted).reduce((sum, count) => sum + count, 0)
    if (counted === undefined) gaps.push('findingSeverityCounts contains a value that is not a number')
    else if (total > entries) gaps.push(`ECR counts ${total} findings, but the list has ${entries}`)
    else if (differs(counted, listed)) {
      const told = `ECR counts ${formatCounts(counted)}, but the list has ${formatCounts(listed)}`
      if (hidesSevere(counted, listed)) gaps.push(told)
      else notes.push(`${told}; the list is used`)
    }
  }
  return { gaps, notes }
}

// Each page of a basic scan counts the whole image, so all have the same counts. A page of an enhanced scan counts only itself, and
// so must pages with different counts.
function toTallies(pages: readonly Page[], findings: readonly Finding[]): readonly Tally[] {
  const listing = pages.filter(({ head, listed }) => listed.length > 0 && givenCounts(head) !== undefined)
  const [first] = listing
  if (first === undefined) return []
  if (!isEnhanced(pages) && countAlike(pages))
    return [{ counted: countsOf(first.head), listed: countSeverities(findings, () => true), entries: findings.length }]
  return listing.map(page => {
    const here = page.findings.map(({ finding }) => finding)
    return { counted: countsOf(page.head), listed: countSeverities(here, () => true), entries: page.entries }
  })
}

function differs(counted: SeverityCounts, listed: SeverityCounts): boolean {
  const severities = new Set([...Object.keys(counted), ...Object.keys(listed)])
  return [...severities].some(severity => countOf(counted, severity) !== countOf(listed, severity))
}

// Whether more findings are counted than listed as CRITICAL or HIGH, or in a severity that ECR does not document.
function hidesSevere(counted: SeverityCounts, listed: SeverityCounts): boolean {
  return Object.keys(counted).some(
    severity =>
      (rank(severity) <= rank('HIGH') || rank(severity) === SEVERITIES.length) && countOf(counted, severity) > countOf(listed, severity),
  )
}

function countOf(counts: SeverityCounts, severity: string): number {
  return Object.hasOwn(counts, severity) ? (counts[severity] ?? 0) : 0
}

// Undefined where the counts are not valid.
function countsOf(head: Fields): SeverityCounts | undefined {
  const counts = givenCounts(head)
  const isCount = (count: unknown): boolean => typeof count === 'number' && Number.isInteger(count) && count >= 0
  return isObject(counts) && Object.values(counts).every(isCount) ? (counts as SeverityCounts) : undefined
}

function formatCounts(counts: SeverityCounts): string {
  const parts = Object.entries(counts).map(([severity, count]) => `${count} ${severity}`)
  return parts.length === 0 ? 'none' : parts.join(', ')
}
