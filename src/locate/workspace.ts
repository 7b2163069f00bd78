// Reads the repository's files by paths that an image or a setting chose: only regular files inside the workspace, wherever links
// lead, and with a limit on bytes and on calls to the file system.

import { constants } from 'node:fs'
import { open, realpath, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { isInGit, isWithin, READ_WITHOUT_WAITING } from '../sources/open.ts'

/** Why a file is not read. */
export type Refusal =
  | 'no such file'
  | 'it is outside the workspace'
  | 'it is in a .git folder'
  | 'it is not a regular file'
  | 'it is too large'
  | 'it cannot be read'

export interface Workspace {
  /** Whether a folder exists. Links may lead it out of the workspace. */
  readonly hasFolder: (path: string) => Promise<boolean>
  /** The path of a file relative to the root, with slashes and with all links resolved. */
  readonly find: (path: string) => Promise<{ readonly file: string } | Refusal>
  /** The text of a file that was found. */
  readonly read: (file: string) => Promise<{ readonly text: string } | Refusal>
}

const MOST_BYTES = 10 * 1024 * 1024
const MOST_BYTES_IN_ALL = 4 * MOST_BYTES
const MOST_QUESTIONS = 5000
const NO_LINK = READ_WITHOUT_WAITING | (constants.O_NOFOLLOW ?? 0)

export async function openWorkspace(folder: string): Promise<Workspace> {
  const root = await realpath(folder).catch(() => resolve(folder))
  let questions = 0
  let room = MOST_BYTES_IN_ALL
  const mayAsk = (): boolean => ++questions <= MOST_QUESTIONS

  const hasFolder = async (path: string): Promise<boolean> => {
    const found = mayAsk() ? await stat(join(root, path)).catch(() => undefined) : undefined
    return found?.isDirectory() ?? false
  }

  const find = async (path: string): Promise<{ readonly file: string } | Refusal> => {
    const asked = resolve(root, path)
    if (!isInside(root, asked)) return 'it is outside the workspace'
    const real = mayAsk() ? await realpath(asked).catch(() => undefined) : undefined
    if (real === undefined) return 'no such file'
    if (!isInside(root, real)) return 'it is outside the workspace'
    if (isInGit(relative(root, asked)) || isInGit(relative(root, real))) return 'it is in a .git folder'
    return { file: relative(root, real).replaceAll(sep, '/') }
  }

  const read = async (file: string): Promise<{ readonly text: string } | Refusal> => {
    const handle = await open(join(root, file), NO_LINK).catch(() => undefined)
    if (handle === undefined) return 'it cannot be read'
    try {
      const about = await handle.stat()
      if (!about.isFile()) return 'it is not a regular file'
      if (about.size > Math.min(MOST_BYTES, room)) return 'it is too large'
      room -= about.size
      return { text: await handle.readFile('utf8') }
    } catch {
      return 'it cannot be read'
    } finally {
      await handle.close()
    }
  }
  return { hasFolder, find, read }
}

function isInside(root: string, path: string): boolean {
  return path !== root && isWithin(root, path)
}
