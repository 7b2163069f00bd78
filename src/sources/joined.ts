// Why a path may not be there. Several paths on one line are one path, because a path may contain blanks and commas.

import { stat } from 'node:fs/promises'
import { listOf, quote } from '../diagnostic.ts'
import { agree } from '../plural.ts'
import { meansS3 } from '../s3.ts'

/** What was meant by a path that does not exist: one in S3, or several paths; undefined if nobody knows. */
export async function explainMissing(path: string): Promise<string | undefined> {
  if (meansS3(path)) return 'this is read from files: download it with aws s3 cp; only events are read from an archive in S3'
  const parts = path.match(/[^\s,"'[\]]+/g) ?? []
  if (parts.length === 0 || parts[0] === path) return undefined
  const [files, archives] = [parts.filter(part => !meansS3(part)), parts.filter(meansS3)]
  for (const file of files) if ((await stat(file).catch(() => undefined)) === undefined) return undefined
  const found = files.length === 0 ? [] : [`${listOf(files.map(quote))} ${agree(files.length, 'exists', 'exist')}`]
  const named = archives.length === 0 ? [] : [`${listOf(archives.map(quote))} ${agree(archives.length, 'is', 'are')} in S3`]
  return `${[...found, ...named].join(', ')}: write one path a line, or on the command line one a word`
}
