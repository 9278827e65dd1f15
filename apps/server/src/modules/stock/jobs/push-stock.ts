/**
 * Tells a shop its new numbers: absolute ones, the newest only. All shops' lanes run beside each other, one batch at a time in each, so an
 * older number cannot overtake a newer one of the same worker, and a worker that lost its lane may record nothing.
 *
 *   wanted      `version` is above what is confirmed
 *   sent        committed before the call: who finds it so knows that the call may have been made. Sending again does no harm
 *   confirmed   the platform said so, or shows the number
 *   failed      it refused this number; a newer one, or somebody's repeat, is sent again
 *   answer lost the shop is asked what it shows. The number we sent: confirmed. Another: it is sent again
 */
import { ChannelFailure, type ChannelQuantityResult, type ChannelStock, type ChannelWarehouse, type ShopAccess } from '@tradewind/channels';
import { z } from 'zod';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { type DuePush, duePushes, markAnswered, markSent, noteShop } from '../commands/save-pushes.ts';
import { pushKind } from '../jobs.ts';

const payload = z.strictObject({ shopId: z.uuid() });
const AGAIN_AFTER_MS = 1_000;

type Call = { services: Services; context: JobContext; shopId: string; stock: ChannelStock; access: ShopAccess };

export function pushStockJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: pushKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    run: (jobs, context) => withStock({ services, context, shopId: jobs[0]?.payload.shopId ?? '' }, push),
  };
}

/** With the shop's stock at hand, if the merchant wants it told, the channel can be and the consent covers it. */
export async function withStock(
  { services, context, shopId }: Pick<Call, 'services' | 'context' | 'shopId'>,
  run: (call: Call) => Promise<void>,
): Promise<void> {
  const ids = { merchantId: context.merchantId, shopId };
  try {
    await withShopAccess(services, ids, async (_shop, { stock }, access) => {
      if (!stock) return;
      const may = await services.database.withMerchant(ids.merchantId, async (tx) => {
        const row = await tx.selectFrom('stock_shop').select('is_pushing').where('shop_id', '=', shopId).executeTakeFirst();
        return { isWanted: row?.is_pushing ?? false, isCovered: await hasScope(tx, shopId, stock.scope) };
      });
      if (!may.isWanted) return;
      if (!may.isCovered) return context.commit((tx) => noteShop(tx, { shopId, trouble: 'no-consent' }));
      await run({ services, context, shopId, stock, access });
    });
  } catch (error) {
    if (!(error instanceof ShopNotActive)) throw error;
  }
}

async function push(call: Call): Promise<void> {
  const { services, context, shopId } = call;
  const due = await services.database.withMerchant(context.merchantId, (tx) => duePushes(tx, shopId));
  const defaultId = due.some(({ channelWarehouseId }) => channelWarehouseId === '') ? await defaultWarehouse(call) : null;
  const products = new Map<string, DuePush[]>();
  for (const one of due) products.set(one.channelProductId, [...(products.get(one.channelProductId) ?? []), one]);
  let isUnclear = false;
  for (const [channelProductId, pushes] of products) {
    await context.commit((tx) => markSent(tx, pushes, context.now()), { finish: false });
    const answered = await tell(call, { channelProductId, pushes, defaultId });
    isUnclear ||= answered.length < pushes.length;
    await context.commit((tx) => markAnswered(tx, answered, context.now()), { finish: false });
  }
  await context.commit(
    async (tx) => {
      if (due.length > 0) await services.hints.publish(tx, context.merchantId, [{ type: 'stock.changed', ids: [], shopId }]);
    },
    isUnclear ? { reschedule: { dueAt: context.now() + AGAIN_AFTER_MS } } : {},
  );
}

type Telling = { channelProductId: string; pushes: readonly DuePush[]; defaultId: string | null };
type Answered = DuePush & { failure: string | null };

/** Those of which it is known what became of them; the others are sent again. */
async function tell(call: Call, { channelProductId, pushes, defaultId }: Telling): Promise<Answered[]> {
  const { stock, access } = call;
  const named = pushes.map((one) => ({ ...one, at: one.channelWarehouseId || defaultId || '' }));
  const rows = named.map(({ channelSkuId, at, wanted }) => ({
    ...{ channelSkuId, channelWarehouseId: at },
    quantity: Math.min(wanted, stock.quantityMax),
  }));
  try {
    const results = await stock.setQuantities(access, { channelProductId, rows });
    return named.flatMap(({ at, ...one }) => {
      const result = results.find((row) => row.channelSkuId === one.channelSkuId && row.channelWarehouseId === at);
      return result ? [{ ...one, failure: failureOf(result) }] : [];
    });
  } catch (error) {
    if (!(error instanceof ChannelFailure)) throw error;
    if (error.kind === 'rejected') return pushes.map((one) => ({ ...one, failure: error.channelCode ?? 'rejected' }));
    if (error.kind !== 'unknown-outcome') throw error;
    const shown = await stock.quantities(
      access,
      pushes.map(({ channelSkuId }) => channelSkuId),
    );
    return named.flatMap(({ at, ...one }) => {
      const level = shown.find((row) => row.channelSkuId === one.channelSkuId && row.channelWarehouseId === at);
      return level?.available === Math.min(one.wanted, stock.quantityMax) ? [{ ...one, failure: null }] : [];
    });
  }
}

const failureOf = (result: ChannelQuantityResult): string | null => (result.outcome === 'ok' ? null : result.code);

/** Where nobody has named the platform's warehouse, its default; read once, then known. */
async function defaultWarehouse({ services, context, shopId, stock, access }: Call): Promise<string | null> {
  const row = await services.database.withMerchant(context.merchantId, (tx) =>
    tx.selectFrom('stock_shop').select('channel_warehouses').where('shop_id', '=', shopId).executeTakeFirst(),
  );
  const known = defaultAmong(row?.channel_warehouses ?? []);
  if (known !== null) return known;
  const warehouses = await stock.warehouses(access);
  await context.commit((tx) => noteShop(tx, { shopId, trouble: null, warehouses }), { finish: false });
  return defaultAmong(warehouses);
}

export function defaultAmong(warehouses: readonly ChannelWarehouse[]): string | null {
  const selling = warehouses.filter(({ purpose, isEnabled }) => purpose === 'sales' && isEnabled);
  return (selling.find(({ isDefault }) => isDefault) ?? selling[0])?.channelWarehouseId ?? null;
}
