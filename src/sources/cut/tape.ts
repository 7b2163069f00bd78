// The bytes of a file as they come, one chunk at a time: in which line an offset lies, and the bytes that are kept until what they
// belong to has ended. Damage may show late, so what is kept can be read again.
//
// Offsets are those in the current chunk.

import type { Place } from '../../diagnostic.ts'
import { Fault } from '../../fault.ts'
import { NEWLINE } from './scanner.ts'

/** How many bytes of a file are read again at most to find records behind a damaged one. */
const MOST_READ_AGAIN = 256 * 1024 * 1024

/** The size limit of one JSON document: one line of records, or a whole file of the form `{"Records":[…]}`. */
const MOST_DOCUMENT_BYTES = 256 * 1024 * 1024

export interface Tape {
  readonly file: string
  chunk: Buffer
  /** How many bytes came before the chunk, and the last of them. */
  passed: number
  lastByte: number
  /** The line up to which newlines are counted, where it begins in the file, and the offset of the next newline or -1. */
  line: number
  lineStart: number
  nextNewline: number
  /** What is kept: from this offset on, behind parts of earlier chunks. */
  from: number
  parts: Buffer[]
  /** Where what is kept begins. */
  began: Place
  beganAt: number
  readAgain: number
  /** Where in the file the document begins. */
  documentAt: number
}

export function createTape(file: string): Tape {
  return {
    file,
    chunk: Buffer.alloc(0),
    passed: 0,
    lastByte: NEWLINE,
    line: 1,
    lineStart: 0,
    nextNewline: -1,
    from: 0,
    parts: [],
    began: { file, line: 1, column: 1 },
    beganAt: 0,
    readAgain: 0,
    documentAt: 0,
  }
}

/** Takes the next chunk; the one before it must have been passed. A byte order mark of `mark` bytes is no part of its line. */
export function load(tape: Tape, chunk: Buffer, mark: number): void {
  tape.chunk = chunk
  if (mark > 0) tape.lineStart = mark
  tape.nextNewline = chunk.indexOf(NEWLINE)
}

/** Ends the chunk. The reader of the file may reuse its memory, so bytes that are still kept are copied. */
export function pass(tape: Tape, keeps: boolean): void {
  const { chunk } = tape
  if (keeps) tape.parts.push(Buffer.from(chunk.subarray(tape.from)))
  else tape.parts = []
  placeOf(tape, chunk.length)
  tape.passed += chunk.length
  tape.lastByte = chunk.at(-1) ?? tape.lastByte
  tape.chunk = Buffer.alloc(0)
  tape.from = 0
}

/** Begins a document at the offset. */
export function beginDocument(tape: Tape, offset: number): void {
  tape.documentAt = tape.passed + offset
}

/** Throws a fault if the document is too long, as far as it has passed. */
export function limitDocument({ file, passed, documentAt }: Tape): void {
  if (passed - documentAt <= MOST_DOCUMENT_BYTES) return
  const message = `a record or list of records is longer than ${MOST_DOCUMENT_BYTES / 1024 / 1024} MiB`
  throw new Fault('too-large', { message, help: 'split it, or write one record per line', at: file })
}

/** The place of an offset, which must not lie before one whose place was asked for. */
export function placeOf(tape: Tape, offset: number): Place {
  while (tape.nextNewline >= 0 && tape.nextNewline < offset) {
    tape.line++
    tape.lineStart = tape.passed + tape.nextNewline + 1
    tape.nextNewline = tape.chunk.indexOf(NEWLINE, tape.nextNewline + 1)
  }
  return { file: tape.file, line: tape.line, column: tape.passed + offset - tape.lineStart + 1 }
}

/** Whether a line begins at the offset. */
export function beginsLine({ chunk, lastByte }: Tape, offset: number): boolean {
  return (offset > 0 ? chunk[offset - 1] : lastByte) === NEWLINE
}

/** Keeps the bytes from the offset on. */
export function keep(tape: Tape, offset: number): void {
  tape.from = offset
  tape.parts = []
  tape.began = placeOf(tape, offset)
  tape.beganAt = tape.passed + offset
}

/** The bytes that are kept, up to the offset. */
export function keptUntil({ parts, chunk, from }: Tape, offset: number): readonly Buffer[] {
  return [...parts, chunk.subarray(from, offset)]
}

/** The length of the first line of what is kept; 0 where it has only one. */
export function firstLine(tape: Tape, offset: number): number {
  let length = 0
  for (const part of keptUntil(tape, offset)) {
    const newline = part.indexOf(NEWLINE)
    if (newline >= 0) return length + newline + 1
    length += part.length
  }
  return 0
}

/** Goes back to what is kept. Returns the offset after `skip` bytes of it, or the given offset if too much has been read again. */
export function rewind(tape: Tape, skip: number, offset: number): number {
  tape.readAgain += tape.passed + offset - tape.beganAt
  if (tape.readAgain > MOST_READ_AGAIN) return offset
  let base = tape.from
  if (tape.parts.length > 0) {
    tape.chunk = Buffer.concat([...tape.parts, tape.chunk.subarray(tape.from)])
    tape.passed = tape.beganAt
    base = 0
  }
  tape.line = tape.began.line
  tape.lineStart = tape.beganAt - tape.began.column + 1
  tape.nextNewline = tape.chunk.indexOf(NEWLINE, base)
  return base + skip
}
