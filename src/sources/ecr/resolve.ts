// Finds the manifests that an image's URI stands for: the image itself, or those that its index lists. ECR does not scan
// indexes, so each manifest is queried by its own digest. Each is checked against that digest, so that what is judged is what
// will run.

import { createHash } from 'node:crypto'
import { quote } from '../../diagnostic.ts'
import { own, ownList, ownText } from '../../events/json.ts'
import { type IndexEntry, isPlatform, MANIFEST_TYPES, type Manifest, readManifest } from '../../events/manifest.ts'
import type { ImageUri } from '../../events/uri.ts'
import { Fault } from '../../fault.ts'
import { type Clock, pauseBefore, poll, type Turn } from '../poll.ts'
import type { Ecr, ImageId } from './calls.ts'

/** A manifest to be judged. */
export interface Target {
  readonly digest: string
  readonly platform: string | null
  /** Why it cannot be judged by its findings alone, if so. */
  readonly problem?: string
}

export interface Resolution {
  /** The digest that the URI stands for: that of the index, if it is one. */
  readonly digest: string
  readonly isIndex: boolean
  readonly targets: readonly Target[]
  /** Why the index cannot be judged as requested. */
  readonly problems: readonly string[]
  /** Platforms of the index that were not requested. */
  readonly left: readonly string[]
}

export interface ResolveOptions {
  /** `os/architecture`, with or without a variant; an empty list means all. */
  readonly platforms: readonly string[]
  /** Seconds to wait for an image that is not there yet, and the limit for all waiting. */
  readonly grace: number
  readonly timeout: number
  readonly clock: Clock
  /** When the run began to ask, on that clock. */
  readonly began: number
}

// The most images that ECR accepts in one call.
const MOST_IDS = 100
const DEEPEST_INDEX = 3

/** Finds what to judge. Throws a fault when the image itself cannot be read. */
export async function resolveImage(ecr: Ecr, uri: ImageUri, options: ResolveOptions): Promise<Resolution> {
  const found = await awaitManifest(ecr, uri, options)
  if (found instanceof Fault) throw found
  checkAnswer(found, uri)
  const { digest, manifest } = found
  switch (manifest.kind) {
    case 'unreadable':
      throw new Fault('aws-answer', { message: manifest.problem })
    case 'image':
      return { digest, isIndex: false, targets: [{ digest, platform: null }], problems: [], left: [] }
    case 'index': {
      const listed = await walkIndex(ecr, manifest.entries, 1, new Set([digest]))
      return { digest, isIndex: true, ...choose(listed, options.platforms) }
    }
  }
}

function awaitManifest(ecr: Ecr, { digest, tag }: ImageUri, options: ResolveOptions): Promise<Found | Fault> {
  const { clock, grace, timeout, began } = options
  let since: number | undefined
  const id: ImageId = digest === null ? { imageTag: tag ?? '' } : { imageDigest: digest }
  const name = digest === null ? `the tag ${quote(tag ?? '')}` : `the digest ${digest}`
  const takeTurn = async (elapsed: number): Promise<Turn<Found | Fault>> => {
    const {
      found: [found],
      failures: [failure],
    } = await readManifests(ecr, [id])
    if (found !== undefined) return { done: found }
    if (failure?.code !== 'ImageNotFound') {
      const why = failure === undefined ? 'neither the manifest nor a failure' : describeFailure(failure)
      throw new Fault('aws-refused', { message: `ECR answered ${why} for ${name}` })
    }
    const help = 'check the tag and the repository; scan-grace is how long to wait for a push that is still in progress'
    const missing = new Fault('aws-not-found', { message: `the repository has no image with ${name}`, help })
    since ??= elapsed
    return { otherwise: missing, until: Math.min(timeout, since + grace), pause: pauseBefore(elapsed - since, undefined) }
  }
  return poll(clock, takeTurn, began)
}

interface Found {
  readonly digest: string
  /** The registry, repository and tag that the answer says it is about. */
  readonly said: readonly (string | undefined)[]
  readonly manifest: Manifest
}

interface Failure {
  readonly code: string
  readonly reason: string
  readonly digest: string | undefined
}

function describeFailure({ code, reason }: Failure): string {
  return reason === '' ? code : `${code} (${reason})`
}

async function readManifests(
  ecr: Ecr,
  ids: readonly ImageId[],
): Promise<{ readonly found: readonly Found[]; readonly failures: readonly Failure[] }> {
  const answered = await ecr.batchGetImage(ids, MANIFEST_TYPES)
  const answer = 'answer' in answered ? answered.answer : {}
  return {
    found: ownList(answer, 'images').map(readFound),
    failures: ownList(answer, 'failures').map(failure => ({
      code: ownText(failure, 'failureCode') ?? 'an unnamed failure',
      reason: ownText(failure, 'failureReason') ?? '',
      digest: ownText(failure, 'imageId', 'imageDigest'),
    })),
  }
}

