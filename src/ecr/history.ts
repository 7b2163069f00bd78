// Reads which instructions made the layers of an image, from its configuration, which ECR keeps as it keeps layers.

import { createHash } from 'node:crypto'
import type { Aws } from '../aws/client.ts'
import { download } from '../aws/download.ts'
import { unreadable } from '../aws/refusal.ts'
import { Fault } from '../fault.ts'
import { readHistory, type Step } from '../image/history.ts'
import type { Contents } from '../image/manifest.ts'
import type { ImageUri } from '../image/uri.ts'
import { ownText } from '../json.ts'
import { openEcr } from './calls.ts'

/** The largest configuration that is read, in bytes. Most have a few thousand. */
const MOST_BYTES = 4 * 1024 * 1024

/** The layers with their instructions; none if the manifest does not tell them. Throws a fault if they cannot be read. */
export async function readSteps(aws: Aws, uri: ImageUri, { layers, config }: Contents): Promise<readonly Step[]> {
  if (layers === null || config === null) return []
  const what = `the configuration ${config.digest}`
  if (config.size > MOST_BYTES) throw new Fault('too-large', { message: `${what} has ${config.size} bytes; the limit is ${MOST_BYTES}` })
  const answer = await (await openEcr(aws, uri)).getDownloadUrlForLayer(config.digest)
  const address = ownText(answer, 'downloadUrl')
  if (address === undefined) throw unreadable('GetDownloadUrlForLayer', 'has no address')
  const bytes = await aws.call(limit => download(address, { what, size: config.size, ...limit }))
  const computed = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  if (computed !== config.digest)
    throw new Fault('aws-answer', { message: `${what} has the digest ${computed}: it is not what was pushed` })
  const history = readHistory(bytes.toString('utf8'), layers)
  if (history.kind === 'unreadable') throw new Fault('aws-answer', { message: `${what} cannot be used: ${history.problem}` })
  return history.steps
}
