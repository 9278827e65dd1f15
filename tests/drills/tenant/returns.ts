/** A case of a party's own with a picture, a rule and a run on it, and bodies that would be accepted if their ids were the caller's own. */
import { z } from 'zod';
import type { Client } from '../stage/client.ts';
import { picture } from '../stage/picture.ts';

const made = z.object({ id: z.string() });
const oneCase = z.object({ id: z.string(), kind: z.string(), refund: z.object({ currency: z.string() }) });
type Ids = Readonly<Record<string, string>>;
const rule = (name: string, { shopId, caseCurrency }: Ids) => ({
  ...{
    name,
    shopId,
    act: 'approve-refund',
    maximum: { amount: 1, currency: caseCurrency },
    windowDays: null,
    dailyCount: 1,
    dailyAmount: 1,
  },
});

export async function returnsOf(session: Client, { name, shopId }: { name: string; shopId: string }) {
  const [found] = await session.all(oneCase, `/returns?shopIds=${shopId}`);
  if (!found) throw new Error('no buyer of the world has asked for anything');
  const ids = { shopId, caseId: found.id, caseCurrency: found.refund.currency };
  const shown = await session.call(made, `/returns/${found.id}/evidence?${new URLSearchParams({ fileName: `${name}.png` })}`, {
    ...{ method: 'POST', body: picture(), headers: { 'content-type': 'image/png' } },
  });
  const kept = await session.call(made, '/return-rules', { body: rule(`Rule of ${name}`, ids) });
  const run = await session.call(made, '/return-runs', { body: { act: 'reject-refund', reasonCode: '', caseIds: [found.id] } });
  return { ...ids, pictureId: shown.id, returnRuleId: kept.id, returnRunId: run.id };
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
