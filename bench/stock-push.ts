/**
 * From a change of the stock, as a person makes it, to the answer of each of twelve shops of the sandbox that it shows the new number:
 * the change and its commit, NOTIFY, the plan, twelve lanes, twelve signed calls. One worker in this process, the sandbox in its own.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { insertConsent, insertShop } from '../apps/server/src/modules/accounts/testing.ts';
import { stockHandlers } from '../apps/server/src/modules/stock/index.ts';
import { buildVariant, offerIn } from '../apps/server/src/modules/stock/testing.ts';
import { realClock } from '../apps/server/src/platform/clock/real-clock.ts';
import { realRandom } from '../apps/server/src/platform/clock/real-random.ts';
import { isRefusal } from '../apps/server/src/platform/http/handler.ts';
import { createHttpSend } from '../apps/server/src/platform/http-out.ts';
import { createWorker } from '../apps/server/src/platform/lanes/lanes.ts';
import type { HttpSend } from '../apps/server/src/platform/ports.ts';
import type { Services } from '../apps/server/src/platform/services.ts';
import { jobHandlers } from '../apps/server/src/wiring.ts';
import type { ShopAccess } from '../packages/channels/src/port.ts';
import { createTikTokShop } from '../packages/channels/src/tiktok-shop/index.ts';
import { percentile, printFigure, progress } from './figure.ts';
import { callerOf, type Place, quietLog, withPlace } from './place.ts';
import { run } from './served.ts';

const SHOPS = 12;
const WARM_UP_CHANGES = 3;
const ARRIVES_WITHIN_MS = 20_000;
/** Longer than a lane rests after its turn, so that each change meets a quiet workbench, as most changes do. */
const BETWEEN_MS = 100;

export const stateShape = z.object({
  appKey: z.string(),
  appSecret: z.string(),
  merchants: z.array(z.object({ id: z.string(), shops: z.array(z.object({ id: z.string() })) })),
});
const listingShape = z.object({ shopId: z.string(), id: z.string(), status: z.string(), skus: z.array(z.object({ id: z.string() })) });
const stockShape = z.object({ skuId: z.string(), warehouses: z.array(z.object({ available: z.number() })) });

export async function benchPushes(changes: number): Promise<void> {
  await withPlace(Date.now(), async (given) => {
    const sandbox = await run({
      args: ['apps/sandbox/dist/main.js', '--control'],
      portSetting: 'SANDBOX_PORT',
      settings: { DATA_DIR: given.dataDir },
      path: '/_control/state',
    });
    try {
      const platform = platformAt(sandbox.url);
      const state = await platform.ask('/reset', stateShape, {
        seed: 7,
        merchants: 2,
        shops: 15,
        days: 1,
        ordersPerShopDay: 1,
        endsAt: Date.now(),
      });
      const arrivals = new Arrivals();
      const send = arrivals.watching(createHttpSend({ fetch }));
      const services = servicesFor(given.services, { url: sandbox.url, ...state, send });
      const place = { ...given, services };
      const bound = await bindShops(place, { platform, sellers: state.merchants });
      await measure(place, { changes, arrivals, send, bound, platform });
    } finally {
      await sandbox.stop();
    }
  });
}

export type Platform = {
  ask<T>(path: string, shape: z.ZodType<T>, body?: unknown): Promise<T>;
  all<T>(kind: string, shape: z.ZodType<T>): Promise<T[]>;
};

export function platformAt(url: string): Platform {
  const ask = async <T>(path: string, shape: z.ZodType<T>, body?: unknown): Promise<T> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`${url}/_control${path}`, body === undefined ? {} : init);
    if (!answer.ok) throw new Error(`the sandbox answered ${answer.status} to ${path}`);
    return shape.parse(await answer.json());
  };
  const all = async <T>(kind: string, shape: z.ZodType<T>): Promise<T[]> => {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: T[]; nextCursor: string | null } = await ask(
        `/truth/${kind}${cursor ? `?cursor=${cursor}` : ''}`,
        z.object({ items: z.array(shape), nextCursor: z.string().nullable() }),
      );
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  };
  return { ask, all };
}

