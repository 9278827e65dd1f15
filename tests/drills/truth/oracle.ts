/**
 * The figures as their definitions say, counted from the platform's truth alone and with none of the product's code: days from the
 * runtime's zone data, money in whole numbers, rates from the feed itself. Slow and plain on purpose.
 */
import { gmvOf, unitsOf } from './records.ts';
import type { Truth } from './truth.ts';

export type ShopFacts = { id: string; market: string; currency: string; timeZone: string };
export type Question = { from: string; to: string; timeZone: string; currency: string };
export type Native = { gmv: number; orders: number; units: number; refunds: number; adSpend: number };
export type Money = { amount: number; currency: string };
export type Figures = {
  gmv: Money;
  netSales: Money;
  orders: number;
  units: number;
  refunds: Money;
  adSpend: Money;
  refundRate: number | null;
  roas: number | null;
  averageOrderValue: Money | null;
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** 'YYYY-MM-DD HH:MM:SS' on the wall of that zone. */
function wallOf(at: number, timeZone: string): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(timeZone, format);
  return format.format(at);
}
export const dayOf = (at: number, timeZone: string): string => wallOf(at, timeZone).slice(0, 10);

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
export const shiftDay = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
const daysOf = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;

const starts = new Map<string, number>();

/** The first minute that belongs to the day there; the same days are asked for again and again. */
function dayStart(day: string, timeZone: string): number {
  const known = starts.get(`${day} ${timeZone}`) ?? findDayStart(day, timeZone);
  starts.set(`${day} ${timeZone}`, known);
  return known;
}

/** Looked for minute by minute from before any zone has it. */
function findDayStart(day: string, timeZone: string): number {
  let low = Date.parse(`${day}T00:00:00Z`) - 15 * 3_600_000;
  let high = low + 30 * 3_600_000;
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
    if (dayOf(middle, timeZone) >= day) high = middle;
    else low = middle;
  }
  return high;
}

type Counting = { truth: Truth; shops: readonly ShopFacts[] };
type Window = { shop: ShopFacts; from: number; to: number; spendFrom: string; spendTo: string };

/** Per currency, over the windows of each shop. */
export function countNative({ truth }: Counting, windows: readonly Window[]): Map<string, Native> {
  const sums = new Map<string, Native>();
  const of = (currency: string): Native => {
    const sum = sums.get(currency) ?? { gmv: 0, orders: 0, units: 0, refunds: 0, adSpend: 0 };
    sums.set(currency, sum);
    return sum;
  };
  const windowOf = new Map(windows.map((window) => [window.shop.id, window]));
  for (const order of truth.orders) {
    const window = windowOf.get(order.shopId);
    if (!window) continue;
    const inside = (at: number): boolean => at >= window.from && at < window.to;
    if (order.paidAt !== null && inside(order.paidAt)) {
      const sum = of(order.currency);
      sum.gmv += gmvOf(order);
      sum.orders += 1;
      sum.units += unitsOf(order);
    }
    for (const refund of order.refunds) if (inside(refund.at)) of(order.currency).refunds += refund.amount;
  }
  for (const spend of truth.spend) {
    const window = windowOf.get(spend.shopId);
    if (window && spend.day >= window.spendFrom && spend.day <= window.spendTo) of(spend.currency).adSpend += spend.amount;
  }
  return sums;
}

const zoneFor = (question: Question, shop: ShopFacts): string => (question.timeZone === 'shop' ? shop.timeZone : question.timeZone);

export function windowsOf(question: Question, shops: readonly ShopFacts[]): Window[] {
  return shops.map((shop) => ({
    shop,
    from: dayStart(question.from, zoneFor(question, shop)),
    to: dayStart(shiftDay(question.to, 1), zoneFor(question, shop)),
    spendFrom: question.from,
    spendTo: question.to,
  }));
}

/** The period before; of a period that is not over, as much of it as has passed of this one. Null spend bounds are not asked of those. */
export function windowsBefore(question: Question, shops: readonly ShopFacts[], now: number): { windows: Window[]; isOver: boolean } {
  const days = daysOf(question.from, question.to);
  const before = { ...question, from: shiftDay(question.from, -days), to: shiftDay(question.from, -1) };
  const present = windowsOf(question, shops);
  const windows = windowsOf(before, shops).map((window, index) => {
    const own = present[index];
    return !own || own.to <= now ? window : { ...window, to: Math.min(window.to, window.from + Math.max(0, now - own.from)) };
  });
  return { windows, isOver: present.every((window) => window.to <= now) };
}

