// Measures an archive in S3: a million events of 90 days in 5,000 objects, over a server on loopback in another process that answers at once
// or after 25 ms, against the same files on disk. Run it with `npm run bench`.

import { fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { startS3 } from '../test/aws/s3.ts'
import { startAws } from '../test/aws/server.ts'
import { makeRecord } from './archive.mjs'
import { run } from './command.mjs'

const [ACCOUNT, REGION] = ['111122223333', 'eu-central-1']
const [OBJECTS, PER_OBJECT, DAYS] = [5000, 200, 90]
const BUCKET = 'trail'

/** Serves what lies in a folder, and says where. */
async function serve(folder, delay) {
  const s3 = await startS3({ bucket: BUCKET, delay, keepOpen: true })
  s3.written = Date.now()
  for (const name of readdirSync(folder, { recursive: true }))
    if (name.endsWith('.gz')) s3.objects.set(name, readFileSync(join(folder, name)))
  process.send(s3.endpoint)
}

/** Writes the archive in the layout of a trail, until now, and returns how many bytes its text has. */
function makeTrail(folder) {
  const secondsApart = (DAYS * 86_400) / (OBJECTS * PER_OBJECT)
  // The window ends when the command is started, some time after this.
  const start = Date.now() - DAYS * 86_400_000 + 600_000
  let bytes = 0
  for (let i = 0; i < OBJECTS; i++) {
    const records = Array.from({ length: PER_OBJECT }, (_, j) => makeRecord(i * PER_OBJECT + j, j, secondsApart * 0.999, start))
    const day = records.at(-1).eventTime.slice(0, 10).replaceAll('-', '/')
    const path = join(folder, `AWSLogs/${ACCOUNT}/CloudTrail/${REGION}/${day}/${String(i).padStart(6, '0')}.json.gz`)
    const text = JSON.stringify({ Records: records })
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, gzipSync(text))
    bytes += text.length
  }
  return bytes
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const servers = []
  const aws = await startAws({ keepOpen: true, account: ACCOUNT })
  try {
    const text = makeTrail(join(folder, 'trail'))
    console.log(
      `${(OBJECTS * PER_OBJECT).toLocaleString('en')} events in ${OBJECTS} objects, ${(text / 1024 / 1024).toFixed(0)} MiB of text`,
    )
    const open = async delay => {
      const server = fork(import.meta.filename, [join(folder, 'trail'), String(delay)], { execArgv: ['--no-warnings'] })
      servers.push(server)
      return new Promise(resolve => server.once('message', resolve))
    }
    const read = ['--audit-window', `${DAYS}d`, '--audit-regions', REGION, '--audit-timeout', '1h']
    const archive = [`s3://${BUCKET}`, ...read]
    const places = [
      ['files on disk', [join(folder, 'trail')], aws.env],
      ['S3, 0 ms a request', archive, { ...aws.env, AWS_ENDPOINT_URL_S3: await open(0) }],
      ['S3, 25 ms a request', archive, { ...aws.env, AWS_ENDPOINT_URL_S3: await open(25) }],
    ]
    const commands = [
      ['query', ['query', 'eventName = "DescribeParameters"', '--count']],
      ['check', ['check', '--packs', 'ssm', '--format', 'json', '--events']],
    ]
    for (const [name, words] of commands) {
      let base
      for (const [where, paths, env] of places) {
        const result = await run(name === 'query' ? [words[0], words[1], ...paths, words[2]] : [...words, ...paths], env)
        const count =
          name === 'query' ? Number(result.out) * 20 : JSON.parse(result.out).coverage.find(each => each.source === 'events').records
        if (count !== OBJECTS * PER_OBJECT) throw new Error(`${count} events were read\n${result.err}`)
        base ??= result
        const rate = Math.round(count / result.seconds).toLocaleString('en')
        const ratio = `${(result.seconds / base.seconds).toFixed(2)} of the time, ${(result.mebibytes / base.mebibytes).toFixed(2)} of the memory`
        const numbers = `${result.seconds.toFixed(1).padStart(6)} s ${rate.padStart(8)} events/s ${result.mebibytes.toFixed(0).padStart(5)} MiB`
        console.log(`${`${name}, ${where}`.padEnd(28)} ${numbers}  ${ratio}`)
      }
    }
  } finally {
    for (const server of servers) server.kill()
    await aws.close()
    rmSync(folder, { recursive: true })
  }
}

const [folder, delay] = process.argv.slice(2)
if (folder === undefined) await main()
else await serve(folder, Number(delay))
