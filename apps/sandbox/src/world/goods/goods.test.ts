import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everything, newFolder, smallWorld, truthDigest } from '../../testing.ts';
import type { Simulation } from '../simulation-type.ts';
import type { PlatformEvent, Product, ProductWords } from '../types.ts';
import { HOUR, MINUTE } from '../zone.ts';
import type { SkuInput } from './listing-inputs.ts';

const world = (options: Parameters<typeof smallWorld>[0] = {}) => smallWorld({ shops: 4, days: 4, ordersPerShopDay: 4, ...options });

function shopIn(sim: Simulation, market: string) {
  const shop = [...sim.world.shops.values()].find((one) => one.market === market);
  if (!shop) throw new Error(`no shop in ${market}`);
  return shop;
}

function live(sim: Simulation, market: string): Product {
  const product = sim.lists(shopIn(sim, market).id).products.find((one) => one.status === 'ACTIVATE');
  if (!product) throw new Error('nothing on sale');
  return product;
}

const skuInput = (sellerSku: string, warehouseId: string, quantity: number | null = 10): SkuInput => ({
  ...{ id: null, sellerSku, gtin: null, listPrice: 1500, salePrice: 1200, options: [] },
  stock: [{ warehouseId, quantity }],
});

/** The words of something that sells already, so that they lack nothing. */
function wordsLike(product: Product): ProductWords {
  const { title, description, categoryId, brandId, imageUris, attributes, weightGrams, sizeMm } = product;
  const { certificates, sizeChartUri, manufacturerIds, responsiblePersonIds } = product;
  return {
    ...{ title, description, categoryId, brandId, imageUris, attributes, weightGrams, sizeMm },
    ...{ certificates, sizeChartUri, manufacturerIds, responsiblePersonIds },
  };
}

function create(sim: Simulation, market: string, overrides: Partial<ProductWords> = {}): Product {
  const shop = shopIn(sim, market);
  return sim.acts.createListing({
    shopId: shop.id,
    words: { ...wordsLike(live(sim, market)), ...overrides },
    skus: [skuInput(`OWN-${sim.world.products.size}`, shop.warehouseIds[0] ?? '')],
    isDraft: false,
    key: null,
  });
}

const AUDITED = 7 * MINUTE;

describe('the audit', () => {
  it.each<[string, Partial<ProductWords>, string]>([
    ['a title that is too long', { title: 'x'.repeat(256) }, 'Title'],
    ['a prohibited word in the title', { title: 'Guaranteed REPLICA of a lamp' }, 'Title'],
    ['a prohibited claim', { description: '<p>Cures everything</p>' }, 'Description'],
    ['no description', { description: ' ' }, 'Description'],
    ['a description that is too long', { description: 'x'.repeat(10_001) }, 'Description'],
    ['no image', { imageUris: [] }, 'Main image'],
    ['an image that nobody uploaded', { imageUris: ['tos-sandbox/1'] }, 'Main image'],
    ['too many images', { imageUris: Array.from({ length: 10 }, () => 'tos-sandbox/1') }, 'Main image'],
    ['no size of the parcel', { sizeMm: null }, 'Package dimensions'],
  ])('refuses %s and says where', async (_, words, position) => {
    const sim = world({ shops: 1, merchants: 1 });
    const product = create(sim, 'US', words);
    expect([product.status, product.audit.status]).toEqual(['PENDING', 'AUDITING']);
    await sim.advance(AUDITED);
    expect([product.status, product.audit.status]).toEqual(['FAILED', 'FAILED']);
    expect(product.audit.reasons.map((reason) => reason.position)).toContain(position);
    sim.close();
  });

  it('lets what its sellers list already be listed again, in every market and category', async () => {
    const sim = world({ shops: 16 });
    const again = sim.all.products.map((product) => {
      const shop = sim.world.shops.get(product.shopId);
      const skus = [skuInput(`AGAIN-${product.id}`, shop?.warehouseIds[0] ?? '')];
      return sim.acts.createListing({ shopId: product.shopId, words: wordsLike(product), skus, isDraft: false, key: null });
    });
    await sim.advance(AUDITED);
    expect(again.filter(({ status }) => status !== 'ACTIVATE').map(({ title, audit }) => [title, audit.reasons])).toEqual([]);
    sim.close();
  });

  it('takes some minutes, forgets the edit before the last, and tells each step', async () => {
    const sim = world({ shops: 1, merchants: 1 });
    const events: PlatformEvent[] = [];
    sim.subscribe((event) => void events.push(event));
    const product = create(sim, 'US', { title: 'A replica' });
    const told = () =>
      events
        .filter(({ data }) => data.product_id === product.id)
        .map(({ type, data }) => `${type} ${data.status ?? JSON.stringify(data.audit ?? data.changed_fields ?? null)}`);
    await sim.advance(MINUTE);
    const skus = product.skus.map((sku) => ({ ...skuInput(sku.sellerSku, ''), id: sku.id, stock: [] }));
    const words = { ...wordsLike(product), title: 'An honest lamp for the bedroom' };
    sim.acts.editListing({ productId: product.id, words, skus, isDraft: false, changedFields: ['title'] });
    await sim.advance(AUDITED);
    expect(product.status).toBe('ACTIVATE');
    expect(told()).toEqual([
      '16 null',
      '37 {"status":"AUDITING"}',
      '37 {"status":"AUDITING"}',
      '15 ["title"]',
      '5 PRODUCT_STATUS_CHANGED',
      '37 {"status":"APPROVED"}',
    ]);
    const first = create(sim, 'US');
    await sim.advance(AUDITED);
    const words2 = events.filter(({ type, data }) => type === 5 && data.product_id === first.id).map(({ data }) => data.status);
    expect(words2).toEqual(['PRODUCT_FIRST_PASS_REVIEW']);
    sim.close();
  });
});

