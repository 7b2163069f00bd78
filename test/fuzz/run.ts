// `npm run fuzz -- --seed 7 --runs 100000 rules`: tries every property in this folder, or those of the files that are named, with many
// cases. The same seed tries the same cases, so a failure can be seen again.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: String(Date.now() % 2 ** 31) }, runs: { type: 'string', default: '10000' } },
  allowPositionals: true,
})
const files = positionals.length === 0 ? ['test/fuzz/'] : positionals.map(name => `test/fuzz/${name}.test.ts`)
console.log(`seed ${values.seed}, ${values.runs} cases of each property`)
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
const { status } = spawnSync(process.execPath, [vitest, 'run', '--reporter=verbose', ...files], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_SEED: values.seed, FUZZ_RUNS: values.runs },
})
process.exitCode = status ?? 1
