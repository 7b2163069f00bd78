// What a run does with its images after the verdict: it promotes them or applies `on-fail`, as requested. A failed push is always a
// problem, whatever on-undecided lets through.

import type { Release } from '../gate/release.ts'
import type { Verdict } from '../gate/verdict.ts'
import { connectionOf } from './accounts.ts'
import type { RunContext } from './context.ts'
import type { PushResult } from './push.ts'
import type { ReadResult } from './read.ts'

/** Returns null if nothing was requested. `confirm` gives the verdict once more, just before tags are set. */
export async function release(
  { settings, world, aws }: RunContext,
  pushed: PushResult,
  { named }: ReadResult,
  verdict: Verdict,
  confirm: () => Promise<Verdict>,
): Promise<Release | null> {
  const { promoteTags, onFail, imageRoles } = settings
  if (pushed.kind === 'failed')
    return { promoted: promoteTags.length > 0 ? false : null, images: [], notes: [], problems: [pushed.problem] }
  if (aws === undefined || (promoteTags.length === 0 && onFail === 'keep')) return null
  const { releaseImages } = await import('../release/release.ts')
  return releaseImages(uri => connectionOf(aws, imageRoles, uri), { verdict, confirm }, named, settings, world)
}
