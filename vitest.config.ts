import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Files of one worker share what they import: nothing of ours remembers beyond what a test passes in, and loading it anew for each of
// 170 files took a quarter of the time.
const node = { environment: 'node' as const, isolate: false, testTimeout: 30_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    // Its own choice leaves one processor free, which on two is half; most of these tests wait for a database.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          ...node,
          name: 'pure',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/sandbox/src/**/*.test.ts',
            'apps/web/src/**/*.test.{ts,tsx}',
            'tools/**/*.test.ts',
            'tests/drills/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          ...node,
          name: 'server',
          include: ['apps/server/src/**/*.test.ts', 'tests/{seeds,predictions}/**/*.test.ts'],
          globalSetup: ['apps/server/src/testing/global-setup.ts'],
        },
      },
      {
        // The connector against the sandbox, both in this process, over real HTTP.
        test: { ...node, name: 'channel', include: ['tests/channel/**/*.test.ts'] },
      },
      {
        // The built product in a real browser: three files at a time, each with a workbench that no other touches: two leave a third of two
        // processors idle, because a journey waits most of the time.
        test: {
          ...node,
          name: 'journeys',
          include: ['tests/journeys/**/*.test.ts'],
          globalSetup: ['tests/journeys/stage/global-setup.ts'],
          maxWorkers: 3,
          // Three browsers, three workbenches and their databases on two processors: what needed a second try is printed as such.
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 240_000,
          // A page may wait for its server: a second, the usual patience of a poll, is short of it on a busy machine.
          expect: { poll: { timeout: 20_000, interval: 100 } },
        },
      },
    ],
  },
});
