// A proxy on loopback, and servers in front of others that speak TLS.

import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Authority } from '../certificates.ts'

export interface Proxy {
  readonly url: string
  /** The hosts it was asked for. */
  readonly asked: readonly string[]
}

export interface ProxyOptions {
  /** What a client has to send as Basic credentials, such as `user:password`. */
  readonly credentials?: string
  /** With it, clients speak TLS with the proxy. */
  readonly authority?: Authority
}

/** Starts a proxy that tunnels to the hosts of this machine, and to no other. */
export async function startProxy({ credentials, authority }: ProxyOptions = {}): Promise<Proxy> {
  const asked: string[] = []
  const isWelcome = ({ headers }: IncomingMessage): boolean =>
    credentials === undefined || headers['proxy-authorization'] === `Basic ${Buffer.from(credentials).toString('base64')}`
  const server = createFor(authority, (message, response) => {
    asked.push(new URL(message.url ?? '').host)
    if (!isWelcome(message)) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="proxy"' }).end('<html>who are you</html>')
      return
    }
    message.pipe(request(message.url ?? '', { method: message.method, headers: message.headers }, answer => answer.pipe(response)))
  })
  server.on('connect', (message, socket) => {
    asked.push(message.url ?? '')
    const [host = '', port = ''] = (message.url ?? '').split(':')
    if (!isWelcome(message) || host !== '127.0.0.1') {
      socket.end(isWelcome(message) ? 'HTTP/1.1 403 Forbidden\r\n\r\n' : 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
      return
    }
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.pipe(socket).pipe(target)
    })
    for (const end of [target, socket]) end.on('error', () => end.destroy())
  })
  return { url: await listen(server, authority), asked }
}

/** Starts a server that speaks TLS and passes everything on to another one; returns its address. */
export function startTls(authority: Authority, to: string): Promise<string> {
  const server = createFor(authority, (message, response) => {
    const onward = request(new URL(message.url ?? '', to), { method: message.method, headers: message.headers }, answer => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    message.pipe(onward)
  })
  return listen(server, authority)
}

function createFor(authority: Authority | undefined, handle: Parameters<typeof createServer>[1]): Server {
  if (authority === undefined) return createServer(handle)
  return createTlsServer({ cert: readFileSync(authority.certificate), key: readFileSync(authority.key) }, handle)
}

async function listen(server: Server, authority: Authority | undefined): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `${authority === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`
}
