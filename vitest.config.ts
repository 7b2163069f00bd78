import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// All that the tests ask is on loopback, which a proxy of the environment does not reach. Octokit chooses its proxy when it is loaded, by
// the host that it would then ask. Programs read either spelling.
const NEAR = '127.0.0.1,localhost,api.github.com'
export const env = { NO_PROXY: NEAR, no_proxy: NEAR }

/** What starts processes: the bundle, mostly, and tools that push. All else answers in this process, from the sources. */
export const PROCESSES: readonly string[] = [
  'test/attest/locale.test.ts',
  'test/docs/cookbook.test.ts',
  'test/docs/docs.test.ts',
  'test/e2e/**/*.test.ts',
  'test/push/interrupt.test.ts',
  'test/push/push.test.ts',
  'test/trials/trials.test.ts',
]

export default defineConfig({
  test: {
    testTimeout: 60_000,
    env,
    // Three more than processors, because the end-to-end tests wait for processes half of their time.
    maxWorkers: availableParallelism() + 3,
    // A file does not load again what another one has loaded. No file leaves anything behind: what it changes it restores.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [...PROCESSES] } },
      { extends: true, test: { name: 'e2e', include: [...PROCESSES], globalSetup: ['test/e2e/fresh.ts'] } },
    ],
  },
})
