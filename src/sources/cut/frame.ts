// The frame around a list of records, `{"Records":[…]}` or `{"Events":[…]}`: how one begins, and what it says beside its records.

import { isUtf8 } from 'node:buffer'
import type { Place } from '../../diagnostic.ts'
import { Fault } from '../../fault.ts'

const STRING = String.raw`"(?:[^"\\]|\\.)*"`
const METADATA = String.raw`"(?:\$metadata|ResponseMetadata)"\s*:\s*\{(?:[^"]|${STRING})*\}`
const TOKEN = String.raw`"(?:NextToken|nextToken)"\s*:\s*(?:${STRING}|null)`
/** The beginning of a frame: the SDKs' metadata and a page token may precede its list. */
const FRAME = new RegExp(String.raw`^\{\s*(?:${METADATA}\s*,\s*)?(?:${TOKEN}\s*,\s*)?"(?:Records|Events)"\s*:\s*\[$`)
const FRAME_LIST = /"(?:Records|Events)"(?=\s*:\s*\[)/
const FRAME_KEYS = ['NextToken', 'nextToken', '$metadata', 'ResponseMetadata']
const MOST_FRAME_BYTES = 64 * 1024

/** Whether a document that begins with these bytes, up to the bracket of its first list, is a frame around records. */
export function beginsFrame(parts: readonly Buffer[]): boolean {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return length <= MOST_FRAME_BYTES && FRAME.test(Buffer.concat(parts).toString('latin1'))
}

/**
 * Reads a frame, which is the document without its records, and returns the token of the next page if there is one.
 *
 * Of two equal keys JSON.parse keeps only the last, so the first list is renamed to a key that cannot occur in the text: the text
 * itself. A second list is then found as a key that does not belong.
 */
export function readFrame(parts: readonly Buffer[], at: Place): string | Fault | undefined {
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

/** The text of bytes, which must be UTF-8. */
export function decode(parts: readonly Buffer[], at: Place): string | Fault {
  const bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
  if (isUtf8(bytes)) return bytes.toString('utf8')
  return new Fault('encoding', { message: 'this is not valid UTF-8', help: 'the file is damaged or has another encoding', at })
}
