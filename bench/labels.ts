/**
 * From "fetch the labels" to one file of them: so many signed questions to the sandbox and as many downloads, each label sealed and kept
 * as it comes, then read again, merged and kept as one. One worker in this process, the sandbox in its own. The control merges the same
 * bytes with the same library and does nothing else.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { insertConsent, insertShop } from '../apps/server/src/modules/accounts/testing.ts';
import { applyPackages } from '../apps/server/src/modules/fulfilment/index.ts';
import { pickingHandlers } from '../apps/server/src/modules/picking/index.ts';
import { mergeAlone } from '../apps/server/src/modules/picking/testing-pdf.ts';
import { realClock } from '../apps/server/src/platform/clock/real-clock.ts';
import { isRefusal } from '../apps/server/src/platform/http/handler.ts';
import { createHttpSend } from '../apps/server/src/platform/http-out.ts';
import { createWorker } from '../apps/server/src/platform/lanes/lanes.ts';
import { jobHandlers } from '../apps/server/src/wiring.ts';
import type { ChannelOrder, ShopAccess } from '../packages/channels/src/port.ts';
import { printFigure, progress, timed } from './figure.ts';
import { callerOf, type Place, quietLog, withPlace } from './place.ts';
import { type Platform, platformAt, servicesFor, startSandbox, stateShape } from './sandbox.ts';

/** Every third goes by the seller's own carrier, and has no label. */
const ORDERED_PER_LABEL = 1.7;
const ORDERS_A_CALL = 50;
const LABEL_READY_MS = 15_000;
const placed = z.object({ orders: z.array(z.object({ id: z.string() })) });

export async function benchLabels(labels: number): Promise<void> {
  await withPlace(Date.now(), async (given) => {
    const sandbox = await startSandbox(given.dataDir);
    try {
      const platform = platformAt(sandbox.url);
      const world = { seed: 7, merchants: 1, shops: 3, days: 1, ordersPerShopDay: 1, endsAt: Date.now() };
      const state = await platform.ask('/reset', stateShape, world);
      const send = createHttpSend({ fetch });
      const services = servicesFor(given.services, { url: sandbox.url, ...state, send });
      const place = { ...given, services };
      const shop = await bindShop(place, platform, state.merchants[0]?.id ?? '');
      const packageIds = await shipParcels(place, { platform, shop, labels });
      const handlers = jobHandlers({ services, config: { fxFeedUrl: null }, send, hookAddress: () => 'http://127.0.0.1' });
      const worker = createWorker({ ...services, log: quietLog, handlers, workerId: 'bench', concurrency: 8, leaseMs: 30_000 });
      worker.start();
      const runs: string[] = [];
      progress(`fetching and merging ${labels} labels`);
      const tookMs = await timed(async () => runs.push(await fetchAndMerge(place, packageIds)));
      const parts = await partsOf(place, runs[0] ?? '');
      const rawMs = await timed(() => mergeAlone(parts));
      await worker.stop(5_000);
      const [value, control] = [labels / (tookMs / 1000), labels / (rawMs / 1000)];
      printFigure({ bench: 'labels', size: labels, value, unit: 'labels/s', control, p50: null, p95: null, postgres: place.postgres });
    } finally {
      await sandbox.stop();
    }
  });
}

type Shop = { merchantId: string; shopId: string; access: ShopAccess };

/** The first shop whose paid orders have their parcels at once: outside the US. */
async function bindShop({ services, merchantId }: Place, platform: Platform, sellerId: string): Promise<Shop> {
  const channel = services.channels['tiktok-shop'];
  if (!channel?.fulfilment) throw new Error('the channel ships nothing');
  const { code } = await platform.ask('/grant', z.object({ code: z.string() }), { merchantId: sellerId });
  const tokens = await channel.exchangeCode(code);
  const shop = (await channel.authorisedShops(tokens.accessToken)).find(({ market }) => channel.fulfilment?.packageExists(market));
  if (!shop) throw new Error('the sandbox has no shop outside the US');
  const secrets = await services.secrets.forMerchant(merchantId);
  const at = new Date(realClock.now());
  const ids = { authorizationId: services.newId(), legalEntityId: services.newId(), shopId: services.newId() };
  await services.database.withMerchant(merchantId, async (tx) => {
    const entity = { merchant_id: merchantId, id: ids.legalEntityId, name: sellerId, jurisdiction: 'CN', created_at: at };
    await tx.insertInto('legal_entity').values(entity).execute();
    await insertConsent(tx, { merchantId, authorizationId: ids.authorizationId, tokens, secrets, at });
    const granted_scopes = [...(channel.fulfilment?.scopes ?? [])];
    await tx.updateTable('channel_authorization').set({ granted_scopes }).where('id', '=', ids.authorizationId).execute();
    await insertShop(tx, { ...shop, ...ids, merchantId, timeZone: 'UTC', at });
  });
  return { merchantId, shopId: ids.shopId, access: { ...shop, accessToken: tokens.accessToken } };
}

