import { type RawBuilder, sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import { enqueue, type NewJob } from '../../platform/lanes/lanes.ts';
import type { Services } from '../../platform/services.ts';

export const planKind = 'stock.plan';
export const pushKind = 'stock.push';
export const compareKind = 'stock.compare';
export const expireKind = 'stock.expire';

/** Orders that wait for units are served, and what the shops shall be told is worked out. The queue itself is the list of variants that changed. */
const planJob = (variantId: string, dueAt: number): NewJob => ({
  lane: 'stock',
  kind: planKind,
  payload: { variantId },
  dedupeKey: variantId,
  dueAt,
});
export const pushJob = (shopId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:stock`,
  kind: pushKind,
  payload: { shopId },
  dedupeKey: 'push',
  dueAt,
});
/** A lane of its own: reading every number of a shop must not keep a new number waiting. */
export const compareJob = (shopId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:stock-compare`,
  kind: compareKind,
  payload: { shopId },
  dedupeKey: 'compare',
  dueAt,
});
export const expireJob = (reference: string, dueAt: number): NewJob => ({
  lane: 'stock-expiry',
  kind: expireKind,
  payload: { reference },
  dedupeKey: reference,
  dueAt,
});

type Changed = { services: Services; merchantId: string; now: number; variantIds: readonly string[]; jobs?: readonly NewJob[] };

/** Last in the transaction of a change: whoever looks is told, and the shops that are told numbers get new ones. */
export async function announce(tx: TenantTx, { services, merchantId, now, variantIds, jobs = [] }: Changed): Promise<void> {
  const distinct = [...new Set(variantIds)];
  if (distinct.length === 0 && jobs.length === 0) return;
  const hinted = hint({ services, merchantId, variantIds: distinct });
  const { rows } = await sql<{ isPlanned: boolean }>`SELECT ${isAwaited} AS "isPlanned", ${hinted}`.execute(tx);
  await enqueue(tx, { merchantId, jobs: [...(rows[0]?.isPlanned ? plansOf(distinct, now) : []), ...jobs], now });
}

/** Whoever looks at these is told, by a value that a statement of the change selects; it goes out with the commit. */
export const hint = ({ services, merchantId, variantIds }: Pick<Changed, 'services' | 'merchantId' | 'variantIds'>): RawBuilder<unknown> =>
  services.hints.published(merchantId, [{ type: 'stock.changed', ids: variantIds.slice(0, 50), shopId: null }]);

export const plansOf = (variantIds: readonly string[], now: number): NewJob[] => variantIds.map((id) => planJob(id, now));

/** Whether there is a shop that is told numbers, or an order that was sold beyond the stock. */
export const isAwaited = sql<boolean>`(EXISTS (SELECT 1 FROM stock_shop WHERE is_pushing)
  OR EXISTS (SELECT 1 FROM stock_reservation WHERE short > 0 AND state = 'held'))`;
