// A folder that only this user can read and that exists for one attempt: it holds the registry's credentials.

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sayError } from '../fault.ts'
import { registerCleanup } from '../process/stop.ts'
import { pushFault } from './fault.ts'

export interface Credentials {
  readonly username: string
  readonly password: string
}

/** Makes a private folder, passes it to `use`, and removes it with its contents, whatever happens. */
export async function withFolder<T>(parent: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = makeFolder(parent)
  const remove = registerCleanup(() => rmSync(folder, { recursive: true, force: true, maxRetries: 2 }))
  try {
    return await use(folder)
  } finally {
    remove()
  }
}

// Nothing is awaited between making the folder and registering its cleanup, so no signal is handled in between.
function makeFolder(parent: string): string {
  try {
    return mkdtempSync(join(parent, 'ecr-gate-push-'))
  } catch (error) {
    throw toFolderFault(error, parent)
  }
}

/** Writes credentials in docker's format, which skopeo reads too, and returns the path. */
export function writeCredentials(folder: string, registry: string, credentials: Credentials): string {
  const path = join(folder, 'config.json')
  try {
    writeFileSync(path, JSON.stringify({ auths: { [registry]: { auth: encodeAuth(credentials) } } }), { mode: 0o600, flag: 'wx' })
    chmodSync(path, 0o600)
  } catch (error) {
    throw toFolderFault(error, folder)
  }
  return path
}

/** Every form in which a tool might print the credentials. */
export function listSecrets(credentials: Credentials): readonly string[] {
  const { password } = credentials
  return [password, encodeAuth(credentials), encodeURIComponent(password), JSON.stringify(password).slice(1, -1)]
}

function encodeAuth({ username, password }: Credentials): string {
  return Buffer.from(`${username}:${password}`).toString('base64')
}

function toFolderFault(error: unknown, folder: string): Error {
  if (!(error instanceof Error)) throw error
  const full = 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
  return pushFault(
    full ? 'push-disk' : 'push-failed',
    `a private folder for the push cannot be created in ${folder} (${sayError(error)})`,
    full ? 'free space there' : 'set TMPDIR or RUNNER_TEMP to a folder that this user may write to',
    error,
  )
}
