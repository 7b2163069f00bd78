// The images of a saved report, to be judged again by another policy. A report is a file and may come from anybody, so what has not the
// shape of a report's image becomes a gap.
//
// The decisions and notes of the report are those of its own policy, and are left out. Its gaps stay: what its run did not see, nobody sees
// here. It has not the lists of findings as ECR sent them, which a rule may ask for.

import { isBasicFinding, lacksOf } from '../image/delivery.ts'
import { toScanEvent } from '../image/event.ts'
import { countSeverities, type Finding, type Package } from '../image/finding.ts'
import type { Identity, Image } from '../image/image.ts'
import { unsaidOfSaved } from '../image/inspector.ts'
import { type Fields, isObject, own } from '../json.ts'

type Shape = 'text' | 'text or null' | 'number or null' | 'texts'

const FINDING = {
  id: 'text',
  aliases: 'texts',
  arn: 'text or null',
  title: 'text or null',
  type: 'text',
  severity: 'text',
  score: 'number or null',
  vector: 'text or null',
  vendor: 'text or null',
  fixAvailable: 'text or null',
  exploitAvailable: 'text or null',
  description: 'text or null',
  links: 'texts',
  path: 'text or null',
  platform: 'text or null',
  firstObservedAt: 'text or null',
  lastObservedAt: 'text or null',
  vendorCreatedAt: 'text or null',
  inUseCount: 'number or null',
  lastInUseAt: 'text or null',
  epss: 'number or null',
  lastKnownExploitAt: 'text or null',
} as const satisfies Readonly<
  Record<Exclude<keyof Finding, 'state' | 'decision' | 'package' | 'packages' | 'knownExploited' | 'fromBase'>, Shape>
>

const PACKAGE = {
  name: 'text or null',
  epoch: 'number or null',
  version: 'text or null',
  release: 'text or null',
  fixedIn: 'text or null',
  manager: 'text or null',
  path: 'text or null',
  layer: 'text or null',
} as const satisfies Readonly<Record<keyof Package, Shape>>

const IMAGE = {
  uri: 'text',
  registryId: 'text or null',
  repositoryName: 'text or null',
  digest: 'text or null',
  indexDigest: 'text or null',
  tags: 'texts',
  platform: 'text or null',
  region: 'text or null',
  status: 'text or null',
  scannedAt: 'text or null',
  gaps: 'texts',
} as const satisfies Readonly<Partial<Record<keyof Image, Shape>>>

type Read<Shapes extends Readonly<Record<string, Shape>>> = { readonly [Name in keyof Shapes]: Value<Shapes[Name]> }
type Value<Of extends Shape> = Of extends 'texts'
  ? readonly string[]
  : Of extends 'text'
    ? string
    : (Of extends 'number or null' ? number : string) | null

export interface SavedImages {
  readonly images: readonly Image[]
  /** What of the report cannot be read, in sentences; empty if all of it can. */
  readonly unread: readonly string[]
}

const NO_LIST = 'the saved report has no list of images'
const NO_IMAGE = 'the saved report has an image that cannot be read'
const NO_FINDINGS = 'the saved report has findings that cannot be read'

/** Reads the images of a saved report. `readAt` is the time of reading, which becomes the time of their events. */
export function readSavedImages(report: Fields, readAt: string): SavedImages {
  const given = own(report, 'images')
  if (!Array.isArray(given)) return { images: [], unread: [NO_LIST] }
  const images = given.map(image => readImage(image, readAt))
  return { images, unread: [NO_IMAGE, NO_FINDINGS].filter(each => images.some(({ gaps }) => gaps.includes(each))) }
}

function readImage(saved: unknown, readAt: string): Image {
  const about = readShapes(saved, IMAGE)
  const given = own(saved, 'findings')
  const findings = Array.isArray(given) ? given.map(readFinding) : []
  const known = findings.filter(finding => finding !== undefined)
  const gaps = [
    ...(about === undefined ? [NO_IMAGE] : about.gaps),
    ...(!Array.isArray(given) || known.length < findings.length ? [NO_FINDINGS] : []),
  ]
  const { uri, registryId, repositoryName, digest, indexDigest, tags, platform, region, status, scannedAt } = about ?? UNKNOWN
  const counts = countSeverities(known)
  return {
    ...{ uri, registryId, repositoryName, digest, indexDigest, tags, platform, region, status, scannedAt },
    baseImage: null,
    findings: known,
    severityCounts: counts,
    openSeverityCounts: counts,
    gaps,
    notes: [],
    lacks: lacksOf(known.every(isBasicFinding) ? known : []),
    unsaid: unsaidOfSaved(known),
    event: toEvent({ registryId, repositoryName, digest, region, tags }, { status, scannedAt, counts, readAt }),
    entries: {},
    contents: null,
  }
}

const UNKNOWN: Read<typeof IMAGE> = {
  uri: 'unknown registry/unknown repository',
  registryId: null,
  repositoryName: null,
  digest: null,
  indexDigest: null,
  tags: [],
  platform: null,
  region: null,
  status: null,
  scannedAt: null,
  gaps: [],
}

function toEvent(
  identity: Identity,
  {
    status,
    scannedAt,
    counts,
    readAt,
  }: Pick<Image, 'status' | 'scannedAt'> & { readonly counts: Image['severityCounts']; readonly readAt: string },
): Fields {
  const { registryId, repositoryName, digest, tags, region } = identity
  const [tag] = tags
  const head = {
    registryId,
    repositoryName,
    imageId: { ...(digest !== null && { imageDigest: digest }), ...(tag !== undefined && { imageTag: tag }) },
    imageScanStatus: { status },
    imageScanFindings: { imageScanCompletedAt: scannedAt },
  }
  return toScanEvent([{ head, listed: [], entries: 0, findings: [], region, gaps: [], lists: {}, keys: {} }], counts, identity, readAt)
}

function readFinding(saved: unknown): Finding | undefined {
  const finding = readShapes(saved, FINDING)
  const state = (['open', 'closed', 'suppressed'] as const).find(each => each === own(saved, 'state'))
  const given = own(saved, 'packages')
  const packages = Array.isArray(given) ? given.flatMap(each => readShapes(each, PACKAGE) ?? []) : []
  if (finding === undefined || state === undefined || !Array.isArray(given) || packages.length < given.length) return undefined
  return {
    ...finding,
    state,
    decision: { kind: state === 'open' ? 'counted' : state },
    package: packages[0] ?? null,
    packages,
    knownExploited: (['YES', 'NO'] as const).find(each => each === own(saved, 'knownExploited')) ?? null,
    fromBase: own(saved, 'fromBase') === true,
  }
}

// A field that an earlier release did not write is null.
function readShapes<Shapes extends Readonly<Record<string, Shape>>>(saved: unknown, shapes: Shapes): Read<Shapes> | undefined {
  if (!isObject(saved)) return undefined
  const values = Object.entries(shapes).map(([name, shape]) => [name, own(saved, name) ?? null, shape] as const)
  if (!values.every(([, value, shape]) => hasShape(value, shape))) return undefined
  return Object.fromEntries(values.map(([name, value]) => [name, value])) as Read<Shapes>
}

function hasShape(value: unknown, shape: Shape): boolean {
  switch (shape) {
    case 'text':
      return typeof value === 'string'
    case 'text or null':
      return value === null || typeof value === 'string'
    case 'number or null':
      return value === null || typeof value === 'number'
    case 'texts':
      return Array.isArray(value) && value.every(each => typeof each === 'string')
  }
}
