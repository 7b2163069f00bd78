// Files, folders and standard input as byte streams: which files a path means, and their content, decompressed if it is gzip.

import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import type { Diagnostic } from '../diagnostic.ts'
import { Fault, sayError } from '../fault.ts'
import { compareText } from '../order.ts'
import { toolNamed } from '../rules/foreign/tool.ts'
import { onDisk } from '../rules/reference.ts'
import { gunzip, isGzip } from './gunzip.ts'
import { explainMissing } from './joined.ts'
import { isInGit, isWithin, openFile, resolveNamed } from './open.ts'
import { gatherStart } from './start.ts'
import { gatherText, MOST_RULE_BYTES, SPLIT } from './text.ts'

/** The path that means standard input. */
export const STANDARD_INPUT = '-'

const RECORD_FILE = /\.(?:json|ndjson|jsonl)(?:\.gz)?$/i
const RULE_FILE = /\.(?:ya?ml|json)$/i

/** Which files of a folder are read. */
interface Wanted {
  readonly isWanted: (name: string) => boolean
  /** What a folder lacks that has none of these files. */
  readonly none: string
}

const RECORDS: Wanted = { isWanted: name => RECORD_FILE.test(name), none: 'no .json, .ndjson or .jsonl file (plain or .gz)' }

/** Whether a name is that of a file of VEX. */
export const isVexFile = (name: string): boolean => /\.json(?:\.gz)?$/i.test(name)
const VEX: Wanted = { isWanted: isVexFile, none: 'no .json file (plain or .gz)' }

/** Called for every file in a folder that is not read because of its ending. */
export type PassOver = (path: string) => void

/** The record files that a path means: the file itself, or the files of a folder and its subfolders, in order of their names. */
export async function findRecordFiles(path: string, passOver?: PassOver): Promise<readonly string[]> {
  return findFiles(path, RECORDS, passOver)
}

/** Whether a name is that of a rule file, or of a file of another tool that says what to ignore. */
export function isRuleFile(name: string): boolean {
  return RULE_FILE.test(name) || toolNamed(name) !== undefined
}

const RULES: Wanted = { isWanted: isRuleFile, none: 'no .yml, .yaml or .json file' }

/** The rule files that a path means. */
export async function findRuleFiles(path: string, passOver?: PassOver): Promise<readonly string[]> {
  return findFiles(path, RULES, passOver)
}

/** The files of VEX that a path means. */
export async function findVexFiles(path: string, passOver?: PassOver): Promise<readonly string[]> {
  return findFiles(path, VEX, passOver)
}

/** Whether a path, beside this file, is that of a folder. */
export async function isFolderBeside(file: string, path: string): Promise<boolean> {
  return (await stat(resolve(dirname(file), path)).catch(() => undefined))?.isDirectory() ?? false
}

const MOST_NAMED = 5

/** Collects what a folder contains that is not read, and names it in a note. Hidden files are not meant to be read. */
export function collectPassedOver(folder: string): { readonly passOver: PassOver; readonly notes: () => readonly Diagnostic[] } {
  const named: string[] = []
  let count = 0
  return {
    passOver: path => {
      if (basename(path).startsWith('.')) return
      count++
      if (named.length < MOST_NAMED) named.push(relative(folder, path))
    },
    notes: () => {
      if (count === 0) return []
      const message = `not read: ${named.join(', ')}${count > named.length ? `, and ${count - named.length} more` : ''}`
      return [{ level: 'note', kind: 'passed-over', message, help: 'what is named itself is read, whatever it is called', at: folder }]
    },
  }
}

async function findFiles(path: string, { isWanted, none }: Wanted, passOver: PassOver = () => undefined) {
  if (path === STANDARD_INPUT) return [path]
  const files: string[] = []
  const take = (file: string, unread: boolean): unknown => (unread || isWanted(file) ? files.push(onDisk(file)) : passOver(file))
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    await listFolder(path, { take, top: await resolveNamed(path), visited: new Set() })
  } catch (error) {
    const { code, diagnostic } = toFault(path, error)
    const help = code === 'not-found' ? await explainMissing(path) : undefined
    throw new Fault(code, { ...diagnostic, ...(help !== undefined && { help }) }, error)
  }
  if (files.length === 0) throw new Fault('not-found', { message: `the folder contains ${none}`, at: path })
  return files
}

interface Listing {
  /** Called for each file; `unread` if it cannot be read, which is then said by whoever tries to. */
  readonly take: (file: string, unread: boolean) => unknown
  /** The real path of the folder that was named. */
  readonly top: string
  readonly visited: Set<string>
}