type Shipping = { platform: Platform; shop: Shop; labels: number };

/** Orders that are paid and handed over by the seller; answers our ids of as many parcels as labels are wanted. */
async function shipParcels({ services, merchantId }: Place, { platform, shop, labels }: Shipping): Promise<string[]> {
  const shopId = shop.access.channelShopId;
  progress(`shipping parcels for ${labels} labels`);
  const ids: string[] = [];
  for (let wanted = Math.ceil(labels * ORDERED_PER_LABEL) + 5; wanted > 0; wanted -= 100) {
    const wish = { shopId, count: Math.min(100, wanted), status: 'AWAITING_SHIPMENT' };
    ids.push(...(await platform.ask('/orders', placed, wish)).orders.map(({ id }) => id));
  }
  const orders: ChannelOrder[] = [];
  for (let at = 0; at < ids.length; at += ORDERS_A_CALL)
    orders.push(...((await services.channels['tiktok-shop']?.orders(shop.access, ids.slice(at, at + ORDERS_A_CALL))) ?? []));
  const chosen = orders
    .filter(({ fulfilment, channelPackageIds }) => fulfilment === 'platform' && channelPackageIds.length > 0)
    .slice(0, labels);
  if (chosen.length < labels) throw new Error(`only ${chosen.length} of ${ids.length} orders go by the platform`);
  for (let at = 0; at < chosen.length; at += 500)
    await platform.ask('/dispatch', z.object({ refused: z.array(z.string()).length(0) }), {
      shopId,
      orderIds: chosen.slice(at, at + 500).map(({ channelOrderId }) => channelOrderId),
    });
  await platform.ask('/clock', z.object({ now: z.number() }), { advanceMs: LABEL_READY_MS });
  const items = chosen.map(({ channelOrderId, channelPackageIds: [channelPackageId = ''] }) => ({
    ...{ channelPackageId, channelOrderIds: [channelOrderId], status: 'fulfilling' as const, trackingNumber: null, carrier: null },
    ...{ createdAt: realClock.now(), updatedAt: realClock.now() },
  }));
  return services.database.withMerchant(merchantId, async (tx) => {
    await applyPackages(tx, { services, shop, items });
    return (await tx.selectFrom('package').select('id').orderBy('id').execute()).map(({ id }) => id);
  });
}

async function fetchAndMerge({ services, merchantId }: Place, packageIds: string[]): Promise<string> {
  const { 'label-runs.create': begin } = pickingHandlers(services);
  const body = { packageIds, kind: 'label' as const, layout: 'a6' as const };
  const run = await begin({ caller: callerOf(merchantId), requestId: 'bench', params: {}, query: {}, body });
  if (isRefusal(run)) throw new Error('the task was refused');
  for (;;) {
    const { state, pages } = await services.database.withMerchant(merchantId, (tx) =>
      tx.selectFrom('label_run').select(['state', 'pages']).where('id', '=', run.id).executeTakeFirstOrThrow(),
    );
    if (state === 'done' && pages === packageIds.length) return run.id;
    if (state === 'done' || state === 'cancelled') throw new Error(`the file has ${pages} pages for ${packageIds.length} labels`);
    await pause(20);
  }
}

/** Out of the vault, which is no part of the control. */
async function partsOf({ services, merchantId }: Place, runId: string): Promise<Uint8Array[]> {
  const blobs = await services.blobs.forMerchant(merchantId);
  return services.database.withMerchant(merchantId, async (tx) => {
    const rows = await tx.selectFrom('label').select('id').where('run_id', '=', runId).orderBy('position').execute();
    const parts: Uint8Array[] = [];
    for (const { id } of rows) parts.push((await blobs.get(tx, { objectId: id, version: 1 })) ?? new Uint8Array());
    return parts;
  });
}
