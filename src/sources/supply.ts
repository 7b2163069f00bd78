// Makes a source of what supplies events in batches. What all sources have in common is here: every event is counted, every fault is told
// and remembered, and a signal ends the reading.

import { collectInto, type Diagnostic, formatPlace, type Tell } from '../diagnostic.ts'
import { attempt, Fault } from '../fault.ts'
import type { Coverage, Gap, Read } from '../gate/coverage.ts'
import type { Fields } from '../json.ts'
import type { Clock } from '../poll.ts'
import { untilStopped } from '../process/stop.ts'
import type { RecordedEvent, Source } from './source.ts'
import { startTally } from './tally.ts'

/** Adds to events what is known of their targets. */
export type Describe = (batch: readonly RecordedEvent[]) => Promise<readonly RecordedEvent[]>

/** What every source of recent activity is given, besides the place that it reads. */
export interface ActivityOptions {
  /** Milliseconds since 1970. */
  readonly from: number
  readonly to: number
  /** How long the reading may take. */
  readonly timeoutSeconds: number
  readonly clock: Clock
  readonly describe?: Describe
  readonly tell: Tell
  readonly progress: (what: string) => void
}

export interface Supply {
  readonly origin: string
  readonly tell: Tell
  /** Yields the events. It tells what it cannot read, or throws it if nothing can follow. */
  readonly events: (tell: Tell, signal: AbortSignal) => AsyncIterable<readonly RecordedEvent[]>
  /** Whether an object is an event as this source has them; the record of a call, where it is not given. */
  readonly isEvent?: (event: Fields) => boolean
  /** Adds what is known of the targets of events, before they are judged. */
  readonly describe?: Describe | undefined
  /** Completes what is said of the source, which `cover` says under a name. */
  readonly conclude?: (cover: (origin: string) => Read | Gap) => Promise<Coverage>
}

/** A source of these events, which keeps the promises of all sources. */
export function createSource({
  origin,
  tell,
  events,
  isEvent,
  describe = async batch => batch,
  conclude = async cover => cover(origin),
}: Supply): Source {
  return {
    origin,
    read: async (see, { signal, drain }) => {
      const diagnostics: Diagnostic[] = []
      const tally = startTally(isEvent)
      const collect = onlyOnce(collectInto(diagnostics, tell))
      // What ends because of the signal is no fault of its own.
      const collectUntilStopped: Tell = diagnostic => signal.aborted || collect(diagnostic)
      await attempt(collect, () =>
        untilStopped(signal, async () => {
          for await (const batch of events(collectUntilStopped, signal)) {
            const described = signal.aborted ? [] : await describe(batch)
            if (signal.aborted) return
            for (const recorded of described) tally.see(recorded, see(recorded))
            await drain?.()
          }
        }),
      )
      return conclude(name => tally.coverage(name, diagnostics))
    },
  } as Source
}

// Several requests may fail for one reason, such as credentials that are not there.
function onlyOnce(tell: Tell): Tell {
  const told = new Set<string>()
  return diagnostic => {
    const { kind, message, at } = diagnostic
    const key = JSON.stringify([kind, message, at === undefined ? '' : formatPlace(at)])
    if (told.has(key)) return
    told.add(key)
    tell(diagnostic)
  }
}

/** Converts each item, or leaves it out. One that is faulty is told and hides no other. */
export function convertEach<Item, Converted>(
  items: readonly Item[],
  convert: (item: Item) => Converted | undefined,
  tell: (fault: Fault) => void,
): readonly Converted[] {
  const all: Converted[] = []
  for (const item of items) {
    try {
      const converted = convert(item)
      if (converted !== undefined) all.push(converted)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      tell(error)
    }
  }
  return all
}
