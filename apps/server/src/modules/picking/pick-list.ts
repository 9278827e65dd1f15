/** What is taken from the shelf for a wave: one row for each place and thing, in the order in which somebody walks past it. */
import type { Place } from './queries/order-goods.ts';

export type Wanted = Place & { item: string; sku: string; title: string; gtin: string | null; units: number };
export type Pick = Wanted & { orders: number };

/** `A2` before `A10`, and what lies nowhere last. */
const compare = new Intl.Collator('en', { numeric: true }).compare;
const lastIfEmpty = (a: string, b: string): number => (a === '' ? 1 : 0) - (b === '' ? 1 : 0) || compare(a, b);

export const byPlace = (a: Place & { sku: string }, b: Place & { sku: string }): number =>
  lastIfEmpty(a.zone, b.zone) || lastIfEmpty(a.bin, b.bin) || compare(a.sku, b.sku);

/** `orders`: of those that still want it, what each does. */
export function pickListOf(orders: readonly (readonly Wanted[])[]): Pick[] {
  const picks = new Map<string, Pick>();
  for (const wanted of orders)
    for (const one of wanted) {
      const before = picks.get(one.item);
      picks.set(one.item, { ...one, units: one.units + (before?.units ?? 0), orders: 1 + (before?.orders ?? 0) });
    }
  return [...picks.values()].sort(byPlace);
}
