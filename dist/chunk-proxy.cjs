'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const _commonjsHelpers = require('./chunk-_commonjsHelpers.cjs');
const require$$0 = require('https');
const require$$1 = require('http');
const require$$2 = require('url');
const nodeHttpHandler = require('./chunk-node-http-handler.cjs');
require('./chunk-hasOwn.cjs');
require('node:https');
require('node:stream');

var hpagent;
var hasRequiredHpagent;

function requireHpagent () {
	if (hasRequiredHpagent) return hpagent;
	hasRequiredHpagent = 1;

	const https = require$$0;
	const http = require$$1;
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
const mod = /*@__PURE__*/_commonjsHelpers.getDefaultExportFromCjs(hpagentExports);

const HttpProxyAgent = mod.HttpProxyAgent;
const HttpsProxyAgent = mod.HttpsProxyAgent;

var DEFAULT_PORTS = {
  ftp: 21,
  gopher: 70,
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
};

function parseUrl(urlString) {
  try {
    return new URL(urlString);
  } catch {
    return null;
  }
}

/**
 * @param {string|object|URL} url - The URL as a string or URL instance, or a
 *   compatible object (such as the result from legacy url.parse).
 * @return {string} The URL of the proxy that should handle the request to the
 *  given URL. If no proxy is set, this will be an empty string.
 */
function getProxyForUrl(url) {
  var parsedUrl = (typeof url === 'string' ? parseUrl(url) : url) || {};
  var proto = parsedUrl.protocol;
  var hostname = parsedUrl.host;
  var port = parsedUrl.port;
  if (typeof hostname !== 'string' || !hostname || typeof proto !== 'string') {
    return '';  // Don't proxy URLs without a valid scheme or host.
  }

  proto = proto.split(':', 1)[0];
  // Stripping ports in this way instead of using parsedUrl.hostname to make
  // sure that the brackets around IPv6 addresses are kept.
  hostname = hostname.replace(/:\d*$/, '');
  port = parseInt(port) || DEFAULT_PORTS[proto] || 0;
  if (!shouldProxy(hostname, port)) {
    return '';  // Don't proxy URLs that match NO_PROXY.
  }

  var proxy = getEnv(proto + '_proxy') || getEnv('all_proxy');
  if (proxy && proxy.indexOf('://') === -1) {
    // Missing scheme in proxy, default to the requested URL's scheme.
    proxy = proto + '://' + proxy;
  }
  return proxy;
}

/**
 * Determines whether a given URL should be proxied.
 *
 * @param {string} hostname - The host name of the URL.
 * @param {number} port - The effective port of the URL.
 * @returns {boolean} Whether the given URL should be proxied.
 * @private
 */
function shouldProxy(hostname, port) {
  var NO_PROXY = getEnv('no_proxy').toLowerCase();
  if (!NO_PROXY) {
    return true;  // Always proxy if NO_PROXY is not set.
  }
  if (NO_PROXY === '*') {
    return false;  // Never proxy if wildcard is set.
  }

  return NO_PROXY.split(/[,\s]/).every(function(proxy) {
    if (!proxy) {
      return true;  // Skip zero-length hosts.
    }
    var parsedProxy = proxy.match(/^(.+):(\d+)$/);
    var parsedProxyHostname = parsedProxy ? parsedProxy[1] : proxy;
    var parsedProxyPort = parsedProxy ? parseInt(parsedProxy[2]) : 0;
    if (parsedProxyPort && parsedProxyPort !== port) {
      return true;  // Skip if ports don't match.
    }

    if (!/^[.*]/.test(parsedProxyHostname)) {
      // No wildcards, so stop proxying if there is an exact match.
      return hostname !== parsedProxyHostname;
    }

    if (parsedProxyHostname.charAt(0) === '*') {
      // Remove leading wildcard.
      parsedProxyHostname = parsedProxyHostname.slice(1);
    }
    // Stop proxying if the hostname ends with the no_proxy host.
    return !hostname.endsWith(parsedProxyHostname);
  });
}

/**
 * Get the value for an environment variable.
 *
 * @param {string} key - The name of the environment variable.
 * @return {string} The value of the environment variable.
 * @private
 */
function getEnv(key) {
  return process.env[key.toLowerCase()] || process.env[key.toUpperCase()] || '';
}

// Sends requests through the proxy that HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY specify, which the SDK itself does not
// read. The proxy is chosen for each request, because NO_PROXY may exempt single hosts.


                                                       

/** A request handler that looks up the proxy for each request in the environment. */
function createProxyHandler(options                        ) {
  const direct = new nodeHttpHandler.NodeHttpHandler(options);
  const proxied = new Map                         ();
  const handlerFor = (url        )                  => {
    const proxy = getProxyForUrl(url);
    if (proxy === '') return direct
    const known = proxied.get(proxy);
    if (known !== undefined) return known
    const agent = { proxy, keepAlive: true };
    const handler = new nodeHttpHandler.NodeHttpHandler({ ...options, httpAgent: new HttpProxyAgent(agent), httpsAgent: new HttpsProxyAgent(agent) });
    proxied.set(proxy, handler);
    return handler
  };
  return {
    metadata: direct.metadata,
    handle: (request         , settings                                          ) =>
      handlerFor(`${request.protocol}//${request.hostname}${request.port === undefined ? '' : `:${request.port}`}`).handle(
        request,
        settings,
      ),
    destroy: ()       => {
      for (const handler of [direct, ...proxied.values()]) handler.destroy();
    },
    updateHttpClientConfig: direct.updateHttpClientConfig.bind(direct),
    httpHandlerConfigs: direct.httpHandlerConfigs.bind(direct),
  }
}

exports.createProxyHandler = createProxyHandler;
