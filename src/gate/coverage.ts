// Records what was read and what could not be read. Coverage is half of every verdict: a gap means that something was not seen, and
// what was not seen cannot pass.

import type { Diagnostic } from '../diagnostic.ts'

export interface Coverage {
  readonly source: 'findings' | 'events'
  /** The path, image URI or Region as given; null when this source was not requested. */
  readonly origin: string | null
  /** `gap`: a part of the source was not seen. `not requested`: it was not asked for, which does not affect the verdict. */
  readonly state: 'read' | 'gap' | 'not requested'
  /** One sentence for a person. */
  readonly message: string
  /** How many answers or events were read. */
  readonly records: number
  /** The earliest and latest eventTime among the events read. */
  readonly firstTime: string | null
  readonly lastTime: string | null
  /** The time up to which the source is complete, ISO 8601: later events may not have arrived yet. Null where it is unknown. */
  readonly horizon: string | null
  /** What could not be read, and where. */
  readonly diagnostics: readonly Diagnostic[]
}

export function notRequested(source: Coverage['source']): Coverage {
  return {
    source,
    origin: null,
    state: 'not requested',
    message: `${source}: not requested`,
    records: 0,
    firstTime: null,
    lastTime: null,
    horizon: null,
    diagnostics: [],
  }
}
