// What a source of events is, wherever they come from. One suite, test/sources/source.case.ts, holds every source to it; where a source
// must differ, its test says how and why.

import type { Coverage } from '../gate/coverage.ts'
import type { Doubt } from '../gate/evaluate.ts'
import type { Fields } from '../json.ts'

/** A recorded event: its unchanged JSON text, and the event that filters see. */
export interface RecordedEvent {
  readonly text: string
  readonly event: Fields
}

/** Judges one recorded event. Returns why the answer is not certain, if it is not. */
export type See = (recorded: RecordedEvent) => Doubt | undefined

/** In no value: it only tells the compiler that an object that looks like a source is none. */
declare const made: unique symbol

/** Made by `createSource` in supply.ts alone, which keeps the promises of all sources. */
export interface Source {
  readonly [made]: true
  /** What it will read, in a few words. The coverage may name it more closely. */
  readonly origin: string
  /**
   * Passes each event to `see` and says what was covered. Whatever cannot be read is a gap and hides nothing else, so no fault is
   * thrown. A source is read once.
   */
  readonly read: (see: See, options: ReadOptions) => Promise<Coverage>
}

export interface ReadOptions {
  /** Aborted when the reading is to end at once, with a Fault as its reason. What was seen by then counts, and the rest is a gap. */
  readonly signal: AbortSignal
  /** Awaited after each batch of events, before more is read: what came of them can be written. */
  readonly drain?: () => Promise<void>
}
