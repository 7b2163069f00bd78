// Images pushed with the tools that users have into a registry that is not ours: Debian's skopeo, docker's client, podman as the
// daemon, docker-registry. registry.ts starts them, and programs.ts installs them if possible.
//
// What they cannot show is left to the tables in test/push/failure.test.ts: docker-registry has no immutable tags, creates every
// repository that is pushed to, and does not throttle; podman's service is not docker's daemon.

import { createHash } from 'node:crypto'
import {
  closeSync,
  copyFileSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostic.ts'
import { Fault } from '../../src/fault.ts'
import { type PushDependencies, pushImage, type Tagged } from '../../src/push/push.ts'
import { type PushSource, parsePushSource } from '../../src/settings/source.ts'
import type { Authority } from '../certificates.ts'
import {
  type Image,
  layoutFiles,
  makeDockerArchive,
  makeHeader,
  makeImage,
  makeIndex,
  makeTar,
  OCI_INDEX,
  OCI_MANIFEST,
  sha256,
  writeLayout,
} from './layout.ts'
import { findInPath, installPrograms, run } from './programs.ts'
import { CREDENTIALS, makeAuthority, PACKAGES, type Podman, type Registry, startPodman, startRegistry } from './registry.ts'

const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json'
const SETUP_TIMEOUT = 400_000

let folder: string
let authority: Authority
let registry: Registry
let podman: Podman

beforeAll(async () => {
  installPrograms(PACKAGES)
  folder = mkdtempSync(join(tmpdir(), 'ecr-gate-push-test-'))
  mkdirSync(join(folder, 'temporary'))
  authority = makeAuthority(folder)
  registry = await startRegistry(join(folder, 'registry'), authority)
  podman = await startPodman(join(folder, 'podman'), authority)
}, SETUP_TIMEOUT)

afterAll(async () => {
  await registry?.stop()
  await podman?.stop()
  rmSync(folder, { recursive: true, force: true })
}, SETUP_TIMEOUT)

interface Options {
  readonly host?: string
  readonly passwords?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly progress?: PushDependencies['progress']
  /** The factor by which pauses are shortened. */
  readonly haste?: number
  readonly timeoutSeconds?: number
  /** What the registry has under the tag when the push has failed. */
  readonly tagged?: Tagged
}

let pushes = 0

/** Pushes to a repository of its own. */
async function push(
  source: string,
  { host = registry.host, passwords = [], env = {}, haste = 1, progress = () => undefined, timeoutSeconds = 50, tagged }: Options = {},
) {
  const repository = `team/push-${++pushes}`
  const reported: Diagnostic[] = []
  const temporary = join(folder, 'temporary')
  let asked = 0
  const result = await pushImage(
    { source: parsePushSource(source) as PushSource, registry: host, repositoryName: repository, tag: '1.4.2', timeoutSeconds },
    {
      authorize: async () => ({ ...CREDENTIALS, password: passwords[asked++] ?? CREDENTIALS.password }),
      readTag: async () => tagged,
      clock: {
        milliseconds: () => performance.now(),
        sleep: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds / haste)),
      },
      signal: new AbortController().signal,
      env: { PATH: process.env['PATH'], HOME: folder, SSL_CERT_FILE: authority.ca, ...env },
      temporary,
      progress,
      tell: diagnostic => reported.push(diagnostic),
    },
  ).catch((error: unknown) => {
    if (error instanceof Fault) return error
    throw error
  })
  expect(readdirSync(temporary)).toEqual([])
  return { repository, result, reported, asked }
}

/** Reads a manifest or a blob from the registry. */
async function read(repository: string, path: string, accept = '*/*'): Promise<{ readonly bytes: Buffer; readonly type: string | null }> {
  const authorization = `Basic ${Buffer.from(`${CREDENTIALS.username}:${CREDENTIALS.password}`).toString('base64')}`
  const answer = await fetch(`https://${registry.host}/v2/${repository}/${path}`, { headers: { authorization, accept } })
  expect({ path, status: answer.status }).toEqual({ path, status: 200 })
  return { bytes: Buffer.from(await answer.arrayBuffer()), type: answer.headers.get('content-type') }
}

