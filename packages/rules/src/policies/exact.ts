/**
 * Exact arithmetic at a rule's boundary: shares are compared as integers, so that 4 of 100 is 4 % and never 3.9999 %.
 * Bounds are given in tenths of a percent: 25 is 2.5 %, 7 is 0.7 %.
 */
const whole = 1000n;

/** Whether part ÷ total ≥ the bound. False where total is 0: there is no rate. @example atLeast(4, 100, 40) // true */
export const atLeast = (part: number, total: number, perMille: number): boolean =>
  total > 0 && BigInt(part) * whole >= BigInt(total) * BigInt(perMille);

/** Whether part ÷ total > the bound. @example above(7, 1000, 7) // false */
export const above = (part: number, total: number, perMille: number): boolean =>
  total > 0 && BigInt(part) * whole > BigInt(total) * BigInt(perMille);

/** part ÷ total as an unrounded number; null where there is nothing to divide by. */
export const rateOf = (part: number, total: number): number | null => (total === 0 ? null : part / total);

/** A decimal as people write it, exactly: 0.018 is 18 ÷ 1000. Numbers come from JSON, so their shortest decimal form is what was meant. */
function fraction(value: number): { numerator: bigint; denominator: bigint } {
  const [, sign = '', digits = '0', decimals = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const shift = decimals.length - Number(exponent);
  const numerator = BigInt(sign + digits + decimals);
  return shift >= 0 ? { numerator, denominator: 10n ** BigInt(shift) } : { numerator: numerator * 10n ** BigInt(-shift), denominator: 1n };
}

/** a ÷ b, half away from zero; b > 0. */
function halfUp(a: bigint, b: bigint): bigint {
  const magnitude = a < 0n ? -a : a;
  const rounded = (magnitude * 2n + b) / (b * 2n);
  return a < 0n ? -rounded : rounded;
}

/**
 * amount × the sum of the factors, rounded half-up once. Exact: neither the sum nor the product passes through a binary fraction.
 *
 * @example times(1050, [0.05]) // 53: 52.5 goes up
 * @example times(1000, [0.1, 0.2]) // 300
 */
export function times(amount: number, factors: readonly number[]): number {
  const parts = factors.map(fraction);
  const denominator = parts.reduce((all, part) => all * part.denominator, 1n);
  const sum = parts.reduce((all, part) => all + part.numerator * (denominator / part.denominator), 0n);
  return Number(halfUp(BigInt(amount) * sum, denominator));
}

/** floor(value × perMille ÷ 1000), exact; value may be fractional. @example floorShare(70, 100) // 7 */
export function floorShare(value: number, perMille: number): number {
  const { numerator, denominator } = fraction(value);
  return Number((numerator * BigInt(perMille)) / (denominator * whole)); // value ≥ 0: bigint division is the floor
}
