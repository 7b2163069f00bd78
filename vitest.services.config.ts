import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { include: ['test/services/**/*.service.ts'], globalSetup: ['test/services/setup.ts'], testTimeout: 60_000 },
})
