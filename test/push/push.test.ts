// Pushes with programs that stand in for skopeo and docker: what they are given, what is left when they have ended, and what
// becomes of their output.

import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostic.ts'
import { Fault } from '../../src/fault.ts'
import { type Pushed, pushImage, type Tagged } from '../../src/push/push.ts'
import { type PushSource, parsePushSource } from '../../src/settings/source.ts'
import { makeFolder } from '../folder.ts'
import { DIGEST, isAlive, readCalls, type Step, writeStandIn } from './standin.ts'

const REGISTRY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
const TARGET = `${REGISTRY}/team/api:1.4.2`

interface Options {
  readonly source?: string
  readonly skopeo?: readonly Step[]
  readonly docker?: readonly Step[]
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutSeconds?: number
  readonly password?: string
  readonly temporary?: string
  /** What the registry has under the tag. */
  readonly tagged?: Tagged
  /** A line of the tool after which the run is stopped; empty to stop it before. */
  readonly stopAfter?: string
  /** How long it takes to get credentials, in milliseconds. */
  readonly authorizing?: number
}

/** Pushes with a clock that never waits, and returns everything that results. */
async function push(options: Options) {
  const { source = 'oci:image', skopeo, docker, env = {}, timeoutSeconds = 600, password = 'inv&nted/tok=n' } = options
  const folder = makeFolder()
  const temporary = join(folder, 'temporary')
  mkdirSync(temporary)
  if (skopeo !== undefined) writeStandIn(folder, 'skopeo', skopeo)
  if (docker !== undefined) writeStandIn(folder, 'docker', docker)
  const [progress, reported, pauses, passwords] = [[] as string[], [] as Diagnostic[], [] as number[], [] as string[]]
  const elapsed = new Set<number | undefined>()
  const stop = new AbortController()
  const halt = (): void => stop.abort(new Fault('stopped', { message: 'the run was stopped by SIGTERM' }))
  if (options.stopAfter === '') halt()
  let time = 0
  const result: Pushed | Fault = await pushImage(
    { source: parsePushSource(source) as PushSource, registry: REGISTRY, repositoryName: 'team/api', tag: '1.4.2', timeoutSeconds },
    {
      authorize: async () => {
        time += options.authorizing ?? 0
        passwords.push(`${password}${passwords.length + 1}`)
        return { username: 'AWS', password: passwords.at(-1) ?? '' }
      },
      readTag: async () => options.tagged,
      clock: {
        milliseconds: () => time,
        sleep: async milliseconds => {
          pauses.push(milliseconds)
          time += milliseconds
        },
      },
      signal: stop.signal,
      env: { PATH: folder, HOME: folder, ...env },
      temporary: options.temporary ?? temporary,
      progress: (what, seconds) => {
        progress.push(what)
        elapsed.add(seconds)
        if (what.endsWith(`: ${options.stopAfter}`)) halt()
      },
      tell: diagnostic => reported.push(diagnostic),
    },
  ).catch((error: unknown) => {
    if (error instanceof Fault) return error
    throw error
  })
  const listeners = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).reduce((sum, signal) => sum + process.listenerCount(signal), 0)
  return {
    result,
    fault: result instanceof Fault ? { ...result.diagnostic, code: result.code } : undefined,
    skopeo: readCalls(folder, 'skopeo'),
    docker: readCalls(folder, 'docker'),
    left: readdirSync(temporary),
    folder,
    progress,
    elapsed: [...elapsed],
    reported,
    pauses,
    passwords,
    listeners,
  }
}

const RESET = { exit: 1, err: 'level=fatal msg="writing blob: read tcp 10.0.0.1:1->192.0.2.1:443: read: connection reset by peer"\n' }
const UNAUTHORIZED = { exit: 1, err: 'level=fatal msg="checking: unauthorized: authentication required"\n' }

