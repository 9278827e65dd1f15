import type { Money } from '@tradewind/contract/types';
import { currencyExponent } from '@tradewind/rules/money';

const formats = new Map<string, Intl.NumberFormat>();

/** Making an Intl format costs far more than using it, and a table uses thousands. */
function format(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale}|${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  formats.set(key, made);
  return made;
}

export const majorUnits = (money: Money): number => money.amount / 10 ** currencyExponent(money.currency);

/** Decimals come from the same table the server counts by, not from the browser's, which differs for IDR. */
export function formatMoney(money: Money, locale: string): string {
  const digits = currencyExponent(money.currency);
  const options = { style: 'currency', currency: money.currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return format(locale, options).format(majorUnits(money));
}

/** For chart axes and bubbles only: 1.2M, 120 万. */
export const formatMoneyShort = (money: Money, locale: string): string =>
  format(locale, { style: 'currency', currency: money.currency, notation: 'compact', maximumFractionDigits: 1 }).format(majorUnits(money));

export const formatCount = (count: number, locale: string): string => format(locale, {}).format(count);
export const formatPercent = (share: number, locale: string, digits = 1): string =>
  format(locale, { style: 'percent', maximumFractionDigits: digits, minimumFractionDigits: digits }).format(share);
export const formatRatio = (ratio: number, locale: string): string =>
  format(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(ratio);
/** An exchange rate at a length that tells it apart from its neighbour. */
export const formatRate = (rate: number, locale: string): string => format(locale, { maximumSignificantDigits: 6 }).format(rate);
