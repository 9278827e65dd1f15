/**
 * A morning's parcels leave at once: from a person's wish over all shops to the platform's answer for each, by one worker in this process
 * and the sandbox in its own, within the requests that the platform allows. The control makes the same calls for as many other parcels.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { insertConsent, insertShop } from '../apps/server/src/modules/accounts/testing.ts';
import { applyPackages, fulfilmentHandlers } from '../apps/server/src/modules/fulfilment/index.ts';
import { takeIn } from '../apps/server/src/modules/orders/testing.ts';
import { realClock } from '../apps/server/src/platform/clock/real-clock.ts';
import { isRefusal } from '../apps/server/src/platform/http/handler.ts';
import { createHttpSend } from '../apps/server/src/platform/http-out.ts';
import { createWorker } from '../apps/server/src/platform/lanes/lanes.ts';
import type { HttpSend } from '../apps/server/src/platform/ports.ts';
import type { Services } from '../apps/server/src/platform/services.ts';
import { jobHandlers } from '../apps/server/src/wiring.ts';
import type { ChannelOrder, ShopAccess } from '../packages/channels/src/port.ts';
import { printFigure, progress, timed } from './figure.ts';
import { callerOf, type Place, quietLog, withPlace } from './place.ts';
import { type Platform, platformAt, servicesFor, stateShape } from './sandbox.ts';
import { run } from './served.ts';

const LOOK_MS = 20;
const ENDS_WITHIN_MS = 300_000;
/** Some orders are taken by the seller's own carrier, and some shelves are empty. */
const SPARE = 1.3;

export async function benchFulfilment(parcels: number): Promise<void> {
  await withPlace(Date.now(), async (given) => {
    const sandbox = await run({
      args: ['apps/sandbox/dist/main.js', '--control'],
      portSetting: 'SANDBOX_PORT',
      settings: { DATA_DIR: given.dataDir },
      path: '/_control/state',
    });
    try {
      const platform = platformAt(sandbox.url);
      const world = { seed: 7, merchants: 2, shops: 15, days: 1, ordersPerShopDay: 1, endsAt: Date.now() };
      const state = await platform.ask('/reset', stateShape, world);
      const counted = counting(createHttpSend({ fetch }));
      const services = servicesFor(given.services, { url: sandbox.url, ...state, send: counted.send });
      const place = { ...given, services };
      const shops = await openShops(place, platform, state.merchants);
      await measure(place, { platform, shops, parcels, counted });
    } finally {
      await sandbox.stop();
    }
  });
}

type Counted = { send: HttpSend; made: () => number };
function counting(send: HttpSend): Counted {
  let made = 0;
  return {
    send: (request) => {
      made += 1;
      return send(request);
    },
    made: () => made,
  };
}

type Shop = { merchantId: string; shopId: string; timeZone: string; access: ShopAccess };

function channelOf({ channels }: Services) {
  const channel = channels['tiktok-shop'];
  const fulfilment = channel?.fulfilment;
  if (!channel || !fulfilment) throw new Error('the channel ships nothing');
  return { channel, fulfilment };
}

