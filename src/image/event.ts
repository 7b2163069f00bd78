// The events by which an image is judged: one for the image, as CloudTrail would have recorded it, and one for each of its findings.

import { type Fields, isObject, own } from '../json.ts'
import type { FieldTree } from '../language/vocabulary.ts'
import { type Finding, isCounted, type SeverityCounts } from './finding.ts'
import type { Identity, Image } from './image.ts'
import { LISTS, type ListName, type Page } from './page.ts'

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

/**
 * Builds the event that CloudTrail would have recorded, with the answer as its response, so that the filters that Threat Stack wrote
 * for the recorded call work unchanged on the live answer.
 */
export function toScanEvent(pages: readonly Page[], counts: SeverityCounts, identity: Identity, readAt: string): Fields {
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

/** One event for each finding of an image that counts, with the fields of the finding and of its image. */
export function* toFindingEvents(image: Image): Generator<Fields> {
  const toEvent = findingEventsOf(image)
  for (const finding of image.findings) if (isCounted(finding)) yield toEvent(finding)
}

/** Returns what makes the event of a finding of this image, whether it counts or not. */
export function findingEventsOf({ uri, registryId, repositoryName, digest, tags, platform, event }: Image): (finding: Finding) => Fields {
  const about = { uri, registryId, repositoryName, digest, tags }
  return ({ packages, decision: _, fromBase: __, ...finding }) => ({
    event_type: 'finding',
    eventTime: event['eventTime'],
    ...finding,
    platform: finding.platform ?? platform,
    package: packages,
    path: packages.flatMap(({ path }) => path ?? []),
    image: about,
  })
}

/** The event of an image with only those entries of its lists, and only those counts. */
export function withCounts(event: Fields, counts: SeverityCounts, keeps: (list: ListName, position: number) => boolean): Fields {
  const response = own(event, 'responseElements')
  const body = own(response, 'imageScanFindings')
  const lists = LISTS.flatMap(name => {
    const list = own(body, name)
    return Array.isArray(list) ? [[name, list.filter((_, position) => keeps(name, position))] as const] : []
  })
  const findings = { ...(isObject(body) ? body : {}), ...Object.fromEntries(lists), findingSeverityCounts: counts }
  return { ...event, responseElements: { ...(isObject(response) ? response : {}), imageScanFindings: findings } }
}

/** The fields of the event by which a rule judges a finding. */
export const FINDING_FIELDS: FieldTree = {
  event_type: 'one',
  eventTime: 'one',
  id: 'one',
  aliases: 'many',
  arn: 'one',
  title: 'one',
  type: 'one',
  severity: 'one',
  state: 'one',
  score: 'one',
  vector: 'one',
  vendor: 'one',
  fixAvailable: 'one',
  exploitAvailable: 'one',
  description: 'one',
  links: 'many',
  path: 'many',
  platform: 'one',
  firstObservedAt: 'one',
  lastObservedAt: 'one',
  vendorCreatedAt: 'one',
  inUseCount: 'one',
  lastInUseAt: 'one',
  epss: 'one',
  lastKnownExploitAt: 'one',
  knownExploited: 'one',
  package: {
    name: 'many',
    epoch: 'many',
    version: 'many',
    release: 'many',
    fixedIn: 'many',
    manager: 'many',
    path: 'many',
    layer: 'many',
  },
  image: { uri: 'one', registryId: 'one', repositoryName: 'one', digest: 'one', tags: 'many' },
}
