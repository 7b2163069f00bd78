// Measures what users wait for, each against a baseline in the same run: ratios can be compared between machines, seconds
// cannot. Run it with `npm run bench`; nothing here passes or fails.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { gunzipSync, gzipSync } from 'node:zlib'

const FILTER =
  'event_type = "cloudtrail" and eventSource = "ssm.amazonaws.com" and (eventName starts_with "Describe" or eventName starts_with "List")'
const CLI = 'dist/cli.cjs'

function run(words, script = CLI) {
  const start = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (status === null || status > 2) throw new Error(stderr)
  return { milliseconds: performance.now() - start, stdout }
}

/** The median of several runs, in milliseconds. */
function median(times, action) {
  const all = Array.from({ length: times }, action).map(({ milliseconds }) => milliseconds)
  return all.sort((a, b) => a - b)[times >> 1]
}

function report(what, ours, other, milliseconds) {
  console.log(`${what.padEnd(46)} ${milliseconds.toFixed(0).padStart(6)} ms  ${(ours / other).toFixed(2)}`)
}

// Makes an invented archive: files of 400 records, one in twenty from Systems Manager. Returns its size before compression.
function makeArchive(folder, files) {
  const bytes = Array.from({ length: files }, (_, file) => {
    const records = Array.from({ length: 400 }, (_, i) => {
      const ssm = i % 20 === 0
      return {
        eventVersion: '1.11',
        userIdentity: {
          type: 'AssumedRole',
          arn: `arn:aws:sts::111122223333:assumed-role/role-${i % 7}/session`,
          accountId: '111122223333',
        },
        eventTime: new Date(1_760_000_000_000 + (file * 400 + i) * 1000).toISOString(),
        eventSource: ssm ? 'ssm.amazonaws.com' : 's3.amazonaws.com',
        eventName: ssm ? 'DescribeParameters' : 'GetBucketAcl',
        awsRegion: 'eu-central-1',
        sourceIPAddress: `192.0.2.${i % 250}`,
        userAgent: 'aws-cli/2.22.4 md/awscrt#0.23.4 ua/2.0 os/linux#6.8 md/arch#x86_64 lang/python#3.12.6',
        requestParameters: { bucketName: `bucket-${i}`, filters: [{ key: 'Name', values: [`value-${i}`, 'a "quoted" [text]'] }] },
        responseElements: null,
        eventID: `00000000-0000-4000-8000-${String(file * 400 + i).padStart(12, '0')}`,
        additionalEventData: {
          SignatureVersion: 'SigV4',
          CipherSuite: 'TLS_AES_128_GCM_SHA256',
          bytesTransferredIn: 0,
          bytesTransferredOut: i,
        },
      }
    })
    const text = JSON.stringify({ Records: records })
    writeFileSync(join(folder, `${String(file).padStart(4, '0')}.json.gz`), gzipSync(text))
    return text.length
  })
  return bytes.reduce((sum, length) => sum + length, 0)
}

const bare = join(mkdtempSync(join(tmpdir(), 'bench-')), 'bare.cjs')
writeFileSync(bare, '')
const empty = median(15, () => run([], bare))
console.log(`${'what'.padEnd(46)} ${'median'.padStart(9)}  ratio`)
const wrong = median(15, () => run(['check', '--finding']))
report('start to an input error / bare node', wrong, empty, wrong)
const judged = median(15, () => run(['check', '--findings', 'examples/findings.json']))
report('check of one image / bare node', judged, empty, judged)

const archive = mkdtempSync(join(tmpdir(), 'bench-'))
try {
  const mebibytes = makeArchive(archive, 400) / 1024 / 1024
  const parseAll = () => {
    const start = performance.now()
    let count = 0
    for (const name of readdirSync(archive)) {
      for (const event of JSON.parse(gunzipSync(readFileSync(join(archive, name))).toString()).Records) {
        if (event.eventSource === 'ssm.amazonaws.com' && /^(?:Describe|List)/.test(event.eventName)) count++
      }
    }
    return { milliseconds: performance.now() - start, count }
  }
  const expected = parseAll().count
  if (Number(run(['query', FILTER, archive, '--count']).stdout) !== expected) throw new Error('the count is wrong')
  const naive = median(3, parseAll)
  const query = median(3, () => run(['query', FILTER, archive, '--count']))
  report(`query over ${mebibytes.toFixed(0)} MiB gzip / gunzip and JSON.parse`, query, naive, query)
  const check = median(3, () => run(['check', '--events', archive, '--format', 'json']))
  report('check over the same / gunzip and JSON.parse', check, naive, check)
} finally {
  rmSync(archive, { recursive: true })
}
