import { ATTRIBUTE_NAMES, BRANDS, CATEGORY_PARENTS, COLOURS, DESIGNS, type Design, PACKS, SIZES } from './catalogue-data.ts';
import { type Core, streamOf } from './core.ts';
import { papersOf } from './goods/category-demands.ts';
import { emptyLevel } from './goods/stock.ts';
import { type Language, localPrice, MARKETS } from './markets.ts';
import { between, pick, type Rng, wholeBetween } from './random.ts';
import type { Product, Shop, Sku } from './types.ts';
import { DAY, wholeSecond } from './zone.ts';

/**
 * 400 products over 15 shops (27 or 26 each) out of 44 designs, so every shop lacks some that another sells: the
 * seller SKU, built from the design and not from the shop, says that two listings are the same thing.
 */
const PRODUCTS_PER_SHOP = 400 / 15;

type Choice = { code: string; priceFactor: number; attributes: { kind: 'colour' | 'size' | 'pack'; value: string; valueKey: string }[] };

export function makeCategories(core: Core): void {
  const { categories, brands } = core.store.world;
  const parents = new Map<string, string>();
  for (const [leaf, parent] of Object.entries(CATEGORY_PARENTS)) {
    let parentId = parents.get(parent);
    if (!parentId) {
      parentId = core.ids('category');
      parents.set(parent, parentId);
      categories.set(parentId, { id: parentId, parentId: '0', name: parent, localNames: {}, isLeaf: false });
    }
    const id = core.ids('category');
    categories.set(id, { id, parentId, name: leaf, localNames: {}, isLeaf: true });
  }
  for (const name of BRANDS) {
    const id = core.ids('brand');
    brands.set(id, { id, name });
  }
}

export class Assortment {
  private readonly core: Core;
  private readonly values: AttributeIds;

  constructor(core: Core) {
    this.core = core;
    this.values = new AttributeIds(core);
  }

  /** What every shop sells when the world begins. */
  begin(): void {
    let made = 0;
    [...this.core.store.world.shops.values()].forEach((shop, index) => {
      const wanted = Math.round((index + 1) * PRODUCTS_PER_SHOP) - made;
      made += wanted;
      const rng = streamOf(this.core, `products:${shop.id}`);
      for (const design of choose(DESIGNS, wanted, rng)) this.core.store.addProduct(this.make(shop, design, rng));
    });
  }

  /** A seller lists further designs by hand: live at once, fewer where the shop has nearly all of them. */
  list(shop: Shop, count: number, rng: Rng): Product[] {
    const known = this.core.store.lists(shop.id).products.flatMap(({ skus }) => skus.map(({ sellerSku }) => sellerSku));
    const further = DESIGNS.filter(({ key }) => !known.some((sku) => sku === key || sku.startsWith(`${key}-`)));
    return choose(further, count, rng).map((design) => {
      const at = this.core.at();
      const made = this.make(shop, design, rng);
      const product: Product = { ...made, status: 'ACTIVATE', audit: auditOf('ACTIVATE'), createdAt: at, updatedAt: at };
      this.core.store.addProduct(product);
      return product;
    });
  }

  private make(shop: Shop, design: Design, rng: Rng): Product {
    const category = [...this.core.store.world.categories.values()].find(({ name }) => name === design.category);
    return makeProduct(this.core, { shop, design, categoryId: category?.id ?? '0', values: this.values, rng });
  }
}

/** A partial Fisher-Yates: `count` different elements in a chance order. */
function choose<T>(list: readonly T[], count: number, rng: Rng): T[] {
  const rest = [...list];
  const chosen: T[] = [];
  while (chosen.length < count && rest.length > 0) chosen.push(...rest.splice(Math.floor(rng() * rest.length), 1));
  return chosen;
}

type MakeProduct = { shop: Shop; design: Design; categoryId: string; values: AttributeIds; rng: Rng };

function makeProduct(core: Core, input: MakeProduct): Product {
  const { shop, design, rng } = input;
  const facts = MARKETS[shop.market];
  const brandIds = [...core.store.world.brands.keys()];
  const brandId = pick(brandIds, streamOf(core, `brand:${design.key}`));
  const brand = core.store.world.brands.get(brandId)?.name ?? '';
  const createdAt = wholeSecond(core.startedAt - between(5, 110, rng) * DAY);
  const id = core.ids('product');
  const status = productStatus(rng);
  const product: Product = {
    ...papersOf(core.store.world, { id, sellerId: shop.sellerId, categoryId: input.categoryId, market: shop.market }),
    id,
    shopId: shop.id,
    title: `${brand} ${design.titles[facts.language]}`,
    description: `<p>${design.titles[facts.language]}</p>`,
    categoryId: input.categoryId,
    brandId,
    status,
    skus: [],
    audit: auditOf(status),
    underReview: null,
    edition: 0,
    globalProductId: null,
    weightGrams: design.weightGrams,
    sizeMm: design.sizeMm,
    createdAt,
    updatedAt: wholeSecond(createdAt + between(0.1, 4, rng) * DAY),
    popularity: (0.15 + rng() ** 3) * (design.variation === 'single' ? 0.8 : 1),
  };
  const marketFactor = between(0.9, 1.15, rng);
  for (const choice of choicesOf(design, facts.language, rng))
    product.skus.push(makeSku(core, { ...input, product, choice, marketFactor }));
  return product;
}