describe('skopeo', () => {
  test('is given a list of words, and a file with the credentials', async () => {
    const { result, skopeo, left, listeners } = await push({ skopeo: [] })
    expect(result).toEqual({ digest: DIGEST, attempts: 1, tool: 'skopeo' })
    const [call] = skopeo
    const { path = '', ...auth } = call?.auth ?? {}
    const digestfile = join(path, '..', 'digest')
    const scratch = join(path, '..', 'scratch')
    const options = ['--authfile', path, '--digestfile', digestfile, '--tmpdir', scratch, '--all', '--preserve-digests']
    expect(call?.words).toEqual(['copy', ...options, 'oci:image', `docker://${TARGET}`])
    const expected = { auths: { [REGISTRY]: { auth: Buffer.from('AWS:inv&nted/tok=n1').toString('base64') } } }
    expect(auth).toEqual({ text: JSON.stringify(expected), mode: 0o600, folderMode: 0o700 })
    expect({ left, listeners }).toEqual({ left: [], listeners: 0 })
  })

  test.each(['docker-archive:api.tar:team/api:1', 'containers-storage:localhost/api:1', 'docker-daemon:api:1'])(
    'takes %s',
    async source => {
      const { result, skopeo } = await push({ source, skopeo: [] })
      expect(result).toMatchObject({ digest: DIGEST })
      expect(skopeo[0]?.words).toEqual([...(skopeo[0]?.words.slice(0, 7) ?? []), source, `docker://${TARGET}`])
    },
  )

  test('gets the certificates of AWS_CA_BUNDLE by the name that it reads, unless that is set', async () => {
    const given = async (env: Readonly<Record<string, string>>) => (await push({ skopeo: [], env })).skopeo[0]?.env?.['SSL_CERT_FILE']
    expect(await given({ AWS_CA_BUNDLE: '/bundle.pem' })).toBe('/bundle.pem')
    expect(await given({ AWS_CA_BUNDLE: '/bundle.pem', SSL_CERT_FILE: '/ca.pem' })).toBe('/ca.pem')
    expect(await given({ AWS_CA_BUNDLE: '' })).toBeUndefined()
  })

  test('gets the environment it needs, and no secrets', async () => {
    const needed = {
      XDG_RUNTIME_DIR: '/run/user/1',
      DOCKER_CERT_PATH: '/certs',
      https_proxy: 'http://proxy:1',
      NO_PROXY: 'localhost',
      SSL_CERT_FILE: '/ca.pem',
      CONTAINERS_STORAGE_CONF: '/storage.conf',
      REGISTRIES_CONFIG_PATH: '/registries.conf',
      LC_ALL: 'C.UTF-8',
    }
    const secret = {
      AWS_SECRET_ACCESS_KEY: 'a',
      AWS_SESSION_TOKEN: 'b',
      INPUT_TOKEN: 'c',
      GITHUB_TOKEN: 'd',
      AWS_CA_BUNDLE: '/bundle.pem',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'e',
      ACTIONS_RUNTIME_TOKEN: 'f',
      NODE_OPTIONS: '',
      LD_PRELOAD: '',
      REGISTRY_AUTH_FILE: '/home/auth.json',
    }
    const { skopeo, passwords } = await push({ skopeo: [], env: { ...needed, ...secret } })
    const { env = {}, words = [] } = skopeo[0] ?? {}
    expect(env).toMatchObject(needed)
    expect(Object.keys(env).sort()).toEqual(['HOME', 'PATH', 'TMPDIR', ...Object.keys(needed)].sort())
    const shown = JSON.stringify([env, words])
    for (const password of passwords) {
      expect(shown).not.toContain(password)
      expect(shown).not.toContain(Buffer.from(`AWS:${password}`).toString('base64'))
    }
  })

  test('unpacks beside the credentials if TMPDIR is relative, which would be in the working copy', async () => {
    const { skopeo } = await push({ skopeo: [], env: { TMPDIR: 'here' } })
    expect(skopeo[0]?.env['TMPDIR']).toBe(join(skopeo[0]?.auth?.path ?? '', '..', 'scratch'))
  })

  test('unpacks where TMPDIR says, in a folder that is removed', async () => {
    const big = makeFolder()
    const { skopeo } = await push({ skopeo: [], env: { TMPDIR: big } })
    expect(skopeo[0]?.env['TMPDIR']).toMatch(new RegExp(`^${big}/ecr-gate-push-`))
    expect(skopeo[0]?.words).toContain(skopeo[0]?.env['TMPDIR'])
    expect(readdirSync(big)).toEqual([])
  })

  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['unix:///run/x.sock', {}, ['--src-daemon-host', 'unix:///run/x.sock']],
    ['tcp://10.0.0.1:2375', {}, ['--src-daemon-host', 'http://10.0.0.1:2375']],
    [
      'tcp://10.0.0.1:2376',
      { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' },
      ['--src-daemon-host', 'tcp://10.0.0.1:2376', '--src-cert-dir', '/certs'],
    ],
  ])('is told of the daemon at %s', async (host, env, words) => {
    const { skopeo } = await push({ source: 'docker-daemon:api:1', skopeo: [], env: { DOCKER_HOST: host, ...env } })
    expect(skopeo[0]?.words.slice(7, -2)).toEqual(words)
  })

  test("is told of the daemon of docker's context", async () => {
    const context = { when: 'context inspect', out: '"unix:///run/ctx.sock"\n["ca.pem"]\n"/home/x y/tls"\n' }
    const { skopeo, docker } = await push({ source: 'docker-daemon:api:1', skopeo: [], docker: [context], env: { DOCKER_CONTEXT: 'ctx' } })
    expect(skopeo[0]?.words.slice(7, -2)).toEqual(['--src-daemon-host', 'unix:///run/ctx.sock', '--src-cert-dir', '/home/x y/tls/docker'])
    expect(docker[0]?.env['DOCKER_CONTEXT']).toBe('ctx')
  })

  test.each<[string, Step, readonly string[]]>([
    ['has no certificates', { out: '"unix:///run/ctx.sock"\nnull\n"/tls"\n' }, ['--src-daemon-host', 'unix:///run/ctx.sock']],
    ['has an empty list of certificates', { out: '"tcp://h:1"\n[]\n"/tls"\n' }, ['--src-daemon-host', 'http://h:1']],
    ['has certificates in no folder', { out: '"tcp://h:1"\n["ca.pem"]\nnull\n' }, ['--src-daemon-host', 'http://h:1']],
    ['names no host', { out: 'null\n["ca.pem"]\n"/tls"\n' }, []],
    ['names an empty host', { out: '""\nnull\n"/tls"\n' }, []],
    ['is told in no JSON', { out: 'unix:///run/ctx.sock\n' }, []],
    [
      'is not known to an old docker',
      { exit: 1, out: '"unix:///run/ctx.sock"\nnull\n""', err: "docker: 'context' is not a docker command" },
      [],
    ],
  ])("is told of no other daemon if docker's context %s", async (_, context, words) => {
    const docker = [{ when: 'context inspect', ...context }]
    const { result, skopeo } = await push({ source: 'docker-daemon:api:1', skopeo: [], docker })
    expect(result).toMatchObject({ tool: 'skopeo' })
    expect(skopeo[0]?.words.slice(7, -2)).toEqual(words)
  })

  test.each([
    ['chosen', { DOCKER_CONTEXT: 'ctx' }, 'context "ctx": context not found: open meta.json: no such file or directory'],
    ['chosen and unreadable', { DOCKER_CONTEXT: 'ctx' }, 'open meta.json: permission denied'],
    ['configured', {}, 'current context "ctx" is not found on the file system'],
    ['configured in capitals', {}, 'Context "ctx" not found'],
  ])("is not run if docker's context is %s and missing, because it would push the image of another daemon", async (_, env, err) => {
    const context = { when: 'context inspect', exit: 1, err: `${err}\n` }
    const { fault, skopeo } = await push({ source: 'docker-daemon:api:1', skopeo: [], docker: [context], env })
    expect(fault).toMatchObject({ code: 'push-source', message: `docker's context cannot be read (${err})` })
    expect(skopeo).toEqual([])
  })

  test("is told of docker's context as the configuration of this user has it", async () => {
    const configOf = async (DOCKER_CONFIG: string) =>
      (await push({ source: 'docker-daemon:api:1', skopeo: [], docker: [], env: { DOCKER_CONFIG } })).docker[0]?.env['DOCKER_CONFIG']
    expect([await configOf('/my/docker'), await configOf('')]).toEqual(['/my/docker', undefined])
  })

  test('is told of a daemon over SSH where there is no docker to ask', async () => {
    const { result, skopeo } = await push({ source: 'docker-daemon:api:1', skopeo: [], env: { DOCKER_HOST: 'ssh://build@host' } })
    expect(result).toMatchObject({ tool: 'skopeo' })
    expect(skopeo[0]?.words.slice(7, -2)).toEqual(['--src-daemon-host', 'ssh://build@host'])
  })

  test('that gives no digest is not believed', async () => {
    const said = async (digest: string) => (await push({ skopeo: [{ digest }] })).fault
    const message = `oci:image was not pushed to ${TARGET}: skopeo reported no digest`
    expect(await said('sha256:12')).toMatchObject({ code: 'push-failed', message: `${message} (sha256:12)` })
    expect(await said(' \n')).toMatchObject({ code: 'push-failed', message: `${message} (nothing)` })
    expect(await said(`${DIGEST}\n${DIGEST}`)).toMatchObject({ code: 'push-failed', message: expect.stringContaining(message) })
    expect(await said(`x${DIGEST}`)).toMatchObject({ code: 'push-failed', message: `${message} (x${DIGEST})` })
    expect((await push({ skopeo: [{ digest: `${DIGEST}\n` }] })).result).toMatchObject({ digest: DIGEST })
  })
})

