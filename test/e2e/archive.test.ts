// The bundle over a trail's archive in S3: two accounts, of which one is read with a role, and an object that cannot be read.

import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { makeRecord } from '../aws/events.ts'
import { startS3 } from '../aws/s3.ts'
import { startAws } from '../aws/server.ts'
import { runBundle } from './command.ts'

const hourAgo = new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z')
const folderOf = (account: string, time: string): string =>
  `trail/AWSLogs/o-exampleorgid/${account}/CloudTrail/eu-west-1/${time.slice(0, 10).replaceAll('-', '/')}/`
const session = (account: string) => makeRecord({ eventName: 'StartSession', eventTime: hourAgo, account })
const FILTER = ['--packs', 'ssm', '--aws-attempts', '1', '--audit-regions', 'eu-west-1', '--audit-source']

async function start() {
  const [aws, s3] = [await startAws(), await startS3({ bucket: 'logs' })]
  for (const account of ['111122223333', '444455556666'])
    s3.objects.set(`${folderOf(account, hourAgo)}a.json.gz`, gzipSync(JSON.stringify({ Records: [session(account)] })))
  const env = { ...aws.env, AWS_ENDPOINT_URL_S3: s3.endpoint }
  const check = (...words: readonly string[]) => runBundle('cli.cjs', ['check', ...FILTER, ...words, '--format', 'json'], { env })
  return { aws, s3, check }
}

test('the folder of the account of the credentials is read, and judged', async () => {
  const { aws, s3, check } = await start()
  const { out } = await check('s3://logs/trail')
  const { coverage, alerts } = JSON.parse(out)
  expect(coverage).toContainEqual(
    expect.objectContaining({ state: 'read', records: 1, origin: 's3://logs/trail of account 111122223333, eu-west-1' }),
  )
  expect(alerts.length).toBeGreaterThan(0)
  expect(s3.asked.filter(asked => asked.includes('444455556666'))).toEqual([])
  expect(aws.requests.filter(({ operation }) => operation === 'LookupEvents')).toEqual([])
})

test('with a role it is that of the account of the role', async () => {
  const { check } = await start()
  const { out } = await check('s3://logs/trail', '--audit-roles', 'arn:aws:iam::444455556666:role/audit')
  expect(JSON.parse(out).coverage).toContainEqual(
    expect.objectContaining({ state: 'read', records: 1, origin: 's3://logs/trail of account 444455556666, eu-west-1' }),
  )
})

test('an object that cannot be read is named, and the verdict is not a pass', async () => {
  const { s3, check } = await start()
  const key = `${folderOf('111122223333', hourAgo)}b.json.gz`
  s3.objects.set(key, gzipSync('{"Records":[]}'))
  s3.instead = asked => (asked === `GET ${key}` ? { status: 403, code: 'InvalidObjectState' } : undefined)
  const { code, out, err } = await check('s3://logs/trail')
  expect(code).not.toBe(0)
  expect(JSON.parse(out).coverage).toContainEqual(expect.objectContaining({ state: 'gap', records: 1 }))
  expect(err).toContain(`s3://logs/${key}: the object is archived (S3 Glacier), so it cannot be read`)
})
