// Sends requests through the proxy that the environment names, and trusts the certificates that it names; the SDK itself reads
// neither. The proxy is chosen for each request, because NO_PROXY may exempt single hosts.

import { Agent } from 'node:https'
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler'
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent'
import { proxyOf } from '../process/network.ts'

type Request = Parameters<NodeHttpHandler['handle']>[0]

// As many connections as the SDK's own agent may open.
const MOST_CONNECTIONS = 50

/** A request handler that looks up the proxy for each request. `trusted` are the certificates to trust in place of Node's. */
export function createProxyHandler(options: NodeHttpHandlerOptions, trusted: readonly string[] | undefined) {
  const ca = trusted === undefined ? {} : { ca: [...trusted] }
  const agent = { keepAlive: true, maxSockets: MOST_CONNECTIONS, ...ca }
  const direct = new NodeHttpHandler({ ...options, httpsAgent: new Agent(agent) })
  const proxied = new Map<string, NodeHttpHandler>()
  const handlerFor = (url: URL): NodeHttpHandler => {
    const proxy = proxyOf(url, process.env)
    if (proxy === undefined) return direct
    const known = proxied.get(proxy.href)
    if (known !== undefined) return known
    const proxyAgent = { ...agent, proxy, proxyRequestOptions: ca }
    const httpAgent = new HttpProxyAgent({ keepAlive: true, proxy, proxyRequestOptions: ca })
    const handler = new NodeHttpHandler({ ...options, httpAgent, httpsAgent: new HttpsProxyAgent(proxyAgent) })
    proxied.set(proxy.href, handler)
    return handler
  }
  return {
    metadata: direct.metadata,
    handle: async (request: Request, settings: Parameters<NodeHttpHandler['handle']>[1]) => {
      const url = new URL(`${request.protocol}//${request.hostname}${request.port === undefined ? '' : `:${request.port}`}`)
      return handlerFor(url).handle(request, settings)
    },
    destroy: (): void => {
      for (const handler of [direct, ...proxied.values()]) handler.destroy()
    },
    updateHttpClientConfig: direct.updateHttpClientConfig.bind(direct),
    httpHandlerConfigs: direct.httpHandlerConfigs.bind(direct),
  }
}
