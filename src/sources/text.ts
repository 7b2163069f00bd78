// The text of a whole file from its bytes, wherever it lies.

import { Fault } from '../fault.ts'

/** The most bytes of a rule file. A filter alone may have 1 MiB, and an export of several hundred rules has half of that. */
export const MOST_RULE_BYTES = 2 * 1024 * 1024
export const SPLIT = 'split the file; a folder of rule files may be named too'

interface Gathering {
  /** What messages call the file. */
  readonly at: string
  readonly limit: number
  /** How to cure a file that is longer. */
  readonly help: string
  /** Whether a byte order mark is kept. */
  readonly isRaw?: boolean
}

export async function gatherText(chunks: AsyncIterable<Uint8Array>, { at, limit, help, isRaw = false }: Gathering): Promise<string> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > limit) throw new Fault('too-large', { message: `the file is longer than ${limit / 1024 / 1024} MiB`, help, at })
    parts.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: isRaw }).decode(Buffer.concat(parts))
  } catch (error) {
    throw new Fault('encoding', { message: 'the file is not valid UTF-8', at }, error)
  }
}
