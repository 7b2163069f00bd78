// What a request of a REST service says, by the traits of the SDK's schemas, and its answers as XML.

import type { IncomingHttpHeaders } from 'node:http'
import type { Fields } from './wire.ts'

/** The query and the headers that say what every request has to say, and no member of an input. */
const OF_ALL_REQUESTS = ['list-type', 'x-id', 'x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token', 'x-amz-user-agent']

interface Traits {
  readonly httpQuery?: string
  readonly httpHeader?: string
}

/** The members of an operation's input that stand in the query and the headers; and what stands there that is none. */
export function readRest(
  operation: unknown,
  query: URLSearchParams,
  headers: IncomingHttpHeaders,
): { readonly members: Fields; readonly problems: readonly string[] } {
  const given = new Map(query)
  for (const [name, value] of Object.entries(headers)) if (name.startsWith('x-amz-')) given.set(name, String(value))
  for (const name of OF_ALL_REQUESTS) given.delete(name)
  const reference = (operation as readonly unknown[])[4]
  const schema = (typeof reference === 'function' ? reference() : reference) as readonly unknown[]
  const references = schema[5] as readonly unknown[]
  const members: Record<string, unknown> = {}
  for (const [i, name] of (schema[4] as readonly string[]).entries()) {
    const [kind, traits] = [references[i]].flat() as [unknown, Traits?]
    const place = traits?.httpQuery ?? traits?.httpHeader?.toLowerCase()
    const text = place === undefined ? undefined : given.get(place)
    if (place === undefined || text === undefined) continue
    given.delete(place)
    members[name] = kind === 1 ? Number(text) : kind === 2 ? text === 'true' : text
  }
  return { members, problems: [...given.keys()].map(name => `${name} is no member of the input`) }
}

/** Writes an answer: a list as one element for each entry, and seconds since 1970 as an instant. */
export function writeXml(root: string, output: Fields): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(root, output)}`
}

function writeElement(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map(each => writeElement(name, each)).join('')
  if (typeof value === 'object' && value !== null) {
    const inner = Object.entries(value).map(([key, each]) => writeElement(key, each))
    return `<${name}>${inner.join('')}</${name}>`
  }
  const text = name === 'LastModified' ? new Date(Number(value) * 1000).toISOString() : String(value)
  return `<${name}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`
}
