import type { Core } from '../core.ts';
import type { GlobalProduct, GlobalSku, Product, ProductWords, Shop, SkuAttribute, World } from '../types.ts';
import { auditReasons } from './audit.ts';
import type {
  CreateGlobalInput,
  CreateListingInput,
  EditGlobalInput,
  GlobalQuantitiesInput,
  PublishGlobalInput,
} from './listing-inputs.ts';
import type { Listings } from './listings.ts';

/** Products above the shops of a seller. What was published follows the words of an edit by an edit of its own, price and stock stay its own. */
export class GlobalProducts {
  private readonly core: Core;
  private readonly listings: Listings;

  constructor(core: Core, listings: Listings) {
    this.core = core;
    this.listings = listings;
  }

  create({ sellerId, sourceLocale, words, currency, skus }: CreateGlobalInput): GlobalProduct {
    const { core } = this;
    const product: GlobalProduct = {
      id: core.ids('globalProduct'),
      sellerId,
      words,
      sourceLocale,
      currency,
      skus: skus.map((sku) => this.sku(sku)),
      status: 'UNPUBLISHED',
      listings: [],
      createdAt: core.at(),
      updatedAt: core.at(),
    };
    core.store.world.globalProducts.set(product.id, product);
    return product;
  }

  edit({ globalProductId, words, currency, skus }: EditGlobalInput): GlobalProduct {
    const product = this.product(globalProductId);
    const made = skus.map((sku) => this.sku(sku));
    Object.assign(product, { words, currency, skus: made, updatedAt: this.core.at() });
    for (const { productId, skus: mapped } of product.listings) {
      const listing = this.core.store.world.products.get(productId);
      if (!listing || listing.status === 'DELETED' || listing.status === 'FREEZE') continue;
      const idOf = (globalSkuId: string) => mapped.find((one) => one.globalSkuId === globalSkuId)?.skuId;
      const kept = listing.skus.filter(({ id }) => made.some((sku) => idOf(sku.id) === id));
      const { manufacturerIds, responsiblePersonIds } = listing;
      this.listings.edit({
        productId,
        words: { ...words, manufacturerIds, responsiblePersonIds },
        skus: kept.map((sku) => ({ ...inputOf(sku), id: sku.id, listPrice: sku.listPrice, salePrice: sku.salePrice, stock: [] })),
        isDraft: listing.status === 'DRAFT',
        changedFields: ['global_product'],
      });
    }
    return product;
  }

  delete({ globalProductId }: { globalProductId: string }): void {
    Object.assign(this.product(globalProductId), { status: 'DELETED', updatedAt: this.core.at() });
  }

  setQuantities({ globalProductId, rows }: GlobalQuantitiesInput): void {
    const product = this.product(globalProductId);
    for (const { globalSkuId, warehouseId, quantity } of rows) {
      const sku = product.skus.find(({ id }) => id === globalSkuId);
      if (sku) sku.stock = [...sku.stock.filter((level) => level.warehouseId !== warehouseId), { warehouseId, quantity }];
    }
    product.updatedAt = this.core.at();
  }

  /** Into one shop. What the market's rules miss makes it a draft there. */
  publish(input: PublishGlobalInput): Product {
    const { core } = this;
    const product = this.product(input.globalProductId);
    const { market, id: shopId } = core.store.shop(input.shopId);
    const reasons = missing(product, input, { world: core.store.world, market, products: core.store.lists(shopId).products });
    const made = this.listings.create(listingOf(product, { ...input, isDraft: reasons.length > 0 }));
    made.globalProductId = product.id;
    const skus = input.rows.flatMap(({ globalSkuId }, index) => {
      const sku = made.skus[index];
      return sku ? [{ globalSkuId, skuId: sku.id }] : [];
    });
    product.listings.push({ market, shopId, productId: made.id, skus });
    Object.assign(product, { status: 'PUBLISHED', updatedAt: core.at() });
    this.tell(product, made);
    return made;
  }

  private sku({ id, sellerSku, gtin, price, options, stock }: EditGlobalInput['skus'][number]): GlobalSku {
    const attributes = options.map(({ id: attributeId, name, valueId, value }) => ({
      id: attributeId ?? '',
      name,
      valueId: valueId ?? '',
      value,
    }));
    return { id: id ?? this.core.ids('globalSku'), sellerSku, gtin, price, attributes, stock };
  }

  /** 51: what became of it in one market; 52: that it and its listings are now one product. */
  private tell({ id, sellerId, listings }: GlobalProduct, made: Product): void {
    const { core } = this;
    const { id: shopId, market } = core.store.shop(made.shopId);
    const result = made.status === 'DRAFT' ? 'DRAFT' : 'SUCCESS';
    const at = core.at();
    core.emit(() => ({
      type: 51,
      eventType: 'GLOBAL_REPLICATION_STATUS',
      shopId,
      at,
      data: { source_product_id: id, replicated_product: { product_id: made.id, region: market, result, fail_reasons: [] } },
    }));
    core.emit(() => ({
      type: 52,
      eventType: 'GLOBAL_LISTING_METHOD_CHANGE',
      shopId,
      sellerOpenId: core.store.seller(sellerId).openId,
      at,
      data: {
        global_product_id: id,
        local_product_id: listings.map(({ productId }) => productId),
        listing_method: 'GLOBAL_PUBLISHING',
      },
    }));
  }

  private product(id: string): GlobalProduct {
    const product = this.core.store.world.globalProducts.get(id);
    if (!product) throw new Error(`no global product ${id}`);
    return product;
  }
}

type Publication = Pick<PublishGlobalInput, 'shopId' | 'rows' | 'manufacturerIds' | 'responsiblePersonIds'>;

const inputOf = ({ sellerSku, gtin, attributes }: { sellerSku: string; gtin: string | null; attributes: SkuAttribute[] }) => ({
  sellerSku,
  gtin,
  options: attributes.map(({ id, valueId, ...rest }) => ({ ...rest, id: id || null, valueId: valueId || null })),
});

function listingOf(product: GlobalProduct, { shopId, rows, isDraft, ...entities }: Publication & { isDraft: boolean }): CreateListingInput {
  const words: ProductWords = {
    ...product.words,
    manufacturerIds: entities.manufacturerIds.length > 0 ? entities.manufacturerIds : product.words.manufacturerIds,
    responsiblePersonIds: entities.responsiblePersonIds.length > 0 ? entities.responsiblePersonIds : product.words.responsiblePersonIds,
  };
  const skus = rows.flatMap(({ globalSkuId, price, warehouseId, quantity }) => {
    const sku = product.skus.find(({ id }) => id === globalSkuId);
    return sku ? [{ ...inputOf(sku), id: null, salePrice: price, listPrice: price, stock: [{ warehouseId, quantity }] }] : [];
  });
  return { shopId, words, skus, isDraft, key: null };
}

type Market = { world: World; market: Shop['market']; products: readonly Product[] };

/** What the audit of that market would find: told at once, and the reason for a draft. */
export function missing(product: GlobalProduct, publication: Publication, { world, market, products }: Market): string[] {
  const { words, skus } = listingOf(product, { ...publication, isDraft: true });
  const judged = skus.map((sku) => ({ ...sku, id: '', productId: '', name: '', attributes: [], stock: [], isAppStocked: true }));
  const { shopId } = publication;
  return auditReasons(world, { words, skus: judged, shopId, productId: null, market }, products).map(({ reason }) => reason);
}
