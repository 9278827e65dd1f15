/**
 * Decimal strings of the platforms to integer minor units and back, digit by digit: a float never
 * takes part, because 19.99 × 100 is not 1999 in binary.
 * The exponents are ISO 4217's. A currency that is not listed is refused, never assumed to have two
 * decimals: a wrong guess is a figure wrong by a factor of a hundred. IDR has two by ISO, although
 * no wire ever shows them.
 */
const EXPONENTS: Readonly<Record<string, number>> = {
  ARS: 2,
  AUD: 2,
  BRL: 2,
  CAD: 2,
  CHF: 2,
  CLP: 0,
  CNY: 2,
  COP: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  IDR: 2,
  JPY: 0,
  KRW: 0,
  MXN: 2,
  MYR: 2,
  PEN: 2,
  PHP: 2,
  PLN: 2,
  SGD: 2,
  THB: 2,
  TWD: 2,
  USD: 2,
  UYU: 2,
  VND: 0,
};

const DECIMAL = /^(-?)(\d{1,18})(?:\.(\d{1,18}))?$/;

export function exponentOf(currency: string): number | null {
  return Object.hasOwn(EXPONENTS, currency) ? (EXPONENTS[currency] ?? null) : null;
}

/**
 * null = not exactly representable: not a plain decimal, an unknown currency, a non-zero digit past
 * the currency's last place, or beyond 2^53. "1500.00" yen is fine, "1500.50" yen is not.
 */
export function parseAmount(text: string, currency: string): number | null {
  const exponent = exponentOf(currency);
  const match = DECIMAL.exec(text.trim());
  if (exponent === null || match === null) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (/[^0]/.test(fraction.slice(exponent))) return null;
  const minor = Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0'));
  if (!Number.isSafeInteger(minor)) return null;
  // `minor === 0` keeps "-0.00" from becoming a negative zero, which compares equal but prints as -0.
  return sign === '-' && minor !== 0 ? -minor : minor;
}

/** The decimal string a platform expects, with all the places the currency has. */
export function formatAmount(amountMinor: number, currency: string): string {
  const exponent = exponentOf(currency);
  if (exponent === null) throw new RangeError(`no decimal places known for currency ${currency}`);
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError('amount is not a whole number of minor units');
  const digits = Math.abs(amountMinor)
    .toString()
    .padStart(exponent + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
