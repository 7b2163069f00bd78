// The bundle over a table in Athena: two accounts, each read with its own role and by one query for both Regions; a query that fails; and a
// run that is cancelled, which stops its query.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeRecord } from '../aws/events.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { answerOf, TABLE } from '../aws/table.ts'
import { ENV, ROOT, runBundle } from './command.ts'

const hourAgo = new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z')
const REGIONS = ['eu-west-1', 'us-east-1']
const NAME = 'athena://audit/security/cloudtrail_logs'
const WORDS = ['check', '--packs', 'ssm', '--aws-attempts', '1', '--audit-regions', ...REGIONS, '--audit-source', NAME]
const session = (account: string, awsRegion: string) => makeRecord({ eventName: 'StartSession', eventTime: hourAgo, account, awsRegion })

async function start(): Promise<Aws> {
  const aws = await startAws()
  aws.athena.tables.set('security.cloudtrail_logs', TABLE)
  // As the table of an organization would, for whoever asks.
  aws.athena.answer = query =>
    answerOf(
      query,
      REGIONS.map(region => session(query.account, region)),
      REGIONS,
    )
  return aws
}

test('each account is read with its role, by one query for all Regions', async () => {
  const aws = await start()
  const roles = ['444455556666', '777788889999'].map(account => `arn:aws:iam::${account}:role/audit`)
  const { out } = await runBundle('cli.cjs', [...WORDS, '--audit-roles', ...roles, '--format', 'json'], { env: aws.env })
  expect(aws.violations).toEqual([])
  const { coverage, alerts, activity } = JSON.parse(out)
  for (const account of ['444455556666', '777788889999'])
    expect(coverage).toContainEqual(
      expect.objectContaining({ state: 'read', records: 2, origin: `${NAME} of account ${account}, eu-west-1 and us-east-1` }),
    )
  expect(alerts.length).toBeGreaterThan(0)
  expect(JSON.stringify(activity)).toContain('777788889999')
  const asked = aws.athena.queries.map(({ account, region, sql }) => [account, region, sql.includes(`'${account}'`)])
  expect(asked.toSorted()).toEqual([
    ['444455556666', 'eu-west-1', true],
    ['777788889999', 'eu-west-1', true],
  ])
  expect(aws.requests.filter(({ operation }) => operation === 'LookupEvents')).toEqual([])
})

test('a query that fails is told with its cure, and the verdict is not a pass', async () => {
  const aws = await start()
  aws.athena.end = () => ({ state: 'CANCELLED', reason: 'Bytes scanned limit was exceeded' })
  const { code, out, err } = await runBundle('cli.cjs', WORDS, { env: aws.env })
  expect(code).toBe(2)
  expect(out).toContain('12.3 MB scanned')
  expect(err).toContain('the query was cancelled: it would have scanned more bytes than the workgroup allows')
  expect(err).toContain('raise the limit of the workgroup')
})

test('a run that is cancelled stops its query, and says so', async () => {
  const aws = await start()
  aws.athena.before = Array.from({ length: 99 }, () => 'RUNNING')
  const child = spawn(process.execPath, [join(ROOT, 'dist/cli.cjs'), ...WORDS], { env: { ...ENV, ...aws.env } })
  aws.meanwhile('GetQueryExecution', 'before', () => child.kill('SIGTERM'))
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  const signal = await new Promise(resolve => child.on('close', (_, by) => resolve(by)))
  expect(signal).toBe('SIGTERM')
  expect(out).toContain('the query was stopped')
  expect(aws.athena.queries.map(({ state }) => state)).toEqual(['CANCELLED'])
})
