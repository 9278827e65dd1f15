import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type BulkColumn, unnestRows } from './unnest.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** What comes back of values that went out as one bulk column. */
async function roundTrip(type: BulkColumn<unknown>[0], values: unknown[]): Promise<unknown[]> {
  const { source } = unnestRows(values, { given_value: [type, (value) => value] });
  const { rows } = await database.database.withMerchant(database.merchantId, (tx) =>
    sql<{ given_value: unknown }>`SELECT given_value FROM ${source}`.execute(tx),
  );
  return rows.map((row) => row.given_value);
}

test('texts come back letter by letter, whatever an array of PostgreSQL means by them', async () => {
  const texts = ['', 'null', 'NULL', 'a,b', '{a}', 'say "so"', 'C:\\new', "it's", ' edge ', 'two\nlines', '测试 สวัสดี 🛒', '\\"', null];
  expect(await roundTrip('text', texts)).toEqual(texts);
});

test('amounts, days, ids, bytes and facts come back as they were, nothing as nothing', async () => {
  expect(await roundTrip('bigint', [0, -1, Number.MAX_SAFE_INTEGER, null])).toEqual([0, -1, Number.MAX_SAFE_INTEGER, null]);
  expect(await roundTrip('date', ['2026-11-20', null])).toEqual(['2026-11-20', null]);
  const id = '01970000-0000-7000-8000-00000000000a';
  expect(await roundTrip('uuid', [id, undefined])).toEqual([id, null]);
  const bytes = [Buffer.from([0, 92, 34, 255]), Buffer.alloc(0)];
  expect(await roundTrip('bytea', bytes)).toEqual(bytes);
  expect(await roundTrip('jsonb', [JSON.stringify({ said: 'a "b" \\ c' })])).toEqual([{ said: 'a "b" \\ c' }]);
});

test('instants keep their millisecond, also beyond the year 9999', async () => {
  const instants = [new Date(Date.UTC(2026, 10, 20, 1, 2, 3, 4)), new Date(0), new Date(Date.UTC(33_658, 8, 27)), null];
  expect(await roundTrip('timestamptz', instants)).toEqual(instants);
});

test('what no column holds is refused instead of written as its name', async () => {
  await expect(roundTrip('text', [{ name: 'x' }])).rejects.toThrow('no value of a bulk column');
});
