// The events by which an image is judged: one for the image, as CloudTrail would have recorded it, and one for each of its findings.

import { type Fields, isObject } from '../json.ts'
import type { FieldTree } from '../language/vocabulary.ts'
import type { SeverityCounts } from './finding.ts'
import type { Identity, Image } from './image.ts'
import { LISTS, type Page } from './page.ts'

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
  inUseCount: 'one',
  lastInUseAt: 'one',
  package: { name: 'many', version: 'many', release: 'many', fixedIn: 'many', manager: 'many', path: 'many', layer: 'many' },
  image: { uri: 'one', registryId: 'one', repositoryName: 'one', digest: 'one', tags: 'many' },
}