/** Sees each quantity that a shop has taken. */
class Arrivals {
  #heard = (_body: string): void => undefined;

  watching(send: HttpSend): HttpSend {
    return async (request) => {
      const answer = await send(request);
      if (answer.status === 200 && request.url.includes('/inventory/update')) this.#heard(Buffer.from(request.body ?? '').toString('utf8'));
      return answer;
    };
  }

  /** How long after `change` was begun each shop had the number. */
  async of(units: number, change: () => Promise<void>): Promise<number[]> {
    const startedAt = performance.now();
    const times: number[] = [];
    const everywhere = new Promise<void>((resolve) => {
      this.#heard = (body) => {
        if (!body.includes(`"quantity":${units}}`)) return;
        times.push(performance.now() - startedAt);
        if (times.length === SHOPS) resolve();
      };
    });
    const late = new AbortController();
    const limit = pause(ARRIVES_WITHIN_MS, undefined, { signal: late.signal }).then(
      () => {
        throw new Error(`only ${times.length} of ${SHOPS} shops were told of a change`);
      },
      () => undefined,
    );
    await change();
    await Promise.race([everywhere, limit]);
    late.abort();
    return times;
  }
}

type Connecting = { url: string; appKey: string; appSecret: string; send: HttpSend };

export function servicesFor(services: Services, { url, appKey, appSecret, send }: Connecting): Services {
  const addresses = { apiUrl: url, authUrl: url, consentUrl: url };
  const ports = { send, clock: realClock, random: () => realRandom.number() };
  return { ...services, clock: realClock, channels: { 'tiktok-shop': createTikTokShop({ ...addresses, appKey, appSecret }, ports) } };
}

type Shown = { access: ShopAccess; channelProductId: string; channelSkuId: string; channelWarehouseId: string };
type Bound = { variantId: string; shown: Shown[] };
type Binding = { platform: Platform; sellers: z.output<typeof stateShape>['merchants'] };

/** Twelve shops under the consents of their sellers, each with one SKU that is known to be ours. Answers the platform's SKUs. */
async function bindShops(place: Place, { platform, sellers }: Binding): Promise<Bound> {
  const { services, merchantId } = place;
  const channel = services.channels['tiktok-shop'];
  if (!channel?.stock) throw new Error('the channel keeps no stock');
  const listings = await platform.all('listings', listingShape);
  const secrets = await services.secrets.forMerchant(merchantId);
  const at = new Date(realClock.now());
  const variantId = await buildVariant({ ...place, ...services }, { sku: 'CUP' });
  const shown: Shown[] = [];
  for (const seller of sellers) {
    const { code } = await platform.ask('/grant', z.object({ code: z.string() }), { merchantId: seller.id });
    const tokens = await channel.exchangeCode(code);
    const ids = { authorizationId: services.newId(), legalEntityId: services.newId() };
    await services.database.withMerchant(merchantId, async (tx) => {
      const entity = { merchant_id: merchantId, id: ids.legalEntityId, name: seller.id, jurisdiction: 'CN', created_at: at };
      await tx.insertInto('legal_entity').values(entity).execute();
      await insertConsent(tx, { merchantId, authorizationId: ids.authorizationId, tokens, secrets, at });
      await tx
        .updateTable('channel_authorization')
        .set({ granted_scopes: [channel.stock?.scope ?? ''] })
        .where('id', '=', ids.authorizationId)
        .execute();
    });
    for (const shop of await channel.authorisedShops(tokens.accessToken)) {
      const listing = listings.find(
        ({ shopId, status, skus }) => shopId === shop.channelShopId && status === 'ACTIVATE' && skus.length > 0,
      );
      if (!listing?.skus[0] || shown.length === SHOPS) continue;
      const shopId = services.newId();
      const facts = { ...shop, ...ids, merchantId, shopId, timeZone: 'UTC', at };
      await services.database.withMerchant(merchantId, (tx) => insertShop(tx, facts));
      const named = { channelProductId: listing.id, channelSkuId: listing.skus[0].id };
      await offerIn({ ...place, ...services }, { shopId, variantId, ...named });
      const access = { ...shop, accessToken: tokens.accessToken };
      const warehouse = (await channel.stock.warehouses(access)).find(({ purpose, isDefault }) => purpose === 'sales' && isDefault);
      shown.push({ access, ...named, channelWarehouseId: warehouse?.channelWarehouseId ?? '' });
    }
  }
  if (shown.length !== SHOPS) throw new Error(`the sandbox has ${shown.length} shops to tell`);
  return { variantId, shown };
}