/** Compares every byte of an image with what the registry has. */
async function expectSame(repository: string, { top, blobs }: Image): Promise<void> {
  const tagged = await read(repository, 'manifests/1.4.2', top.mediaType)
  expect({ digest: sha256(tagged.bytes), type: tagged.type }).toEqual({ digest: top.digest, type: top.mediaType })
  for (const [digest, bytes] of blobs) {
    const isManifest = bytes.length < 2_000 && Buffer.from(bytes).includes('"schemaVersion"')
    const { bytes: stored } = await read(repository, `${isManifest ? 'manifests' : 'blobs'}/${digest}`, `${OCI_MANIFEST}, ${OCI_INDEX}`)
    expect(sha256(stored)).toBe(sha256(bytes))
  }
}

/** Compares the config and the uncompressed layers of an image with what the registry has under a digest. */
async function expectSameContent(repository: string, digest: string, config: Buffer, diffIds: readonly string[]): Promise<void> {
  const { bytes } = await read(repository, 'manifests/1.4.2', `${DOCKER_MANIFEST}, ${OCI_MANIFEST}`)
  expect(sha256(bytes)).toBe(digest)
  const manifest = JSON.parse(bytes.toString()) as { config: { digest: string }; layers: { digest: string }[] }
  expect((await read(repository, `blobs/${manifest.config.digest}`)).bytes.toString()).toBe(config.toString())
  const layers = await Promise.all(manifest.layers.map(layer => read(repository, `blobs/${layer.digest}`)))
  expect(layers.map(layer => sha256(layer.bytes[0] === 0x1f ? gunzipSync(layer.bytes) : layer.bytes))).toEqual(diffIds)
}

describe('identical to the byte is', () => {
  test('an OCI layout', async () => {
    const image = makeImage('layout')
    const { result, repository } = await push(`oci:${writeLayout(join(folder, 'layout'), { v1: image })}`)
    expect(result).toEqual({ digest: image.top.digest, attempts: 1, tool: 'skopeo' })
    await expectSame(repository, image)
  })

  test('one of several images of an OCI layout', async () => {
    const images = { v1: makeImage('v1'), v2: makeImage('v2') }
    const path = writeLayout(join(folder, 'several'), images)
    const { result, repository } = await push(`oci:${path}:v2`)
    expect(result).toMatchObject({ digest: images.v2.top.digest })
    await expectSame(repository, images.v2)
    expect((await push(`oci:${path}`)).result).toMatchObject({ code: 'push-source', message: expect.stringContaining('several images') })
    expect((await push(`oci:${path}:v3`)).result).toMatchObject({
      code: 'push-source',
      message: expect.stringContaining('does not contain this image'),
    })
  })

  test('an archive of an OCI layout', async () => {
    const image = makeImage('archive')
    const path = join(folder, 'archive.tar')
    writeFileSync(path, makeTar(layoutFiles({ v1: image })))
    const { result, repository } = await push(`oci-archive:${path}:v1`)
    expect(result).toMatchObject({ digest: image.top.digest, attempts: 1 })
    await expectSame(repository, image)
  })

  test.each(['oci', 'oci-archive'])('an index with all its platforms, as %s', async kind => {
    const image = makeIndex(`index ${kind}`, ['amd64', 'arm64', 's390x'])
    const path = join(folder, `index-${kind}`)
    if (kind === 'oci') writeLayout(path, { v1: image })
    else writeFileSync(path, makeTar(layoutFiles({ v1: image })))
    const { result, repository } = await push(`${kind}:${path}`)
    expect(result).toMatchObject({ digest: image.top.digest })
    await expectSame(repository, image)
  })
})

