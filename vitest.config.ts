// How the tests run: one Kafka and one PostgreSQL for all of them, two files at a time.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 90_000,
    teardownTimeout: 30_000,
    execArgv: ['--disable-warning=TimeoutNegativeWarning'],
  },
});
