'use strict';

const node_crypto = require('node:crypto');
const node_fs = require('node:fs');
const require$$5 = require('node:tls');
const address = require('./chunk-address.cjs');
const world = require('./chunk-world.cjs');

// How every client here reaches the network: through which proxy, and whose certificates it trusts. The SDK reads none of this from
// the environment and libraries disagree about NO_PROXY, so both are decided here, for all. NO_PROXY means what it means to Go, and
// thereby to skopeo and docker, which push beside us: https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config




/** The proxy through which to reach an address; undefined when there is none. Throws a fault for a proxy that cannot be used. */
function proxyOf(target     , env             )                  {
  const name = [`${target.protocol.slice(0, -1)}_proxy`, 'all_proxy'].find(candidate => readVariable(env, candidate) !== '');
  if (name === undefined || isExempt(target, readVariable(env, 'no_proxy'))) return undefined
  const text = readVariable(env, name);
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (URL.canParse(written) && /^https?:$/.test(new URL(written).protocol)) return new URL(written)
  // The address may contain a password, so it is not quoted.
  throw new world.Fault('network-settings', {
    message: `${name.toUpperCase()} is not the address of an HTTP proxy`,
    help: 'write it as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, with special characters percent-encoded; other kinds, such as socks5, are not supported',
  })
}

/** Whether the environment names any proxy. */
function namesProxy(env             )          {
  return ['https_proxy', 'http_proxy', 'all_proxy'].some(name => readVariable(env, name) !== '')
}

function readVariable(env             , name        )         {
  return (env[name] || env[name.toUpperCase()] || '').trim()
}

function isExempt(target     , list        )          {
  const host = target.hostname.toLowerCase().replace(/^\[|\]$|\.$/g, '');
  const port = target.port || (target.protocol === 'http:' ? '80' : '443');
  const isAddress = blockOf(host) !== undefined;
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some(entry => {
      if (entry === '' || entry === '*') return entry === '*'
      const block = address.parseBlock(entry) ?? blockOf(entry);
      if (block !== undefined) return block(host) === true
      const [, bracketed, name = bracketed ?? '', only = port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(entry) ?? [];
      if (only !== port) return false
      return isAddress ? blockOf(name)?.(host) === true : isBelow(host, name.replace(/^\*(?=\.)|\.$/g, ''))
    })
}

// A name stands for itself and all below it, `.name` and `*.name` only for what is below.
function isBelow(host        , name        )          {
  return name.startsWith('.') ? host.endsWith(name) : host === name || (name !== '' && host.endsWith(`.${name}`))
}

function blockOf(address$1        )                                {
  return address.parseBlock(`${address$1}/${address$1.includes(':') ? 128 : 32}`)
}

/**
 * The certificates to trust when AWS_CA_BUNDLE names some: those and the ones that Node trusts. Undefined when it names none. Throws a
 * fault that names the bundle if it cannot be used.
 */
function readTrusted(env             )                                {
  const path = env['AWS_CA_BUNDLE'] ?? '';
  if (path === '') return undefined
  const refuse = (why        , cause          )        =>
    new world.Fault(
      'network-settings',
      { message: `AWS_CA_BUNDLE (${path}) ${why}`, help: 'name a readable file with certificates in PEM, or take AWS_CA_BUNDLE away' },
      cause,
    );
  let text;
  try {
    text = node_fs.readFileSync(path, 'utf8');
  } catch (error) {
    throw refuse(`cannot be read: ${error instanceof Error ? error.message.split(',')[0] : 'unknown error'}`, error)
  }
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) throw refuse('has no certificate in PEM')
  for (const [i, certificate] of certificates.entries()) {
    try {
      new node_crypto.X509Certificate(certificate);
    } catch (error) {
      throw refuse(`has a certificate that cannot be read (number ${i + 1})`, error)
    }
  }
  return [...readDefaults(env), ...certificates]
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

// Naming any certificates makes Node forget its own, so these are named again. Node 20 cannot list those of NODE_EXTRA_CA_CERTS.
function readDefaults(env             )                    {
  if (typeof require$$5.getCACertificates === 'function') return require$$5.getCACertificates('default')
  try {
    return [...require$$5.rootCertificates, ...(node_fs.readFileSync(env['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8').match(CERTIFICATE) ?? [])]
  } catch {
    // Node itself only warns about this file.
    return require$$5.rootCertificates
  }
}

/** What to do about a certificate that nobody here vouches for. */
const TRUST =
  'a proxy on the way may open the connection; give the certificate of its authority in AWS_CA_BUNDLE=FILE, for all clients of ECR Gate, or in NODE_EXTRA_CA_CERTS=FILE';

/** What to do about a proxy that asks who is there. */
const IDENTIFY = 'give them in the address of the proxy: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT, special characters percent-encoded';

// https://nodejs.org/api/tls.html#x509-certificate-error-codes
const UNTRUSTED = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
]);

/** The name and cure of a failure that clients only hint at; undefined for any other. The error may be the cause of another one. */
function explainFailure(error         )                                                               {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : '';
    if (UNTRUSTED.has(code)) return { what: `its certificate is signed by an unknown authority, ${code}`, help: TRUST }
    // As hpagent and undici write it.
    if (/^Bad response: 407$|^Proxy response \(407\)/.test(at.message)) return REFUSED_BY_PROXY
  }
  return undefined
}

/** For an answer 407, which only a proxy gives. */
const REFUSED_BY_PROXY = { what: 'the proxy wants credentials, HTTP 407', help: IDENTIFY };

exports.REFUSED_BY_PROXY = REFUSED_BY_PROXY;
exports.explainFailure = explainFailure;
exports.namesProxy = namesProxy;
exports.proxyOf = proxyOf;
exports.readTrusted = readTrusted;
