// Finds where the records of a file begin and end, and tells what is neither a record nor the frame around records. Inside of an object
// the scanner reads on; between objects each byte leads to the next state.

import type { Diagnostic } from '../../diagnostic.ts'
import { Fault, type FaultCode } from '../../fault.ts'
import { MOST_DEPTH } from '../../jsontext.ts'
import { beginsFrame, decode, readFrame } from './frame.ts'
import { NOT_JSON, type Piece } from './piece.ts'
import { CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, enterObject, isWhitespace, OPEN_BRACE, OPEN_BRACKET, scan } from './scanner.ts'
import { type Framer, isInside, NOTHING } from './state.ts'
import { beginDocument, beginsLine, firstLine, keep, keptUntil, limitDocument, load, pass, placeOf, rewind } from './tape.ts'

/** Reads the next chunk of the file, behind a byte order mark of `mark` bytes, and returns the records that end in it. */
export function frameChunk(framer: Framer, chunk: Buffer, mark: number): readonly Piece[] {
  framer.pieces = []
  load(framer.tape, chunk, mark)
  read(framer, mark)
  return framer.pieces
}

/** Ends the file and returns the records behind a part that has no end. `isWhole` is false if the last bytes could not be read. */
export function frameEnd(framer: Framer, isWhole: boolean): readonly Piece[] {
  const { tape } = framer
  framer.pieces = []
  while (framer.state !== 'outside') {
    const isRecord = framer.state === 'document' || framer.state === 'record'
    const where = isRecord ? `the record that begins on line ${tape.began.line}` : 'a list of records'
    const help = 'the file is incomplete; download it again'
    if (isWhole) refuse(framer, 'truncated', { message: `the file ends in the middle of ${where}`, help, at: placeOf(tape, 0) })
    read(framer, resume(framer, 0, true))
  }
  return framer.pieces
}

function read(framer: Framer, start: number): void {
  const { tape } = framer
  for (let at = start; at < tape.chunk.length; ) at = isInside(framer) ? readInside(framer, at) : readBetween(framer, at)
  pass(tape, isInside(framer))
  if (framer.state !== 'outside') limitDocument(tape)
}

// Reads a byte between objects. Returns the offset to read on at.
function readBetween(framer: Framer, at: number): number {
  const byte = framer.tape.chunk[at] as number
  if (isWhitespace(byte)) return at + 1
  if (framer.seek !== undefined) seekRecord(framer, byte, at)
  else if (!follow(framer, byte, at)) {
    const expected = framer.state === 'separator' ? '"," or "]"' : 'a record, which is a JSON object'
    refuse(framer, 'not-records', { message: `expected ${expected}`, at: placeOf(framer.tape, at) })
    return resume(framer, at)
  }
  framer.scanner.previous = byte
  return at + 1
}

// Enters the record that is sought if it begins here. A list at the beginning of a line may hold it.
function seekRecord(framer: Framer, byte: number, at: number): void {
  const isAtLine = beginsLine(framer.tape, at)
  if (isAtLine && byte === OPEN_BRACKET) {
    framer.seek = 'anywhere'
    framer.isLoose = true
  }
  if (byte === OPEN_BRACE && (isAtLine || (framer.seek === 'anywhere' && framer.scanner.previous !== COLON))) enterRecord(framer, at)
}

// Follows a byte between records to the next state. Returns false if it is wrong.
function follow(framer: Framer, byte: number, at: number): boolean {
  const { state, tape, isLoose } = framer
  if (byte === OPEN_BRACE && state !== 'separator') enterRecord(framer, at)
  else if (byte === OPEN_BRACKET && state === 'outside') {
    beginDocument(tape, at)
    enterList(framer, NOTHING)
  } else if (byte === COMMA && state === 'separator') framer.state = 'next'
  else if (byte === CLOSE_BRACKET && (state === 'first' || state === 'separator')) leaveList(framer, at)
  else return isLoose && (byte === COMMA || byte === CLOSE_BRACKET || byte === CLOSE_BRACE)
  return true
}

