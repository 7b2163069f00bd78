// Turns answers of DescribeImageScanFindings into images: which answers are pages of one image, what was found, and the event by
// which the image is judged.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html

import { quote } from '../diagnostic.ts'
import { groupBy } from '../group.ts'
import { type Fields, isObject, own, ownText } from '../json.ts'
import { toIsoTime } from '../time.ts'
import { findLacks } from './delivery.ts'
import { countSeverities, type Finding, type SeverityCounts } from './finding.ts'
import { compareCounts, findGaps } from './gap.ts'
import { LISTS, listFindings, type Page, readPage } from './page.ts'
import { worstStatus } from './status.ts'
import { registryHost } from './uri.ts'

/** One answer of DescribeImageScanFindings, and where it was read from. */
export interface Answer {
  readonly origin: string
  readonly body: Fields
}

/** The image that this run asked ECR about. */
export interface Subject {
  readonly registryId: string
  readonly region: string
  readonly repositoryName: string
  readonly tag: string | null
  readonly digest: string
  /** `os/architecture` of the index's entry; null when the image is in no index. */
  readonly platform: string | null
  readonly indexDigest: string | null
}

/** What was read about one image's scan. */
export interface Scan {
  readonly pages: readonly Page[]
  /** Absent for pages from a file, which name their image themselves. */
  readonly subject?: Subject
  /** What went wrong while reading. */
  readonly gaps?: readonly string[]
  readonly notes?: readonly string[]
  /** Whether the list stayed empty over repeated readings, so that it needs no other proof. */
  readonly stayedEmpty?: boolean
}

/** An image under judgement, with everything its scan returned. */
export interface Image {
  /** `registry/repository:tag@digest`; the registry is only the account id where the answer names no Region. */
  readonly uri: string
  readonly registryId: string | null
  readonly repositoryName: string | null
  readonly digest: string | null
  /** The digest of the index that lists the image; null where there is none, or none is known. */
  readonly indexDigest: string | null
  readonly tags: readonly string[]
  /** The platform in the index, such as `linux/arm64`, or the scanner's word, such as DEBIAN_12. */
  readonly platform: string | null
  readonly region: string | null
  /** ECR's ScanStatus, unchanged; null when the answer had none. */
  readonly status: string | null
  /** When the scan was completed, ISO 8601. */
  readonly scannedAt: string | null
  readonly findings: readonly Finding[]
  /** Open findings of all pages. */
  readonly severityCounts: SeverityCounts
  /** Why this image cannot be judged completely; empty when it can. */
  readonly gaps: readonly string[]
  readonly notes: readonly string[]
  /** The names of findings that its kind of scan does not deliver. */
  readonly lacks: readonly string[]
  readonly event: Fields
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
  const { pages, subject } = scan
  const heads = pages.map(({ head }) => head)
  const findings = listFindings(pages)
  const counts = countSeverities(findings)
  const identity = subject === undefined ? identifyPages(pages) : named(subject)
  const { registryId, repositoryName, digest, region, tags } = identity
  const completed = heads.map(head => toIsoTime(own(head, 'imageScanFindings', 'imageScanCompletedAt'))).find(time => time !== null) ?? null
  return {
    uri: formatUri(registryId, region, repositoryName, tags[0] ?? null, digest),
    registryId,
    repositoryName,
    digest,
    indexDigest: subject?.indexDigest ?? null,
    tags,
    platform: subject?.platform ?? findings.map(finding => finding.platform).find(platform => platform !== null) ?? null,
    region,
    status: worstStatus(heads),
    scannedAt: completed,
    findings,
    severityCounts: counts,
    gaps: [
      ...(scan.gaps ?? []),
      ...(subject === undefined ? [] : new Set(heads.flatMap(head => checkSubject(head, subject)))),
      ...findGaps(pages, findings, { stayedEmpty: scan.stayedEmpty === true, waited: (scan.gaps ?? []).length > 0 }),
      // A caller that read nothing must say why: without pages and without gaps the image would look clean.
      ...(pages.length === 0 && (scan.gaps ?? []).length === 0 ? ['no answer was read'] : []),
    ],
    notes: [...(scan.notes ?? []), ...compareCounts(pages, findings)],
    lacks: findLacks(pages),
    event: toScanEvent(pages, counts, identity, readAt),
  }
}

type Identity = Pick<Image, 'registryId' | 'repositoryName' | 'digest' | 'region' | 'tags'>

function identifyPages(pages: readonly Page[]): Identity {
  const head = pages[0]?.head
  return {
    registryId: ownText(head, 'registryId') ?? null,
    repositoryName: ownText(head, 'repositoryName') ?? null,
    digest: ownText(head, 'imageId', 'imageDigest') ?? null,
    region: pages.map(page => page.region).find(region => region !== null) ?? null,
    tags: [...new Set(pages.flatMap(page => ownText(page.head, 'imageId', 'imageTag') ?? []))],
  }
}

