// Everything a run touches outside itself: the clock, the streams, the shipped rules. Tests hand in another world; nothing
// below reaches around it.

import type { Readable } from 'node:stream'
import type { Paint } from './report/paint.ts'
import type { Rule } from './rules/rule.ts'
import type { Pack } from './settings.ts'

export interface World {
  readonly now: () => Date
  /** Standard input. */
  readonly input: Readable
  /** The rules of the shipped packs. */
  readonly packs: (names: readonly Pack[]) => Promise<readonly Rule[]>
  /** Standard output, for results only; resolves when the text was taken. */
  readonly print: (text: string) => Promise<void>
  /** Standard error, for everything else. */
  readonly tell: (text: string) => void
  /** What is being done right now, shown on a terminal only. */
  readonly progress: (what: string) => void
  readonly write: (path: string, text: string) => Promise<void>
  /** Colours for standard output. */
  readonly paint: Paint
}
