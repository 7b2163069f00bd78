// A registry that is not ours, on loopback, with TLS and a password: Debian's docker-registry; and Debian's podman as the
// daemon that docker and skopeo speak to, with a store of its own so that nothing of the machine's is touched.
//
//   apt-get install docker-registry skopeo podman docker.io openssl

import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { type Authority, makeCertificates } from '../certificates.ts'
import { run } from './programs.ts'

/** The package of each program that the tests of a push need. */
export const PACKAGES = {
  'docker-registry': 'docker-registry',
  skopeo: 'skopeo',
  podman: 'podman',
  docker: 'docker.io',
  openssl: 'openssl',
}

const START_TIMEOUT = 20_000
const STOP_TIMEOUT = 5_000

export const CREDENTIALS = { username: 'gate', password: 'invented-password-3f9a' }
// Made by: htpasswd -nbB gate invented-password-3f9a
const HTPASSWD = 'gate:$2b$05$abcdefghijklmnopqrstuufjrgapZ6/81Agxa3mENI60rEw6rDJ2.\n'

export interface Running {
  readonly stop: () => Promise<void>
}

export interface Registry extends Running {
  /** `127.0.0.1:port`. */
  readonly host: string
  readonly port: number
}

function must(command: string, words: readonly string[], env?: NodeJS.ProcessEnv): string {
  const { status, error, stdout, stderr } = run(command, words, env)
  if (status !== 0) throw new Error(`${command} ${words[0]} failed (${error?.message ?? `exit code ${status}`})\n${stderr}`)
  return stdout
}

/** Makes an authority and a certificate of 127.0.0.1, and lets this process trust it. */
export function makeAuthority(folder: string): Authority {
  const authority = makeCertificates(folder)
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(authority.ca, 'utf8')])
  return authority
}

/** Starts a registry that keeps its data in a folder. */
export async function startRegistry(folder: string, { certificate, key }: Authority): Promise<Registry> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'htpasswd'), HTPASSWD)
  const configuration = {
    version: '0.1',
    // It says which port it got.
    log: { level: 'info', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    auth: { htpasswd: { realm: 'test', path: join(folder, 'htpasswd') } },
    http: { addr: '127.0.0.1:0', secret: 'invented', tls: { certificate, key } },
  }
  // YAML has JSON in it.
  writeFileSync(join(folder, 'config.yml'), JSON.stringify(configuration))
  const running = start('docker-registry', ['serve', join(folder, 'config.yml')], { PATH: process.env['PATH'] })
  const host = await running.ready(async log => {
    const [, host] = /listening on (127\.0\.0\.1:\d+)/.exec(log) ?? []
    return host !== undefined && (await fetch(`https://${host}/v2/`)).status === 401 ? host : undefined
  })
  return { host, port: Number(host.split(':')[1]), stop: running.stop }
}

export interface Podman extends Running {
  /** What names its socket and its store, for docker and skopeo. */
  readonly env: Readonly<Record<string, string>>
  readonly run: (...words: readonly string[]) => string
}

/** Starts podman's service, which speaks as docker's daemon does. */
export async function startPodman(folder: string, { ca }: Authority): Promise<Podman> {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o700)
  const [socket, storage] = [join(folder, 'podman.sock'), join(folder, 'storage.conf')]
  const places = `graphroot = "${join(folder, 'graph')}"\nrunroot = "${join(folder, 'run')}"\n`
  writeFileSync(storage, `[storage]\ndriver = "vfs"\n${places}`)
  const own = { PATH: process.env['PATH'], HOME: folder, CONTAINERS_STORAGE_CONF: storage, SSL_CERT_FILE: ca, TMPDIR: folder }
  const running = start('podman', ['system', 'service', '--time=0', `unix://${socket}`], own)
  await running.ready(async () => run('docker', ['version'], { ...own, DOCKER_HOST: `unix://${socket}` }).status === 0 || undefined)
  return {
    env: { DOCKER_HOST: `unix://${socket}`, CONTAINERS_STORAGE_CONF: storage },
    run: (...words) => must('podman', words, own),
    stop: running.stop,
  }
}

function start(command: string, words: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(command, words, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-4_000)
  })
  let failed: Error | undefined
  child.on('error', error => {
    failed = error
  })
  return {
    stop: () => stop(child),
    /** Asks, with what the program has written so far, until there is an answer. */
    ready: async <T>(ask: (log: string) => Promise<T | undefined>): Promise<T> => {
      const end = performance.now() + START_TIMEOUT
      for (;;) {
        const answer = await ask(log).catch(() => undefined)
        if (answer !== undefined) return answer
        if (failed !== undefined || child.exitCode !== null || performance.now() > end) {
          child.kill('SIGKILL')
          throw new Error(`${command} does not answer\n${log}`, { cause: failed })
        }
        await new Promise(resolve => setTimeout(resolve, 50))
      }
    },
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise(resolve => child.once('close', resolve))
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT)
  child.kill('SIGTERM')
  await ended
  clearTimeout(late)
}
