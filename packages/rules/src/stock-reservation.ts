/**
 * From which warehouse each demand is served. Demands are served in the order in which they came, each from the first of its warehouses
 * that has all of it, else from several. A set is what was sold: the parts of a bundle, or the variant itself once; it is served whole or
 * not at all. A platform's order cannot be refused, so it may be served in part (`isPartial`) and what is missing is told.
 */
import type { BundlePart } from './stock.ts';

export type Demand = {
  parts: readonly BundlePart[];
  sets: number;
  /** From the most to the least wanted. */
  warehouseIds: readonly string[];
  isPartial: boolean;
};
export type Take = { variantId: string; warehouseId: string; units: number };
export type Served = { sets: number; takes: Take[] };

/** What is available by warehouse and variant; `take` lowers it. */
export class Shelves {
  private readonly units = new Map<string, number>();

  put({ variantId, warehouseId, units }: Take): void {
    this.units.set(`${warehouseId} ${variantId}`, units);
  }

  available(warehouseId: string, variantId: string): number {
    return this.units.get(`${warehouseId} ${variantId}`) ?? 0;
  }

  copy(): Shelves {
    const copy = new Shelves();
    for (const [key, units] of this.units) copy.units.set(key, units);
    return copy;
  }

  take({ variantId, warehouseId, units }: Take): void {
    this.put({ variantId, warehouseId, units: this.available(warehouseId, variantId) - units });
  }
}

export function serve(demands: readonly Demand[], shelves: Shelves): Served[] {
  return demands.map((demand) => {
    const sets = setsToServe(demand, shelves);
    if (sets === 0) return { sets, takes: [] };
    const takes = takesOf(demand, { sets, shelves });
    for (const take of takes) shelves.take(take);
    return { sets, takes };
  });
}

function setsToServe({ parts, sets, warehouseIds, isPartial }: Demand, shelves: Shelves): number {
  const ofPart = ({ variantId, quantity }: BundlePart): number =>
    Math.floor(warehouseIds.reduce((sum, warehouseId) => sum + shelves.available(warehouseId, variantId), 0) / quantity);
  const possible = Math.max(0, Math.min(sets, ...parts.map(ofPart)));
  return possible === sets || isPartial ? possible : 0;
}

function takesOf({ parts, warehouseIds }: Demand, { sets, shelves }: { sets: number; shelves: Shelves }): Take[] {
  const has = (warehouseId: string) =>
    parts.every(({ variantId, quantity }) => shelves.available(warehouseId, variantId) >= quantity * sets);
  const whole = warehouseIds.find(has);
  return parts.flatMap(({ variantId, quantity }): Take[] => {
    if (whole !== undefined) return [{ variantId, warehouseId: whole, units: quantity * sets }];
    let left = quantity * sets;
    return warehouseIds.flatMap((warehouseId): Take[] => {
      const units = Math.min(left, shelves.available(warehouseId, variantId));
      left -= units;
      return units > 0 ? [{ variantId, warehouseId, units }] : [];
    });
  });
}
