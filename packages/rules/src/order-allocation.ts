/**
 * From which warehouse an order is sent. One that has all of it, the nearest first; where none has all, the fewest warehouses that have it
 * together, and of several such choices the nearest; what no warehouse has is named by line.
 *
 * Nearest, from what is known without asking anybody: the same region, else the same country, else the same customs area, else abroad.
 * Within a country the postcode that begins like the buyer's by more characters is nearer. What is equally near stands in the order that the
 * merchant gave: `warehouses` come in that order, and it is the last word.
 *
 * Every unit is taken under `serve`, so that nothing is taken twice and a bundle is served whole. The choice among many warehouses is
 * bounded: `TRIED_MAX` combinations (all there are of fourteen warehouses) are looked at from the fewest on, after that the one that has
 * most of what is still missing is added until nothing is.
 */
import { eu27 } from './countries.ts';
import type { BundlePart } from './stock.ts';
import { type Served, type Shelves, serve } from './stock-reservation.ts';

/** `postcode`: as much of it as is known. Empty text: not known. */
export type Place = { country: string; region: string; postcode: string };
export type PlacedWarehouse = Place & { id: string };
/** `parts`: of what one of them is made, the variant itself where it is no bundle. */
export type WantedLine = { parts: readonly BundlePart[]; sets: number };

export const nearnesses = ['region', 'country', 'customs-area', 'abroad'] as const;
export type Nearness = (typeof nearnesses)[number];

/** Beyond the single country: within these nothing is declared. Monaco is part of the EU's customs territory through France. */
const customsAreas: readonly (readonly string[])[] = [
  [...eu27, 'MC'],
  ['CH', 'LI'],
];

/** More of a postcode says little of the distance, and much of who lives there. */
export const POSTCODE_AREA = 3;
export const postcodeArea = (postcode: string): string => (postcode.includes('*') ? '' : folded(postcode).slice(0, POSTCODE_AREA));
const folded = (text: string): string => text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();

export function nearnessOf(from: Place, to: Place): Nearness {
  if (to.country !== '' && from.country === to.country)
    return to.region !== '' && folded(from.region) === folded(to.region) ? 'region' : 'country';
  return customsAreas.some((area) => area.includes(from.country) && area.includes(to.country)) ? 'customs-area' : 'abroad';
}

function sharedPostcode(from: Place, to: Place): number {
  if (from.country !== to.country) return 0;
  const [one, other] = [postcodeArea(from.postcode), postcodeArea(to.postcode)];
  let shared = 0;
  while (shared < one.length && one[shared] === other[shared]) shared += 1;
  return shared;
}

export type Nearer = { warehouseId: string; nearness: Nearness /** Characters with which both postcodes begin. */; sharedPostcode: number };

/** The nearest first. */
export function byNearness(warehouses: readonly PlacedWarehouse[], to: Place): Nearer[] {
  const placed = warehouses.map(
    (from): Nearer => ({
      warehouseId: from.id,
      nearness: nearnessOf(from, to),
      sharedPostcode: sharedPostcode(from, to),
    }),
  );
  const rank = ({ nearness }: Nearer): number => nearnesses.indexOf(nearness);
  // Sorting is stable: what is equally near keeps the merchant's order.
  return placed.sort((a, b) => rank(a) - rank(b) || b.sharedPostcode - a.sharedPostcode);
}

export type AllocationWish = {
  lines: readonly WantedLine[];
  to: Place;
  /** Those that may send it, the merchant's favourite first. */
  warehouses: readonly PlacedWarehouse[];
  /** False: everything leaves in one parcel, and what its warehouse lacks is short. */
  maySplit: boolean;
};
export type Considered = Nearer & { /** Units of the order that it has not. */ missing: number };
export type OrderAllocation = {
  outcome: 'whole' | 'split' | 'short';
  /** From where it is sent, the nearest first; empty: nobody has any of it. */
  warehouseIds: string[];
  /** What each line gets, in their order; what it lacks is `sets` less those served. */
  served: Served[];
  considered: Considered[];
};

