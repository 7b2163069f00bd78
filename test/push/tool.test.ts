// What a tool that pushes gets to know of the environment, and which program is the tool.

import { chmodSync, mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findProgram, selectEnvironment } from '../../src/push/tool.ts'
import { makeFolder } from '../folder.ts'

describe('the environment', () => {
  test.each([
    'PATH',
    'HOME',
    'XDG_RUNTIME_DIR',
    'DOCKER_HOST',
    'https_proxy',
    'HTTP_PROXY',
    'ALL_PROXY',
    'no_proxy',
    'LC_ALL',
    'STORAGE_OPTS',
  ])('%s is given', name => {
    expect(selectEnvironment({ [name]: 'x' })).toEqual({ [name]: 'x' })
  })

  test.each([
    'AWS_SECRET_ACCESS_KEY',
    'MY_HOME',
    'HOME_TOKEN',
    'DOCKER_HOST_PASSWORD',
    'MY_HTTPS_PROXY',
    'HTTPS_PROXY_PASSWORD',
    'DOCKER_CONFIG',
  ])('%s is not given', name => {
    expect(selectEnvironment({ [name]: 'x' })).toEqual({})
  })

  // https://docs.aws.amazon.com/sdkref/latest/guide/feature-gen-config.html, https://pkg.go.dev/crypto/x509#SystemCertPool
  test.each<[Readonly<Record<string, string | undefined>>, Readonly<Record<string, string>>]>([
    [{ AWS_CA_BUNDLE: '/b.pem' }, { SSL_CERT_FILE: '/b.pem' }],
    [{ AWS_CA_BUNDLE: '/b.pem', SSL_CERT_FILE: '' }, { SSL_CERT_FILE: '/b.pem' }],
    [{ AWS_CA_BUNDLE: '/b.pem', SSL_CERT_FILE: '/c.pem' }, { SSL_CERT_FILE: '/c.pem' }],
    [{ AWS_CA_BUNDLE: '', SSL_CERT_FILE: '/c.pem' }, { SSL_CERT_FILE: '/c.pem' }],
    [{ AWS_CA_BUNDLE: '' }, {}],
    [{ HOME: undefined }, {}],
  ])('%j gives %j', (env, given) => {
    expect(selectEnvironment(env)).toEqual(given)
  })
})

describe('the program', () => {
  test('is the first in PATH that is a file and may be run', () => {
    const folder = makeFolder({ 'a/skopeo': '', 'c/skopeo': '', 'd/skopeo': '' })
    mkdirSync(join(folder, 'b', 'skopeo'), { recursive: true })
    chmodSync(join(folder, 'a', 'skopeo'), 0o644)
    for (const name of ['c', 'd']) chmodSync(join(folder, name, 'skopeo'), 0o755)
    const path = ['none', 'a', 'b', 'c', 'd'].map(name => join(folder, name)).join(delimiter)
    expect(findProgram('skopeo', { PATH: path })).toBe(join(folder, 'c', 'skopeo'))
    expect(findProgram('docker', { PATH: path })).toBeUndefined()
  })

  test('is none where there is no PATH', () => {
    expect(findProgram('skopeo', {})).toBeUndefined()
  })
})
