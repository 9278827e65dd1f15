/** What is sent to the platform: the product, as this shop's publication wishes it. */
import type { ListingDraft } from '@tradewind/channels';
import { attributesGiven, optionsOf } from './publication-attributes.ts';
import type { PublicationCell } from './publication-cell.ts';

/** What only the platform can say, or has been given. */
export type DraftParts = {
  channelImageIds: string[];
  sizeChartImageId: string | null;
  channelBrandId: string | null;
  channelManufacturerIds: string[];
  channelResponsiblePersonIds: string[];
  channelWarehouseId: string | null;
  /** Of an edit, by seller SKU. */
  channelSkuIds: ReadonlyMap<string, string>;
};

export function draftOf(cell: PublicationCell, parts: DraftParts): ListingDraft {
  const { wish, product, variants, shop } = cell;
  const { channelSkuIds, channelWarehouseId, ...whole } = parts;
  const largest = (measure: 'weightG' | 'lengthMm' | 'widthMm' | 'heightMm'): number =>
    Math.max(1, ...variants.map((variant) => variant[measure] ?? 0));
  return {
    ...whole,
    title: wish.title ?? product.title,
    description: html(wish.description ?? product.description),
    channelCategoryId: wish.channelCategoryId ?? '',
    attributes: attributesGiven(cell),
    // One parcel size for the whole listing: no parcel is said to be smaller than it is.
    package: { weightG: largest('weightG'), lengthMm: largest('lengthMm'), widthMm: largest('widthMm'), heightMm: largest('heightMm') },
    certificates: [],
    variants: variants.map(({ id, sku, gtin, optionValues }) => ({
      channelSkuId: channelSkuIds.get(sku) ?? null,
      sellerSku: sku,
      gtin,
      price: wish.prices[id] ?? 0,
      currency: shop.currency,
      options: optionsOf(cell, optionValues),
      quantities: channelWarehouseId === null ? [] : [{ channelWarehouseId, quantity: wish.quantities[id] ?? 0 }],
    })),
  };
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The merchant's text is text: what looks like a tag in it is none. */
const html = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replaceAll(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign).replaceAll('\n', '<br>')}</p>`)
    .join('');