/** @example a line of 3 cups to Berlin: Hamburg has 2, Kraków 5 → whole, from Kraków. 6 cups → split, 2 from Hamburg and 4 from Kraków */
export function allocateOrder({ lines, to, warehouses, maySplit }: AllocationWish, shelves: Shelves): OrderAllocation {
  const near = byNearness(warehouses, to);
  const ids = near.map(({ warehouseId }) => warehouseId);
  const wanted = unitsOf(lines);
  const considered = near.map((one) => ({ ...one, missing: missingOf(wanted, [one.warehouseId], shelves) }));
  const chosen = maySplit
    ? fewest(unitsOf(possible(lines, ids, shelves)), ids, shelves)
    : ids.filter((id) => id === fullest(considered, wanted)?.warehouseId);
  const served = serve(
    lines.map(({ parts, sets }) => ({ parts, sets, warehouseIds: chosen, isPartial: true })),
    shelves,
  );
  const used = new Set(served.flatMap(({ takes }) => takes.map(({ warehouseId }) => warehouseId)));
  const isShort = served.some(({ sets }, index) => sets < (lines[index]?.sets ?? 0));
  return {
    outcome: isShort ? 'short' : used.size > 1 ? 'split' : 'whole',
    warehouseIds: chosen.filter((id) => used.has(id)),
    served,
    considered,
  };
}

type Units = ReadonlyMap<string, number>;

function unitsOf(lines: readonly WantedLine[]): Units {
  const units = new Map<string, number>();
  for (const { parts, sets } of lines)
    for (const { variantId, quantity } of parts) units.set(variantId, quantity * sets + (units.get(variantId) ?? 0));
  return units;
}

/** As much of each line as there is anywhere, in their order. */
function possible(lines: readonly WantedLine[], warehouseIds: readonly string[], shelves: Shelves): WantedLine[] {
  const demands = lines.map(({ parts, sets }) => ({ parts, sets, warehouseIds, isPartial: true }));
  const served = serve(demands, shelves.copy());
  return lines.map(({ parts }, index) => ({ parts, sets: served[index]?.sets ?? 0 }));
}

function missingOf(wanted: Units, warehouseIds: readonly string[], shelves: Shelves): number {
  let missing = 0;
  for (const [variantId, units] of wanted) {
    const there = warehouseIds.reduce((sum, id) => sum + Math.max(0, shelves.available(id, variantId)), 0);
    missing += Math.max(0, units - there);
  }
  return missing;
}

/** Where nothing may be split: who lacks least; nobody, if none has a unit. */
function fullest(considered: readonly Considered[], wanted: Units): Considered | null {
  const all = [...wanted.values()].reduce((sum, units) => sum + units, 0);
  return considered.reduce<Considered | null>((best, one) => (one.missing < (best?.missing ?? all) ? one : best), null);
}

const TRIED_MAX = 16_384;

/** `wanted` is there in all of them together. */
function fewest(wanted: Units, warehouseIds: readonly string[], shelves: Shelves): string[] {
  if (wanted.size === 0) return [];
  const stocked = warehouseIds.filter((id) => [...wanted].some(([variantId, units]) => units > 0 && shelves.available(id, variantId) > 0));
  let tried = 0;
  for (let size = 1; size <= stocked.length; size += 1)
    for (const group of combinations(stocked, size)) {
      if (missingOf(wanted, group, shelves) === 0) return group;
      tried += 1;
      if (tried === TRIED_MAX) return greedily(wanted, stocked, shelves);
    }
  return [];
}

/** Those of the nearest first. */
function* combinations(ids: readonly string[], size: number, from = 0): Generator<string[]> {
  if (size === 0) yield [];
  else
    for (let at = from; at <= ids.length - size; at += 1)
      for (const rest of combinations(ids, size - 1, at + 1)) yield [ids[at] ?? '', ...rest];
}

function greedily(wanted: Units, ids: readonly string[], shelves: Shelves): string[] {
  const chosen: string[] = [];
  const left = (id: string): number => missingOf(wanted, [...chosen, id], shelves);
  while (missingOf(wanted, chosen, shelves) > 0) {
    const rest = ids.filter((id) => !chosen.includes(id));
    const [next] = rest.toSorted((a, b) => left(a) - left(b));
    if (next === undefined) break;
    chosen.push(next);
  }
  return ids.filter((id) => chosen.includes(id));
}
