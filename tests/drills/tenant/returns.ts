/** A case of a party's own with a picture, a rule and a run on it, and bodies that would be accepted if their ids were the caller's own. */
import { z } from 'zod';
import type { Client } from '../stage/client.ts';
import { picture } from '../stage/picture.ts';
import type { Stage } from '../stage/stage.ts';

const made = z.object({ id: z.string() });
const oneCase = z.object({
  id: z.string(),
  orderId: z.string().nullable(),
  channelOrderId: z.string(),
  kind: z.string(),
  refund: z.object({ currency: z.string() }),
});
type Ids = Readonly<Record<string, string>>;
const rule = (name: string, { shopId, caseCurrency }: Ids) => ({
  ...{
    name,
    shopId,
    act: 'approve-refund',
    // Of a case that is not there no currency is known: one that is none would be told before the shop.
    maximum: { amount: 1, currency: /^[A-Z]{3}$/.test(caseCurrency ?? '') ? caseCurrency : 'USD' },
    windowDays: null,
    dailyCount: 1,
    dailyAmount: 1,
  },
});

/** A buyer asks now: a small world may hold no case of this shop. */
async function askedIn({ sandbox }: Stage, session: Client, { shopId, channelShopId }: { shopId: string; channelShopId: string }) {
  const [orderId = ''] = await sandbox.orders({ shopId: channelShopId, count: 1, status: 'AWAITING_SHIPMENT' });
  await sandbox.askToCancel(orderId);
  for (let look = 0; look < 20; look += 1) {
    await sandbox.advance(30_000);
    const cases = await session.all(oneCase, `/returns?shopIds=${shopId}`);
    const found = cases.find((one) => one.channelOrderId === orderId && one.orderId !== null);
    if (found) return found;
  }
  throw new Error('a buyer’s request was never read');
}

type Of = { name: string; shopId: string; channelShopId: string };

export async function returnsOf(stage: Stage, session: Client, { name, shopId, channelShopId }: Of) {
  const found = await askedIn(stage, session, { shopId, channelShopId });
  const ids = { shopId, caseId: found.id, caseCurrency: found.refund.currency };
  const shown = await session.call(made, `/returns/${found.id}/evidence?${new URLSearchParams({ fileName: `${name}.png` })}`, {
    ...{ method: 'POST', body: picture(), headers: { 'content-type': 'image/png' } },
  });
  const kept = await session.call(made, '/return-rules', { body: rule(`Rule of ${name}`, ids) });
  const run = await session.call(made, '/return-runs', { body: { act: 'reject-refund', reasonCode: '', caseIds: [found.id] } });
  const { shopId: _shop, ...own } = ids;
  return { ...own, pictureId: shown.id, returnRuleId: kept.id, returnRunId: run.id };
}

export const returnBodies = (ids: Ids, label: string): Record<string, unknown> => ({
  'return-looks.create': {},
  'return-answers.create': { act: 'approve-refund' },
  'return-evidence.create': picture(60 + (label.length % 40)),
  'returns.fault': { fault: 'buyer', note: label },
  'return-receipts.create': { warehouseId: ids.warehouseId, lines: [{ lineNo: 1, good: 1, damaged: 0, missing: 0 }] },
  'order-refunds.create': { reasonCode: 'none', amount: 1 },
  'order-cancellations.create': { reasonCode: 'none' },
  'return-rules.create': rule(label, ids),
  'return-rules.set': { version: 1, ...rule(label, ids) },
  'return-rules.switch': { version: 1, isLive: false },
  'return-rules.try': { version: 1 },
  'return-runs.create': { act: 'reject-refund', reasonCode: '', caseIds: [ids.caseId] },
  'return-runs.cancel': {},
});
