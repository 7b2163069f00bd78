// Reads what a trail's archive in S3 has of a window. Only the folders of the window's days are listed, and what an object holds from
// before the window or after it is left out.

import type { Aws } from '../aws/client.ts'
import { listOf, type Tell } from '../diagnostic.ts'
import { type Archive, type Day, listDays, MOST_APART } from '../events/archive.ts'
import { DELIVERY, timeOf } from '../events/cloudtrail.ts'
import { captureFault, Fault } from '../fault.ts'
import { ownText } from '../json.ts'
import { listFirst, plural } from '../plural.ts'
import { formatInstant } from '../time.ts'
import { findLastDigest, foldersOf, listAccounts, listRoots, type Places, walkFolders, wasAlive } from './folders.ts'
import { unpack } from './gunzip.ts'
import { isFolder, type Listed, type Objects, openObjects } from './objects.ts'
import { startTimeLimit, type TimeLimit } from './pace.ts'
import { nameObject } from './purpose.ts'
import { readEventsOf } from './records.ts'
import { startRepeats } from './repeats.ts'
import type { RecordedEvent, Source } from './source.ts'
import { type ActivityOptions, createSource } from './supply.ts'

export interface ArchiveOptions extends ActivityOptions {
  readonly archive: Archive
  readonly region: string
  /** The account whose activity is read where the archive names none, or why it is not known; undefined: all of the organization. */
  readonly account: Promise<string | Fault> | undefined
}

/** How many objects are under way at the same time: with fewer, most of the time is spent waiting for S3. */
const AT_ONCE = 32

/** How many bytes of objects are held at the same time, unless a single one has more. */
const MOST_HELD = 64 * 1024 * 1024

/** How many days without an object are named, and how many accounts. */
const MOST_NAMED = 5

/** What was met on the way. */
interface Met {
  /** How many objects there were, by account. */
  readonly accounts: Map<string, number>
  /** The same by day. */
  readonly days: Map<Day, number>
  /** When the last object was written, in milliseconds since 1970. */
  newest: number
  /** Whether digests alone say that the trail delivered. */
  alive: boolean
  /** Whether S3 charged any request to whoever asks. */
  isCharged: () => boolean
}

/** The events of one account and Region within a time, or of all accounts of an organization. One that comes several times is passed once. */
export function archivedEvents(aws: Aws, options: ArchiveOptions): Source {
  const { archive, region, from, to, describe, tell } = options
  const origin = `${archive.text} of ${region}`
  const met: Met = { accounts: new Map(), days: new Map(), newest: 0, alive: false, isCharged: () => false }
  return createSource({
    origin,
    describe,
    tell: diagnostic => tell({ ...diagnostic, at: diagnostic.at ?? origin }),
    events: tellFault => readArchive(aws, options, tellFault, met),
    conclude: async cover => {
      const horizon = formatInstant(to - DELIVERY)
      const coverage = cover(`${archive.text} of ${await nameAccounts(options, met)}, ${region}`)
      const window = `, read from ${formatInstant(from)} on${describeMet(met)}; events after ${horizon} may not be there yet`
      const paid = met.isCharged() ? '; the requester paid for the requests' : ''
      return { ...coverage, horizon, message: `${coverage.message}${coverage.state === 'read' ? window : ''}${paid}` }
    },
  })
}

async function nameAccounts({ archive, account }: ArchiveOptions, { accounts }: Met): Promise<string> {
  const known = archive.account ?? (await account)
  if (known === undefined) return accounts.size === 0 ? 'an organization' : plural(accounts.size, 'account')
  return known instanceof Fault ? 'an unknown account' : `account ${known}`
}

// An organization's trail delivers for all accounts or for none, so an account without an object is one in which nothing happened.
function describeMet({ accounts, days, newest, alive }: Met): string {
  const without = <T>(counts: ReadonlyMap<T, number>): readonly T[] => [...counts].flatMap(([key, count]) => (count === 0 ? [key] : []))
  const empty = without(days).map(({ name }) => name)
  const quiet = without(accounts)
  const missing = [
    ...(newest === 0 ? [] : [`the last object was written at ${formatInstant(newest)}`]),
    ...(empty.length === 0 ? [] : [`there is no object of ${listFirst(empty, MOST_NAMED)}`]),
    ...(quiet.length === 0 ? [] : [`nothing of ${plural(quiet.length, 'account')}: ${listFirst(quiet, MOST_NAMED)}`]),
  ]
  const said = alive ? ['no event was delivered, and hourly digests say that the trail was alive'] : missing
  return said.map(each => `; ${each}`).join('')
}

async function* readArchive(aws: Aws, options: ArchiveOptions, tell: Tell, met: Met): AsyncGenerator<readonly RecordedEvent[]> {
  const { archive, region, from, to, timeoutSeconds, clock } = options
  const account = archive.account ?? (await options.account)
  if (account instanceof Fault) throw account
  const time = startTimeLimit(clock, timeoutSeconds * 1000)
  const objects = openObjects({ aws, name: archive.bucket, region, time, timeout: () => timeoutFault(timeoutSeconds) })
  met.isCharged = objects.isCharged
  const roots = await listRoots(objects, archive)
  const accounts = account === undefined ? await listAccounts(objects, archive) : [account]
  const isRepeated = startRepeats()
  const isWanted = ({ text, event }: RecordedEvent): boolean => {
    const at = timeOf(event)
    if (at !== undefined && (at < from || at > to)) return false
    const id = ownText(event, 'eventID')
    return id === undefined || !isRepeated(id, text)
  }
  const listing: Listing = { objects, options, roots, accounts, region, days: listDays(from, to), time, failed: false }
  for await (const batch of readObjects(objects, archive.bucket, listObjects(listing, tell, met), tell)) {
    yield batch.filter(isWanted)
    if (time.isOver()) return tell(timeoutFault(timeoutSeconds).diagnostic)
  }
  if (!listing.failed) await checkAlive(listing, tell, met)
}

