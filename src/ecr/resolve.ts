// Finds the manifests that an image's URI stands for: the image itself, or those that its index lists. ECR does not scan
// indexes, so each manifest is queried by its own digest. Each is checked against that digest, so that what is judged is what
// will run.

import { quote } from '../diagnostic.ts'
import { Fault } from '../fault.ts'
import { type Contents, type IndexEntry, isPlatform, type Manifest, readManifest } from '../image/manifest.ts'
import type { ImageUri } from '../image/uri.ts'
import { type Clock, poll, type Turn } from '../poll.ts'
import { explainAbsence } from './archive.ts'
import type { Ecr, ImageId } from './calls.ts'
import { describeGiven, digestOf, type Given, type GivenImage, getImages, nameId } from './manifests.ts'
import { pauseBefore } from './pause.ts'

/** A manifest to be judged. */
export interface Target {
  readonly digest: string
  readonly platform: string | null
  /** What it is made of; absent where its manifest is none of an image. */
  readonly contents?: Contents
  /** Why it cannot be judged by its findings alone, if so. */
  readonly problem?: string
  /** Set if it is no image, so that ECR never scans it; `problem` says what it is. */
  readonly artifact?: true
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
  readonly graceSeconds: number
  readonly timeoutSeconds: number
  readonly clock: Clock
  /** When the run began to ask, on that clock. */
  readonly beganMilliseconds: number
}

// The most images that ECR accepts in one call.
const MOST_IDS = 100
const DEEPEST_INDEX = 3

/** Finds what to judge. Throws a fault when the image itself cannot be read. */
export async function resolveImage(ecr: Ecr, uri: ImageUri, options: ResolveOptions): Promise<Resolution> {
  const found = await awaitManifest(ecr, uri, options)
  if (found instanceof Fault) throw found
  checkAnswer(found, uri)
  const digest = found.digest ?? 'no digest'
  const manifest = checkManifest(found)
  switch (manifest.kind) {
    case 'unreadable':
      throw new Fault('aws-answer', { message: manifest.problem })
    case 'index': {
      const { targets, skipped } = await walkIndex(ecr, manifest.entries, 1, new Set([digest]))
      return { digest, isIndex: true, ...choose(targets, skipped, options.platforms) }
    }
    default:
      return { digest, isIndex: false, targets: [toTarget({ digest, platform: null }, manifest)], problems: [], left: [] }
  }
}

function awaitManifest(ecr: Ecr, { digest, tag }: ImageUri, options: ResolveOptions): Promise<GivenImage | Fault> {
  const { clock, graceSeconds, timeoutSeconds, beganMilliseconds } = options
  let sinceSeconds: number | undefined
  const id: ImageId = digest === null ? { imageTag: tag ?? '' } : { imageDigest: digest }
  const takeTurn = async (elapsed: number): Promise<Turn<GivenImage | Fault>> => {
    const [given = { kind: 'nothing' }]: readonly Given[] = await getImages(ecr, [id])
    if (given.kind === 'image') return { done: given }
    const name = nameId(id)
    const absence = sinceSeconds === undefined ? await explainAbsence(ecr, id) : undefined
    if (absence !== undefined) throw new Fault('aws-not-found', { ...absence, message: `${name} cannot be read: ${absence.message}` })
    if (given.kind === 'nothing' || given.code !== 'ImageNotFound')
      throw new Fault('aws-refused', { message: `ECR answered ${describeGiven(given)} for ${name}` })
    const help = 'check the tag and the repository; scan-grace is how long to wait for a push that is still in progress'
    const missing = new Fault('aws-not-found', { message: `the repository has no image with ${name}`, help })
    sinceSeconds ??= elapsed
    return {
      otherwise: missing,
      untilSeconds: Math.min(timeoutSeconds, sinceSeconds + graceSeconds),
      pauseSeconds: pauseBefore(elapsed - sinceSeconds, undefined),
    }
  }
  return poll(clock, takeTurn, beganMilliseconds)
}

