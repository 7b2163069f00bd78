// What was looked at, and what could not be. Coverage is half of every verdict: a gap means that something was not seen,
// and what was not seen cannot pass.

import type { Diagnostic } from '../diagnostic.ts'

export interface Coverage {
  readonly source: 'findings' | 'events'
  /** The path, the image's URI or the Region as given; null when nothing of this source was asked for. */
  readonly origin: string | null
  /** `gap`: something of it was not seen. `not requested`: nobody asked, which alters nothing. */
  readonly state: 'read' | 'gap' | 'not requested'
  /** One sentence for a person. */
  readonly message: string
  /** How many answers or events were read. */
  readonly records: number
  /** The earliest and latest eventTime among the events read. */
  readonly firstTime: string | null
  readonly lastTime: string | null
  /** Up to when the source can speak, ISO 8601: what happened later may not be there yet. Null where that is not known. */
  readonly horizon: string | null
  /** What could not be read, with places. */
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
