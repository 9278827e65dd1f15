import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import { workbookOf } from '../../platform/sheets/testing.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, START_AT } from '../accounts/testing.ts';
import { saveViolations } from './commands/save-violations.ts';
import { penaltyHandlers } from './index.ts';
import { buildViolation } from './testing.ts';

/** The seller centre's export file, good and bad: all of it comes in, or none. */
const EN =
  'Violation ID,Shop ID,Shop name,Violation time,Area,Reason,Reason code,Points,Numerator,Denominator,Measures,Appeal status,Overturned time,Order IDs';
const ZH = '违规单号,店铺ID,店铺名称,违规时间,违规类型,违规原因,原因代码,扣分,分子,分母,处罚措施,申诉状态,撤销时间,关联订单号';

let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
});
afterAll(() => database.close());
beforeEach(() => inMerchant((tx) => tx.deleteFrom('violation').execute()));

const inMerchant = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]) =>
  database.database.withMerchant(database.merchantId, run);
const good = (id: string, facts: { reason?: string; orders?: string; measures?: string; overturned?: string } = {}) =>
  [
    ...[id, shop.channelShopId, '"Harbour, GB"', '2026-11-11T10:00:00+08:00', 'Order fulfilment', 'Late dispatch rate'],
    ...[
      facts.reason ?? 'LATE_DISPATCH',
      '4',
      '12',
      '100',
      facts.measures ?? '',
      'Not appealed',
      facts.overturned ?? '',
      facts.orders ?? '5769 5770',
    ],
  ].join(',');
