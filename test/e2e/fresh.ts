// Refuses a bundle that is older than the sources, before the first test that starts it.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FINGERPRINT, hashSources } from '../../build/fingerprint.ts'

export function setup(): void {
  refuseStale(fileURLToPath(new URL('../..', import.meta.url)))
}

/** Throws unless the bundle in this folder of the project was built from the sources beside it. */
export function refuseStale(root: string): void {
  const path = join(root, FINGERPRINT)
  if (existsSync(path) && readFileSync(path, 'utf8').trim() === hashSources(root)) return
  throw new Error('dist was not built from these sources, so its tests would say nothing about them: run npm run build')
}
