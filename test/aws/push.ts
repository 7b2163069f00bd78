// An image that comes while a run goes on: what skopeo pushes to a registry, ECR's API has too.

import type { ImageOptions } from './repository.ts'
import type { Aws } from './server.ts'
import { sha256 } from './wire.ts'

/** The image is there once somebody has asked for a manifest, which a run does before it pushes; the answer is its digest. */
export function pushLater(aws: Aws, image: ImageOptions): string {
  let pushed = false
  aws.meanwhile('BatchGetImage', 'after', () => {
    if (!pushed) aws.ecr.addImage({ ...image, pushedAt: new Date() })
    pushed = true
  })
  return `sha256:${sha256(typeof image.manifest === 'string' ? image.manifest : JSON.stringify(image.manifest))}`
}
