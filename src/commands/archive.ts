// What `doctor` finds about a trail's archive in S3: whether it may be listed and read, whose activity is in it and of which Regions, and
// whether the trail still delivers.

import pMap from 'p-map'
import { type Archive, type Day, folderOf, isWhole, type Kind, listDays, MOST_APART } from '../events/archive.ts'
import { Fault } from '../fault.ts'
import { listFirst, plural } from '../plural.ts'
import type { Stand } from '../run/accounts.ts'
import { accountIn } from '../run/recorded.ts'
import type { World } from '../run/world.ts'
import { listAccounts, listNames, listRoots } from '../sources/folders.ts'
import { isFolder, type Listed, type Objects, openObjects } from '../sources/objects.ts'
import { startTimeLimit } from '../sources/pace.ts'
import { nameObject } from '../sources/purpose.ts'
import { DAY_MILLISECONDS } from '../time.ts'
import { type Check, examine, type Section } from './examined.ts'

/** How long the examination of one account and Region may take, in seconds. */
const ARCHIVE_SECONDS = 60

/** How many accounts and Regions are named, and of how many accounts of an organization the last objects are looked for. */
const MOST_NAMED = 10

/** An object that is older is worth a look, in milliseconds. */
const FRESH = 3_600_000

/** What is examined: one account and Region of an archive, or the whole of an organization there. */
interface Examined {
  readonly objects: Objects
  readonly archive: Archive
  readonly region: string
  readonly roots: readonly string[]
  readonly accounts: readonly string[]
  /** Today, and before it yesterday. */
  readonly days: readonly Day[]
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Examines what a check would read for an account and a Region. */
export async function examineArchive(archive: Archive, stand: Stand, world: World): Promise<Section> {
  const { region, role } = stand
  const timeout = (): Fault => new Fault('audit-timeout', { message: `it took more than ${ARCHIVE_SECONDS} s` })
  const time = startTimeLimit(world, ARCHIVE_SECONDS * 1000)
  const checks = await examine(async () => {
    const account = archive.account ?? (await accountIn(archive, stand))
    if (account instanceof Fault) throw account
    const objects = openObjects({ aws: stand.aws, name: archive.bucket, region, time, timeout })
    const roots = await listRoots(objects, archive)
    const accounts = account === undefined ? await listAccounts(objects, archive) : [account]
    const now = world.now().getTime()
    const days = listDays(now - DAY_MILLISECONDS, now).filter(({ isInWindow }) => isInWindow)
    const examined = { objects, archive, region, roots, accounts, days: days.toReversed(), now }
    const charged = { level: 'note', message: 'the requester pays for requests to this bucket' } as const
    const found = [...(await examineFolders(examined)), ...(await examineObjects(examined))]
    return objects.isCharged() ? [...found, charged] : found
  })
  return { title: `Archive ${archive.text} of ${role === undefined ? '' : `account ${role.account}, `}${region}`, checks }
}

// Which accounts there are, and which Regions an account has.
async function examineFolders({ objects, archive, region, roots, accounts }: Examined): Promise<readonly Check[]> {
  const named = listFirst(accounts, MOST_NAMED)
  if (accounts.length === 0)
    return [{ level: 'bad', message: `s3:ListBucket: ${nameRoots(archive, roots)} has no folder of an account`, help: PLACE }]
  const whole: readonly Check[] = isWhole(archive) ? [{ level: 'ok', message: `${plural(accounts.length, 'account')}: ${named}` }] : []
  const [account = ''] = accounts
  const all = await Promise.all(roots.map(root => listNames(objects, `${root}${account}/CloudTrail/`)))
  const regions = [...new Set(all.flat())]
  if (regions.length === 0)
    return [
      ...whole,
      { level: 'bad', message: `s3:ListBucket: account ${account} has no folder in ${nameRoots(archive, roots)}`, help: PLACE },
    ]
  const told = `account ${account} has events of ${listFirst(regions, MOST_NAMED)}`
  const isThere = regions.includes(region) || accounts.length > 1
  const help = `name other audit-regions, or let the trail cover ${region}`
  return [
    ...whole,
    isThere ? { level: 'ok', message: `s3:ListBucket: ${told}` } : { level: 'bad', message: `${told}, and none of ${region}`, help },
  ]
}

const PLACE = 'check the bucket, the prefix and the account; the prefix is what stands before AWSLogs/'

function nameRoots({ bucket }: Archive, roots: readonly string[]): string {
  return roots.map(root => nameObject(bucket, root)).join(' and ')
}

// The newest object is read, and tells whether the trail delivers.
async function examineObjects(examined: Examined): Promise<readonly Check[]> {
  const { objects, archive, region, accounts } = examined
  const [newest, digest] = [await findNewest(examined, 'CloudTrail'), await findNewest(examined, 'CloudTrail-Digest')]
  const alive: Check =
    digest === undefined
      ? { level: 'note', message: `no digest of ${region}: a quiet Region is not told from a trail that stopped`, help: VALIDATION }
      : {
          message: `the newest digest of ${region} is ${sayAge(digest, examined)} old`,
          ...(ageOf(digest, examined) <= MOST_APART ? { level: 'ok' } : { level: 'bad', help: NO_DIGEST }),
        }
  if (newest === undefined) {
    const whose = accounts.length > MOST_NAMED ? `the first ${MOST_NAMED} accounts` : listFirst(accounts, MOST_NAMED)
    const message = `no object of ${region} from today or yesterday: ${whose}`
    return [{ level: digest === undefined ? 'bad' : 'note', message, help: STOPPED }, alive]
  }
  const read = await examine(async () => {
    const { length } = await objects.get(newest)
    return [{ level: 'ok', message: `s3:GetObject: ${nameObject(archive.bucket, newest.key)}, ${plural(length, 'byte')}` }]
  })
  const message = `the newest object of ${region} is ${sayAge(newest, examined)} old`
  const age: Check = isFresh(newest, examined) ? { level: 'ok', message } : { level: 'note', message, help: STOPPED }
  return [...read, age, alive]
}

const VALIDATION = 'turn on log file validation of the trail'
const NO_DIGEST = 'a trail with log file validation writes one every hour, so see whether it still logs and delivers'
const STOPPED = 'CloudTrail delivers within minutes of what happens: if something did, see whether the trail logs and delivers'

// The object of today, or else of yesterday, that was written last.
async function findNewest({ objects, region, roots, accounts, days }: Examined, kind: Kind): Promise<Listed | undefined> {
  for (const day of days) {
    const folders = accounts.slice(0, MOST_NAMED).flatMap(account => roots.map(root => folderOf(root, account, region, day, kind)))
    const listed = await pMap(folders, folder => listAll(objects, folder), { concurrency: 4 })
    const [newest] = listed.flat().toSorted((a, b) => timeOf(b) - timeOf(a))
    if (newest !== undefined) return newest
  }
  return undefined
}

async function listAll(objects: Objects, folder: string): Promise<readonly Listed[]> {
  const all: Listed[] = []
  for await (const page of objects.list(folder)) all.push(...page.objects.filter(object => !isFolder(object)))
  return all
}

function timeOf({ written }: Listed): number {
  return written?.getTime() ?? 0
}

function ageOf(object: Listed, { now }: Examined): number {
  return Math.max(0, now - timeOf(object))
}

function isFresh(object: Listed, examined: Examined): boolean {
  return ageOf(object, examined) <= FRESH
}

function sayAge(object: Listed, examined: Examined): string {
  const minutes = Math.floor(ageOf(object, examined) / 60_000)
  return minutes < 120 ? plural(minutes, 'minute') : plural(Math.floor(minutes / 60), 'hour')
}