const DECIMALS: Readonly<Record<string, number>> = { JPY: 0, VND: 0, KRW: 0 };
const decimalsOf = (currency: string): number => DECIMALS[currency] ?? 2;

/** Of two whole numbers, half away from zero. */
function roundHalfUp(top: bigint, bottom: bigint): bigint {
  const size = top < 0n ? -top : top;
  const rounded = (2n * size + bottom) / (2n * bottom);
  return top < 0n ? -rounded : rounded;
}

export type Rate = { top: bigint; bottom: bigint; on: string };
const DIGITS = 12;

const newestFirst = new WeakMap<Truth['rates'], string[]>();

function daysWithRates(rates: Truth['rates']): string[] {
  const days = newestFirst.get(rates) ?? [...rates.keys()].sort().reverse();
  newestFirst.set(rates, days);
  return days;
}

/** One unit of `from` in `to` at the latest day on or before `day` that has both; shown and used with twelve digits that count. */
function rateAt(rates: Truth['rates'], pair: { from: string; to: string; day: string }): Rate | null {
  if (pair.from === pair.to) return { top: 1n, bottom: 1n, on: pair.day };
  const perEuro = (day: string, currency: string): string | undefined => (currency === 'EUR' ? '1' : rates.get(day)?.get(currency));
  for (const day of daysWithRates(rates)) {
    const from = perEuro(day, pair.from);
    const to = perEuro(day, pair.to);
    if (day > pair.day || from === undefined || to === undefined) continue;
    const [a, b] = [fraction(from), fraction(to)];
    return { ...shorten(b.top * a.bottom, b.bottom * a.top), on: day };
  }
  return null;
}

function fraction(decimal: string): { top: bigint; bottom: bigint } {
  const [whole = '0', part = ''] = decimal.split('.');
  return { top: BigInt(whole + part), bottom: 10n ** BigInt(part.length) };
}

function shorten(top: bigint, bottom: bigint): { top: bigint; bottom: bigint } {
  let scale = 1n;
  const floor = 10n ** BigInt(DIGITS - 1);
  while ((top * scale) / bottom < floor) scale *= 10n;
  // A whole number of more than twelve digits keeps them all.
  return { top: roundHalfUp(top * scale, bottom), bottom: scale };
}

function convert(amount: number, pair: { from: string; to: string }, rate: Rate): number {
  const top = BigInt(amount) * rate.top * 10n ** BigInt(decimalsOf(pair.to));
  return Number(roundHalfUp(top, rate.bottom * 10n ** BigInt(decimalsOf(pair.from))));
}

/** Each currency's sum converted once, then added. */
export function figuresIn(sums: ReadonlyMap<string, Native>, question: Question, rates: Truth['rates']): Figures {
  const total = (pick: (native: Native) => number): Money => {
    let amount = 0;
    for (const [currency, native] of sums) {
      const pair = { from: currency, to: question.currency };
      const rate = rateAt(rates, { ...pair, day: question.to });
      if (!rate) throw new Error(`the feed has no rate from ${currency} to ${question.currency} on ${question.to}`);
      amount += convert(pick(native), pair, rate);
    }
    return { amount, currency: question.currency };
  };
  const count = (pick: (native: Native) => number): number => [...sums.values()].reduce((sum, native) => sum + pick(native), 0);
  const [gmv, refunds, adSpend] = [total((native) => native.gmv), total((native) => native.refunds), total((native) => native.adSpend)];
  const orders = count((native) => native.orders);
  return {
    gmv,
    refunds,
    adSpend,
    orders,
    units: count((native) => native.units),
    netSales: { amount: gmv.amount - refunds.amount, currency: question.currency },
    refundRate: gmv.amount > 0 ? refunds.amount / gmv.amount : null,
    roas: adSpend.amount > 0 ? gmv.amount / adSpend.amount : null,
    averageOrderValue:
      orders === 0 ? null : { amount: Number(roundHalfUp(BigInt(gmv.amount), BigInt(orders))), currency: question.currency },
  };
}
