import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../apps/server/src/testing/database.ts';
import { playPredictions } from './play.ts';

let made: TestDatabase;
beforeAll(async () => {
  made = await createTestDatabase();
});
afterAll(() => made.close());

test('what the platform records against the rates of troubled shops was foretold before it happened', async () => {
  const { database, merchantId } = made;
  const found = await playPredictions({ database, merchantId, seed: 11, days: 8, lookEveryMs: 3 * 3_600_000 });
  process.stdout.write(`${JSON.stringify(found)}\n`);
  expect(found.recorded).toBeGreaterThanOrEqual(5);
  expect(found).toMatchObject({ foreseen: found.recorded, falseAlarms: 0 });
}, 60_000);
