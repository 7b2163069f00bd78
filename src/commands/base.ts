// What `doctor` says of a base image: whether its layers can be read, and what its tag names by now.

import type { Aws } from '../aws/client.ts'
import { readBase, readTag } from '../ecr/base.ts'
import { nameImage } from '../image/image.ts'
import type { ImageUri } from '../image/uri.ts'
import { plural } from '../plural.ts'
import type { World } from '../run/world.ts'
import { examine, type Section } from './examined.ts'

export async function examineBase(aws: Aws, uri: ImageUri, world: World): Promise<Section> {
  const checks = await examine(async () => {
    const { variants } = await readBase(aws, uri, world)
    const counts = variants.map(({ layers, platform }) => {
      const count = layers === null ? 'layers that cannot be told' : plural(layers.length, 'layer')
      return platform === null ? count : `${platform}: ${count}`
    })
    const isUsable = variants.some(({ layers }) => layers !== null && layers.length > 0)
    return [{ level: isUsable ? 'ok' : 'note', message: `ecr:BatchGetImage: ${counts.join(', ') || 'no image'}` }]
  }, 'note')
  const newer = uri.tag === null ? [] : await examine(() => examineTag(aws, uri, world), 'note')
  return { title: `Base image ${nameImage(uri.text)} in account ${uri.registryId}, ${uri.region}`, checks: [...checks, ...newer] }
}

// A base image that cannot be read prevents no verdict: then no finding is its own. What its tag names has no part in one.
async function examineTag(aws: Aws, uri: ImageUri, world: World): Promise<Section['checks']> {
  const { digest, targets } = await readTag(aws, uri, world)
  const isSame = digest === uri.digest || targets.some(target => target.digest === uri.digest)
  return [{ level: 'ok', message: `its tag names ${isSame ? 'this image' : `another image by now: ${digest}`}` }]
}
