import type { ChannelDispute } from '@tradewind/channels';
import { latestOfEach } from '@tradewind/channels/paging';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { Services } from '../../../platform/services.ts';
import { disputeMoves, moveAfterSales } from '../after-sale-counts.ts';

type Shop = { merchantId: string; shopId: string };
type Held = { id: string; updatedAt: number; openedAt: number; responsible: string | null; decideBy: number | null };
type Change = { id: string; item: ChannelDispute; before: Held | null };

/** Takes in what became of disputes; an older answer never replaces a newer one. */
export async function applyDisputes(
  tx: TenantTx,
  { services, shop, items }: { services: Services; shop: Shop; items: ChannelDispute[] },
): Promise<{ changed: number }> {
  const latest = latestOfEach(items, (item) => item.channelAfterSaleId);
  if (latest.length === 0) return { changed: 0 };
  const held = await readHeld(tx, shop, latest);
  const changes = latest.flatMap((item): Change[] => {
    const before = held.get(item.channelAfterSaleId) ?? null;
    const isNews =
      before === null ||
      before.updatedAt < item.updatedAt ||
      (before.updatedAt === item.updatedAt && (before.responsible !== item.responsible || before.decideBy !== item.decideBy));
    return isNews ? [{ id: before?.id ?? services.newId(), item, before }] : [];
  });
  if (changes.length === 0) return { changed: 0 };
  const { names, source } = unnestRows(changes, {
    merchant_id: ['uuid', () => shop.merchantId],
    id: ['uuid', ({ id }) => id],
    shop_id: ['uuid', () => shop.shopId],
    channel_after_sale_id: ['text', ({ item }) => item.channelAfterSaleId],
    channel_order_id: ['text', ({ item }) => item.channelOrderId],
    opened_at: ['timestamptz', ({ item }) => new Date(item.openedAt)],
    updated_at: ['timestamptz', ({ item }) => new Date(item.updatedAt)],
    decided_at: ['timestamptz', ({ item }) => (item.decidedAt === null ? null : new Date(item.decidedAt))],
    responsible: ['text', ({ item }) => item.responsible],
    decide_by: ['timestamptz', ({ item }) => (item.decideBy === null ? null : new Date(item.decideBy))],
  });
  await sql`
    INSERT INTO dispute (${names}) SELECT * FROM ${source}
    ON CONFLICT (merchant_id, id) DO UPDATE SET opened_at = excluded.opened_at, updated_at = excluded.updated_at, decided_at = excluded.decided_at,
      responsible = excluded.responsible, decide_by = excluded.decide_by`.execute(tx);
  await moveAfterSales(
    tx,
    shop,
    changes.flatMap(({ item, before }) => [...disputeMoves(before, -1), ...disputeMoves(item, 1)]),
  );
  await services.hints.publish(tx, shop.merchantId, [{ type: 'figures.changed', ids: [], shopId: shop.shopId }]);
  return { changed: changes.length };
}

async function readHeld(tx: TenantTx, shop: Shop, latest: readonly ChannelDispute[]): Promise<ReadonlyMap<string, Held>> {
  const rows = await tx
    .selectFrom('dispute')
    .select(['id', 'channel_after_sale_id', 'updated_at', 'opened_at', 'responsible', 'decide_by'])
    .where('shop_id', '=', shop.shopId)
    .where(
      'channel_after_sale_id',
      'in',
      latest.map((item) => item.channelAfterSaleId),
    )
    .forUpdate()
    .execute();
  return new Map(
    rows.map(({ channel_after_sale_id, updated_at, opened_at, decide_by, ...held }) => [
      channel_after_sale_id,
      { ...held, updatedAt: updated_at.getTime(), openedAt: opened_at.getTime(), decideBy: decide_by?.getTime() ?? null },
    ]),
  );
}
