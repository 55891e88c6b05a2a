import { defineConfig } from 'vitest/config'

// A machine of CI is shared: what starts processes may be late once. Whoever works here sees the first failure.
const server = { environment: 'node' as const, retry: process.env['CI'] ? 1 : 0, testTimeout: 60_000, hookTimeout: 120_000 }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...server,
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/laws/**/*.test.ts', 'test/support/**/*.test.ts'],
          globalSetup: ['test/support/database.setup.ts'],
          pool: 'forks',
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...server,
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          pool: 'forks',
          maxWorkers: 2,
        },
      },
    ],
  },
})