describe('identical in config and layers is', () => {
  test('an archive of docker save', async () => {
    const { bytes, config, diffIds } = makeDockerArchive('saved', 'localhost/saved:1')
    writeFileSync(join(folder, 'saved.tar'), bytes)
    for (const reference of ['', ':localhost/saved:1']) {
      const { result, repository } = await push(`docker-archive:${join(folder, 'saved.tar')}${reference}`)
      if (result instanceof Fault) throw result
      await expectSameContent(repository, result.digest, config, diffIds)
    }
  })

  /** Loads an image into podman's store. */
  function load(name: string) {
    const image = makeDockerArchive(name, `localhost/${name}:1`)
    writeFileSync(join(folder, `${name}.tar`), image.bytes)
    podman.run('load', '-q', '-i', join(folder, `${name}.tar`))
    return image
  }

  test.each(['docker-daemon', 'containers-storage'])('an image of %s', async kind => {
    const { config, diffIds } = load(kind)
    const { result, repository } = await push(`${kind}:localhost/${kind}:1`, { env: podman.env })
    if (result instanceof Fault) throw result
    expect(result).toMatchObject({ attempts: 1, tool: 'skopeo' })
    await expectSameContent(repository, result.digest, config, diffIds)
    const { result: missing } = await push(`${kind}:localhost/missing:1`, { env: podman.env })
    expect(missing).toMatchObject({ code: 'push-source', message: expect.stringContaining('does not contain this image') })
  })

  test("an image of docker's daemon, if skopeo is missing", async () => {
    const { config, diffIds } = load('fallback')
    const only = join(folder, 'only-docker')
    mkdirSync(only)
    symlinkSync(findInPath('docker') as string, join(only, 'docker'))
    const env = { ...podman.env, PATH: only }
    const { result, repository, reported } = await push('docker-daemon:localhost/fallback:1', { env })
    if (result instanceof Fault) throw result
    expect(result).toMatchObject({ attempts: 1, tool: 'docker' })
    await expectSameContent(repository, result.digest, config, diffIds)
    expect(reported).toEqual([])
    expect(podman.run('images', '--format', '{{.Repository}}')).not.toContain(registry.host)
    expect((await push('docker-daemon:localhost/missing:1', { env })).result).toMatchObject({ code: 'push-source' })
    const denied = await push('docker-daemon:localhost/fallback:1', { env, passwords: ['wrong', 'wrong'], haste: 10 })
    expect(denied.result).toMatchObject({ code: 'push-denied' })
    expect(podman.run('images', '--format', '{{.Repository}}')).not.toContain(registry.host)
  })
})

// docker-registry has no immutable tags, so the pushes fail because there is no registry.
describe('what failed but is in the registry under the tag is recognized', () => {
  const nowhere = { host: '127.0.0.1:1', haste: 1000 }
  const OTHER = sha256('other')

  test.each<[string, () => readonly [source: string, tagged: Tagged]]>([
    [
      'an OCI layout, by its manifest',
      () => {
        const image = makeImage('known')
        return [`oci:${writeLayout(join(folder, 'known'), { v1: image })}`, { digest: image.top.digest, config: OTHER }]
      },
    ],
    [
      'an archive of an index, by its manifest',
      () => {
        const image = makeIndex('known index', ['amd64', 'arm64'])
        writeFileSync(join(folder, 'known-index.tar'), makeTar(layoutFiles({ v1: image })))
        return [`oci-archive:${join(folder, 'known-index.tar')}:v1`, { digest: image.top.digest, config: undefined }]
      },
    ],
    [
      'an archive of docker save, by its configuration',
      () => {
        const { bytes, config } = makeDockerArchive('known', 'localhost/known:1')
        writeFileSync(join(folder, 'known.tar'), bytes)
        return [`docker-archive:${join(folder, 'known.tar')}:localhost/known:1`, { digest: OTHER, config: sha256(config) }]
      },
    ],
  ])('%s', async (_, prepare) => {
    const [source, tagged] = prepare()
    expect((await push(source, { ...nowhere, tagged })).result).toMatchObject({ digest: tagged.digest, tool: 'skopeo' })
    const another = { digest: sha256('another'), config: sha256('another') }
    expect((await push(source, { ...nowhere, tagged: another })).result).toMatchObject({
      code: 'push-network',
      message: expect.stringContaining('which is another image'),
    })
  })
})

