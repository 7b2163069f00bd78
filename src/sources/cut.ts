// Cuts a byte stream into the records it holds, without parsing it as a whole: `{"Records":[…]}` and `{"Events":[…]}`, a list,
// one record per line, or records one after another.
//
// A day of CloudTrail may be larger than memory, so only one record is held at a time. The cutting is exact, not a guess:
// every byte belongs to one record or to the frame around the records, and both the records and the frame must parse.
//
// A damaged part must not hide what follows it. Brackets, commas, colons and strings are checked as they pass, so damage shows within
// its record, and reading resumes behind it.

import { Fault } from '../fault.ts'
import { frameChunk, frameEnd } from './cut/framer.ts'
import type { Piece } from './cut/piece.ts'
import { createFramer, type Listener } from './cut/state.ts'
import { gatherStart } from './start.ts'

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

/** Cuts the chunks of one file. A fault that leaves nothing to resume at is thrown, and so are those of the chunks. */
export async function* cut(file: string, chunks: AsyncIterable<Uint8Array>, listener: Listener): AsyncGenerator<readonly Piece[]> {
  const framer = createFramer(file, listener)
  let isFirst = true
  let fault: unknown
  try {
    for await (const chunk of gatherStart(chunks, BYTE_ORDER_MARK.length)) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
      const pieces = frameChunk(framer, bytes, isFirst ? skipMark(file, bytes) : 0)
      isFirst = false
      if (pieces.length > 0) yield pieces
    }
  } catch (error) {
    fault = error
  }
  // Records behind a damaged one may still wait for their turn.
  const pieces = frameEnd(framer, fault === undefined)
  if (pieces.length > 0) yield pieces
  if (fault === undefined && framer.isEmpty) {
    const help = 'expected JSON; a failed export often leaves an empty file'
    throw new Fault('empty', { message: 'the file is empty', help, at: file })
  }
  if (fault !== undefined) throw fault
}

// Returns the offset at which the content begins, after a byte order mark.
function skipMark(file: string, chunk: Buffer): number {
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
