/** One process of the workbench: takes orders in, sells, and tells the shops, on the database that all of them share. */
import { randomBytes, randomUUID } from 'node:crypto';
import { ChannelFailure, type ChannelQuantityResult, type ChannelStock, type ChannelStockLevel } from '@tradewind/channels';
import { buildCaller, createBench, START_AT } from '../../../apps/server/src/modules/accounts/testing.ts';
import { applyOrders } from '../../../apps/server/src/modules/orders/index.ts';
import { moveOrders, planPushesJobHandler, pushStockJobHandler, stockHandlers } from '../../../apps/server/src/modules/stock/index.ts';
import { STOCK_SCOPE } from '../../../apps/server/src/modules/stock/testing.ts';
import { nap } from '../../../apps/server/src/platform/clock/real-clock.ts';
import { openDatabase } from '../../../apps/server/src/platform/database/database.ts';
import { guardsWithout, stockGuardNames } from '../../../apps/server/src/platform/guards.ts';
import { createWorker, type JobHandler } from '../../../apps/server/src/platform/lanes/lanes.ts';
import { isCertainlyGone, nameOfThisProcess } from '../../../apps/server/src/platform/process-name.ts';
import type { Services } from '../../../apps/server/src/platform/services.ts';
import { silentLog } from '../../../apps/server/src/testing/silent-log.ts';
import type { Errand, FromPart, Opening, PlatformCall, ToPart } from './messages.ts';

/** The word on the command line under which the program is started as a part. */
export const PART = 'flash-sale-part';

export function serveFlashSalePart(): void {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  const say = (message: FromPart): void => void process.send?.(message);
  let calls = 0;
  const ask = (call: PlatformCall): Promise<unknown> =>
    new Promise((resolve, reject) => {
      calls += 1;
      waiting.set(calls, { resolve, reject });
      say({ calling: calls, call });
    });
  let part: ReturnType<typeof open> | null = null;
  // The cast: only the drill speaks to this process.
  process.on('message', (given) => {
    const message = given as ToPart;
    if ('called' in message) {
      const { resolve, reject } = waiting.get(message.called) ?? {};
      waiting.delete(message.called);
      if (message.lost) reject?.(new ChannelFailure('unknown-outcome', 'no answer came'));
      else resolve?.(message.value);
      return;
    }
    const { id, errand } = message;
    if (errand.what === 'open') part = open(errand.opening, ask);
    Promise.resolve(errand.what === 'open' ? null : part?.run(errand)).then(
      (value) => say({ id, value }),
      (error: unknown) => say({ id, broken: error instanceof Error ? error.message : String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(1));
}

function open({ app, system, merchantId, shops, sabotage, begunAt }: Opening, ask: (call: PlatformCall) => Promise<unknown>) {
  const database = openDatabase({ app: { ...app, max: 12 }, system: { ...system, max: 6 }, log: silentLog });
  const bench = createBench(database);
  const clock: Services['clock'] = { now: () => START_AT + Date.now() - begunAt, sleep: nap };
  const guard = stockGuardNames.find((name) => name === sabotage);
  const channels = { 'tiktok-shop': { ...bench.platform.channel, stock: channelTo(ask) } };
  const services: Services = { ...bench.services, clock, newId: randomUUID, guards: guardsWithout(guard), channels };
  // Each handler is only given payloads that its own schema produced.
  const handlers = [planPushesJobHandler(services), pushStockJobHandler(services)] as unknown as JobHandler<unknown>[];
  const random = { number: Math.random, bytes: (length: number) => new Uint8Array(randomBytes(length)) };
  const workerId = `${nameOfThisProcess()}/${randomUUID()}`;
  const ports = { database, clock, random, log: silentLog, handlers, workerId, isGone: isCertainlyGone, concurrency: 8, leaseMs: 30_000 };
  createWorker({ ...ports, guards: services.guards }).start();
  const stock = stockHandlers(services);
  const caller = buildCaller(merchantId);
  const asked = <B>(body: B) => ({ caller, requestId: 'drill', params: {}, query: {}, body });
  const shopOf = new Map(shops.map((shop) => [shop.shopId, shop]));
  const secrets = services.secrets.forMerchant(merchantId);
  const run = async (errand: Exclude<Errand, { what: 'open' }>): Promise<unknown> => {
    switch (errand.what) {
      case 'sell': {
        const { reference, variantId, units } = errand;
        return stock['stock-reservations.create'](asked({ reference, line: '', variantId, units, warehouseId: null, expiresAt: null }));
      }
      case 'release':
        return stock['stock-reservations.release'](asked({ reference: errand.reference }));
      case 'ship':
        return stock['stock-reservations.ship'](asked({ reference: errand.reference }));
      case 'receive': {
        const { variantId, warehouseId, units } = errand;
        return stock['stock-adjustments.create'](
          asked({ kind: 'receive' as const, rows: [{ variantId, warehouseId, units }], reference: null, note: '' }),
        );
      }
      case 'orders': {
        const shop = shopOf.get(errand.shopId);
        if (!shop) throw new Error('no such shop');
        const input = { services, shop, orders: errand.orders, source: 'sweep' as const, now: clock.now(), secrets: await secrets };
        return database.withMerchant(merchantId, (tx) => applyOrders(tx, { ...input, moveStock: moveOrders }));
      }
    }
  };
  return { run };
}

// The casts: the drill answers each call with what its kind asks for.
const channelTo = (ask: (call: PlatformCall) => Promise<unknown>): ChannelStock => ({
  scope: STOCK_SCOPE,
  quantityMax: 99_999,
  warehouses: async () => [
    { channelWarehouseId: 'W-1', name: 'Main', purpose: 'sales', location: 'domestic', country: null, isDefault: true, isEnabled: true },
  ],
  quantities: async ({ channelShopId }, channelSkuIds) =>
    (await ask({ call: 'read', channelShopId, channelSkuIds: [...channelSkuIds] })) as ChannelStockLevel[],
  setQuantities: async ({ channelShopId }, { rows }) =>
    (await ask({ call: 'set', channelShopId, rows: [...rows] })) as ChannelQuantityResult[],
});
