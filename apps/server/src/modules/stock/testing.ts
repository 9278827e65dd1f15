/** Goods, listings and what a platform shows of them, for tests and drills of this module. */
import type { ChannelFailure, ChannelQuantity, ChannelStock, ChannelStockLevel } from '@tradewind/channels';
import { sql } from 'kysely';
import type { Database } from '../../platform/database/database.ts';

export const STOCK_SCOPE = 'test.stock';
const AT = new Date(0);

type Goods = { sku: string; parts?: readonly { variantId: string; quantity: number }[] };
type Place = { database: Database; merchantId: string; newId: () => string };

/** A product of one variant; with `parts`, a bundle. */
export async function buildVariant({ database, merchantId, newId }: Place, { sku, parts }: Goods): Promise<string> {
  const [productId, id] = [newId(), newId()];
  await database.withMerchant(merchantId, async (tx) => {
    await sql`
      INSERT INTO product (merchant_id, id, code, title, description, materials, option_names, attributes, status, version, created_at, updated_at)
      VALUES (${merchantId}, ${productId}, ${sku}, ${`Goods ${sku}`}, '', '{}', '{}', '{}', 'active', 1, ${AT}, ${AT})`.execute(tx);
    await sql`
      INSERT INTO variant (merchant_id, id, product_id, sku, option_values, is_bundle, status, created_at, updated_at)
      VALUES (${merchantId}, ${id}, ${productId}, ${sku}, '{}', ${parts !== undefined}, 'active', ${AT}, ${AT})`.execute(tx);
    for (const { variantId, quantity } of parts ?? [])
      await sql`INSERT INTO bundle_part (merchant_id, bundle_id, part_id, quantity) VALUES (${merchantId}, ${id}, ${variantId}, ${quantity})`.execute(
        tx,
      );
  });
  return id;
}

type Offer = { shopId: string; variantId: string; channelProductId: string; channelSkuId: string };

/** A listing of one SKU, known to be this variant. */
export async function offerIn(
  { database, merchantId, newId }: Place,
  { shopId, variantId, channelProductId, channelSkuId }: Offer,
): Promise<string> {
  const id = newId();
  await database.withMerchant(merchantId, async (tx) => {
    await sql`
      INSERT INTO listing (merchant_id, id, shop_id, channel_product_id, title, status, created_at, updated_at)
      VALUES (${merchantId}, ${id}, ${shopId}, ${channelProductId}, 'Goods', 'live', ${AT}, ${AT})`.execute(tx);
    await sql`
      INSERT INTO variant_link (merchant_id, listing_id, channel_sku_id, variant_id, matched_by, matched_at)
      VALUES (${merchantId}, ${id}, ${channelSkuId}, ${variantId}, 'person', ${AT})`.execute(tx);
  });
  return id;
}

export type FakeStock = {
  channel: ChannelStock;
  /** By SKU, in its one warehouse. */
  shown: Map<string, { channelProductId: string; available: number; committed: number }>;
  told: ChannelQuantity[];
  /** What the next call fails with; and whether it took effect all the same. */
  failure: ChannelFailure | null;
  isTaken: boolean;
  refused: Set<string>;
};

export function createFakeStock(): FakeStock {
  const fake: FakeStock = {
    shown: new Map(),
    told: [],
    failure: null,
    isTaken: false,
    refused: new Set(),
    channel: {
      scope: STOCK_SCOPE,
      quantityMax: 99_999,
      warehouses: async () => [
        {
          channelWarehouseId: 'W-1',
          name: 'Main',
          purpose: 'sales',
          location: 'domestic',
          country: 'GB',
          isDefault: true,
          isEnabled: true,
        },
      ],
      quantities: async (_shop, ids) =>
        ids.flatMap((channelSkuId): ChannelStockLevel[] => {
          const level = fake.shown.get(channelSkuId);
          return level ? [{ channelSkuId, channelWarehouseId: 'W-1', sellerSku: '', ...level }] : [];
        }),
      setQuantities: async (_shop, { channelProductId, rows }) => {
        fake.told.push(...rows);
        const { failure } = fake;
        fake.failure = null;
        if (failure && !fake.isTaken) throw failure;
        const results = rows.map((row) =>
          fake.refused.has(row.channelSkuId)
            ? { ...row, outcome: 'refused' as const, code: '12345', message: 'no' }
            : { ...row, outcome: 'ok' as const },
        );
        for (const { outcome, channelSkuId, quantity } of results)
          if (outcome === 'ok')
            fake.shown.set(channelSkuId, {
              channelProductId,
              available: quantity,
              committed: fake.shown.get(channelSkuId)?.committed ?? 0,
            });
        if (failure) throw failure;
        return results;
      },
    },
  };
  return fake;
}

/** What the tiny model knows: units on the shelf, and who has how many. */
export type Model = { free: number; held: Map<string, number>; gone: number };
export const acts: Record<
  'receive' | 'write-off' | 'keep' | 'release' | 'ship',
  (model: Model, reference: string, units: number) => boolean
> = {
  receive: (model, _, units) => {
    model.free += units;
    return true;
  },
  'write-off': (model, _, units) => {
    if (model.free < units) return false;
    model.free -= units;
    return true;
  },
  keep: (model, reference, units) => {
    if (model.free < units) return false;
    model.free -= units;
    model.held.set(reference, units);
    return true;
  },
  release: (model, reference) => {
    model.free += model.held.get(reference) ?? 0;
    return model.held.delete(reference);
  },
  ship: (model, reference) => {
    model.gone += model.held.get(reference) ?? 0;
    return model.held.delete(reference);
  },
};