function readFound(image: unknown): Found {
  const digest = ownText(image, 'imageId', 'imageDigest') ?? 'no digest'
  const said = [['registryId'], ['repositoryName'], ['imageId', 'imageTag']].map(path => ownText(image, ...path))
  const unreadable = (problem: string): Found => ({ digest, said, manifest: { kind: 'unreadable', problem } })
  // The digest is that of the exact bytes, so the text must not be trimmed.
  const text = own(image, 'imageManifest')
  if (typeof text !== 'string') return unreadable(`ECR gave no manifest for ${digest}`)
  const computed = `sha256:${createHash('sha256').update(text).digest('hex')}`
  if (computed !== digest) return unreadable(`the manifest of ${digest} has the digest ${computed}: it is not what was pushed`)
  return { digest, said, manifest: readManifest(text, ownText(image, 'imageManifestMediaType')) }
}

// If ECR answered about another image, that image's findings could clear this one.
function checkAnswer({ said, digest }: Found, uri: ImageUri): void {
  const [registryId, repositoryName, tag] = said
  const pairs = [
    [registryId, uri.registryId],
    [repositoryName, uri.repositoryName],
    [uri.digest === null ? tag : undefined, uri.tag],
    [uri.digest === null ? undefined : digest, uri.digest],
  ] as const
  for (const [found, asked] of pairs)
    if (found !== undefined && found !== asked)
      throw new Fault('aws-answer', { message: `ECR answered about ${quote(found)}, but the request was for ${quote(asked ?? '')}` })
}

// The most manifests that one index may list; more would keep the gate busy for hours.
const MOST_MANIFESTS = 1000

// `walked` has the digests of the indexes met so far, so that an index that is listed several times is read only once.
async function walkIndex(ecr: Ecr, listed: readonly IndexEntry[], depth: number, walked: Set<string>): Promise<readonly Target[]> {
  const judged = listed.filter(({ attestation }) => !attestation)
  const entries = [...new Map(judged.map(entry => [`${entry.digest} ${entry.platform}`, entry])).values()]
  if (entries.length > MOST_MANIFESTS)
    throw new Fault('aws-answer', { message: `the index lists ${entries.length} manifests; the limit is ${MOST_MANIFESTS}` })
  const targets: Target[] = []
  for (let from = 0; from < entries.length; from += MOST_IDS) {
    const batch = entries.slice(from, from + MOST_IDS)
    const ids = [...new Set(batch.map(({ digest }) => digest))].map(imageDigest => ({ imageDigest }))
    const { found, failures } = await readManifests(ecr, ids)
    for (const { digest, platform } of batch) {
      const manifest = found.find(each => each.digest === digest)?.manifest
      if (manifest?.kind === 'image') targets.push({ digest, platform })
      else if (manifest?.kind === 'index' && depth < DEEPEST_INDEX) {
        const known = walked.has(digest)
        walked.add(digest)
        if (!known) targets.push(...(await walkIndex(ecr, manifest.entries, depth + 1, walked)))
      } else
        targets.push({
          digest,
          platform,
          problem: describeChild(
            manifest,
            failures.find(each => each.digest === digest),
          ),
        })
    }
  }
  return targets
}

function describeChild(manifest: Manifest | undefined, failure: Failure | undefined): string {
  if (manifest?.kind === 'unreadable') return manifest.problem
  if (manifest?.kind === 'index') return `indexes are nested more than ${DEEPEST_INDEX} levels deep`
  return `its manifest cannot be read: ECR answered ${failure === undefined ? 'nothing' : describeFailure(failure)}`
}

// An entry that names no platform may run anywhere, so it is always judged. The same manifest may be listed for several
// platforms: it is judged only once, under a requested platform.
function choose(listed: readonly Target[], platforms: readonly string[]): Pick<Resolution, 'targets' | 'problems' | 'left'> {
  if (listed.length === 0) return { targets: [], problems: ['the index lists no images'], left: [] }
  const isOf = ({ platform }: Target, asked: string): boolean => platform !== null && isPlatform(platform, asked)
  const isChosen = (target: Target): boolean =>
    platforms.length === 0 || target.platform === null || platforms.some(asked => isOf(target, asked))
  const targets = listed.filter(isChosen).filter((target, i, all) => all.findIndex(other => other.digest === target.digest) === i)
  const offered = listed.map(({ platform }) => platform ?? 'no platform').join(', ')
  return {
    targets,
    problems: platforms
      .filter(asked => !listed.some(target => isOf(target, asked)))
      .map(asked => `the index has no image for ${quote(asked)}; it has ${offered}`),
    left: listed.filter(({ digest }) => targets.every(target => target.digest !== digest)).map(({ platform }) => platform ?? ''),
  }
}
