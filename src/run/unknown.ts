// What is told of a baseline once the images are read.

import type { Diagnostic } from '../diagnostic.ts'
import { BASELINE, type BaselineSource, type ReadBaseline } from '../gate/baseline.ts'
import type { ReadResult } from './read.ts'

/** What a run knows of its baseline. */
export interface BaselineResult {
  readonly baseline: ReadBaseline
  readonly sources: readonly BaselineSource[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What is told once the images are read: those that the baseline says nothing of, and those that are the baseline themselves. */
export function tellUnknown(
  compared: BaselineResult | undefined,
  { images, named }: Pick<ReadResult, 'images' | 'named'>,
): readonly Diagnostic[] {
  if (compared === undefined) return []
  const { baseline, sources } = compared
  const same = named.filter(({ digest }) => digest !== undefined && sources.some(each => each.kind === 'image' && each.digest === digest))
  return [
    // What was not read at all is told already.
    ...(sources.some(({ problem }) => problem === null) ? baseline.tellUnknown(images) : []),
    ...same.map(({ uri }): Diagnostic => {
      const message = `the baseline is this image itself: whatever counts in ${uri.text} is known`
      return { level: 'note', kind: BASELINE, message, help: 'name an earlier image, or an earlier report' }
    }),
  ]
}
