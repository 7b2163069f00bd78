'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const refusal = require('./chunk-refusal2.cjs');
const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const pace = require('./chunk-pace.cjs');
const records = require('./chunk-records.cjs');
const repeats = require('./chunk-repeats.cjs');
const LookupEventsCommand = require('./chunk-LookupEventsCommand.cjs');
require('./chunk-network.cjs');
require('node:crypto');
require('node:fs');
require('node:tls');
require('./chunk-address.cjs');
require('./chunk-permissions.cjs');
require('node:fs/promises');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-tally.cjs');
require('./chunk-group.cjs');
require('./chunk-delivery.cjs');
require('./chunk-imply.cjs');
require('node:buffer');
require('./chunk-index.cjs');
require('./chunk-configLoader.cjs');
require('./chunk-hasOwn.cjs');
require('./chunk-parseUrl.cjs');

// Reads recent activity from CloudTrail's event history. Its pages shift if the requested time range has no fixed end, so the times are
// fixed.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html



















/** The events of one Region within a time. An event that comes several times is passed once. */
function eventHistory(aws     , options                )         {
  const { region, account, from, to, describe, tell } = options;
  const origin = nameHistory(region);
  return records.createSource({
    origin,
    describe,
    tell: diagnostic => tell({ ...diagnostic, at: diagnostic.at ?? origin }),
    events: (tellFault, signal) => readHistory(aws, options, tellFault, signal),
    conclude: async cover => {
      const horizon = read.formatInstant(to - read.DELIVERY);
      // The account has been requested in parallel, because the network may not let requests through to STS.
      const coverage = cover(`CloudTrail event history of ${await account}, ${region}`);
      const window = coverage.state === 'read' ? `, read from ${read.formatInstant(from)} on; events after ${horizon} may not be there yet` : '';
      return { ...coverage, horizon, message: `${coverage.message}${window}` }
    },
  })
}

function nameHistory(region        )         {
  return `CloudTrail event history of ${region}`
}

/** What all requests to one Region share. */









async function* readHistory(aws     , options                , tell      , signal             )                                           {
  const { region, clock, eventSources, timeoutSeconds } = options;
  const client = await aws.cloudtrail({ region });
  const pace$1 = pace.startPace(client, clock, timeoutSeconds * 1000);
  const lookup         = { aws, client, options, pace: pace$1, isRepeated: repeats.startRepeats(), tell };
  for (const [i, eventSource] of [...(eventSources ?? [undefined])].entries()) {
    if (signal.aborted) return
    try {
      yield* readPages(lookup, eventSource, [...(eventSources ?? [])].slice(i + 1));
    } catch (error) {
      if (!(error instanceof world.Fault)) throw error
      tell(error.diagnostic);
      if (error.code === TIMEOUT) return
    }
  }
}

// Reads the events of one event source, or of all, page by page. `others` are the event sources that are still to be read.
async function* readPages(
  { aws, client, options, pace, isRepeated, tell }        ,
  eventSource                    ,
  others                   ,
)                                           {
  const { region, from, to, timeoutSeconds, progress } = options;
  const about = eventSource ?? 'all sources';
  const got = { events: 0, oldest: Number.POSITIVE_INFINITY };
  const convert = (event                   )                            => {
    const { id, text } = readResult(event);
    got.events++;
    if (id !== undefined && isRepeated(id, text)) return undefined
    const recorded = { text, event: read.toEvent(records.parseLookup(text, id ?? nameHistory(region))) };
    got.oldest = Math.min(got.oldest, read.timeOf(recorded.event) ?? got.oldest);
    return recorded
  };
  const tokens = new Set        ();
  let token;
  let pages = 0;
  do {
    const timeout = ()        => timeoutFault(timeoutSeconds, about, got, others, pace.isThrottled());
    if (pace.isOver()) throw timeout()
    progress(`reading events of ${about} in ${region}, page ${++pages}`);
    const { Events: events, NextToken: next } = await askPage(
      { aws, client, pace, timeout },
      {
        StartTime: new Date(from),
        EndTime: new Date(to),
        MaxResults: 50,
        ...(eventSource === undefined ? {} : { LookupAttributes: [{ AttributeKey: 'EventSource'         , AttributeValue: eventSource }] }),
        ...(token === undefined ? {} : { NextToken: token }),
      },
    );
    yield records.convertEach(listOfAnswer(events, region, tell), convert, fault => tell(fault.diagnostic));
    if (next !== undefined && tokens.has(next))
      throw new world.Fault('aws-answer', { message: `after ${pages} pages CloudTrail repeated a NextToken: the rest cannot be read` })
    if (next !== undefined) tokens.add(next);
    token = next;
  } while (token !== undefined && token !== '')
}

// A response from a proxy or another service has no list; CloudTrail's always has one, even if it is empty.
function listOfAnswer(events                              , region        , tell      )                   {
  if (Array.isArray(events)) return events
  tell(new world.Fault('aws-answer', { message: `the answer of LookupEvents in ${region} has no list of events`, help: refusal.UNREADABLE }).diagnostic);
  return []
}

function readResult(event                   )                                                             {
  const text          = event?.CloudTrailEvent;
  if (typeof text === 'string') return { id: event?.EventId, text }
  throw new world.Fault('aws-answer', { message: `event ${event?.EventId ?? 'without an id'} has no CloudTrailEvent` })
}

const TIMEOUT            = 'audit-timeout';

const FASTER =
  'a second reads a hundred events at most: shorten audit-window, name fewer audit-regions, read a trail in S3 with events, or raise audit-timeout';

const SHARED = 'whatever else reads this event history at the same time shares its two requests a second';

// A busy account may have more events than can be read in a day, and what answers in the place of CloudTrail may never end. The history
// is read from the newest event back, so the oldest says how far it got.
function timeoutFault(
  seconds        ,
  about        ,
  { events, oldest }                                                      ,
  others                   ,
  throttled         ,
)        {
  const back = Number.isFinite(oldest) ? `, back to ${read.formatInstant(oldest)}` : '';
  const got = `${read.plural(events, 'event')} of ${about}${back}`;
  const left = others.length === 0 ? '' : `; ${read.listOf(others)} ${read.agree(others.length, 'was', 'were')} not read`;
  const refused = throttled ? '; AWS throttled the last request' : '';
  const help = throttled ? `${SHARED}; ${FASTER}` : FASTER;
  return new world.Fault(TIMEOUT, { message: `audit-timeout (${seconds} s) ended after ${got}${left}${refused}`, help })
}






async function askPage({ aws, client, pace: pace$1, timeout }        , input                          ) {
  try {
    return await aws.call(limit => pace$1.send(limit, within => client.send(new LookupEventsCommand.LookupEventsCommand(input), within)))
  } catch (error) {
    if (error instanceof pace.OutOfTime) throw timeout()
    const instead = 'or judge without recent activity with audit-source: none';
    throw refusal.toAwsFault(error, { action: 'cloudtrail:LookupEvents', on: 'the event history', arn: '*', instead })
  }
}

exports.eventHistory = eventHistory;
