// Measures what many accounts cost: 20 of them in 2 Regions, each with 300 events, against one account in one Region on the same server,
// which allows two requests a second in each. Run it with `npm run bench`.

import { makeRecords } from '../test/aws/events.ts'
import { startAws } from '../test/aws/server.ts'
import { run } from './command.mjs'

const ACCOUNTS = Array.from({ length: 20 }, (_, i) => String(400_000_000_001 + i))
const REGIONS = ['eu-west-1', 'us-east-1']
const EVENTS = 300

const aws = await startAws({ keepOpen: true, enforceRate: true })
const eventTime = new Date(Date.now() - 3_600_000).toISOString()
for (const account of ACCOUNTS)
  for (const awsRegion of REGIONS)
    aws.cloudtrail.addEvents(
      awsRegion,
      makeRecords(EVENTS, { eventName: 'ListDocuments', eventTime, account, awsRegion, secondsApart: -1 }),
      account,
    )

/** One check of the activity in these accounts and Regions: how long it took, what it read, and what it asked. */
async function check(accounts, regions) {
  const before = aws.requests.length
  const roles = accounts.map(account => `arn:aws:iam::${account}:role/audit`)
  const words = ['check', '--audit-source', 'lookup', '--audit-regions', ...regions, '--audit-roles', ...roles, '--format', 'json']
  const { out, err, seconds, mebibytes } = await run(words, aws.env)
  const events = JSON.parse(out).coverage.filter(({ source }) => source === 'events')
  if (events.some(({ state, records }) => state !== 'read' || records !== EVENTS)) throw new Error(err)
  return {
    seconds,
    mebibytes,
    requests: aws.requests.slice(before).filter(({ operation }) => operation === 'LookupEvents'),
    roles: aws.requests.slice(before).filter(({ operation }) => operation === 'AssumeRole').length,
  }
}

/** The most requests that one account and Region saw in any second. */
function busiest(requests) {
  const times = Map.groupBy(requests, ({ account, region }) => `${account} ${region}`)
  const inSecond = all => Math.max(...all.map(({ at }) => all.filter(other => other.at >= at && other.at < at + 1000).length))
  return Math.max(...[...times.values()].map(inSecond))
}

function report(what, { seconds, mebibytes, requests, roles }, base) {
  const places = new Set(requests.map(({ account, region }) => `${account} ${region}`)).size
  const ratio = `${(seconds / base.seconds).toFixed(2)} of the time, ${(mebibytes / base.mebibytes).toFixed(2)} of the memory`
  const rate = `${(requests.length / places / seconds).toFixed(2)} requests a second in each, at most ${busiest(requests)}`
  console.log(`${what.padEnd(30)} ${seconds.toFixed(1).padStart(5)} s  ${mebibytes.toFixed(0).padStart(4)} MiB  ${ratio}`)
  console.log(`  ${requests.length} requests, roles assumed: ${roles}; ${rate}`)
}

const one = await check(ACCOUNTS.slice(0, 1), REGIONS.slice(0, 1))
report('1 account in 1 Region', one, one)
report('20 accounts in 2 Regions', await check(ACCOUNTS, REGIONS), one)
await aws.close()
