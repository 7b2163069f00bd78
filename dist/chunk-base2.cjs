'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const calls = require('./chunk-calls.cjs');
const resolve = require('./chunk-resolve.cjs');
require('./chunk-expect.cjs');
require('./chunk-refusal.cjs');
require('./chunk-read.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-world.cjs');
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
require('./chunk-StartImageScanCommand.cjs');
require('./chunk-index.cjs');
require('./chunk-configLoader.cjs');
require('./chunk-hasOwn.cjs');
require('./chunk-parseUrl.cjs');
require('./chunk-manifest.cjs');
require('./chunk-poll.cjs');
require('./chunk-manifests.cjs');

// Reads base images: which layers one has, by its digest, and what its tag names by now. Nothing is waited for.


/** Reads the layers of a base image, or of all images of its index. Throws a fault if it cannot be read. */
async function readBase(aws     , uri          , clock       )                {
  const { digest, targets } = await resolveAtOnce(aws, uri, clock);
  // What ECR does not scan is no image, so nothing can be built on it.
  const variants = targets.filter(({ artifact }) => artifact !== true);
  return {
    name: uri.text.replace(/@.*$/, ''),
    digest,
    variants: variants.map(({ digest: own, platform, contents }) => ({ digest: own, platform, layers: contents?.layers ?? null })),
  }
}

/** What the tag of a base image names now. Throws a fault if that cannot be read. */
function readTag(aws     , uri          , clock       )                      {
  return resolveAtOnce(aws, { ...uri, digest: null }, clock)
}

async function resolveAtOnce(aws     , uri          , clock       )                      {
  const waiting = { graceSeconds: 0, timeoutSeconds: 0, clock, beganMilliseconds: clock.milliseconds() };
  return resolve.resolveImage(await calls.openEcr(aws, uri), uri, { platforms: [], ...waiting })
}

exports.readBase = readBase;
exports.readTag = readTag;
