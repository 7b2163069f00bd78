// Reads base images: which layers one has, by its digest, and what its tag names by now. Nothing is waited for.

import type { Aws } from '../aws/client.ts'
import type { Base } from '../image/base.ts'
import type { ImageUri } from '../image/uri.ts'
import type { Clock } from '../poll.ts'
import { openEcr } from './calls.ts'
import { type Resolution, resolveImage } from './resolve.ts'

/** Reads the layers of a base image, or of all images of its index. Throws a fault if it cannot be read. */
export async function readBase(aws: Aws, uri: ImageUri, clock: Clock): Promise<Base> {
  const { digest, targets } = await resolveAtOnce(aws, uri, clock)
  // What ECR does not scan is no image, so nothing can be built on it.
  const variants = targets.filter(({ artifact }) => artifact !== true)
  return {
    name: uri.text.replace(/@.*$/, ''),
    digest,
    variants: variants.map(({ digest: own, platform, contents }) => ({ digest: own, platform, layers: contents?.layers ?? null })),
  }
}

/** What the tag of a base image names now. Throws a fault if that cannot be read. */
export function readTag(aws: Aws, uri: ImageUri, clock: Clock): Promise<Resolution> {
  return resolveAtOnce(aws, { ...uri, digest: null }, clock)
}

async function resolveAtOnce(aws: Aws, uri: ImageUri, clock: Clock): Promise<Resolution> {
  const waiting = { graceSeconds: 0, timeoutSeconds: 0, clock, beganMilliseconds: clock.milliseconds() }
  return resolveImage(await openEcr(aws, uri), uri, { platforms: [], ...waiting })
}
