'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const asked = require('./chunk-asked.cjs');
const pages = require('./chunk-pages.cjs');
const refusal = require('./chunk-refusal.cjs');
const pace = require('./chunk-pace.cjs');
const records = require('./chunk-records.cjs');
const LookupEventsCommand = require('./chunk-LookupEventsCommand.cjs');
const repeats = require('./chunk-repeats.cjs');
require('node:fs');
require('node:fs/promises');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-network.cjs');
require('node:crypto');
require('node:tls');
require('./chunk-address.cjs');
require('./chunk-permissions.cjs');
require('./chunk-tally.cjs');
require('./chunk-visibility.cjs');
require('./chunk-imply.cjs');
require('./chunk-delivery.cjs');
require('node:buffer');
require('./chunk-index.cjs');
require('./chunk-configLoader.cjs');
require('./chunk-hasOwn.cjs');
require('./chunk-parseUrl.cjs');

// One query of CloudTrail's event history, read page by page. LookupEvents takes one value of one attribute, returns at most 50 events
// a page, the newest first, and allows two requests a second.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html


/** What one query asks for: the events with one value of an attribute; undefined for all events. */


/** The most events of one page. */
const PAGE = 50;

/** What all queries to one Region share. */














/** What the end of the time says besides how far a query has come. */







/** How far a query has come. */








function startGetting()      {
  return { pages: 0, events: 0, oldest: Number.POSITIVE_INFINITY, isMore: true }
}

/** The events of one query, page by page; one that came before is left out. */
async function* readPages(lookups         , query       , rest      , got     )                                           {
  const { region, from, to, pace, isRepeated, tell, progress } = lookups;
  const convert = (event                   )                            => {
    got.events++;
    const { id, text } = readResult(event);
    const recorded = { text, event: read.toEvent(records.parseLookup(text, id ?? nameHistory(region))) };
    got.oldest = Math.min(got.oldest, read.timeOf(recorded.event) ?? got.oldest);
    return id !== undefined && isRepeated(id, text) ? undefined : recorded
  };
  const ask = async (token                    , number        ) => {
    const timeout = ()        => timeoutFault(lookups, query, got, rest);
    if (pace.isOver()) throw timeout()
    got.pages = number;
    progress(`reading events ${sayQuery(query)} in ${region}, page ${number}`);
    const { Events: events, NextToken: next } = await askPage(lookups, timeout, {
      StartTime: new Date(from),
      EndTime: new Date(to),
      MaxResults: PAGE,
      ...(query === undefined ? {} : { LookupAttributes: [{ AttributeKey: query.attribute, AttributeValue: query.value }] }),
      ...(token === undefined ? {} : { NextToken: token }),
    });
    got.isMore = next !== undefined && next !== '';
    return { page: listOfAnswer(events, region, tell), next }
  };
  for await (const page of pages.turnPages({ who: 'CloudTrail' }, ask)) yield records.convertEach(page, convert, fault => tell(fault.diagnostic));
}

/** A Region's history, before it is known whose it is. */
function nameHistory(region        )         {
  return `CloudTrail event history of ${region}`
}

