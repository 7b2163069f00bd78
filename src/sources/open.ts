// Opens the files that a run is told to read, and nothing else: secrets lie on the same disk, and whoever writes a rule may write a
// link in its place. What is checked is what was opened, not what the path meant a moment before.

import { constants, createReadStream, openSync, type Stats } from 'node:fs'
import { type FileHandle, lstat, open, realpath, stat } from 'node:fs/promises'
import { Socket } from 'node:net'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { Fault } from '../fault.ts'

const READ_BYTES = 256 * 1024

/** Never waits, as it otherwise would for the writer of a pipe. */
export const READ_WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Whether `path` lies in `folder` or is it. Both are absolute, with links resolved. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** Whether a path leads into a `.git` folder, where checkout keeps the job's token. */
export function isInGit(path: string): boolean {
  return /(?:^|[\\/])\.git(?:[\\/]|$)/i.test(path)
}

// The kernel tells of a process there, its environment too.
function isPrivate(path: string, real: string): boolean {
  return isInGit(path) || isInGit(real) || /^\/(?:proc|sys)\//.test(real)
}

/**
 * Opens a file to read its bytes. `named` is the path that the user gave, and `path` is it or a file that was found in it. A link in a
 * folder may lead to nothing outside of it; a path that was given itself may be a link.
 */
export async function openFile(path: string, named = path): Promise<Readable> {
  const about = await stat(path)
  if (path === named && about.isFIFO() && (await isNamedPipe(path))) return openPipe(path)
  refuseKind(path, about)
  const handle = await open(path, READ_WITHOUT_WAITING)
  try {
    refuseKind(path, await handle.stat())
    await refusePlace(path, named, handle)
    return createReadStream('', { fd: handle, highWaterMark: READ_BYTES })
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** The real path of what a user named. Throws a fault if nothing there may be read. */
export async function resolveNamed(named: string): Promise<string> {
  const real = await realpath(named)
  if (isPrivate(named, real)) throw privateFault(named)
  return real
}

// The shell's `<(command)` is such a path: a pipe in /dev/fd, or one of its own. A link of a repository that leads to a pipe is not.
async function isNamedPipe(path: string): Promise<boolean> {
  return /^\/(?:dev|proc)\//.test(resolve(path)) || !(await lstat(path)).isSymbolicLink()
}

// A stream of files would wait for the writer in a thread, and the process could not end before it came.
function openPipe(path: string): Readable {
  return new Socket({ fd: openSync(path, READ_WITHOUT_WAITING), readable: true, writable: false })
}

function refuseKind(path: string, about: Stats): void {
  if (about.isFile()) return
  if (about.isDirectory()) throw new Fault('not-readable', { message: 'it is a folder', help: 'name a file in it', at: path })
  const help = 'to read a pipe, name the pipe itself, or - for standard input'
  throw new Fault('not-readable', { message: 'it is a pipe or a device, and not a file', help, at: path })
}

async function refusePlace(path: string, named: string, handle: FileHandle): Promise<void> {
  const folder = path === named ? undefined : await resolveNamed(named)
  const real = await realpath(path)
  if (isPrivate(path, real)) throw privateFault(path)
  if (folder !== undefined && !isWithin(folder, real)) {
    const help = 'put the file itself there, or name what the link leads to'
    throw new Fault('not-readable', { message: 'a link leads out of the folder that was named, and is not followed', help, at: path })
  }
  const [opened, there] = await Promise.all([handle.stat({ bigint: true }), stat(real, { bigint: true })])
  if (opened.ino !== there.ino || opened.dev !== there.dev)
    throw new Fault('not-readable', { message: 'it was replaced while it was opened', help: 'try again', at: path })
}

function privateFault(at: string): Fault {
  const help = 'such places hold credentials; move the file to where it belongs'
  return new Fault('not-readable', { message: 'nothing in a .git folder, in /proc or in /sys is read', help, at })
}
