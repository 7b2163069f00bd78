// Reads recent activity from CloudTrail's event history. Its pages shift if the requested time range has no fixed end, so the times are
// fixed.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html

import { type CloudTrailClient, type Event, LookupEventsCommand, type LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail'
import type { Aws } from '../aws/client.ts'
import { toAwsFault, UNREADABLE } from '../aws/refusal.ts'
import { listOf, type Tell } from '../diagnostic.ts'
import { DELIVERY, timeOf, toEvent } from '../events/cloudtrail.ts'
import { Fault, type FaultCode } from '../fault.ts'
import { agree, plural } from '../plural.ts'
import type { Clock } from '../poll.ts'
import { formatInstant } from '../time.ts'
import { OutOfTime, type Pace, startPace } from './pace.ts'
import { parseLookup } from './records.ts'
import { type IsRepeated, startRepeats } from './repeats.ts'
import type { RecordedEvent, Source } from './source.ts'
import { convertEach, createSource, type Describe } from './supply.ts'

export interface HistoryOptions {
  readonly region: string
  /** The account that the history belongs to, in words. */
  readonly account: Promise<string>
  /** The only event sources that a rule can match; undefined if a rule may match any. */
  readonly eventSources: ReadonlySet<string> | undefined
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

/** The events of one Region within a time. An event that comes several times is passed once. */
export function eventHistory(aws: Aws, options: HistoryOptions): Source {
  const { region, account, from, to, describe, tell } = options
  const origin = nameHistory(region)
  return createSource({
    origin,
    describe,
    tell: diagnostic => tell({ ...diagnostic, at: diagnostic.at ?? origin }),
    events: (tellFault, signal) => readHistory(aws, options, tellFault, signal),
    conclude: async cover => {
      const horizon = formatInstant(to - DELIVERY)
      // The account has been requested in parallel, because the network may not let requests through to STS.
      const coverage = cover(`CloudTrail event history of ${await account}, ${region}`)
      const window = coverage.state === 'read' ? `, read from ${formatInstant(from)} on; events after ${horizon} may not be there yet` : ''
      return { ...coverage, horizon, message: `${coverage.message}${window}` }
    },
  })
}

function nameHistory(region: string): string {
  return `CloudTrail event history of ${region}`
}

/** What all requests to one Region share. */
interface Lookup {
  readonly aws: Aws
  readonly client: CloudTrailClient
  readonly options: HistoryOptions
  readonly pace: Pace
  readonly isRepeated: IsRepeated
  readonly tell: Tell
}

async function* readHistory(aws: Aws, options: HistoryOptions, tell: Tell, signal: AbortSignal): AsyncGenerator<readonly RecordedEvent[]> {
  const { region, clock, eventSources, timeoutSeconds } = options
  const client = await aws.cloudtrail({ region })
  const pace = startPace(client, clock, timeoutSeconds * 1000)
  const lookup: Lookup = { aws, client, options, pace, isRepeated: startRepeats(), tell }
  for (const [i, eventSource] of [...(eventSources ?? [undefined])].entries()) {
    if (signal.aborted) return
    try {
      yield* readPages(lookup, eventSource, [...(eventSources ?? [])].slice(i + 1))
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      tell(error.diagnostic)
      if (error.code === TIMEOUT) return
    }
  }
}

// Reads the events of one event source, or of all, page by page. `others` are the event sources that are still to be read.
async function* readPages(
  { aws, client, options, pace, isRepeated, tell }: Lookup,
  eventSource: string | undefined,
  others: readonly string[],
): AsyncGenerator<readonly RecordedEvent[]> {
  const { region, from, to, timeoutSeconds, progress } = options
  const about = eventSource ?? 'all sources'
  const got = { events: 0, oldest: Number.POSITIVE_INFINITY }
  const convert = (event: Event | undefined): RecordedEvent | undefined => {
    const { id, text } = readResult(event)
    got.events++
    if (id !== undefined && isRepeated(id, text)) return undefined
    const recorded = { text, event: toEvent(parseLookup(text, id ?? nameHistory(region))) }
    got.oldest = Math.min(got.oldest, timeOf(recorded.event) ?? got.oldest)
    return recorded
  }
  const tokens = new Set<string>()
  let token: string | undefined
  let pages = 0
  do {
    const timeout = (): Fault => timeoutFault(timeoutSeconds, about, got, others, pace.isThrottled())
    if (pace.isOver()) throw timeout()
    progress(`reading events of ${about} in ${region}, page ${++pages}`)
    const { Events: events, NextToken: next } = await askPage(
      { aws, client, pace, timeout },
      {
        StartTime: new Date(from),
        EndTime: new Date(to),
        MaxResults: 50,
        ...(eventSource === undefined ? {} : { LookupAttributes: [{ AttributeKey: 'EventSource' as const, AttributeValue: eventSource }] }),
        ...(token === undefined ? {} : { NextToken: token }),
      },
    )
    yield convertEach(listOfAnswer(events, region, tell), convert, fault => tell(fault.diagnostic))
    if (next !== undefined && tokens.has(next))
      throw new Fault('aws-answer', { message: `after ${pages} pages CloudTrail repeated a NextToken: the rest cannot be read` })
    if (next !== undefined) tokens.add(next)
    token = next
  } while (token !== undefined && token !== '')
}

// A response from a proxy or another service has no list; CloudTrail's always has one, even if it is empty.
function listOfAnswer(events: readonly Event[] | undefined, region: string, tell: Tell): readonly Event[] {
  if (Array.isArray(events)) return events
  tell(new Fault('aws-answer', { message: `the answer of LookupEvents in ${region} has no list of events`, help: UNREADABLE }).diagnostic)
  return []
}

function readResult(event: Event | undefined): { readonly id: string | undefined; readonly text: string } {
  const text: unknown = event?.CloudTrailEvent
  if (typeof text === 'string') return { id: event?.EventId, text }
  throw new Fault('aws-answer', { message: `event ${event?.EventId ?? 'without an id'} has no CloudTrailEvent` })
}

const TIMEOUT: FaultCode = 'audit-timeout'

const FASTER =
  'a second reads a hundred events at most: shorten audit-window, name fewer audit-regions, read an archive in S3 with audit-source, or raise audit-timeout'

const SHARED = 'whatever else reads this event history at the same time shares its two requests a second'

// A busy account may have more events than can be read in a day, and what answers in the place of CloudTrail may never end. The history
// is read from the newest event back, so the oldest says how far it got.
function timeoutFault(
  seconds: number,
  about: string,
  { events, oldest }: { readonly events: number; readonly oldest: number },
  others: readonly string[],
  throttled: boolean,
): Fault {
  const back = Number.isFinite(oldest) ? `, back to ${formatInstant(oldest)}` : ''
  const got = `${plural(events, 'event')} of ${about}${back}`
  const left = others.length === 0 ? '' : `; ${listOf(others)} ${agree(others.length, 'was', 'were')} not read`
  const refused = throttled ? '; AWS throttled the last request' : ''
  const help = throttled ? `${SHARED}; ${FASTER}` : FASTER
  return new Fault(TIMEOUT, { message: `audit-timeout (${seconds} s) ended after ${got}${left}${refused}`, help })
}

interface Asking extends Pick<Lookup, 'aws' | 'client' | 'pace'> {
  /** The fault if the time ends meanwhile. */
  readonly timeout: () => Fault
}

async function askPage({ aws, client, pace, timeout }: Asking, input: LookupEventsCommandInput) {
  try {
    return await aws.call(limit => pace.send(limit, within => client.send(new LookupEventsCommand(input), within)))
  } catch (error) {
    if (error instanceof OutOfTime) throw timeout()
    const instead = 'or judge without recent activity with audit-source: none'
    throw toAwsFault(error, { action: 'cloudtrail:LookupEvents', on: 'the event history', arn: '*', instead })
  }
}