function sayQuery(query       )         {
  if (query === undefined) return 'of all sources'
  return query.attribute === 'EventSource' ? `of ${query.value}` : `named ${query.value}`
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
  'a second reads a hundred events at most: shorten audit-window, name fewer audit-regions, read an archive in S3 with audit-source, or raise audit-timeout';

const SHARED = 'whatever else reads this event history at the same time shares its two requests a second';

// A busy account may have more events than can be read in a day, and what answers in the place of CloudTrail may never end. The history
// is read from the newest event back, so the oldest says how far it got.
function timeoutFault({ timeoutSeconds, pace }         , query       , { events, oldest }     , { left, because }      )        {
  const throttled = pace.isThrottled();
  const back = Number.isFinite(oldest) ? `, back to ${read.formatInstant(oldest)}` : '';
  const got = `${read.plural(events, 'event')} ${sayQuery(query)}${back}`;
  const unread = left.length === 0 ? '' : `; ${asked.nameFew(left)} ${read.agree(left.length, 'was', 'were')} not read`;
  const refused = throttled ? '; AWS throttled the last request' : '';
  const rules = `${read.agree(because.length, 'rule')} ${asked.nameFew(because)} may match any event ${sayQuery(query)}`;
  const help = [...(throttled ? [SHARED] : []), FASTER, ...(because.length === 0 ? [] : [rules])].join('; ');
  return new world.Fault(TIMEOUT, { message: `audit-timeout (${timeoutSeconds} s) ended after ${got}${unread}${refused}`, help })
}

async function askPage({ aws, client, pace: pace$1 }         , timeout             , input                          ) {
  try {
    return await aws.call(limit => pace$1.send(limit, within => client.send(new LookupEventsCommand.LookupEventsCommand(input), within)))
  } catch (error) {
    if (error instanceof pace.OutOfTime) throw timeout()
    const instead = 'or judge without recent activity with audit-source: none';
    throw refusal.toAwsFault(error, { action: 'cloudtrail:LookupEvents', on: 'the event history', arn: '*', instead })
  }
}

// Reads recent activity from CloudTrail's event history, and no more of it than rules can match.
//
// A service may record thousands of events an hour of which rules look at a few names, and one query has one name. So where names are
// enough, the first page of their source decides: it says how many pages there will be, and the names are read instead if they are fewer.
// What is read this way may be too much, but never too little.














/** The events of one Region within a time. An event that comes several times is passed once. */
function eventHistory(aws     , options                )         {
  const { region, account, from, to, describe, tell } = options;
  const origin = nameHistory(region);
  const asking         = { sources: new Set(), names: new Set() };
  return records.createSource({
    origin,
    describe,
    tell: diagnostic => tell({ ...diagnostic, at: diagnostic.at ?? origin }),
    events: (tellFault, signal) => readHistory(aws, options, { asking, tell: tellFault, signal }),
    conclude: async cover => {
      const horizon = read.formatInstant(to - read.DELIVERY);
      // The account has been requested in parallel, because the network may not let requests through to STS.
      const coverage = cover(`CloudTrail event history of ${await account}, ${region}`);
      const asked$1 = askedOf(asking);
      const window = `, read from ${read.formatInstant(from)} on: ${asked.sayAsked(asked$1)}; events after ${horizon} may not be there yet`;
      const message = coverage.state === 'read' ? `${coverage.message}${window}` : coverage.message;
      return { ...coverage, horizon, asked: asked$1, message }
    },
  })
}

/** What has been asked for, and not given up; all sources, where undefined is among them. */





// Once everything was asked for, nothing else matters.
function askedOf({ sources, names }        )               {
  return sources.has(undefined) ? null : { eventSources: [...sources].flatMap(source => source ?? []), eventNames: [...names] }
}










async function* readHistory(
  aws     ,
  options                ,
  { asking, tell, signal }                                                                                ,
)          {
  const { region, from, to, clock, timeoutSeconds, progress } = options;
  const client = await aws.cloudtrail({ region });
  const pace$1 = pace.startPace(client, clock, timeoutSeconds * 1000);
  const shared = { aws, client, region, from, to, timeoutSeconds, pace: pace$1, isRepeated: repeats.startRepeats(), tell, progress };
  let isTimeOver = false;
  const reading          = {
    span: options,
    asking,
    isOver: () => isTimeOver || signal.aborted,
    query: async function* (query, rest, got = startGetting()) {
      try {
        yield* readPages(shared, query, rest, got);
      } catch (error) {
        if (!(error instanceof world.Fault)) throw error
        tell(error.diagnostic);
        isTimeOver = error.code === TIMEOUT;
      }
    },
  };
  for (const [i, lookup] of options.lookups.entries()) {
    const later = options.lookups.slice(i + 1).map(({ eventSource = 'all sources' }) => eventSource);
    if (!reading.isOver() && !asking.sources.has(undefined)) yield* readLookup(reading, lookup, later);
  }
}

// Reads a source, or the names that are enough in its place. `later` says what is to be read afterwards.
async function* readLookup(reading         , { eventSource, eventNames, because }        , later                   )          {
  const { asking, query, span } = reading;
  const names = eventNames && [...eventNames].filter(name => !asking.names.has(name));
  if (names?.length === 0) return
  const source        = eventSource === undefined ? undefined : { attribute: 'EventSource', value: eventSource };
  const rest = { left: later, because };
  const isOther = (event        )          => eventSource !== undefined && event['eventSource'] !== eventSource;
  const got = startGetting();
  let pages;
  for await (const batch of query(source, rest, got)) {
    yield batch;
    if (names === undefined || got.pages > 1 || expectPages(got, span) <= names.length) continue
    pages = expectPages(got, span);
    break
  }
  if (names !== undefined && pages !== undefined) {
    const isEnough = yield* readNames(reading, { names, later, isOther, most: pages * PAGE });
    if (isEnough) return
    // From its beginning, because nothing says how long a token can be used.
    yield* query(source, rest);
  }
  asking.sources.add(eventSource);
}

// How many more pages there will be, if the events before these are as many in the same time.
function expectPages({ pages, oldest, isMore }     , { from, to }      )         {
  if (!isMore || !Number.isFinite(oldest)) return 0
  return Math.ceil((pages * (to - from)) / Math.max(to - oldest, 0)) - pages
}










// Other services may have a call of the same name, and a busy one: EC2 has a DescribeImages as ECR has. Returns false once their events
// take as many requests as the source would.
async function* readNames({ asking, query, isOver }         , { names, later, isOther, most }       )                                 {
  let others = 0;
  for (const [i, name] of names.entries()) {
    if (isOver()) return true
    const left = [...names.slice(i + 1), ...later];
    for await (const batch of query({ attribute: 'EventName', value: name }, { left, because: [] })) {
      yield batch;
      others += batch.filter(({ event }) => isOther(event)).length;
      if (others > most) return false
    }
    // Only now, because another source may ask for the same name.
    asking.names.add(name);
  }
  return true
}

exports.eventHistory = eventHistory;
