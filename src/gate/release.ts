// What a verdict allows to be done with the images it is about, and what was done, as plain values.

import type { Verdict } from './verdict.ts'

/** What was pushed before it was judged. */
export interface Push {
  readonly source: string
  /** The name that it was pushed to. */
  readonly image: string
  readonly digest: string
  readonly attempts: number
  /** The program that pushed it. */
  readonly tool: string
}

export interface TagOutcome {
  readonly tag: string
  /** `set` by this run, or found there `already`; `not set` has a problem, or comes behind one that has. */
  readonly state: 'set' | 'already' | 'not set'
  readonly problem: string | null
}

/** What became of the images; a problem among them makes the run fail, whatever the verdict. */
export interface Release {
  /** Whether the images have their tags; null where none were asked for. */
  readonly promoted: boolean | null
  /** `image` is the image by its digest. */
  readonly images: readonly { readonly image: string; readonly digest: string; readonly tags: readonly TagOutcome[] }[]
  /** What else was done or left, one sentence each. */
  readonly notes: readonly string[]
  readonly problems: readonly string[]
}

/** Whether images of this verdict get their tags: never without one, and after warn only where that was asked for. */
export function isReleased(verdict: Verdict, { promoteOnWarn }: { readonly promoteOnWarn: boolean }): boolean {
  return verdict === 'pass' || (verdict === 'warn' && promoteOnWarn)
}

/** The tags that images have now, those that were there already too. */
export function promotedTags({ images }: Release): readonly string[] {
  return [...new Set(images.flatMap(({ tags }) => tags.flatMap(({ tag, state }) => (state === 'not set' ? [] : [tag]))))]
}