describe('a failure', () => {
  test('that is transient is tried again, with other credentials and in another folder', async () => {
    const { result, skopeo, passwords, pauses, reported, left, elapsed } = await push({ skopeo: [RESET, RESET, RESET] })
    expect(result).toEqual({ digest: DIGEST, attempts: 4, tool: 'skopeo' })
    expect(pauses).toEqual([2_000, 6_000, 15_000])
    expect(passwords).toHaveLength(4)
    expect(new Set(skopeo.map(({ auth }) => auth?.text)).size).toBe(4)
    expect(new Set(skopeo.map(({ auth }) => auth?.path)).size).toBe(4)
    const said = 'writing blob: read tcp 10.0.0.1:1->192.0.2.1:443: read: connection reset by peer'
    expect(reported).toEqual(
      [2, 6, 15].map((pause, i) => ({
        level: 'warning',
        kind: 'push-network',
        message: `attempt ${i + 1} of 4 to push ${TARGET} failed (${said}); the next is in ${pause} s`,
      })),
    )
    expect(elapsed).toEqual([0, 2, 8, 23])
    expect(left).toEqual([])
  })

  test('that does not go away ends the push after four attempts', async () => {
    const { fault, skopeo } = await push({ skopeo: [RESET, RESET, RESET, RESET, {}] })
    expect(skopeo).toHaveLength(4)
    expect(fault).toMatchObject({ code: 'push-network', message: expect.stringContaining('in 4 attempts') })
    expect(fault?.message).toContain('connection reset by peer')
  })

  test('is not tried again when there is no time left', async () => {
    const { fault, skopeo, pauses } = await push({ skopeo: [RESET, RESET, RESET], timeoutSeconds: 5 })
    expect(skopeo).toHaveLength(2)
    expect(pauses).toEqual([2_000])
    const said = 'writing blob: read tcp 10.0.0.1:1->192.0.2.1:443: read: connection reset by peer'
    const why = `attempt 2 failed (${said}), and there was no time for another`
    expect(fault).toMatchObject({ code: 'push-timeout', message: `oci:image was not pushed to ${TARGET} within 5 s; ${why}` })
  })

  test('is not tried again when the pause would take all the time that is left', async () => {
    const { fault, pauses } = await push({ skopeo: [RESET], timeoutSeconds: 2 })
    expect(pauses).toEqual([])
    expect(fault).toMatchObject({ code: 'push-timeout', message: expect.stringContaining('within 2 s; attempt 1 failed') })
  })

  test('by credentials, with no time for other ones, is one of time', async () => {
    expect((await push({ skopeo: [UNAUTHORIZED], timeoutSeconds: 2 })).fault).toMatchObject({ code: 'push-timeout' })
  })

  test('to get credentials in time ends the push before a tool is started', async () => {
    const { fault, skopeo } = await push({ skopeo: [], timeoutSeconds: 5, authorizing: 5_000 })
    expect(fault).toMatchObject({ code: 'push-timeout', message: `oci:image was not pushed to ${TARGET} within 5 s` })
    expect(skopeo).toEqual([])
  })

  test('by credentials is tried once more, and no more', async () => {
    expect((await push({ skopeo: [UNAUTHORIZED] })).result).toMatchObject({ attempts: 2 })
    const { fault, skopeo } = await push({ skopeo: [RESET, UNAUTHORIZED, RESET, UNAUTHORIZED] })
    expect(skopeo).toHaveLength(4)
    expect(fault).toMatchObject({ code: 'push-denied', help: expect.stringContaining('ecr:PutImage') })
    expect((await push({ skopeo: [UNAUTHORIZED, UNAUTHORIZED] })).skopeo).toHaveLength(2)
    expect((await push({ skopeo: [RESET, RESET, RESET, UNAUTHORIZED] })).fault).toMatchObject({ code: 'push-denied' })
  })

  test.each([
    ['name unknown: The repository with name', 'push-repository', 'create the repository first'],
    ['tag invalid: The image tag cannot be overwritten because the tag is immutable.', 'push-immutable', 'under a new tag'],
    ['initializing source oci:image:: open image/index.json: no such file or directory', 'push-source', 'check the path'],
    ['write /var/tmp/x: no space left on device', 'push-disk', 'free space'],
  ])('that is permanent ends the push at once: %s', async (said, code, help) => {
    const { fault, skopeo } = await push({ skopeo: [{ exit: 1, err: `level=fatal msg="${said}"\n` }] })
    expect(skopeo).toHaveLength(1)
    expect(fault).toMatchObject({ code, help: expect.stringContaining(help) })
    expect(fault?.message).toMatch(/^oci:image was not pushed to \S+:1\.4\.2: [a-z].* \(.*\)$/)
    expect(fault?.message).toContain(`(${said})`)
  })

  test('by a signal that is not ours is reported as such', async () => {
    expect((await push({ skopeo: [{ signal: 'SIGKILL' }] })).fault).toMatchObject({
      code: 'push-failed',
      message: `oci:image was not pushed to ${TARGET}: the push tool was killed (SIGKILL)`,
    })
  })

  test.each([{ wait: true }, { wait: true, stubborn: true }])('by timeout kills the tool: %j', async step => {
    const { fault, skopeo, left, listeners, progress } = await push({ skopeo: [step], timeoutSeconds: 1 })
    // A tool that says nothing is told of every second all the same.
    if (step.stubborn) expect(progress.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => `pushing ${TARGET}`))
    expect(fault).toMatchObject({ code: 'push-timeout', message: expect.stringContaining('within 1 s') })
    expect(isAlive(skopeo[0]?.pid ?? 0)).toBe(false)
    expect({ left, listeners }).toEqual({ left: [], listeners: 0 })
  })

  test.each([{}, { stubborn: true }])('because the run is stopped kills the tool at once: %j', async more => {
    const { fault, skopeo, left, listeners, pauses } = await push({ skopeo: [{ out: 'begun\n', wait: true, ...more }], stopAfter: 'begun' })
    expect([fault?.code, fault?.message]).toEqual(['stopped', 'the run was stopped by SIGTERM'])
    expect(skopeo.map(({ pid }) => isAlive(pid))).toEqual([false])
    expect({ left, listeners, pauses }).toEqual({ left: [], listeners: 0, pauses: [] })
  })

  test('because the run is stopped already starts nothing', async () => {
    const { fault, skopeo, left } = await push({ skopeo: [], stopAfter: '' })
    expect([fault?.code, skopeo, left]).toEqual(['stopped', [], []])
  })

  test('to start the tool is reported', async () => {
    const folder = makeFolder({ skopeo: '#!/nowhere/at/all\n' })
    chmodSync(join(folder, 'skopeo'), 0o755)
    const { fault, left } = await push({ env: { PATH: folder } })
    expect(fault).toMatchObject({ code: 'push-tool', message: expect.stringContaining(`${folder}/skopeo cannot be started (`) })
    expect(left).toEqual([])
  })

  // The largest delay of a timer is less than 25 days; a larger one would end at once.
  test('by timeout is far where push-timeout is a year', async () => {
    expect((await push({ skopeo: [], timeoutSeconds: 365 * 86_400 })).result).toMatchObject({ digest: DIGEST })
  })

  test('to make the folder for credentials is reported', async () => {
    const { fault } = await push({ skopeo: [], temporary: '/nowhere/at/all' })
    expect(fault).toMatchObject({ code: 'push-failed', message: expect.stringContaining('/nowhere/at/all') })
  })
})

