// What is told of a baseline once the images are read.

import { type Diagnostic, quote } from '../diagnostic.ts'
import { BASELINE, type BaselineSource, type ReadBaseline } from '../gate/baseline.ts'
import type { ReadResult } from './read.ts'

/** What a run knows of its baseline. */
export interface BaselineResult {
  readonly baseline: ReadBaseline
  readonly sources: readonly BaselineSource[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What is told once the images are judged: those that the baseline says nothing of or that are it themselves, and what it makes known. */
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
    ...(images.some(({ findings }) => findings.some(({ decision }) => decision.kind === 'known')) ? sources.flatMap(tellRefused) : []),
  ]
}

// Otherwise whoever takes the report of the last run, whatever it said, would let through what it had stopped.
function tellRefused({ name, verdict }: BaselineSource): readonly Diagnostic[] {
  if (verdict === null || verdict === 'pass' || verdict === 'warn') return []
  const message = `the baseline is a report of the verdict ${quote(verdict)}: what stopped the deployment there is known now, and only warns`
  const help = 'take the report of what is deployed; if that is this image, take the report of the next run with this baseline'
  return [{ level: 'warning', kind: BASELINE, message, help, at: name }]
}
