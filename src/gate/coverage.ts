// Records what was read and what could not be read. Coverage is half of every verdict: a gap means that something was not seen, and
// what was not seen cannot pass. So each state has its own type and is made by its own function, and the compiler refuses one that was
// made by changing another: it would keep whatever somebody forgot to change.

import type { Diagnostic } from '../diagnostic.ts'

/** What was read of a source, a part of it that was not seen, or that it was not asked for, which does not affect the verdict. */
export type Coverage = Read | Gap | NotRequested

export type Read = Requested<'read'>
export type Gap = Requested<'gap'>
export type NotRequested = Covered<'not requested'> & { readonly origin: null }

/** In no value: it only tells the compiler that the fields of one state, spread out, do not make another. */
declare const made: unique symbol

interface Covered<State extends string> {
  readonly [made]?: State
  readonly source: 'findings' | 'events'
  /** The path, image URI or Region as given; null when this source was not requested. */
  readonly origin: string | null
  readonly state: State
  /** One sentence for a person. */
  readonly message: string
  /** How many answers or events were read. */
  readonly records: number
  /** The earliest and latest eventTime among the events read. */
  readonly firstTime: string | null
  readonly lastTime: string | null
  /** The time up to which the source is complete, ISO 8601: later events may not have arrived yet. Null where it is unknown. */
  readonly horizon: string | null
  /** What was asked of CloudTrail's event history; null where that was everything, and of other sources. */
  readonly asked: Asked | null
  /** What could not be read, and where. */
  readonly diagnostics: readonly Diagnostic[]
}

/** The event sources of which all events were asked for, and names of events that were asked for in place of their whole source. */
export interface Asked {
  readonly eventSources: readonly string[]
  readonly eventNames: readonly string[]
}

type Requested<State extends string> = Covered<State> & { readonly origin: string }

type Told = Pick<Gap, 'source' | 'origin' | 'message'>
type Detail = Partial<Pick<Gap, 'records' | 'firstTime' | 'lastTime' | 'horizon' | 'asked' | 'diagnostics'>>

/** All of what was asked of a source was seen. */
export function read(seen: Told & Detail): Read {
  return cover('read', seen)
}

/** A part of what was asked of a source was not seen. */
export function gap(seen: Told & Detail): Gap {
  return cover('gap', seen)
}

/** The source was not asked for, or, as `why` says, there was nothing to ask it. */
export function notRequested(source: Coverage['source'], why = 'not requested'): NotRequested {
  return cover('not requested', { source, origin: null, message: `${source}: ${why}` })
}

// One order of the fields, because reports are written in it.
function cover<State extends Coverage['state'], Origin extends string | null>(
  state: State,
  { source, origin, message, ...seen }: Pick<Covered<State>, 'source' | 'message'> & { readonly origin: Origin } & Detail,
): Covered<State> & { readonly origin: Origin } {
  const { records = 0, firstTime = null, lastTime = null, horizon = null, asked = null, diagnostics = [] } = seen
  return { source, origin, state, message, records, firstTime, lastTime, horizon, asked, diagnostics }
}