describe('a failure', () => {
  function simpleLayout(name: string, size = 3_000): string {
    return `oci:${writeLayout(join(folder, name), { v1: makeImage(name, { size }) })}`
  }

  test('by wrong credentials is a fault, after new ones were requested', async () => {
    const { result, asked } = await push(simpleLayout('denied'), { passwords: ['wrong', 'wrong too'], haste: 10 })
    expect(result).toMatchObject({ code: 'push-denied', message: expect.stringContaining('unauthorized: authentication required') })
    expect(asked).toBe(2)
    expect(JSON.stringify(result)).not.toContain('wrong')
  })

  test('by expired credentials is overcome', async () => {
    expect((await push(simpleLayout('expired'), { passwords: ['wrong'], haste: 10 })).result).toMatchObject({ attempts: 2 })
  })

  test('of a connection that is cut is overcome', async () => {
    const proxy = await startCuttingProxy(registry.port, 1_000_000)
    const { result, repository, reported } = await push(simpleLayout('cut', 4_000_000), { host: proxy.host })
    expect(result).toMatchObject({ attempts: 2 })
    expect(proxy.cuts()).toBe(1)
    expect(reported).toMatchObject([
      { kind: 'push-network', message: expect.stringMatching(/reset by peer|EOF|broken pipe|closed network connection/) },
    ])
    await expectSame(repository, makeImage('cut', { size: 4_000_000 }))
  })

  test('of a registry that never answers ends with the timeout', async () => {
    const server = createServer(() => undefined)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const told: [string, number | undefined][] = []
    const { result } = await push(simpleLayout('silent'), {
      host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      timeoutSeconds: 3,
      progress: (what, elapsed) => told.push([what, elapsed]),
    })
    expect(result).toMatchObject({ code: 'push-timeout', message: expect.stringContaining('within 3 s') })
    // Progress is reported repeatedly, with the elapsed time.
    const [what, elapsed] = told.at(-1) ?? []
    expect(what).toContain('Copying blob sha256:')
    expect(elapsed).toBeGreaterThan(1)
    expect(findChildren('skopeo')).toEqual([])
  })

  test('of a registry that does not exist ends after four attempts', async () => {
    const { result, asked } = await push(simpleLayout('nobody'), { host: '127.0.0.1:9', haste: 100 })
    expect(result).toMatchObject({ code: 'push-network', message: expect.stringContaining('connection refused') })
    expect(asked).toBe(4)
  })

  test('of a certificate that is not trusted ends at once', async () => {
    const { result, asked } = await push(simpleLayout('trust'), { env: { SSL_CERT_FILE: '/dev/null', SSL_CERT_DIR: '/nowhere' } })
    expect(result).toMatchObject({ code: 'push-network', message: expect.stringContaining('x509') })
    expect(asked).toBe(1)
  })

  test.each<[string, string, (path: string) => void]>([
    ['a folder that is not there', 'oci', () => undefined],
    ['a file that is not there', 'oci-archive', () => undefined],
    ['an archive that is cut off', 'docker-archive', path => writeFileSync(path, makeDockerArchive('off', 'x:1').bytes.subarray(0, 6_000))],
    ['an archive that is none', 'oci-archive', path => writeFileSync(path, 'hello')],
    ['a layout whose layer is missing', 'oci', path => damage(path, undefined)],
    ['a layout whose layer is another', 'oci', path => damage(path, 'other')],
  ])('of the source ends at once: %s', async (title, kind, write) => {
    const path = join(folder, title.replaceAll(' ', '-'))
    write(path)
    const { result, asked } = await push(`${kind}:${path}`)
    expect(result).toMatchObject({ code: 'push-source' })
    expect(asked).toBe(1)
  })

  test('of a daemon that does not run ends at once', async () => {
    const { result, asked } = await push('docker-daemon:api:1', { env: { DOCKER_HOST: `unix://${folder}/nobody.sock` } })
    expect(result).toMatchObject({ code: 'push-source', message: expect.stringContaining("docker's daemon cannot be reached") })
    expect(asked).toBe(1)
  })

  test('of the disk for temporary files ends at once', async ({ skip }) => {
    const small = mountSmall('small-tmp', skip)
    const path = join(folder, 'large.tar')
    writeFileSync(path, makeTar(layoutFiles({ v1: makeImage('large', { size: 3_000_000 }) })))
    const { result, asked } = await push(`oci-archive:${path}`, { env: { TMPDIR: small } })
    expect(result).toMatchObject({ code: 'push-disk', message: expect.stringContaining('no space left on device') })
    expect(asked).toBe(1)
    expect(readdirSync(small)).toEqual([])
  })

  test("of the registry's full disk is not reported as one of the local disk", async ({ skip }) => {
    const full = await startRegistry(mountSmall('small-registry', skip), authority)
    onTestFinished(full.stop)
    const { result, asked } = await push(simpleLayout('full', 3_000_000), { host: full.host, haste: 100 })
    expect(result).toMatchObject({ code: 'push-network' })
    expect(asked).toBe(4)
  })
})

