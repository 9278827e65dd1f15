/**
 * A draft of ours as the body that the platform takes. Weights go in kilograms and sizes in whole centimetres, rounded up so that no
 * parcel is said to be smaller than it is. Everything is sent, because what is left out stays as it was.
 */
import type { DraftVariant, GlobalDraft, ImageUse, ListingDraft } from '../port.ts';
import { formatAmount } from '../shared/money.ts';

/** The seven-level tree: some markets take no other. */
export const CATEGORY_VERSION = 'v2';

export const IMAGE_USES: Readonly<Record<ImageUse, string>> = {
  main: 'MAIN_IMAGE',
  variant: 'ATTRIBUTE_IMAGE',
  description: 'DESCRIPTION_IMAGE',
  certificate: 'CERTIFICATION_IMAGE',
  'size-chart': 'SIZE_CHART_IMAGE',
};

const images = (uris: readonly string[]) => uris.map((uri) => ({ uri }));
const centimetres = (mm: number): string => String(Math.ceil(mm / 10));

function wordsOf(draft: Omit<ListingDraft, 'variants'>) {
  const { weightG, lengthMm, widthMm, heightMm } = draft.package;
  return {
    title: draft.title,
    description: draft.description,
    category_id: draft.channelCategoryId,
    category_version: CATEGORY_VERSION,
    ...(draft.channelBrandId === null ? {} : { brand_id: draft.channelBrandId }),
    main_images: images(draft.channelImageIds),
    product_attributes: draft.attributes.map(({ channelAttributeId, values }) => ({
      id: channelAttributeId,
      values: values.map(({ channelValueId, name }) => (channelValueId === null ? { name } : { id: channelValueId, name })),
    })),
    package_weight: { value: (weightG / 1000).toFixed(3), unit: 'KILOGRAM' },
    package_dimensions: {
      length: centimetres(lengthMm),
      width: centimetres(widthMm),
      height: centimetres(heightMm),
      unit: 'CENTIMETER',
    },
    certifications: draft.certificates.map(({ channelCertificateId, channelImageIds, files, expiresAt }) => ({
      id: channelCertificateId,
      images: images(channelImageIds),
      files: files.map(({ channelFileId, name, format }) => ({ id: channelFileId, name, format })),
      ...(expiresAt === null ? {} : { expiration_date: Math.floor(expiresAt / 1000) }),
    })),
    ...(draft.sizeChartImageId === null ? {} : { size_chart: { image: { uri: draft.sizeChartImageId } } }),
    manufacturer_ids: draft.channelManufacturerIds,
    responsible_person_ids: draft.channelResponsiblePersonIds,
  };
}

const optionsOf = (options: DraftVariant['options']) =>
  options.map(({ channelAttributeId, name, value, channelImageId }) => ({
    ...(channelAttributeId === null ? {} : { id: channelAttributeId }),
    name,
    ...(value.channelValueId === null ? {} : { value_id: value.channelValueId }),
    value_name: value.name,
    ...(channelImageId === null ? {} : { sku_img: { uri: channelImageId } }),
  }));

const tradeItemOf = (gtin: string | null) => (gtin === null ? {} : { identifier_code: { code: gtin, type: 'GTIN' } });

/** A quantity is at least 1 here, so none is said by naming the warehouse alone; of what is there, that leaves the quantity as it is. */
function inventoryOf({ channelSkuId, quantities }: DraftVariant) {
  return quantities.map(({ channelWarehouseId, quantity }) => ({
    warehouse_id: channelWarehouseId,
    ...(channelSkuId === null && quantity > 0 ? { quantity } : {}),
  }));
}

export function listingBody(draft: ListingDraft) {
  return {
    ...wordsOf(draft),
    skus: draft.variants.map((variant) => ({
      ...(variant.channelSkuId === null ? {} : { id: variant.channelSkuId }),
      seller_sku: variant.sellerSku,
      sales_attributes: optionsOf(variant.options),
      price: { amount: formatAmount(variant.price, variant.currency), currency: variant.currency },
      inventory: inventoryOf(variant),
      ...tradeItemOf(variant.gtin),
    })),
  };
}

export function globalBody({ variants, locale: _locale, ...draft }: GlobalDraft, knownSkus: ReadonlyMap<string, string>) {
  return {
    ...wordsOf(draft),
    skus: variants.map((variant) => ({
      ...(knownSkus.has(variant.sellerSku) ? { id: knownSkus.get(variant.sellerSku) } : {}),
      seller_sku: variant.sellerSku,
      sales_attributes: optionsOf(variant.options),
      price: { amount: formatAmount(variant.price, variant.currency), currency: variant.currency },
      ...tradeItemOf(variant.gtin),
    })),
  };
}
