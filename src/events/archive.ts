// Where CloudTrail writes events in S3: a folder for each account, Region and day of delivery. What lies beside `CloudTrail/` in it, such
// as `CloudTrail-Insight/`, holds no events of calls. `CloudTrail-Digest/` says every hour which files were delivered, also where none was.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html

import { type Problem, quote, usageProblem } from '../diagnostic.ts'
import { isBucketName, rewriteS3, showS3 } from '../s3.ts'
import { DAY_MILLISECONDS } from '../time.ts'

/** A trail's archive, as `s3://bucket/prefix` names it. */
export interface Archive {
  /** As it was given. */
  readonly text: string
  /** The same however it was written. */
  readonly place: string
  readonly bucket: string
  /** What every key begins with, up to and with `AWSLogs/`, and the organization's folder if that was named. */
  readonly root: string
  /** Whether the organization's folder was named. */
  readonly isOrganization: boolean
  /** The account whose folder was named; undefined: that of the credentials, or all where only the organization's folder was named. */
  readonly account: string | undefined
}

const LOGS = 'AWSLogs'
const ACCOUNT = /^\d{12}$/
const ORGANIZATION = /^o-[a-z0-9]{10,32}$/
const SHAPE = 'write s3://BUCKET, or s3://BUCKET/PREFIX with what stands before AWSLogs/'
const ENDS_AT = 'it ends at the account at the latest: audit-regions and audit-window say what is read below it'

/** Reads the name of an archive. */
export function parseArchive(text: string): Archive | Problem {
  const wrong = (why: string, help: string): Problem => usageProblem(`{setting} cannot be ${quote(showS3(text))}: ${why}`, help)
  const [, bucket, path = ''] = /^s3:\/\/([^/]*)(?:\/(.*))?$/s.exec(text) ?? []
  if (bucket === undefined) return wrong('an archive in S3 is named s3://BUCKET/PREFIX', suggestArchive(text))
  if (bucket.includes(':')) return wrong('the name of a bucket has no colon', SHAPE)
  if (!isBucketName(bucket)) return wrong(bucket === '' ? 'it names no bucket' : `${quote(bucket)} cannot be the name of a bucket`, SHAPE)
  if (path.includes('?')) return wrong('an archive has no versions, and its prefix no question mark', SHAPE)
  if (/\.json(?:\.gz)?$/i.test(path)) return wrong('it names an object, and an archive is a folder of them', suggestPipe(text))
  const folders = path.replace(/\/+$/, '').split('/')
  const at = folders.lastIndexOf(LOGS)
  const before = at < 0 ? folders : folders.slice(0, at)
  const [first, second, ...deeper] = at < 0 ? [] : folders.slice(at + 1)
  const isOrganization = first !== undefined && ORGANIZATION.test(first)
  const account = isOrganization ? second : first
  if (deeper.length > 0 || (!isOrganization && second !== undefined)) return wrong('it names a folder below the account', ENDS_AT)
  if (account !== undefined && !ACCOUNT.test(account))
    return wrong(`${quote(account)} below AWSLogs/ is no account`, 'below it are organizations (o-…) and accounts of 12 digits')
  const root = [...before, LOGS, ...(isOrganization ? [first] : []), ''].filter((folder, i) => i > 0 || folder !== '').join('/')
  return { text, place: `s3://${bucket}/${root}${account ?? ''}`, bucket, root, isOrganization, account }
}

function suggestPipe(text: string): string {
  return `read a single object from standard input, with aws s3 cp ${text} - before the command and - in its place`
}

/** Whether an archive is that of an organization with all its accounts. */
export function isWhole({ isOrganization, account }: Archive): boolean {
  return isOrganization && account === undefined
}

// The same place in the one form that is read.
function suggestArchive(text: string): string {
  const meant = rewriteS3(text)
  return meant === undefined ? SHAPE : `write ${meant.replace(/\?.*$/s, '').replace(/[/*]+$/, '')}`
}

/** A day in whose folder events may lie. */
export interface Day {
  /** YYYY-MM-DD. */
  readonly name: string
  /** Whether it is one of the window: events of its last minutes are delivered a day later. */
  readonly isInWindow: boolean
}

/** The days of a window, oldest first, and the day after its end. Times are milliseconds since 1970. */
export function listDays(from: number, to: number): readonly Day[] {
  const [first, last] = [Math.floor(from / DAY_MILLISECONDS), Math.floor(to / DAY_MILLISECONDS)]
  return Array.from({ length: last - first + 2 }, (_, i) => ({
    name: new Date((first + i) * DAY_MILLISECONDS).toISOString().slice(0, 10),
    isInWindow: first + i <= last,
  }))
}

/** A folder of each day: that of events, or that of digests. */
export type Kind = 'CloudTrail' | 'CloudTrail-Digest'

/** The folder of a day. `root` is that of the archive, or of an organization in it. */
export function folderOf(root: string, account: string, region: string, { name }: Day, kind: Kind = 'CloudTrail'): string {
  return `${root}${account}/${kind}/${region}/${name.replaceAll('-', '/')}/`
}

export interface Digest {
  /** What the digests of one trail have in common. */
  readonly trail: string
  /** The end of the hour that it is about. Milliseconds since 1970. */
  readonly time: number
}

/** What the key of a digest says; undefined if that is no digest. */
export function parseDigest(key: string): Digest | undefined {
  const [, folder, name, date, hours, minutes, seconds] =
    /^(.+)\/\d{4}\/\d\d\/\d\d\/([^/]+)_(\d{8})T(\d\d)(\d\d)(\d\d)Z\.json\.gz$/.exec(key) ?? []
  if (date === undefined) return undefined
  const time = Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${hours}:${minutes}:${seconds}Z`)
  return Number.isNaN(time) ? undefined : { trail: `${folder}/${name}`, time }
}

/** How long nothing may be heard of a trail, in milliseconds: a digest comes every hour, some time after it. */
export const MOST_APART = 180 * 60_000

/**
 * Whether digests of these times prove that a trail delivered during a whole window. Those of its last hours may still be on their way,
 * but one from before the window says nothing about it.
 */
export function areUnbroken(times: readonly number[], from: number, to: number): boolean {
  let later = to
  const newestFirst = times.toSorted((a, b) => b - a)
  if ((newestFirst[0] ?? from) <= from) return false
  for (const time of newestFirst) {
    if (later - time > MOST_APART) return false
    if (time <= from + MOST_APART) return true
    later = time
  }
  return false
}