describe('stock', () => {
  const level = fc.record({ kind: fc.constant('set' as const), sku: fc.nat(1), warehouse: fc.nat(1), quantity: fc.nat(6) });
  const buy = fc.record({
    kind: fc.constant('buy' as const),
    sku: fc.nat(1),
    count: fc.integer({ min: 1, max: 8 }),
    quantity: fc.integer({ min: 1, max: 4 }),
  });
  const wait = fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 40 }) });

  it('adds up whatever happens: ordered = committed + cancelled + shipped, and committed is what open orders wait for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(level, buy, wait), { maxLength: 12 }), async (acts) => {
        const sim = world({ shops: 1, merchants: 1, days: 2 });
        const product = live(sim, 'US');
        const places = shopIn(sim, 'US').warehouseIds.filter((id) => sim.world.warehouses.get(id)?.type === 'SALES_WAREHOUSE');
        const rows = product.skus
          .slice(0, 2)
          .flatMap(({ id }) => places.map((warehouseId, index) => ({ skuId: id, warehouseId, quantity: 2 + 18 * index })));
        sim.acts.setQuantities({ productId: product.id, rows });
        for (const act of acts) {
          const skuId = act.kind === 'wait' ? '' : (product.skus[act.sku % product.skus.length]?.id ?? '');
          if (act.kind === 'wait') await sim.advance(act.hours * HOUR);
          else if (act.kind === 'buy') sim.acts.placeOrders({ skuId, count: act.count, quantity: act.quantity });
          else {
            const rows = [{ skuId, warehouseId: places[act.warehouse] ?? '', quantity: act.quantity }];
            sim.acts.setQuantities({ productId: product.id, rows });
          }
          expect(complaints(sim)).toEqual([]);
        }
        sim.close();
      }),
      { numRuns: 25 },
    );
  });

  it('that an app counts is not filled by hand; what else runs low is', async () => {
    const sim = world({ shops: 1, merchants: 1, ordersPerShopDay: 0 });
    const [one, other] = sim.lists(shopIn(sim, 'US').id).products;
    const emptied = [one, other].flatMap((product) => product?.skus ?? []);
    for (const sku of emptied) for (const shelf of sku.stock) shelf.available = 0;
    const rows = (one?.skus ?? []).map((sku) => ({ skuId: sku.id, warehouseId: sku.stock[0]?.warehouseId ?? '', quantity: 0 }));
    sim.acts.setQuantities({ productId: one?.id ?? '', rows });
    await sim.advance(10 * 24 * HOUR);
    expect(one?.skus.every((sku) => sku.stock[0]?.available === 0)).toBe(true);
    expect(other?.skus.every((sku) => (sku.stock[0]?.available ?? 0) > 0)).toBe(true);
    sim.close();
  });
});

function complaints(sim: Simulation): string[] {
  const waiting = new Map<string, number>();
  for (const order of sim.all.orders) {
    if (!['UNPAID', 'ON_HOLD', 'AWAITING_SHIPMENT', 'PARTIALLY_SHIPPING'].includes(order.status)) continue;
    for (const line of order.lines) {
      const key = `${line.skuId} ${order.warehouseId}`;
      waiting.set(key, (waiting.get(key) ?? 0) + 1);
    }
  }
  return [...sim.world.skus.values()].flatMap((sku) =>
    sku.stock.flatMap(({ warehouseId, available, committed, ordered, cancelled, shipped }) => {
      const held = waiting.get(`${sku.id} ${warehouseId}`) ?? 0;
      const isRight = available >= 0 && ordered === committed + cancelled + shipped && committed === held;
      return isRight ? [] : [`${sku.id} at ${warehouseId}: ${JSON.stringify({ available, committed, ordered, cancelled, shipped, held })}`];
    }),
  );
}

