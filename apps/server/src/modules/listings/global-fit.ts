/**
 * What can go through a global product without bending a promise, and why the rest cannot. The platform takes one text, one category and one
 * parcel for all markets, and of each market a price and the units of one warehouse; whatever means more than that is a listing of its own
 * shop.
 */
import type { PublishTarget } from '@tradewind/channels';
import { type PublicationCell, wordsOf } from './publication-cell.ts';
import { type DraftParts, draftOf } from './publication-draft.ts';
import { papersWanted } from './publication-papers.ts';

/** The account's leave, kept among what a shop has. */
export const GLOBAL_PERMISSION = 'global-products';
/** The only ones that the platform states a global product's own price in; the first that a shop has is taken. */
const GLOBAL_CURRENCIES: readonly string[] = ['USD', 'EUR'];

export type GlobalShop = {
  id: string;
  authorizationId: string;
  legalEntityId: string;
  market: string;
  currency: string;
  isActive: boolean;
  isCrossBorder: boolean;
  isPermitted: boolean;
  /** Another shop of the same consent sells in this market, in the task or not: the platform is told a market and not a shop. */
  hasTwin: boolean;
  /** Of the task's products, one has been made above the shops of this consent already. */
  hasMade: boolean;
};
export type ShopReason = 'not-active' | 'not-cross-border' | 'not-permitted' | 'market-twice' | 'alone' | 'currency-missing';

/** Of the shops of a task: null where a global product can be published into it, with at least one other or after them. */
export function shopsFit(shops: readonly GlobalShop[]): ReadonlyMap<string, ShopReason | null> {
  const fit = shops.filter((shop) => reasonOf(shop) === null);
  return new Map(
    shops.map((shop) => {
      const sisters = fit.filter((other) => other.authorizationId === shop.authorizationId && other.legalEntityId === shop.legalEntityId);
      return [shop.id, reasonOf(shop) ?? (shop.hasMade ? null : together(sisters))];
    }),
  );
}

function together(shops: readonly GlobalShop[]): ShopReason | null {
  if (shops.length < 2) return 'alone';
  return shops.some(({ currency }) => GLOBAL_CURRENCIES.includes(currency)) ? null : 'currency-missing';
}

function reasonOf({ isActive, isCrossBorder, isPermitted, hasTwin }: GlobalShop): ShopReason | null {
  if (!isActive) return 'not-active';
  if (!isCrossBorder) return 'not-cross-border';
  if (!isPermitted) return 'not-permitted';
  return hasTwin ? 'market-twice' : null;
}

export type CellReason = 'listed' | 'several-warehouses' | 'price-missing' | 'own-content' | 'papers' | 'alone';
export type ProductFit = { content: string | null; reasons: ReadonlyMap<string, CellReason | null> };

/**
 * Of one product in the shops of one account. What most markets share is the global product; where it is there already, `made` says what it
 * is, and a single market may follow.
 */
export function cellsFit(cells: readonly PublicationCell[], made: string | null): ProductFit {
  const contents = new Map(cells.filter((cell) => ownReason(cell) === null).map((cell) => [cell.id, contentOf(cell)]));
  const counts = new Map<string, number>();
  for (const content of contents.values()) counts.set(content, 1 + (counts.get(content) ?? 0));
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  const content = made ?? most?.[0] ?? null;
  const amongOthers = (cell: PublicationCell): CellReason | null => {
    if (contents.get(cell.id) !== content) return made === null && most?.[1] === 1 ? 'alone' : 'own-content';
    if (made !== null) return null;
    if ((most?.[1] ?? 0) < 2) return 'alone';
    return basePrices(cells) === null ? 'price-missing' : null;
  };
  return { content, reasons: new Map(cells.map((cell) => [cell.id, ownReason(cell) ?? amongOthers(cell)])) };
}

/** Which papers the market asks for or a person chose, whatever the vault holds of them. */
const hasPapers = (cell: PublicationCell): boolean =>
  papersWanted(cell, { papers: [], typeOf: new Map(), now: 0 }).some(({ isRequired, isChosen }) => isRequired || isChosen);

/**
 * There already, as a listing that is edited; it shows papers, which are each market's own; or its units of a SKU lie in more than the one
 * warehouse that can be named.
 */
function ownReason(cell: PublicationCell): CellReason | null {
  const { channelProductId, offers } = cell;
  if (channelProductId !== null) return 'listed';
  if (hasPapers(cell)) return 'papers';
  return [...offers.values()].some(({ quantity }) => (quantity?.parts.length ?? 0) > 1) ? 'several-warehouses' : null;
}

/** Whether it still fits what was made: asked just before the call. */
export const stillFits = (cell: PublicationCell, made: string): boolean => ownReason(cell) === null && contentOf(cell) === made;

const nothing: DraftParts = {
  ...{
    channelImageIds: [],
    certificates: [],
    sizeChartImageId: null,
    channelBrandId: null,
    channelManufacturerIds: [],
    channelResponsiblePersonIds: [],
  },
  ...{ channelWarehouseId: null, channelSkuIds: new Map() },
};

/** What all markets of a global product share; equal texts mean equal listings but for price and quantity. */
export function contentOf(cell: PublicationCell): string {
  const { variants, ...shared } = draftOf(cell, nothing);
  return JSON.stringify({
    ...shared,
    variants: variants.map(({ sellerSku, gtin, options }) => ({ sellerSku, gtin, options })),
    brand: cell.product.brand,
    media: cell.media.map(({ id }) => id),
    chart: wordsOf(cell).sizeChartMediaId,
  });
}

/** The price of the global product itself; null where no cell states one that the platform takes. */
export function basePrices(cells: readonly PublicationCell[]): { currency: string; prices: ReadonlyMap<string, number> } | null {
  for (const currency of GLOBAL_CURRENCIES)
    for (const { variants, offers } of cells.filter(({ shop }) => shop.currency === currency)) {
      const priced = variants.flatMap(({ id, sku }) => {
        const price = offers.get(id)?.price;
        return price ? [[sku, price.amount] as const] : [];
      });
      if (priced.length === variants.length) return { currency, prices: new Map(priced) };
    }
  return null;
}

type Place = Pick<DraftParts, 'channelManufacturerIds' | 'channelResponsiblePersonIds' | 'channelWarehouseId'>;

/** What the market pays and is offered. Null: a variant is not part of the global product, as the platform has it. */
export function targetOf(cell: PublicationCell, place: Place, globalSkuIds: ReadonlyMap<string, string>): PublishTarget | null {
  const variants = draftOf(cell, { ...nothing, ...place }).variants.flatMap(({ sellerSku, price, currency, quantities }) => {
    const channelGlobalSkuId = globalSkuIds.get(sellerSku);
    const stated = quantities.find(({ quantity }) => quantity > 0) ?? quantities[0];
    return channelGlobalSkuId && stated
      ? [{ channelGlobalSkuId, price, currency, channelWarehouseId: stated.channelWarehouseId, quantity: stated.quantity }]
      : [];
  });
  const { channelManufacturerIds, channelResponsiblePersonIds } = place;
  if (variants.length < cell.variants.length) return null;
  return { market: cell.shop.market, channelManufacturerIds, channelResponsiblePersonIds, variants };
}
