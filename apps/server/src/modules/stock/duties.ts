import { sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import type { Duty, DutySource } from '../../platform/duties.ts';
import type { ShopInScope } from '../accounts/index.ts';
import { adviceOf } from './queries/advice.ts';
import { coreMissing } from './queries/alerts.ts';

/** Orders beyond the stock, shops that show other numbers, and goods to buy, to bring to the United States or to clear. */
export const stockDuties: DutySource<ShopInScope> = {
  kinds: ['stock-oversold', 'stock-low', 'stock-dead', 'core-stock-missing', 'stock-drifting'],
  find: async (tx, { shops, isWhole, now }) => {
    const ids = shops.map(({ id }) => id);
    const perShop = ids.length === 0 ? [] : [...(await oversold(tx, ids)), ...(await drifting(tx, ids)), ...(await coreWithout(tx, ids))];
    return isWhole ? [...perShop, ...(await ofTheWhole(tx, now))] : perShop;
  },
};

const facts = { isLosing: false, deadlineAt: null, sinceAt: null };

async function oversold(tx: TenantTx, shopIds: readonly string[]): Promise<Duty[]> {
  const { rows } = await sql<{ shopId: string; units: number; orders: number; since: Date }>`
    SELECT shop_id AS "shopId", sum(short)::bigint AS units, count(DISTINCT order_id)::int AS orders, min(made_at) AS since
    FROM stock_reservation WHERE short > 0 AND state = 'held' AND shop_id = ANY (${shopIds}::uuid[]) GROUP BY 1`.execute(tx);
  return rows.map(({ shopId, units, orders, since }) => ({
    ...{ kind: 'stock-oversold', subject: shopId, shopId, isLosing: true, deadlineAt: null, sinceAt: since.getTime() },
    ...{ data: { units, orders }, link: { page: '/stock', search: { show: 'oversold' } } },
  }));
}

async function drifting(tx: TenantTx, shopIds: readonly string[]): Promise<Duty[]> {
  const { rows } = await sql<{ shopId: string; skus: number }>`
    SELECT shop_id AS "shopId", count(*)::int AS skus FROM stock_push WHERE drift <> 0 AND shop_id = ANY (${shopIds}::uuid[]) GROUP BY 1`.execute(
    tx,
  );
  return rows.map(({ shopId, skus }) => ({
    ...{ kind: 'stock-drifting', subject: shopId, shopId, ...facts, data: { skus } },
    link: { page: '/stock/shops', search: { show: 'drifting' } },
  }));
}

async function coreWithout(tx: TenantTx, shopIds: readonly string[]): Promise<Duty[]> {
  const missing = await coreMissing(tx, shopIds);
  return [...new Set(missing.map(({ shopId }) => shopId))].map((shopId) => {
    const skus = missing.filter((one) => one.shopId === shopId);
    return {
      ...{ kind: 'core-stock-missing', subject: shopId, shopId, ...facts, data: { skus: skus.length, sku: skus[0]?.sku ?? '' } },
      link: { page: '/stock', search: { show: 'core-missing' } },
    };
  });
}

async function ofTheWhole(tx: TenantTx, now: number): Promise<Duty[]> {
  const advice = await adviceOf(tx, now);
  const duty = (kind: 'stock-low' | 'stock-dead', show: string, skus: readonly { sku: string }[]): Duty[] =>
    skus.length === 0
      ? []
      : [
          {
            ...{ kind, subject: show, shopId: null, ...facts },
            ...{ data: { skus: skus.length, sku: skus[0]?.sku ?? '' }, link: { page: '/stock/purchases', search: { show } } },
          },
        ];
  return [
    ...duty(
      'stock-low',
      'low',
      advice.filter(({ isLow }) => isLow),
    ),
    ...duty(
      'stock-dead',
      'dead',
      advice.filter(({ isDead }) => isDead),
    ),
  ];
}
