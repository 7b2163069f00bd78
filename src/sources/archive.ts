// Reads recent activity from a trail's archive in S3. Only the folders of the window's days are listed, and what an object holds from
// before the window or after it is left out.

import type { Aws } from '../aws/client.ts'
import { listOf, type Tell } from '../diagnostic.ts'
import { type Archive, type Day, folderOf, listDays } from '../events/archive.ts'
import { DELIVERY, timeOf } from '../events/cloudtrail.ts'
import { captureFault, Fault } from '../fault.ts'
import { ownText } from '../json.ts'
import { listFirst } from '../plural.ts'
import type { Clock } from '../poll.ts'
import { formatInstant } from '../time.ts'
import { unpack } from './gunzip.ts'
import { type Listed, type Objects, openObjects } from './objects.ts'
import { startTimeLimit } from './pace.ts'
import { nameObject } from './purpose.ts'
import { readEventsOf } from './records.ts'
import { startRepeats } from './repeats.ts'
import type { RecordedEvent, Source } from './source.ts'
import { createSource, type Describe } from './supply.ts'

export interface ArchiveOptions {
  readonly archive: Archive
  readonly region: string
  /** The account whose activity is read where the archive names none, or why it is not known. */
  readonly account: Promise<string | Fault>
  /** Milliseconds since 1970. */
  readonly from: number
  readonly to: number
  /** How long the reading may take. */
  readonly timeoutSeconds: number
  readonly clock: Clock
  readonly describe?: Describe
  readonly tell: Tell
  readonly progress: (what: string) => void
}

/** How many objects are under way at the same time: with fewer, most of the time is spent waiting for S3. */
const AT_ONCE = 32

/** How many bytes of objects are held at the same time, unless a single one has more. */
const MOST_HELD = 64 * 1024 * 1024

/** How many days without an object are named. */
const MOST_NAMED = 5

/** The events of one account and Region within a time. An event that comes several times is passed once. */
export function archivedEvents(aws: Aws, options: ArchiveOptions): Source {
  const { archive, region, account, from, to, describe, tell } = options
  const origin = `${archive.text} of ${region}`
  const empty: Day[] = []
  return createSource({
    origin,
    describe,
    tell: diagnostic => tell({ ...diagnostic, at: diagnostic.at ?? origin }),
    events: tellFault => readArchive(aws, options, tellFault, empty),
    conclude: async cover => {
      const id = archive.account ?? (await account)
      const horizon = formatInstant(to - DELIVERY)
      const coverage = cover(`${archive.text} of ${id instanceof Fault ? 'an unknown account' : `account ${id}`}, ${region}`)
      const window = `, read from ${formatInstant(from)} on${sayEmpty(empty)}; events after ${horizon} may not be there yet`
      return { ...coverage, horizon, message: coverage.state === 'read' ? `${coverage.message}${window}` : coverage.message }
    },
  })
}

function sayEmpty(days: readonly Day[]): string {
  const names = days.map(({ name }) => name)
  return names.length === 0 ? '' : `; there is no object of ${listFirst(names, MOST_NAMED)}`
}

// Days of the window without any object are added to `empty`.
async function* readArchive(aws: Aws, options: ArchiveOptions, tell: Tell, empty: Day[]): AsyncGenerator<readonly RecordedEvent[]> {
  const { archive, region, from, to, timeoutSeconds, clock, progress } = options
  const account = archive.account ?? (await options.account)
  if (account instanceof Fault) throw account
  const time = startTimeLimit(clock, timeoutSeconds * 1000)
  const objects = openObjects({ aws, name: archive.bucket, region, time, timeout: () => timeoutFault(timeoutSeconds) })
  const roots = await listRoots(objects, archive)
  const isRepeated = startRepeats()
  const isWanted = ({ text, event }: RecordedEvent): boolean => {
    const at = timeOf(event)
    if (at !== undefined && (at < from || at > to)) return false
    const id = ownText(event, 'eventID')
    return id === undefined || !isRepeated(id, text)
  }
  const days = listDays(from, to)
  let failed = false
  for (const day of days) {
    let count = 0
    for (const root of roots) {
      const folder = folderOf(root, account, region, day)
      progress(`reading ${nameObject(archive.bucket, folder)}`)
      const listed = objects.list(folder)[Symbol.asyncIterator]()
      // A page is read before the next one is asked for, so no more is held than one page and the objects under way.
      for (;;) {
        const page = await captureFault(() => listed.next())
        if (page instanceof Fault) {
          tell(page.diagnostic)
          if (page.code === 'audit-timeout') return
          failed = true
          break
        }
        if (page.done === true) break
        const found = page.value.objects.filter(({ key }) => !key.endsWith('/'))
        count += found.length
        for await (const batch of readObjects(objects, archive.bucket, found, tell)) yield batch.filter(isWanted)
        if (time.isOver()) return tell(timeoutFault(timeoutSeconds).diagnostic)
      }
    }
    if (count === 0 && day.isInWindow) empty.push(day)
  }
  const inWindow = days.filter(({ isInWindow }) => isInWindow)
  if (!failed && empty.length === inWindow.length) throw nothingFault(options, account, roots, inWindow)
}

// An organization's trail has a folder of its own, beside those of accounts; where it was not named, S3 is asked for it.
async function listRoots(objects: Objects, { root, isOrganization, account }: Archive): Promise<readonly string[]> {
  if (isOrganization || account !== undefined) return [root]
  const roots = [root]
  for await (const { folders } of objects.list(`${root}o-`, 'folders')) roots.push(...folders)
  return roots
}

// Reads objects in their order, while those that follow are under way. One that cannot be read is told and hides no other.
async function* readObjects(
  objects: Objects,
  bucket: string,
  listed: readonly Listed[],
  tell: Tell,
): AsyncGenerator<readonly RecordedEvent[]> {
  const underWay: { readonly object: Listed; readonly body: Promise<Uint8Array | Fault> }[] = []
  const read = async function* (): AsyncGenerator<readonly RecordedEvent[]> {
    const next = underWay.shift()
    if (next === undefined) return
    const name = nameObject(bucket, next.object.key)
    const body = await next.body
    if (body instanceof Fault) tell(body.diagnostic)
    else yield* readEventsOf(name, damaged => unpack(name, body, damaged), tell)
  }
  for (const object of listed) {
    const held = underWay.reduce((sum, each) => sum + each.object.bytes, object.bytes)
    if (underWay.length >= AT_ONCE || held > MOST_HELD) yield* read()
    const body = captureFault(() => objects.get(object))
    // A mistake of ours is thrown when its turn comes.
    body.catch(() => undefined)
    underWay.push({ object, body })
  }
  while (underWay.length > 0) yield* read()
}

function timeoutFault(seconds: number): Fault {
  const help = 'shorten audit-window, name fewer audit-regions, or raise audit-timeout'
  return new Fault('audit-timeout', { message: `audit-timeout (${seconds} s) ended before all objects were read`, help })
}

// Even a quiet account has events in a Region that it uses, so the place may be wrong.
function nothingFault({ archive, region }: ArchiveOptions, account: string, roots: readonly string[], days: readonly Day[]): Fault {
  const [first, last] = [days[0]?.name, days.at(-1)?.name]
  const where = listOf(roots.map(root => nameObject(archive.bucket, `${root}${account}/CloudTrail/${region}/`)))
  const message = `there is no object from ${first} to ${last} in ${where}`
  const help = 'check the prefix, the account and the Region, and whether the trail covers them'
  return new Fault('not-found', { message, help })
}
