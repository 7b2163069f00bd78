'use strict';

// Package URLs, by which VEX and files of other tools name images and packages. What is not certain to be one is none: what is taken for
// another product than its author meant would let findings through.
// https://github.com/package-url/purl-spec











/** Whether a text is meant as a package URL. */
function meansPurl(text        )          {
  return /^pkg:/i.test(text)
}

// Types whose names are the same in capitals.
const NAMED_IN_SMALL                    = ['apk', 'composer', 'deb', 'golang', 'oci', 'pypi'];

/** Names as they are compared: for some types capital letters, and for pypi underscores, make no other name. */
function normal(type        , namespace        , name        )                                                        {
  if (!NAMED_IN_SMALL.includes(type)) return { namespace, name }
  const small = name.toLowerCase();
  return { namespace: namespace.toLowerCase(), name: type === 'pypi' ? small.replaceAll('_', '-') : small }
}

/** Parses a package URL; otherwise `why` continues a sentence that begins with it. */
function parsePurl(text        )                                  {
  if (!meansPurl(text)) return { why: 'does not begin with pkg:' }
  const [beforeHash = '', hash] = splitFirst(text.slice('pkg:'.length), '#');
  const [path = '', query] = splitFirst(beforeHash, '?');
  const segments = path.replace(/^\/+|\/+$/g, '').split('/');
  const [written = '', ...rest] = segments;
  const type = written.toLowerCase();
  if (!/^[a-z][a-z0-9.-]*$/.test(type)) return { why: 'has no type, such as oci, behind pkg:' }
  const last = rest.at(-1) ?? '';
  const at = last.lastIndexOf('@');
  const named = at < 0 ? [last] : [last.slice(0, at), last.slice(at + 1)];
  const [name, version] = named.map(decode);
  const namespace = rest.slice(0, -1).flatMap(segment => (segment === '' ? [] : [decode(segment)]));
  if (name === undefined || named.length !== [name, version].filter(each => each !== undefined).length || namespace.includes(undefined))
    return { why: 'has a % that begins no encoded character' }
  if (name === '') return { why: 'has no name' }
  if (namespace.some(segment => segment?.includes('/'))) return { why: 'has an encoded slash in its namespace' }
  const qualifiers = readQualifiers(query ?? '');
  if (!(qualifiers instanceof Map)) return qualifiers
  const subpath = decode(hash ?? '');
  if (subpath === undefined) return { why: 'has a % that begins no encoded character' }
  const names = normal(type, namespace.join('/'), name);
  return {
    type,
    namespace: names.namespace || null,
    name: names.name,
    version: version || null,
    qualifiers,
    subpath: subpath.replace(/^\/+|\/+$/g, '') || null,
  }
}

function readQualifiers(query        )                                                         {
  const qualifiers = new Map                ();
  for (const pair of query.split('&').filter(each => each !== '')) {
    const [written, encoded = ''] = splitFirst(pair, '=');
    const key = written.toLowerCase();
    const value = decode(encoded);
    if (!/^[a-z._-][a-z0-9._-]*$/.test(key)) return { why: 'has a qualifier without a name' }
    if (value === undefined) return { why: 'has a % that begins no encoded character' }
    if (qualifiers.has(key)) return { why: `has the qualifier ${key} twice` }
    if (value !== '') qualifiers.set(key, value);
  }
  return qualifiers
}

function splitFirst(text        , separator        )                             {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

function decode(text        )                     {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

exports.meansPurl = meansPurl;
exports.normal = normal;
exports.parsePurl = parsePurl;
