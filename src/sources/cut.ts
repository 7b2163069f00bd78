// Cuts a byte stream into the records it holds, without parsing it as a whole: `{"Records":[…]}` and `{"Events":[…]}`, a list,
// one record per line, or records one after another.
//
// A day of CloudTrail may be larger than memory, so only one record is held at a time. The cutting is exact, not a guess:
// every byte belongs to one record or to the frame around the records, and both the records and the frame must parse.

import { isUtf8 } from 'node:buffer'
import type { Place } from '../diagnostic.ts'
import { MAX_DEPTH } from '../events/text.ts'
import { Fault } from '../fault.ts'
import { gatherStart } from './start.ts'

/** The size limit of one JSON document: one line of records, or a whole file of the form `{"Records":[…]}`. */
export const MAX_DOCUMENT_BYTES = 256 * 1024 * 1024

/** A record's unchanged JSON text and where it begins; the column counts bytes. */
export interface Piece {
  readonly text: string
  readonly line: number
  readonly column: number
}

/** Cuts the chunks of one file. `more` is called if the file says that it is only one page of several. */
export async function* cut(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  more: (token: string) => void,
): AsyncGenerator<readonly Piece[]> {
  const cutter = createCutter(file, more)
  for await (const chunk of gatherStart(chunks, BYTE_ORDER_MARK.length)) {
    // The records before a damaged one are still delivered.
    const pieces: Piece[] = []
    let fault: unknown
    try {
      cutter.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), pieces)
    } catch (error) {
      fault = error
    }
    if (pieces.length > 0) yield pieces
    if (fault !== undefined) throw fault
  }
  cutter.end()
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const NEWLINE = 0x0a
const RETURN = 0x0d
const TAB = 0x09
const SPACE = 0x20
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

const TEXT = String.raw`"(?:[^"\\]|\\.)*"`
const METADATA = String.raw`"(?:\$metadata|ResponseMetadata)"\s*:\s*\{(?:[^"]|${TEXT})*\}`
const TOKEN = String.raw`"(?:NextToken|nextToken)"\s*:\s*(?:${TEXT}|null)`
/** The beginning of a frame around records: the SDKs' metadata and a page token may precede its list. */
const FRAME = new RegExp(String.raw`^\{\s*(?:${METADATA}\s*,\s*)?(?:${TOKEN}\s*,\s*)?"(?:Records|Events)"\s*:\s*\[$`)
const FRAME_LIST = /"(?:Records|Events)"(?=\s*:\s*\[)/
const FRAME_KEYS = ['NextToken', 'nextToken', '$metadata', 'ResponseMetadata']
const MAX_FRAME_BYTES = 64 * 1024

interface Cutter {
  readonly push: (chunk: Buffer, pieces: Piece[]) => void
  readonly end: () => void
}

function createCutter(file: string, more: (token: string) => void): Cutter {
  // The depth of records: 0 for records one after another, 1 in a list, 2 in the list of a frame. After a frame's list it is
  // -1 until the frame is closed, because no record may follow.
  let recordDepth = 0
  let depth = 0
  let inText = false
  let escaped = false
  // Whether the document may still turn out to be a frame; its first list decides.
  let mayBeFrame = true
  let wantsRecord = true
  let afterComma = false
  // Whether the bytes from `from` on are being kept: those of a record, or of the end of a frame.
  let capturing = false
  let from = 0
  let parts: Buffer[] = []
  let frame: Buffer[] = []
  let documentBytes = 0
  let documents = 0
  let chunk: Buffer = Buffer.alloc(0)
  let consumed = 0
  let newlines = 1
  let nextNewline = -1
  let lineStart = 0
  let began: Place = { file, line: 1, column: 1 }

  const placeOf = (offset: number): Place => {
    while (nextNewline >= 0 && nextNewline < offset) {
      newlines++
      lineStart = consumed + nextNewline + 1
      nextNewline = chunk.indexOf(NEWLINE, nextNewline + 1)
    }
    return { file, line: newlines, column: consumed + offset - lineStart + 1 }
  }

  const capture = (offset: number): void => {
    capturing = true
    from = offset
    began = placeOf(offset)
  }

  const enterList = (level: number): void => {
    recordDepth = level
    capturing = false
    wantsRecord = true
    afterComma = false
    documents++
  }

  // Skips the JSON string that begins or continues at `offset`. Returns the offset of its last byte in this chunk.
  const skipText = (offset: number): number => {
    const bytes = chunk
    let at = escaped ? offset + 1 : offset
    escaped = false
    for (; at < bytes.length; at++) {
      const byte = bytes[at]
      if (byte === QUOTE) {
        inText = false
        return at
      }
      if (byte === BACKSLASH) at++
    }
    escaped = at > bytes.length
    return at
  }

  // Reads a byte between records. Returns true if the byte is consumed, false if it opens a record.
  const readBetween = (byte: number, offset: number): boolean => {
    if (byte === OPEN_BRACE && (wantsRecord || recordDepth === 0)) {
      capture(offset)
      afterComma = false
      mayBeFrame = recordDepth === 0
      if (recordDepth === 0) documentBytes = -offset
      return false
    }
    if (byte === OPEN_BRACKET && recordDepth === 0) {
      documentBytes = -offset
      depth = 1
      enterList(1)
      return true
    }
    if (byte === COMMA && recordDepth > 0 && !wantsRecord) {
      wantsRecord = true
      afterComma = true
      return true
    }
    if (byte === CLOSE_BRACKET && recordDepth > 0 && !afterComma) {
      depth--
      if (recordDepth === 1) recordDepth = 0
      else {
        recordDepth = -1
        capture(offset)
      }
      return true
    }
    const expected = recordDepth > 0 && !wantsRecord ? '"," or "]"' : 'a record, which is a JSON object'
    throw new Fault('not-records', { message: `expected ${expected}`, at: placeOf(offset) })
  }

  const open = (byte: number, offset: number): void => {
    depth++
    if (depth - recordDepth > MAX_DEPTH)
      throw new Fault('too-deep', { message: `a record is nested deeper than ${MAX_DEPTH} levels`, at: began })
    if (!mayBeFrame || byte !== OPEN_BRACKET || depth !== 2) return
    mayBeFrame = false
    const start = [...parts, chunk.subarray(from, offset + 1)]
    if (start.reduce((sum, part) => sum + part.length, 0) > MAX_FRAME_BYTES || !FRAME.test(Buffer.concat(start).toString('latin1'))) return
    frame = start.map(part => Buffer.from(part))
    parts = []
    enterList(2)
  }

  const close = (offset: number, pieces: Piece[]): void => {
    depth--
    if (capturing && depth === recordDepth) {
      const text = decode([...parts, chunk.subarray(from, offset + 1)], began)
      pieces.push({ text, line: began.line, column: began.column })
      parts = []
      capturing = false
      wantsRecord = false
      documents++
    } else if (recordDepth === -1 && depth === 0) {
      const token = readFrame([...frame, chunk.subarray(from, offset + 1)], began)
      frame = []
      capturing = false
      recordDepth = 0
      if (token !== undefined) more(token)
    }
  }

  // The reader of the file may reuse the chunk's memory, so the bytes that are kept are copied.
  const keepRest = (): void => {
    if (capturing) (recordDepth === -1 ? frame : parts).push(Buffer.from(chunk.subarray(from)))
    placeOf(chunk.length)
    consumed += chunk.length
    documentBytes += chunk.length
    if ((depth === 0 && !capturing) || documentBytes <= MAX_DOCUMENT_BYTES) return
    throw new Fault('too-large', {
      message: `a record or list of records is longer than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MiB`,
      help: 'split it, or write one record per line',
      at: file,
    })
  }

  const push = (next: Buffer, pieces: Piece[]): void => {
    chunk = next
    from = 0
    nextNewline = chunk.indexOf(NEWLINE)
    if (consumed === 0) lineStart = checkStart(file, chunk)
    for (let i = consumed === 0 ? lineStart : 0; i < chunk.length; i++) {
      if (inText) {
        i = skipText(i)
        continue
      }
      const byte = chunk[i] as number
      if (byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB) continue
      if (!capturing && depth === recordDepth && readBetween(byte, i)) continue
      if (byte === QUOTE) inText = true
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) open(byte, i)
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) close(i, pieces)
    }
    keepRest()
  }

  const end = (): void => {
    if (depth > 0 || capturing) {
      const where = capturing && recordDepth >= 0 ? `the record that begins on line ${began.line}` : 'a list of records'
      throw new Fault('truncated', {
        message: `the file ends in the middle of ${where}`,
        help: 'the file is incomplete; download it again',
        at: placeOf(0),
      })
    }
    if (documents === 0)
      throw new Fault('empty', {
        message: 'the file is empty',
        help: 'expected JSON; a failed export often leaves an empty file',
        at: file,
      })
  }

  return { push, end }
}