// ECR refuses to tag an image again, even with the same bytes: https://github.com/aws/containers-roadmap/issues/2380
describe('a push that failed although the tag names what was to be pushed has done its work', () => {
  const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`
  const OTHER = `sha256:${'0'.repeat(64)}`
  const said = 'tag invalid: The image tag cannot be overwritten because the tag is immutable.'
  const REFUSED = { exit: 1, err: `level=fatal msg="${said}"\n` }
  const content = `{"schemaVersion":2,"layers":[${'1234567890,'.repeat(1000)}0]}`
  const inspected = { when: '^inspect', out: content }
  // The wanted digest is that of the manifest only where the manifest is pushed as it is.
  const byManifest = { digest: sha256(content), config: OTHER }
  const byConfig = { digest: DIGEST, config: sha256(content) }

  test.each([
    ['oci:image', byManifest, 'inspect --raw --tmpdir'],
    ['oci-archive:image.tar:1', byManifest, 'inspect --raw --tmpdir'],
    ['docker-archive:image.tar:api:1', byConfig, 'inspect --raw --config --tmpdir'],
    ['containers-storage:localhost/api:1', byConfig, 'inspect --raw --config --tmpdir'],
    ['docker-daemon:api:1', byConfig, 'inspect --raw --config --tmpdir'],
  ])('refused, from %s', async (source, tagged, words) => {
    const env = { DOCKER_HOST: 'unix:///run/x.sock' }
    const { result, skopeo, reported, left } = await push({ source, skopeo: [REFUSED, inspected], tagged, env })
    expect(result).toEqual({ digest: tagged.digest, attempts: 1, tool: 'skopeo' })
    expect(reported).toMatchObject([
      { level: 'note', message: expect.stringContaining(`the tag already names this image, ${tagged.digest}`) },
    ])
    const [, inspect] = skopeo
    expect(inspect?.words.join(' ')).toMatch(new RegExp(`^${words} `))
    expect(inspect?.words.at(-1)).toBe(source)
    const from = inspect?.words.slice(inspect.words.indexOf('--tmpdir') + 2, -1)
    expect(from).toEqual(source.startsWith('docker-daemon') ? ['--daemon-host', 'unix:///run/x.sock'] : [])
    expect(inspect?.env).toEqual({ ...skopeo[0]?.env, TMPDIR: inspect?.words[inspect.words.indexOf('--tmpdir') + 1] })
    expect(inspect?.auth).toBeNull()
    expect(left).toEqual([])
  })

  test.each<[string, readonly Step[], number]>([
    ['whose answer was lost four times', [RESET, RESET, RESET, RESET, inspected], 4],
    ['whose answer was lost, so that the next attempt was refused', [RESET, REFUSED, inspected], 2],
    ['that was denied', [{ exit: 1, err: 'level=fatal msg="denied: not authorized"' }, inspected], 1],
    ['whose tool was killed', [{ signal: 'SIGKILL' }, inspected], 1],
    ['whose tool told no digest', [{ digest: '' }, inspected], 1],
  ])('%s', async (_, skopeo, attempts) => {
    expect((await push({ skopeo, tagged: byManifest })).result).toEqual({ digest: byManifest.digest, attempts, tool: 'skopeo' })
  })

  test('that took too long', async () => {
    const { result } = await push({ skopeo: [{ wait: true }, inspected], timeoutSeconds: 1, tagged: byManifest })
    expect(result).toMatchObject({ digest: byManifest.digest })
  })

  test.each([
    ['the configuration', { digest: DIGEST, config: DIGEST }],
    ['the manifest', { digest: DIGEST, config: undefined }],
  ])('by docker, which knows an image by the digest of %s', async (_, tagged) => {
    const refused = { when: ' push ', exit: 1, err: said }
    const absent = { when: `inspect --format {{.Id}} ${REGISTRY}`, exit: 1 }
    const inspect = { when: 'inspect --format {{.Id}} api:1', out: `${DIGEST}\n` }
    const env = { DOCKER_HOST: 'unix:///run/x.sock' }
    const { result, docker } = await push({ source: 'docker-daemon:api:1', docker: [absent, refused, inspect], tagged, env })
    expect(result).toEqual({ digest: DIGEST, attempts: 1, tool: 'docker' })
    expect(docker.at(-1)?.words).toEqual(['image', 'inspect', '--format', '{{.Id}}', 'api:1'])
    expect(docker.at(-1)?.env).toMatchObject({ ...env, HOME: docker[0]?.env['HOME'] })
  })

  test('but not if the tag names another image, and that is told', async () => {
    const { fault } = await push({ skopeo: [REFUSED, inspected], tagged: { digest: OTHER, config: DIGEST } })
    expect(fault).toMatchObject({
      code: 'push-immutable',
      message: expect.stringContaining(`(${said}); the tag names ${OTHER}, which is another image`),
      help: expect.stringContaining('push under a new tag'),
    })
  })

  test('and the configuration does not stand for an OCI layout, of which the digest is known', async () => {
    const { fault } = await push({ skopeo: [REFUSED, inspected], tagged: { digest: OTHER, config: sha256(content) } })
    expect(fault).toMatchObject({ code: 'push-immutable' })
  })

  test('nor does the manifest of a layout stand for the configuration of what is there, or the other way round', async () => {
    const source = 'docker-archive:image.tar:api:1'
    const { fault } = await push({ source, skopeo: [REFUSED, inspected], tagged: { digest: sha256(content), config: undefined } })
    expect(fault).toMatchObject({ code: 'push-immutable' })
  })

  test('nor if it cannot be told what was to be pushed', async () => {
    const { fault } = await push({ skopeo: [REFUSED, { when: '^inspect', exit: 1 }], tagged: byManifest })
    const unknown = `the tag names ${byManifest.digest}, and whether that is this image cannot be told`
    expect(fault).toMatchObject({ code: 'push-immutable', message: expect.stringContaining(unknown) })
  })

  test('nor if the tag names nothing', async () => {
    const { fault } = await push({ skopeo: [REFUSED, inspected] })
    expect(fault?.message).toMatch(/the tag is immutable\.\)$/)
  })

  test.each([
    ['says nothing', { when: '^inspect', out: '' }],
    ['fails in the middle', { ...inspected, exit: 1 }],
  ])('nor if skopeo %s about what was to be pushed', async (_, step) => {
    const tagged = { digest: sha256(step.out), config: undefined }
    const { fault } = await push({ skopeo: [REFUSED, step], tagged })
    expect(fault).toMatchObject({ code: 'push-immutable', message: expect.stringContaining('cannot be told') })
  })

  test.each([
    ['says something else', { out: 'api:1\n' }],
    ['fails', { out: `${DIGEST}\n`, exit: 1 }],
  ])('nor if docker %s about what was to be pushed', async (_, step) => {
    const refused = { when: ' push ', exit: 1, err: said }
    const absent = { when: `inspect --format {{.Id}} ${REGISTRY}`, exit: 1 }
    const inspect = { when: 'inspect --format {{.Id}} api:1', ...step }
    const tagged = { digest: DIGEST, config: DIGEST }
    const { fault } = await push({ source: 'docker-daemon:api:1', docker: [absent, refused, inspect], tagged })
    expect(fault).toMatchObject({ code: 'push-immutable', message: expect.stringContaining('cannot be told') })
  })

  test.each([
    ['no space left on device', 'push-disk'],
    ['unknown flag: --digestfile', 'push-tool'],
    ['initializing source oci:image:: open image/index.json: no such file or directory', 'push-source'],
  ])('and nothing is asked where the registry had no part in the failure: %s', async (local, code) => {
    const { fault, skopeo } = await push({ skopeo: [{ exit: 1, err: `level=fatal msg="${local}"` }, inspected], tagged: byManifest })
    expect([fault?.code, skopeo.length]).toEqual([code, 1])
  })
})

describe('what the tool prints', () => {
  test('has no secret when it is shown', async () => {
    // As long as a token from ECR, and so longer than the part of the output that is kept.
    const password = `pa&ss${'Wor/d+'.repeat(700)}`
    const { fault, progress, reported, passwords } = await push({ skopeo: [{ betray: true, exit: 1 }], password })
    const shown = JSON.stringify([fault, progress, reported])
    expect(shown).toContain('***')
    for (const secret of [
      passwords[0] ?? '',
      Buffer.from(`AWS:${passwords[0]}`).toString('base64'),
      encodeURIComponent(passwords[0] ?? ''),
    ]) {
      expect(shown).not.toContain(secret)
      expect(shown).not.toContain(secret.slice(0, 40))
      expect(shown).not.toContain(secret.slice(-40))
    }
  })

  test('is shown as progress, without what a terminal or a runner would obey', async () => {
    const { progress } = await push({ skopeo: [{ out: 'Copying blob sha256:12\n::error::x\n\u001b[2Jwiped\r\n##[group]y\n' }] })
    expect(progress).toContain(`pushing ${TARGET}: Copying blob sha256:12`)
    const shown = progress.join('\n')
    expect(shown).not.toContain('\u001b')
    expect(shown).not.toMatch(/: ::error::|##\[/)
  })

  test('is told to its end, though that may be the beginning of a secret, if it tells less than four characters of it', async () => {
    const told = async (err: string) => (await push({ skopeo: [{ exit: 1, err: `denied: ${err}` }], password: 'secret' })).fault?.message
    expect(await told('a sec')).toContain('(denied: a sec)')
    expect(await told('a secr')).toContain('(denied: a ***)')
  })

  test('is shown up to a thousand lines', async () => {
    const lines = Array.from({ length: 2_100 }, (_, i) => `line ${i + 1} of many\n`)
    const { progress } = await push({ skopeo: [{ out: lines.join('') }] })
    expect(progress.slice(0, 2)).toEqual([`pushing ${TARGET}`, `pushing ${TARGET}: line 1 of many`])
    expect(progress.at(-1)).toBe(`pushing ${TARGET}: line 1000 of many`)
  })

  test('is shown line by line, without blanks around them and cut where a line is long', async () => {
    const long = 'x'.repeat(5_000)
    const { progress } = await push({ skopeo: [{ out: `  one \r two\n\n \n${long}\nend` }] })
    const shown = ['one', 'two', `${'x'.repeat(159)}…`]
    expect(progress.slice(1)).toEqual(shown.map(line => `pushing ${TARGET}: ${line}`))
  })

  test('may be very long', async () => {
    const before = process.memoryUsage().rss
    const { result, progress } = await push({ skopeo: [{ flood: 64 }] })
    expect(result).toMatchObject({ digest: DIGEST })
    expect(progress.length).toBeLessThan(1_100)
    expect(Math.max(...progress.map(line => line.length))).toBeLessThan(300)
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6)
  })
})

describe('docker', () => {
  const SOURCE = 'docker-daemon:api:1'
  const PUSHED = { when: ' push ', out: `The push refers to repository [${REGISTRY}/team/api]\n1.4.2: digest: ${DIGEST} size: 528\n` }
  const ABSENT = { when: 'inspect --format {{.Id}}', exit: 1, err: 'Error: No such image' }
  const words = (calls: ReturnType<typeof readCalls>) =>
    calls.map(call => call.words.filter((_, i, all) => all[0] !== '--config' || i > 1).join(' '))

  test('pushes if skopeo is missing, under a name that is removed again', async () => {
    const { result, docker, left } = await push({ source: SOURCE, docker: [ABSENT, PUSHED] })
    expect(result).toEqual({ digest: DIGEST, attempts: 1, tool: 'docker' })
    expect(words(docker)).toEqual([
      expect.stringMatching(/^context inspect --format \{\{json \.Endpoints\.docker\.Host\}\}\n/),
      `image inspect --format {{.Id}} ${TARGET}`,
      `tag api:1 ${TARGET}`,
      `push ${TARGET}`,
      `image rm --no-prune ${TARGET}`,
    ])
    expect(docker[3]?.auth).toMatchObject({ mode: 0o600, folderMode: 0o700 })
    expect(left).toEqual([])
  })

  test.each<[string, Readonly<Record<string, string>>, Step, Readonly<Record<string, string>>]>([
    [
      'of DOCKER_HOST',
      { DOCKER_HOST: 'tcp://h:2376', DOCKER_TLS_VERIFY: 'yes', DOCKER_CERT_PATH: '/certs' },
      {},
      { DOCKER_HOST: 'tcp://h:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' },
    ],
    ['of DOCKER_HOST, without TLS', { DOCKER_HOST: 'unix:///run/x.sock' }, {}, { DOCKER_HOST: 'unix:///run/x.sock' }],
    [
      'of its context',
      { DOCKER_CONTEXT: 'ctx', DOCKER_CONFIG: '/my/docker' },
      { out: '"tcp://h:2376"\n["ca.pem"]\n"/tls"\n' },
      { DOCKER_HOST: 'tcp://h:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/tls/docker' },
    ],
  ])('speaks to one daemon in every call: that %s', async (_, env, context, expected) => {
    const { docker } = await push({ source: SOURCE, docker: [{ when: 'context inspect', ...context }, ABSENT, { when: ' push ' }], env })
    const calls = docker.filter(call => !call.words.includes('context'))
    const names = calls.map(call => Object.entries(call.env).filter(([name]) => name.startsWith('DOCKER_')))
    expect(names.map(entries => Object.fromEntries(entries))).toEqual(calls.map(() => expected))
    // Its name is given and taken away, and between these it is pushed and asked for its digest.
    expect(words(calls).map(each => each.split(' ').slice(0, 2).join(' '))).toEqual([
      'image inspect',
      `tag api:1`,
      `push ${TARGET}`,
      'image inspect',
      'image rm',
    ])
  })

  test('shows what docker prints while it pushes', async () => {
    const { progress } = await push({ source: SOURCE, docker: [ABSENT, PUSHED] })
    expect(progress).toContain(`pushing ${TARGET}: The push refers to repository [${REGISTRY}/team/api]`)
  })

  test('gives the name back to what had it', async () => {
    const { docker } = await push({ source: SOURCE, docker: [{ when: '{{.Id}}', out: 'sha256:0ld\n' }, PUSHED] })
    expect(words(docker).at(-1)).toBe(`tag sha256:0ld ${TARGET}`)
  })

  test('leaves alone an image that has the name of its target', async () => {
    const { result, docker } = await push({ source: `docker-daemon:${TARGET}`, docker: [PUSHED] })
    expect(result).toMatchObject({ digest: DIGEST })
    expect(words(docker).slice(1)).toEqual([`push ${TARGET}`])
  })

  test('is asked for the digest if the push does not print it', async () => {
    const repoDigests = { when: 'RepoDigests', out: `other/api@sha256:${'0'.repeat(64)}\n${REGISTRY}/team/api@${DIGEST}\n` }
    const { result, docker } = await push({ source: SOURCE, docker: [ABSENT, { when: ' push ' }, repoDigests] })
    expect(result).toMatchObject({ digest: DIGEST })
    expect(words(docker).at(-2)).toBe(`image inspect --format {{range .RepoDigests}}{{println .}}{{end}} ${TARGET}`)
  })

  test.each<[string, Step]>([
    ['there are two digests', { out: `${REGISTRY}/team/api@${DIGEST}\n${REGISTRY}/team/api@sha256:${'0'.repeat(64)}\n` }],
    ['there is none for this repository', { out: `${REGISTRY}/team/api2@${DIGEST}\n` }],
    ['docker fails', { out: `${REGISTRY}/team/api@${DIGEST}\n`, exit: 1 }],
  ])('is not believed to have pushed if %s', async (_, step) => {
    const { fault } = await push({ source: SOURCE, docker: [ABSENT, { when: ' push ' }, { when: 'RepoDigests', ...step }] })
    expect(fault?.message).toBe(`docker-daemon:api:1 was not pushed to ${TARGET}: docker reported no digest (nothing)`)
  })

  test('is believed in the last digest that it prints', async () => {
    const out = `1: digest: sha256:${'0'.repeat(64)} size: 528\n2: digest: sha256:${'1'.repeat(64)} size: 528\n${PUSHED.out}`
    expect((await push({ source: SOURCE, docker: [ABSENT, { ...PUSHED, out }] })).result).toMatchObject({ digest: DIGEST })
  })

  test('removes the name after a failure too, each time', async () => {
    const { result, docker } = await push({ source: SOURCE, docker: [ABSENT, { ...RESET, when: ' push ' }, ABSENT, PUSHED] })
    expect(result).toMatchObject({ attempts: 2 })
    expect(words(docker).filter(each => each.startsWith('image rm'))).toHaveLength(2)
  })

  test('that keeps the name is reported', async () => {
    const { result, reported } = await push({ source: SOURCE, docker: [ABSENT, PUSHED, { when: 'image rm', exit: 1 }] })
    expect(result).toMatchObject({ digest: DIGEST })
    const message = `docker still has the name ${TARGET}, which was added for the push`
    expect(reported).toEqual([{ level: 'warning', kind: 'push-tag', message, help: `remove it with docker image rm ${TARGET}` }])
  })

  test('reports that the source does not contain this image', async () => {
    const { fault, docker } = await push({
      source: SOURCE,
      docker: [ABSENT, { when: ' tag ', exit: 1, err: 'Error response from daemon: No such image: api:1' }],
    })
    expect(fault).toMatchObject({ code: 'push-source', message: expect.stringContaining('the source does not contain this image') })
    expect(words(docker).some(each => each.startsWith('push'))).toBe(false)
    expect(words(docker).at(-1)).toBe(`image rm --no-prune ${TARGET}`)
  })

  test('is used if the daemon is reached over SSH, although skopeo is there', async () => {
    const { result } = await push({ source: SOURCE, skopeo: [], docker: [ABSENT, PUSHED], env: { DOCKER_HOST: 'ssh://build@host' } })
    expect(result).toMatchObject({ tool: 'docker' })
  })
})

describe('no tool', () => {
  test('at all is a fault that says what to install', async () => {
    expect((await push({ source: 'docker-daemon:api:1' })).fault).toMatchObject({
      code: 'push-tool',
      message: 'neither skopeo nor docker is in PATH',
      help: expect.stringMatching(/^install skopeo .*, or docker$/),
    })
    expect((await push({})).fault?.help).toMatch(/^install skopeo [^;]*$/)
  })

  test('but docker is a fault for an OCI layout, which docker cannot push', async () => {
    const { fault, docker } = await push({ docker: [] })
    expect(fault).toMatchObject({
      code: 'push-tool',
      message: expect.stringContaining('skopeo'),
      help: expect.stringMatching(/apt-get install skopeo.*; docker alone pushes docker-daemon:NAME:TAG only$/),
    })
    expect(docker).toEqual([])
  })

  test('of the working copy is run', async () => {
    const { folder } = await push({ skopeo: [] })
    expect(existsSync(join(folder, 'skopeo'))).toBe(true)
    expect((await push({ env: { PATH: '.::bin' } })).fault).toMatchObject({ code: 'push-tool' })
  })
})
