'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const node_crypto = require('node:crypto');
const world = require('./chunk-world.cjs');
const network = require('./chunk-network.cjs');
const client = require('./chunk-client.cjs');
const refusal = require('./chunk-refusal.cjs');
const nodeHttpHandler = require('./chunk-node-http-handler.cjs');
const history = require('./chunk-history.cjs');
const read = require('./chunk-read.cjs');
const calls = require('./chunk-calls.cjs');
require('node:events');
require('node:fs/promises');
require('node:path');
require('node:zlib');
require('node:fs');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('node:tls');
require('./chunk-address.cjs');
require('./chunk-permissions.cjs');
require('./chunk-hasOwn.cjs');
require('node:https');
require('node:stream');
require('./chunk-httpResponse.cjs');
require('./chunk-expect.cjs');
require('./chunk-StartImageScanCommand.cjs');
require('./chunk-index.cjs');
require('./chunk-configLoader.cjs');
require('./chunk-parseUrl.cjs');

// Downloads from an address that AWS gave. The address itself gives access, so it is in no message.









/** How long a connection, and a pause between two parts, may take, in milliseconds. */
const PATIENCE = 5000;

/** The bytes behind an address. There is one attempt, and nothing is followed elsewhere. */
async function download(address        , { what, size, abortSignal }                 )                  {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !isTrusted(url))
    throw new world.Fault('aws-answer', { message: `ECR gave no HTTPS address for ${what}`, help: refusal.UNREADABLE })
  const made = await client.createHandler({
    connectionTimeout: PATIENCE,
    requestTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    throwOnRequestTimeout: true,
  });
  const handler = 'handle' in made ? made : new nodeHttpHandler.NodeHttpHandler(made);
  try {
    const { response } = await handler.handle(toRequest(url), { abortSignal });
    if (response.statusCode === 407) throw unreachable(url, what, network.REFUSED_BY_PROXY)
    if (response.statusCode !== 200)
      throw new world.Fault('aws-refused', { message: `${url.hostname} answered HTTP ${response.statusCode} for ${what}` })
    return await readBody(response.body                             , what, size)
  } catch (error) {
    if (error instanceof world.Fault) throw error
    abortSignal.throwIfAborted();
    throw unreachable(url, what, network.explainFailure(error) ?? { what: world.sayError(error), help: `let the gate reach ${url.hostname}` }, error)
  } finally {
    handler.destroy();
  }
}

// Servers that stand in for AWS on this machine speak plain HTTP.
function isTrusted({ protocol, hostname }     )          {
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
}



// The address is signed as it stands, so its query is not written anew. The handler reads these fields alone.
function toRequest({ protocol, hostname, port, host, pathname, search }     )          {
  const asked = { protocol, hostname, method: 'GET', path: `${pathname}${search}`, query: {}, headers: { host } };
  return { ...asked, ...(port === '' ? {} : { port: Number(port) }) }
}

async function readBody(body                           , what        , size        )                  {
  const parts               = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > size) break
    parts.push(part);
  }
  if (length !== size) {
    const found = length > size ? `more than ${size}` : String(length);
    throw new world.Fault('aws-answer', { message: `${what} has ${found} bytes in place of ${size}`, help: refusal.UNREADABLE })
  }
  return Buffer.concat(parts)
}

function unreachable(url     , what        , failure                                                  , cause          )        {
  return new world.Fault(
    'aws-unreachable',
    { message: `${url.hostname} cannot be reached for ${what} (${failure.what})`, help: failure.help },
    cause,
  )
}

// Reads which instructions made the layers of an image, from its configuration, which ECR keeps as it keeps layers.


/** The largest configuration that is read, in bytes. Most have a few thousand. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The layers with their instructions; none if the manifest does not tell them. Throws a fault if they cannot be read. */
async function readSteps(aws     , uri          , { layers, config }          )                           {
  if (layers === null || config === null) return []
  const what = `the configuration ${config.digest}`;
  if (config.size > MOST_BYTES) throw new world.Fault('too-large', { message: `${what} has ${config.size} bytes; the limit is ${MOST_BYTES}` })
  const answer = await (await calls.openEcr(aws, uri)).getDownloadUrlForLayer(config.digest);
  const address = read.ownText(answer, 'downloadUrl');
  if (address === undefined) throw refusal.unreadable('GetDownloadUrlForLayer', 'has no address')
  const bytes = await aws.call(limit => download(address, { what, size: config.size, ...limit }));
  const computed = `sha256:${node_crypto.createHash('sha256').update(bytes).digest('hex')}`;
  if (computed !== config.digest)
    throw new world.Fault('aws-answer', { message: `${what} has the digest ${computed}: it is not what was pushed` })
  const history$1 = history.readHistory(bytes.toString('utf8'), layers);
  if (history$1.kind === 'unreadable') throw new world.Fault('aws-answer', { message: `${what} cannot be used: ${history$1.problem}` })
  return history$1.steps
}

exports.readSteps = readSteps;
