/** One product for all markets of an account. The calls are the account's: they refuse a shop cipher. */
import { z } from 'zod';
import {
  type AccountAccess,
  ChannelFailure,
  type ChannelGlobalProduct,
  type ChannelGlobalProducts,
  type FoundGlobalProduct,
  type GlobalDraft,
  type MadeGlobalProduct,
  type PublishResult,
  type PublishTarget,
} from '../port.ts';
import { formatAmount } from '../shared/money.ts';
import { refuseSameToken } from '../shared/paging.ts';
import type { SignedCall } from './caller.ts';
import { globalBody } from './draft-wire.ts';
import { id, instant, list, optionalId, ours, pageFields, readAnswer, refusalText, text } from './fields.ts';
import { GONE } from './listing-detail.ts';
import { OPERATIONS } from './operations.ts';
import type { Platform } from './platform.ts';

const SCOPE = 'seller.global_product.write';
const PERMISSION = 'MANAGE_GLOBAL_PRODUCT';
const PAGE_SIZE = 100;
const SELLER_SKUS_PER_SEARCH = 50;
const STATUSES: Readonly<Record<string, string>> = {
  PUBLISHED: 'published',
  UNPUBLISHED: 'unpublished',
  DRAFT: 'draft',
  DELETED: 'deleted',
};
const OUTCOMES: Readonly<Record<string, PublishResult['outcome']>> = { SUCCESS: 'published', DRAFT: 'draft', FAILED: 'failed' };

export function globalProductsOf(platform: Platform): ChannelGlobalProducts {
  return {
    scope: SCOPE,
    isPermitted: (account) => isPermitted(platform, account),
    create: (account, draft) => create(platform, account, draft),
    edit: (account, edit) => editGlobal(platform, account, edit),
    find: (account, sellerSkus) => find(platform, account, sellerSkus),
    read: (account, channelGlobalProductId) => read(platform, account, channelGlobalProductId),
    publish: (account, publication) => publish(platform, account, publication),
  };
}

type Asked<S> = Pick<SignedCall, 'operation' | 'query' | 'body' | 'pathIds'> & { schema: S };

async function ask<S extends z.ZodType>(platform: Platform, account: AccountAccess, { schema, ...call }: Asked<S>): Promise<z.infer<S>> {
  const data = await platform.caller.signed({ ...call, baseUrl: platform.apiUrl, accessToken: account.accessToken, shop: null });
  return readAnswer(schema, data, call.operation.name);
}

async function isPermitted(platform: Platform, account: AccountAccess): Promise<boolean> {
  const schema = z.object({ permissions: list(z.string()) });
  return (await ask(platform, account, { operation: OPERATIONS.permissions, schema })).permissions.includes(PERMISSION);
}

const skuRows = list(z.object({ id, seller_sku: text }));
const variantsOf = (rows: z.infer<typeof skuRows>) => rows.map((row) => ({ channelGlobalSkuId: row.id, sellerSku: row.seller_sku }));
const made = z.object({ global_product_id: id, global_skus: skuRows });

async function create(platform: Platform, account: AccountAccess, draft: GlobalDraft): Promise<MadeGlobalProduct> {
  const body = { ...globalBody(draft, new Map()), source_locale: draft.locale };
  const wire = await ask(platform, account, { operation: OPERATIONS.globalCreate, schema: made, body });
  return { channelGlobalProductId: wire.global_product_id, variants: variantsOf(wire.global_skus) };
}

/** What is there keeps its id, found by seller SKU: an edit that named no ids would make all variants anew. */
async function editGlobal(
  platform: Platform,
  account: AccountAccess,
  { channelGlobalProductId, draft }: { channelGlobalProductId: string; draft: GlobalDraft },
): Promise<void> {
  const known = await read(platform, account, channelGlobalProductId);
  const ids = new Map(known?.variants.map(({ sellerSku, channelGlobalSkuId }) => [sellerSku, channelGlobalSkuId]));
  const pathIds = { global_product_id: channelGlobalProductId };
  await ask(platform, account, { operation: OPERATIONS.globalEdit, schema: z.unknown(), pathIds, body: globalBody(draft, ids) });
}

const foundPage = z.object({
  global_products: list(z.object({ id, status: z.string(), update_time: instant, skus: skuRows })),
  ...pageFields,
});