test('a layer of 1 GiB takes little memory', async () => {
  const path = join(folder, 'huge')
  const { digest } = writeHuge(path, 2 ** 30)
  // Resets the peak of memory: https://docs.kernel.org/filesystems/proc.html
  writeFileSync('/proc/self/clear_refs', '5')
  const before = readPeak('self')
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, ...findChildren('skopeo').map(pid => readPeak(pid)))
  }, 50)
  const start = performance.now()
  const { result, repository } = await push(`oci:${path}`)
  clearInterval(watch)
  const own = readPeak('self') - before
  console.log(
    `1 GiB in ${((performance.now() - start) / 1000).toFixed(1)} s; peaks: skopeo ${peak} MiB, this process ${own} MiB more than ${before} MiB`,
  )
  expect(result).toMatchObject({ digest, attempts: 1 })
  expect(sha256((await read(repository, 'manifests/1.4.2', OCI_MANIFEST)).bytes)).toBe(digest)
  expect(peak).toBeGreaterThan(0)
  expect(peak).toBeLessThan(200)
  expect(own).toBeLessThan(50)
})

/** Writes a layout whose second layer is missing, or has other bytes. */
function damage(path: string, other: string | undefined): void {
  writeLayout(path, { v1: makeImage(`damaged ${other}`) })
  const blob = (digest: string): string => join(path, 'blobs/sha256', digest.slice(7))
  const [{ digest }] = (JSON.parse(readFileSync(join(path, 'index.json'), 'utf8')) as { manifests: [{ digest: string }] }).manifests
  const { layers } = JSON.parse(readFileSync(blob(digest), 'utf8')) as { layers: [unknown, { digest: string; size: number }] }
  const file = blob(layers[1].digest)
  rmSync(file)
  if (other !== undefined) writeFileSync(file, other.padEnd(layers[1].size, 'x'))
}

/** Mounts a folder with room for 1 MiB. */
function mountSmall(name: string, skip: (why: string) => void): string {
  const path = join(folder, name)
  mkdirSync(path)
  const { status, stderr } = run('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=0700', 'tmpfs', path])
  if (status !== 0) skip(`a small file system cannot be mounted here: ${stderr.trim()}`)
  onTestFinished(() => void run('umount', ['-l', path]))
  return path
}

/** Starts a proxy to a port that resets the first connection after so many bytes. */
async function startCuttingProxy(port: number, limit: number): Promise<{ readonly host: string; readonly cuts: () => number }> {
  let cuts = 0
  const server = createServer(client => {
    const upstream = connect(port, '127.0.0.1')
    let sent = 0
    client.on('data', chunk => {
      sent += chunk.length
      if (sent < limit || cuts > 0) return
      cuts++
      client.resetAndDestroy()
      upstream.destroy()
    })
    for (const socket of [client, upstream]) socket.on('error', () => undefined)
    client.pipe(upstream).pipe(client)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, cuts: () => cuts }
}

/** Writes a layout of an image whose only layer is a tar file of so many bytes. The file is sparse, so this is quick. */
function writeHuge(path: string, size: number): { readonly digest: string } {
  const image = makeImage('huge')
  writeLayout(path, { v1: image })
  const draft = join(path, 'layer')
  const file = openSync(draft, 'w')
  const [header, end] = [makeHeader('zeros', size), 1024]
  writeSync(file, header)
  ftruncateSync(file, header.length + size + end)
  closeSync(file)
  const hash = createHash('sha256').update(header)
  const zeros = Buffer.alloc(2 ** 20)
  for (let left = size; left > 0; left -= zeros.length) hash.update(zeros)
  const digest = `sha256:${hash.update(Buffer.alloc(end)).digest('hex')}`
  copyFileSync(draft, join(path, 'blobs/sha256', digest.slice(7)))
  rmSync(draft)
  const store = (mediaType: string, value: unknown) => {
    const text = JSON.stringify(value)
    writeFileSync(join(path, 'blobs/sha256', sha256(text).slice(7)), text)
    return { mediaType, digest: sha256(text), size: text.length }
  }
  const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest, size: header.length + size + end }
  const rootfs = { type: 'layers', diff_ids: [digest] }
  const config = store('application/vnd.oci.image.config.v1+json', { architecture: 'amd64', os: 'linux', config: {}, rootfs })
  const manifest = store(OCI_MANIFEST, { schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: [layer] })
  writeFileSync(join(path, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }))
  return { digest: manifest.digest }
}

/** The peak memory of a process, in MiB. */
function readPeak(pid: string): number {
  try {
    const [, kibibytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Math.round(Number(kibibytes) / 1024)
  } catch {
    return 0
  }
}

function findChildren(name: string): readonly string[] {
  return readdirSync('/proc').filter(pid => {
    if (!/^\d+$/.test(pid)) return false
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      return stat.includes(`(${name})`) && stat.slice(stat.lastIndexOf(')')).split(' ')[2] === String(process.pid)
    } catch {
      return false
    }
  })
}
