// Follows the structure of JSON byte by byte: strings, brackets, commas and colons. It does not parse; it halts where an object ends and
// where the bytes cannot be JSON, so that damage shows where it is and not at the end of a file.

import { MOST_DEPTH } from '../../jsontext.ts'

export const COMMA = 0x2c
export const COLON = 0x3a
export const OPEN_BRACE = 0x7b
export const CLOSE_BRACE = 0x7d
export const OPEN_BRACKET = 0x5b
export const CLOSE_BRACKET = 0x5d
export const NEWLINE = 0x0a
const QUOTE = 0x22
const BACKSLASH = 0x5c
const SPACE = 0x20

const WHITESPACE = tableOf(' \n\r\t')
/** The bytes of numbers, `true`, `false` and `null`. */
const WORD = tableOf('0123456789+-.Eaeflnrstu')
/** The bytes that a name or a value follows. */
const LEADS_ON = tableOf('{[,:')

function tableOf(bytes: string): Uint8Array {
  const table = new Uint8Array(256)
  for (const byte of Buffer.from(bytes)) table[byte] = 1
  return table
}

/** Whether a byte is whitespace in JSON. */
export function isWhitespace(byte: number): boolean {
  return WHITESPACE[byte] === 1
}

export interface Scanner {
  /** The offset of the byte at which it halted. */
  at: number
  /** How many brackets are open. */
  depth: number
  /** Which bracket opened each level. */
  readonly brackets: Uint8Array
  /** Whether to halt at the first list that is a member of the object. */
  awaitsList: boolean
  /** The last byte outside of strings that was no whitespace. */
  previous: number
  /** Whether the chunk ended inside a string, and whether it ended behind a backslash there. */
  inString: boolean
  escaped: boolean
}

export function createScanner(): Scanner {
  return {
    at: 0,
    depth: 0,
    brackets: new Uint8Array(MOST_DEPTH + 1),
    awaitsList: false,
    previous: 0,
    inString: false,
    escaped: false,
  }
}

/** Enters an object, behind the byte `previous`. */
export function enterObject(scanner: Scanner, previous: number, awaitsList = false): void {
  scanner.depth = 1
  scanner.brackets[1] = OPEN_BRACE
  scanner.awaitsList = awaitsList
  scanner.previous = previous
  scanner.inString = false
  scanner.escaped = false
}

/** Why the scanner halted: at a list that it awaits, at the object's end, or at a byte that cannot be there. */
export type Halt = 'list' | 'closed' | 'wrong' | 'too-deep'

/** Reads on inside the object. Says why it halts, and `scanner.at` where; undefined if it is still inside at the end of the chunk. */
export function scan(scanner: Scanner, bytes: Buffer, start: number): Halt | undefined {
  for (let at = start; at < bytes.length; at++) {
    if (scanner.inString) {
      at = skipString(scanner, bytes, at)
      if (at >= 0) continue
      scanner.at = ~at
      return 'wrong'
    }
    const byte = bytes[at] as number
    if (WHITESPACE[byte] === 1) continue
    const halt = step(scanner, byte)
    if (halt === undefined) continue
    scanner.at = at
    return halt
  }
  return undefined
}

// Skips the string that begins or continues at `offset`. Returns the offset of its last byte in this chunk, or the complement of the
// offset of a control character, which no string may contain.
function skipString(scanner: Scanner, bytes: Buffer, offset: number): number {
  let at = scanner.escaped ? offset + 1 : offset
  scanner.escaped = false
  for (; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte > QUOTE && byte !== BACKSLASH) continue
    if (byte === QUOTE) {
      scanner.inString = false
      return at
    }
    if (byte === BACKSLASH) at++
    else if (byte < SPACE) return ~at
  }
  scanner.escaped = at > bytes.length
  return at
}

function step(scanner: Scanner, byte: number): Halt | undefined {
  const { depth, brackets } = scanner
  if (!fits(byte, scanner.previous, brackets[depth] as number)) return 'wrong'
  if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
    if (depth === MOST_DEPTH) return 'too-deep'
    brackets[depth + 1] = byte
    scanner.depth = depth + 1
  } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) scanner.depth = depth - 1
  else if (byte === QUOTE) scanner.inString = true
  scanner.previous = byte
  if (scanner.depth === 0) return 'closed'
  if (!scanner.awaitsList || byte !== OPEN_BRACKET || depth !== 1) return undefined
  scanner.awaitsList = false
  return 'list'
}

/** Whether a byte may stand behind `previous` where `bracket` is the innermost that is open. */
function fits(byte: number, previous: number, bracket: number): boolean {
  switch (byte) {
    case QUOTE:
      return LEADS_ON[previous] === 1
    case COMMA:
      return LEADS_ON[previous] === 0
    case COLON:
      return previous === QUOTE && bracket === OPEN_BRACE
    case CLOSE_BRACE:
      return bracket === OPEN_BRACE && previous !== COMMA && previous !== COLON
    case CLOSE_BRACKET:
      return bracket === OPEN_BRACKET && previous !== COMMA && previous !== COLON
    case OPEN_BRACE:
    case OPEN_BRACKET:
      return takesValue(previous, bracket)
    default:
      return WORD[byte] === 1 && (WORD[previous] === 1 || takesValue(previous, bracket))
  }
}

/** Whether a value may begin: behind a colon, or in a list. */
function takesValue(previous: number, bracket: number): boolean {
  return previous === COLON || previous === OPEN_BRACKET || (previous === COMMA && bracket === OPEN_BRACKET)
}
