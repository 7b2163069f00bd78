// Files that a run would write onto one another, or onto what it reads. Paths are compared by where they lead: two spellings of one
// path are one file, and a report within a folder of inputs would be read by the next run.

import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { type Problem, quote } from './diagnostic.ts'
import type { Settings } from './settings/settings.ts'
import { listRead, listWritten } from './settings/together.ts'
import { wrong } from './settings/values.ts'

/** Returns a problem for each path that cannot be written safely. `root` is the repository's folder, where the Dockerfile lies. */
export async function findClashes(settings: Settings, root: string): Promise<readonly Problem[]> {
  const written = listWritten(settings)
  if (written.length === 0) return []
  const dockerfiles = settings.dockerfile === undefined ? ['Dockerfile', 'Containerfile'] : [settings.dockerfile]
  const read = [...listRead(settings), ...dockerfiles.map(name => resolve(root, name))].filter(path => path !== '-')
  const inputs = await Promise.all(read.map(async path => ({ path, real: await follow(path) })))
  const folders = await Promise.all(inputs.map(async input => ({ ...input, isFolder: await isFolder(input.real) })))
  const clashes: Problem[] = []
  const seen = new Map<string, string>()
  for (const path of written) {
    const real = await follow(path)
    const other = seen.get(real)
    seen.set(real, path)
    if (other !== undefined)
      clashes.push(wrong(`${quote(path)} and ${quote(other)} are the same file, and each report needs one of its own`))
    const input = folders.find(each => each.real === real || (each.isFolder && real.startsWith(each.real + sep)))
    if (input === undefined) continue
    clashes.push(
      wrong(
        input.real === real
          ? `the report would overwrite ${quote(path)}, which is read`
          : `the report ${quote(path)} would lie in ${quote(input.path)}, which is read`,
      ),
    )
  }
  return clashes
}

// Of a file that is not there yet, its folder says where it will be.
async function follow(path: string): Promise<string> {
  const whole = resolve(path)
  return realpath(whole).catch(() =>
    realpath(dirname(whole)).then(
      folder => join(folder, basename(whole)),
      () => whole,
    ),
  )
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
}
