import { defineConfig } from 'vitest/config'

// All that the tests ask is on loopback, which a proxy of the environment does not reach. Octokit chooses its proxy when it is loaded, by
// the host that it would then ask. Programs read either spelling.
const NEAR = '127.0.0.1,localhost,api.github.com'
export const env = { NO_PROXY: NEAR, no_proxy: NEAR }

export default defineConfig({
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, env },
})
