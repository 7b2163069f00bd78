// From the answers of DescribeImageScanFindings to images: which answers are pages of one image, what was found, and the
// event that the image is judged by.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html

import { quote } from '../diagnostic.ts'
import type { Fields } from '../language/vocabulary.ts'
import { toIsoTime } from './cloudtrail.ts'
import { countSeverities, type Finding, type SeverityCounts } from './finding.ts'
import { compareCounts, findGaps } from './gap.ts'
import { isObject, own, ownText } from './json.ts'
import { LISTS, listFindings, type Page, readPage } from './page.ts'
import { worstStatus } from './status.ts'
import { registryHost } from './uri.ts'

/** One answer of DescribeImageScanFindings and where it was read. */
export interface Answer {
  readonly origin: string
  readonly body: Fields
}

/** Which image was asked about, where it was asked and not only answered. */
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

/** What was read of one image's scan. */
export interface Scan {
  readonly pages: readonly Page[]
  /** Absent for pages from a file, which say themselves what they are about. */
  readonly subject?: Subject
  /** What went wrong in the reading. */
  readonly gaps?: readonly string[]
  readonly notes?: readonly string[]
  /** Whether the list was read again and again and stayed empty, so that it needs no other proof. */
  readonly stayedEmpty?: boolean
}

/** An image under judgement, with everything its scan said. */
export interface Image {
  /** `registry/repository:tag@digest`; the registry is its account id alone where the answer names no Region. */
  readonly uri: string
  readonly registryId: string | null
  readonly repositoryName: string | null
  readonly digest: string | null
  /** The digest of the index that lists the image; null where it is in none, or it is not known. */
  readonly indexDigest: string | null
  readonly tags: readonly string[]
  /** `linux/arm64` as the index has it, or the scanner's word such as DEBIAN_12. */
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
  // The same file given twice is no second page.
  return [...groups.values()].map(group =>
    readImage({ pages: [...new Map(group.map(({ body }) => [JSON.stringify(body), readPage(body, true)])).values()] }, readAt),
  )
}

function identify(body: Fields): string {
  const digest = own(body, 'imageId', 'imageDigest') ?? [own(body, 'imageId', 'imageTag')]
  return JSON.stringify([own(body, 'registryId'), own(body, 'repositoryName'), digest])
}

/** Makes an image of what was read of its scan. `readAt` is the time of reading, which becomes the event's time. */
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
      // Whoever read nothing has to say why; an image without pages and without gaps would be clean.
      ...(pages.length === 0 && (scan.gaps ?? []).length === 0 ? ['no answer was read'] : []),
    ],
    notes: [...(scan.notes ?? []), ...compareCounts(pages, findings)],
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

// An answer about another image than the one asked about would clear this one by the other's findings.
function checkSubject(answer: Fields | undefined, { registryId, repositoryName, digest }: Subject): readonly string[] {
  const said = [
    [ownText(answer, 'registryId'), registryId],
    [ownText(answer, 'repositoryName'), repositoryName],
    [ownText(answer, 'imageId', 'imageDigest'), digest],
  ] as const
  return said.flatMap(([found, asked]) =>
    found === undefined || found === asked ? [] : [`ECR answered about ${quote(found)}, asked was ${quote(asked)}`],
  )
}

/** The fields that the event of an image can have; nobody called it, so it names no user and no error. */
export const SCAN_EVENT_FIELDS = [
  'eventSource',
  'eventName',
  'eventTime',
  'awsRegion',
  'recipientAccountId',
  'requestParameters',
  'responseElements',
]

// The event CloudTrail would have recorded, with the answer as its response: the filters that Threat Stack wrote for the
// recorded call decide over the live answer, word for word.
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

/** The events of an image's open findings, one each, with the fields of a finding and of its image. */
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

/** What a recorded DescribeImageScanFindings event was about: registry, repository and digest in one text. */
export function imageKey(registryId: unknown, repositoryName: unknown, digest: unknown): string {
  return JSON.stringify([registryId ?? null, repositoryName ?? null, digest ?? null])
}

/** The part of an image's URI that a person tells images apart by: `payments/api:1.4.2@sha256:4f1c9a7be2d0`. */
export function nameImage(uri: string): string {
  return uri.replace(/^[^/]*\//, '').replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1')
}

/** The same with the platform of an index's entry: `payments/api:1.4.2@sha256:4f1c9a7be2d0 linux/arm64`. */
export function namePlatformImage({ uri, platform, indexDigest }: Pick<Image, 'uri' | 'platform' | 'indexDigest'>): string {
  return indexDigest === null || platform === null ? nameImage(uri) : `${nameImage(uri)} ${platform}`
}

/** Names by which a person tells these images apart. */
export function nameImages(images: readonly Pick<Image, 'uri' | 'platform' | 'indexDigest'>[]): readonly string[] {
  const names = images.map(namePlatformImage)
  return needHosts(images, names).map((host, i) => `${host}${names[i]}`)
}

/**
 * What has to stand before each of these names: nothing, or the registry's host and a slash. The same repository may be in several
 * registries, and then only the host tells which is meant.
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
