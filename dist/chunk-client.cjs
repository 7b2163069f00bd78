'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const once = require('./chunk-once.cjs');
const network = require('./chunk-network.cjs');
const world = require('./chunk-world.cjs');
const raw = require('./chunk-raw.cjs');
require('node:crypto');
require('node:fs');
require('node:tls');
require('./chunk-keys.cjs');
require('./chunk-read.cjs');
require('node:fs/promises');
require('./chunk-json.cjs');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');

// The clients for AWS: one per service and Region, with no retries but the SDK's, and a time limit for every call. Endpoints and
// credentials come from the SDK's own environment (AWS_ENDPOINT_URL, AWS_PROFILE, the credential chain).
//
// Each service's client is loaded on first use, because a short run spends most of its time loading code.








/** The AWS services; a second request for the same one gives the same client. */








/** Ends a call early. */




/** The options of a client; `attempts` includes the first one. */










/** How long one attempt may take, in milliseconds; after it the SDK tries again. */
const PATIENCE = 20_000;

/** How long one call may take with all its attempts, in milliseconds. */
const CALL_TIMEOUT = 60_000;

/** How long the answer to a write that was sent is awaited after the run was stopped, in milliseconds. */
const LAST_ANSWER = 4000;

function connect(access        )      {
  const clients = new Map                          ();
  const { signal = new AbortController().signal } = access;
  const late = followLate(signal, LAST_ANSWER);
  const open =                      (service        , place       , create                  )             => {
    const key = JSON.stringify([service, place.region, place.fips === true, place.dualStack === true]);
    return once.once(clients, key, () => create().then(made => refuseAttempts(raw.refuseUnreadable(made), signal)))
  };
  return {
    ecr: place => open('ecr', place, async () => new (await Promise.resolve().then(() => require('./chunk-dist-es2.cjs'))).ECRClient(await configure(access, place))),
    cloudtrail: place =>
      open(
        'cloudtrail',
        place,
        async () => new (await Promise.resolve().then(() => require('./chunk-dist-es3.cjs'))).CloudTrailClient(await configure(access, place)),
      ),
    sts: place => open('sts', place, async () => new (await Promise.resolve().then(() => require('./chunk-dist-es4.cjs'))).STSClient(await configure(access, place))),
    // Only its answer tells whether a write was done, so a write that was sent is not ended with the run.
    call: async (send, kind = 'read') => {
      signal.throwIfAborted();
      const end = kind === 'write' ? late : signal;
      return world.untilStopped(end, () => send({ abortSignal: AbortSignal.any([end, AbortSignal.timeout(CALL_TIMEOUT)]) }))
    },
  }
}





// Inside the SDK's retries, so that no attempt begins once the run is stopped.
function refuseAttempts                     (client   , signal             )    {
  const middleware = (next                                     ) => async (args         ) => {
    signal.throwIfAborted();
    return next(args)
  };
  client.middlewareStack.add(middleware         , { step: 'finalizeRequest', priority: 'low', name: 'refuseAttempts' }         );
  return client
}

function followLate(signal             , milliseconds        )              {
  const late = new AbortController();
  signal.addEventListener('abort', () => setTimeout(() => late.abort(signal.reason), milliseconds), { once: true });
  return late.signal
}

async function configure({ attempts, patience = PATIENCE, endpoint, credentials }        , { region, fips, dualStack }       ) {
  return {
    region,
    maxAttempts: attempts,
    // Four throttled answers in a row are too many for the three attempts of standard mode; adaptive mode slows down instead.
    retryMode: 'adaptive',
    requestHandler: await createHandler({ connectionTimeout: patience / 4, requestTimeout: patience, throwOnRequestTimeout: true }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    // If these are absent, the environment decides.
    ...(fips === true ? { useFipsEndpoint: true } : {}),
    ...(dualStack === true ? { useDualstackEndpoint: true } : {}),
  }
}

async function createHandler(timeouts                        ) {
  const trusted = network.readTrusted(process.env);
  const isPlain = trusted === undefined && !network.namesProxy(process.env);
  return isPlain ? timeouts : (await Promise.resolve().then(() => require('./chunk-proxy.cjs'))).createProxyHandler(timeouts, trusted)
}

exports.connect = connect;
