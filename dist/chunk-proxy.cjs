'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const node_https = require('node:https');
const address = require('./chunk-address.cjs');
const require$$3 = require('https');
const require$$2$1 = require('http');
const require$$2 = require('url');
const network = require('./chunk-network.cjs');
const nodeHttpHandler = require('./chunk-node-http-handler.cjs');
require('node:crypto');
require('node:fs');
require('node:tls');
require('./chunk-world.cjs');
require('node:events');
require('node:fs/promises');
require('node:path');
require('./chunk-read.cjs');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-hasOwn.cjs');
require('node:stream');
require('./chunk-httpResponse.cjs');

var hpagent;
var hasRequiredHpagent;

function requireHpagent () {
	if (hasRequiredHpagent) return hpagent;
	hasRequiredHpagent = 1;

	const https = require$$3;
	const http = require$$2$1;
	const { URL } = require$$2;

	class HttpProxyAgent extends http.Agent {
	  constructor (options) {
	    const { proxy, proxyRequestOptions, ...opts } = options;
	    super(opts);
	    this.proxy = typeof proxy === 'string'
	      ? new URL(proxy)
	      : proxy;
	    this.proxyRequestOptions = proxyRequestOptions || {};
	  }

	  createConnection (options, callback) {
	    const requestOptions = {
	      ...this.proxyRequestOptions,
	      method: 'CONNECT',
	      host: this.proxy.hostname,
	      port: this.proxy.port,
	      path: `${options.host}:${options.port}`,
	      setHost: false,
	      headers: { ...this.proxyRequestOptions.headers, connection: this.keepAlive ? 'keep-alive' : 'close', host: `${options.host}:${options.port}` },
	      agent: false,
	      timeout: options.timeout || 0
	    };

	    if (this.proxy.username || this.proxy.password) {
	      const base64 = Buffer.from(`${decodeURIComponent(this.proxy.username || '')}:${decodeURIComponent(this.proxy.password || '')}`).toString('base64');
	      requestOptions.headers['proxy-authorization'] = `Basic ${base64}`;
	    }

	    if (this.proxy.protocol === 'https:') {
	      requestOptions.servername = this.proxy.hostname;
	    }

	    const request = (this.proxy.protocol === 'http:' ? http : https).request(requestOptions);
	    request.once('connect', (response, socket, head) => {
	      request.removeAllListeners();
	      socket.removeAllListeners();
	      if (response.statusCode === 200) {
	        callback(null, socket);
	      } else {
	        socket.destroy();
	        callback(new Error(`Bad response: ${response.statusCode}`), null);
	      }
	    });

	    request.once('timeout', () => {
	      request.destroy(new Error('Proxy timeout'));
	    });

	    request.once('error', err => {
	      request.removeAllListeners();
	      callback(err, null);
	    });

	    request.end();
	  }
	}

	class HttpsProxyAgent extends https.Agent {
	  constructor (options) {
	    const { proxy, proxyRequestOptions, ...opts } = options;
	    super(opts);
	    this.proxy = typeof proxy === 'string'
	      ? new URL(proxy)
	      : proxy;
	    this.proxyRequestOptions = proxyRequestOptions || {};
	  }

	  createConnection (options, callback) {
	    const requestOptions = {
	      ...this.proxyRequestOptions,
	      method: 'CONNECT',
	      host: this.proxy.hostname,
	      port: this.proxy.port,
	      path: `${options.host}:${options.port}`,
	      setHost: false,
	      headers: { ...this.proxyRequestOptions.headers, connection: this.keepAlive ? 'keep-alive' : 'close', host: `${options.host}:${options.port}` },
	      agent: false,
	      timeout: options.timeout || 0
	    };

	    if (this.proxy.username || this.proxy.password) {
	      const base64 = Buffer.from(`${decodeURIComponent(this.proxy.username || '')}:${decodeURIComponent(this.proxy.password || '')}`).toString('base64');
	      requestOptions.headers['proxy-authorization'] = `Basic ${base64}`;
	    }

	    // Necessary for the TLS check with the proxy to succeed.
	    if (this.proxy.protocol === 'https:') {
	      requestOptions.servername = this.proxy.hostname;
	    }

	    const request = (this.proxy.protocol === 'http:' ? http : https).request(requestOptions);
	    request.once('connect', (response, socket, head) => {
	      request.removeAllListeners();
	      socket.removeAllListeners();
	      if (response.statusCode === 200) {
	        const secureSocket = super.createConnection({ ...options, socket });
	        callback(null, secureSocket);
	      } else {
	        socket.destroy();
	        callback(new Error(`Bad response: ${response.statusCode}`), null);
	      }
	    });

	    request.once('timeout', () => {
	      request.destroy(new Error('Proxy timeout'));
	    });

	    request.once('error', err => {
	      request.removeAllListeners();
	      callback(err, null);
	    });

	    request.end();
	  }
	}

	hpagent = {
	  HttpProxyAgent,
	  HttpsProxyAgent
	};
	return hpagent;
}

var hpagentExports = requireHpagent();
const mod = /*@__PURE__*/address.getDefaultExportFromCjs(hpagentExports);

const HttpProxyAgent = mod.HttpProxyAgent;
const HttpsProxyAgent = mod.HttpsProxyAgent;

// Sends requests through the proxy that the environment names, and trusts the certificates that it names; the SDK itself reads
// neither. The proxy is chosen for each request, because NO_PROXY may exempt single hosts.




// As many connections as the SDK's own agent may open.
const MOST_CONNECTIONS = 50;

/** A request handler that looks up the proxy for each request. `trusted` are the certificates to trust in place of Node's. */
function createProxyHandler(options                        , trusted                               ) {
  const ca = trusted === undefined ? {} : { ca: [...trusted] };
  const agent = { keepAlive: true, maxSockets: MOST_CONNECTIONS, ...ca };
  const direct = new nodeHttpHandler.NodeHttpHandler({ ...options, httpsAgent: new node_https.Agent(agent) });
  const proxied = new Map                         ();
  const handlerFor = (url     )                  => {
    const proxy = network.proxyOf(url, process.env);
    if (proxy === undefined) return direct
    const known = proxied.get(proxy.href);
    if (known !== undefined) return known
    const proxyAgent = { ...agent, proxy, proxyRequestOptions: ca };
    const httpAgent = new HttpProxyAgent({ keepAlive: true, proxy, proxyRequestOptions: ca });
    const handler = new nodeHttpHandler.NodeHttpHandler({ ...options, httpAgent, httpsAgent: new HttpsProxyAgent(proxyAgent) });
    proxied.set(proxy.href, handler);
    return handler
  };
  return {
    metadata: direct.metadata,
    handle: async (request         , settings                                          ) => {
      const url = new URL(`${request.protocol}//${request.hostname}${request.port === undefined ? '' : `:${request.port}`}`);
      return handlerFor(url).handle(request, settings)
    },
    destroy: ()       => {
      for (const handler of [direct, ...proxied.values()]) handler.destroy();
    },
    updateHttpClientConfig: direct.updateHttpClientConfig.bind(direct),
    httpHandlerConfigs: direct.httpHandlerConfigs.bind(direct),
  }
}

exports.createProxyHandler = createProxyHandler;
