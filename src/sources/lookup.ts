// Reads recent activity from CloudTrail's event history. The service allows two requests per second for each account and
// Region, and its pages shift if the requested time range has no fixed end; so the times are fixed and the requests spaced.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html

import { createHash } from 'node:crypto'
import { type CloudTrailClient, LookupEventsCommand, type LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail'
import type { Aws } from '../aws/client.ts'
import { toAwsFault, UNREADABLE } from '../aws/refusal.ts'
import { type Diagnostic, listOf } from '../diagnostic.ts'
import { timeOf, toEvent } from '../events/cloudtrail.ts'
import { attempt, Fault } from '../fault.ts'
import type { Coverage } from '../gate/coverage.ts'
import { agree, plural } from '../plural.ts'
import type { Clock } from '../poll.ts'
import { formatInstant } from '../time.ts'
import { parseLookup } from './records.ts'
import { type See, startTally } from './tally.ts'

export interface LookupOptions {
  readonly region: string
  /** The account that the history belongs to, in words. */
  readonly account: Promise<string>
  /** The only event sources that a rule can match; undefined if a rule may match any. */
  readonly sources: ReadonlySet<string> | undefined
  /** Milliseconds since 1970. */
  readonly from: number
  readonly to: number
  /** How long the reading may take. */
  readonly timeoutSeconds: number
  readonly clock: Clock
  /** Called once for each event. */
  readonly see: See
  readonly report: (diagnostic: Diagnostic) => void
  readonly progress: (what: string) => void
}

// Milliseconds between requests: a little more than half a second, because the network may delay one request more than the next.
const SPACING = 520

/** CloudTrail usually delivers events within this time but does not guarantee it; in milliseconds. */
const DELIVERY = 5 * 60_000

/** Reads the events of one Region and says what was covered. Whatever cannot be read is a gap. */
export async function lookUpEvents(aws: Aws, options: LookupOptions): Promise<Coverage> {
  const { region, sources, from, to, report } = options
  const diagnostics: Diagnostic[] = []
  const origin = `CloudTrail event history of ${region}`
  const collect = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic)
    report({ ...diagnostic, at: diagnostic.at ?? origin })
  }
  const tally = startTally()
  const isRepeated = createMemory()
  const pace = createPace(options.clock)
  const client = await aws.cloudtrail({ region })
  spaceAttempts(client, pace)
  const limit = startLimit(options)
  for (const [i, source] of [...(sources ?? [undefined])].entries()) {
    if (limit.isOver) break
    const read = { events: 0, oldest: Number.POSITIVE_INFINITY }
    const others = [...(sources ?? [])].slice(i + 1)
    await attempt(collect, async () => {
      for await (const { id, text } of readResults(aws, client, source, options, {
        collect,
        proceed: () => limit.check(source, read, others),
      })) {
        read.events++
        // Pages overlap at times. Another text under the same id is another record.
        if (id !== undefined && isRepeated(id, text)) continue
        // One unreadable record must not hide the others.
        await attempt(collect, async () => {
          const recorded = { text, event: toEvent(parseLookup(text, id ?? origin)) }
          read.oldest = Math.min(read.oldest, timeOf(recorded.event) ?? read.oldest)
          tally.see(recorded, options.see(recorded))
        })
      }
    })
  }
  const horizon = formatInstant(to - DELIVERY)
  // The account has been requested in parallel, because the network may not let requests through to STS.
  const coverage = tally.coverage(`CloudTrail event history of ${await options.account}, ${region}`, diagnostics)
  const window = coverage.state === 'read' ? `, read from ${formatInstant(from)} on; events after ${horizon} may not be there yet` : ''
  return { ...coverage, horizon, message: `${coverage.message}${window}` }
}

interface Result {
  readonly id: string | undefined
  readonly text: string
}

// Remembers a digest of each text under its id.
function createMemory(): (id: string, text: string) => boolean {
  const known = new Set<string>()
  return (id, text) => {
    const key = `${id} ${createHash('sha256').update(text).digest('base64')}`
    if (known.has(key)) return true
    known.add(key)
    return false
  }
}

interface Watch {
  readonly collect: (diagnostic: Diagnostic) => void
  /** Called before each request; throws a fault once the time is over. */
  readonly proceed: () => void
}

