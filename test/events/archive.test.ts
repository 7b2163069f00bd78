// The layout of a trail's archive, as AWS documents it:
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Archive, areUnbroken, type Day, folderOf, isWhole, listDays, parseArchive, parseDigest } from '../../src/events/archive.ts'
import { meansS3 } from '../../src/s3.ts'

const ACCOUNT = '111122223333'

describe('the name of an archive', () => {
  test.each<[text: string, bucket: string, root: string, isOrganization?: boolean, account?: string]>([
    ['s3://logs', 'logs', 'AWSLogs/'],
    ['s3://logs/', 'logs', 'AWSLogs/'],
    ['s3://my.logs-1/trail', 'my.logs-1', 'trail/AWSLogs/'],
    ['s3://logs/a/b/', 'logs', 'a/b/AWSLogs/'],
    ['s3://logs/AWSLogs', 'logs', 'AWSLogs/'],
    ['s3://logs/trail/AWSLogs/', 'logs', 'trail/AWSLogs/'],
    [`s3://logs/AWSLogs/${ACCOUNT}`, 'logs', 'AWSLogs/', false, ACCOUNT],
    ['s3://logs/AWSLogs/o-exampleorgid', 'logs', 'AWSLogs/o-exampleorgid/', true],
    [`s3://logs/x/AWSLogs/o-exampleorgid/${ACCOUNT}/`, 'logs', 'x/AWSLogs/o-exampleorgid/', true, ACCOUNT],
  ])('%s', (text, bucket, root, isOrganization = false, account = undefined) => {
    expect(parseArchive(text)).toEqual({ text, place: `s3://${bucket}/${root}${account ?? ''}`, bucket, root, isOrganization, account })
  })

  test.each<[text: string, message: string, help: string]>([
    ['s3://', 'it names no bucket', 'write s3://BUCKET'],
    ['s3:///trail', 'it names no bucket', 'write s3://BUCKET'],
    ['s3://Logs/trail', '"Logs" cannot be the name of a bucket', 'write s3://BUCKET'],
    ['s3:logs/trail', 's3://BUCKET/PREFIX', 'write s3://logs/trail'],
    ['s3:/logs/trail', 's3://BUCKET/PREFIX', 'write s3://logs/trail'],
    ['arn:aws:s3:::logs/trail/*', 's3://BUCKET/PREFIX', 'write s3://logs/trail'],
    ['arn:aws-cn:s3:::logs', 's3://BUCKET/PREFIX', 'write s3://logs'],
    ['https://logs.s3.eu-west-1.amazonaws.com/trail/', 's3://BUCKET/PREFIX', 'write s3://logs/trail'],
    ['https://my.logs.s3.amazonaws.com', 's3://BUCKET/PREFIX', 'write s3://my.logs'],
    ['https://s3.eu-west-1.amazonaws.com/logs/trail', 's3://BUCKET/PREFIX', 'write s3://logs/trail'],
    [`s3://logs/AWSLogs/${ACCOUNT}/CloudTrail`, 'below the account', 'audit-window'],
    [`s3://logs/AWSLogs/o-exampleorgid/${ACCOUNT}/CloudTrail/eu-west-1`, 'below the account', 'audit-window'],
    ['s3://logs/trail?versionId=abc', 'no question mark', 'write s3://BUCKET'],
    ['s3://logs/trail?X-Amz-Signature=5ec7e7', '"s3://logs/trail?…"', 'write s3://BUCKET'],
    ['s3://logs/trail/one.json.gz', 'it names an object', 'aws s3 cp s3://logs/trail/one.json.gz -'],
    ['s3://logs/AWSLogs/1111', '"1111" below AWSLogs/ is no account', '12 digits'],
  ])('%s is wrong', (text, message, help) => {
    expect(meansS3(text)).toBe(true)
    expect(parseArchive(text)).toMatchObject({
      level: 'error',
      message: expect.stringContaining(message),
      help: expect.stringContaining(help),
    })
  })

  test.each(['lookup', 'events.json', './s3', 's3', 'https://example.com/x', 'folder/s3:x'])('%s is none', text => {
    expect(meansS3(text)).toBe(false)
  })
})

const daysOf = (from: string, to: string): readonly Day[] => listDays(Date.parse(from), Date.parse(to))
const folder = (day: Day, { root, account = '444455556666' }: Archive): string => folderOf(root, account, 'us-east-1', day)

