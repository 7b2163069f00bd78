'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const node_crypto = require('node:crypto');
const refusal = require('./chunk-refusal.cjs');
const uri = require('./chunk-uri.cjs');
const cloudtrail = require('./chunk-cloudtrail.cjs');
const settings = require('./chunk-settings.cjs');
const image = require('./chunk-image.cjs');
const envelope = require('./chunk-envelope.cjs');
const tally = require('./chunk-tally.cjs');
const LookupEventsCommand = require('./chunk-LookupEventsCommand.cjs');
require('./chunk-network.cjs');
require('node:fs');
require('node:tls');
require('./chunk-address.cjs');
require('./chunk-raw.cjs');
require('./chunk-keys.cjs');
require('./chunk-json.cjs');
require('node:fs/promises');
require('node:path');
require('node:net');
require('node:events');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('node:buffer');
require('./chunk-files.cjs');
require('node:zlib');
require('./chunk-index.cjs');
require('./chunk-hasOwn.cjs');

// Reads recent activity from CloudTrail's event history. The service allows two requests per second for each account and
// Region, and its pages shift if the requested time range has no fixed end; so the times are fixed and the requests spaced.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html


                                
                         
                                                           
                                   
                                                                                         
                                                   
                                 
                       
                     
                                       
                                 
                       
                                    
                   
                                                   
                                           
 

// Milliseconds between requests: a little more than half a second, because the network may delay one request more than the next.
const SPACING = 520;

/** CloudTrail usually delivers events within this time but does not guarantee it; in milliseconds. */
const DELIVERY = 5 * 60_000;

/** Reads the events of one Region and says what was covered. Whatever cannot be read is a gap. */
async function lookUpEvents(aws     , options               )                    {
  const { region, sources, from, to, report } = options;
  const diagnostics               = [];
  const origin = `CloudTrail event history of ${region}`;
  const collect = (diagnostic            )       => {
    diagnostics.push(diagnostic);
    report({ ...diagnostic, at: diagnostic.at ?? origin });
  };
  const tally$1 = tally.startTally();
  const isRepeated = createMemory();
  const pace = createPace(options.clock);
  const client = await aws.cloudtrail({ region });
  spaceAttempts(client, pace);
  const limit = startLimit(options);
  for (const [i, source] of [...(sources ?? [undefined])].entries()) {
    if (limit.isOver) break
    const read = { events: 0, oldest: Number.POSITIVE_INFINITY };
    const others = [...(sources ?? [])].slice(i + 1);
    await settings.attempt(collect, async () => {
      for await (const { id, text } of readResults(aws, client, source, options, {
        collect,
        proceed: () => limit.check(source, read, others),
      })) {
        read.events++;
        // Pages overlap at times. Another text under the same id is another record.
        if (id !== undefined && isRepeated(id, text)) continue
        // One unreadable record must not hide the others.
        await settings.attempt(collect, async () => {
          const recorded = { text, event: cloudtrail.toEvent(envelope.parseLookup(text, id ?? origin)) };
          read.oldest = Math.min(read.oldest, cloudtrail.timeOf(recorded.event) ?? read.oldest);
          tally$1.see(recorded, options.see(recorded));
        });
      }
    });
  }
  const horizon = image.formatInstant(to - DELIVERY);
  // The account has been requested in parallel, because the network may not let requests through to STS.
  const coverage = tally$1.coverage(`CloudTrail event history of ${await options.account}, ${region}`, diagnostics);
  const window = coverage.state === 'read' ? `, read from ${image.formatInstant(from)} on; events after ${horizon} may not be there yet` : '';
  return { ...coverage, horizon, message: `${coverage.message}${window}` }
}

                  
                                 
                       
 

// Remembers a digest of each text under its id.
function createMemory()                                        {
  const known = new Set        ();
  return (id, text) => {
    const key = `${id} ${node_crypto.createHash('sha256').update(text).digest('base64')}`;
    if (known.has(key)) return true
    known.add(key);
    return false
  }
}

                 
                                                    
                                                                          
                              
 

