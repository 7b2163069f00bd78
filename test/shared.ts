// Real recorded data that nobody on the project wrote. It lies beside the project and not in it, so tests that read it are
// skipped, visibly, where it is absent.

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../shared/data/', import.meta.url))

/** Whether the real data is there; the title of a skipped test says what it would have read. */
export const hasSharedData = existsSync(folder)

export function sharedData(path: string): string {
  return `${folder}${path}`
}
