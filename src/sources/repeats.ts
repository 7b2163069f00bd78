// Tells an event that comes again from another one, because CloudTrail delivers some events more than once.

import { createHash } from 'node:crypto'

/** Whether a text came before under this id. */
export type IsRepeated = (id: string, text: string) => boolean

/** Remembers a digest of each text with its id. Another text under the same id is another record. */
export function startRepeats(): IsRepeated {
  const known = new Set<string>()
  return (id, text) => {
    // A million of these are held at a time, so each is as short as it can be.
    const key = createHash('sha256').update(`${id.length} ${id}${text}`).digest('binary')
    if (known.has(key)) return true
    known.add(key)
    return false
  }
}
