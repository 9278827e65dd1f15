/** A listing with everything its page at the platform shows: what drift is told by, and what an edit starts from. */
import { z } from 'zod';
import type { ChannelAudit, PublishedListing, ShopAccess } from '../port.ts';
import { amountIn, gtin, id, instant, list, optionalAmount, optionalId, ours, refusalText, text } from './fields.ts';
import { GONE } from './listing-detail.ts';
import { listingStatus } from './listings.ts';
import { OPERATIONS } from './operations.ts';
import { type Platform, readDetail } from './platform.ts';

const AUDITS: Readonly<Record<string, ChannelAudit>> = {
  NONE: 'none',
  AUDITING: 'under-review',
  FAILED: 'failed',
  PRE_APPROVED: 'pre-approved',
  APPROVED: 'approved',
};
const GRAMS: Readonly<Record<string, number>> = { KILOGRAM: 1000, GRAM: 1, POUND: 453.592_37 };
const MILLIMETRES: Readonly<Record<string, number>> = { CENTIMETER: 10, MILLIMETER: 1, INCH: 25.4 };

const value = z.object({ id: optionalId, name: text }).transform((wire) => ({ channelValueId: wire.id, name: wire.name }));
const measure = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((number) => (number === null || number === undefined || number === '' ? null : Number(number)));

const published = z.object({
  id,
  status: z.string(),
  audit: z.object({ status: text }).nullish(),
  audit_failed_reasons: list(z.object({ position: refusalText, reasons: list(refusalText), suggestions: list(refusalText) })),
  title: text,
  description: text,
  category_chains: list(z.object({ id, is_leaf: z.boolean().nullish() })),
  brand: z.object({ id: optionalId, name: text }).nullish(),
  main_images: list(z.object({ uri: text, urls: list(z.string()), width: z.int().nullish(), height: z.int().nullish() })),
  product_attributes: list(z.object({ id, name: text, values: list(value) })),
  package_weight: z.object({ value: measure, unit: text }).nullish(),
  package_dimensions: z.object({ length: measure, width: measure, height: measure, unit: text }).nullish(),
  skus: list(
    z.object({
      id,
      seller_sku: text,
      identifier_code: gtin,
      price: z.object({ currency: text, sale_price: optionalAmount, tax_exclusive_price: optionalAmount }).nullish(),
      sales_attributes: list(z.object({ id, name: text, value_id: optionalId, value_name: text })),
      inventory: list(z.object({ warehouse_id: id, quantity: z.int().nonnegative().nullish() })),
    }),
  ),
  global_product_association: z.object({ global_product_id: optionalId }).nullish(),
  create_time: instant,
  update_time: instant,
});
type Wire = z.infer<typeof published>;

export async function readListing(
  platform: Platform,
  shop: ShopAccess,
  listing: { channelProductId: string; version: 'live' | 'edited' },
): Promise<PublishedListing | null> {
  const wire = await readDetail(platform, shop, {
    operation: OPERATIONS.productDetail,
    schema: published,
    pathIds: { product_id: listing.channelProductId },
    ...(listing.version === 'edited' ? { query: { return_under_review_version: 'true' } } : {}),
    gone: GONE,
  });
  return wire && listingOf(wire, shop.currency);
}

function listingOf(wire: Wire, currency: string): PublishedListing {
  const leaf = wire.category_chains.find((link) => link.is_leaf) ?? wire.category_chains.at(-1);
  return {
    channelProductId: wire.id,
    status: listingStatus(wire.status),
    audit: ours(AUDITS, wire.audit?.status ?? '') ?? 'unknown',
    auditFailures: wire.audit_failed_reasons.map(({ position, reasons, suggestions }) => ({ where: position, reasons, suggestions })),
    title: wire.title,
    description: wire.description,
    channelCategoryId: leaf?.id ?? null,
    channelBrandId: wire.brand?.id ?? null,
    brand: wire.brand?.name.trim() || null,
    images: wire.main_images.map(({ uri, urls, width, height }) => ({
      channelImageId: uri,
      url: urls[0] ?? '',
      width: width ?? 0,
      height: height ?? 0,
    })),
    attributes: wire.product_attributes.map((one) => ({ channelAttributeId: one.id, name: one.name, values: one.values })),
    package: packageOf(wire),
    variants: wire.skus.map((sku) => variantOf(sku, currency)),
    channelGlobalProductId: wire.global_product_association?.global_product_id ?? null,
    createdAt: wire.create_time,
    updatedAt: wire.update_time,
  };
}

/** A unit that we do not know makes the number worthless. */
function packageOf({ package_weight: weight, package_dimensions: size }: Wire): PublishedListing['package'] {
  const scaled = (number: number | null | undefined, factor: number | null): number | null => {
    const measured = number === null || number === undefined || factor === null ? null : Math.round(number * factor);
    return measured !== null && Number.isFinite(measured) ? measured : null;
  };
  const mm = ours(MILLIMETRES, size?.unit ?? '');
  return {
    weightG: scaled(weight?.value, ours(GRAMS, weight?.unit ?? '')),
    lengthMm: scaled(size?.length, mm),
    widthMm: scaled(size?.width, mm),
    heightMm: scaled(size?.height, mm),
  };
}

function variantOf(sku: Wire['skus'][number], shopCurrency: string): PublishedListing['variants'][number] {
  const decimal = sku.price?.sale_price ?? sku.price?.tax_exclusive_price ?? null;
  const currency = sku.price?.currency || shopCurrency;
  const place = { currency, operation: OPERATIONS.productDetail.name, path: `skus(${sku.id}).price` };
  return {
    channelSkuId: sku.id,
    sellerSku: sku.seller_sku,
    gtin: sku.identifier_code,
    price: decimal === null ? null : amountIn(decimal, place),
    currency,
    options: sku.sales_attributes.map((option) => ({
      channelAttributeId: option.id,
      name: option.name,
      value: { channelValueId: option.value_id, name: option.value_name },
    })),
    quantities: sku.inventory.map((level) => ({ channelWarehouseId: level.warehouse_id, quantity: level.quantity ?? 0 })),
  };
}
