// Tells an event that comes again from another one, because CloudTrail delivers some events more than once.

import { createHash } from 'node:crypto'

/** Whether a text came before under this id. */
export type IsRepeated = (id: string, text: string) => boolean

/** Remembers a digest of each text under its id. Another text under the same id is another record. */
export function startRepeats(): IsRepeated {
  const known = new Set<string>()
  return (id, text) => {
    const key = `${id} ${createHash('sha256').update(text).digest('base64')}`
    if (known.has(key)) return true
    known.add(key)
    return false
  }
}
