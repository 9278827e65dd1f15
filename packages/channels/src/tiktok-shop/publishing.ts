/** Making and changing listings. Each write says at once whether it was taken; what the audit thinks of it is read minutes later. */
import { z } from 'zod';
import type {
  ChannelListingResult,
  ChannelPublishing,
  FoundListing,
  ListingCheck,
  ListingDraft,
  ListingLimits,
  MadeListing,
  NewListing,
  ShopAccess,
} from '../port.ts';
import { formatAmount } from '../shared/money.ts';
import {
  attributes,
  brands,
  categories,
  categoryRules,
  partiesOf,
  prerequisites,
  recommendCategory,
  uploadFile,
  uploadImage,
} from './catalogue.ts';
import { listingBody } from './draft-wire.ts';
import { id, instant, list, pageFields, readAnswer, refusalText, text } from './fields.ts';
import { listingStatus } from './listings.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { type Platform, searchPage } from './platform.ts';
import { readListing } from './published-listing.ts';

const SCOPE = 'seller.product.write';
const ROWS_MAX = 20;
/** Description, option names and values and the 10 MB are documented; the rest is what the seller centre is known by, unverified. */
const LIMITS: ListingLimits = {
  title: 255,
  description: 10_000,
  sellerSku: 50,
  optionName: 20,
  optionValue: 50,
  options: 3,
  images: 9,
  imageBytes: 10_000_000,
  imageSideMin: 300,
  imageSideMax: 4_000,
};
const PAGE_SIZE = 100;
const SELLER_SKUS_PER_SEARCH = 50;

export function publishingOf(platform: Platform): ChannelPublishing {
  return {
    scope: SCOPE,
    rowsMax: ROWS_MAX,
    limits: LIMITS,
    prerequisites: (shop) => prerequisites(platform, shop),
    categories: (shop) => categories(platform, shop),
    recommendCategory: (shop, words) => recommendCategory(platform, shop, words),
    categoryRules: (shop, channelCategoryId) => categoryRules(platform, shop, channelCategoryId),
    attributes: (shop, channelCategoryId) => attributes(platform, shop, channelCategoryId),
    brands: (shop, query) => brands(platform, shop, query),
    manufacturers: (shop) => partiesOf(platform, shop, 'manufacturers'),
    responsiblePersons: (shop) => partiesOf(platform, shop, 'responsiblePersons'),
    uploadImage: (shop, image) => uploadImage(platform, shop, image),
    uploadFile: (shop, file) => uploadFile(platform, shop, file),
    checkListing: (shop, draft) => checkListing(platform, shop, draft),
    createListing: (shop, listing) => createListing(platform, shop, listing),
    editListing: (shop, edit) => editListing(platform, shop, edit),
    setPrices: (shop, change) => setPrices(platform, shop, change),
    activate: (shop, ids) => moveListings(platform, shop, { operation: OPERATIONS.productActivate, ids }),
    deactivate: (shop, ids) => moveListings(platform, shop, { operation: OPERATIONS.productDeactivate, ids }),
    read: (shop, listing) => readListing(platform, shop, listing),
    find: (shop, sellerSkus) => findListings(platform, shop, sellerSkus),
  };
}

/** One message or several: the documents show an object where a list was meant. */
const warning = z.object({ message: refusalText });
const warnings = z
  .union([z.array(warning), warning.transform((one) => [one])])
  .nullish()
  .transform((rows) => (rows ?? []).map(({ message }) => message).filter(Boolean));

const checked = z.object({ check_result: text, fail_reasons: list(z.object({ code: id, message: refusalText })), warnings });

async function checkListing(platform: Platform, shop: ShopAccess, draft: ListingDraft): Promise<ListingCheck> {
  const operation = OPERATIONS.productCheck;
  const { category_version: _version, ...body } = listingBody(draft);
  const data = await platform.caller.signed({ operation, baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop, body });
  const wire = readAnswer(checked, data, operation.name);
  return { isPassed: wire.check_result === 'PASS' && wire.fail_reasons.length === 0, problems: wire.fail_reasons, warnings: wire.warnings };
}

const made = z.object({ product_id: id, skus: list(z.object({ id, seller_sku: text })), warnings });

