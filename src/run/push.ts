// The push of a run, if one was requested. What it could not do is its result: an image that was not pushed is not judged, because its
// name may refer to an older one.

import type { Diagnostic } from '../diagnostic.ts'
import { captureFault, Fault } from '../fault.ts'
import type { Push } from '../gate/release.ts'
import type { ImageUri } from '../image/uri.ts'
import { agree } from '../plural.ts'
import type { Settings } from '../settings/settings.ts'
import { connectionOf } from './accounts.ts'
import type { RunContext } from './context.ts'

export type PushResult =
  | { readonly kind: 'not requested' }
  | {
      readonly kind: 'pushed'
      /** The image's name with the digest that was pushed. */
      readonly uri: ImageUri
      readonly push: Push
      /** Whether the image was not there before. */
      readonly isNew: boolean
    }
  | {
      readonly kind: 'failed'
      readonly uri: ImageUri
      readonly diagnostic: Diagnostic
      /** Why the image was not seen. */
      readonly message: string
      /** What was requested and could therefore not be done. No verdict makes up for that. */
      readonly problem: string
    }

export async function push({ settings, world, aws, tell }: RunContext): Promise<PushResult> {
  const { push: source, images, imageRoles, pushTimeoutSeconds } = settings
  const [image] = images
  if (aws === undefined || image === undefined || source === undefined) return { kind: 'not requested' }
  const { uploadImage } = await import('../push/upload.ts')
  const { env, signal, now, temporary, progress } = world
  const dependencies = { clock: world, signal, now, env, temporary, progress, tell }
  const uploaded = await captureFault(() =>
    uploadImage(connectionOf(aws, imageRoles, image), image, source, pushTimeoutSeconds, dependencies),
  )
  if (!(uploaded instanceof Fault)) return { kind: 'pushed', ...uploaded }
  const isNamed = uploaded.message.includes(image.text)
  const diagnostic = isNamed ? uploaded.diagnostic : { ...uploaded.diagnostic, at: image.text }
  tell(diagnostic)
  const message = isNamed ? uploaded.message : `${image.text}: not pushed: ${uploaded.message}`
  return { kind: 'failed', uri: image, diagnostic, message, problem: describeUndone(image.text, settings) }
}

function describeUndone(image: string, { promoteTags, onFail }: Settings): string {
  const undone = [...(promoteTags.length > 0 ? ['promote-tags'] : []), ...(onFail === 'keep' ? [] : ['on-fail'])]
  return `${image} was not pushed${undone.length === 0 ? '' : `, so ${undone.join(' and ')} ${agree(undone.length, 'was', 'were')} not done`}`
}
