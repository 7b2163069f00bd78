// The base images of a run. They are read while the images wait for their scans, and divide their findings. What the tag of a base image
// names by now has no part in the verdict.

import type { Aws } from '../aws/client.ts'
import { collectInto, type Diagnostic, type Tell } from '../diagnostic.ts'
import type { ImageOptions } from '../ecr/read.ts'
import { captureFault, Fault } from '../fault.ts'
import { isOfPolicy } from '../gate/endless.ts'
import { groupBy } from '../group.ts'
import { type Base, type Divided, divideByBase, type NewerBase, nameBase, standsAgainst, type Variant } from '../image/base.ts'
import { countSeverities } from '../image/finding.ts'
import { type Image, nameImage, nameImages } from '../image/image.ts'
import { isPlatform } from '../image/manifest.ts'
import type { ImageUri } from '../image/uri.ts'
import { formatSecond } from '../time.ts'
import { connectionOf } from './accounts.ts'
import type { RunContext } from './context.ts'

export interface Bases {
  /** Tells the findings of these images that came with their base images, and warns of images of which that is not known. */
  readonly divide: (images: readonly Image[]) => readonly Image[]
  /** What there is to know of the base images. */
  readonly diagnostics: readonly Diagnostic[]
  /** Reads what the tags of the base images name by now. `decide` decides about findings, without a part in the verdict. */
  readonly readNewer: (decide: (image: Image) => Image) => Promise<NewerBases>
}

/** What the tag of an image's base image names by now; null where it is the same image, or nothing was asked. */
export type NewerBases = (image: Pick<Image, 'uri' | 'platform'>) => NewerBase | null

const AT_ONCE = { concurrency: 4 }

/** A run that is connected to AWS. */
export type Connected = RunContext & { readonly aws: Aws }

/** Reads the base images that the settings name. One that cannot be read is that of no image, and is told. */
export async function readBases(context: Connected): Promise<Bases> {
  const { settings, aws, world } = context
  const diagnostics: Diagnostic[] = []
  const tell = collectInto(diagnostics, context.tell)
  const [{ default: pMap }, { readBase }] = await Promise.all([import('p-map'), import('../ecr/base.ts')])
  const read = await pMap(
    settings.baseImages,
    async (uri): Promise<Read | undefined> => {
      const connection = connectionOf(aws, settings.imageRoles, uri)
      const base = await captureFault(() => readBase(connection, uri, world))
      if (!(base instanceof Fault)) return { uri, base }
      const message = `the base image ${nameImage(uri.text)} cannot be read: ${base.message}; no finding is taken for one of its own`
      tell({ ...base.diagnostic, level: 'warning', message })
      return undefined
    },
    AT_ONCE,
  )
  const known = read.filter(each => each !== undefined)
  const divided: Divided[] = []
  return {
    divide: images => {
      const results = images.map(image =>
        divideByBase(
          image,
          known.map(({ base }) => base),
        ),
      )
      divided.push(...results)
      if (known.length > 0) tellOthers(results, known, !isOfPolicy('base-image', context.settings), tell)
      return results.map(({ image }) => image)
    },
    diagnostics,
    readNewer: decide => readNewerBases(context, divided, known, decide),
  }
}

interface Read {
  readonly uri: ImageUri
  readonly base: Base
}

// A policy may name the base images of many images.
function tellOthers(results: readonly Divided[], known: readonly Read[], isByStep: boolean, tell: Tell): void {
  const names = nameImages(results.map(({ image }) => image))
  const [first] = known
  for (const [i, { image, why }] of results.entries()) {
    // Of an image of which nothing was read, a gap says more.
    if (why === undefined || ((image.contents?.layers ?? null) === null && image.gaps.length > 0)) continue
    const which =
      known.length === 1 && first !== undefined ? `${nameBase(first.base)} is not the base image` : 'none of the base images is that'
    const message = `${which} of ${names[i]}: ${why}; all of its findings are its own`
    tell({ level: 'warning', kind: 'base-image', message, help: CURE })
  }
  if (!isByStep || results.some(({ why }) => why !== undefined)) return
  const used = new Set(results.map(({ base }) => base?.base))
  for (const { base } of known) {
    if (used.has(base)) continue
    tell({
      level: 'warning',
      kind: 'base-image',
      message: `${nameBase(base)} is the base image of no image that was judged`,
      help: 'omit it',
    })
  }
}

