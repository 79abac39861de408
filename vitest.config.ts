import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: 'test/setup/python.ts',
    include: ['test/{unit,conformance,programs}/**/*.test.ts'],
    // Programs and databases take longer than a unit; nothing here asserts a time.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
