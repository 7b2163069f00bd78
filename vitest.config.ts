import { defineConfig } from 'vitest/config'

// Many tests ask servers on loopback, which a proxy of the environment does not reach. Programs read either spelling.
const LOOPBACK = '127.0.0.1,localhost'
export const env = { NO_PROXY: LOOPBACK, no_proxy: LOOPBACK }

export default defineConfig({
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, env },
})