/** The control: twelve signed calls at once, and nothing before or after them. */
async function tellBarely({ channels }: Services, shown: readonly Shown[], quantity: number): Promise<void> {
  await Promise.all(
    shown.map(({ access, channelProductId, ...row }) =>
      channels['tiktok-shop']?.stock?.setQuantities(access, { channelProductId, rows: [{ ...row, quantity }] }),
    ),
  );
}

type Measuring = {
  changes: number;
  arrivals: Arrivals;
  send: HttpSend;
  bound: Bound;
  platform: Platform;
};

async function measure({ services, merchantId, postgres }: Place, { changes, arrivals, send, bound, platform }: Measuring): Promise<void> {
  const stock = stockHandlers(services);
  const asked = <B>(body: B) => ({ caller: callerOf(merchantId), requestId: 'bench', params: {}, query: {}, body });
  const warehouse = await stock['warehouses.create'](asked({ name: 'Bench', kind: 'own', country: 'CN' }));
  if (isRefusal(warehouse)) throw new Error('the warehouse was refused');
  const count = async (units: number): Promise<void> => {
    const rows = [{ variantId: bound.variantId, warehouseId: warehouse.id, units }];
    if (isRefusal(await stock['stock-adjustments.create'](asked({ kind: 'count', rows, reference: null, note: '' }))))
      throw new Error('a count was refused');
  };
  await count(10);
  const shops = await services.database.withMerchant(merchantId, (tx) => tx.selectFrom('shop').select('id').execute());
  for (const { id } of shops) {
    const answer = await stock['stock-shops.set']({ ...asked({ isPushing: true, warehouses: [] }), params: { shopId: id } });
    if (isRefusal(answer)) throw new Error('a shop was refused');
  }
  const handlers = jobHandlers({ services, config: { fxFeedUrl: null }, send, hookAddress: () => 'http://127.0.0.1' });
  const ports = { ...services, log: quietLog, handlers, workerId: 'bench', concurrency: 8, leaseMs: 30_000 };
  const worker = createWorker(ports);
  worker.start();
  progress(`telling ${SHOPS} shops ${changes} changes`);
  const times = { ours: [] as number[], raw: [] as number[] };
  for (let turn = -WARM_UP_CHANGES; turn < changes; turn += 1) {
    const units = 1_000 + 2 * turn;
    const told = await arrivals.of(units, () => count(units));
    await pause(BETWEEN_MS);
    const bare = await arrivals.of(units + 1, () => tellBarely(services, bound.shown, units + 1));
    if (turn < 0) continue;
    times.ours.push(...told);
    times.raw.push(...bare);
  }
  await worker.stop(5_000);
  const shown = (await platform.all('stock', stockShape)).filter(({ skuId }) =>
    bound.shown.some(({ channelSkuId }) => channelSkuId === skuId),
  );
  const wrong = shown.filter(({ warehouses }) => !warehouses.some(({ available }) => available === 999 + 2 * changes));
  if (shown.length !== SHOPS || wrong.length > 0) throw new Error(`${wrong.length} of ${shown.length} shops show another number`);
  printFigure({
    bench: 'stock-push',
    size: changes,
    value: percentile(times.ours, 0.99),
    unit: 'ms',
    control: percentile(times.raw, 0.99),
    p50: percentile(times.ours, 0.5),
    p95: percentile(times.ours, 0.95),
    postgres,
  });
}
