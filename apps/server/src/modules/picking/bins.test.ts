import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, buildCaller, createBench } from '../accounts/testing.ts';
import { stockHandlers } from '../stock/index.ts';
import { buildVariant } from '../stock/testing.ts';
import { pickingHandlers } from './index.ts';

/** Where goods lie, on a real database. */
let database: TestDatabase;
let bench: Bench;
let warehouse: string;

beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  const made = told(await stockHandlers(bench.services)['warehouses.create'](asked({ name: 'Harbour', kind: 'own', country: 'GB' })));
  warehouse = made.id;
});
afterAll(() => database.close());

const handlers = () => pickingHandlers(bench.services);
const asked = <B>(body: B) => ({ caller: buildCaller(database.merchantId), requestId: 'r-1', params: {}, query: {}, body });
const told = <T>(answer: T): Exclude<T, { refused: unknown }> => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // refused above
};
const place = () => ({ database: database.database, merchantId: database.merchantId, newId: bench.services.newId });

const file = (text: string, isPreview: boolean) =>
  handlers()['bin-imports.create']({
    ...asked({ mediaType: 'text/csv', bytes: Buffer.from(text), sha256: '' }),
    query: { isPreview: isPreview ? ('true' as const) : ('false' as const) },
  });
const listed = async (sku: string) => {
  const { items } = told(await handlers()['bins.list']({ ...asked(undefined), query: { warehouseId: warehouse, sku, limit: 50 } }));
  return items.map(({ zone, bin }) => [zone, bin]);
};

test('a file says what it would change, refuses a bad row whole, and empties what it leaves empty', async () => {
  const [cup, pot] = [{ sku: 'CUP' }, { sku: 'POT' }];
  await buildVariant(place(), cup);
  const potId = await buildVariant(place(), pot);
  await handlers()['bins.set']({ ...asked({ zone: 'A', bin: '1' }), params: { warehouseId: warehouse, variantId: potId } });
  const rows = `sku,warehouse,zone,bin\n${cup.sku},Harbour,冷藏区,A-01\n${pot.sku},Harbour,,\n`;
  const preview = told(await file(rows, true));
  expect(preview).toMatchObject({ isApplied: false, rows: 2, errors: [] });
  expect(preview.changes.map(({ before, after }) => [before, after])).toEqual([
    ['', '冷藏区 / A-01'],
    ['A / 1', ''],
  ]);
  expect(await listed(cup.sku)).toEqual([]);
  const bad = told(await file(`${rows}ghost,Harbour,A,1\n${cup.sku},Moon,A,1\n`, false));
  expect(bad.errors.map(({ line, column, code }) => [line, column, code])).toEqual([
    [4, 'sku', 'unknown-sku'],
    [5, 'warehouse', 'unknown-warehouse'],
  ]);
  expect(told(await file(rows, false)).isApplied).toBe(true);
  expect([await listed(cup.sku), await listed(pot.sku)]).toEqual([[['冷藏区', 'A-01']], []]);
  expect(told(await file(rows, false)).changes).toEqual([]);
});
