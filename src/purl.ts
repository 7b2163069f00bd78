// Package URLs, by which VEX and files of other tools name images and packages. What is not certain to be one is none: what is taken for
// another product than its author meant would let findings through.
// https://github.com/package-url/purl-spec

export interface Purl {
  readonly type: string
  /** Decoded, its segments joined by slashes; null if there is none. */
  readonly namespace: string | null
  readonly name: string
  readonly version: string | null
  readonly qualifiers: ReadonlyMap<string, string>
  readonly subpath: string | null
}

/** Whether a text is meant as a package URL. */
export function meansPurl(text: string): boolean {
  return /^pkg:/i.test(text)
}

// Types whose names are the same in capitals.
const NAMED_IN_SMALL: readonly string[] = ['apk', 'composer', 'deb', 'golang', 'oci', 'pypi']

/** Names as they are compared: for some types capital letters, and for pypi underscores, make no other name. */
export function normal(type: string, namespace: string, name: string): { readonly namespace: string; readonly name: string } {
  if (!NAMED_IN_SMALL.includes(type)) return { namespace, name }
  const small = name.toLowerCase()
  return { namespace: namespace.toLowerCase(), name: type === 'pypi' ? small.replaceAll('_', '-') : small }
}

/** Parses a package URL; otherwise `why` continues a sentence that begins with it. */
export function parsePurl(text: string): Purl | { readonly why: string } {
  if (!meansPurl(text)) return { why: 'does not begin with pkg:' }
  const [beforeHash = '', hash] = splitFirst(text.slice('pkg:'.length), '#')
  const [path = '', query] = splitFirst(beforeHash, '?')
  const segments = path.replace(/^\/+|\/+$/g, '').split('/')
  const [written = '', ...rest] = segments
  const type = written.toLowerCase()
  if (!/^[a-z][a-z0-9.-]*$/.test(type)) return { why: 'has no type, such as oci, behind pkg:' }
  const last = rest.at(-1) ?? ''
  const at = last.lastIndexOf('@')
  const named = at < 0 ? [last] : [last.slice(0, at), last.slice(at + 1)]
  const [name, version] = named.map(decode)
  const namespace = rest.slice(0, -1).flatMap(segment => (segment === '' ? [] : [decode(segment)]))
  if (name === undefined || named.length !== [name, version].filter(each => each !== undefined).length || namespace.includes(undefined))
    return { why: 'has a % that begins no encoded character' }
  if (name === '') return { why: 'has no name' }
  if (namespace.some(segment => segment?.includes('/'))) return { why: 'has an encoded slash in its namespace' }
  const qualifiers = readQualifiers(query ?? '')
  if (!(qualifiers instanceof Map)) return qualifiers as { readonly why: string }
  const subpath = decode(hash ?? '')
  if (subpath === undefined) return { why: 'has a % that begins no encoded character' }
  const names = normal(type, namespace.join('/'), name)
  return {
    type,
    namespace: names.namespace || null,
    name: names.name,
    version: version || null,
    qualifiers,
    subpath: subpath.replace(/^\/+|\/+$/g, '') || null,
  }
}

function readQualifiers(query: string): ReadonlyMap<string, string> | { readonly why: string } {
  const qualifiers = new Map<string, string>()
  for (const pair of query.split('&').filter(each => each !== '')) {
    const [written, encoded = ''] = splitFirst(pair, '=')
    const key = written.toLowerCase()
    const value = decode(encoded)
    if (!/^[a-z._-][a-z0-9._-]*$/.test(key)) return { why: 'has a qualifier without a name' }
    if (value === undefined) return { why: 'has a % that begins no encoded character' }
    if (qualifiers.has(key)) return { why: `has the qualifier ${key} twice` }
    if (value !== '') qualifiers.set(key, value)
  }
  return qualifiers
}

function splitFirst(text: string, separator: string): readonly [string, string?] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