const CURE =
  'name the image of the FROM line by the digest that it had at the build; a push that compresses layers anew, or a build that squashes them, makes other layers'

async function readNewerBases(
  context: Connected,
  divided: readonly Divided[],
  known: readonly Read[],
  decide: (image: Image) => Image,
): Promise<NewerBases> {
  const { default: pMap } = await import('p-map')
  const byBase = groupBy(
    divided.flatMap(({ image, base }) => (base === undefined ? [] : [{ image, ...base }])),
    ({ base }) => base,
  )
  const asked = known.filter(({ uri, base }) => uri.tag !== null && byBase.has(base))
  const found = await pMap(
    asked,
    async ({ uri, base }) => {
      const its = byBase.get(base) ?? []
      const newer = await captureFault(() => readNewer(context, uri, its, decide))
      return its.map(each => {
        const { image } = each
        const of = newer instanceof Fault ? unknown(null, newer.message) : newer(each)
        return [keyOf(image), of] as const
      })
    },
    AT_ONCE,
  )
  const byImage = new Map(found.flat())
  return image => byImage.get(keyOf(image)) ?? null
}

function keyOf({ uri, platform }: Pick<Image, 'uri' | 'platform'>): string {
  return JSON.stringify([uri, platform])
}

function unknown(digest: string | null, why: string): NewerBase {
  return { digest, severityCounts: null, why }
}

/** An image with its base image. */
interface Built {
  readonly image: Image
  readonly base: Base
  readonly variant: Variant
}

async function readNewer(
  { settings, aws, world, startedAt }: Connected,
  uri: ImageUri,
  built: readonly Built[],
  decide: (image: Image) => Image,
): Promise<(built: Built) => NewerBase | null> {
  const connection = connectionOf(aws, settings.imageRoles, uri)
  const [{ readTag }, { readLiveImage }] = await Promise.all([import('../ecr/base.ts'), import('../ecr/read.ts')])
  const { digest, targets } = await readTag(connection, uri, world)
  const isSame = ({ base, variant }: Built): boolean => digest === base.digest || targets.some(target => target.digest === variant.digest)
  if (built.every(isSame)) return () => null
  const platforms = built.map(platformOf)
  const options: ImageOptions = {
    platforms: platforms.every(platform => platform !== null) ? [...new Set(platforms)] : [],
    startScan: 'never',
    keepLists: false,
    intelligence: [],
    timeoutSeconds: 0,
    graceSeconds: 0,
    clock: world,
    beganMilliseconds: world.milliseconds(),
    now: world.now,
    readAt: formatSecond(startedAt),
    // What cannot be read of it is told with the image that is built on it.
    tell: () => undefined,
    progress: () => undefined,
  }
  const { images, coverage } = await readLiveImage(
    connection,
    { ...uri, digest, text: `${uri.text.replace(/@.*$/, '')}@${digest}` },
    options,
  )
  return each => {
    if (isSame(each)) return null
    const platform = platformOf(each)
    const of = images.filter(
      image => platform === null || image.indexDigest === null || (image.platform !== null && isPlatform(image.platform, platform)),
    )
    const [only] = of
    if (only === undefined || of.length > 1)
      return unknown(digest, coverage.state === 'gap' ? coverage.message : `it has no single image for ${platform ?? 'the platform'}`)
    // The exceptions for an image hold for what comes with its base image too.
    const { uri: name, registryId, repositoryName, tags, digest: own, indexDigest } = each.image
    const decided = decide({ ...only, uri: name, registryId, repositoryName, tags, digest: own, indexDigest })
    const [gap] = decided.gaps
    return gap === undefined
      ? { digest, severityCounts: countSeverities(decided.findings, standsAgainst), why: null }
      : unknown(digest, gap)
  }
}

function platformOf({ image, variant }: Built): string | null {
  return variant.platform ?? (image.indexDigest === null ? null : image.platform)
}
