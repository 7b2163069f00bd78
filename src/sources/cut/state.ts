// What is remembered between two bytes of a file that is cut into records, and where in its structure they are:
//
//                  ┌──────────────── [ ────────────────┐
//                  │       {             "Records":[   ▼     {            }              ,           {
//   tail ── } ─▶ outside ◀───▶ document ────────────▶ first ───▶ record ───▶ separator ───▶ next ───▶ record
//    ▲             ▲       }                            │                        │
//    └─────────────┴──────────────────── ] ─────────────┴────────────────────────┘
//
// The end of a list leads to the tail of its frame, or outside if the list stands alone. Damage leads outside from everywhere, and the
// next record is sought from there: at the beginning of a line if the damaged one had a place of its own, else at any brace that can
// begin one. Until a whole record is found, nothing more is told.

import type { Fault } from '../../fault.ts'
import type { Piece } from './piece.ts'
import { createScanner, type Scanner } from './scanner.ts'
import { createTape, type Tape } from './tape.ts'

/** Hears what a file says beside its records. */
export interface Listener {
  /** Called if the file says that it is only one page of several. */
  readonly more: (token: string) => void
  /** Called for each part that is no record; reading resumes behind it. */
  readonly damaged: (fault: Fault) => void
}

type State =
  /** Between documents. */
  | 'outside'
  /** In an object that is a record, or a frame if its first list is one of records. */
  | 'document'
  /** In a list: before its first record, in a record, behind a record, behind a comma. */
  | 'first'
  | 'record'
  | 'separator'
  | 'next'
  /** Behind the list of a frame. */
  | 'tail'

export const NOTHING = Buffer.alloc(0)

export interface Framer {
  readonly tape: Tape
  readonly scanner: Scanner
  readonly listener: Listener
  state: State
  /** The frame of the list that is read, up to that list; nothing if the list stands alone. */
  head: Buffer
  /** After damage that was told: where the next record may begin, at the beginning of a line only, or anywhere. */
  seek: 'line' | 'anywhere' | undefined
  /** Whether the end of a damaged list may still come, which closes what is no longer open. */
  isLoose: boolean
  /** Whether there was nothing but whitespace so far. */
  isEmpty: boolean
  pieces: Piece[]
}

/** The state at the beginning of a file. */
export function createFramer(file: string, listener: Listener): Framer {
  return {
    tape: createTape(file),
    scanner: createScanner(),
    listener,
    state: 'outside',
    head: NOTHING,
    seek: undefined,
    isLoose: false,
    isEmpty: true,
    pieces: [],
  }
}

/** Whether the bytes belong to an object, and are kept until it ends. */
export function isInside({ state }: Framer): boolean {
  return state === 'document' || state === 'record' || state === 'tail'
}