/** Reads a manifest, if it is what its digest says. */
function checkManifest({ digest = 'no digest', text, mediaType }: GivenImage): Manifest {
  const unreadable = (problem: string): Manifest => ({ kind: 'unreadable', problem })
  if (text === undefined) return unreadable(`ECR gave no manifest for ${digest}`)
  const computed = digestOf(text)
  if (computed !== digest) return unreadable(`the manifest of ${digest} has the digest ${computed}: it is not what was pushed`)
  return readManifest(text, mediaType)
}

// If ECR answered about another image, that image's findings could clear this one.
function checkAnswer({ said, digest }: GivenImage, uri: ImageUri): void {
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

function toTarget(target: Target, manifest: Exclude<Manifest, { readonly kind: 'index' | 'unreadable' }>): Target {
  if (manifest.kind === 'image') {
    const { kind: _, ...contents } = manifest
    return { ...target, contents }
  }
  return {
    ...target,
    artifact: true,
    problem: `it is ${manifest.what} and no container image, so ECR does not scan it; name the image itself`,
  }
}

// The most manifests that one index may list; more would keep the gate busy for hours.
const MOST_MANIFESTS = 1000

interface Walked {
  readonly targets: readonly Target[]
  /** What the entries are that no runtime can run. */
  readonly skipped: readonly string[]
}

// `walked` has the digests of the indexes met so far, so that an index that is listed several times is read only once.
async function walkIndex(ecr: Ecr, listed: readonly IndexEntry[], depth: number, walked: Set<string>): Promise<Walked> {
  const judged = listed.filter(({ attestation }) => !attestation)
  const entries = [...new Map(judged.map(entry => [`${entry.digest} ${entry.platform}`, entry])).values()]
  if (entries.length > MOST_MANIFESTS)
    throw new Fault('aws-answer', { message: `the index lists ${entries.length} manifests; the limit is ${MOST_MANIFESTS}` })
  const targets: Target[] = []
  const skipped: string[] = listed.length > judged.length ? ['an attestation'] : []
  for (let from = 0; from < entries.length; from += MOST_IDS) {
    const batch = entries.slice(from, from + MOST_IDS)
    const digests = [...new Set(batch.map(({ digest }) => digest))]
    const given = await getImages(
      ecr,
      digests.map(imageDigest => ({ imageDigest })),
    )
    for (const { digest, platform, artifact } of batch) {
      const child = given[digests.indexOf(digest)] ?? { kind: 'nothing' }
      const manifest = child.kind === 'image' ? checkManifest(child) : undefined
      if (manifest?.kind === 'index' && depth < DEEPEST_INDEX) {
        if (walked.has(digest)) continue
        walked.add(digest)
        const inner = await walkIndex(ecr, manifest.entries, depth + 1, walked)
        targets.push(...inner.targets)
        skipped.push(...inner.skipped)
      } else if (manifest?.kind === 'artifact' && artifact === true && !manifest.hasImageConfig) skipped.push(manifest.what)
      else if (manifest?.kind === 'image' || manifest?.kind === 'artifact') targets.push(toTarget({ digest, platform }, manifest))
      else targets.push({ digest, platform, problem: describeChild(child, manifest) })
    }
  }
  return { targets, skipped }
}

function describeChild(given: Given, manifest: Manifest | undefined): string {
  if (manifest?.kind === 'unreadable') return manifest.problem
  if (given.kind === 'image') return `indexes are nested more than ${DEEPEST_INDEX} levels deep`
  return `its manifest cannot be read: ECR answered ${describeGiven(given)}`
}

// An entry that names no platform may run anywhere, so it is always judged. The same manifest may be listed for several
// platforms: it is judged only once, under a requested platform.
function choose(
  listed: readonly Target[],
  skipped: readonly string[],
  platforms: readonly string[],
): Pick<Resolution, 'targets' | 'problems' | 'left'> {
  if (listed.length === 0) {
    const only = skipped.length === 0 ? '' : `, only ${[...new Set(skipped)].join(' and ')}`
    return { targets: [], problems: [`the index lists no images${only}`], left: [] }
  }
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