// Returns the offset at which the content begins, after a byte order mark.
function checkStart(file: string, chunk: Buffer): number {
  const [first, second] = chunk
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new Fault('encoding', {
      message: 'the file is UTF-16; expected UTF-8',
      help: 'PowerShell writes UTF-8 with Out-File -Encoding utf8',
      at: file,
    })
  }
  return BYTE_ORDER_MARK.every((byte, i) => chunk[i] === byte) ? BYTE_ORDER_MARK.length : 0
}

function decode(parts: readonly Buffer[], at: Place): string {
  const bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
  if (!isUtf8(bytes))
    throw new Fault('encoding', { message: 'this is not valid UTF-8', help: 'the file is damaged or has another encoding', at })
  return bytes.toString('utf8')
}

// Reads the frame, which is the document without its records. Its other members say whether there are further pages. Of two
// equal keys JSON.parse keeps only the last, so the first list is renamed to a key that cannot occur in the text: the text
// itself. A second list is then found as a key that does not belong.
function readFrame(parts: readonly Buffer[], at: Place): string | undefined {
  const text = decode(parts, at)
  let frame: Readonly<Record<string, unknown>>
  try {
    frame = JSON.parse(text.replace(FRAME_LIST, () => JSON.stringify(text))) as Readonly<Record<string, unknown>>
  } catch (error) {
    throw new Fault('not-json', { message: 'the text after the list of records is not valid JSON', at }, error)
  }
  // The file may be one of other things than records, so what it contains is not quoted.
  if (Object.keys(frame).some(key => key !== text && !FRAME_KEYS.includes(key))) {
    const help = `beside the list there may be ${FRAME_KEYS.join(', ')}`
    throw new Fault('not-records', { message: 'expected nothing but the list of records, found another field', help, at })
  }
  const token = frame['NextToken'] ?? frame['nextToken']
  return token === undefined || token === null ? undefined : String(token)
}

/** Parses a piece, which is a JSON object. */
export function parseJson(file: string, { text, line, column }: Piece): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>
  } catch (error) {
    const offset = Number(/ at position (\d+)/.exec(String(error))?.[1] ?? 0)
    const before = text.slice(0, offset).split('\n')
    const last = before.at(-1) ?? ''
    const place = { line: line + before.length - 1, column: before.length === 1 ? column + offset : last.length + 1 }
    throw new Fault('not-json', { message: 'this is not valid JSON', at: { file, ...place } }, error)
  }
}
