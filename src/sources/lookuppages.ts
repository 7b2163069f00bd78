// One query of CloudTrail's event history, read page by page. LookupEvents takes one value of one attribute, returns at most 50 events
// a page, the newest first, and allows two requests a second.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html

import { type CloudTrailClient, type Event, LookupEventsCommand, type LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail'
import type { Aws } from '../aws/client.ts'
import { turnPages } from '../aws/pages.ts'
import { toAwsFault, UNREADABLE } from '../aws/refusal.ts'
import type { Tell } from '../diagnostic.ts'
import { timeOf, toEvent } from '../events/cloudtrail.ts'
import { Fault, type FaultCode } from '../fault.ts'
import { nameFew } from '../gate/asked.ts'
import { agree, plural } from '../plural.ts'
import { formatInstant } from '../time.ts'
import { OutOfTime, type Pace } from './pace.ts'
import { parseLookup } from './records.ts'
import type { IsRepeated } from './repeats.ts'
import type { RecordedEvent } from './source.ts'
import { convertEach } from './supply.ts'

/** What one query asks for: the events with one value of an attribute; undefined for all events. */
export type Query = { readonly attribute: 'EventSource' | 'EventName'; readonly value: string } | undefined

/** The most events of one page. */
export const PAGE = 50

/** What all queries to one Region share. */
export interface Lookups {
  readonly aws: Aws
  readonly client: CloudTrailClient
  readonly region: string
  /** Milliseconds since 1970. Without a fixed end, pages would shift. */
  readonly from: number
  readonly to: number
  readonly timeoutSeconds: number
  readonly pace: Pace
  readonly isRepeated: IsRepeated
  readonly tell: Tell
  readonly progress: (what: string) => void
}

/** What the end of the time says besides how far a query has come. */
export interface Rest {
  /** What is still to be read afterwards. */
  readonly left: readonly string[]
  /** The rules for which no name is enough. */
  readonly because: readonly string[]
}

/** How far a query has come. */
export interface Got {
  pages: number
  events: number
  /** The time of the oldest event; infinite before the first one. */
  oldest: number
  isMore: boolean
}

export function startGetting(): Got {
  return { pages: 0, events: 0, oldest: Number.POSITIVE_INFINITY, isMore: true }
}

/** The events of one query, page by page; one that came before is left out. */
export async function* readPages(lookups: Lookups, query: Query, rest: Rest, got: Got): AsyncGenerator<readonly RecordedEvent[]> {
  const { region, from, to, pace, isRepeated, tell, progress } = lookups
  const convert = (event: Event | undefined): RecordedEvent | undefined => {
    got.events++
    const { id, text } = readResult(event)
    const recorded = { text, event: toEvent(parseLookup(text, id ?? nameHistory(region))) }
    got.oldest = Math.min(got.oldest, timeOf(recorded.event) ?? got.oldest)
    return id !== undefined && isRepeated(id, text) ? undefined : recorded
  }
  const ask = async (token: string | undefined, number: number) => {
    const timeout = (): Fault => timeoutFault(lookups, query, got, rest)
    if (pace.isOver()) throw timeout()
    got.pages = number
    progress(`reading events ${sayQuery(query)} in ${region}, page ${number}`)
    const { Events: events, NextToken: next } = await askPage(lookups, timeout, {
      StartTime: new Date(from),
      EndTime: new Date(to),
      MaxResults: PAGE,
      ...(query === undefined ? {} : { LookupAttributes: [{ AttributeKey: query.attribute, AttributeValue: query.value }] }),
      ...(token === undefined ? {} : { NextToken: token }),
    })
    got.isMore = next !== undefined && next !== ''
    return { page: listOfAnswer(events, region, tell), next }
  }
  for await (const page of turnPages({ who: 'CloudTrail' }, ask)) yield convertEach(page, convert, fault => tell(fault.diagnostic))
}

/** A Region's history, before it is known whose it is. */
export function nameHistory(region: string): string {
  return `CloudTrail event history of ${region}`
}

function sayQuery(query: Query): string {
  if (query === undefined) return 'of all sources'
  return query.attribute === 'EventSource' ? `of ${query.value}` : `named ${query.value}`
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

export const TIMEOUT: FaultCode = 'audit-timeout'

const FASTER =
  'a second reads a hundred events at most: shorten audit-window, name fewer audit-regions, read an archive in S3 with audit-source, or raise audit-timeout'

const SHARED = 'whatever else reads this event history at the same time shares its two requests a second'

// A busy account may have more events than can be read in a day, and what answers in the place of CloudTrail may never end. The history
// is read from the newest event back, so the oldest says how far it got.
function timeoutFault({ timeoutSeconds, pace }: Lookups, query: Query, { events, oldest }: Got, { left, because }: Rest): Fault {
  const throttled = pace.isThrottled()
  const back = Number.isFinite(oldest) ? `, back to ${formatInstant(oldest)}` : ''
  const got = `${plural(events, 'event')} ${sayQuery(query)}${back}`
  const unread = left.length === 0 ? '' : `; ${nameFew(left)} ${agree(left.length, 'was', 'were')} not read`
  const refused = throttled ? '; AWS throttled the last request' : ''
  const rules = `${agree(because.length, 'rule')} ${nameFew(because)} may match any event ${sayQuery(query)}`
  const help = [...(throttled ? [SHARED] : []), FASTER, ...(because.length === 0 ? [] : [rules])].join('; ')
  return new Fault(TIMEOUT, { message: `audit-timeout (${timeoutSeconds} s) ended after ${got}${unread}${refused}`, help })
}

async function askPage({ aws, client, pace }: Lookups, timeout: () => Fault, input: LookupEventsCommandInput) {
  try {
    return await aws.call(limit => pace.send(limit, within => client.send(new LookupEventsCommand(input), within)))
  } catch (error) {
    if (error instanceof OutOfTime) throw timeout()
    const instead = 'or judge without recent activity with audit-source: none'
    throw toAwsFault(error, { action: 'cloudtrail:LookupEvents', on: 'the event history', arn: '*', instead })
  }
}
