// Measures a table in Athena: a million events of 90 days, asked through a stand-in for Athena of a Trino on this machine, the engine that
// Athena is made of. Its time is that of this machine; what it reads and what comes back is the same anywhere. Run it with
// `npm run bench:athena`; the first time downloads 450 MB.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { startAthena } from '../test/services/athena.ts'
import { makeLog, rowsOf } from '../test/services/rows.ts'
import { startTrino } from '../test/services/trino.ts'
import { makeRecord } from './archive.mjs'
import { run } from './command.mjs'

const [ACCOUNT, REGION, TABLE] = ['111122223333', 'eu-central-1', 'trail']
const [EVENTS, DAYS] = [Number(process.env.EVENTS ?? 1_000_000), 90]
const SECONDS_APART = (DAYS * 86_400) / EVENTS

/** Writes the events of 90 days until now, in a folder for each day, and returns how many bytes they have there. */
function fill(folder) {
  const start = Date.now() - DAYS * 86_400_000 + 600_000
  const days = Map.groupBy(
    Array.from({ length: EVENTS / 1000 }, (_, i) => i * 1000),
    number => new Date(start + number * SECONDS_APART * 999).toISOString().slice(0, 10).replaceAll('-', '/'),
  )
  let bytes = 0
  for (const [day, numbers] of days) {
    mkdirSync(join(folder, day), { recursive: true })
    for (const number of numbers) {
      const records = Array.from({ length: 1000 }, (_, i) => {
        const { eventTime, ...record } = makeRecord(number + i, i, SECONDS_APART * 0.999, start)
        // CloudTrail writes whole seconds, and any other time always comes back.
        return { ...record, eventTime: `${eventTime.slice(0, 19)}Z`, eventType: 'AwsApiCall', recipientAccountId: ACCOUNT }
      })
      const text = gzipSync(rowsOf(records))
      writeFileSync(join(folder, day, `${number}.json.gz`), text)
      bytes += text.length
    }
  }
  return bytes
}

/** One check of the table: how long it took, how many events came back, and what the coverage says. */
async function check(env, words) {
  const source = ['--audit-source', `athena://audit/ct/${TABLE}`, '--audit-regions', REGION, '--audit-timeout', '1h']
  const { out, err, seconds } = await run(['check', ...source, ...words, '--format', 'json'], env)
  const events = JSON.parse(out).coverage.find(({ source: each }) => each === 'events')
  if (events.state !== 'read') throw new Error(`${events.message}\n${err}`)
  return { seconds, rows: events.records, scanned: /([\d.]+ \w+) scanned/.exec(events.message)?.[1] }
}

const trino = await startTrino()
try {
  const bytes = fill(join(trino.warehouse, TABLE))
  await makeLog(trino, TABLE, {})
  console.log(`${EVENTS.toLocaleString('en')} events of ${DAYS} days, ${(bytes / 1e6).toFixed(1)} MB packed`)
  const { aws } = await startAthena(trino, [TABLE], { keepOpen: true })
  aws.account = ACCOUNT
  for (const pack of ['ecr', 'ssm'])
    for (const days of [1, 7, DAYS]) {
      const { seconds, rows, scanned } = await check(aws.env, ['--packs', pack, '--audit-window', `${days}d`])
      const numbers = `${seconds.toFixed(1).padStart(6)} s ${String(rows).padStart(7)} rows  ${(scanned ?? 'nothing').padStart(9)} scanned`
      console.log(`${`pack ${pack}, ${days} of ${DAYS} days`.padEnd(24)} ${numbers}`)
    }
  await aws.close()
} finally {
  await trino.stop()
}