/** The shops whose orders have their packages before they leave, under the consents of their sellers. */
async function openShops(
  { services, merchantId }: Place,
  platform: Platform,
  sellers: z.output<typeof stateShape>['merchants'],
): Promise<Shop[]> {
  const { channel, fulfilment } = channelOf(services);
  const secrets = await services.secrets.forMerchant(merchantId);
  const at = new Date(realClock.now());
  const opened: Shop[] = [];
  for (const seller of sellers) {
    const { code } = await platform.ask('/grant', z.object({ code: z.string() }), { merchantId: seller.id });
    const tokens = await channel.exchangeCode(code);
    const ids = { authorizationId: services.newId(), legalEntityId: services.newId() };
    await services.database.withMerchant(merchantId, async (tx) => {
      const entity = { merchant_id: merchantId, id: ids.legalEntityId, name: seller.id, jurisdiction: 'CN', created_at: at };
      await tx.insertInto('legal_entity').values(entity).execute();
      await insertConsent(tx, { merchantId, authorizationId: ids.authorizationId, tokens, secrets, at });
      const granted = { granted_scopes: [...fulfilment.scopes] };
      await tx.updateTable('channel_authorization').set(granted).where('id', '=', ids.authorizationId).execute();
    });
    for (const shop of await channel.authorisedShops(tokens.accessToken)) {
      if (!fulfilment.packageExists(shop.market)) continue;
      const own = { merchantId, shopId: services.newId(), timeZone: 'UTC' };
      await services.database.withMerchant(merchantId, (tx) => insertShop(tx, { ...shop, ...ids, ...own, at }));
      opened.push({ ...own, access: { ...shop, accessToken: tokens.accessToken } });
    }
  }
  return opened;
}

const placedShape = z.object({ orders: z.array(z.object({ id: z.string() })) });

/** Paid orders that the platform's carrier takes, each with its package, as the platform tells them now. */
async function waiting({ services }: Place, platform: Platform, { shop, count }: { shop: Shop; count: number }): Promise<ChannelOrder[]> {
  const { channel } = channelOf(services);
  const asked = { shopId: shop.access.channelShopId, count: Math.ceil(count * SPARE), status: 'AWAITING_SHIPMENT' };
  const { orders } = await platform.ask('/orders', placedShape, asked);
  const told: ChannelOrder[] = [];
  for (let from = 0; from < orders.length; from += channel.orderDetailMax) {
    const ids = orders.slice(from, from + channel.orderDetailMax).map(({ id }) => id);
    told.push(...(await channel.orders(shop.access, ids)));
  }
  return told.filter(({ fulfilment, channelPackageIds }) => fulfilment === 'platform' && channelPackageIds.length === 1).slice(0, count);
}

type Waiting = { shop: Shop; ours: ChannelOrder[]; raw: ChannelOrder[] };

async function takeInAll(place: Place, shops: readonly Waiting[]): Promise<string[]> {
  const { services, merchantId } = place;
  for (const { shop, ours } of shops) {
    await takeIn(services, shop, ours);
    const items = ours.flatMap(({ channelOrderId, channelPackageIds, createdAt, updatedAt }) =>
      channelPackageIds.map((channelPackageId) => ({
        ...{ channelPackageId, channelOrderIds: [channelOrderId], status: 'processing' as const },
        ...{ trackingNumber: null, carrier: null, createdAt, updatedAt },
      })),
    );
    await services.database.withMerchant(merchantId, (tx) => applyPackages(tx, { services, shop, items }));
  }
  const wanted = shops.flatMap(({ ours }) => ours.map(({ channelOrderId }) => channelOrderId));
  const rows = await services.database.withMerchant(merchantId, (tx) =>
    tx.selectFrom('orders').select('id').where('channel_order_id', 'in', wanted).execute(),
  );
  if (rows.length !== wanted.length) throw new Error(`of ${wanted.length} orders ${rows.length} are here`);
  await place.superuser.query('ANALYZE');
  return rows.map(({ id }) => id);
}

type Measuring = { platform: Platform; shops: Shop[]; parcels: number; counted: Counted };

