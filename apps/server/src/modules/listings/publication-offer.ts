/**
 * What a variant costs and how many of it a shop shows: what a person typed for this shop, else what the applied price and the stock say
 * at this moment. Nothing of the second kind is kept, so that a draft of last week asks today's price.
 */
import type { ShopQuantity } from '../stock/index.ts';

/** `rule`: the last applied price of the shop · `sold`: none was applied, it is what a shop of the same currency takes for it. */
export type OfferedPrice = { amount: number; from: 'typed' | 'rule' | 'sold' };
/** `parts`: by the platform's warehouse, its default under the empty name. */
export type OfferedQuantity = { units: number; from: 'typed' | 'stock'; parts: ShopQuantity['parts'] };
export type Offer = {
  price: OfferedPrice | null;
  /** Null: nobody has typed one, and nobody counts it. */
  quantity: OfferedQuantity | null;
  /** What stock would give the shop, typed or not. */
  allocated: number | null;
};

export type OfferFacts = {
  typedPrice: number | null | undefined;
  applied: number | undefined;
  sold: number | undefined;
  typedQuantity: number | null | undefined;
  stock: ShopQuantity | null;
};

/** What the platform takes at most of one SKU in one warehouse. */
const UNITS_MAX = 99_999;

export function offerOf({ typedPrice, applied, sold, typedQuantity, stock }: OfferFacts): Offer {
  return {
    price: priceOf({ typedPrice, applied, sold }),
    quantity: quantityOf({ typedQuantity, stock }),
    allocated: stock?.quantity ?? null,
  };
}

/** 0 is no price, whoever says it. */
function priceOf({ typedPrice, applied, sold }: Pick<OfferFacts, 'typedPrice' | 'applied' | 'sold'>): OfferedPrice | null {
  if (typedPrice) return { amount: typedPrice, from: 'typed' };
  if (applied) return { amount: applied, from: 'rule' };
  return sold ? { amount: sold, from: 'sold' } : null;
}

function quantityOf({ typedQuantity, stock }: Pick<OfferFacts, 'typedQuantity' | 'stock'>): OfferedQuantity | null {
  if (typedQuantity !== null && typedQuantity !== undefined)
    return { units: typedQuantity, from: 'typed', parts: [{ channelWarehouseId: '', units: typedQuantity }] };
  if (!stock) return null;
  const parts = stock.parts.map((part) => ({ ...part, units: Math.min(part.units, UNITS_MAX) }));
  return { units: parts.reduce((sum, { units }) => sum + units, 0), from: 'stock', parts };
}
