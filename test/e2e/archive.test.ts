// The bundle over a trail's archive in S3: two accounts, of which one is read with a role, an object that cannot be read; and the archive
// among recorded events.

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
  s3.written = Date.now()
  const env = { ...aws.env, AWS_ENDPOINT_URL_S3: s3.endpoint }
  const run = (...words: readonly string[]) => runBundle('cli.cjs', words, { env })
  const check = (...words: readonly string[]) => run('check', ...FILTER, ...words, '--format', 'json')
  return { aws, s3, check, run }
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

const READ = ['--audit-window', '7d', '--audit-regions', 'eu-west-1']
const WHOLE = 's3://logs/trail/AWSLogs/o-exampleorgid'
const FILE = 'examples/cloudtrail'

test('all accounts of an organization are judged where its folder is named', async () => {
  const { check } = await start()
  const { out } = await check(WHOLE)
  expect(JSON.parse(out).coverage).toContainEqual(
    expect.objectContaining({ state: 'read', records: 2, origin: `${WHOLE} of 2 accounts, eu-west-1` }),
  )
})

test('check takes an archive among recorded events, beside files, which are read whole', async () => {
  const { run } = await start()
  const { out } = await run('check', '--packs', 'ssm', '--format', 'json', '--events', FILE, 's3://logs/trail', ...READ)
  const { coverage } = JSON.parse(out)
  expect(coverage.filter(({ source }: { source: string }) => source === 'events')).toEqual([
    expect.objectContaining({ state: 'read', origin: FILE }),
    expect.objectContaining({ state: 'read', records: 1, origin: 's3://logs/trail of account 111122223333, eu-west-1' }),
  ])
})

test('query prints the events of an archive and of files in the order in which they are named', async () => {
  const { run } = await start()
  const query = ['query', 'eventName = "StartSession"']
  const [files, both] = [await run(...query, FILE), await run(...query, WHOLE, FILE, ...READ)]
  const lines = both.out.trim().split('\n')
  expect([both.code, lines.slice(2).join('\n')]).toEqual([0, files.out.trim()])
  expect(lines.slice(0, 2).map(line => JSON.parse(line).recipientAccountId)).toEqual(['111122223333', '444455556666'])
  const role = ['--audit-roles', 'arn:aws:iam::444455556666:role/audit']
  expect((await run(...query, 's3://logs/trail', ...READ, ...role, '--count')).out).toBe('1\n')
})

test('query of an archive that cannot be read whole says so, and its exit code does too', async () => {
  const { run, s3 } = await start()
  s3.instead = asked => (asked.startsWith('GET') && asked.includes('444455556666') ? { status: 403, code: 'AccessDenied' } : undefined)
  const { code, out, err } = await run('query', 'eventName = "StartSession"', WHOLE, ...READ, '--count')
  expect({ code, out }).toEqual({ code: 2, out: '1\n' })
  expect(err).toContain('AccessDenied for s3:GetObject on the object')
})

test('backtest shows what the rules would have done over an archive, and compares two policies over it', async () => {
  const { run } = await start()
  const words = ['--events', 's3://logs/trail', ...READ, '--format', 'json']
  const { code, out } = await run('backtest', '--packs', 'ssm', ...words)
  expect([code, JSON.parse(out).coverage]).toEqual([0, [expect.objectContaining({ state: 'read', records: 1 })]])
  const compared = await run('backtest', '--policy', 'examples/policy/policy.yml', '--against', 'examples/policy-before.yml', ...words)
  expect(JSON.parse(compared.out).coverage).toEqual([expect.objectContaining({ state: 'read', records: 1, side: 'both' })])
})

test('a path that was to name an archive is no missing file', async () => {
  const { run } = await start()
  const { code, err } = await run('query', 'a = 1', 's3:logs/trail', ...READ)
  expect([code, err]).toEqual([2, expect.stringContaining('write s3://logs/trail')])
})
