/** Money on the wire: a decimal string in major units. */
const NO_DECIMALS = new Set(['JPY', 'VND']);

export function decimal(amountMinor: number, currency: string): string {
  if (NO_DECIMALS.has(currency)) return String(amountMinor);
  const sign = amountMinor < 0 ? '-' : '';
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  const whole = digits.slice(0, -2);
  const cents = digits.slice(-2);
  // Rupiah amounts are shown in whole rupiah although the currency has two decimals on paper.
  if (currency === 'IDR' && cents === '00') return `${sign}${whole}`;
  return `${sign}${whole}.${cents}`;
}

/** Null for what is no amount of the currency: not a plain decimal, negative, or finer than its smallest coin. */
export function minorOf(text: string, currency: string): number | null {
  const match = /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) return null;
  const [, whole = '', fraction = ''] = match;
  const places = NO_DECIMALS.has(currency) ? 0 : 2;
  if (/[^0]/.test(fraction.slice(places))) return null;
  return Number(whole + fraction.slice(0, places).padEnd(places, '0'));
}

export function money(amountMinor: number, currency: string): { amount: string; currency: string } {
  return { amount: decimal(amountMinor, currency), currency };
}

export function sum<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0);
}

/** Splits an amount by weights without losing a unit: the last share takes the rest. */
export function split(amountMinor: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((total, weight) => total + weight, 0);
  let left = amountMinor;
  return weights.map((weight, index) => {
    const share = index === weights.length - 1 ? left : Math.trunc((amountMinor * weight) / (whole || 1));
    left -= share;
    return share;
  });
}

/** An instant in Unix seconds; absent stays absent. */
export function seconds(at: number): number;
export function seconds(at: number | null): number | undefined;
export function seconds(at: number | null): number | undefined {
  return at === null ? undefined : Math.floor(at / 1000);
}
