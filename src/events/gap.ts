// Every reason why the answers of DescribeImageScanFindings are not the whole truth about an image. Each is a gap, and an
// image with a gap can never pass; what differs without hiding anything is a note.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html

import type { Fields } from '../language/vocabulary.ts'
import { toIsoTime } from './cloudtrail.ts'
import { countSeverities, type Finding } from './finding.ts'
import { isObject, own, ownText } from './json.ts'
import { explainStatus, readinessOf } from './status.ts'

/** The findings of all pages together. */
export interface Listing {
  readonly findings: readonly Finding[]
  readonly enhanced: boolean
  readonly region: string | null
  readonly gaps: readonly string[]
}

/** Why an image cannot be judged completely by these pages; empty when it can. Without pages there is nothing to look at. */
export function findGaps(pages: readonly Fields[], listing: Listing, stayedEmpty = false): readonly string[] {
  if (pages.length === 0) return []
  return [
    ...checkStatuses(pages),
    ...checkIdentity(pages),
    ...checkPages(pages),
    ...listing.gaps,
    ...checkCounts(pages, listing),
    ...(stayedEmpty ? [] : checkEmptiness(pages, listing)),
  ]
}

/** The names of ECR's two lists of findings. */
export const LISTS = ['findings', 'enhancedFindings'] as const

function checkStatuses(pages: readonly Fields[]): string[] {
  return [...new Set(pages.filter(page => readinessOf(page) !== 'ready').map(explainStatus))]
}

function checkPages(pages: readonly Fields[]): string[] {
  const tokens = pages.flatMap(tokenOf)
  if (new Set(tokens).size < tokens.length) return ['two different pages carry the same nextToken, so they are not pages of one reading']
  if (tokens.length === pages.length) return ['the last page given has a nextToken: there are more findings than were given']
  return []
}

// The AWS CLI writes `NextToken` where it was told to stop early. Whatever is no text is a token we cannot follow.
function tokenOf(page: Fields): string[] {
  return ['nextToken', 'NextToken'].flatMap(name => {
    const token = own(page, name)
    return token === undefined || token === '' ? [] : [JSON.stringify(token)]
  })
}

// Which image it is must be certain, or one image's answer could stand for another.
function checkIdentity([page = {}]: readonly Fields[]): string[] {
  const names = [['registryId'], ['repositoryName'], ['imageId', 'imageDigest'], ['imageId', 'imageTag']]
  const wrong = names.filter(path => own(page, ...path) !== undefined && ownText(page, ...path) === undefined)
  if (wrong.length > 0) return wrong.map(path => `${path.join('.')} is no text`)
  if (ownText(page, 'repositoryName') === undefined) return ['the answer does not say of which repository it is']
  const image = ownText(page, 'imageId', 'imageDigest') ?? ownText(page, 'imageId', 'imageTag')
  return image === undefined ? ['the answer does not say of which image it is'] : []
}

function checkCounts(pages: readonly Fields[], { findings, enhanced }: Listing): string[] {
  const ready = pages.every(page => readinessOf(page) === 'ready')
  const countWhole = !enhanced && countAlike(pages)
  const gaps = pages.flatMap(page => {
    const body = own(page, 'imageScanFindings')
    const lists = LISTS.map(name => own(body, name)).filter(Array.isArray)
    if (lists.length === 0) return ready ? ['the scan is said to be complete, but a page lists no findings, not even an empty list'] : []
    const total = totalOf(body)
    if (total === undefined) return ['findingSeverityCounts holds something that is no number']
    const listed = countWhole ? findings.length : lists.flat().length
    return total > listed ? [`ECR counts ${total} findings, and ${listed} are listed`] : []
  })
  return [...new Set(gaps)]
}

function checkEmptiness(pages: readonly Fields[], { findings }: Listing): string[] {
  const whole = pages.every(page => readinessOf(page) === 'ready' && listed(own(page, 'imageScanFindings')))
  if (findings.length > 0 || !whole || isProven(pages)) return []
  return ['the list of findings is empty and nothing says when the scan was completed']
}

/**
 * Whether an answer says itself that the scan is done, be its list empty: ECR answers an enhanced scan that has not begun
 * with an empty list too, and the time of completion tells them apart. A basic result always brings its counts.
 */
export function isProven(pages: readonly Fields[]): boolean {
  const bodies = pages.map(page => own(page, 'imageScanFindings'))
  const enhanced = bodies.some(isEnhanced)
  return bodies.some(
    body => toIsoTime(own(body, 'imageScanCompletedAt')) !== null || (!enhanced && isObject(own(body, 'findingSeverityCounts'))),
  )
}

/** Whether the body of an answer has the list of an enhanced scan. */
export function isEnhanced(body: unknown): boolean {
  return Array.isArray(own(body, 'enhancedFindings'))
}

function listed(body: unknown): boolean {
  return LISTS.some(name => Array.isArray(own(body, name)))
}

// A basic page counts the whole image, so all say the same; pages that differ can only count themselves, as enhanced ones do.
function countAlike(pages: readonly Fields[]): boolean {
  return new Set(pages.map(page => JSON.stringify(own(page, 'imageScanFindings', 'findingSeverityCounts') ?? null))).size === 1
}

// Zero when there are no counts, undefined when they cannot be understood.
function totalOf(body: unknown): number | undefined {
  const counts = own(body, 'findingSeverityCounts')
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
 * Says where ECR's counts differ from the list, which decides. Pages that count themselves cannot be compared with
 * the whole.
 */
export function compareCounts(pages: readonly Fields[], { findings, enhanced }: Listing): string[] {
  if (pages.length > 1 && (enhanced || !countAlike(pages))) return []
  const said = own(pages[0], 'imageScanFindings', 'findingSeverityCounts')
  if (!isObject(said)) return []
  const listed = countSeverities(findings.map(finding => ({ ...finding, state: 'open' })))
  const severities = [...new Set([...Object.keys(said), ...Object.keys(listed)])]
  const different = severities.filter(severity => (own(said, severity) ?? 0) !== (own(listed, severity) ?? 0))
  if (different.length === 0) return []
  return [`ECR counts ${formatCounts(said)}, and the findings listed are ${formatCounts(listed)}; the list decides`]
}

function formatCounts(counts: Fields): string {
  const parts = Object.entries(counts).map(([severity, count]) => `${String(count)} ${severity}`)
  return parts.length === 0 ? 'none' : parts.join(', ')
}