const NOT_CLEAR = { code: 12052990, position: 'Main image', reason: 'The image is not clear', suggestion: 'Upload a clearer image' };

function auditOf(status: Product['status']): Product['audit'] {
  if (status === 'DRAFT') return { status: 'NONE', reasons: [] };
  if (status === 'PENDING') return { status: 'AUDITING', reasons: [] };
  return status === 'FAILED' ? { status: 'FAILED', reasons: [NOT_CLEAR] } : { status: 'APPROVED', reasons: [] };
}

/** Most sell; a few wait for audit, failed it, or were taken down by seller or platform. */
function productStatus(rng: Rng): Product['status'] {
  const roll = rng();
  if (roll < 0.93) return 'ACTIVATE';
  return roll < 0.95
    ? 'SELLER_DEACTIVATED'
    : roll < 0.965
      ? 'DRAFT'
      : roll < 0.98
        ? 'PENDING'
        : roll < 0.99
          ? 'FAILED'
          : 'PLATFORM_DEACTIVATED';
}

function makeSku(core: Core, input: MakeProduct & { product: Product; choice: Choice; marketFactor: number }): Sku {
  const { shop, design, choice, product, rng } = input;
  const facts = MARKETS[shop.market];
  const id = core.ids('sku');
  const salePrice = localPrice(design.usCents * choice.priceFactor * input.marketFactor, facts);
  const listPrice = localPrice(design.usCents * choice.priceFactor * input.marketFactor * pick([1, 1.15, 1.25, 1.4], rng), facts);
  const attributes = choice.attributes.map((attribute) => {
    const name = ATTRIBUTE_NAMES[attribute.kind][facts.language];
    return { id: input.values.attribute(attribute.kind), name, valueId: input.values.value(attribute.valueKey), value: attribute.value };
  });
  return {
    id,
    productId: product.id,
    sellerSku: choice.code ? `${design.key}-${choice.code}` : design.key,
    name: attributes.map((attribute) => attribute.value).join(', ') || 'Default',
    gtin: `697${String(Math.floor(rng() * 1e10)).padStart(10, '0')}`,
    listPrice: Math.max(listPrice, salePrice),
    salePrice,
    attributes,
    stock: [emptyLevel(shop.warehouseIds[0] ?? '', wholeBetween(40, 420, rng))],
    isAppStocked: false,
  };
}

function choicesOf(design: Design, language: Language, rng: Rng): Choice[] {
  const colours = COLOURS.slice(0, wholeBetween(3, COLOURS.length, rng)).map((words) => ({
    kind: 'colour' as const,
    value: words[language],
    valueKey: words.en,
  }));
  const sizes = SIZES.map((value) => ({ kind: 'size' as const, value, valueKey: `size ${value}` }));
  const code = (key: string): string => key.replace('size ', '').slice(0, 3).toUpperCase();
  switch (design.variation) {
    case 'colour':
      return colours.map((colour) => ({ code: code(colour.valueKey), priceFactor: 1, attributes: [colour] }));
    case 'size':
      return sizes.slice(0, 3).map((size, index) => ({ code: code(size.valueKey), priceFactor: 1 + index * 0.15, attributes: [size] }));
    case 'size-colour':
      return colours
        .slice(0, 2)
        .flatMap((colour) =>
          sizes.map((size) => ({ code: `${code(colour.valueKey)}-${code(size.valueKey)}`, priceFactor: 1, attributes: [colour, size] })),
        );
    case 'pack':
      return PACKS.map((pack) => ({
        code: `X${pack}`,
        priceFactor: Number(pack) ** 0.85,
        attributes: [{ kind: 'pack' as const, value: `× ${pack}`, valueKey: `pack ${pack}` }],
      }));
    case 'single':
      return [{ code: '', priceFactor: 1, attributes: [] }];
  }
}

/** The platform gives one id to "Colour" and one to "Black", whatever shop names them. */
class AttributeIds {
  private readonly known = new Map<string, string>();
  private readonly core: Core;

  constructor(core: Core) {
    this.core = core;
  }

  attribute(key: string): string {
    return this.idOf(`attribute ${key}`, 'attribute');
  }

  value(key: string): string {
    return this.idOf(`value ${key}`, 'attributeValue');
  }

  private idOf(key: string, kind: 'attribute' | 'attributeValue'): string {
    const id = this.known.get(key) ?? this.core.ids(kind);
    this.known.set(key, id);
    return id;
  }
}