// An object that was written before the window cannot hold what happened in it. What digests say is only asked where objects are silent.
async function checkAlive(listing: Listing, tell: Tell, met: Met): Promise<void> {
  const { objects, options } = listing
  const { from, to } = options
  if (met.newest >= from) {
    const last = to - met.newest <= MOST_APART ? undefined : await findLastDigest(objects, listing)
    if (last !== undefined && to - last > MOST_APART) throw stoppedFault(met.newest, last)
    return
  }
  const alive = await captureFault(() => wasAlive(objects, listing, from, to))
  if (alive instanceof Fault) tell(alive.diagnostic)
  if (alive !== true) throw nothingFault(listing)
  met.alive = true
}

interface Listing extends Places {
  readonly objects: Objects
  readonly options: ArchiveOptions
  readonly time: TimeLimit
  /** Whether a folder could not be listed. */
  failed: boolean
}

// The objects of all folders, in the order of their days.
async function* listObjects(listing: Listing, tell: Tell, met: Met): AsyncGenerator<Listed> {
  const { objects, options, accounts, days } = listing
  const { archive, progress } = options
  for (const account of accounts) met.accounts.set(account, 0)
  for (const day of days) if (day.isInWindow) met.days.set(day, 0)
  for await (const { folder, page } of walkFolders(objects, foldersOf(listing))) {
    progress(`reading ${nameObject(archive.bucket, folder.path)}`)
    if (page instanceof Fault) {
      tell(page.diagnostic)
      listing.failed = true
      if (page.code === 'audit-timeout') return
      continue
    }
    const found = page.objects.filter(object => !isFolder(object))
    const { day, account } = folder
    if (day.isInWindow) met.days.set(day, (met.days.get(day) ?? 0) + found.length)
    met.accounts.set(account, (met.accounts.get(account) ?? 0) + found.length)
    for (const { written } of found) met.newest = Math.max(met.newest, written?.getTime() ?? 0)
    yield* found
  }
}

/** An object that is under way. */
interface UnderWay {
  readonly object: Listed
  readonly body: Promise<Uint8Array | Fault>
}

// Reads objects in their order, while those that follow are under way. One that cannot be read is told and hides no other. No more are
// listed than there is room for, and what came is passed on while a list is awaited.
async function* readObjects(
  objects: Objects,
  bucket: string,
  listed: AsyncGenerator<Listed>,
  tell: Tell,
): AsyncGenerator<readonly RecordedEvent[]> {
  const underWay: UnderWay[] = []
  const read = async function* (): AsyncGenerator<readonly RecordedEvent[]> {
    const first = underWay.shift()
    if (first === undefined) return
    const name = nameObject(bucket, first.object.key)
    const body = await first.body
    if (body instanceof Fault) tell(body.diagnostic)
    else yield* readEventsOf(name, damaged => unpack(name, body, damaged), tell)
  }
  const isFull = ({ bytes }: Listed): boolean =>
    underWay.length >= AT_ONCE || underWay.reduce((sum, { object }) => sum + object.bytes, bytes) > MOST_HELD
  for (let next = listed.next(); ; next = listed.next()) {
    while (underWay[0] !== undefined && (await comesFirst(underWay[0].body, next))) yield* read()
    const { done, value: object } = await next
    if (done === true) break
    while (underWay.length > 0 && isFull(object)) yield* read()
    const body = captureFault(() => objects.get(object))
    // A mistake of ours is thrown when its turn comes.
    body.catch(() => undefined)
    underWay.push({ object, body })
  }
  while (underWay.length > 0) yield* read()
}

function comesFirst(body: Promise<unknown>, next: Promise<unknown>): Promise<boolean> {
  return Promise.race([next.then(() => false), body.then(() => true)])
}

function timeoutFault(seconds: number): Fault {
  const help = 'shorten audit-window, name fewer audit-regions, or raise audit-timeout'
  return new Fault('audit-timeout', { message: `audit-timeout (${seconds} s) ended before all objects were read`, help })
}

function stoppedFault(newest: number, last: number): Fault {
  const message = `no object was written since ${formatInstant(newest)}, and no digest came after that of ${formatInstant(last)}`
  return new Fault('not-found', { message, help: 'see whether the trail still logs and delivers: what happened later was not seen' })
}

// Even a quiet account has events in a Region that it uses, so the place may be wrong, or the trail may have stopped.
function nothingFault({ options: { archive, from }, roots, accounts, region }: Listing): Fault {
  const folder = (root: string): string => `${root}${accounts.length === 1 ? accounts[0] : '*'}/CloudTrail/${region}/`
  const where = listOf(roots.map(root => nameObject(archive.bucket, folder(root))))
  const message = `no object was written since ${formatInstant(from)} in ${where}`
  const help =
    'check the prefix, the account and the Region, and whether the trail covers them; where nothing may happen, turn on log file validation of the trail, whose hourly digests say that it is alive, and let audit-window be some hours'
  return new Fault('not-found', { message, help })
}
