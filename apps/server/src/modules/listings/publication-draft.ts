/** What is sent to the platform: the product, as this shop's publication wishes it. */
import type { DraftCertificate, DraftVariant, ListingDraft } from '@tradewind/channels';
import type { ShopQuantity } from '../stock/index.ts';
import { attributesGiven, optionsOf } from './publication-attributes.ts';
import { type PublicationCell, wordsOf } from './publication-cell.ts';

/** What only the platform can say, or has been given. */
export type DraftParts = {
  channelImageIds: string[];
  certificates: DraftCertificate[];
  sizeChartImageId: string | null;
  channelBrandId: string | null;
  channelManufacturerIds: string[];
  channelResponsiblePersonIds: string[];
  channelWarehouseId: string | null;
  /** Of an edit, by seller SKU. */
  channelSkuIds: ReadonlyMap<string, string>;
};

export function draftOf(cell: PublicationCell, parts: DraftParts): ListingDraft {
  const { wish, variants, shop, offers } = cell;
  const words = wordsOf(cell);
  const { channelSkuIds, channelWarehouseId, ...whole } = parts;
  const largest = (measure: 'weightG' | 'lengthMm' | 'widthMm' | 'heightMm'): number =>
    Math.max(1, ...variants.map((variant) => variant[measure] ?? 0));
  return {
    ...whole,
    title: words.title,
    description: html(words.description),
    channelCategoryId: wish.channelCategoryId ?? '',
    attributes: attributesGiven(cell),
    // One parcel size for the whole listing: no parcel is said to be smaller than it is.
    package: { weightG: largest('weightG'), lengthMm: largest('lengthMm'), widthMm: largest('widthMm'), heightMm: largest('heightMm') },
    variants: variants.map(({ id, sku, gtin, optionValues }) => ({
      channelSkuId: channelSkuIds.get(sku) ?? null,
      sellerSku: sku,
      gtin,
      price: offers.get(id)?.price?.amount ?? 0,
      currency: shop.currency,
      options: optionsOf(cell, optionValues),
      quantities: quantitiesOf(offers.get(id)?.quantity?.parts ?? [], channelWarehouseId),
    })),
  };
}

/** What no warehouse of the platform was named for lies in its default; a variant that has none says so there. */
function quantitiesOf(parts: ShopQuantity['parts'], defaultId: string | null): DraftVariant['quantities'] {
  const sums = new Map<string, number>(defaultId === null ? [] : [[defaultId, 0]]);
  for (const { channelWarehouseId, units } of parts) {
    const id = channelWarehouseId === '' ? defaultId : channelWarehouseId;
    if (id !== null) sums.set(id, units + (sums.get(id) ?? 0));
  }
  return [...sums].map(([channelWarehouseId, quantity]) => ({ channelWarehouseId, quantity }));
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The merchant's text is text: what looks like a tag in it is none. */
const html = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replaceAll(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign).replaceAll('\n', '<br>')}</p>`)
    .join('');
