import { defineConfig } from 'vitest/config'
import { env } from './vitest.config.ts'

export default defineConfig({
  test: { include: ['test/services/**/*.service.ts'], globalSetup: ['test/services/setup.ts'], testTimeout: 60_000, env },
})