describe('a flash sale', () => {
  const begin = (sim: Simulation, overMs: number) => {
    const goods = ['US', 'GB'].map((market) => live(sim, market));
    const skus = goods.flatMap((product) => product.skus.slice(0, 1).map((sku) => ({ shopId: product.shopId, skuId: sku.id })));
    goods.forEach((product) => {
      const [sku] = product.skus;
      const rows = [{ skuId: sku?.id ?? '', warehouseId: sku?.stock[0]?.warehouseId ?? '', quantity: 15 }];
      sim.acts.setQuantities({ productId: product.id, rows });
    });
    return { sale: sim.acts.beginFlashSale({ skus, buyers: 200, unitsPerBuyer: 2, overMs, seed: 5 }), skus };
  };

  it('sells what there is and not one more, and says when to the millisecond', async () => {
    const sim = world({ ordersPerShopDay: 0 });
    const known = sim.all.orders.length;
    const { sale, skus } = begin(sim, 20_000);
    expect([sale.placed, sale.soldOut]).toEqual([0, 0]);
    await sim.advance(20_000);
    // Seven times two of fifteen, in each of two shops.
    expect([sale.placed, sale.soldOut]).toEqual([14, 186]);
    const orders = sim.all.orders.slice(known);
    expect(orders).toHaveLength(14);
    for (const order of orders) {
      expect(order.acceptedAt).toBeGreaterThanOrEqual(sale.startedAt);
      expect(order.acceptedAt).toBeLessThan(sale.endsAt);
      expect(order.createdAt).toBe(Math.floor(order.acceptedAt / 1000) * 1000);
    }
    expect(orders.some(({ acceptedAt }) => acceptedAt % 1000 !== 0)).toBe(true);
    expect(skus.map(({ skuId }) => sim.world.skus.get(skuId)?.stock[0]?.available)).toEqual([1, 1]);
    expect(complaints(sim)).toEqual([]);
    sim.close();
  });

  it('over no time at all is over at once, and the same seed wants the same', () => {
    const play = () => {
      const sim = world({ ordersPerShopDay: 0 });
      const { sale } = begin(sim, 0);
      const digest = truthDigest(sim);
      sim.close();
      return { ...sale, digest };
    };
    const first = play();
    expect(first.placed + first.soldOut).toBe(200);
    expect(play()).toEqual(first);
  });

  it('buys nothing of a listing that is off', () => {
    const sim = world({ ordersPerShopDay: 0 });
    const product = live(sim, 'US');
    sim.acts.moveListing({ productId: product.id, move: 'deactivate' });
    const skus = product.skus.map((sku) => ({ shopId: product.shopId, skuId: sku.id }));
    expect(sim.acts.beginFlashSale({ skus, buyers: 3, unitsPerBuyer: 1, overMs: 0, seed: 1 })).toMatchObject({ placed: 0, soldOut: 3 });
    sim.close();
  });
});

it('a world that was killed in the midst of writes, audits and a flash sale is made again from the journal', async () => {
  const dataDir = newFolder();
  const sim = world({ dataDir });
  const shop = shopIn(sim, 'US');
  const { uri } = sim.acts.uploadImage({ sellerId: shop.sellerId, width: 900, height: 700, format: 'PNG', useCase: 'MAIN_IMAGE' });
  const product = create(sim, 'US', { imageUris: [uri] });
  await sim.advance(AUDITED);
  expect(product.status).toBe('ACTIVATE');
  const [sku] = product.skus;
  const rows = [{ skuId: sku?.id ?? '', warehouseId: shop.warehouseIds[2] ?? '', quantity: 40 }];
  sim.acts.setQuantities({ productId: product.id, rows });
  sim.acts.setPrices({ productId: product.id, rows: [{ skuId: sku?.id ?? '', salePrice: 999, listPrice: null }] });
  const skus = product.skus.map((one) => ({ ...skuInput(one.sellerSku, ''), id: one.id, stock: [] }));
  const words = { ...wordsLike(product), title: 'Under review' };
  sim.acts.editListing({ productId: product.id, words, skus, isDraft: false, changedFields: ['title'] });
  const global = sim.acts.createGlobal({ sellerId: shop.sellerId, sourceLocale: 'en-US', words, currency: 'USD', skus: [] });
  sim.acts.takeDown({ productId: live(sim, 'GB').id, status: 'PLATFORM_DEACTIVATED', reason: 'A complaint' });
  const sold = [{ shopId: shop.id, skuId: sku?.id ?? '' }];
  sim.acts.beginFlashSale({ skus: sold, buyers: 60, unitsPerBuyer: 1, overMs: 60_000, seed: 2 });
  await sim.advance(30_000);
  // Not closed: the process is gone. Another opens the same journal.
  const again = world({ dataDir });
  expect(truthDigest(again)).toBe(truthDigest(sim));
  expect(again.world.images).toEqual(sim.world.images);
  expect(again.world.globalProducts.get(global.id)).toEqual(global);
  await sim.advance(AUDITED);
  await again.advance(AUDITED);
  expect(everything(again, 'listings')).toEqual(everything(sim, 'listings'));
  expect(everything(again, 'sold-units')).toEqual(everything(sim, 'sold-units'));
  again.close();
  sim.close();
});
