// Finds where in the repository findings can be fixed. This does not affect the verdict.

import { collectInto, type Diagnostic } from '../diagnostic.ts'
import type { Image } from '../image/image.ts'
import type { Placed } from '../locate/places.ts'
import type { Line } from '../report/report.ts'
import type { RunContext } from './context.ts'

export interface LocateResult {
  /** The place of a finding, or without one, of the image; null if there is none. */
  readonly place: (finding?: Placed) => Line | null
  readonly diagnostics: readonly Diagnostic[]
}

export async function locate({ settings, world, tell }: RunContext, images: readonly Image[]): Promise<LocateResult> {
  if (images.length === 0) return { place: () => null, diagnostics: [] }
  const { findPlaces } = await import('../locate/places.ts')
  const diagnostics: Diagnostic[] = []
  const place = await findPlaces({ root: world.root, dockerfile: settings.dockerfile, images, tell: collectInto(diagnostics, tell) })
  return { place, diagnostics }
}
