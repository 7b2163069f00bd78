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

/**
 * What is told once the images are judged: those that the baseline says nothing of, those that are the baseline themselves, and a report that
 * makes findings known although it let nothing through.
 */
export function tellUnknown(
  compared: BaselineResult | undefined,
  { images, named }: Pick<ReadResult, 'images' | 'named'>,
): readonly Diagnostic[] {
  if (compared === undefined) return []
  const { baseline, sources } = compared
  const same = named.filter(({ digest }) => digest !== undefined && sources.some(each => each.kind === 'image' && each.digest === digest))
  const makesKnown = images.some(({ findings }) => findings.some(({ decision }) => decision.kind === 'known'))
  return [
    // What was not read at all is told already.
    ...(sources.some(({ problem }) => problem === null) ? baseline.tellUnknown(images) : []),
    ...(makesKnown ? sources.filter(isStopped).map(tellStopped) : []),
    ...same.map(({ uri }): Diagnostic => {
      const message = `the baseline is this image itself: whatever counts in ${uri.text} is known`
      return { level: 'note', kind: BASELINE, message, help: 'name an earlier image, or an earlier report' }
    }),
  ]
}

// The verdicts that let images through.
const LET_THROUGH: readonly unknown[] = ['pass', 'warn']

function isStopped({ kind, verdict, problem }: BaselineSource): boolean {
  return kind === 'report' && problem === null && !LET_THROUGH.includes(verdict)
}

// What it found is known all the same: that is how one begins with an image that has many findings already.
function tellStopped({ name, verdict }: BaselineSource): Diagnostic {
  const said = verdict === 'fail' || verdict === 'undecided' ? verdict : 'neither pass nor warn'
  const message = `the verdict of the baseline is ${said}: what is known by it may never have been let through`
  const help =
    'take the report of what is deployed; if that is this image, review this report as you would exceptions, and take the next one'
  return { level: 'warning', kind: BASELINE, message, help, at: name }
}
