// Finds every reason why the answers of DescribeImageScanFindings may be incomplete for an image. Each is a gap, and an image
// with a gap can never pass. A difference that hides nothing is only a note.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html

import type { Fields } from '../language/vocabulary.ts'
import { toIsoTime } from './cloudtrail.ts'
import { countSeverities, type Finding } from './finding.ts'
import { isObject, own, ownText } from './json.ts'
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
    ...checkCounts(pages, findings),
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

// The AWS CLI writes `NextToken` when it was told to stop early. A value that is not a text also counts as a token.
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
  if (wrong.length > 0) return wrong.map(path => `${path.join('.')} is not a text`)
  if (ownText(head, 'repositoryName') === undefined) return ['the answer does not name its repository']
  const image = ownText(head, 'imageId', 'imageDigest') ?? ownText(head, 'imageId', 'imageTag')
  return image === undefined ? ['the answer does not name its image'] : []
}

function checkCounts(pages: readonly Page[], findings: readonly Finding[]): string[] {
  const ready = isReady(pages)
  const countWhole = !isEnhanced(pages) && countAlike(pages)
  const gaps = pages.flatMap(({ head, listed, entries }) => {
    if (listed.length === 0) return ready ? ['the scan status is complete, but a page has no list of findings'] : []
    const total = totalOf(head)
    if (total === undefined) return ['findingSeverityCounts contains a value that is not a number']
    const here = countWhole ? findings.length : entries
    return total > here ? [`ECR counts ${total} findings, but the list has ${here}`] : []
  })
  return [...new Set(gaps)]
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
    ({ head }) => toIsoTime(own(head, 'imageScanFindings', 'imageScanCompletedAt')) !== null || (basic && isObject(countsOf(head))),
  )
}

/** Whether the pages are from an enhanced scan: they have its list, or the status that only enhanced scans have. */
export function isEnhanced(pages: readonly Page[]): boolean {
  return pages.some(({ head, listed }) => listed.includes('enhancedFindings') || statusOf(head) === 'ACTIVE')
}

function countsOf(head: Fields | undefined): unknown {
  return own(head, 'imageScanFindings', 'findingSeverityCounts')
}

// Each page of a basic scan counts the whole image, so all have the same counts. Pages with different counts must each count only
// themselves, as enhanced ones do.
function countAlike(pages: readonly Page[]): boolean {
  return new Set(pages.map(({ head }) => JSON.stringify(countsOf(head) ?? null))).size === 1
}

// Zero when there are no counts; undefined when they are not valid.
function totalOf(head: Fields): number | undefined {
  const counts = countsOf(head)
  if (counts === undefined) return 0
  if (!isObject(counts)) return undefined
  let total = 0
  for (const count of Object.values(counts)) {
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 0) return undefined
    total += count
  }
  return total
}

/**
 * Returns a note if ECR's counts differ from the list, which decides. Pages that count only themselves cannot be compared with the
 * whole list.
 */
export function compareCounts(pages: readonly Page[], findings: readonly Finding[]): string[] {
  if (pages.length > 1 && (isEnhanced(pages) || !countAlike(pages))) return []
  const said = countsOf(pages[0]?.head)
  if (!isObject(said)) return []
  const listed = countSeverities(findings, () => true)
  const severities = [...new Set([...Object.keys(said), ...Object.keys(listed)])]
  const different = severities.filter(severity => (own(said, severity) ?? 0) !== (own(listed, severity) ?? 0))
  if (different.length === 0) return []
  return [`ECR counts ${formatCounts(said)}, but the list has ${formatCounts(listed)}; the list is used`]
}

function formatCounts(counts: Fields): string {
  const parts = Object.entries(counts).map(([severity, count]) => `${JSON.stringify(count)} ${severity}`)
  return parts.length === 0 ? 'none' : parts.join(', ')
}
