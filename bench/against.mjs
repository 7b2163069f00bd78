// Measures what it costs to compare two policies over 90 days of events, against a backtest of one of them over the same files: in time of
// the processor, and with runs that alternate, so that what else the machine does falls on all. Run it with `npm run bench`.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeArchive } from './archive.mjs'

const FILES = 360
const SECONDS_APART = (90 * 86_400) / (FILES * 400)
const RULES = ['--rules', 'examples/rules']
const TIMES = 5

const archive = mkdtempSync(join(tmpdir(), 'bench-'))
const scratch = mkdtempSync(join(tmpdir(), 'bench-'))
const tell = join(scratch, 'tell.cjs')
const spent = '(({ user, system }) => user + system)(process.cpuUsage())'
writeFileSync(tell, `process.on('exit', () => process.stderr.write(${spent} + '\\n'))\n`)

/** Returns the time of the processor, in milliseconds. */
function run(words) {
  const options = { encoding: 'utf8', maxBuffer: 1 << 28 }
  const { status, stderr } = spawnSync(process.execPath, ['--require', tell, 'dist/cli.cjs', ...words, '--format', 'json'], options)
  if (status !== 0 && status !== 1) throw new Error(stderr)
  return Number(stderr.trim().split('\n').at(-1)) / 1000
}

try {
  const mebibytes = makeArchive(archive, FILES, SECONDS_APART) / 1024 / 1024
  const runs = {
    'backtest of one policy': ['backtest', '--events', archive, ...RULES],
    'check of one policy': ['check', '--events', archive, ...RULES],
    'backtest --against another': ['backtest', '--events', archive, ...RULES, '--against', 'examples/tuning.yml'],
  }
  const times = Object.fromEntries(Object.keys(runs).map(name => [name, []]))
  for (let i = 0; i < TIMES; i++) for (const [name, words] of Object.entries(runs)) times[name].push(run(words))
  const median = name => times[name].sort((a, b) => a - b)[TIMES >> 1]
  const one = median('backtest of one policy')
  console.log(`90 days of events, ${mebibytes.toFixed(0)} MiB before compression`)
  for (const name of Object.keys(runs))
    console.log(`${name.padEnd(46)} ${median(name).toFixed(0).padStart(6)} ms  ${(median(name) / one).toFixed(2)}`)
} finally {
  for (const folder of [archive, scratch]) rmSync(folder, { recursive: true })
}
