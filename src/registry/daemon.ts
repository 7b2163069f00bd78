// Where docker's daemon is. docker finds it by DOCKER_HOST or by its context; skopeo knows neither, so it is told. With a
// configuration of our own docker would not find its contexts either.

import { join } from 'node:path'
import { printable, shorten } from '../escape.ts'
import { pushFault } from './fault.ts'
import { type Environment, runTool, selectEnvironment } from './tool.ts'

export interface Daemon {
  /** As in DOCKER_HOST; none where nobody names it, and the tools' default is right. */
  readonly host: string | undefined
  /** The folder of ca.pem, cert.pem and key.pem, where the daemon is spoken to over TLS. */
  readonly certificates: string | undefined
}

const PATIENCE = 10_000

export async function findDaemon(env: Environment, docker: string | undefined): Promise<Daemon> {
  const host = env['DOCKER_HOST'] ?? ''
  if (host !== '') return { host, certificates: named(env['DOCKER_TLS_VERIFY']) && certificatesOf(env) }
  if (docker === undefined) return { host: undefined, certificates: undefined }
  // Contexts lie beside docker's own configuration.
  const chosen = { ...selectEnvironment(env), DOCKER_CONFIG: named(env['DOCKER_CONFIG']) }
  const { code, out, err } = await runTool({ command: docker, words: INSPECT, env: chosen, secrets: [], limit: PATIENCE })
  const [found, folder] = code === 0 ? readContext(out) : []
  // The image of another daemon would be pushed in the place of the one that was meant.
  if (code !== 0 && (named(env['DOCKER_CONTEXT']) !== undefined || /context.*not found/i.test(err))) {
    const said = shorten(printable(err.trim()), 300)
    throw pushFault('push-source', `docker's context cannot be read (${said})`, 'see docker context ls, or let DOCKER_HOST name the daemon')
  }
  return { host: named(found), certificates: named(folder) }
}

// The folder of certificates is named for every context, whether it has some or not.
const INSPECT = [
  'context',
  'inspect',
  '--format',
  '{{json .Endpoints.docker.Host}}\n{{json (index .TLSMaterial "docker")}}\n{{json .Storage.TLSPath}}',
]

function readContext(text: string): readonly [host?: string | undefined, certificates?: string | undefined] {
  try {
    const [host, material, folder] = JSON.parse(`[${text.trim().split('\n').join(',')}]`) as unknown[]
    const tls = Array.isArray(material) && material.length > 0 && typeof folder === 'string'
    return [typeof host === 'string' ? host : undefined, tls ? join(folder, 'docker') : undefined]
  } catch {
    return []
  }
}

function certificatesOf(env: Environment): string | undefined {
  return named(env['DOCKER_CERT_PATH']) ?? (named(env['HOME']) && join(env['HOME'] ?? '', '.docker'))
}

function named(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

/** The daemon as skopeo is told of it. */
export function daemonWords({ host, certificates }: Daemon): readonly string[] {
  if (host === undefined) return []
  // To docker tcp means TLS only where it is asked for, to skopeo always.
  const address = certificates === undefined ? host.replace(/^tcp:/, 'http:') : host
  return ['--src-daemon-host', address, ...(certificates === undefined ? [] : ['--src-cert-dir', certificates])]
}

/** The daemon as docker is told of it. */
export function daemonEnvironment({ host, certificates }: Daemon): Environment {
  const tls = certificates === undefined ? undefined : '1'
  return { DOCKER_HOST: host, DOCKER_CONTEXT: undefined, DOCKER_TLS_VERIFY: tls, DOCKER_CERT_PATH: certificates }
}
