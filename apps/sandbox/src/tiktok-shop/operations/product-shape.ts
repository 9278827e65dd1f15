/** A product as the searches and the detail show it. */
import { certificateName, chainOf } from '../../world/goods/category-demands.ts';
import type { Product, ProductVersion, Shop, Sku } from '../../world/types.ts';
import { fileUrl } from '../files.ts';
import { decimal, money, seconds, sum } from '../money.ts';
import type { CallContext } from '../operation.ts';
import { imageShape } from '../pictures.ts';
import { categoryShape, marketOfLocale } from './catalogue.ts';

/** The world has no tier: a long title and description stand for a good listing. */
export function qualityOf({ title, description }: Pick<Product, 'title' | 'description'>): 'POOR' | 'FAIR' | 'GOOD' {
  if (title.length < 20) return 'POOR';
  return description.length < 100 ? 'FAIR' : 'GOOD';
}

export function summaryShape(product: Product, shop: Shop) {
  return {
    id: product.id,
    title: product.title,
    status: product.status,
    create_time: seconds(product.createdAt),
    update_time: seconds(product.updatedAt),
    sales_regions: [shop.market],
    skus: product.skus.map((sku) => skuShape(sku, product, shop)),
    is_not_for_sale: false,
    listing_quality_tier: qualityOf(product),
    audit: { status: product.audit.status },
    has_draft: product.status === 'DRAFT',
  };
}

function skuShape(sku: Sku, product: Product, shop: Shop) {
  const isOff = product.status === 'SELLER_DEACTIVATED' || product.status === 'PLATFORM_DEACTIVATED';
  const source = product.status === 'SELLER_DEACTIVATED' ? 'SELLER' : 'PLATFORM';
  return {
    id: sku.id,
    seller_sku: sku.sellerSku,
    price: {
      currency: shop.currency,
      sale_price: decimal(sku.salePrice, shop.currency),
      tax_exclusive_price: decimal(sku.salePrice, shop.currency),
    },
    list_price: money(sku.listPrice, shop.currency),
    inventory: sku.stock.map(({ warehouseId, available }) => ({ warehouse_id: warehouseId, quantity: available })),
    status_info: isOff ? { status: 'DEACTIVATED', deactivation_source: source } : { status: 'NORMAL' },
  };
}

type DetailCall = CallContext & {
  shop: Shop;
  query: { locale?: string | undefined; return_under_review_version?: boolean | undefined };
};

export function detailShape(product: Product, call: DetailCall) {
  const { sim, shop, origin } = call;
  const version: ProductVersion = (call.query.return_under_review_version && product.underReview) || { words: product, skus: product.skus };
  const { words, skus } = version;
  const brand = words.brandId === null ? undefined : sim.world.brands.get(words.brandId);
  const market = marketOfLocale(call.query.locale) ?? shop.market;
  const { sales_regions: _regions, skus: _skus, ...summary } = summaryShape(product, shop);
  const { reasons } = product.audit;
  return {
    ...summary,
    title: words.title,
    product_status: product.status === 'PENDING' || product.status === 'FAILED' ? 'INITIAL' : product.status,
    description: words.description,
    category_chains: chainOf(sim.world, words.categoryId).map((link) => {
      const { permission_statuses: _permissions, ...shown } = categoryShape(link, market);
      return shown;
    }),
    ...(brand ? { brand: { id: brand.id, name: brand.name } } : {}),
    main_images: words.imageUris.map((uri) => imageShape(origin, sim.world, uri)),
    ...(words.sizeMm ? { package_dimensions: dimensions(words.sizeMm) } : {}),
    package_weight: { value: (words.weightGrams / 1000).toFixed(3), unit: 'KILOGRAM' },
    skus: skus.map((sku) => ({
      ...skuShape(sku, product, shop),
      ...(sku.gtin === null ? {} : { identifier_code: { code: sku.gtin, type: 'GTIN' } }),
      sales_attributes: sku.attributes.map(({ id, name, valueId, value }) => ({ id, name, value_id: valueId, value_name: value })),
      sku_unit_count: '1',
    })),
    certifications: words.certificates.map(({ id, imageUris, fileIds }) => ({
      id,
      title: certificateName(id),
      images: imageUris.map((uri) => imageShape(origin, sim.world, uri)),
      files: fileIds.flatMap((fileId) => {
        const file = sim.world.files.get(fileId);
        return file ? [{ id: fileId, urls: [fileUrl(origin, fileId)], name: file.name, format: file.format }] : [];
      }),
    })),
    ...(words.sizeChartUri === null ? {} : { size_chart: { image: imageShape(origin, sim.world, words.sizeChartUri) } }),
    manufacturer_ids: words.manufacturerIds,
    responsible_person_ids: words.responsiblePersonIds,
    product_types: [],
    is_cod_allowed: false,
    is_pre_owned: false,
    is_replicated: false,
    minimum_order_quantity: 1,
    shipping_insurance_requirement: 'NOT_SUPPORTED',
    product_attributes: words.attributes.map(({ id, name, values }) => ({
      id,
      name,
      values: values.map((value) => ({ ...(value.id === null ? {} : { id: value.id }), name: value.name })),
    })),
    ...(product.globalProductId === null ? {} : { global_product_association: { global_product_id: product.globalProductId } }),
    ...(reasons.length > 0
      ? {
          audit_failed_reasons: reasons.map(({ position, reason, suggestion }) => ({
            position,
            reasons: [reason],
            suggestions: suggestion ? [suggestion] : [],
            listing_platform: 'TIKTOK_SHOP',
          })),
        }
      : {}),
  };
}

export function dimensions([length, width, height]: readonly [number, number, number]) {
  const cm = (mm: number): string => String(Math.ceil(mm / 10));
  return { length: cm(length), width: cm(width), height: cm(height), unit: 'CENTIMETER' };
}

export function stockShape(sku: Sku) {
  const available = sum(sku.stock, (level) => level.available);
  return {
    id: sku.id,
    seller_sku: sku.sellerSku,
    total_available_quantity: available,
    total_committed_quantity: sum(sku.stock, (level) => level.committed),
    warehouse_inventory: sku.stock.map((level) => ({
      warehouse_id: level.warehouseId,
      available_quantity: level.available,
      committed_quantity: level.committed,
    })),
    total_available_inventory_distribution: { campaign_inventory: [], creator_inventory: [], in_shop_inventory: { quantity: available } },
  };
}

/** What a write says of the SKUs that it made. */
export function writtenSkus(skus: readonly Sku[]) {
  return skus.map(({ id, sellerSku, attributes }) => ({
    id,
    seller_sku: sellerSku,
    sales_attributes: attributes.map((attribute) => ({ id: attribute.id, value_id: attribute.valueId })),
  }));
}
