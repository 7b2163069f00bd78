// Unpacks gzip data member by member. Node's own gunzip drops what it has unpacked when a later byte is wrong: a check sum, or text
// behind the last member. So the frame around the compressed data (RFC 1952) is read here, and Node only inflates.

import { constants, crc32, createInflateRaw, inflateRawSync } from 'node:zlib'
import { Fault } from '../fault.ts'

const CHUNK_BYTES = 256 * 1024
/** How much packed data of a member is kept, to unpack it up to a wrong byte; CloudTrail's files are smaller. */
const KEPT_BYTES = 1024 * 1024
const MOST_SALVAGED = 64 * 1024 * 1024
const MAGIC = Buffer.of(0x1f, 0x8b, 0x08)
const HEAD_BYTES = 10
const TRAILER_BYTES = 8
const [HEAD_SUM, EXTRA, NAME, COMMENT, RESERVED] = [0x02, 0x04, 0x08, 0x10, 0xe0]

/** No JSON contains this byte, so a reader of records cannot take what follows for a continuation of what was cut off. */
const BREAK = Buffer.of(0)

/** Whether bytes begin as a gzip member does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === MAGIC[0] && bytes[1] === MAGIC[1]
}

/** Unpacks all members. Whatever is wrong is passed to `damaged`, and unpacking resumes at the next member. */
export async function* gunzip(
  file: string,
  packed: AsyncIterable<Uint8Array>,
  damaged: (fault: Fault) => void,
): AsyncGenerator<Uint8Array> {
  const bytes = createBytes(packed)
  let isBroken = false
  for (let start = await bytes.read(2); start.length > 0; start = await bytes.read(2)) {
    bytes.putBack(start)
    if (isBroken) yield BREAK
    const state = isGzip(start) ? yield* unpackMember(bytes) : 'not gzip'
    if (state !== 'whole') damaged(toFault(file, state))
    if (state === 'cut') return
    isBroken = state === 'damaged'
    if (isBroken) for await (const _ of skipToMember(bytes));
    // Somebody may have appended text to a gzip file, so it is passed on as it is.
    else if (state === 'not gzip') yield* skipToMember(bytes)
  }
}

/** The same of bytes that are all there, which need not be packed. */
export function unpack(file: string, bytes: Uint8Array, damaged: (fault: Fault) => void): AsyncIterable<Uint8Array> {
  const whole = (async function* () {
    yield bytes
  })()
  return isGzip(bytes) ? gunzip(file, whole, damaged) : whole
}

/** `wrong sum`: all was unpacked, but it is not what was packed. */
type State = 'whole' | 'cut' | 'damaged' | 'wrong sum' | 'not gzip'

function toFault(file: string, state: Exclude<State, 'whole'>): Fault {
  if (state === 'cut') return new Fault('truncated', { message: 'the gzip data ends too early: the file is incomplete', at: file })
  const message = state === 'not gzip' ? 'unexpected data after the end of the gzip data' : 'the gzip data is damaged'
  return new Fault('not-readable', { message, at: file })
}

/** A stream of bytes of which any number can be read, and put back. */
interface Bytes {
  /** Reads as many bytes, or fewer at the end. */
  readonly read: (length: number) => Promise<Buffer>
  /** Reads the next bytes as they come; undefined at the end. */
  readonly next: () => Promise<Buffer | undefined>
  readonly putBack: (bytes: Uint8Array) => void
}

function createBytes(source: AsyncIterable<Uint8Array>): Bytes {
  const chunks = source[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)
  const next = async (): Promise<Buffer | undefined> => {
    if (held.length > 0) {
      const bytes = held
      held = Buffer.alloc(0)
      return bytes
    }
    for (;;) {
      const { done, value } = await chunks.next()
      if (done === true) return undefined
      if (value.length > 0) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    }
  }
  const putBack = (bytes: Uint8Array): void => {
    held = held.length === 0 ? Buffer.from(bytes) : Buffer.concat([bytes, held])
  }
  const read = async (length: number): Promise<Buffer> => {
    let bytes: Buffer = Buffer.alloc(0)
    while (bytes.length < length) {
      const more = await next()
      if (more === undefined) return bytes
      bytes = bytes.length === 0 ? more : Buffer.concat([bytes, more])
    }
    if (bytes.length > length) putBack(bytes.subarray(length))
    return bytes.subarray(0, length)
  }
  return { read, next, putBack }
}

