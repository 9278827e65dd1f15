import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { smallWorld } from '../testing.ts';
import type { Simulation } from '../world/simulation.ts';
import { createSellerCentreApp } from './app.ts';

let sim: Simulation;
beforeAll(() => {
  sim = smallWorld({ merchants: 2, shops: 4, days: 30, troubled: true });
});
afterAll(() => sim.close());

const download = async (file: string, query: Record<string, string>, host = '127.0.0.1') =>
  createSellerCentreApp(() => sim).request(`/export/${file}?${new URLSearchParams(query)}`, { headers: { host } });
const british = () => [...sim.world.shops.values()].find(({ market }) => market === 'GB')?.id ?? '';

it('exports the violations of a shop as a spreadsheet reads them, in the language of the seller', async () => {
  const bytes = Buffer.from(await (await download('violations.csv', { shopId: british() })).arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const [header, ...rows] = bytes.toString('utf8').slice(1).split('\r\n');
  expect(header).toBe('违规单号,店铺ID,店铺名称,违规时间,违规类型,违规原因,原因代码,扣分,分子,分母,处罚措施,申诉状态,撤销时间,关联订单号');
  expect(rows).toHaveLength(sim.lists(british()).violations.length + 1);
  const [first] = sim.lists(british()).violations;
  expect(rows[0]).toMatch(new RegExp(`^${first?.id},${british()},.*,2026-1\\d-\\d\\dT02:00:00\\+00:00,`));
  const english = await (await download('violations.csv', { shopId: british(), language: 'en' })).text();
  expect(english).toContain('Late dispatch rate,LATE_DISPATCH,');
});

it('exports the same as a workbook whose parts are whole', async () => {
  const zip = Buffer.from(await (await download('violations.xlsx', { shopId: british(), language: 'en' })).arrayBuffer());
  const parts = new Map<string, string>();
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50; ) {
    const [size, nameLength] = [zip.readUInt32LE(at + 18), zip.readUInt16LE(at + 26)];
    const body = zip.subarray(at + 30 + nameLength, at + 30 + nameLength + size);
    expect(crc32(body)).toBe(zip.readUInt32LE(at + 14));
    parts.set(zip.toString('utf8', at + 30, at + 30 + nameLength), body.toString('utf8'));
    at += 30 + nameLength + size;
  }
  expect([...parts.keys()]).toContain('xl/workbook.xml');
  const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
  expect(sheet.match(/<row /g)).toHaveLength(sim.lists(british()).violations.length + 1);
  expect(sheet).toContain('<t xml:space="preserve">Violation ID</t>');
  const again = Buffer.from(await (await download('violations.xlsx', { shopId: british(), language: 'en' })).arrayBuffer());
  expect(again.equals(zip)).toBe(true);
});

it('exports the reviews of a shop, the withdrawn ones without their words', async () => {
  const { reviews } = sim.lists(british());
  const english = await (await download('reviews.csv', { shopId: british(), language: 'en' })).text();
  const [header, ...rows] = english.split('\r\n');
  expect(header).toContain('Review ID,Shop ID,Shop name,Order ID,Product ID,Rating,');
  expect(rows).toHaveLength(reviews.length + 1);
  expect(rows[0]).toMatch(new RegExp(`^${reviews[0]?.id},${british()},`));
  for (const { id, withdrawnAt } of reviews.filter((item) => item.withdrawnAt !== null)) {
    const row = rows.find((one) => one.startsWith(`${id},`)) ?? '';
    expect([withdrawnAt === null, row]).toEqual([false, expect.stringMatching(/,,(Yes|No),Withdrawn,/)]);
  }
  expect((await download('reviews.xlsx', { shopId: british() })).headers.get('content-type')).toContain('spreadsheetml');
});

it('hands out nothing to strangers, for strange shops or as strange files', async () => {
  expect((await download('violations.csv', { shopId: british() }, 'evil.example')).status).toBe(403);
  expect((await download('violations.csv', { shopId: '1' })).status).toBe(404);
  expect((await download('violations.csv', {})).status).toBe(422);
  expect((await download('violations.pdf', { shopId: british() })).status).toBe(404);
});
