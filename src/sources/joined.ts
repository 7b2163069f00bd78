// Several paths on one line are one path, because a path may contain blanks and commas.

import { stat } from 'node:fs/promises'
import { listOf, quote } from '../diagnostic.ts'
import { agree } from '../plural.ts'

/** How to write the paths that were joined to one that does not exist; undefined if its parts do not exist either. */
export async function explainJoined(path: string): Promise<string | undefined> {
  const parts = path.match(/[^\s,"'[\]]+/g) ?? []
  if (parts.length === 0 || parts[0] === path) return undefined
  for (const part of parts) if ((await stat(part).catch(() => undefined)) === undefined) return undefined
  const found = `${listOf(parts.map(quote))} ${agree(parts.length, 'exists', 'exist')}`
  return `${found}: write one path a line, or on the command line one a word`
}
