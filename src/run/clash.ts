// Finds files that a run would write over each other or over its inputs. Paths are compared with symbolic links resolved, so two
// spellings of a path are one file. A report inside an input folder is a clash too, because the next run would read it. So is a link
// in the workspace that leads out of it: whoever changes the repository would choose a file of the runner to be overwritten.

import { readlink, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { type Problem, quote, usageProblem } from '../diagnostic.ts'
import { dockerfilesOf, listRead, listWritten } from '../settings/paths.ts'
import type { Settings } from '../settings/settings.ts'
import { isInGit, isWithin } from '../sources/open.ts'

/** Returns a problem for each path that cannot be written safely. `root` is the repository's folder, which is the workspace. */
export async function findClashes(settings: Settings, root: string): Promise<readonly Problem[]> {
  const written = listWritten(settings)
  if (written.length === 0) return []
  const read = [...listRead(settings), ...dockerfilesOf(settings).map(name => resolve(root, name))].filter(path => path !== '-')
  const inputs = await Promise.all(read.map(async path => ({ path, real: await follow(path) })))
  const folders = await Promise.all(inputs.map(async input => ({ ...input, isFolder: await isFolder(input.real) })))
  const clashes: Problem[] = []
  const seen = new Map<string, string>()
  for (const path of written) {
    const real = await follow(path)
    const other = seen.get(real)
    seen.set(real, path)
    clashes.push(...(await findMisled(`the report ${quote(path)}`, path, root)))
    if (other !== undefined)
      clashes.push(usageProblem(`${quote(path)} and ${quote(other)} are the same file, and each report needs its own file`))
    const input = folders.find(each => each.real === real || (each.isFolder && real.startsWith(each.real + sep)))
    if (input === undefined) continue
    clashes.push(
      usageProblem(
        input.real === real
          ? `the report would overwrite the input ${quote(path)}`
          : `the report ${quote(path)} would be written into the input folder ${quote(input.path)}`,
      ),
    )
  }
  return clashes
}

/** Returns a problem if a file must not be written where its path leads to. `what` names the file in messages. */
export async function findMisled(what: string, path: string, root: string): Promise<readonly Problem[]> {
  const real = await follow(path)
  const workspace = await follow(root)
  const isNamedThere = [resolve(root), workspace].some(folder => isWithin(folder, resolve(path)))
  if (isInGit(path) || isInGit(real)) return [usageProblem(`${what} would be written into a .git folder`)]
  if (!isNamedThere || isWithin(workspace, real)) return []
  const help = 'name the place that the link leads to, or remove the link'
  return [usageProblem(`${what} would be written through a link that leads out of the workspace`, help)]
}

// As many links as Linux follows.
const MOST_LINKS = 40

// Resolves symbolic links. If the file does not exist yet, those of its folder are resolved, and the link that it may be itself.
async function follow(path: string, links = 0): Promise<string> {
  const whole = resolve(path)
  const real = await realpath(whole).catch(() => undefined)
  if (real !== undefined) return real
  const folder = await realpath(dirname(whole)).catch(() => undefined)
  if (folder === undefined) return whole
  const target = await readlink(whole).catch(() => undefined)
  return target === undefined || links === MOST_LINKS ? join(folder, basename(whole)) : follow(resolve(folder, target), links + 1)
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
}
