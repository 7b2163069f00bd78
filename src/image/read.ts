// Turns answers of DescribeImageScanFindings into images: which answers are pages of one image, and what was found.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html

import { quote } from '../diagnostic.ts'
import { groupBy } from '../group.ts'
import { type Fields, own, ownText } from '../json.ts'
import { toIsoTime } from '../time.ts'
import { findLacks } from './delivery.ts'
import { toFindingEvents, toScanEvent } from './event.ts'
import { countSeverities } from './finding.ts'
import { compareCounts, findGaps, isEnhanced } from './gap.ts'
import type { Identity, Image } from './image.ts'
import { NOT_ASKED } from './intelligence.ts'
import type { Contents } from './manifest.ts'
import { listFindings, locateEntries, type Page, readPage } from './page.ts'
import { worstStatus } from './status.ts'
import { registryHost } from './uri.ts'

/** One answer of DescribeImageScanFindings, and where it was read from. */
export interface Answer {
  readonly origin: string
  readonly body: Fields
}

/** The image that this run asked ECR about. */
export interface RequestedImage {
  readonly registryId: string
  readonly region: string
  readonly repositoryName: string
  readonly tag: string | null
  readonly digest: string
  /** `os/architecture` of the index's entry; null when the image is in no index. */
  readonly platform: string | null
  readonly indexDigest: string | null
  /** What its manifest says that it is made of. */
  readonly contents?: Contents | undefined
}

/** What was read about one image's scan. */
export interface Scan {
  readonly pages: readonly Page[]
  /** Absent for pages from a file, which name their image themselves. */
  readonly requested?: RequestedImage
  /** What went wrong while reading. */
  readonly gaps?: readonly string[]
  readonly notes?: readonly string[]
  /** Whether the list stayed empty over repeated readings, so that it needs no other proof. */
  readonly stayedEmpty?: boolean
}

/** Whether an object looks like an answer of DescribeImageScanFindings at all. */
export function isAnswer(value: Fields): boolean {
  return (
    ['imageScanFindings', 'imageScanStatus'].some(name => Object.hasOwn(value, name)) ||
    (Object.hasOwn(value, 'repositoryName') && Object.hasOwn(value, 'imageId'))
  )
}

/** The events to explain: for an answer of DescribeImageScanFindings the events its image is judged by, otherwise the value itself. */
export function toJudgedEvents(value: Fields, readAt: string): readonly Fields[] {
  if (!isAnswer(value)) return [value]
  return readImages([{ origin: '', body: value }], readAt).flatMap(image => [image.event, ...toFindingEvents(image)])
}

/**
 * Groups pages by what they are about, and reads each group as an image. An image of two tags or two Regions is as many images,
 * because a rule may ask for either. `readAt` is the time of reading, which becomes the event's time.
 */
export function readImages(answers: readonly Answer[], readAt: string): readonly Image[] {
  return [...groupBy(answers, identify).values()]
    .flatMap(group => {
      // The same file given twice does not count as a second page.
      const pages = [...new Map(group.map(({ body }) => [JSON.stringify(body), readPage(body, true)])).values()]
      const regions = new Set(pages.flatMap(({ region }) => region ?? []))
      return regions.size > 1 ? [...groupBy(pages, ({ region }) => region).values()] : [pages]
    })
    .map(pages => readImage({ pages }, readAt))
}

function identify({ body }: Answer): string {
  const id = ['imageDigest', 'imageTag'].map(name => own(body, 'imageId', name) ?? null)
  return JSON.stringify([own(body, 'registryId'), own(body, 'repositoryName'), ...id])
}

/** Builds an image from what was read about its scan. `readAt` is the time of reading, which becomes the event's time. */
export function readImage(scan: Scan, readAt: string): Image {
  const { pages, requested } = scan
  const heads = pages.map(({ head }) => head)
  const findings = listFindings(pages)
  const counts = countSeverities(findings)
  const identity = requested === undefined ? identifyPages(pages) : named(requested)
  const { registryId, repositoryName, digest, region, tags } = identity
  const completed = heads.flatMap(head => toIsoTime(own(head, 'imageScanFindings', 'imageScanCompletedAt')) ?? [])
  // Where pages disagree, the oldest result is among what is judged.
  const [scannedAt = null] = completed.sort((a, b) => Date.parse(a) - Date.parse(b))
  return {
    uri: formatUri(registryId, region, repositoryName, tags[0] ?? null, digest),
    registryId,
    repositoryName,
    digest,
    indexDigest: requested?.indexDigest ?? null,
    tags,
    platform: requested?.platform ?? findings.map(finding => finding.platform).find(platform => platform !== null) ?? null,
    region,
    contents: requested?.contents ?? null,
    baseImage: null,
    status: worstStatus(heads),
    scannedAt,
    findings,
    severityCounts: counts,
    openSeverityCounts: counts,
    gaps: [
      ...(scan.gaps ?? []),
      ...(requested === undefined ? [] : new Set(heads.flatMap(head => checkRequested(head, requested)))),
      ...findGaps(pages, findings, { stayedEmpty: scan.stayedEmpty === true, waited: (scan.gaps ?? []).length > 0 }),
      // A caller that read nothing must say why: without pages and without gaps the image would look clean.
      ...(pages.length === 0 && (scan.gaps ?? []).length === 0 ? ['no answer was read'] : []),
    ],
    notes: [...(scan.notes ?? []), ...compareCounts(pages, findings)],
    lacks: findLacks(pages),
    unsaid: isEnhanced(pages) ? [NOT_ASKED] : [],
    event: toScanEvent(pages, counts, identity, readAt),
    entries: locateEntries(pages),
  }
}

function identifyPages(pages: readonly Page[]): Identity {
  const head = pages[0]?.head
  const tag = ownText(head, 'imageId', 'imageTag')
  return {
    registryId: ownText(head, 'registryId') ?? null,
    repositoryName: ownText(head, 'repositoryName') ?? null,
    digest: ownText(head, 'imageId', 'imageDigest') ?? null,
    region: pages.map(page => page.region).find(region => region !== null) ?? null,
    tags: tag === undefined ? [] : [tag],
  }
}

function named({ registryId, repositoryName, digest, region, tag }: RequestedImage): Identity {
  return { registryId, repositoryName, digest, region, tags: tag === null ? [] : [tag] }
}

// An answer about a different image must not clear the image that was asked about.
function checkRequested(answer: Fields | undefined, { registryId, repositoryName, digest }: RequestedImage): readonly string[] {
  const said = [
    [ownText(answer, 'registryId'), registryId],
    [ownText(answer, 'repositoryName'), repositoryName],
    [ownText(answer, 'imageId', 'imageDigest'), digest],
  ] as const
  return said.flatMap(([found, asked]) =>
    found === undefined || found === asked ? [] : [`ECR answered about ${quote(found)}, but the request was for ${quote(asked)}`],
  )
}

function formatUri(
  registryId: string | null,
  region: string | null,
  repository: string | null,
  tag: string | null,
  digest: string | null,
): string {
  const registry = region === null ? (registryId ?? 'unknown registry') : registryHost(registryId ?? 'unknown', region)
  return `${registry}/${repository ?? 'unknown repository'}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
}
