// Downloads from an address that AWS gave. The address itself gives access, so it is in no message.

import { NodeHttpHandler } from '@smithy/node-http-handler'
import { Fault, sayError } from '../fault.ts'
import { explainFailure, REFUSED_BY_PROXY } from '../process/network.ts'
import { createHandler, type Limit } from './client.ts'
import { UNREADABLE } from './refusal.ts'

export interface DownloadOptions extends Limit {
  /** What is downloaded, in words. */
  readonly what: string
  /** As many bytes it must have. */
  readonly size: number
}

/** How long a connection, and a pause between two parts, may take, in milliseconds. */
const PATIENCE = 5000

/** The bytes behind an address. There is one attempt, and nothing is followed elsewhere. */
export async function download(address: string, { what, size, abortSignal }: DownloadOptions): Promise<Buffer> {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !isTrusted(url))
    throw new Fault('aws-answer', { message: `ECR gave no HTTPS address for ${what}`, help: UNREADABLE })
  const made = await createHandler({
    connectionTimeout: PATIENCE,
    requestTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    throwOnRequestTimeout: true,
  })
  const handler = 'handle' in made ? made : new NodeHttpHandler(made)
  try {
    const { response } = await handler.handle(toRequest(url), { abortSignal })
    if (response.statusCode === 407) throw unreachable(url, what, REFUSED_BY_PROXY)
    if (response.statusCode !== 200)
      throw new Fault('aws-refused', { message: `${url.hostname} answered HTTP ${response.statusCode} for ${what}` })
    return await readBody(response.body as AsyncIterable<Uint8Array>, what, size)
  } catch (error) {
    if (error instanceof Fault) throw error
    abortSignal.throwIfAborted()
    throw unreachable(url, what, explainFailure(error) ?? { what: sayError(error), help: `let the gate reach ${url.hostname}` }, error)
  } finally {
    handler.destroy()
  }
}

// Servers that stand in for AWS on this machine speak plain HTTP.
function isTrusted({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
}

type Request = Parameters<NodeHttpHandler['handle']>[0]

// The address is signed as it stands, so its query is not written anew. The handler reads these fields alone.
function toRequest({ protocol, hostname, port, host, pathname, search }: URL): Request {
  const asked = { protocol, hostname, method: 'GET', path: `${pathname}${search}`, query: {}, headers: { host } }
  return { ...asked, ...(port === '' ? {} : { port: Number(port) }) } as Partial<Request> as Request
}

async function readBody(body: AsyncIterable<Uint8Array>, what: string, size: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of body) {
    length += part.length
    if (length > size) break
    parts.push(part)
  }
  if (length !== size) {
    const found = length > size ? `more than ${size}` : String(length)
    throw new Fault('aws-answer', { message: `${what} has ${found} bytes in place of ${size}`, help: UNREADABLE })
  }
  return Buffer.concat(parts)
}

function unreachable(url: URL, what: string, failure: { readonly what: string; readonly help: string }, cause?: unknown): Fault {
  return new Fault(
    'aws-unreachable',
    { message: `${url.hostname} cannot be reached for ${what} (${failure.what})`, help: failure.help },
    cause,
  )
}
