// Reads recent activity from CloudTrail's event history, and no more of it than rules can match.
//
// A service may record thousands of events an hour of which rules look at a few names, and one query has one name. So where names are
// enough, the first page of their source decides: it says how many pages there will be, and the names are read instead if they are fewer.
// What is read this way may be too much, but never too little.

import type { Aws } from '../aws/client.ts'
import type { Tell } from '../diagnostic.ts'
import { DELIVERY } from '../events/cloudtrail.ts'
import { Fault } from '../fault.ts'
import { sayAsked } from '../gate/asked.ts'
import type { Asked } from '../gate/coverage.ts'
import type { Lookup } from '../gate/needs.ts'
import type { Fields } from '../json.ts'
import { formatInstant } from '../time.ts'
import { type Got, nameHistory, PAGE, type Query, type Rest, readPages, startGetting, TIMEOUT } from './lookuppages.ts'
import { startPace } from './pace.ts'
import { startRepeats } from './repeats.ts'
import type { RecordedEvent, Source } from './source.ts'
import { type ActivityOptions, createSource } from './supply.ts'

export interface HistoryOptions extends ActivityOptions {
  readonly region: string
  /** The account that the history belongs to, in words. */
  readonly account: Promise<string>
  /** What rules can match. */
  readonly lookups: readonly Lookup[]
}

type Batch = readonly RecordedEvent[]
type Batches = AsyncGenerator<Batch>
type Span = Pick<HistoryOptions, 'from' | 'to'>

/** The events of one Region within a time. An event that comes several times is passed once. */
export function eventHistory(aws: Aws, options: HistoryOptions): Source {
  const { region, account, from, to, describe, tell } = options
  const origin = nameHistory(region)
  const asking: Asking = { sources: new Set(), names: new Set() }
  return createSource({
    origin,
    describe,
    tell: diagnostic => tell({ ...diagnostic, at: diagnostic.at ?? origin }),
    events: (tellFault, signal) => readHistory(aws, options, { asking, tell: tellFault, signal }),
    conclude: async cover => {
      const horizon = formatInstant(to - DELIVERY)
      // The account has been requested in parallel, because the network may not let requests through to STS.
      const coverage = cover(`CloudTrail event history of ${await account}, ${region}`)
      const asked = askedOf(asking)
      const window = `, read from ${formatInstant(from)} on: ${sayAsked(asked)}; events after ${horizon} may not be there yet`
      const message = coverage.state === 'read' ? `${coverage.message}${window}` : coverage.message
      return { ...coverage, horizon, asked, message }
    },
  })
}

/** What has been asked for, and not given up; all sources, where undefined is among them. */
interface Asking {
  readonly sources: Set<string | undefined>
  readonly names: Set<string>
}

// Once everything was asked for, nothing else matters.
function askedOf({ sources, names }: Asking): Asked | null {
  return sources.has(undefined) ? null : { eventSources: [...sources].flatMap(source => source ?? []), eventNames: [...names] }
}

interface Reading {
  readonly span: Span
  readonly asking: Asking
  /** Whether nothing more is to be asked. */
  readonly isOver: () => boolean
  /** The events of one query. A fault is told, and ends no other query but where the time is over. */
  readonly query: (query: Query, rest: Rest, got?: Got) => Batches
}

async function* readHistory(
  aws: Aws,
  options: HistoryOptions,
  { asking, tell, signal }: { readonly asking: Asking; readonly tell: Tell; readonly signal: AbortSignal },
): Batches {
  const { region, from, to, clock, timeoutSeconds, progress } = options
  const client = await aws.cloudtrail({ region })
  const pace = startPace(client, clock, timeoutSeconds * 1000)
  const shared = { aws, client, region, from, to, timeoutSeconds, pace, isRepeated: startRepeats(), tell, progress }
  let isTimeOver = false
  const reading: Reading = {
    span: options,
    asking,
    isOver: () => isTimeOver || signal.aborted,
    query: async function* (query, rest, got = startGetting()) {
      try {
        yield* readPages(shared, query, rest, got)
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        tell(error.diagnostic)
        isTimeOver = error.code === TIMEOUT
      }
    },
  }
  for (const [i, lookup] of options.lookups.entries()) {
    const later = options.lookups.slice(i + 1).map(({ eventSource = 'all sources' }) => eventSource)
    if (!reading.isOver() && !asking.sources.has(undefined)) yield* readLookup(reading, lookup, later)
  }
}

// Reads a source, or the names that are enough in its place. `later` says what is to be read afterwards.
async function* readLookup(reading: Reading, { eventSource, eventNames, because }: Lookup, later: readonly string[]): Batches {
  const { asking, query, span } = reading
  const names = eventNames && [...eventNames].filter(name => !asking.names.has(name))
  if (names?.length === 0) return
  const source: Query = eventSource === undefined ? undefined : { attribute: 'EventSource', value: eventSource }
  const rest = { left: later, because }
  const isOther = (event: Fields): boolean => eventSource !== undefined && event['eventSource'] !== eventSource
  const got = startGetting()
  let pages: number | undefined
  for await (const batch of query(source, rest, got)) {
    yield batch
    if (names === undefined || got.pages > 1 || expectPages(got, span) <= names.length) continue
    pages = expectPages(got, span)
    break
  }
  if (names !== undefined && pages !== undefined) {
    const isEnough = yield* readNames(reading, { names, later, isOther, most: pages * PAGE })
    if (isEnough) return
    // From its beginning, because nothing says how long a token can be used.
    yield* query(source, rest)
  }
  asking.sources.add(eventSource)
}

// How many more pages there will be, if the events before these are as many in the same time.
function expectPages({ pages, oldest, isMore }: Got, { from, to }: Span): number {
  if (!isMore || !Number.isFinite(oldest)) return 0
  return Math.ceil((pages * (to - from)) / Math.max(to - oldest, 0)) - pages
}

interface Names {
  readonly names: readonly string[]
  readonly later: readonly string[]
  /** Whether an event is none of the source that the names are read for. */
  readonly isOther: (event: Fields) => boolean
  /** The most such events. */
  readonly most: number
}

// Other services may have a call of the same name, and a busy one: EC2 has a DescribeImages as ECR has. Returns false once their events
// take as many requests as the source would.
async function* readNames({ asking, query, isOver }: Reading, { names, later, isOther, most }: Names): AsyncGenerator<Batch, boolean> {
  let others = 0
  for (const [i, name] of names.entries()) {
    if (isOver()) return true
    const left = [...names.slice(i + 1), ...later]
    for await (const batch of query({ attribute: 'EventName', value: name }, { left, because: [] })) {
      yield batch
      others += batch.filter(({ event }) => isOther(event)).length
      if (others > most) return false
    }
    // Only now, because another source may ask for the same name.
    asking.names.add(name)
  }
  return true
}