// Yields the bytes before the next member.
async function* skipToMember(bytes: Bytes): AsyncGenerator<Uint8Array> {
  let tail = Buffer.alloc(0)
  for (let chunk = await bytes.next(); chunk !== undefined; chunk = await bytes.next()) {
    const seen = Buffer.concat([tail, chunk])
    const at = seen.indexOf(MAGIC)
    if (at >= 0) {
      bytes.putBack(seen.subarray(at))
      if (at > 0) yield seen.subarray(0, at)
      return
    }
    // The magic bytes may be split between two chunks.
    tail = Buffer.from(seen.subarray(-(MAGIC.length - 1)))
    yield seen.subarray(0, seen.length - tail.length)
  }
  yield tail
}

async function* unpackMember(bytes: Bytes): AsyncGenerator<Uint8Array, State> {
  const head = await readHead(bytes)
  if (head !== 'whole') return head
  let sum = 0
  let size = 0
  const state = yield* inflate(bytes, chunk => {
    sum = crc32(chunk, sum)
    size = (size + chunk.length) % 2 ** 32
  })
  if (state !== 'whole') return state
  const trailer = await bytes.read(TRAILER_BYTES)
  if (trailer.length < TRAILER_BYTES) return 'cut'
  return trailer.readUInt32LE(0) === sum && trailer.readUInt32LE(4) === size ? 'whole' : 'wrong sum'
}

async function readHead(bytes: Bytes): Promise<State> {
  let head = Buffer.alloc(0)
  const take = async (length: number): Promise<boolean> => {
    const read = await bytes.read(length)
    head = Buffer.concat([head, read])
    return read.length === length
  }
  const takeText = async (): Promise<boolean> => {
    do if (!(await take(1))) return false
    while (head.at(-1) !== 0 && head.length < CHUNK_BYTES)
    return true
  }
  if (!(await take(HEAD_BYTES))) return 'cut'
  const flags = head[3] as number
  if (head[2] !== MAGIC[2] || (flags & RESERVED) !== 0) {
    bytes.putBack(head.subarray(MAGIC.length))
    return 'damaged'
  }
  if ((flags & EXTRA) !== 0 && !((await take(2)) && (await take(head.readUInt16LE(head.length - 2))))) return 'cut'
  for (const flag of [NAME, COMMENT]) if ((flags & flag) !== 0 && !(await takeText())) return 'cut'
  if ((flags & HEAD_SUM) === 0) return 'whole'
  const sum = crc32(head) & 0xffff
  return (await take(2)) ? (head.readUInt16LE(head.length - 2) === sum ? 'whole' : 'damaged') : 'cut'
}

// Inflates up to the end of the compressed data and puts back what follows it.
async function* inflate(bytes: Bytes, see: (chunk: Uint8Array) => void): AsyncGenerator<Uint8Array, State> {
  const inflater = createInflateRaw({ chunkSize: CHUNK_BYTES })
  const closed = new Promise<void>(resolve => inflater.once('close', resolve))
  const kept: Buffer[] = []
  let [given, unpacked] = [0, 0]
  let last: Buffer = Buffer.alloc(0)
  const feed = async (): Promise<void> => {
    for (let chunk = await bytes.next(); chunk !== undefined; chunk = await bytes.next()) {
      if (inflater.destroyed) return bytes.putBack(chunk)
      last = chunk
      given += chunk.length
      if (given <= KEPT_BYTES) kept.push(Buffer.from(chunk))
      await Promise.race([new Promise<unknown>(resolve => inflater.write(chunk, resolve)), closed])
      // What is left of a chunk lies behind the end of the compressed data.
      if (inflater.destroyed || inflater.bytesWritten < given) return
    }
    inflater.end()
  }
  const feeding = feed().catch((error: unknown) => void inflater.destroy(error as Error))
  try {
    for await (const chunk of inflater) {
      unpacked += chunk.length
      see(chunk)
      yield chunk
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'Z_BUF_ERROR') return 'cut'
    if (code !== 'Z_DATA_ERROR') throw error
    await feeding
    bytes.putBack(last)
    if (given <= KEPT_BYTES) yield salvage(Buffer.concat(kept)).subarray(unpacked)
    return 'damaged'
  }
  await feeding
  bytes.putBack(last.subarray(last.length - (given - inflater.bytesWritten)))
  return 'whole'
}

// Unpacks data up to its first wrong byte: the longest beginning of it that can be inflated.
function salvage(packed: Buffer): Buffer {
  let unpacked = Buffer.alloc(0)
  let [whole, wrong] = [0, packed.length + 1]
  while (whole + 1 < wrong) {
    const middle = Math.floor((whole + wrong) / 2)
    try {
      unpacked = inflateRawSync(packed.subarray(0, middle), { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_SALVAGED })
      whole = middle
    } catch {
      wrong = middle
    }
  }
  return unpacked
}
