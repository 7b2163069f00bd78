// An image that appears during a run: an image that skopeo pushes to a registry must appear in ECR's API too.

import type { ImageOptions } from './repository.ts'
import type { Aws } from './server.ts'
import { sha256 } from './wire.ts'

/** Adds the image after the first request for a manifest, which a run makes before it pushes. Returns its digest. */
export function pushLater(aws: Aws, image: ImageOptions): string {
  let pushed = false
  aws.meanwhile('BatchGetImage', 'after', () => {
    if (!pushed) aws.ecr.addImage({ ...image, pushedAt: new Date() })
    pushed = true
  })
  return `sha256:${sha256(typeof image.manifest === 'string' ? image.manifest : JSON.stringify(image.manifest))}`
}
