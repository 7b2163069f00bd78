// `doctor` for a trail's archive in S3: what may be read, whose activity is in it, and whether the trail still delivers.

import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import { startS3 } from '../aws/s3.ts'
import { startAws } from '../aws/server.ts'
import { runBundle } from './command.ts'

const ACCOUNT = '111122223333'
const IMAGE = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2`
const MINUTE = 60_000
const today = new Date().toISOString().slice(0, 10).replaceAll('-', '/')
const keyOf = (region: string, kind = 'CloudTrail', account = ACCOUNT): string =>
  `trail/AWSLogs/${account}/${kind}/${region}/${today}/a.json.gz`

interface Found {
  readonly regions?: readonly string[]
  readonly digests?: boolean
  readonly minutes?: number
  readonly requesterPays?: boolean
}

async function start({ regions = ['eu-west-1'], digests = true, minutes = 5, requesterPays = false }: Found = {}) {
  const [aws, s3] = [await startAws(), await startS3({ bucket: 'logs', requesterPays })]
  const scan = [{ status: 'COMPLETE' as const, findings: makeBasicFindings({ HIGH: 3 }), completedAt: '2026-11-23T11:58:00Z' }]
  aws.ecr.addImage({ repository: 'payments/api', tags: ['1.4.2'], manifest: makeManifest('payments'), scan })
  s3.written = Date.now() - minutes * MINUTE
  for (const region of regions) s3.objects.set(keyOf(region), gzipSync('{"Records":[]}'))
  if (digests) s3.objects.set(keyOf('eu-west-1', 'CloudTrail-Digest'), gzipSync('{}'))
  const env = { ...aws.env, AWS_ENDPOINT_URL_S3: s3.endpoint }
  const examine = async (archive = 's3://logs/trail') => {
    const words = ['doctor', '--image', IMAGE, '--aws-attempts', '1', '--audit-source', archive]
    const { code, out } = await runBundle('cli.cjs', words, { env })
    const [, section = ''] = out.split(/^Archive .*\n/m)
    return { code, title: /^Archive .*/m.exec(out)?.[0], section: section.split('\n\n')[0] ?? '' }
  }
  return { s3, examine }
}

test('an archive that can be read', async () => {
  const { examine, s3 } = await start({ regions: ['eu-west-1', 'us-east-1'] })
  const { code, title, section } = await examine()
  expect([code, title]).toEqual([0, 'Archive s3://logs/trail of eu-west-1'])
  expect(section.split('\n')).toEqual([
    `  ok    s3:ListBucket: account ${ACCOUNT} has events of eu-west-1, us-east-1`,
    `  ok    s3:GetObject: s3://logs/${keyOf('eu-west-1')}, ${gzipSync('{"Records":[]}').length} bytes`,
    expect.stringMatching(/^ {2}ok {4}the newest object of eu-west-1 is [56] minutes old$/),
    expect.stringMatching(/^ {2}ok {4}the newest digest of eu-west-1 is [56] minutes old$/),
  ])
  expect(s3.asked.filter(asked => asked.startsWith('GET'))).toHaveLength(1)
})

test.each<[title: string, found: Found, code: number, told: RegExp]>([
  [
    'no events of the Region',
    { regions: ['us-east-1'], digests: false },
    1,
    /bad {3}account \d+ has events of us-east-1, and none of eu-west-1/,
  ],
  [
    'a trail that may have stopped',
    { minutes: 600, digests: false },
    0,
    /note {2}the newest object of eu-west-1 is 10 hours old\n +help: .*the trail logs/,
  ],
  [
    'a trail whose digests stopped',
    { minutes: 600 },
    1,
    /bad {3}the newest digest of eu-west-1 is 10 hours old\n +help: a trail with log file validation writes one every hour/,
  ],
  ['no log file validation', { digests: false }, 0, /note {2}no digest of eu-west-1.*\n +help: turn on log file validation/],
  ['a bucket whose requester pays', { requesterPays: true }, 0, /note {2}the requester pays/],
  ['nothing at all', { regions: [], digests: false }, 1, /bad {3}.*has no folder.*\n +help: check the bucket, the prefix and the account/],
])('%s', async (_, found, code, told) => {
  const { examine } = await start(found)
  const outcome = await examine()
  expect(outcome).toEqual({ code, title: expect.any(String), section: expect.stringMatching(told) })
})

test.each<[title: string, asked: string, message: string, told: RegExp]>([
  ['listing is denied', 'LIST', 'no', /bad {3}AccessDenied for s3:ListBucket.*\n +help: allow s3:ListBucket on arn:aws:s3:::logs,/],
  ['reading is denied', 'GET', 'no', /bad {3}AccessDenied for s3:GetObject.*\n +help: allow s3:GetObject on arn:aws:s3:::logs\/trail\//],
  [
    'the key is denied',
    'GET',
    'not authorized to perform: kms:Decrypt',
    /bad {3}AccessDenied for kms:Decrypt.*\n +help: allow kms:Decrypt on that key/,
  ],
])('%s', async (_, request, message, told) => {
  const { examine, s3 } = await start()
  s3.instead = asked => (asked.startsWith(request) ? { status: 403, code: 'AccessDenied', message } : undefined)
  expect(await examine()).toMatchObject({ code: 1, section: expect.stringMatching(told) })
})

test('an organization: how many accounts there are, and the newest object of any', async () => {
  const { examine, s3 } = await start({ regions: [], digests: false })
  for (const account of ['111122223333', '444455556666'])
    s3.objects.set(keyOf('eu-west-1', 'CloudTrail', account).replace('AWSLogs/', 'AWSLogs/o-exampleorgid/'), gzipSync('{"Records":[]}'))
  const { code, section } = await examine('s3://logs/trail/AWSLogs/o-exampleorgid')
  expect([code, section]).toEqual([0, expect.stringContaining('2 accounts: 111122223333, 444455556666')])
  expect(section).toContain('s3:GetObject: s3://logs/trail/AWSLogs/o-exampleorgid/')
})
