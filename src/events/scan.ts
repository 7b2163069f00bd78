// From the answers of DescribeImageScanFindings to images: which answers are pages of one image, what was found, and the
// event that the image is judged by.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html

import { quote } from '../diagnostic.ts'
import type { Fields } from '../language/vocabulary.ts'
import { toIsoTime } from './cloudtrail.ts'
import {
  countSeverities,
  type Finding,
  readBasicFinding,
  readEnhancedFinding,
  regionOf,
  SEVERITIES,
  type SeverityCounts,
} from './finding.ts'
import { compareCounts, findGaps, LISTS, type Listing, worstStatus } from './gap.ts'
import { isObject, own, ownText } from './json.ts'

/** One answer of DescribeImageScanFindings and where it was read. */
export interface Answer {
  readonly origin: string
  readonly body: Fields
}

/** An image under judgement, with everything its scan said. */
export interface Image {
  /** `registry/repository:tag@digest`; the registry is its account id alone where the answer names no Region. */
  readonly uri: string
  readonly registryId: string | null
  readonly repositoryName: string | null
  readonly digest: string | null
  readonly tags: readonly string[]
  readonly platform: string | null
  readonly region: string | null
  /** ECR's ScanStatus as it came; null when the answer had none. */
  readonly status: string | null
  /** When the scan was completed, ISO 8601. */
  readonly scannedAt: string | null
  readonly findings: readonly Finding[]
  /** Open findings of all pages. */
  readonly severityCounts: SeverityCounts
  /** Why this image cannot be judged completely; empty when it can. */
  readonly gaps: readonly string[]
  readonly notes: readonly string[]
  readonly event: Fields
}

/** Whether an object looks like an answer of DescribeImageScanFindings at all. */
export function isAnswer(value: Fields): boolean {
  return (
    ['imageScanFindings', 'imageScanStatus'].some(name => Object.hasOwn(value, name)) ||
    (Object.hasOwn(value, 'repositoryName') && Object.hasOwn(value, 'imageId'))
  )
}

/** The events to explain: an answer of DescribeImageScanFindings as the events its image is judged by, any other as it is. */
export function toJudgedEvents(value: Fields, readAt: string): readonly Fields[] {
  if (!isAnswer(value)) return [value]
  return readImages([{ origin: '', body: value }], readAt).flatMap(image => [image.event, ...toFindingEvents(image)])
}

/** Puts the pages of each image together. `readAt` is the time of reading, which becomes the event's time. */
export function readImages(answers: readonly Answer[], readAt: string): readonly Image[] {
  const groups = new Map<string, Answer[]>()
  for (const answer of answers) {
    const key = identify(answer.body)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [answer])
    else group.push(answer)
  }
  return [...groups.values()].map(pages => readImage(pages, readAt))
}

function identify(body: Fields): string {
  const digest = own(body, 'imageId', 'imageDigest') ?? [own(body, 'imageId', 'imageTag')]
  return JSON.stringify([own(body, 'registryId'), own(body, 'repositoryName'), digest])
}

function readImage(answers: readonly Answer[], readAt: string): Image {
  // The same file given twice is no second page.
  const pages = [...new Map(answers.map(({ body }) => [JSON.stringify(body), body])).values()]
  const first = pages[0] ?? {}
  const listing = listFindings(pages)
  const counts = countSeverities(listing.findings)
  const registryId = ownText(first, 'registryId') ?? null
  const repositoryName = ownText(first, 'repositoryName') ?? null
  const digest = ownText(first, 'imageId', 'imageDigest') ?? null
  const tags = pages.flatMap(page => ownText(page, 'imageId', 'imageTag') ?? []).filter((tag, i, all) => all.indexOf(tag) === i)
  const region = listing.region
  const completed = pages.map(page => toIsoTime(own(page, 'imageScanFindings', 'imageScanCompletedAt'))).find(time => time !== null) ?? null
  return {
    uri: formatUri(registryId, region, repositoryName, tags[0] ?? null, digest),
    registryId,
    repositoryName,
    digest,
    tags,
    platform: listing.findings.map(finding => finding.platform).find(platform => platform !== null) ?? null,
    region,
    status: worstStatus(pages),
    scannedAt: completed,
    findings: listing.findings,
    severityCounts: counts,
    gaps: findGaps(pages, listing),
    notes: compareCounts(pages, listing),
    event: toScanEvent(pages, counts, { readAt, region, registryId, repositoryName }),
  }
}

