// What dist/ was built from, as one hash that the build leaves in it: the end-to-end tests compare it with the sources, so that nobody
// reads green from the bundle of yesterday. It is made of paths and contents alone, so it is the same on every machine.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Where the build writes the hash, from the root of the project. */
export const FINGERPRINT = 'dist/sources.sha256'

/** All that dist is made of: our own files, and the packages in the versions that the lock file names. */
const SOURCES = ['build', 'build.mjs', 'package-lock.json', 'rules', 'src', 'tsconfig.json', 'tsconfig.types.json']

/** The hash of all that dist is made of, in hexadecimal; `root` is the folder of the project. */
export function hashSources(root: string): string {
  const hash = createHash('sha256')
  for (const path of SOURCES.flatMap(path => filesIn(root, path)).sort()) {
    const content = readFileSync(join(root, path))
    // The lengths say where a path and a content end.
    hash.update(`${path.length} ${path} ${content.length} `).update(content)
  }
  return hash.digest('hex')
}

function filesIn(root: string, path: string): readonly string[] {
  if (statSync(join(root, path)).isFile()) return [path]
  return (
    readdirSync(join(root, path), { recursive: true, withFileTypes: true })
      // What systems and editors leave in a folder is hidden, and no source.
      .filter(entry => entry.isFile() && !entry.name.startsWith('.'))
      .map(({ parentPath, name }) => relative(root, join(parentPath, name)).replaceAll('\\', '/'))
  )
}
