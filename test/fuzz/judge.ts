// Runs a whole check over recorded files, in this process, and returns its report.

import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Report } from '../../src/report/report.ts'
import { playCheck } from '../aws/world.ts'

/** Nothing is asked of AWS, because what is judged comes from files. */
const NOWHERE = { endpoint: 'http://127.0.0.1:9', env: {} } as Parameters<typeof playCheck>[0]

/** Runs `check` over these files; words that are paths of files are found in their folder. */
export async function judge(files: Readonly<Record<string, string | Uint8Array>>, words: readonly string[]): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'ecr-gate-fuzz-'))
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), content)
    }
    const known = new Set([...Object.keys(files), ...Object.keys(files).map(dirname)])
    return (
      await playCheck(
        NOWHERE,
        words.map(word => (known.has(word) ? join(folder, word) : word)),
      )
    ).report
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