test.each<[from: string, to: string, days: readonly string[]]>([
  ['2026-11-23T10:00:00Z', '2026-11-23T12:00:00Z', ['2026-11-23', '2026-11-24']],
  ['2026-11-22T12:00:00Z', '2026-11-23T12:00:00Z', ['2026-11-22', '2026-11-23', '2026-11-24']],
  ['2026-11-22T23:59:59Z', '2026-11-23T00:00:00Z', ['2026-11-22', '2026-11-23', '2026-11-24']],
  ['2028-02-28T00:00:00Z', '2028-02-29T00:00:00Z', ['2028-02-28', '2028-02-29', '2028-03-01']],
  ['2026-12-31T00:00:00Z', '2026-12-31T23:59:59Z', ['2026-12-31', '2027-01-01']],
])('the days from %s to %s, and the day after', (from, to, days) => {
  const listed = daysOf(from, to)
  expect(listed.map(({ name }) => name)).toEqual(days)
  expect(listed.map(({ isInWindow }) => isInWindow)).toEqual(days.map((_, i) => i < days.length - 1))
})

test.each<[name: string, folder: string]>([
  ['s3://logs', 'AWSLogs/444455556666/CloudTrail/us-east-1/2026/01/05/'],
  [`s3://logs/trail/AWSLogs/o-exampleorgid/${ACCOUNT}`, `trail/AWSLogs/o-exampleorgid/${ACCOUNT}/CloudTrail/us-east-1/2026/01/05/`],
])('the folder of a day in %s', (name, expected) => {
  const [day] = daysOf('2026-01-05T00:00:00Z', '2026-01-05T01:00:00Z')
  expect(folder(day as Day, parseArchive(name) as Archive)).toBe(expected)
})

test.each([
  ['s3://logs', false],
  ['s3://logs/AWSLogs/o-exampleorgid', true],
  [`s3://logs/AWSLogs/o-exampleorgid/${ACCOUNT}`, false],
  [`s3://logs/AWSLogs/${ACCOUNT}`, false],
])('%s is a whole organization: %s', (name, whole) => {
  expect(isWhole(parseArchive(name) as Archive)).toBe(whole)
})

test.each<[key: string, time: string | undefined, trail?: string]>([
  [
    'AWSLogs/1/CloudTrail-Digest/us-east-2/2015/08/17/1_CloudTrail-Digest_us-east-2_my_trail_us-east-2_20150817T150131Z.json.gz',
    '2015-08-17T15:01:31Z',
    'AWSLogs/1/CloudTrail-Digest/us-east-2/1_CloudTrail-Digest_us-east-2_my_trail_us-east-2',
  ],
  ['AWSLogs/1/CloudTrail-Digest/us-east-2/2015/17/17/1_CloudTrail-Digest_us-east-2_t_us-east-2_20151717T150131Z.json.gz', undefined],
  ['AWSLogs/1/CloudTrail/us-east-2/2015/08/17/1_CloudTrail_us-east-2_20150817T1505Z_AbC.json.gz', undefined],
  ['', undefined],
])('the trail and the time of a digest: %s', (key, time, trail = '') => {
  expect(parseDigest(key)).toEqual(time === undefined ? undefined : { trail, time: Date.parse(time) })
})

// Any hour of the window that lies three hours from every digest has nothing that speaks for it.
test('digests are unbroken where no hour of the window is far from all of them', () => {
  const HOUR = 3_600_000
  const hours = fc.uniqueArray(fc.integer({ min: -6, max: 30 }), { maxLength: 30 })
  fc.assert(
    fc.property(hours, fc.integer({ min: 0, max: 24 }), (digests, length) => {
      const unbroken = areUnbroken(
        digests.map(hour => hour * HOUR),
        0,
        length * HOUR,
      )
      const holds = (hour: number): boolean => digests.some(digest => digest >= hour && digest <= hour + 3)
      if (unbroken) expect(digests.some(digest => digest > 0)).toBe(true)
      // A digest speaks for the time before it; the last three hours may still be on their way.
      const needed = Array.from({ length: Math.max(1, length - 2) }, (_, hour) => hour)
      if (unbroken) expect(digests.some(digest => digest <= 3) && digests.some(digest => digest >= length - 3)).toBe(true)
      if (unbroken) expect(needed.filter(hour => hour <= length - 3).every(holds)).toBe(true)
    }),
  )
})
