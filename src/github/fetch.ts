// Octokit's fetch through the proxy and with the certificates that the environment names, as every other client here. The fetch of
// @actions/github knows no AWS_CA_BUNDLE and reads NO_PROXY in its own way. This is the undici that it brings along.

import { Agent, type Dispatcher, fetch, ProxyAgent, type RequestInit, type Response } from 'undici'
import { proxyOf, readTrusted } from '../process/network.ts'
import type { Env } from './context.ts'

/** Throws a fault for a proxy or certificates that cannot be used. */
export function createFetch(env: Env, baseUrl: string): (url: string, init?: RequestInit) => Promise<Response> {
  const trusted = readTrusted(env)
  const tls = trusted === undefined ? {} : { ca: [...trusted] }
  const proxy = proxyOf(new URL(baseUrl), env)
  const dispatcher: Dispatcher = proxy === undefined ? new Agent({ connect: tls }) : throughProxy(proxy, tls)
  return (url, init) => fetch(url, { ...init, dispatcher })
}

function throughProxy(proxy: URL, tls: { readonly ca?: string[] }): ProxyAgent {
  const [user, password] = [proxy.username, proxy.password].map(decodeURIComponent)
  const token = user === '' && password === '' ? {} : { token: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
  const { protocol, host } = proxy
  return new ProxyAgent({ uri: `${protocol}//${host}`, requestTls: tls, proxyTls: tls, ...token })
}
