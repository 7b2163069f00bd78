// Cuts a byte stream into the records it holds, without parsing it as a whole: `{"Records":[…]}` and `{"Events":[…]}`, a list,
// one record per line, or records one after another.
//
// A day of CloudTrail may be larger than memory, so only one record is held at a time. The cutting is exact, not a guess:
// every byte belongs to one record or to the frame around the records, and both the records and the frame must parse.
//
// A damaged part must not hide what follows it. Brackets, commas, colons and texts are checked as they pass, so damage shows within
// its record, and reading resumes at the next line if the record had a place of its own, else at the next brace that can begin one.

import { isUtf8 } from 'node:buffer'
import type { Diagnostic, Place } from '../diagnostic.ts'
import { Fault, type FaultCode } from '../fault.ts'
import { MAX_DEPTH } from '../jsontext.ts'
import { gatherStart } from './start.ts'

/** How many bytes of a file are read again at most to find records behind a damaged one. */
const MAX_READ_AGAIN = 256 * 1024 * 1024

/** The size limit of one JSON document: one line of records, or a whole file of the form `{"Records":[…]}`. */
export const MAX_DOCUMENT_BYTES = 256 * 1024 * 1024

/** A record's unchanged JSON text and where it begins; the column counts bytes. */
export interface Piece {
  readonly text: string
  readonly line: number
  readonly column: number
}

/** What a file says beside its records. */
export interface Findings {
  /** Called if the file says that it is only one page of several. */
  readonly more: (token: string) => void
  /** Called for each part that is no record; reading resumes behind it. */
  readonly damaged: (fault: Fault) => void
}

/** Cuts the chunks of one file. A fault that leaves nothing to resume at is thrown, and so are those of the chunks. */
export async function* cut(file: string, chunks: AsyncIterable<Uint8Array>, findings: Findings): AsyncGenerator<readonly Piece[]> {
  const cutter = createCutter(file, findings)
  let fault: unknown
  try {
    for await (const chunk of gatherStart(chunks, BYTE_ORDER_MARK.length)) {
      const pieces: Piece[] = []
      cutter.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), pieces)
      if (pieces.length > 0) yield pieces
    }
  } catch (error) {
    fault = error
  }
  // Records behind a damaged one may still wait for their turn.
  const pieces: Piece[] = []
  cutter.end(pieces, fault === undefined)
  if (pieces.length > 0) yield pieces
  if (fault !== undefined) throw fault
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const NEWLINE = 0x0a
const RETURN = 0x0d
const TAB = 0x09
const SPACE = 0x20
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

/** The bytes of numbers, `true`, `false` and `null`. */
const WORD = tableOf('0123456789+-.Eaeflnrstu')
/** The bytes that a name or a value follows. */
const LEADS_ON = tableOf('{[,:')

function tableOf(bytes: string): Uint8Array {
  const table = new Uint8Array(256)
  for (const byte of Buffer.from(bytes)) table[byte] = 1
  return table
}

const NOT_JSON = 'this is not valid JSON'

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
  /** Ends the file; `whole` is false if its last bytes could not be read. */
  readonly end: (pieces: Piece[], whole: boolean) => void
}

