// Sends requests through the proxy that HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY specify, which the SDK itself does not
// read. The proxy is chosen for each request, because NO_PROXY may exempt single hosts.

import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler'
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent'
import { getProxyForUrl } from 'proxy-from-env'

type Request = Parameters<NodeHttpHandler['handle']>[0]

/** A request handler that looks up the proxy for each request in the environment. */
export function createProxyHandler(options: NodeHttpHandlerOptions) {
  const direct = new NodeHttpHandler(options)
  const proxied = new Map<string, NodeHttpHandler>()
  const handlerFor = (url: string): NodeHttpHandler => {
    const proxy = getProxyForUrl(url)
    if (proxy === '') return direct
    const known = proxied.get(proxy)
    if (known !== undefined) return known
    const agent = { proxy, keepAlive: true }
    const handler = new NodeHttpHandler({ ...options, httpAgent: new HttpProxyAgent(agent), httpsAgent: new HttpsProxyAgent(agent) })
    proxied.set(proxy, handler)
    return handler
  }
  return {
    metadata: direct.metadata,
    handle: (request: Request, settings: Parameters<NodeHttpHandler['handle']>[1]) =>
      handlerFor(`${request.protocol}//${request.hostname}${request.port === undefined ? '' : `:${request.port}`}`).handle(
        request,
        settings,
      ),
    destroy: (): void => {
      for (const handler of [direct, ...proxied.values()]) handler.destroy()
    },
    updateHttpClientConfig: direct.updateHttpClientConfig.bind(direct),
    httpHandlerConfigs: direct.httpHandlerConfigs.bind(direct),
  }
}
