// The same records, read in each of the ways in which a run reads recorded calls.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { connect } from '../../src/aws/client.ts'
import { type Archive, folderOf, parseArchive } from '../../src/events/archive.ts'
import { type AthenaTable, parseAthena } from '../../src/events/athena.ts'
import type { Asking } from '../../src/events/query.ts'
import type { Coverage } from '../../src/gate/coverage.ts'
import type { Fields } from '../../src/json.ts'
import type { Clock } from '../../src/poll.ts'
import { archivedEvents } from '../../src/sources/archive.ts'
import { athenaEvents } from '../../src/sources/athena.ts'
import { recordedEvents } from '../../src/sources/records.ts'
import type { Source } from '../../src/sources/source.ts'
import { startS3 } from '../aws/s3.ts'
import type { Aws } from '../aws/server.ts'

/** Records of one account, Region and day (YYYY-MM-DD). */
export interface Part {
  readonly account: string
  readonly region: string
  readonly day: string
  readonly records: readonly Fields[]
}

/** The events that a source passes, by their ids, and what it says of itself. */
export interface Passed {
  readonly events: ReadonlyMap<string, Fields>
  readonly coverage: Coverage
}

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }
const tell = (): void => undefined
const progress = (): void => undefined
/** Waits as a run does, but not for long: the engine is near. */
const clock: Clock = {
  milliseconds: () => performance.now(),
  sleep: milliseconds => new Promise(resolve => setTimeout(resolve, Math.min(milliseconds, 50))),
}

async function passAll(source: Source, signal = new AbortController().signal): Promise<Passed> {
  const events = new Map<string, Fields>()
  const coverage = await source.read(
    ({ event }) => {
      events.set(String(event['eventID']), event)
      return undefined
    },
    { signal },
  )
  return { events, coverage }
}

/** The whole day of a part. */
export const reachOf = ({ day }: Part) => ({ from: Date.parse(`${day}T00:00:00Z`), to: Date.parse(`${day}T23:59:59Z`) })

function fileOf({ account, region, day, records }: Part): readonly [string, Buffer] {
  const folder = folderOf('AWSLogs/', account, region, { name: day, isInWindow: true })
  return [`${folder}${account}_CloudTrail_${region}.json.gz`, gzipSync(JSON.stringify({ Records: records }))]
}

/** The files of a trail, in a folder of this machine. */
export function readFiles(part: Part, folder: string): Promise<Passed> {
  const [name, bytes] = fileOf(part)
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), bytes)
  return passAll(recordedEvents(folder, { input: Readable.from([]), progress }, tell))
}

/** The same files in S3. */
export async function readArchive(part: Part): Promise<Passed> {
  const s3 = await startS3({ bucket: 'logs' })
  s3.objects.set(...fileOf(part))
  s3.written = reachOf(part).to
  const { account, region } = part
  const aws = connect({ attempts: 1, endpoint: s3.endpoint, credentials })
  const options = { archive: parseArchive('s3://logs') as Archive, region, account: Promise.resolve(account), ...reachOf(part) }
  return passAll(archivedEvents(aws, { ...options, timeoutSeconds: 300, clock, tell, progress }))
}

/** A table of the engine, through Athena. */
export function readTable(part: Part, { endpoint }: Aws, table: string, askings: readonly Asking[], signal?: AbortSignal): Promise<Passed> {
  const { account, region } = part
  const aws = connect({ attempts: 1, endpoint, credentials, ...(signal === undefined ? {} : { signal }) })
  const options = { table: parseAthena(`athena://audit/ct/${table}`) as AthenaTable, regions: [region], account: Promise.resolve(account) }
  return passAll(athenaEvents(aws, { ...options, ...reachOf(part), askings, timeoutSeconds: 300, clock, tell, progress }), signal)
}