const fileOf = (...lines: string[]): Buffer => Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`);
const workbook = (...lines: string[]) => workbookOf(lines.map((line) => line.replace('"Harbour, GB"', 'Harbour').split(',')));
const send = async (bytes: Uint8Array, isPreview = false, merchantId = database.merchantId) => {
  const body = { mediaType: 'text/csv', bytes, sha256: '' };
  const query = { isPreview: isPreview ? ('true' as const) : ('false' as const) };
  const caller = buildCaller(merchantId);
  const answer = await penaltyHandlers(bench.services)['violation-imports.create']({ caller, requestId: 'r', query, params: {}, body });
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
};
const stored = () => inMerchant((tx) => tx.selectFrom('violation').selectAll().orderBy('channel_violation_id').execute());

test('a file is previewed without a trace, then taken in, and the same file again changes nothing', async () => {
  const file = fileOf(EN, good('1'), good('2'));
  expect(await send(file, true)).toMatchObject({ isApplied: false, rows: 2, added: 2, errors: [] });
  expect(await stored()).toEqual([]);
  expect(await send(file)).toMatchObject({ isApplied: true, added: 2, changed: 0 });
  expect(await send(file)).toMatchObject({ isApplied: true, added: 0, changed: 0, unchanged: 2 });
  expect(await stored()).toMatchObject([
    { source: 'file', reason: 'late-dispatch', points: 4, numerator: 12, denominator: 100, channel_order_ids: ['5769', '5770'] },
    { channel_violation_id: '2' },
  ]);
});

test('the Chinese file says the same', async () => {
  const row = `1,${shop.channelShopId},海港,2026-11-11T10:00:00+08:00,订单履约,卖家责任取消率超标,SELLER_FAULT_CANCELLATION,2,3,100,限制单量 35 (2026-11-11T10:00:00+08:00 – 2026-11-18T10:00:00+08:00); 正式警告 (2026-11-11T10:00:00+08:00 – ),未申诉,,`;
  expect(await send(fileOf(ZH, row))).toMatchObject({ added: 1, errors: [] });
  expect(await stored()).toMatchObject([
    {
      reason: 'cancellation-rate',
      area: 'order-fulfilment',
      measures: [
        { code: 'order-limit', ordersPerDay: 35, until: Date.parse('2026-11-18T02:00:00Z') },
        { code: 'formal-warning', ordersPerDay: null, until: null },
      ],
    },
  ]);
});

test('a workbook says the same as the table it was exported beside', async () => {
  expect(await send(workbook(EN, good('1'), good('2')))).toMatchObject({ isApplied: true, rows: 2, added: 2, errors: [] });
  expect(await send(fileOf(EN, good('1'), good('2')))).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
});

test('a later file overturns what an earlier one said; the platform’s own record is never touched', async () => {
  await send(fileOf(EN, good('1')));
  const later = good('1', { overturned: '2026-11-15T10:00:00+08:00' });
  expect(await send(fileOf(EN, later))).toMatchObject({ changed: 1 });
  expect(await stored()).toMatchObject([{ overturned_at: new Date('2026-11-15T02:00:00Z') }]);
  const items = [buildViolation({ channelViolationId: '1', violatedAt: START_AT - 1000, points: 8 })];
  const shopOf = { merchantId: database.merchantId, shopId: shop.shopId };
  await inMerchant((tx) => saveViolations(tx, { services: bench.services, shop: shopOf, items, source: 'platform' }));
  expect(await send(fileOf(EN, later))).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
  expect(await stored()).toMatchObject([{ source: 'platform', points: 8, overturned_at: null }]);
});

describe('nothing is taken in, and it is said why, of a file', () => {
  const bad: [name: string, file: () => Uint8Array, error: object][] = [
    ['that is empty', () => Buffer.alloc(0), { code: 'empty' }],
    ['with another header', () => fileOf(EN.replace('Points', 'Score'), good('1')), { code: 'wrong-header', line: 1 }],
    ['with its columns in another order', () => fileOf(EN.split(',').reverse().join(','), good('1')), { code: 'wrong-header' }],
    [
      'saved again in a Chinese encoding',
      () => Buffer.concat([fileOf(EN), Buffer.from([0xce, 0xa5, 0xb9, 0xe6])]),
      { code: 'wrong-encoding' },
    ],
    ['of two encodings at once', () => Buffer.concat([fileOf(EN, good('1')), Buffer.from(good('2'), 'utf16le')]), { code: 'not-csv' }],
    ['that is half a workbook', () => workbook(EN, good('1')).subarray(0, 400), { code: 'not-a-workbook', line: null }],
    ['that is a workbook with another header', () => workbook('Number,Words', good('1')), { code: 'wrong-header', line: 1 }],
    [
      'that is a workbook with a formula',
      () => workbook(EN, good('1'), good('2', { orders: '=1+1' })),
      { code: 'formula', line: 3, column: 'Order IDs' },
    ],
    ['with an open quote', () => fileOf(EN, good('1'), '"2,'), { code: 'not-csv' }],
    ['with a cell as large as a bomb', () => fileOf(EN, good('1', { orders: '1'.repeat(90_000) })), { code: 'not-csv' }],
    ['with a formula', () => fileOf(EN, good('1'), good('2', { orders: '=1+1' })), { code: 'formula', line: 3, column: 'Order IDs' }],
    ['with a cell too few', () => fileOf(EN, good('1').replace(',Not appealed', '')), { code: 'wrong-columns', line: 2 }],
    ['of a shop that is not bound', () => fileOf(EN, good('1').replace(shop.channelShopId, '749')), { code: 'unknown-shop', line: 2 }],
    ['with the same violation twice', () => fileOf(EN, good('1'), good('1')), { code: 'repeated', line: 3 }],
    ['from the future', () => fileOf(EN, good('1').replace('2026', '2036')), { code: 'in-the-future' }],
    ['with a time without offset', () => fileOf(EN, good('1').replace('+08:00', '')), { code: 'not-readable', column: 'Violation time' }],
    ['with a day that is none', () => fileOf(EN, good('1').replace('11-11', '13-41')), { code: 'not-readable', column: 'Violation time' }],
    ['with half a point', () => fileOf(EN, good('1').replace(',4,12', ',4.5,12')), { code: 'not-readable', column: 'Points' }],
    ['with a measure nobody knows', () => fileOf(EN, good('1', { measures: 'Fined 3' })), { code: 'not-readable', column: 'Measures' }],
    ['with a reason in words', () => fileOf(EN, good('1', { reason: 'late' })), { code: 'not-readable', column: 'Reason code' }],
  ];
  test.each(bad)('%s', async (_, file, error) => {
    const answer = await send(Buffer.concat([file()]));
    expect(answer).toMatchObject({ isApplied: false, added: 0 });
    expect(answer.errors).toEqual([expect.objectContaining(error)]);
    expect(await stored()).toEqual([]);
  });

  test('of another merchant’s shop, in the same words as of one that never was', async () => {
    const answer = await send(fileOf(EN, good('1')), false, database.otherMerchantId);
    expect(answer.errors).toMatchObject([{ code: 'unknown-shop' }]);
  });
});
