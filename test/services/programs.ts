// Programs of Debian that the tests against services run, installed where they are missing and where that may be done.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

const INSTALL_TIMEOUT = 300_000
const UPDATES = 300
const QUIET = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }

/**
 * Installs what is missing, given as the package of each program, or of a file by its path; throws with the cure where that may not be
 * done.
 */
export function installPrograms(packages: Readonly<Record<string, string>>): void {
  const missing = Object.keys(packages).filter(name => findInPath(name) === undefined)
  if (missing.length === 0) return
  const wanted = missing.map(name => packages[name] ?? name)
  const cure = `apt-get install ${wanted.join(' ')}`
  if (process.getuid?.() !== 0 || findInPath('apt-get') === undefined)
    throw new Error(`these tests need ${missing.join(', ')}; install them: ${cure}`)
  console.log(`installing ${wanted.join(', ')}`)
  // Another test may be installing at the same time.
  const patient = ['-o', 'DPkg::Lock::Timeout=300', '-q']
  const install = [...patient, 'install', '-y', '--no-install-recommends', ...wanted]
  // The lists of packages may be old, or not there yet.
  let { status, stderr } = run('apt-get', install, QUIET)
  if (status !== 0) {
    updateLists()
    ;({ status, stderr } = run('apt-get', install, QUIET))
  }
  const left = missing.filter(name => findInPath(name) === undefined)
  if (status !== 0 || left.length > 0) throw new Error(`these tests cannot install ${left.join(', ')} (${cure})\n${stderr.slice(-2_000)}`)
}

// apt-get waits for the lock of the packages, but not for that of their lists.
function updateLists(): void {
  for (let i = 0; i < UPDATES; i++) {
    if (!run('apt-get', ['-q', 'update'], QUIET).stderr.includes('Could not get lock')) return
    run('sleep', ['1'])
  }
}

/** Runs a program of the system to its end. */
export function run(command: string, words: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  return spawnSync(command, words, { env, encoding: 'utf8', timeout: INSTALL_TIMEOUT, stdio: ['ignore', 'pipe', 'pipe'] })
}

export function findInPath(name: string): string | undefined {
  const folders = isAbsolute(name) ? ['/'] : (process.env['PATH'] ?? '').split(delimiter)
  return folders.map(folder => join(folder, name)).find(path => existsSync(path))
}
