'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const world = require('./chunk-world.cjs');
const network = require('./chunk-network.cjs');
const refusal = require('./chunk-refusal.cjs');
require('node:events');
require('node:fs/promises');
require('node:path');
require('./chunk-read.cjs');
require('node:fs');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('node:crypto');
require('node:tls');
require('./chunk-address.cjs');
require('./chunk-permissions.cjs');

// The credentials of a role, which the SDK's own provider gets from STS. They serve all services and Regions, so a role is assumed once,
// and again before its credentials expire.


/** Gives credentials, and gives others once these are about to expire. */




/** The STS of the place for which credentials are needed first. */













/** Who acts, in the CloudTrail of the role's account. */
const SESSION = 'ecr-gate';

/** Milliseconds before their end at which credentials are replaced. The SDK's clients ask for others at this time, too. */
const MARGIN = 5 * 60_000;

function assumeRole(role        , assuming          )           {
  let provider;
  const ask = async (properties                         )                    => {
    provider ??= createProvider(role, assuming, properties);
    try {
      return await within(assuming.timeout, role, (await provider)(properties))
    } catch (error) {
      // The SDK takes even a proxy's page for an answer, one without members, and says that these are no valid credentials.
      if (error instanceof Error && error.message.startsWith(NO_CREDENTIALS))
        throw new world.Fault(
          'aws-answer',
          { message: `the answer of sts:AssumeRole on role ${role} has no credentials`, help: refusal.UNREADABLE },
          error,
        )
      throw refusal.toAwsFault(error, { action: 'sts:AssumeRole', on: `role ${role}`, arn: role, instead: TRUST })
    }
  };
  let held;
  let until = Number.POSITIVE_INFINITY;
  const renew = async (properties                         )                    => {
    until = Number.POSITIVE_INFINITY;
    try {
      const identity = await ask(properties);
      until = (identity.expiration?.getTime() ?? 0) - MARGIN;
      return identity
    } catch (error) {
      held = undefined;
      throw error
    }
  };
  return properties => {
    if (held === undefined || Date.now() >= until) held = renew(properties);
    return held
  }
}

const NO_CREDENTIALS = 'Invalid response from STS.assumeRole';

// Both sides have to allow it where they are in different accounts.
const TRUST = "both in a policy for the step's credentials and in the trust policy of the role";

async function createProvider(role        , assuming          , properties                         )                    {
  const { fromTemporaryCredentials: create } = await Promise.resolve().then(() => require('./chunk-dist-es3.cjs'));
  const { region, useFipsEndpoint, useDualstackEndpoint } = (properties?.['callerClientConfig'] ?? {});
  const [name = '', fips = false, dualStack = false] = await Promise.all([region?.(), useFipsEndpoint?.(), useDualstackEndpoint?.()]);
  return create({
    params: { RoleArn: role, RoleSessionName: SESSION },
    clientConfig: await assuming.settle({ region: name, fips, dualStack }),
    clientPlugins: [{ applyToStack: stack => assuming.guard({ middlewareStack: stack          }) }],
    ...(assuming.credentials === undefined ? {} : { masterCredentials: assuming.credentials }),
  })
}

/** The options of the client that needs the credentials. */






// The provider takes no signal, and the call that waits for it is not on its way yet, so nothing else ends it.
async function within   (milliseconds        , role        , answer            )             {
  let timer;
  const end = new Promise       ((_, reject) => {
    const message = `AWS gave no answer to sts:AssumeRole on role ${role} within ${milliseconds / 1000} s`;
    const help = 'run it again; STS may be throttling, or the network may not let requests through to it';
    timer = setTimeout(() => reject(new world.Fault('aws-unreachable', { message, help })), milliseconds);
  });
  return Promise.race([answer, end]).finally(() => clearTimeout(timer))
}

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
  const { signal = new AbortController().signal } = access;
  return connectWith(access, { signal, late: followLate(signal, LAST_ANSWER) })
}

/** When calls end, whoever makes them. */





function connectWith(access        , ends      )      {
  const { signal, late } = ends;
  const clients = new Map                          ();
  const roles = new Map             ();
  const guard =                      (client   )    => refuseAttempts(refusal.refuseUnreadable(client), signal);
  const open =                      (service        , create                                  ) => {
    return (place       )             => {
      const key = JSON.stringify([service, place.region, place.fips === true, place.dualStack === true]);
      const made = async ()             => guard(await create(await configure(access, place)));
      return world.once(clients, key, made)
    }
  };
  const aws      = {
    ecr: open('ecr', async options => new (await Promise.resolve().then(() => require('./chunk-dist-es4.cjs'))).ECRClient(options)),
    cloudtrail: open('cloudtrail', async options => new (await Promise.resolve().then(() => require('./chunk-dist-es5.cjs'))).CloudTrailClient(options)),
    sts: open('sts', async options => new (await Promise.resolve().then(() => require('./chunk-dist-es6.cjs'))).STSClient(options)),
    ssm: open('ssm', async options => new (await Promise.resolve().then(() => require('./chunk-dist-es7.cjs'))).SSMClient(options)),
    s3: open('s3', async options => new (await Promise.resolve().then(() => require('./chunk-dist-es8.cjs'))).S3Client(options)),
    tagging: open('tagging', async options => {
      const { ResourceGroupsTaggingAPIClient } = await Promise.resolve().then(() => require('./chunk-dist-es9.cjs'));
      return new ResourceGroupsTaggingAPIClient(options)
    }),
    athena: open('athena', async options => new (await Promise.resolve().then(() => require('./chunk-dist-es10.cjs'))).AthenaClient(options)),
    inspector: open('inspector', async options => new (await Promise.resolve().then(() => require('./chunk-dist-es11.cjs'))).Inspector2Client(options)),
    as: role => {
      const { credentials } = access;
      const settle = (place       ) => configure(access, place);
      const assumed = () => assumeRole(role, { settle, guard, credentials, timeout: CALL_TIMEOUT });
      const known = roles.get(role) ?? connectWith({ ...access, credentials: assumed() }, ends);
      roles.set(role, known);
      return known
    },
    // Only its answer tells whether a write was done, so a write that was sent is not ended with the run.
    call: async (send, kind = 'read') => {
      if (kind !== 'end') signal.throwIfAborted();
      const end = kind === 'read' ? signal : late;
      return world.untilStopped(end, () => send({ abortSignal: AbortSignal.any([end, AbortSignal.timeout(CALL_TIMEOUT)]) }))
    },
  };
  return aws
}







/** The commands that take back what a run has begun. */
const ENDING = ['StopQueryExecutionCommand'];

// Inside the SDK's retries, so that no attempt begins once the run is stopped.
function refuseAttempts                     (client   , signal             )    {
  const middleware = (next                                     , context                                   ) => async (args         ) => {
    if (!ENDING.includes(context.commandName ?? '')) signal.throwIfAborted();
    return next(args)
  };
  client.middlewareStack.add(
    middleware         ,
    { step: 'finalizeRequest', priority: 'low', name: 'refuseAttempts', override: true }         ,
  );
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

/** What sends requests as all clients do: through the proxy, and with the certificates, that the environment names. */
async function createHandler(timeouts                        ) {
  const trusted = network.readTrusted(process.env);
  const isPlain = trusted === undefined && !network.namesProxy(process.env);
  return isPlain ? timeouts : (await Promise.resolve().then(() => require('./chunk-proxy.cjs'))).createProxyHandler(timeouts, trusted)
}

exports.connect = connect;
exports.createHandler = createHandler;
