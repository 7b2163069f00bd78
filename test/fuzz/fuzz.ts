// Declares properties that must hold for any input. `npm test` tries a bounded share of each, always the same one; `npm run fuzz`
// tries as many as it is told, from a seed.
//
// A case that never ends cannot be stopped from inside, so a thread beside it watches, says which case it was, and ends the process.

import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const SEED = Number(process.env['FUZZ_SEED'] ?? 1)
const RUNS = process.env['FUZZ_RUNS'] === undefined ? undefined : Number(process.env['FUZZ_RUNS'])

/** The most seconds that one case may take, on a machine that does other things too; and until the watcher gives up. */
const [SLOW, ENDLESS] = [10, 60]

/** Declares a property as a test. `share` is how many cases `npm test` tries. */
export function fuzz<T extends [unknown, ...unknown[]]>(
  title: string,
  share: number,
  inputs: { readonly [K in keyof T]: fc.Arbitrary<T[K]> },
  hold: (...input: T) => void | Promise<void>,
): void {
  const runs = RUNS ?? share
  test(title, { timeout: 24 * 3_600_000 }, async () => {
    const watch = startWatch(title)
    try {
      const property = fc.asyncProperty(...(inputs as { [K in keyof T]: fc.Arbitrary<T[K]> }), async (...input: T) => {
        watch.next()
        const began = performance.now()
        await hold(...input)
        expect((performance.now() - began) / 1000, 'seconds of one case').toBeLessThan(SLOW)
      })
      await fc.assert(property, { seed: SEED, numRuns: runs })
    } finally {
      await watch.end()
    }
  })
}

function startWatch(title: string): { readonly next: () => void; readonly end: () => Promise<unknown> } {
  const cases = new Int32Array(new SharedArrayBuffer(4))
  const watch = `
    const { workerData: { cases, title, seed, seconds, pid } } = require('node:worker_threads')
    let [seen, since] = [0, Date.now()]
    setInterval(() => {
      const now = Atomics.load(cases, 0)
      if (now !== seen) [seen, since] = [now, Date.now()]
      else if (Date.now() - since > seconds * 1000) {
        require('node:fs').writeSync(2, 'case ' + seen + ' of "' + title + '" does not end; the seed is ' + seed + '\\n')
        process.kill(pid, 'SIGKILL')
      }
    }, 1000)`
  const worker = new Worker(watch, { eval: true, workerData: { cases, title, seed: SEED, seconds: ENDLESS, pid: process.pid } })
  return { next: () => Atomics.add(cases, 0, 1), end: () => worker.terminate() }
}
