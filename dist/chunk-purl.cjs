'use strict';

// Package URLs, as far as they name a package of an image. https://github.com/package-url/purl-spec

/** A package by its kind, its names and, if it has one, its version. */










/** Names are compared in lower case in these. */
const LOWER_CASE                    = ['apk', 'composer', 'deb', 'golang', 'pypi'];

/** Reads a package URL; undefined if it is none. */
function parsePurl(text        )                   {
  const [, before = '', subpath = ''] = /^pkg:\/*([^#]*)(?:#(.*))?$/i.exec(text) ?? [];
  const [path = '', query = ''] = splitOnce(before, '?');
  const [, type = '', rest = ''] = /^([a-z][a-z0-9.-]*)\/+(.*)$/i.exec(path) ?? [];
  const at = rest.lastIndexOf('@');
  // A scope such as @babel stands in front of the name.
  const hasVersion = at > 0 && !rest.slice(at).includes('/');
  const names = (hasVersion ? rest.slice(0, at) : rest).split('/').filter(each => each !== '');
  const qualifiers = query === '' ? [] : query.split('&').map(each => splitOnce(each, '='));
  try {
    const decoded = names.map(decodeURIComponent);
    const name = decoded.at(-1);
    if (name === undefined) return undefined
    const purl = {
      ...normal(type.toLowerCase(), decoded.slice(0, -1).join('/'), name),
      version: hasVersion ? decodeURIComponent(rest.slice(at + 1)) : '',
    };
    const pairs = qualifiers.map(([key = '', value = '']) => [key.toLowerCase(), decodeURIComponent(value)]         );
    return { ...purl, qualifiers: new Map(pairs), subpath }
  } catch {
    // A percent sign that begins no character.
    return undefined
  }
}

/** Names as they are compared: some registries take capital letters, and pypi underscores, for others. */
function normal(type        , namespace        , name        )                                            {
  if (!LOWER_CASE.includes(type)) return { type, namespace, name }
  const lower = name.toLowerCase();
  return { type, namespace: namespace.toLowerCase(), name: type === 'pypi' ? lower.replaceAll('_', '-') : lower }
}

function splitOnce(text        , separator        )                    {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

exports.normal = normal;
exports.parsePurl = parsePurl;
