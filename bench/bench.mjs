// Measures what users wait for, each against a baseline in the same run: ratios can be compared between machines, seconds
// cannot. Run it with `npm run bench`; nothing here passes or fails.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { gunzipSync } from 'node:zlib'
import { makeArchive } from './archive.mjs'

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
