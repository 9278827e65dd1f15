/**
 * The forecast laid beside the platform's own records, in a world with troubled shops: buyers order and sellers ship late for some days of
 * virtual time, the workbench takes the orders in through its connector and looks again and again, and at the end the ledger counts.
 * Queue, sweep and HTTP of the workbench are left out: other drills play those.
 */
import type { ChannelShop } from '@tradewind/channels';
import { groupOf } from '@tradewind/rules/policies';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, DAY_MS } from '../../apps/server/src/modules/accounts/testing.ts';
import { takeIn } from '../../apps/server/src/modules/orders/testing.ts';
import { saveViolations } from '../../apps/server/src/modules/penalties/commands/save-violations.ts';
import { penaltyHandlers } from '../../apps/server/src/modules/penalties/index.ts';
import { watchRows } from '../../apps/server/src/modules/performance/index.ts';
import type { Database } from '../../apps/server/src/platform/database/database.ts';
import { isRefusal } from '../../apps/server/src/platform/http/handler.ts';
import { accessOf, ENDS_AT, readAll, type Stage, startStage } from '../channel/client.ts';

const HISTORY_DAYS = 14;
const MINUTE_MS = 60_000;
const OVERLAP_MS = 5 * MINUTE_MS;

export type Predictions = {
  shops: number;
  days: number;
  recorded: number;
  foreseen: number;
  falseAlarms: number;
  medianLeadMinutes: number | null;
};
type Wish = { database: Database; merchantId: string; seed: number; days: number; lookEveryMs: number };
type Watched = { listed: ChannelShop; shop: BuiltShop };

export async function playPredictions({ database, merchantId, seed, days, lookEveryMs }: Wish): Promise<Predictions> {
  const stage = await startStage({ seed, troubled: true, merchants: 1, shops: 13, days: HISTORY_DAYS, ordersPerShopDay: 12 });
  try {
    const bench = createBench(database, { startAt: ENDS_AT });
    bench.services.clock = { now: stage.now, sleep: stage.advance };
    const watched = await bindShops(stage, { bench, merchantId });
    // The platform judges on the full hour. Looking every half minute, as the product does, there is a look just before it.
    await stage.advance(lookEveryMs - MINUTE_MS);
    let readTo = ENDS_AT - 2 * HISTORY_DAYS * DAY_MS;
    for (const endAt = stage.now() + days * DAY_MS; stage.now() < endAt; await stage.advance(lookEveryMs)) {
      const now = stage.now();
      await readOrders(stage, { bench, watched, updatedFrom: readTo - OVERLAP_MS });
      readTo = now;
      await watchRows(bench.services, { merchantId });
    }
    return { shops: watched.length, days, ...(await compare(stage, { bench, watched, merchantId })) };
  } finally {
    await stage.close();
  }
}

/** The shops that a table speaks of, as if their history had just been read. */
async function bindShops(stage: Stage, { bench, merchantId }: { bench: Bench; merchantId: string }): Promise<Watched[]> {
  const { shops } = await stage.consent();
  const watched: Watched[] = [];
  for (const listed of shops.filter(({ market }) => groupOf(market) !== null)) {
    const { market, currency, channelShopId, name } = listed;
    const shop = await buildShop(bench, merchantId, { market, currency, channelShopId, name });
    const at = new Date(stage.now());
    const read = { cursor_at: at, backfilled_at: at, last_swept_at: at, last_deep_swept_at: null };
    const counts = { backfill_total: 0, backfill_done: 0, repairs: 0 };
    const streams = ['orders', 'returns', 'cancellations'].map((stream) => ({
      ...{ merchant_id: merchantId, shop_id: shop.shopId, stream },
      ...read,
      ...counts,
    }));
    await bench.services.database.withMerchant(merchantId, (tx) => tx.insertInto('sync_stream').values(streams).execute());
    watched.push({ listed, shop });
  }
  return watched;
}

type Reading = { bench: Bench; watched: readonly Watched[]; updatedFrom: number };

async function readOrders(stage: Stage, { bench, watched, updatedFrom }: Reading): Promise<void> {
  // Tokens end within the days played.
  const { tokens } = await stage.consent();
  const updatedTo = stage.now() + 1_000;
  for (const { listed, shop } of watched) {
    const list = (pageToken: string | null) => stage.channel.ordersUpdated(accessOf(tokens, listed), { updatedFrom, updatedTo, pageToken });
    const orders = await readAll(list);
    if (orders.length > 0) await takeIn(bench.services, shop, orders);
  }
}

type Ledger = { bench: Bench; watched: readonly Watched[]; merchantId: string };

async function compare(stage: Stage, { bench, watched, merchantId }: Ledger): Promise<Omit<Predictions, 'shops' | 'days'>> {
  const { services } = bench;
  const { tokens } = await stage.consent();
  const range = { updatedFrom: 0, updatedTo: stage.now() + 1_000 };
  for (const { listed, shop } of watched) {
    const access = accessOf(tokens, listed);
    const items = await readAll(async (pageToken) => {
      if (!stage.channel.penalties) throw new Error('the channel reads no penalties');
      return stage.channel.penalties.violationsUpdated(access, { ...range, pageToken });
    });
    await services.database.withMerchant(merchantId, (tx) => saveViolations(tx, { services, shop, items, source: 'platform' }));
  }
  const asked = { caller: buildCaller(merchantId), requestId: 'r-1', query: {}, params: {}, body: undefined };
  const answer = await penaltyHandlers(services)['violations.standing'](asked);
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer.foresight;
}
