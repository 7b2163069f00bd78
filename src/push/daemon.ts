// Finds docker's daemon. docker itself goes by DOCKER_HOST or its context. skopeo knows neither, so it is given the address; and
// so is docker, because it runs with a configuration folder of ours, in which it would not find its contexts.

import { join } from 'node:path'
import { printable } from '../escape.ts'
import { pushFault } from './fault.ts'
import { type Environment, runTool, selectEnvironment } from './tool.ts'

export interface Daemon {
  /** The address in the form of DOCKER_HOST; undefined if none is configured, so that the tools use their default. */
  readonly host: string | undefined
  /** The folder with ca.pem, cert.pem and key.pem, if the connection to the daemon uses TLS. */
  readonly certificates: string | undefined
}

const PATIENCE = 10_000

export async function findDaemon(env: Environment, docker: string | undefined, signal: AbortSignal): Promise<Daemon> {
  const host = env['DOCKER_HOST'] ?? ''
  if (host !== '') return { host, certificates: nonEmpty(env['DOCKER_TLS_VERIFY']) && certificatesOf(env) }
  if (docker === undefined) return { host: undefined, certificates: undefined }
  // docker stores contexts in its configuration folder.
  const chosen = { ...selectEnvironment(env), DOCKER_CONFIG: nonEmpty(env['DOCKER_CONFIG']) }
  const { code, out, err } = await runTool({ command: docker, words: INSPECT, env: chosen, secrets: [], limit: PATIENCE, signal })
  const [found, folder] = code === 0 ? readContext(out) : []
  // With the default daemon instead, an image of another daemon could be pushed.
  if (code !== 0 && (nonEmpty(env['DOCKER_CONTEXT']) !== undefined || /context.*not found/i.test(err))) {
    const said = printable(err.trim(), 300)
    throw pushFault('push-source', `docker's context cannot be read (${said})`, 'check docker context ls, or set DOCKER_HOST')
  }
  return { host: nonEmpty(found), certificates: nonEmpty(folder) }
}

// docker names a certificate folder for every context, even if it has no certificates, so the TLS material is read as well.
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
  return nonEmpty(env['DOCKER_CERT_PATH']) ?? (nonEmpty(env['HOME']) && join(env['HOME'] ?? '', '.docker'))
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

/** The options that tell skopeo where the daemon is; each begins with `prefix`. */
export function daemonWords({ host, certificates }: Daemon, prefix: '--' | '--src-'): readonly string[] {
  if (host === undefined) return []
  // For a tcp: address docker uses TLS only if asked to; skopeo always does.
  const address = certificates === undefined ? host.replace(/^tcp:/, 'http:') : host
  return [`${prefix}daemon-host`, address, ...(certificates === undefined ? [] : [`${prefix}cert-dir`, certificates])]
}

/** The environment that tells docker where the daemon is. */
export function daemonEnvironment({ host, certificates }: Daemon): Environment {
  const tls = certificates === undefined ? undefined : '1'
  return { DOCKER_HOST: host, DOCKER_CONTEXT: undefined, DOCKER_TLS_VERIFY: tls, DOCKER_CERT_PATH: certificates }
}
