'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const index = require('./chunk-index3.cjs');
const network = require('./chunk-network.cjs');
require('node:assert');
require('node:net');
require('node:http');
require('node:stream');
require('node:buffer');
require('node:util');
require('node:querystring');
require('node:events');
require('node:diagnostics_channel');
require('./chunk-address.cjs');
require('node:tls');
require('node:zlib');
require('node:perf_hooks');
require('node:util/types');
require('node:worker_threads');
require('node:url');
require('node:async_hooks');
require('node:console');
require('node:dns');
require('string_decoder');
require('node:crypto');
require('node:fs');
require('./chunk-world.cjs');
require('node:fs/promises');
require('node:path');
require('./chunk-read.cjs');
require('node:os');
require('node:timers/promises');
require('node:v8');

// Octokit's fetch through the proxy and with the certificates that the environment names, as every other client here. The fetch of
// @actions/github knows no AWS_CA_BUNDLE and reads NO_PROXY in its own way. This is the undici that it brings along.



/** Throws a fault for a proxy or certificates that cannot be used. */
function createFetch(env     , baseUrl        )                                                         {
  const trusted = network.readTrusted(env);
  const tls = trusted === undefined ? {} : { ca: [...trusted] };
  const proxy = network.proxyOf(new URL(baseUrl), env);
  const dispatcher             = proxy === undefined ? new index.undiciExports.Agent({ connect: tls }) : throughProxy(proxy, tls);
  return (url, init) => index.undiciExports.fetch(url, { ...init, dispatcher })
}

function throughProxy(proxy     , tls                            )             {
  const [user, password] = [proxy.username, proxy.password].map(decodeURIComponent);
  const token = user === '' && password === '' ? {} : { token: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
  const { protocol, host } = proxy;
  return new index.undiciExports.ProxyAgent({ uri: `${protocol}//${host}`, requestTls: tls, proxyTls: tls, ...token })
}

exports.createFetch = createFetch;
