import { type Core, later, streamOf } from '../core.ts';
import { between } from '../random.ts';
import type { Product, ProductVersion, Shop, Sku, SkuAttribute } from '../types.ts';
import { MINUTE } from '../zone.ts';
import { auditReasons } from './audit.ts';
import { tellAudit, tellChange, tellCreation, tellStatus } from './listing-events.ts';
import type {
  CreateListingInput,
  EditListingInput,
  MoveListingInput,
  SellerCentreEditInput,
  SetPricesInput,
  SetQuantitiesInput,
  SkuInput,
  TakeDownInput,
} from './listing-inputs.ts';
import { emptyLevel, setQuantity } from './stock.ts';

/**
 * The life of a listing:
 *
 *   DRAFT ──submit──> PENDING ──audit──> ACTIVATE <──relist── SELLER_DEACTIVATED
 *                        └─────audit──> FAILED ──edit──> PENDING
 *   ACTIVATE ──platform──> PLATFORM_DEACTIVATED ──edit──> PENDING;  ──platform──> FREEZE;  any ──> DELETED ──recover──> SELLER_DEACTIVATED
 *
 * The audit takes some minutes. An edit of what is or was live is examined beside it: only when it passes do its words replace the old.
 * Prices and quantities are never examined and count at once. What a seller may do when is asked by the callers, before the act is kept.
 */
const AUDIT_MS = [2 * MINUTE, 6 * MINUTE] as const;
/** A listing made by an app sells like an ordinary one. */
const POPULARITY = 0.3;

export class Listings {
  private readonly core: Core;
  private readonly onSale: (shop: Shop) => void;
  private readonly options = new Map<string, string>();
  private readonly byKey = new Map<string, Product>();

  /** `onSale` is told when what a shop sells has changed. */
  constructor(core: Core, onSale: (shop: Shop) => void) {
    this.core = core;
    this.onSale = onSale;
  }

  create({ shopId, words, skus, isDraft, key }: CreateListingInput): Product {
    const known = key === null ? undefined : this.byKey.get(`${shopId}:${key}`);
    if (known) return known;
    const { core } = this;
    const product: Product = {
      ...words,
      id: core.ids('product'),
      shopId,
      status: 'DRAFT',
      skus: [],
      audit: { status: 'NONE', reasons: [] },
      underReview: null,
      edition: 0,
      globalProductId: null,
      createdAt: core.at(),
      updatedAt: core.at(),
      popularity: POPULARITY,
    };
    product.skus = skus.map((sku) => this.newSku(product.id, sku));
    core.store.addProduct(product);
    if (key !== null) this.byKey.set(`${shopId}:${key}`, product);
    tellCreation(core, product);
    if (!isDraft) this.submit(product);
    return product;
  }

  /** What the product will be: its SKUs with the ids that new ones got. */
  edit({ productId, words, skus, isDraft, changedFields }: EditListingInput): Sku[] {
    const { core } = this;
    const product = this.product(productId);
    product.edition++;
    const version: ProductVersion = { words, skus: skus.map((sku) => this.edited(product, sku)) };
    const isLive = product.status === 'ACTIVATE' || product.status === 'SELLER_DEACTIVATED';
    if (isLive) {
      product.underReview = version;
      this.audit(product);
    } else {
      this.apply(product, version);
      if (!isDraft) this.submit(product);
    }
    core.store.productChanged(product, core.at());
    tellChange(core, product, { source: 'OPEN_API', fields: changedFields });
    return version.skus;
  }

  setPrices({ productId, rows }: SetPricesInput): void {
    const product = this.product(productId);
    for (const { skuId, salePrice, listPrice } of rows) {
      const sku = product.skus.find(({ id }) => id === skuId);
      if (sku) Object.assign(sku, { salePrice, listPrice: Math.max(listPrice ?? sku.listPrice, salePrice) });
    }
    this.changed(product, { source: 'OPEN_API', fields: ['skus.price'] });
  }

  setQuantities({ productId, rows }: SetQuantitiesInput): void {
    const product = this.product(productId);
    for (const { skuId, warehouseId, quantity } of rows) {
      const sku = product.skus.find(({ id }) => id === skuId);
      if (!sku) continue;
      sku.isAppStocked = true;
      setQuantity(this.core, { sku, warehouseId, quantity });
    }
    this.changed(product, { source: 'OPEN_API', fields: ['skus.inventory'] });
  }

  move({ productId, move }: MoveListingInput): void {
    const { core } = this;
    const product = this.product(productId);
    product.edition++;
    product.underReview = null;
    if (move === 'activate') this.submit(product);
    else this.setStatus(product, move === 'delete' ? 'DELETED' : 'SELLER_DEACTIVATED');
    core.store.productChanged(product, core.at());
  }

  /** The platform acts by itself. */
  takeDown({ productId, status, reason }: TakeDownInput): void {
    const product = this.product(productId);
    product.edition++;
    product.underReview = null;
    product.audit = { status: 'FAILED', reasons: [{ code: 0, position: 'Product', reason, suggestion: '' }] };
    this.setStatus(product, status, reason);
  }

