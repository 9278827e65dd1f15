/**
 * How many units a shop is told of, and why. The pool is what is available in the warehouses that serve the shop; the rule says how much
 * of it the shop may show. Every step that changed the number is a line, so that the number explains itself.
 */
export const allocationKinds = ['exact', 'fixed', 'percent', 'buffer'] as const;
export type AllocationRule = {
  /** All of it · never more than `value` · `value` percent · all but `value`. */
  kind: (typeof allocationKinds)[number];
  value: number;
  /** Kept back from every shop that the rule is for, before all else. */
  safetyStock: number;
  /** Below so many the shop shows none: the last units sell twice most easily. */
  minimum: number;
};
export const allEqually: AllocationRule = { kind: 'exact', value: 0, safetyStock: 0, minimum: 0 };

export type AllocationLine =
  | { code: 'warehouse'; warehouseId: string; units: number }
  | { code: 'bundle'; units: number }
  | { code: 'pool' | 'safety-stock' | 'fixed' | 'percent' | 'buffer' | 'minimum'; value: number; units: number };
export type Allocation = { quantity: number; lines: AllocationLine[] };
export type InWarehouse = { warehouseId: string; available: number };

/** @example 40 and 25 available, safety stock 5, 50 percent → 30, with the lines 40, 25, pool 65, safety stock 60, percent 30 */
export function allocate(warehouses: readonly InWarehouse[], rule: AllocationRule): Allocation {
  const pool = warehouses.reduce((sum, { available }) => sum + Math.max(0, available), 0);
  const lines: AllocationLine[] = warehouses.map(({ warehouseId, available }) => ({ code: 'warehouse', warehouseId, units: available }));
  let units = pool;
  const step = (code: 'pool' | 'safety-stock' | 'fixed' | 'percent' | 'buffer' | 'minimum', value: number, to: number): void => {
    units = Math.max(0, to);
    lines.push({ code, value, units });
  };
  step('pool', pool, pool);
  if (rule.safetyStock > 0) step('safety-stock', rule.safetyStock, units - rule.safetyStock);
  if (rule.kind === 'fixed') step('fixed', rule.value, Math.min(units, rule.value));
  if (rule.kind === 'percent') step('percent', rule.value, Math.floor((units * rule.value) / 100));
  if (rule.kind === 'buffer') step('buffer', rule.value, units - rule.value);
  if (rule.minimum > 0 && units < rule.minimum) step('minimum', rule.minimum, 0);
  return { quantity: units, lines };
}

/** The same number as the platform wants it, by warehouse: the most wanted first, none above what it has. */
export function spread(quantity: number, warehouses: readonly InWarehouse[]): { warehouseId: string; units: number }[] {
  let left = quantity;
  return warehouses.map(({ warehouseId, available }) => {
    const units = Math.min(left, Math.max(0, available));
    left -= units;
    return { warehouseId, units };
  });
}

export type ScopedRule = AllocationRule & { shopId: string | null; variantId: string | null };

/** The narrowest one speaks: for this variant in this shop, for the variant, for the shop, for all. */
export function ruleFor(rules: readonly ScopedRule[], { shopId, variantId }: { shopId: string; variantId: string }): AllocationRule {
  const narrowness = (rule: ScopedRule): number => (rule.variantId === null ? 0 : 2) + (rule.shopId === null ? 0 : 1);
  const fits = rules.filter(
    (rule) => (rule.shopId === null || rule.shopId === shopId) && (rule.variantId === null || rule.variantId === variantId),
  );
  return fits.reduce<ScopedRule | null>((best, rule) => (best && narrowness(best) >= narrowness(rule) ? best : rule), null) ?? allEqually;
}

/**
 * Whether the shop shows what we told it. The shop takes a buyer's units off its own number at once, we when we have read the order:
 * less than we said, by no more than the orders that may be on their way, is no drift.
 */
export function driftOf({ told, shown, underway }: { told: number; shown: number; underway: number }): number {
  if (shown > told) return shown - told;
  return shown + underway < told ? shown - told : 0;
}
