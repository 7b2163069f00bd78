// Certificates of an authority that nobody knows, and proxies that want to know who is there: the cure is named, and it works for
// every client, with and without a proxy.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startExampleAws } from '../aws/example.ts'
import { makeManifest } from '../aws/images.ts'
import { type Authority, makeCertificates } from '../certificates.ts'
import { makeFolder } from '../folder.ts'
import { PULL_REQUEST, pullOf } from '../github/payloads.ts'
import { startGitHub } from '../github/server.ts'
import { nodes, runBundle } from './command.ts'
import { startProxy, startTls } from './proxy.ts'
import { prepareStep } from './runner.ts'

const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2'
const WORDS = ['check', '--image', IMAGE, '--aws-attempts', '1', '--wait-timeout', '0s', '--scan-grace', '0s']

let authority: Authority
const folder = mkdtempSync(join(tmpdir(), 'ecr-gate-trust-'))
beforeAll(() => {
  authority = makeCertificates(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function startAwsWithTls(): Promise<Record<string, string>> {
  const aws = await startExampleAws()
  return { ...aws.env, AWS_ENDPOINT_URL: await startTls(authority, aws.endpoint) }
}

const check = (env: Readonly<Record<string, string>>, node = process.execPath) => runBundle('cli.cjs', WORDS, { env, node })

describe('an unknown authority', () => {
  test('is told with what makes it known', async () => {
    const { code, err } = await check(await startAwsWithTls())
    expect(code).toBe(2)
    expect(err).toContain('unknown authority')
    expect(err).toMatch(/help: .*AWS_CA_BUNDLE=FILE.*NODE_EXTRA_CA_CERTS=FILE/)
  })

  test.each(nodes)('is trusted by AWS_CA_BUNDLE on %s', async (_, node) => {
    const env = await startAwsWithTls()
    expect((await check({ ...env, AWS_CA_BUNDLE: authority.ca }, node)).code).toBe(0)
  })

  test.each(['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'])('is trusted by %s through a proxy', async name => {
    const [env, proxy] = [await startAwsWithTls(), await startProxy()]
    expect((await check({ ...env, HTTPS_PROXY: proxy.url, [name]: authority.ca })).code).toBe(0)
    expect(proxy.asked).toContain(new URL(env['AWS_ENDPOINT_URL'] ?? '').host)
  })

  test.each(nodes)('of a proxy itself is trusted too on %s', async (_, node) => {
    const [env, proxy] = [await startAwsWithTls(), await startProxy({ authority })]
    const without = await check({ ...env, HTTPS_PROXY: proxy.url }, node)
    expect(without.err).toContain('AWS_CA_BUNDLE=FILE')
    expect((await check({ ...env, HTTPS_PROXY: proxy.url, AWS_CA_BUNDLE: authority.ca }, node)).code).toBe(0)
  })

  test.each(nodes)('is trusted beside those of NODE_EXTRA_CA_CERTS on %s', async (_, node) => {
    const env = await startAwsWithTls()
    const other = makeCertificates(makeFolder())
    expect((await check({ ...env, AWS_CA_BUNDLE: other.ca, NODE_EXTRA_CA_CERTS: authority.ca }, node)).code).toBe(0)
  })

  test('another one does not help', async () => {
    const other = makeCertificates(makeFolder())
    const { code, err } = await check({ ...(await startAwsWithTls()), AWS_CA_BUNDLE: other.ca })
    expect(code).toBe(2)
    expect(err).toContain('unknown authority')
  })
})

test.each<[string, (folder: string) => string, RegExp]>([
  ['that is not there', folder => join(folder, 'no.pem'), /AWS_CA_BUNDLE \(.*no\.pem\) cannot be read: ENOENT/],
  ['that is a folder', folder => folder, /AWS_CA_BUNDLE \(.*\) cannot be read: EISDIR/],
  ['without a certificate', folder => write(folder, 'hello'), /AWS_CA_BUNDLE \(.*ca\.pem\) has no certificate in PEM/],
  [
    'with a damaged certificate',
    folder => write(folder, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
    /AWS_CA_BUNDLE \(.*ca\.pem\) has a certificate that cannot be read \(number 1\)/,
  ],
])('a bundle %s is an error that names it', async (_, make, message) => {
  const aws = await startExampleAws()
  const { code, err } = await check({ ...aws.env, AWS_CA_BUNDLE: make(makeFolder()) })
  expect(code).toBe(2)
  expect(err).toMatch(message)
  expect(err).toContain('[network-settings]')
})

function write(folder: string, text: string): string {
  writeFileSync(join(folder, 'ca.pem'), text)
  return join(folder, 'ca.pem')
}

describe('a proxy that wants credentials', () => {
  test.each(['HTTP_PROXY', 'HTTPS_PROXY'])('is told for %s', async name => {
    const aws = await startExampleAws()
    const proxy = await startProxy({ credentials: 'me:p@ss' })
    const env = name === 'HTTP_PROXY' ? aws.env : await startAwsWithTls()
    const { code, err } = await check({ ...env, AWS_CA_BUNDLE: authority.ca, [name]: proxy.url })
    expect(code).toBe(2)
    expect(err).toContain('the proxy wants credentials, HTTP 407')
    expect(err).toContain('http://USER:PASSWORD@HOST:PORT')
    const known = proxy.url.replace('://', '://me:p%40ss@')
    expect((await check({ ...env, AWS_CA_BUNDLE: authority.ca, [name]: known })).code).toBe(0)
  })
})

test.each(['socks5://me:secret@127.0.0.1:1080', 'http://me:secret@'])('%s is no proxy, and its address is not printed', async address => {
  const aws = await startExampleAws()
  const { code, err } = await check({ ...aws.env, HTTP_PROXY: address })
  expect(code).toBe(2)
  expect(err).toContain('HTTP_PROXY is not the address of an HTTP proxy')
  expect(err).not.toContain('secret')
})

test('an address without a scheme is an HTTP proxy', async () => {
  const [env, proxy] = [await startAwsWithTls(), await startProxy()]
  expect((await check({ ...env, AWS_CA_BUNDLE: authority.ca, HTTPS_PROXY: proxy.url.replace('http://', '') })).code).toBe(0)
  expect(proxy.asked).not.toEqual([])
})

describe('GitHub', () => {
  async function act(more: (api: string) => Promise<Readonly<Record<string, string>>>) {
    const [aws, github] = [await startExampleAws(), await startGitHub()]
    aws.ecr.addImage({ repository: 'payments/other', tags: ['1'], manifest: makeManifest('x') })
    github.pulls.push(pullOf(PULL_REQUEST) as NonNullable<ReturnType<typeof pullOf>>)
    const inputs = { image: IMAGE, 'audit-source': 'none', 'wait-timeout': '0s', 'check-run': 'ECR Gate' }
    const { base, env } = prepareStep({ aws, github }, inputs, PULL_REQUEST)
    const { origin, pathname } = new URL(github.url)
    const api = await startTls(authority, origin)
    const given = { ...env, GITHUB_API_URL: `${api}${pathname === '/' ? '' : pathname}`, ...(await more(api)) }
    const outcome = await runBundle('action.cjs', [], { env: given, cwd: base })
    return { ...outcome, checks: github.checks.length }
  }

  test('with an unknown authority is a warning that names the cure', async () => {
    const { code, out, checks } = await act(async () => ({}))
    expect({ code, checks }).toEqual({ code: 0, checks: 0 })
    expect(out).toContain('unknown authority')
    expect(out).toContain('AWS_CA_BUNDLE=FILE')
  })

  test('is reached with AWS_CA_BUNDLE', async () => {
    expect(await act(async () => ({ AWS_CA_BUNDLE: authority.ca }))).toMatchObject({ code: 0, checks: 1 })
  })

  test('is reached with AWS_CA_BUNDLE through a proxy, unless NO_PROXY excepts it', async () => {
    const proxy = await startProxy()
    const through = { AWS_CA_BUNDLE: authority.ca, HTTPS_PROXY: proxy.url }
    expect(await act(async () => through)).toMatchObject({ code: 0, checks: 1 })
    const asked = proxy.asked.length
    expect(asked).toBeGreaterThan(0)
    for (const list of ['127.0.0.0/8', '*', 'x,127.0.0.1'])
      expect(await act(async () => ({ ...through, NO_PROXY: list }))).toMatchObject({ code: 0, checks: 1 })
    expect(proxy.asked).toHaveLength(asked)
    expect(await act(async api => ({ ...through, NO_PROXY: `127.0.0.1:${new URL(api).port}` }))).toMatchObject({ code: 0, checks: 1 })
    expect(proxy.asked).toHaveLength(asked)
  })

  test('behind a proxy that wants credentials is a warning that says so', async () => {
    const proxy = await startProxy({ credentials: 'me:p@ss' })
    const { out, checks } = await act(async () => ({ AWS_CA_BUNDLE: authority.ca, HTTPS_PROXY: proxy.url }))
    expect(checks).toBe(0)
    expect(out).toContain('the proxy wants credentials, HTTP 407')
    const known = proxy.url.replace('://', '://me:p%40ss@')
    expect(await act(async () => ({ AWS_CA_BUNDLE: authority.ca, HTTPS_PROXY: known }))).toMatchObject({ code: 0, checks: 1 })
  })

  test('with an unreadable bundle is a warning that names it', async () => {
    const { out, checks } = await act(async () => ({ AWS_CA_BUNDLE: '/no/such/bundle.pem' }))
    expect(checks).toBe(0)
    expect(out).toContain('AWS_CA_BUNDLE (/no/such/bundle.pem) cannot be read')
  })
})
