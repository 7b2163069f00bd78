'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const client = require('./chunk-client.cjs');
const fault = require('./chunk-fault.cjs');
const scan = require('./chunk-scan.cjs');
const files = require('./chunk-files.cjs');
const records = require('./chunk-records.cjs');
const LookupEventsCommand = require('./chunk-LookupEventsCommand.cjs');
require('./chunk-uri.cjs');
require('./chunk-_commonjsHelpers.cjs');
require('./chunk-json.cjs');
require('node:fs');
require('node:fs/promises');
require('node:path');
require('node:stream');
require('node:zlib');
require('node:buffer');
require('./chunk-index.cjs');
require('node:os');
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
  const tally = records.startTally();
  const ids = new Set        ();
  const pace = createPace(options.clock);
  const client = await aws.cloudtrail({ region });
  spaceAttempts(client, pace);
  for (const source of sources ?? [undefined]) {
    await files.attempt(collect, async () => {
      for await (const { id, text } of readResults(client, source, options)) {
        if (id !== undefined && ids.has(id)) continue
        if (id !== undefined) ids.add(id);
        // One unreadable record must not hide the others.
        await files.attempt(collect, async () => {
          const recorded = { text, event: scan.toEvent(records.parseLookup(text, id ?? origin)) };
          tally.see(recorded);
          options.see(recorded);
        });
      }
    });
  }
  const horizon = scan.formatInstant(to - DELIVERY);
  // The account has been requested in parallel, because the network may not let requests through to STS.
  const coverage = tally.coverage(`CloudTrail event history of ${await options.account}, ${region}`, diagnostics);
  const window = coverage.state === 'read' ? `, read from ${scan.formatInstant(from)} on; events after ${horizon} may not be there yet` : '';
  return { ...coverage, horizon, message: `${coverage.message}${window}` }
}

                  
                                 
                       
 

async function* readResults(client                  , source                    , options               )                         {
  const { region, from, to, progress } = options;
  const tokens = new Set        ();
  let token;                    
  let pages = 0;
  do {
    progress(`reading events of ${source ?? 'all sources'} in ${region}, page ${++pages}`);
    const { Events: events, NextToken: next } = await askPage(client, {
      StartTime: new Date(from),
      EndTime: new Date(to),
      MaxResults: 50,
      ...(source === undefined ? {} : { LookupAttributes: [{ AttributeKey: 'EventSource'         , AttributeValue: source }] }),
      ...(token === undefined ? {} : { NextToken: token }),
    });
    // A response from a proxy or another service has no list; CloudTrail's always has one, even if it is empty.
    if (!Array.isArray(events))
      throw new files.Fault('aws-answer', { message: `the answer of LookupEvents in ${region} has no list of events`, help: fault.UNREADABLE })
    for (const event of events) {
      const text = event?.CloudTrailEvent;
      if (text === undefined)
        throw new files.Fault('aws-answer', { message: `event ${event?.EventId ?? 'without an id'} has no CloudTrailEvent` })
      yield { id: event.EventId, text };
    }
    if (next !== undefined && tokens.has(next))
      throw new files.Fault('aws-answer', { message: `after ${pages} pages CloudTrail repeated a NextToken: the rest cannot be read` })
    if (next !== undefined) tokens.add(next);
    token = next;
  } while (token !== undefined && token !== '')
}

async function askPage(client$1                  , input                          ) {
  try {
    return await client$1.send(new LookupEventsCommand.LookupEventsCommand(input), client.callLimit())
  } catch (error) {
    const instead = 'or judge without recent activity with audit-source: none';
    throw fault.toAwsFault(error, { action: 'cloudtrail:LookupEvents', on: 'the event history', arn: '*', instead })
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
