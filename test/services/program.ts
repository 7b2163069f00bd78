// Programs that Go builds from source, once for each version, and that are kept in the user's cache.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cacheFolder } from './install.ts'

/** How long the tests that need a program wait for it to be built. */
export const BUILD_TIMEOUT = 400_000

/** Builds a program if it is not there yet and returns its path. If that is impossible, the error says what is needed. */
export function buildProgram(name: string, source: string, version: string): string {
  const cache = cacheFolder()
  const path = join(cache, `${name}-${version}`, name)
  if (existsSync(path)) return path
  mkdirSync(cache, { recursive: true })
  const making = mkdtempSync(join(cache, `${name}-`))
  try {
    console.log(`building ${name} into ${dirname(path)}`)
    const { status, error, stderr } = spawnSync('go', ['install', `${source}@${version}`], {
      env: { ...process.env, GOBIN: making, CGO_ENABLED: '0' },
      encoding: 'utf8',
      timeout: BUILD_TIMEOUT,
    })
    if (status !== 0) throw new Error(`the tests of workflows need Go to build ${name} (${error?.message ?? (stderr ?? '').trim()})`)
    // If another run was faster, its program is used.
    if (!existsSync(path)) renameSync(making, dirname(path))
    return path
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}