  /** A person edits by hand; the simulation spares them the audit. */
  editByHand({ productId, title, description, skus }: SellerCentreEditInput): void {
    const { core } = this;
    const product = this.product(productId);
    if (title !== undefined) product.title = title;
    if (description !== undefined) product.description = description;
    for (const { skuId, price, quantity } of skus) {
      const sku = product.skus.find(({ id }) => id === skuId);
      if (sku && price !== undefined) Object.assign(sku, { salePrice: price, listPrice: Math.max(sku.listPrice, price) });
      const warehouseId = sku?.stock[0]?.warehouseId;
      if (sku && quantity !== undefined && warehouseId !== undefined) setQuantity(core, { sku, warehouseId, quantity });
    }
    const fields = [title !== undefined && 'title', description !== undefined && 'description', skus.length > 0 && 'skus'];
    this.changed(product, { source: 'SELLER_CENTER', fields: fields.filter((field) => field !== false) });
  }

  private submit(product: Product): void {
    this.setStatus(product, 'PENDING');
    this.audit(product);
  }

  private audit(product: Product): void {
    const { core } = this;
    const { edition } = product;
    product.audit = { status: 'AUDITING', reasons: [] };
    tellAudit(core, product);
    const [shortest, longest] = AUDIT_MS;
    later(core, between(shortest, longest, streamOf(core, `audit:${product.id}:${edition}`)), () => {
      if (product.edition === edition) this.decide(product);
    });
  }

  private decide(product: Product): void {
    const { core } = this;
    const version = product.underReview;
    const { world } = core.store;
    const judged = { words: version?.words ?? product, skus: version?.skus ?? product.skus };
    const { market } = core.store.shop(product.shopId);
    const reasons = auditReasons(
      world,
      { ...judged, shopId: product.shopId, productId: product.id, market },
      core.store.lists(product.shopId).products,
    );
    const isPassed = reasons.length === 0;
    product.audit = { status: isPassed ? 'APPROVED' : 'FAILED', reasons };
    product.underReview = null;
    if (version && isPassed) this.apply(product, version);
    if (!version) this.setStatus(product, isPassed ? 'ACTIVATE' : 'FAILED');
    else if (!isPassed) tellStatus(core, product, { reason: reasons[0]?.reason ?? '' });
    core.store.productChanged(product, core.at());
    tellAudit(core, product);
  }

  private apply(product: Product, { words, skus }: ProductVersion): void {
    Object.assign(product, words);
    product.skus = skus.map((sku) => {
      const known = product.skus.find(({ id }) => id === sku.id);
      const { sellerSku, gtin, attributes, name } = sku;
      return known ? Object.assign(known, { sellerSku, gtin, attributes, name }) : sku;
    });
    this.core.store.addSkus(product.skus);
    this.onSale(this.core.store.shop(product.shopId));
  }

  private setStatus(product: Product, status: Product['status'], reason = ''): void {
    product.status = status;
    this.core.store.productChanged(product, this.core.at());
    this.onSale(this.core.store.shop(product.shopId));
    if (status !== 'PENDING') tellStatus(this.core, product, { reason });
  }

  private changed(product: Product, change: { source: 'OPEN_API' | 'SELLER_CENTER'; fields: string[] }): void {
    this.core.store.productChanged(product, this.core.at());
    tellChange(this.core, product, change);
  }

  /** Of a SKU that is there, price and stated quantities count at once and the rest once the edit passes. */
  private edited(product: Product, input: SkuInput): Sku {
    const known = product.skus.find(({ id }) => id === input.id);
    if (!known) return this.newSku(product.id, input);
    known.salePrice = input.salePrice;
    known.listPrice = Math.max(input.listPrice, input.salePrice);
    for (const { warehouseId, quantity } of input.stock) {
      if (quantity === null) continue;
      known.isAppStocked = true;
      setQuantity(this.core, { sku: known, warehouseId, quantity });
    }
    const { sellerSku, gtin } = input;
    const attributes = this.attributesOf(input);
    return { ...known, sellerSku, gtin, attributes, name: nameOf(attributes) };
  }

  private newSku(productId: string, input: SkuInput): Sku {
    const { sellerSku, gtin, listPrice, salePrice, stock } = input;
    const attributes = this.attributesOf(input);
    return {
      id: this.core.ids('sku'),
      productId,
      sellerSku,
      name: nameOf(attributes),
      gtin,
      listPrice: Math.max(listPrice, salePrice),
      salePrice,
      attributes,
      stock: stock.map(({ warehouseId, quantity }) => emptyLevel(warehouseId, quantity ?? 0)),
      isAppStocked: true,
    };
  }

  private attributesOf({ options }: SkuInput): SkuAttribute[] {
    return options.map(({ id, name, valueId, value }) => {
      const attributeId = id ?? this.idOf('attribute', name);
      return { id: attributeId, name, valueId: valueId ?? this.idOf('attributeValue', `${attributeId} ${value}`), value };
    });
  }

  /** The platform gives an option of a seller's own one id, whoever names it so. */
  private idOf(kind: 'attribute' | 'attributeValue', name: string): string {
    const known = this.options.get(`${kind} ${name}`) ?? this.core.ids(kind);
    this.options.set(`${kind} ${name}`, known);
    return known;
  }

  private product(id: string): Product {
    const product = this.core.store.world.products.get(id);
    if (!product) throw new Error(`no product ${id}`);
    return product;
  }
}

const nameOf = (attributes: readonly SkuAttribute[]): string => attributes.map(({ value }) => value).join(', ') || 'Default';