function enterRecord(framer: Framer, at: number): void {
  const isDocument = framer.state === 'outside'
  framer.state = isDocument ? 'document' : 'record'
  keep(framer.tape, at)
  enterObject(framer.scanner, OPEN_BRACE, isDocument)
  if (isDocument) beginDocument(framer.tape, at)
}

function enterList(framer: Framer, head: Buffer): void {
  framer.state = 'first'
  framer.head = head
  framer.isEmpty = false
}

function leaveList(framer: Framer, at: number): void {
  framer.state = framer.head.length === 0 ? 'outside' : 'tail'
  if (framer.state === 'outside') return
  keep(framer.tape, at)
  enterObject(framer.scanner, CLOSE_BRACKET)
}

// Reads on inside an object. Returns the offset to read on at.
function readInside(framer: Framer, start: number): number {
  const { tape, scanner, state } = framer
  const halt = scan(scanner, tape.chunk, start)
  const { at } = scanner
  switch (halt) {
    case undefined:
      return tape.chunk.length
    case 'list':
      enterFrame(framer, at)
      return at + 1
    case 'closed':
      if (state !== 'tail') endRecord(framer, at)
      else if (!endFrame(framer, at)) return resume(framer, at)
      return at + 1
    case 'wrong':
      refuse(framer, 'not-json', { message: NOT_JSON, at: state === 'tail' ? tape.began : placeOf(tape, at) })
      return resume(framer, at)
    case 'too-deep':
      refuse(framer, 'too-deep', { message: `a record is nested deeper than ${MOST_DEPTH} levels`, at: tape.began })
      return resume(framer, at)
  }
}

function enterFrame(framer: Framer, at: number): void {
  const head = keptUntil(framer.tape, at + 1)
  if (!beginsFrame(head)) return
  framer.isLoose = false
  enterList(framer, Buffer.concat(head))
}

function endRecord(framer: Framer, at: number): void {
  const { tape, pieces, state } = framer
  const text = decode(keptUntil(tape, at + 1), tape.began)
  if (text instanceof Fault) refuse(framer, text.code, text.diagnostic)
  else pieces.push({ text, line: tape.began.line, column: tape.began.column })
  framer.state = state === 'document' ? 'outside' : 'separator'
  framer.isEmpty = false
  framer.seek = undefined
}

// Returns false if the frame is wrong.
function endFrame(framer: Framer, at: number): boolean {
  const { tape, head, listener } = framer
  const token = readFrame([head, ...keptUntil(tape, at + 1)], tape.began)
  if (token instanceof Fault) {
    refuse(framer, token.code, token.diagnostic)
    return false
  }
  framer.state = 'outside'
  framer.head = NOTHING
  framer.seek = undefined
  if (token !== undefined) listener.more(token)
  return true
}

// Tells that something is wrong, unless it lies behind damage that has been told.
function refuse(framer: Framer, code: FaultCode, diagnostic: Omit<Diagnostic, 'level' | 'kind'>): void {
  framer.isEmpty = false
  if (framer.seek === undefined) framer.listener.damaged(new Fault(code, diagnostic))
}

// Forgets what is open after the damage at `offset`, and returns where to read on: behind the first line of what was being kept, or
// behind its first byte if it is on one line or in a list, or at the damage itself. A record that only the end of the file cut off
// hides nothing, unless it began on an earlier line.
function resume(framer: Framer, offset: number, isEnd = false): number {
  const { tape, scanner, state } = framer
  const line = state === 'document' ? firstLine(tape, offset) : 0
  const hides = isInside(framer) && (line > 0 || state === 'tail' || !isEnd)
  const damagedAt = tape.passed + offset
  const at = hides ? rewind(tape, Math.max(line, 1), offset) : offset
  const readsAgain = tape.passed + at !== damagedAt
  if (readsAgain) scanner.previous = 0
  framer.seek = readsAgain && line > 0 ? 'line' : 'anywhere'
  framer.isLoose = framer.seek === 'anywhere'
  framer.state = 'outside'
  framer.head = NOTHING
  return at
}
