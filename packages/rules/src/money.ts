/**
 * Integer money. Amounts are minor units; rates are decimals kept as text, so that no sum ever passes
 * through a binary fraction. Everything here is exact; the single rounding is half-up, away from zero.
 */
export type Money = { amount: number; currency: string };

/** Decimals of each currency as ISO 4217 has them. Markets and display currencies only; an unknown code is an error. */
const exponents: Record<string, number> = {
  AUD: 2,
  BRL: 2,
  CAD: 2,
  CHF: 2,
  CNY: 2,
  CZK: 2,
  DKK: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  HUF: 2,
  IDR: 2,
  INR: 2,
  JPY: 0,
  KRW: 0,
  MXN: 2,
  MYR: 2,
  NOK: 2,
  NZD: 2,
  PHP: 2,
  PLN: 2,
  SEK: 2,
  SGD: 2,
  THB: 2,
  TRY: 2,
  TWD: 2,
  USD: 2,
  VND: 0,
  ZAR: 2,
  BGN: 2,
  RON: 2,
  ISK: 0,
  ILS: 2,
};
export const knownCurrencies: readonly string[] = Object.keys(exponents).sort();

/** The currencies that can be reckoned with. */
export const currencies: readonly string[] = Object.keys(exponents);

/** Number of decimals: `currencyExponent('VND')` is 0. Throws on a code this table does not know. */
export function currencyExponent(currency: string): number {
  const exponent = exponents[currency];
  if (exponent === undefined) throw new RangeError(`unknown currency ${currency}`);
  return exponent;
}

/** A decimal as an integer and its scale: "36.6300" is { digits: 366300n, scale: 4 }. */
type Decimal = { digits: bigint; scale: number };

function parseDecimal(text: string): Decimal {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new RangeError(`not a positive decimal: ${text}`);
  const fraction = match[2] ?? '';
  return { digits: BigInt((match[1] ?? '') + fraction), scale: fraction.length };
}

/** a ÷ b, half away from zero; b > 0. */
function divideHalfUp(a: bigint, b: bigint): bigint {
  const magnitude = a < 0n ? -a : a;
  const rounded = (magnitude * 2n + b) / (b * 2n);
  return a < 0n ? -rounded : rounded;
}

const significantDigits = 12;

/**
 * How many units of `to` one unit of `from` buys, from both currencies' rates against the euro, rounded half-up
 * to twelve significant digits, so that the number a reader is shown is the very number that was used.
 *
 * @example crossRate('1.0800', '0.8550') // one dollar in pounds: '0.791666666667'
 */
export function crossRate(fromPerEuro: string, toPerEuro: string): string {
  const from = parseDecimal(fromPerEuro);
  const to = parseDecimal(toPerEuro);
  if (from.digits === 0n || to.digits === 0n) throw new RangeError('a rate must be above zero');
  const numerator = to.digits * 10n ** BigInt(from.scale);
  const denominator = from.digits * 10n ** BigInt(to.scale);
  // Digits before the point of numerator/denominator decide how many decimals twelve significant digits leave.
  const whole = (numerator / denominator).toString();
  let decimals = whole === '0' ? significantDigits : Math.max(0, significantDigits - whole.length);
  if (whole === '0') while (numerator * 10n ** BigInt(decimals - significantDigits + 1) < denominator) decimals += 1;
  const scaled = divideHalfUp(numerator * 10n ** BigInt(decimals), denominator)
    .toString()
    .padStart(decimals + 1, '0');
  if (decimals === 0) return scaled;
  const text = `${scaled.slice(0, -decimals)}.${scaled.slice(-decimals)}`;
  return text.replace(/0+$/, '').replace(/\.$/, '');
}

/**
 * Converts once, half-up.
 *
 * @example convert({ amount: 1999, currency: 'USD' }, 'JPY', '155.5') // { amount: 3108, currency: 'JPY' }: 19.99 × 155.5 = 3108.445
 */
export function convert(money: Money, to: string, rate: string): Money {
  if (money.currency === to) return money;
  const { digits, scale } = parseDecimal(rate);
  const numerator = BigInt(money.amount) * digits * 10n ** BigInt(currencyExponent(to));
  const denominator = 10n ** BigInt(scale + currencyExponent(money.currency));
  return { amount: Number(divideHalfUp(numerator, denominator)), currency: to };
}

/** Average per piece, half-up; null when there are no pieces. */
export function averageOf(money: Money, pieces: number): Money | null {
  return pieces === 0 ? null : { amount: Number(divideHalfUp(BigInt(money.amount), BigInt(pieces))), currency: money.currency };
}

export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`cannot add ${b.currency} to ${a.currency}`);
  return { amount: a.amount + b.amount, currency: a.currency };
}
