// Through which proxy an address is reached. The first table is that of Go's own tests of NO_PROXY, which skopeo obeys; except
// for its first rows, by which Go never asks a proxy for localhost:
// https://cs.opensource.google/go/x/net/+/master:http/httpproxy/proxy_test.go

import { describe, expect, test } from 'vitest'
import { explainFailure, proxyOf } from '../../src/process/network.ts'

const PROXY = 'http://proxy.example:3128'
const GO =
  'foobar.com, .barbaz.net, *.wildcard.io, 192.168.1.1, 192.168.1.2:81, 192.168.1.3:80, 10.0.0.0/30, 2001:db8::52:0:1, [2001:db8::52:0:2]:443, [2001:db8::52:0:3]:80, 2002:db8:a::45/64'

const isProxied = (url: string, list: string): boolean => proxyOf(new URL(url), { all_proxy: PROXY, NO_PROXY: list }) !== undefined

describe("Go's table:", () => {
  test.each<[string, boolean]>([
    ['[::2]', true],
    ['192.168.1.1', false],
    ['192.168.1.2', true],
    ['192.168.1.3', false],
    ['192.168.1.4', true],
    ['10.0.0.2', false],
    ['[2001:db8::52:0:1]', false],
    ['[2001:db8::52:0:2]', true],
    ['[2001:db8::52:0:3]', false],
    ['[2002:db8:a::123]', false],
    ['[fe80::424b:c8be:1643:a1b6]', true],
    ['barbaz.net', true],
    ['www.barbaz.net', false],
    ['foobar.com', false],
    ['www.foobar.com', false],
    ['foofoobar.com', true],
    ['baz.com', true],
    ['localhost.net', true],
    ['local.localhost', true],
    ['barbarbaz.net', true],
    ['wildcard.io', true],
    ['nested.wildcard.io', false],
    ['awildcard.io', true],
  ])('%s %s', (host, expected) => {
    expect(isProxied(`http://${host}/`, GO)).toBe(expected)
  })
})

describe("the gate's hosts:", () => {
  test.each<[string, string, boolean]>([
    ['https://api.ecr.eu-west-1.amazonaws.com', 'amazonaws.com', false],
    ['https://api.ecr.eu-west-1.amazonaws.com', '.amazonaws.com', false],
    ['https://api.ecr.eu-west-1.amazonaws.com', '*.amazonaws.com', false],
    ['https://API.ECR.eu-west-1.amazonaws.com', 'AmazonAWS.com', false],
    ['https://api.ecr.eu-west-1.amazonaws.com', 'amazonaws.com:443', false],
    ['https://api.ecr.eu-west-1.amazonaws.com', 'amazonaws.com:80', true],
    ['https://api.ecr.eu-west-1.amazonaws.com', 'amazonaws.com.', false],
    ['https://api.ecr.eu-west-1.amazonaws.com.', 'amazonaws.com', false],
    ['https://api.ecr.eu-west-1.amazonaws.com', 'github.com, amazonaws.com', false],
    ['https://api.ecr.eu-west-1.amazonaws.com', 'github.com amazonaws.com', false],
    ['https://api.ecr.eu-west-1.amazonaws.com', '*', false],
    ['https://api.ecr.eu-west-1.amazonaws.com', 'github.com,*', false],
    ['https://api.ecr.eu-west-1.amazonaws.com', 'azonaws.com', true],
    ['https://api.ecr.eu-west-1.amazonaws.com', '*azonaws.com', true],
    ['https://api.ecr.eu-west-1.amazonaws.com', 'ecr.eu-west-1.amazonaws.com', false],
    ['https://api.ecr.eu-west-1.amazonaws.com', 'sts.eu-west-1.amazonaws.com', true],
    ['https://api.ecr.eu-west-1.amazonaws.com', ' , ,', true],
    ['https://api.ecr.eu-west-1.amazonaws.com', '[', true],
    ['https://api.ecr.eu-west-1.amazonaws.com', '', true],
    ['https://api.github.com', 'github.com', false],
    ['http://127.0.0.1:5000', '127.0.0.0/8', false],
    ['http://127.0.0.1:5000', '127.0.0.1:5000', false],
    ['http://127.0.0.1:5000', '127.0.0.1:5001', true],
    ['http://127.0.0.1:5000', '0.0.1', true],
    ['http://127.0.0.1:5000', '127.0.0.0/33', true],
    ['http://[::1]:5000', '::1', false],
    ['http://[::ffff:10.1.2.3]', '10.0.0.0/8', false],
  ])('%s with NO_PROXY=%s: %s', (url, list, expected) => {
    expect(isProxied(url, list)).toBe(expected)
  })
})

describe('the proxy', () => {
  const of = (url: string, env: Readonly<Record<string, string>>): string | undefined => proxyOf(new URL(url), env)?.href

  test.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    ['https://a.example', { HTTPS_PROXY: PROXY }, `${PROXY}/`],
    ['https://a.example', { https_proxy: 'http://one', HTTPS_PROXY: 'http://two' }, 'http://one/'],
    ['https://a.example', { https_proxy: '', HTTPS_PROXY: PROXY }, `${PROXY}/`],
    ['https://a.example', { HTTP_PROXY: PROXY }, undefined],
    ['http://a.example', { HTTPS_PROXY: PROXY }, undefined],
    ['http://a.example', { ALL_PROXY: PROXY }, `${PROXY}/`],
    ['https://a.example', { HTTPS_PROXY: 'proxy.example:3128' }, `${PROXY}/`],
    ['https://a.example', { HTTPS_PROXY: 'https://proxy.example' }, 'https://proxy.example/'],
    ['https://a.example', { HTTPS_PROXY: PROXY, no_proxy: 'a.example', NO_PROXY: 'x' }, undefined],
    ['https://a.example', {}, undefined],
  ])('of %s by %j is %s', (url, env, expected) => {
    expect(of(url, env)).toBe(expected)
  })

  test.each(['socks5://me:secret@proxy:1080', 'http://', 'http://a b', 'ftp://proxy'])('%s is an error that does not quote it', address => {
    expect(() => of('https://a.example', { HTTPS_PROXY: address })).toThrow(/^HTTPS_PROXY is not the address of an HTTP proxy$/)
    expect(of('https://a.example', { HTTPS_PROXY: address, NO_PROXY: 'a.example' })).toBeUndefined()
  })
})

test('a failure is explained through its causes, and others are not', () => {
  const untrusted = Object.assign(new Error('self-signed certificate in certificate chain'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' })
  expect(explainFailure(new Error('fetch failed', { cause: new TypeError('x', { cause: untrusted }) }))?.what).toContain(
    'unknown authority',
  )
  for (const other of [
    new Error('x'),
    Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' }),
    undefined,
    null,
    'x',
    { code: 'CERT_UNTRUSTED' },
  ])
    expect(explainFailure(other)).toBeUndefined()
  const loop = new Error('x')
  loop.cause = loop
  expect(explainFailure(loop)).toBeUndefined()
})