async function measure(place: Place, { platform, shops, parcels, counted }: Measuring): Promise<void> {
  progress(`placing orders in ${shops.length} shops`);
  const each = Math.ceil(parcels / shops.length);
  const rows: Waiting[] = [];
  let left = parcels;
  for (const shop of shops) {
    if (left <= 0) break;
    const orders = await waiting(place, platform, { shop, count: 2 * Math.min(each, left) });
    const half = Math.floor(orders.length / 2);
    rows.push({ shop, ours: orders.slice(0, half), raw: orders.slice(half, 2 * half) });
    left -= half;
  }
  const orderIds = await takeInAll(place, rows);
  const size = orderIds.length;
  const before = counted.made();
  const tookMs = await ship(place, { orderIds, send: counted.send });
  const between = counted.made();
  progress(`shipping ${size} parcels straight through the connector`);
  const rawMs = await timed(() => Promise.all(rows.map((row) => shipBarely(place, row))));
  const after = counted.made();
  await checkTruth(platform, rows);
  const { postgres } = place;
  const common = { size, p50: null, p95: null, postgres };
  printFigure({ ...common, bench: 'fulfilment', value: (size / tookMs) * 1000, control: (size / rawMs) * 1000, unit: 'parcels/s' });
  const [ours, raw] = [((between - before) / tookMs) * 1000, ((after - between) / rawMs) * 1000];
  printFigure({ ...common, bench: 'fulfilment-requests', value: ours, control: raw, unit: 'requests/s' });
}

async function ship({ services, merchantId }: Place, { orderIds, send }: { orderIds: string[]; send: HttpSend }): Promise<number> {
  const handlers = jobHandlers({ services, config: { fxFeedUrl: null }, send, hookAddress: () => 'http://127.0.0.1' });
  const worker = createWorker({ ...services, log: quietLog, handlers, workerId: 'bench', concurrency: 8, leaseMs: 30_000 });
  worker.start();
  const ask = fulfilmentHandlers(
    services,
    async () => new Map(),
    async () => new Map(),
  );
  const asked = { caller: callerOf(merchantId), requestId: 'bench', query: {}, params: {} };
  progress(`shipping ${orderIds.length} parcels`);
  try {
    return await timed(async () => {
      const body = { parcels: orderIds.map((orderId) => ({ orderId })), confirmsWarnings: false };
      const begun = await ask['shipment-runs.create']({ ...asked, body });
      if (isRefusal(begun)) throw new Error('the task was refused');
      const endsAt = performance.now() + ENDS_WITHIN_MS;
      for (let shipped = 0; shipped < orderIds.length; ) {
        await pause(LOOK_MS);
        const told = await ask['shipment-runs.get']({ ...asked, body: undefined, params: { shipmentRunId: begun.id } });
        if (isRefusal(told)) throw new Error('the task is gone');
        shipped = told.counts.shipped ?? 0;
        const ended = shipped + (told.counts.rejected ?? 0) + (told.counts['kept-back'] ?? 0);
        if (performance.now() > endsAt || (ended === orderIds.length && shipped < ended))
          throw new Error(`of ${orderIds.length} parcels: ${JSON.stringify(told.counts)}`);
      }
    });
  } finally {
    await worker.stop(5_000);
  }
}

async function shipBarely({ services }: Place, { shop, raw }: Waiting): Promise<void> {
  const { fulfilment } = channelOf(services);
  const wishes = raw.flatMap(({ channelPackageIds }) =>
    channelPackageIds.map((channelPackageId) => ({
      channelPackageId,
      path: 'platform' as const,
      handover: { method: 'drop-off' as const },
    })),
  );
  for (let from = 0; from < wishes.length; from += fulfilment.rowsMax) {
    const results = await fulfilment.ship(shop.access, wishes.slice(from, from + fulfilment.rowsMax));
    const refused = results.find(({ outcome }) => outcome !== 'ok');
    if (refused) throw new Error(`the platform refused ${JSON.stringify(refused)}`);
  }
}

const parcelShape = z.object({ id: z.string(), shippedAt: z.number().nullable() });

async function checkTruth(platform: Platform, rows: readonly Waiting[]): Promise<void> {
  const wanted = new Set(rows.flatMap(({ ours, raw }) => [...ours, ...raw]).flatMap(({ channelPackageIds }) => channelPackageIds));
  const left = (await platform.all('packages', parcelShape)).filter(({ id, shippedAt }) => wanted.has(id) && shippedAt !== null);
  if (left.length !== wanted.size) throw new Error(`of ${wanted.size} parcels ${left.length} have left at the platform`);
}