// A finding listed on two pages is one; twice on one page it is two, for then ECR itself counts it twice.
function listFindings(pages: readonly Fields[]): Listing {
  const earlier = new Set<string>()
  const findings: Finding[] = []
  const gaps: string[] = []
  let region: string | null = null
  let enhanced = false
  for (const page of pages) {
    const here: string[] = []
    for (const name of LISTS) {
      const entries = own(page, 'imageScanFindings', name)
      if (entries === undefined) continue
      if (!Array.isArray(entries)) {
        gaps.push(`${name} is no list`)
        continue
      }
      enhanced ||= name === 'enhancedFindings'
      for (const entry of entries) {
        const key = JSON.stringify(entry)
        if (earlier.has(key)) continue
        here.push(key)
        region ??= regionOf(entry)
        const finding = name === 'findings' ? readBasicFinding(entry) : readEnhancedFinding(entry)
        if (finding === undefined) gaps.push(`an entry of ${name} names no vulnerability`)
        else findings.push(finding)
      }
    }
    for (const key of here) earlier.add(key)
  }
  const strange = new Set(
    findings.map(finding => finding.severity).filter(severity => !(SEVERITIES as readonly string[]).includes(severity)),
  )
  for (const severity of strange) gaps.push(`a finding has the severity ${quote(severity)}, which ECR does not document`)
  return { findings, enhanced, region, gaps: [...new Set(gaps)] }
}

interface Reading {
  readonly readAt: string
  readonly region: string | null
  readonly registryId: string | null
  readonly repositoryName: string | null
}

// The event CloudTrail would have recorded, with the answer as its response: the filters that Threat Stack wrote for the
// recorded call decide over the live answer, word for word.
function toScanEvent(pages: readonly Fields[], counts: SeverityCounts, { readAt, region, registryId, repositoryName }: Reading): Fields {
  const bodies = pages.map(page => own(page, 'imageScanFindings'))
  const { nextToken: _, ...answer } = pages[0] ?? {}
  const lists = LISTS.flatMap(name => {
    const given = bodies.map(body => own(body, name)).filter(Array.isArray)
    return given.length === 0 ? [] : [[name, given.flat()] as const]
  })
  return {
    eventSource: 'ecr.amazonaws.com',
    eventName: 'DescribeImageScanFindings',
    eventTime: readAt,
    awsRegion: region,
    recipientAccountId: registryId,
    requestParameters: { registryId, repositoryName, imageId: answer['imageId'] ?? null },
    responseElements: {
      ...answer,
      imageScanFindings: { ...(isObject(bodies[0]) ? bodies[0] : {}), ...Object.fromEntries(lists), findingSeverityCounts: counts },
    },
  }
}

/** The events of an image's open findings, one each, with the fields of a finding and of its image. */
export function toFindingEvents(image: Image): readonly Fields[] {
  const { uri, registryId, repositoryName, digest, tags, platform, event } = image
  return image.findings
    .filter(finding => finding.state === 'open')
    .map(({ packages, ...finding }) => ({
      event_type: 'finding',
      eventTime: event['eventTime'],
      ...finding,
      platform: finding.platform ?? platform,
      package: packages,
      path: packages.flatMap(({ path }) => path ?? []),
      image: { uri, registryId, repositoryName, digest, tags },
    }))
}

/** What a recorded DescribeImageScanFindings event was about: registry, repository and digest in one text. */
export function imageKey(registryId: unknown, repositoryName: unknown, digest: unknown): string {
  return JSON.stringify([registryId ?? null, repositoryName ?? null, digest ?? null])
}

/** The part of an image's URI that a person tells images apart by: `payments/api:1.4.2@sha256:4f1c9a7be2d0`. */
export function nameImage(uri: string): string {
  return uri.replace(/^[^/]*\//, '').replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1')
}

function formatUri(
  registryId: string | null,
  region: string | null,
  repository: string | null,
  tag: string | null,
  digest: string | null,
): string {
  const suffix = region?.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  const registry = region === null ? (registryId ?? 'unknown registry') : `${registryId ?? 'unknown'}.dkr.ecr.${region}.${suffix}`
  return `${registry}/${repository ?? 'unknown repository'}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
}
