// Finds where in the repository findings can be fixed, and which instructions brought them. Neither affects the verdict.

import { collectInto, type Diagnostic } from '../diagnostic.ts'
import type { Finding } from '../image/finding.ts'
import { indexSteps, nameMade, readMade } from '../image/history.ts'
import type { Placed } from '../locate/places.ts'
import type { Line } from '../report/report.ts'
import type { RunContext } from './context.ts'
import { readHistories } from './history.ts'
import type { ReadResult } from './read.ts'

export interface LocateResult {
  /** The place of a finding, or without one, of the image; null if there is none. */
  readonly place: (finding?: Placed) => Line | null
  /** The instruction that brought a finding; null if it is not known. */
  readonly nameInstruction: (finding: Finding) => string | null
  readonly diagnostics: readonly Diagnostic[]
}

export async function locate(context: RunContext, read: ReadResult): Promise<LocateResult> {
  const { settings, world, tell } = context
  const { images } = read
  if (images.length === 0) return { place: () => null, nameInstruction: () => null, diagnostics: [] }
  const { findPlaces } = await import('../locate/places.ts')
  const diagnostics: Diagnostic[] = []
  const collect = collectInto(diagnostics, tell)
  let made: ReadonlyMap<string, string> = new Map()
  const readSteps = async () => {
    const histories = await readHistories(context, read, collect)
    made = new Map([...indexSteps(histories)].map(([layer, createdBy]) => [layer, nameMade(readMade(createdBy))]))
    return histories
  }
  const place = await findPlaces({ root: world.root, dockerfile: settings.dockerfile, images, readSteps, tell: collect })
  const nameInstruction = ({ packages }: Finding): string | null =>
    packages.map(({ layer }) => made.get(layer ?? '') ?? '').find(name => name !== '') ?? null
  return { place, nameInstruction, diagnostics }
}