function madeListing(data: unknown, operation: Operation): MadeListing {
  const wire = readAnswer(made, data, operation.name);
  return {
    channelProductId: wire.product_id,
    variants: wire.skus.map((sku) => ({ channelSkuId: sku.id, sellerSku: sku.seller_sku })),
    warnings: wire.warnings,
  };
}

const saveMode = (isDraft: boolean): string => (isDraft ? 'AS_DRAFT' : 'LISTING');

async function createListing(platform: Platform, shop: ShopAccess, { draft, isDraft, intentKey }: NewListing): Promise<MadeListing> {
  const operation = OPERATIONS.productCreate;
  const body = { ...listingBody(draft), save_mode: saveMode(isDraft), idempotency_key: intentKey };
  const data = await platform.caller.signed({ operation, baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop, body });
  return madeListing(data, operation);
}

type Edit = { channelProductId: string; draft: ListingDraft; isDraft: boolean };

async function editListing(platform: Platform, shop: ShopAccess, { channelProductId, draft, isDraft }: Edit): Promise<MadeListing> {
  const operation = OPERATIONS.productEdit;
  const body = { ...listingBody(draft), save_mode: saveMode(isDraft) };
  const pathIds = { product_id: channelProductId };
  const data = await platform.caller.signed({ operation, baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop, pathIds, body });
  return madeListing(data, operation);
}

type PriceChange = { channelProductId: string; rows: readonly { channelSkuId: string; price: number; currency: string }[] };

async function setPrices(platform: Platform, shop: ShopAccess, { channelProductId, rows }: PriceChange): Promise<void> {
  if (rows.length === 0) return;
  await platform.caller.signed({
    operation: OPERATIONS.priceUpdate,
    baseUrl: platform.apiUrl,
    accessToken: shop.accessToken,
    shop,
    pathIds: { product_id: channelProductId },
    body: {
      skus: rows.map(({ channelSkuId, price, currency }) => ({
        id: channelSkuId,
        price: { amount: formatAmount(price, currency), currency },
      })),
    },
  });
}

const moved = z.object({
  errors: list(z.object({ code: id, message: refusalText, detail: z.object({ product_id: id }).nullish() })),
});

/** At most `rowsMax`. An error that names no listing is of all. */
async function moveListings(
  platform: Platform,
  shop: ShopAccess,
  { operation, ids }: { operation: Operation; ids: readonly string[] },
): Promise<ChannelListingResult[]> {
  if (ids.length === 0) return [];
  const body = { product_ids: ids };
  const data = await platform.caller.signed({ operation, baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop, body });
  const { errors } = readAnswer(moved, data, operation.name);
  return ids.map((channelProductId) => {
    const error = errors.find(({ detail }) => !detail || detail.product_id === channelProductId);
    return error ? { channelProductId, outcome: 'refused', code: error.code, message: error.message } : { channelProductId, outcome: 'ok' };
  });
}

const foundPage = z.object({
  products: list(z.object({ id, status: z.string(), update_time: instant, skus: list(z.object({ id, seller_sku: text })) })),
  ...pageFields,
});

async function findListings(platform: Platform, shop: ShopAccess, sellerSkus: readonly string[]): Promise<FoundListing[]> {
  const found = new Map<string, FoundListing>();
  for (let from = 0; from < sellerSkus.length; from += SELLER_SKUS_PER_SEARCH) {
    const body = { status: 'ALL', seller_skus: sellerSkus.slice(from, from + SELLER_SKUS_PER_SEARCH) };
    for (let token: string | null = null, pages = 0; pages === 0 || token !== null; pages += 1) {
      const search = { operation: OPERATIONS.productSearch, schema: foundPage, pageSize: PAGE_SIZE, pageToken: token, body };
      const page: z.infer<typeof foundPage> = await searchPage(platform, shop, search);
      for (const wire of page.products) {
        const variants = wire.skus.map((sku) => ({ channelSkuId: sku.id, sellerSku: sku.seller_sku }));
        found.set(wire.id, {
          channelProductId: wire.id,
          status: listingStatus(wire.status),
          variants,
          updatedAt: wire.update_time,
        });
      }
      token = page.next_page_token;
    }
  }
  return [...found.values()];
}