function named({ registryId, repositoryName, digest, region, tag }: Subject): Identity {
  return { registryId, repositoryName, digest, region, tags: tag === null ? [] : [tag] }
}

// An answer about a different image must not clear the image that was asked about.
function checkSubject(answer: Fields | undefined, { registryId, repositoryName, digest }: Subject): readonly string[] {
  const said = [
    [ownText(answer, 'registryId'), registryId],
    [ownText(answer, 'repositoryName'), repositoryName],
    [ownText(answer, 'imageId', 'imageDigest'), digest],
  ] as const
  return said.flatMap(([found, asked]) =>
    found === undefined || found === asked ? [] : [`ECR answered about ${quote(found)}, but the request was for ${quote(asked)}`],
  )
}

/** The fields that an image's event can have. It records no actual call, so it names no user and no error. */
export const SCAN_EVENT_FIELDS = [
  'eventSource',
  'eventName',
  'eventTime',
  'awsRegion',
  'recipientAccountId',
  'requestParameters',
  'responseElements',
]

// Builds the event that CloudTrail would have recorded, with the answer as its response, so that the filters that Threat Stack
// wrote for the recorded call work unchanged on the live answer.
function toScanEvent(pages: readonly Page[], counts: SeverityCounts, identity: Identity, readAt: string): Fields {
  const { region, registryId, repositoryName, digest } = identity
  const { nextToken: _, ...answer } = pages[0]?.head ?? {}
  const body = answer['imageScanFindings']
  const lists = LISTS.flatMap(name => {
    const given = pages.map(page => page.lists[name]).filter(Array.isArray)
    return given.length === 0 ? [] : [[name, given.flat()] as const]
  })
  return {
    eventSource: 'ecr.amazonaws.com',
    eventName: 'DescribeImageScanFindings',
    eventTime: readAt,
    awsRegion: region,
    recipientAccountId: registryId,
    requestParameters: {
      registryId,
      repositoryName,
      imageId: answer['imageId'] ?? (digest === null ? null : { imageDigest: digest }),
    },
    responseElements: {
      ...answer,
      imageScanFindings: { ...(isObject(body) ? body : {}), ...Object.fromEntries(lists), findingSeverityCounts: counts },
    },
  }
}

/** One event for each open finding of an image, with the fields of the finding and of its image. */
export function* toFindingEvents(image: Image): Generator<Fields> {
  const { uri, registryId, repositoryName, digest, tags, platform, event } = image
  const about = { uri, registryId, repositoryName, digest, tags }
  for (const { packages, ...finding } of image.findings) {
    if (finding.state !== 'open') continue
    yield {
      event_type: 'finding',
      eventTime: event['eventTime'],
      ...finding,
      platform: finding.platform ?? platform,
      package: packages,
      path: packages.flatMap(({ path }) => path ?? []),
      image: about,
    }
  }
}

/** A key that identifies an image: registry, repository and digest in one text. */
export function imageKey(registryId: unknown, repositoryName: unknown, digest: unknown): string {
  return JSON.stringify([registryId ?? null, repositoryName ?? null, digest ?? null])
}

/** The part of an image's URI by which people recognize it: `payments/api:1.4.2@sha256:4f1c9a7be2d0`. */
export function nameImage(uri: string): string {
  return uri.replace(/^[^/]*\//, '').replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1')
}

/** The same with the platform of an index's entry: `payments/api:1.4.2@sha256:4f1c9a7be2d0 linux/arm64`. */
export function namePlatformImage({ uri, platform, indexDigest }: Pick<Image, 'uri' | 'platform' | 'indexDigest'>): string {
  return indexDigest === null || platform === null ? nameImage(uri) : `${nameImage(uri)} ${platform}`
}

/** Names by which people can tell these images apart. */
export function nameImages(images: readonly Pick<Image, 'uri' | 'platform' | 'indexDigest'>[]): readonly string[] {
  const names = images.map(namePlatformImage)
  return needHosts(images, names).map((host, i) => `${host}${names[i]}`)
}

/**
 * Returns the prefix that each of these names needs: nothing, or the registry's host and a slash. A repository of the same name may
 * be in several registries, and then only the host tells which one is meant.
 */
export function needHosts(images: readonly Pick<Image, 'uri'>[], names: readonly string[]): readonly string[] {
  const hosts = images.map(({ uri }) => uri.split('/', 1)[0] ?? '')
  const byName = new Map<string | undefined, Set<string>>()
  for (const [i, host] of hosts.entries()) byName.set(names[i], (byName.get(names[i]) ?? new Set()).add(host))
  return hosts.map((host, i) => ((byName.get(names[i])?.size ?? 0) > 1 ? `${host}/` : ''))
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