function createCutter(file: string, { more, damaged }: Findings): Cutter {
  // The depth of records: 0 for records one after another, 1 in a list, 2 in the list of a frame. After a frame's list it is
  // -1 until the frame is closed, because no record may follow.
  let recordDepth = 0
  let depth = 0
  // Which bracket opened each level, and the last byte outside texts that was not blank.
  const brackets = new Uint8Array(MAX_DEPTH + 4)
  let previous = 0
  let inText = false
  let escaped = false
  // Whether the document may still turn out to be a frame; its first list decides.
  let mayBeFrame = true
  let wantsRecord = true
  let afterComma = false
  // Whether the end of a damaged list may still come, which closes what is no longer open.
  let loose = false
  // Where the next record may begin after damage that has been told: only at the beginning of a line, or after any byte.
  let seek: 'line' | 'any' | undefined
  let readAgain = 0
  // Whether the bytes from `from` on are being kept: those of a record, or of the end of a frame.
  let capturing = false
  let from = 0
  let parts: Buffer[] = []
  let frame: Buffer[] = []
  let documentBytes = 0
  let isEmpty = true
  let chunk: Buffer = Buffer.alloc(0)
  let consumed = 0
  let newlines = 1
  let nextNewline = -1
  let lineStart = 0
  let lastByte = NEWLINE
  let began: Place = { file, line: 1, column: 1 }
  let beganAt = 0

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
    beganAt = consumed + offset
  }

  const enterList = (level: number): void => {
    recordDepth = level
    capturing = false
    wantsRecord = true
    afterComma = false
    isEmpty = false
  }

  // Tells that something is wrong, unless it lies behind damage that has been told. Returns false.
  const refuse = (code: FaultCode, diagnostic: Omit<Diagnostic, 'level' | 'kind'>): false => {
    isEmpty = false
    if (seek === undefined) damaged(new Fault(code, diagnostic))
    return false
  }

  const refuseByte = (offset: number): false => refuse('not-json', { message: NOT_JSON, at: recordDepth === -1 ? began : placeOf(offset) })

  // Skips the JSON string that begins or continues at `offset`. Returns the offset of its last byte in this chunk, or the complement
  // of the offset of a control character, which no string may contain.
  const skipText = (offset: number): number => {
    const bytes = chunk
    let at = escaped ? offset + 1 : offset
    escaped = false
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number
      if (byte > QUOTE && byte !== BACKSLASH) continue
      if (byte === QUOTE) {
        inText = false
        return at
      }
      if (byte === BACKSLASH) at++
      else if (byte < SPACE) return ~at
    }
    escaped = at > bytes.length
    return at
  }

  const beginRecord = (offset: number): void => {
    capture(offset)
    afterComma = false
    mayBeFrame = recordDepth === 0
    if (recordDepth === 0) documentBytes = -offset
  }

  // Reads a byte between records. Returns true if the byte is consumed, false if it opens a record, undefined if it is wrong.
  const readBetween = (byte: number, offset: number): boolean | undefined => {
    if (seek !== undefined) {
      const startsLine = (offset > 0 ? chunk[offset - 1] : lastByte) === NEWLINE
      if (startsLine && byte === OPEN_BRACKET) {
        seek = 'any'
        loose = true
      }
      if (byte !== OPEN_BRACE || !(startsLine || (seek === 'any' && previous !== COLON))) return true
      beginRecord(offset)
      return false
    }
    if (byte === OPEN_BRACE && (wantsRecord || recordDepth === 0)) {
      beginRecord(offset)
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
    if (loose && (byte === COMMA || byte === CLOSE_BRACKET || byte === CLOSE_BRACE)) return true
    const expected = recordDepth > 0 && !wantsRecord ? '"," or "]"' : 'a record, which is a JSON object'
    refuse('not-records', { message: `expected ${expected}`, at: placeOf(offset) })
    return undefined
  }

  // Whether a value may begin here: after a colon, or in a list.
  const takesValue = (): boolean =>
    previous === COLON || previous === OPEN_BRACKET || (previous === COMMA && brackets[depth] === OPEN_BRACKET)

  const open = (byte: number, offset: number): boolean => {
    if (depth !== recordDepth && !takesValue()) return refuseByte(offset)
    depth++
    if (depth - recordDepth > MAX_DEPTH)
      return refuse('too-deep', { message: `a record is nested deeper than ${MAX_DEPTH} levels`, at: began })
    brackets[depth] = byte
    if (!mayBeFrame || byte !== OPEN_BRACKET || depth !== 2) return true
    mayBeFrame = false
    const start = [...parts, chunk.subarray(from, offset + 1)]
    if (start.reduce((sum, part) => sum + part.length, 0) > MAX_FRAME_BYTES || !FRAME.test(Buffer.concat(start).toString('latin1')))
      return true
    frame = start.map(part => Buffer.from(part))
    parts = []
    loose = false
    enterList(2)
    return true
  }

  const close = (byte: number, offset: number, pieces: Piece[]): boolean => {
    const opening = byte === CLOSE_BRACE ? OPEN_BRACE : OPEN_BRACKET
    if (brackets[depth] !== opening || previous === COMMA || previous === COLON) return refuseByte(offset)
    depth--
    if (capturing && depth === recordDepth) return endRecord([...parts, chunk.subarray(from, offset + 1)], pieces)
    if (recordDepth !== -1 || depth !== 0) return true
    const end = readFrame([...frame, ...parts, chunk.subarray(from, offset + 1)], began)
    if (end instanceof Fault) return refuse(end.code, end.diagnostic)
    leaveRecord()
    frame = []
    recordDepth = 0
    if (end !== undefined) more(end)
    return true
  }

  const endRecord = (bytes: readonly Buffer[], pieces: Piece[]): true => {
    const text = decode(bytes, began)
    if (text instanceof Fault) refuse(text.code, text.diagnostic)
    else pieces.push({ text, line: began.line, column: began.column })
    leaveRecord()
    return true
  }

  const leaveRecord = (): void => {
    parts = []
    capturing = false
    wantsRecord = false
    isEmpty = false
    seek = undefined
  }

  // Reads a byte inside a record or a frame. Returns false if it is wrong.
  const readInside = (byte: number, offset: number, pieces: Piece[]): boolean => {
    if (byte === QUOTE) {
      inText = true
      return LEADS_ON[previous] === 1 || refuseByte(offset)
    }
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) return open(byte, offset)
    if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) return close(byte, offset, pieces)
    if (byte === COMMA) return LEADS_ON[previous] === 0 || refuseByte(offset)
    if (byte === COLON) return (previous === QUOTE && brackets[depth] === OPEN_BRACE) || refuseByte(offset)
    return (WORD[byte] === 1 && (WORD[previous] === 1 || takesValue())) || refuseByte(offset)
  }

  // Forgets what is open after the damage at `offset`, and returns where to read on: behind the first line of what was being kept, or
  // behind its first byte if it is on one line or in a list, or at the damage itself. A record that only the end of the file cut off
  // hides nothing, unless it began on an earlier line.
  const resume = (offset: number, isEnd = false): number => {
    const line = capturing && recordDepth === 0 ? firstLine(offset) : 0
    const hides = capturing && (line > 0 || recordDepth === -1 || !isEnd)
    const at = hides ? rewind(Math.max(line, 1), offset) : offset
    if (at !== offset) previous = 0
    seek = line > 0 && at !== offset ? 'line' : 'any'
    loose = seek === 'any'
    recordDepth = 0
    depth = 0
    parts = []
    frame = []
    capturing = false
    inText = false
    escaped = false
    wantsRecord = true
    afterComma = false
    return at
  }

  // The length of the first line of what is being kept; 0 where it has only one.
  const firstLine = (offset: number): number => {
    let length = 0
    for (const part of [...parts, chunk.subarray(from, offset)]) {
      const newline = part.indexOf(NEWLINE)
      if (newline >= 0) return length + newline + 1
      length += part.length
    }
    return 0
  }

  // Goes back to what is being kept and returns the offset after `skip` bytes of it, or `offset` if too much has been read again.
  const rewind = (skip: number, offset: number): number => {
    readAgain += consumed + offset - beganAt
    if (readAgain > MAX_READ_AGAIN) return offset
    let base = from
    if (parts.length > 0) {
      chunk = Buffer.concat([...parts, chunk.subarray(from)])
      consumed = beganAt
      base = 0
    }
    newlines = began.line
    lineStart = beganAt - began.column + 1
    nextNewline = chunk.indexOf(NEWLINE, base)
    return base + skip
  }

  // The reader of the file may reuse the chunk's memory, so the bytes that are kept are copied.
  const keepRest = (): void => {
    if (capturing) parts.push(Buffer.from(chunk.subarray(from)))
    placeOf(chunk.length)
    consumed += chunk.length
    documentBytes += chunk.length
    lastByte = chunk.at(-1) ?? lastByte
    chunk = Buffer.alloc(0)
    from = 0
    if ((depth === 0 && !capturing) || documentBytes <= MAX_DOCUMENT_BYTES) return
    throw new Fault('too-large', {
      message: `a record or list of records is longer than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MiB`,
      help: 'split it, or write one record per line',
      at: file,
    })
  }

  const scan = (start: number, pieces: Piece[]): void => {
    for (let i = start; i < chunk.length; i++) {
      if (inText) {
        i = skipText(i)
        if (i < 0) {
          refuseByte(~i)
          i = resume(~i) - 1
        }
        continue
      }
      const byte = chunk[i] as number
      if (byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB) continue
      const between = !capturing && depth === recordDepth ? readBetween(byte, i) : false
      if (between === undefined || (!between && !readInside(byte, i, pieces))) i = resume(i) - 1
      else previous = byte
    }
    keepRest()
  }

  const push = (next: Buffer, pieces: Piece[]): void => {
    chunk = next
    nextNewline = chunk.indexOf(NEWLINE)
    if (consumed === 0) lineStart = checkStart(file, chunk)
    scan(consumed === 0 ? lineStart : 0, pieces)
  }

  const end = (pieces: Piece[], whole: boolean): void => {
    while (depth > 0 || capturing) {
      const where = capturing && recordDepth >= 0 ? `the record that begins on line ${began.line}` : 'a list of records'
      const message = `the file ends in the middle of ${where}`
      if (whole) refuse('truncated', { message, help: 'the file is incomplete; download it again', at: placeOf(0) })
      scan(resume(0, true), pieces)
    }
    if (isEmpty && whole)
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

function decode(parts: readonly Buffer[], at: Place): string | Fault {
  const bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
  if (isUtf8(bytes)) return bytes.toString('utf8')
  return new Fault('encoding', { message: 'this is not valid UTF-8', help: 'the file is damaged or has another encoding', at })
}

// Reads the frame, which is the document without its records. Its other members say whether there are further pages. Of two
// equal keys JSON.parse keeps only the last, so the first list is renamed to a key that cannot occur in the text: the text
// itself. A second list is then found as a key that does not belong.
function readFrame(parts: readonly Buffer[], at: Place): string | Fault | undefined {
  const text = decode(parts, at)
  if (text instanceof Fault) return text
  let frame: Readonly<Record<string, unknown>>
  try {
    frame = JSON.parse(text.replace(FRAME_LIST, () => JSON.stringify(text))) as Readonly<Record<string, unknown>>
  } catch (error) {
    return new Fault('not-json', { message: 'the text after the list of records is not valid JSON', at }, error)
  }
  // The file may be one of other things than records, so what it contains is not quoted.
  if (Object.keys(frame).some(key => key !== text && !FRAME_KEYS.includes(key))) {
    const help = `beside the list there may be ${FRAME_KEYS.join(', ')}`
    return new Fault('not-records', { message: 'expected nothing but the list of records, found another field', help, at })
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
    throw new Fault('not-json', { message: NOT_JSON, at: { file, ...place } }, error)
  }
}
