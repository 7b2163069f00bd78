// Where docker's daemon is, in the words of skopeo and in the environment of docker. The same daemon must be meant by both, or the
// image of another machine could be pushed.

import { expect, test } from 'vitest'
import { type Daemon, daemonEnvironment, daemonWords, findDaemon } from '../../src/push/daemon.ts'

const find = (env: Readonly<Record<string, string>>) => findDaemon(env, undefined, new AbortController().signal)

// https://docs.docker.com/reference/cli/docker/#environment-variables
test.each<[string, Readonly<Record<string, string>>, Daemon]>([
  ['nothing is set', {}, { host: undefined, certificates: undefined }],
  ['DOCKER_HOST is empty', { DOCKER_HOST: '', DOCKER_TLS_VERIFY: '1' }, { host: undefined, certificates: undefined }],
  ['DOCKER_HOST names a socket', { DOCKER_HOST: 'unix:///run/x.sock' }, { host: 'unix:///run/x.sock', certificates: undefined }],
  [
    'TLS is asked for',
    { DOCKER_HOST: 'tcp://h:1', DOCKER_TLS_VERIFY: '1', HOME: '/me' },
    { host: 'tcp://h:1', certificates: '/me/.docker' },
  ],
  [
    'TLS is asked for and DOCKER_CERT_PATH is empty',
    { DOCKER_HOST: 'tcp://h:1', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '', HOME: '/me' },
    { host: 'tcp://h:1', certificates: '/me/.docker' },
  ],
  [
    'DOCKER_CERT_PATH names the certificates',
    { DOCKER_HOST: 'tcp://h:1', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs', HOME: '/me' },
    { host: 'tcp://h:1', certificates: '/certs' },
  ],
  [
    'DOCKER_TLS_VERIFY is empty, which docker reads as no',
    { DOCKER_HOST: 'tcp://h:1', DOCKER_TLS_VERIFY: '', DOCKER_CERT_PATH: '/certs' },
    { host: 'tcp://h:1', certificates: undefined },
  ],
  ['there is no home', { DOCKER_HOST: 'tcp://h:1', DOCKER_TLS_VERIFY: '1', HOME: '' }, { host: 'tcp://h:1', certificates: undefined }],
])('%s', async (_, env, daemon) => {
  expect(await find(env)).toEqual(daemon)
})

test.each<[Daemon, readonly string[], Readonly<Record<string, string | undefined>>]>([
  [{ host: undefined, certificates: undefined }, [], {}],
  [{ host: 'unix:///run/x.sock', certificates: undefined }, ['--daemon-host', 'unix:///run/x.sock'], { DOCKER_HOST: 'unix:///run/x.sock' }],
  // docker speaks to a tcp: address without TLS unless it is asked to; skopeo is told so by http:.
  [{ host: 'tcp://h:2375', certificates: undefined }, ['--daemon-host', 'http://h:2375'], { DOCKER_HOST: 'tcp://h:2375' }],
  [{ host: 'http://tcp:80', certificates: undefined }, ['--daemon-host', 'http://tcp:80'], { DOCKER_HOST: 'http://tcp:80' }],
  [
    { host: 'tcp://h:2376', certificates: '/certs' },
    ['--daemon-host', 'tcp://h:2376', '--cert-dir', '/certs'],
    { DOCKER_HOST: 'tcp://h:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' },
  ],
])('%j', (daemon, words, env) => {
  expect(daemonWords(daemon, '--')).toEqual(words)
  expect(daemonWords(daemon, '--src-')).toEqual(words.map(word => word.replace(/^--/, '--src-')))
  // What is undefined is left out, so that the environment of this process does not shine through.
  const none = { DOCKER_HOST: undefined, DOCKER_CONTEXT: undefined, DOCKER_TLS_VERIFY: undefined, DOCKER_CERT_PATH: undefined }
  expect(daemonEnvironment(daemon)).toStrictEqual({ ...none, ...env })
})
