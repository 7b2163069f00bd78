// A proxy in front of a server that spoils some of its answers on their way, as networks, proxies and S3 itself do.

import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What becomes of an answer. */
export type Spoilt =
  /** The connection ends in the middle of the body. */
  | 'cut'
  /** The body ends in the middle, and so does the length that is told of it. */
  | 'shortened'
  /** One bit of the body is another one. */
  | 'flipped'
  /** S3 asks to slow down. */
  | 'slow'
  /** The bucket is in another Region, until it is asked there. */
  | 'elsewhere'

export interface Faulty {
  readonly endpoint: string
  /** How often each path was asked for. */
  readonly asked: ReadonlyMap<string, number>
}

/** Where a bucket is that is elsewhere. */
export const ELSEWHERE = 'ap-southeast-2'

const XML = { 'content-type': 'application/xml' }
const error = (code: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`

/** Starts the proxy, which ends with the test. `spoil` says what becomes of the answer to a request for this path, the nth one. */
export async function startFaulty(upstream: string, spoil: (path: string, time: number) => Spoilt | undefined): Promise<Faulty> {
  const { hostname, port } = new URL(upstream)
  const asked = new Map<string, number>()
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    const time = (asked.get(path) ?? 0) + 1
    asked.set(path, time)
    const how = spoil(path, time)
    if (how === 'slow') return void response.writeHead(503, XML).end(error('SlowDown'))
    if (how === 'elsewhere' && !request.headers.authorization?.includes(`/${ELSEWHERE}/`))
      return void response.writeHead(301, { ...XML, 'x-amz-bucket-region': ELSEWHERE }).end(error('PermanentRedirect'))
    const { url = '/', method = 'GET', headers } = request
    request.pipe(send({ hostname, port, path: url, method, headers }, answer => pass(answer, response, how)))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

function pass(answer: IncomingMessage, response: ServerResponse, how: Spoilt | undefined): void {
  const chunks: Buffer[] = []
  answer.on('data', (chunk: Buffer) => chunks.push(chunk))
  answer.on('end', () => {
    const body = Buffer.concat(chunks)
    const half = body.subarray(0, body.length >> 1)
    const { statusCode = 500, headers } = answer
    if (how === 'flipped') body.writeUInt8(body.readUInt8(body.length >> 1) ^ 0x01, body.length >> 1)
    if (how === 'shortened') response.writeHead(statusCode, { ...headers, 'content-length': half.length }).end(half)
    else if (how === 'cut') response.writeHead(statusCode, headers).write(half, () => response.destroy())
    else response.writeHead(statusCode, headers).end(body)
  })
}
