// Where the requests go: the hosts of each kind of registry, and the proxy that the environment names.

import { expect, test } from 'vitest'
import { startExampleAws } from '../aws/example.ts'
import { startAws } from '../aws/server.ts'
import { nodes, runBundle } from './command.ts'
import { startProxy } from './proxy.ts'

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

test('a role is assumed at the STS of the Region, and nothing else is asked without it', async () => {
  const proxy = await startProxy()
  const words = ['check', '--audit-source', 'lookup', '--audit-regions', 'eu-central-1', 'us-east-1', '--audit-roles']
  const { code, err } = await runBundle('cli.cjs', [...words, 'arn:aws:iam::444455556666:role/audit', '--aws-attempts', '1'], {
    env: { ...KEYS, HTTPS_PROXY: proxy.url },
  })
  expect(code).toBe(2)
  expect(err).toContain('AWS cannot be reached for sts:AssumeRole on role arn:aws:iam::444455556666:role/audit')
  expect(new Set(proxy.asked)).toEqual(new Set(['sts.eu-central-1.amazonaws.com:443']))
})

test('a role is assumed through the proxy, like everything that is done with it', async () => {
  const [aws, proxy] = [await startAws(), await startProxy()]
  const words = ['check', '--audit-source', 'lookup', '--audit-regions', 'eu-west-1', '--audit-roles']
  const { code } = await runBundle('cli.cjs', [...words, 'arn:aws:iam::444455556666:role/audit'], {
    env: { ...aws.env, HTTP_PROXY: proxy.url },
  })
  expect(code).toBe(0)
  expect(aws.requests.map(({ operation }) => operation)).toEqual(expect.arrayContaining(['AssumeRole', 'LookupEvents']))
  expect(new Set(proxy.asked)).toEqual(new Set([new URL(aws.endpoint).host]))
  expect(proxy.asked.length).toBeGreaterThan(0)
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

const FIPS = '111122223333.dkr.ecr-fips.us-east-1.amazonaws.com/payments/api:1.4.2'
const DUAL = '111122223333.dkr-ecr.eu-west-1.on.aws/payments/api:1.4.2'

test.each<[string, string, Readonly<Record<string, string>>, RegExp]>([
  ['a FIPS host', FIPS, {}, /FIPS.*AWS_ENDPOINT_URL.*help: take AWS_ENDPOINT_URL away, or name the image by its host without FIPS/s],
  [
    'a dual-stack host',
    DUAL,
    {},
    /dual-stack.*AWS_ENDPOINT_URL.*help: take AWS_ENDPOINT_URL away, or name the image by its host without dual-stack/s,
  ],
  [
    'AWS_USE_FIPS_ENDPOINT',
    IMAGE,
    { AWS_USE_FIPS_ENDPOINT: 'true' },
    /FIPS.*AWS_ENDPOINT_URL.*help: take AWS_ENDPOINT_URL or AWS_USE_FIPS_ENDPOINT away/s,
  ],
  [
    'AWS_USE_DUALSTACK_ENDPOINT',
    IMAGE,
    { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
    /dual-stack.*AWS_ENDPOINT_URL.*help: take AWS_ENDPOINT_URL or AWS_USE_DUALSTACK_ENDPOINT away/s,
  ],
])('%s contradicts AWS_ENDPOINT_URL, and is told so', async (_, image, more, message) => {
  const aws = await startExampleAws()
  const { code, err } = await runBundle('cli.cjs', ['check', '--image', image, ...QUICK, '--audit-source', 'none'], {
    env: { ...aws.env, ...more },
  })
  expect(code).toBe(2)
  expect(err).toContain('[network-settings]')
  expect(err).toMatch(message)
  expect(aws.requests.filter(({ service }) => service === 'ecr')).toEqual([])
})

test('an endpoint of one service is named', async () => {
  const aws = await startExampleAws()
  const { AWS_ENDPOINT_URL: endpoint = '', ...env } = aws.env
  const words = ['check', '--image', FIPS, ...QUICK, '--audit-source', 'none']
  const { err } = await runBundle('cli.cjs', words, { env: { ...env, AWS_ENDPOINT_URL_ECR: endpoint } })
  expect(err).toContain('take AWS_ENDPOINT_URL_ECR away')
})
