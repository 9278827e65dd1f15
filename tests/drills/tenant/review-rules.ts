/** A party's review rule with a dry run and what it said of an order, somebody on its blacklist, and the bodies of their routes. */
import { z } from 'zod';
import { withClient } from '../../../apps/server/src/platform/database/roles.ts';
import type { Client } from '../stage/client.ts';
import type { Stage } from '../stage/stage.ts';

type Ids = Readonly<Record<string, string>>;
const made = z.object({ id: z.string() });
const rule = (name: string, shopId: string | undefined) => ({
  ...{ name, isLast: false, actions: [{ kind: 'tag', tag: name.slice(0, 40) }] },
  conditions: [
    { kind: 'shop', shopIds: [shopId], isNot: false },
    { kind: 'units', compare: 'at-least', count: 1 },
  ],
});

export async function reviewRulesOf(
  { ledger }: Stage,
  session: Client,
  { name, shopId, orderId }: { name: string; shopId: string; orderId: string },
) {
  const kept = await session.call(made, '/review-rules', { body: rule(`Review rule of ${name}`, shopId) });
  const run = await session.call(made, `/review-rules/${kept.id}/dry-runs`, { body: { version: 1 } });
  const entry = await session.call(made, '/blacklist', { body: { kind: 'buyer', value: `buyer of ${name}`, reason: `Wary of ${name}` } });
  await withClient(ledger.superuser(), async (client) => {
    const of = [orderId, kept.id, `Said by ${name}`];
    await client.query(
      `INSERT INTO tenant.review_decision SELECT merchant_id, id, gen_random_uuid(), $2, 1, $3, 'hit', '[]', '[]', 'epoch' FROM tenant.orders WHERE id = $1`,
      of,
    );
    await client.query(
      `INSERT INTO tenant.review_wish SELECT merchant_id, id, 'service', jsonb_build_object('service', $3::text), $2, $3, 'epoch' FROM tenant.orders WHERE id = $1`,
      of,
    );
    await client.query(
      `INSERT INTO tenant.review_order SELECT merchant_id, id, '{}', ARRAY[$2::uuid] FROM tenant.orders WHERE id = $1`,
      of.slice(0, 2),
    );
  });
  return { reviewRuleId: kept.id, reviewDryRunId: run.id, blacklistEntryId: entry.id };
}

export const reviewRuleBodies = (ids: Ids, label: string): Record<string, unknown> => ({
  'review-rules.create': rule(label, ids.shopId),
  'review-rules.set': { version: 1, ...rule(label, ids.shopId) },
  'review-rules.switch': { version: 1, isLive: false },
  'review-rules.arrange': { reviewRuleIds: [ids.reviewRuleId] },
  'review-dry-runs.create': { version: 1 },
  'blacklist.add': { kind: 'buyer', orderId: ids.orderId, reason: label },
});
