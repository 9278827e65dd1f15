import type { ChannelAdSpend } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';

type Input = { shop: { merchantId: string; shopId: string }; items: ChannelAdSpend[] };

/** Spend per shop-local day, the later answer in place of the earlier: a day's spend grows until the day is over. */
export async function saveAdSpend(tx: TenantTx, { shop, items }: Input): Promise<{ changed: number }> {
  const latest = [...new Map(items.map((item) => [item.channelAdSpendId, item])).values()];
  if (latest.length === 0) return { changed: 0 };
  const { names, source } = unnestRows(latest, {
    merchant_id: ['uuid', () => shop.merchantId],
    shop_id: ['uuid', () => shop.shopId],
    channel_ad_spend_id: ['text', (item) => item.channelAdSpendId],
    on_day: ['date', (item) => item.day],
    amount_minor: ['bigint', (item) => item.amount],
    currency: ['text', (item) => item.currency],
  });
  const { rows } = await sql`
    INSERT INTO ad_spend_day AS held (${names}) SELECT * FROM ${source}
    ON CONFLICT (merchant_id, shop_id, channel_ad_spend_id) DO UPDATE SET on_day = excluded.on_day, amount_minor = excluded.amount_minor, currency = excluded.currency
      WHERE (held.on_day, held.amount_minor, held.currency) IS DISTINCT FROM (excluded.on_day, excluded.amount_minor, excluded.currency)
    RETURNING 1`.execute(tx);
  return { changed: rows.length };
}

export async function hasAdSpend(tx: TenantTx, shopId: string): Promise<boolean> {
  return (await tx.selectFrom('ad_spend_day').select('on_day').where('shop_id', '=', shopId).limit(1).executeTakeFirst()) !== undefined;
}
