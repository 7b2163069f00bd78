// Runs the bundle in a process of its own, and measures it.

import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'

// Makes a process print its peak memory when it ends, as the kernel counts it.
const tell = join(mkdtempSync(join(tmpdir(), 'bench-')), 'tell.cjs')
const peak = "/VmHWM:\\s*(\\d+)/.exec(require('node:fs').readFileSync('/proc/self/status', 'utf8'))?.[1]"
writeFileSync(tell, `process.on('exit', () => process.stderr.write(${peak} + '\\n'))\n`)

/** Runs a command: how it ended, what it printed, how long it took, and its peak memory. */
export function run(words, env) {
  const at = performance.now()
  const child = spawn(process.execPath, ['--require', tell, 'dist/cli.cjs', ...words], { env: { PATH: process.env.PATH, ...env } })
  let [out, err] = ['', '']
  child.stdout.on('data', text => {
    out += text
  })
  child.stderr.on('data', text => {
    err += text
  })
  return new Promise(resolve => {
    child.on('close', code => {
      const mebibytes = Number(err.trim().split('\n').at(-1)) / 1024
      resolve({ code, out, err, seconds: (performance.now() - at) / 1000, mebibytes })
    })
  })
}
