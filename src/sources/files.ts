// Files, folders and standard input as byte streams: which files a path means, and their content, decompressed if it is gzip.

import { createReadStream } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { Fault } from '../fault.ts'
import { gunzip, isGzip } from './gunzip.ts'
import { gatherStart } from './start.ts'

/** The path that means standard input. */
export const STANDARD_INPUT = '-'

const READ_BYTES = 256 * 1024
const RECORD_FILE = /\.(?:json|ndjson|jsonl)(?:\.gz)?$/i
const RULE_FILE = /\.ya?ml$/i

/** Called for every file in a folder that is not read because of its ending. */
export type PassOver = (path: string) => void

/** The record files that a path means: the file itself, or the files of a folder and its subfolders, in order of their names. */
export async function findRecordFiles(path: string, passOver: PassOver = () => undefined): Promise<readonly string[]> {
  return findFiles(path, RECORD_FILE, passOver, 'no .json, .ndjson or .jsonl file (plain or .gz)')
}

/** The rule files that a path means. */
export async function findRuleFiles(path: string): Promise<readonly string[]> {
  return findFiles(path, RULE_FILE, () => undefined, 'no .yml or .yaml file; name a .json file itself to read it')
}

async function findFiles(path: string, wanted: RegExp, passOver: PassOver, none: string): Promise<readonly string[]> {
  if (path === STANDARD_INPUT) return [path]
  const files: string[] = []
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    await listFolder(path, (file, dangling) => (dangling || wanted.test(file) ? files.push(file) : passOver(file)), new Set())
  } catch (error) {
    throw toFault(path, error)
  }
  if (files.length === 0) throw new Fault('not-found', { message: `the folder contains ${none}`, at: path })
  return files
}

// Follows symbolic links, because their targets count as content of the folder. `visited` prevents endless cycles.
async function listFolder(folder: string, take: (file: string, dangling: boolean) => unknown, visited: Set<string>): Promise<void> {
  const place = await realpath(folder)
  if (visited.has(place)) return
  visited.add(place)
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    const kind = entry.isSymbolicLink() ? await kindOfTarget(path) : entry.isDirectory() ? 'folder' : 'file'
    if (kind === 'folder') await listFolder(path, take, visited)
    else take(path, kind === 'nothing')
  }
}

// A dangling link may have led to a file or a folder. It is treated as a file, so that reading it reports the fault.
async function kindOfTarget(link: string): Promise<'folder' | 'file' | 'nothing'> {
  try {
    return (await stat(link)).isDirectory() ? 'folder' : 'file'
  } catch {
    return 'nothing'
  }
}

/**
 * The bytes of a file or of standard input, decompressed if they are gzip, whatever the file's name. What is damaged in gzip data is
 * passed to `damaged`, and reading resumes behind it; the default ends the reading.
 */
export async function* readBytes(path: string, input: Readable, damaged: (fault: Fault) => void = raise): AsyncGenerator<Uint8Array> {
  const source: Readable = path === STANDARD_INPUT ? input : createReadStream(path, { highWaterMark: READ_BYTES })
  try {
    const chunks = gatherStart(source, 2)
    const first = await chunks.next()
    if (first.done === true) return
    const rest = resume(first.value, chunks)
    yield* isGzip(first.value) ? gunzip(nameOf(path), rest, damaged) : rest
  } catch (error) {
    throw toFault(path, error)
  } finally {
    // A consumer that stops early must neither leave the file open nor wait for more of standard input.
    source.destroy()
  }
}

function raise(fault: Fault): never {
  throw fault
}

async function* resume(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}

/** The whole text of a small file, such as a rule file. */
export async function readText(path: string, input: Readable): Promise<string> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of readBytes(path, input)) {
    length += chunk.length
    if (length > MAX_TEXT_BYTES)
      throw new Fault('too-large', { message: `the file is longer than ${MAX_TEXT_BYTES / 1024 / 1024} MiB`, at: path })
    parts.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
  } catch (error) {
    throw new Fault('encoding', { message: 'the file is not valid UTF-8', at: path }, error)
  }
}

const MAX_TEXT_BYTES = 32 * 1024 * 1024

const FAULTS: Readonly<Record<string, readonly [Fault['code'], string]>> = {
  ENOENT: ['not-found', 'no such file or folder'],
  ENOTDIR: ['not-found', 'no such file or folder'],
  EACCES: ['denied', 'permission to read it is missing'],
  EPERM: ['denied', 'permission to read it is missing'],
  EISDIR: ['not-readable', 'it is a folder'],
}

function toFault(path: string, error: unknown): Fault {
  if (error instanceof Fault) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const [kind, message] = FAULTS[code] ?? ['not-readable', `it cannot be read (${error instanceof Error ? error.message : String(error)})`]
  return new Fault(kind, { message, at: error instanceof Error && 'path' in error ? String(error.path) : nameOf(path) }, error)
}

function nameOf(path: string): string {
  return path === STANDARD_INPUT ? 'standard input' : path
}
