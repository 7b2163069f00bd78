// Where the requests go: the hosts of each kind of registry, and the proxy that the environment names.

import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startExampleAws } from '../aws/example.ts'
import { nodes, runBundle } from './command.ts'

interface Proxy {
  readonly url: string
  /** The hosts it was asked for. */
  readonly asked: readonly string[]
}

/** A proxy that tunnels to the hosts of this machine, and to no other. */
async function startProxy(): Promise<Proxy> {
  const asked: string[] = []
  const server = createServer((message, response) => {
    asked.push(new URL(message.url ?? '').host)
    message.pipe(request(message.url ?? '', { method: message.method, headers: message.headers }, answer => answer.pipe(response)))
  })
  server.on('connect', (message, socket) => {
    asked.push(message.url ?? '')
    const [host = '', port = ''] = (message.url ?? '').split(':')
    if (host !== '127.0.0.1') {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      return
    }
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.pipe(socket).pipe(target)
    })
    for (const end of [target, socket]) end.on('error', () => end.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_EC2_METADATA_DISABLED: 'true' }
const QUICK = ['--aws-attempts', '1', '--wait-timeout', '0s', '--scan-grace', '0s']

// The hosts are those of the endpoint rules that the services publish, https://docs.aws.amazon.com/general/latest/gr/ecr.html
test.each([
  ['111122223333.dkr.ecr.eu-west-1.amazonaws.com', 'api.ecr.eu-west-1.amazonaws.com', 'cloudtrail.eu-west-1.amazonaws.com'],
  ['111122223333.dkr.ecr-fips.us-east-1.amazonaws.com', 'api.ecr-fips.us-east-1.amazonaws.com', 'cloudtrail.us-east-1.amazonaws.com'],
  ['111122223333.dkr-ecr.eu-west-1.on.aws', 'ecr.eu-west-1.api.aws', 'cloudtrail.eu-west-1.amazonaws.com'],
  ['111122223333.dkr-ecr-fips.us-east-1.on.aws', 'ecr-fips.us-east-1.api.aws', 'cloudtrail.us-east-1.amazonaws.com'],
  ['111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn', 'api.ecr.cn-north-1.amazonaws.com.cn', 'cloudtrail.cn-north-1.amazonaws.com.cn'],
  ['111122223333.dkr.ecr.us-gov-west-1.amazonaws.com', 'api.ecr.us-gov-west-1.amazonaws.com', 'cloudtrail.us-gov-west-1.amazonaws.com'],
  ['111122223333.dkr.ecr.us-iso-east-1.c2s.ic.gov', 'api.ecr.us-iso-east-1.c2s.ic.gov', 'cloudtrail.us-iso-east-1.c2s.ic.gov'],
  ['111122223333.dkr.ecr.us-isob-east-1.sc2s.sgov.gov', 'api.ecr.us-isob-east-1.sc2s.sgov.gov', 'cloudtrail.us-isob-east-1.sc2s.sgov.gov'],
  ['111122223333.dkr.ecr.eusc-de-east-1.amazonaws.eu', 'api.ecr.eusc-de-east-1.amazonaws.eu', 'cloudtrail.eusc-de-east-1.amazonaws.eu'],
])('the registry %s is asked at %s, its activity at %s', async (registry, ecr, cloudtrail) => {
  const proxy = await startProxy()
  const env = { ...KEYS, HTTPS_PROXY: proxy.url }
  const { code, err } = await runBundle('cli.cjs', ['check', '--image', `${registry}/payments/api:1.4.2`, ...QUICK], { env })
  expect(code).toBe(2)
  expect(err).toContain('[aws-unreachable]')
  expect([...new Set(proxy.asked)].sort()).toEqual(
    [ecr, cloudtrail, cloudtrail.replace('cloudtrail', 'sts')].map(host => `${host}:443`).sort(),
  )
})

const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2'

test.each(nodes)('asks ECR on %s', async (_, node) => {
  const aws = await startExampleAws()
  const { code, out } = await runBundle('cli.cjs', ['check', '--image', IMAGE], { env: aws.env, node })
  expect({ code, verdict: out.split('\n')[0] }).toEqual({ code: 0, verdict: 'pass: deployment is allowed' })
})

test.each(['HTTP_PROXY', 'http_proxy'])('%s is obeyed', async name => {
  const [aws, proxy] = [await startExampleAws(), await startProxy()]
  const { code } = await runBundle('cli.cjs', ['check', '--image', IMAGE], { env: { ...aws.env, [name]: proxy.url } })
  expect(code).toBe(0)
  expect(new Set(proxy.asked)).toEqual(new Set([new URL(aws.endpoint).host]))
})

test('NO_PROXY excepts a host', async () => {
  const [aws, proxy] = [await startExampleAws(), await startProxy()]
  const env = { ...aws.env, HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' }
  expect((await runBundle('cli.cjs', ['check', '--image', IMAGE], { env })).code).toBe(0)
  expect(proxy.asked).toEqual([])
  expect(aws.requests).not.toEqual([])
})

test('a proxy that is not there is an error that names what to look at', async () => {
  const aws = await startExampleAws()
  const env = { ...aws.env, HTTP_PROXY: 'http://127.0.0.1:1' }
  const { code, err } = await runBundle('cli.cjs', ['check', '--image', IMAGE, ...QUICK], { env })
  expect(code).toBe(2)
  expect(err).toContain('HTTPS_PROXY, NO_PROXY')
})
