import type { Input } from '../rules/input.ts';

export type Price = { amount: number; currency: string };
export type Offer = {
  mode: 'self-operated' | 'fully-hosted' | 'brand-hosted' | 'local-hosted';
  /** Absent: the seller sets the price. */
  supplyPrice?: Price;
  commissionShare: number;
  creatorShare: number;
  subsidyShare: number;
  sellerPaysLogistics: boolean;
};
export type ModesInput = {
  price: Price;
  unitCost: Price;
  logistics: Price;
  contentShare: number;
  adShare: number;
  minimumMarginShare: number;
  isBrand: boolean;
  contentCapability: boolean;
  stockCountries: string[];
  market: string;
  modes: Offer[];
};

/** What the rule says of one way. */
export type JudgedMode = {
  mode: Offer['mode'];
  allowed: boolean;
  reasons: { code: string }[];
  margin: Price;
  room: Price;
};
const eur = (amount: number): Price => ({ amount, currency: 'EUR' });
/** Figures to begin with: somebody's product, to be written over. */
export const modesExample: ModesInput = {
  price: eur(2000),
  unitCost: eur(600),
  logistics: eur(300),
  contentShare: 0.1,
  adShare: 0.1,
  minimumMarginShare: 0.1,
  isBrand: false,
  contentCapability: true,
  stockCountries: ['DE'],
  market: 'DE',
  modes: [
    { mode: 'self-operated', commissionShare: 0.05, creatorShare: 0.15, subsidyShare: 0, sellerPaysLogistics: true },
    { mode: 'fully-hosted', supplyPrice: eur(1000), commissionShare: 0, creatorShare: 0, subsidyShare: 0, sellerPaysLogistics: false },
    { mode: 'brand-hosted', commissionShare: 0.08, creatorShare: 0.1, subsidyShare: 0, sellerPaysLogistics: true },
    { mode: 'local-hosted', supplyPrice: eur(1300), commissionShare: 0, creatorShare: 0, subsidyShare: 0, sellerPaysLogistics: true },
  ],
};

const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function priceOf(value: unknown, currency: string, otherwise: number): Price {
  const amount = isRecord(value) && typeof value.amount === 'number' && Number.isSafeInteger(value.amount) && value.amount >= 0;
  return { amount: amount ? (value.amount as number) : otherwise, currency }; // `amount` says that it is a number
}

/** What an address holds, with the example in place of what it holds wrongly; one currency throughout, that of the price. */
export function modesInputOf(given: Input): ModesInput {
  const currency = isRecord(given.price) && typeof given.price.currency === 'string' ? given.price.currency : modesExample.price.currency;
  const share = (key: 'contentShare' | 'adShare' | 'minimumMarginShare'): number => {
    const value = given[key];
    return isShare(value) ? value : modesExample[key];
  };
  const flag = (key: 'isBrand' | 'contentCapability'): boolean => {
    const value = given[key];
    return typeof value === 'boolean' ? value : modesExample[key];
  };
  const isCountry = (value: unknown): value is string => typeof value === 'string' && /^[A-Z]{2}$/.test(value);
  const offers = Array.isArray(given.modes) ? given.modes.filter(isRecord) : [];
  return {
    price: priceOf(given.price, currency, modesExample.price.amount),
    unitCost: priceOf(given.unitCost, currency, modesExample.unitCost.amount),
    logistics: priceOf(given.logistics, currency, modesExample.logistics.amount),
    contentShare: share('contentShare'),
    adShare: share('adShare'),
    minimumMarginShare: share('minimumMarginShare'),
    isBrand: flag('isBrand'),
    contentCapability: flag('contentCapability'),
    stockCountries: Array.isArray(given.stockCountries) ? given.stockCountries.filter(isCountry) : modesExample.stockCountries,
    market: isCountry(given.market) ? given.market : modesExample.market,
    modes: modesExample.modes.map((example) => offerOf(example, { given: offers.find(({ mode }) => mode === example.mode), currency })),
  };
}

type Told = { given: Record<string, unknown> | undefined; currency: string };

function offerOf(example: Offer, { given, currency }: Told): Offer {
  const share = (key: 'commissionShare' | 'creatorShare' | 'subsidyShare'): number => {
    const value = given?.[key];
    return isShare(value) ? value : given ? 0 : example[key];
  };
  const supply = given ? given.supplyPrice : example.supplyPrice;
  return {
    mode: example.mode,
    ...(supply === undefined ? {} : { supplyPrice: priceOf(supply, currency, 0) }),
    commissionShare: share('commissionShare'),
    creatorShare: share('creatorShare'),
    subsidyShare: share('subsidyShare'),
    sellerPaysLogistics: typeof given?.sellerPaysLogistics === 'boolean' ? given.sellerPaysLogistics : example.sellerPaysLogistics,
  };
}