async function* readResults(
  aws: Aws,
  client: CloudTrailClient,
  source: string | undefined,
  options: LookupOptions,
  { collect, proceed }: Watch,
): AsyncGenerator<Result> {
  const { region, from, to, progress } = options
  const tokens = new Set<string>()
  let token: string | undefined
  let pages = 0
  do {
    proceed()
    progress(`reading events of ${source ?? 'all sources'} in ${region}, page ${++pages}`)
    const { Events: events, NextToken: next } = await askPage(aws, client, {
      StartTime: new Date(from),
      EndTime: new Date(to),
      MaxResults: 50,
      ...(source === undefined ? {} : { LookupAttributes: [{ AttributeKey: 'EventSource' as const, AttributeValue: source }] }),
      ...(token === undefined ? {} : { NextToken: token }),
    })
    // A response from a proxy or another service has no list; CloudTrail's always has one, even if it is empty.
    if (!Array.isArray(events))
      collect(
        new Fault('aws-answer', { message: `the answer of LookupEvents in ${region} has no list of events`, help: UNREADABLE }).diagnostic,
      )
    for (const event of Array.isArray(events) ? events : []) {
      const text = event?.CloudTrailEvent
      if (typeof text === 'string') yield { id: event.EventId, text }
      else collect(new Fault('aws-answer', { message: `event ${event?.EventId ?? 'without an id'} has no CloudTrailEvent` }).diagnostic)
    }
    if (next !== undefined && tokens.has(next))
      throw new Fault('aws-answer', { message: `after ${pages} pages CloudTrail repeated a NextToken: the rest cannot be read` })
    if (next !== undefined) tokens.add(next)
    token = next
  } while (token !== undefined && token !== '')
}

interface Progress {
  readonly events: number
  /** The time of the oldest event, in milliseconds. The history is read from the newest event back. */
  readonly oldest: number
}

interface Limit {
  readonly isOver: boolean
  /** Throws a fault once the time is over; called before each request. */
  readonly check: (source: string | undefined, read: Progress, others: readonly string[]) => void
}

// A busy account may have more events than can be read in a day, and what answers in the place of CloudTrail may never end.
function startLimit({ clock, timeoutSeconds }: LookupOptions): Limit {
  const until = clock.milliseconds() + timeoutSeconds * 1000
  const limit = {
    isOver: false,
    check: (source: string | undefined, { events, oldest }: Progress, others: readonly string[]): void => {
      limit.isOver = clock.milliseconds() >= until
      if (!limit.isOver) return
      const back = Number.isFinite(oldest) ? `, back to ${formatInstant(oldest)}` : ''
      const got = `${plural(events, 'event')} of ${source ?? 'all sources'}${back}`
      const left = others.length === 0 ? '' : `; ${listOf(others)} ${agree(others.length, 'was', 'were')} not read`
      throw new Fault('audit-timeout', { message: `audit-timeout (${timeoutSeconds} s) ended after ${got}${left}`, help: FASTER })
    },
  }
  return limit
}

const FASTER =
  'a second reads a hundred events at most: shorten audit-window, name fewer audit-regions, read a trail in S3 with events, or raise audit-timeout'

async function askPage(aws: Aws, client: CloudTrailClient, input: LookupEventsCommandInput) {
  try {
    return await aws.call(limit => client.send(new LookupEventsCommand(input), limit))
  } catch (error) {
    const instead = 'or judge without recent activity with audit-source: none'
    throw toAwsFault(error, { action: 'cloudtrail:LookupEvents', on: 'the event history', arn: '*', instead })
  }
}

type Pace = <T>(send: () => Promise<T>) => Promise<T>

// Runs after the SDK's retry middleware, so that retries are spaced too.
function spaceAttempts(client: CloudTrailClient, pace: Pace): void {
  client.middlewareStack.add(next => args => pace(() => next(args)), {
    step: 'finalizeRequest',
    priority: 'low',
    name: 'spaceAttempts',
    override: true,
  })
}

function createPace({ milliseconds, sleep }: Clock): Pace {
  let last = Number.NEGATIVE_INFINITY
  let first = true
  return async send => {
    const wait = last + SPACING - milliseconds()
    if (wait > 0) await sleep(wait)
    last = milliseconds()
    try {
      return await send()
    } finally {
      // The first request has to connect and so arrives late, so the second is spaced from its end.
      if (first) last = milliseconds()
      first = false
    }
  }
}