async function find(platform: Platform, account: AccountAccess, sellerSkus: readonly string[]): Promise<FoundGlobalProduct[]> {
  const found = new Map<string, FoundGlobalProduct>();
  for (let from = 0; from < sellerSkus.length; from += SELLER_SKUS_PER_SEARCH) {
    const body = { seller_skus: sellerSkus.slice(from, from + SELLER_SKUS_PER_SEARCH) };
    for (let token: string | null = null, pages = 0; pages === 0 || token !== null; pages += 1) {
      const query: Record<string, string> = { page_size: String(PAGE_SIZE), ...(token ? { page_token: token } : {}) };
      const search = { operation: OPERATIONS.globalSearch, schema: foundPage, query, body };
      const page: z.infer<typeof foundPage> = await ask(platform, account, search);
      refuseSameToken(token, page.next_page_token);
      for (const wire of page.global_products) {
        found.set(wire.id, {
          channelGlobalProductId: wire.id,
          variants: variantsOf(wire.skus),
          status: ours(STATUSES, wire.status) ?? 'unknown',
          updatedAt: wire.update_time,
        });
      }
      token = page.next_page_token;
    }
  }
  return [...found.values()];
}

const detail = z.object({
  id,
  title: text,
  description: text,
  category: z.object({ id: optionalId }).nullish(),
  skus: list(
    z.object({
      id,
      seller_sku: text,
      sales_attributes: list(z.object({ name: text, value_id: optionalId, value_name: text })),
    }),
  ),
  products: list(z.object({ region: z.string(), id, sku_mappings: list(z.object({ global_sku_id: id, local_sku_id: id })) })),
  create_time: instant,
  update_time: instant,
});

async function read(platform: Platform, account: AccountAccess, channelGlobalProductId: string): Promise<ChannelGlobalProduct | null> {
  const pathIds = { global_product_id: channelGlobalProductId };
  try {
    const wire = await ask(platform, account, { operation: OPERATIONS.globalDetail, schema: detail, pathIds });
    return globalProductOf(wire);
  } catch (error) {
    if (error instanceof ChannelFailure && error.kind === 'rejected' && GONE.has(error.channelCode ?? '')) return null;
    throw error;
  }
}

function globalProductOf(wire: z.infer<typeof detail>): ChannelGlobalProduct {
  return {
    channelGlobalProductId: wire.id,
    title: wire.title,
    description: wire.description,
    channelCategoryId: wire.category?.id ?? null,
    variants: variantsOf(wire.skus),
    options: wire.skus.flatMap((sku) =>
      sku.sales_attributes.map((option) => ({
        channelGlobalSkuId: sku.id,
        name: option.name,
        value: { channelValueId: option.value_id, name: option.value_name },
      })),
    ),
    listings: wire.products.map((product) => ({
      market: product.region,
      channelProductId: product.id,
      variants: product.sku_mappings.map((row) => ({ channelGlobalSkuId: row.global_sku_id, channelSkuId: row.local_sku_id })),
    })),
    createdAt: wire.create_time,
    updatedAt: wire.update_time,
  };
}

const publication = z.object({
  products: list(
    z.object({
      region: z.string(),
      shop_id: optionalId,
      id: optionalId,
      skus: list(z.object({ id, seller_sku: text, related_global_sku_id: id })),
    }),
  ),
  publish_result: list(z.object({ region: z.string(), status: z.string(), fail_reasons: list(z.object({ message: refusalText })) })),
});

async function publish(
  platform: Platform,
  account: AccountAccess,
  { channelGlobalProductId, targets }: { channelGlobalProductId: string; targets: readonly PublishTarget[] },
): Promise<PublishResult[]> {
  const wire = await ask(platform, account, {
    operation: OPERATIONS.globalPublish,
    schema: publication,
    pathIds: { global_product_id: channelGlobalProductId },
    body: { publish_target: targets.map(targetOf) },
  });
  return targets.map(({ market }) => {
    const result = wire.publish_result.find(({ region }) => region === market);
    const product = wire.products.find(({ region }) => region === market);
    return {
      market,
      outcome: ours(OUTCOMES, result?.status ?? '') ?? 'unknown',
      reasons: result?.fail_reasons.map(({ message }) => message) ?? [],
      channelShopId: product?.shop_id ?? null,
      channelProductId: product?.id ?? null,
      variants: (product?.skus ?? []).map((sku) => ({
        channelGlobalSkuId: sku.related_global_sku_id,
        channelSkuId: sku.id,
        sellerSku: sku.seller_sku,
      })),
    };
  });
}

/** Here too a quantity is at least 1, and none is said by naming the warehouse alone. */
const targetOf = (target: PublishTarget) => ({
  region: target.market,
  manufacturer_ids: target.channelManufacturerIds,
  responsible_person_ids: target.channelResponsiblePersonIds,
  skus: target.variants.map((variant) => ({
    related_global_sku_id: variant.channelGlobalSkuId,
    price: { amount: formatAmount(variant.price, variant.currency), currency: variant.currency },
    inventory: { warehouse_id: variant.channelWarehouseId, ...(variant.quantity > 0 ? { quantity: variant.quantity } : {}) },
  })),
});