// Follows symbolic links as far as they stay in the folder that was named. `visited` prevents endless cycles. Git's own folder is no
// content of the repository.
async function listFolder(folder: string, listing: Listing): Promise<void> {
  const { take, top, visited } = listing
  const place = await realpath(folder)
  if (visited.has(place)) return
  visited.add(place)
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => compareText(a.name, b.name))) {
    if (isInGit(entry.name)) continue
    const path = join(folder, entry.name)
    const kind = entry.isSymbolicLink() ? await kindOfTarget(path, top) : entry.isDirectory() ? 'folder' : 'file'
    if (kind === 'folder') await listFolder(path, listing)
    else take(path, kind === 'nothing')
  }
}

// A dangling link may have led to a file or a folder, and a folder elsewhere may hold files to read. Both are treated as a file, so
// that reading it reports the fault.
async function kindOfTarget(link: string, top: string): Promise<'folder' | 'file' | 'nothing'> {
  try {
    if (!(await stat(link)).isDirectory()) return 'file'
    return isWithin(top, await realpath(link)) ? 'folder' : 'nothing'
  } catch {
    return 'nothing'
  }
}

interface ByteOptions {
  /** The path that the user gave, in which the file was found. */
  readonly named?: string
  /** Called with what is damaged in gzip data; reading then resumes behind it. The default ends the reading. */
  readonly damaged?: (fault: Fault) => void
  /** Whether to read the bytes as they are, gzip or not. */
  readonly isRaw?: boolean
}

/** The bytes of a file or of standard input, decompressed if they are gzip, whatever the file's name. */
export async function* readBytes(
  path: string,
  input: Readable | undefined,
  { named = path, damaged = raise, isRaw = false }: ByteOptions = {},
): AsyncGenerator<Uint8Array> {
  const source = path === STANDARD_INPUT && input !== undefined ? input : await openSource(path, named)
  try {
    const chunks = gatherStart(limitSilence(source, path), 2)
    const first = await chunks.next()
    if (first.done === true) return
    const rest = resume(first.value, chunks)
    yield* isGzip(first.value) && !isRaw ? gunzip(nameOf(path), rest, damaged) : rest
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

async function openSource(path: string, named: string): Promise<Readable> {
  try {
    return await openFile(path, named)
  } catch (error) {
    throw toFault(path, error)
  }
}

/** How long to wait for the next bytes of a pipe, in milliseconds: whoever writes it may never do so. */
export const MOST_SILENCE = 10 * 60_000

async function* limitSilence(source: Readable, path: string): AsyncGenerator<Uint8Array> {
  const give = (): unknown => {
    const help = 'what writes it does not end, or waits for something itself'
    return source.destroy(
      new Fault('not-readable', { message: `nothing came for ${MOST_SILENCE / 60_000} minutes`, help, at: nameOf(path) }),
    )
  }
  const chunks = source[Symbol.asyncIterator]()
  for (;;) {
    const timer = setTimeout(give, MOST_SILENCE)
    const next: IteratorResult<Uint8Array> = await chunks.next().finally(() => clearTimeout(timer))
    if (next.done === true) return
    yield next.value
  }
}

async function* resume(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}

interface TextOptions {
  /** The path that the user gave, in which the file was found. */
  readonly named?: string
  readonly limit: number
  /** How to cure a file that is longer. */
  readonly help: string
  /** Whether to read the text as it is on disk, with its byte order mark, so that it can be written again. */
  readonly isRaw?: boolean
}

/** The whole text of a file, within a limit. Without `input`, standard input is not read. */
export async function readText(
  path: string,
  input: Readable | undefined,
  { named = path, limit, help, isRaw = false }: TextOptions,
): Promise<string> {
  return gatherText(readBytes(path, input, { named, isRaw }), { at: nameOf(path), limit, help, isRaw })
}

/** The text of a rule file, which was found in what the user named. */
export function readRuleText(path: string, input: Readable, named = path): Promise<string> {
  return readText(path, input, { named, limit: MOST_RULE_BYTES, help: SPLIT })
}

/** The same as it is on disk, for whoever writes the file again. */
export function readRawRuleText(path: string): Promise<string> {
  return readText(path, undefined, { limit: MOST_RULE_BYTES, help: 'name another file, and give the gate both', isRaw: true })
}

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
  const [kind, message] = FAULTS[code] ?? ['not-readable', `it cannot be read (${sayError(error)})`]
  return new Fault(kind, { message, at: error instanceof Error && 'path' in error ? String(error.path) : nameOf(path) }, error)
}

function nameOf(path: string): string {
  return path === STANDARD_INPUT ? 'standard input' : path
}