async function* readResults(
  aws     ,
  client                  ,
  source                    ,
  options               ,
  { collect, proceed }       ,
)                         {
  const { region, from, to, progress } = options;
  const tokens = new Set        ();
  let token;                    
  let pages = 0;
  do {
    proceed();
    progress(`reading events of ${source ?? 'all sources'} in ${region}, page ${++pages}`);
    const { Events: events, NextToken: next } = await askPage(aws, client, {
      StartTime: new Date(from),
      EndTime: new Date(to),
      MaxResults: 50,
      ...(source === undefined ? {} : { LookupAttributes: [{ AttributeKey: 'EventSource'         , AttributeValue: source }] }),
      ...(token === undefined ? {} : { NextToken: token }),
    });
    // A response from a proxy or another service has no list; CloudTrail's always has one, even if it is empty.
    if (!Array.isArray(events))
      collect(
        new settings.Fault('aws-answer', { message: `the answer of LookupEvents in ${region} has no list of events`, help: refusal.UNREADABLE }).diagnostic,
      );
    for (const event of Array.isArray(events) ? events : []) {
      const text = event?.CloudTrailEvent;
      if (typeof text === 'string') yield { id: event.EventId, text };
      else collect(new settings.Fault('aws-answer', { message: `event ${event?.EventId ?? 'without an id'} has no CloudTrailEvent` }).diagnostic);
    }
    if (next !== undefined && tokens.has(next))
      throw new settings.Fault('aws-answer', { message: `after ${pages} pages CloudTrail repeated a NextToken: the rest cannot be read` })
    if (next !== undefined) tokens.add(next);
    token = next;
  } while (token !== undefined && token !== '')
}

                    
                         
                                                                                                       
                         
 

                 
                          
                                                                          
                                                                                                 
 

// A busy account may have more events than can be read in a day, and what answers in the place of CloudTrail may never end.
function startLimit({ clock, timeoutSeconds }               )        {
  const until = clock.milliseconds() + timeoutSeconds * 1000;
  const limit = {
    isOver: false,
    check: (source                    , { events, oldest }          , others                   )       => {
      limit.isOver = clock.milliseconds() >= until;
      if (!limit.isOver) return
      const back = Number.isFinite(oldest) ? `, back to ${image.formatInstant(oldest)}` : '';
      const got = `${events} ${events === 1 ? 'event' : 'events'} of ${source ?? 'all sources'}${back}`;
      const left = others.length === 0 ? '' : `; ${uri.listOf(others)} ${others.length === 1 ? 'was' : 'were'} not read`;
      throw new settings.Fault('audit-timeout', { message: `audit-timeout (${timeoutSeconds} s) ended after ${got}${left}`, help: FASTER })
    },
  };
  return limit
}

const FASTER =
  'a second reads a hundred events at most: shorten audit-window, name fewer audit-regions, read a trail in S3 with events, or raise audit-timeout';

async function askPage(aws     , client                  , input                          ) {
  try {
    return await aws.call(limit => client.send(new LookupEventsCommand.LookupEventsCommand(input), limit))
  } catch (error) {
    const instead = 'or judge without recent activity with audit-source: none';
    throw refusal.toAwsFault(error, { action: 'cloudtrail:LookupEvents', on: 'the event history', arn: '*', instead })
  }
}

                                                     

// Runs after the SDK's retry middleware, so that retries are spaced too.
function spaceAttempts(client                  , pace      )       {
  client.middlewareStack.add(next => args => pace(() => next(args)), {
    step: 'finalizeRequest',
    priority: 'low',
    name: 'spaceAttempts',
    override: true,
  });
}

function createPace({ milliseconds, sleep }       )       {
  let last = Number.NEGATIVE_INFINITY;
  let first = true;
  return async send => {
    const wait = last + SPACING - milliseconds();
    if (wait > 0) await sleep(wait);
    last = milliseconds();
    try {
      return await send()
    } finally {
      // The first request has to connect and so arrives late, so the second is spaced from its end.
      if (first) last = milliseconds();
      first = false;
    }
  }
}

exports.lookUpEvents = lookUpEvents;
