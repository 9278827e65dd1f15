/**
 * One variant in one warehouse, and what may happen to it. Every unit that ever came is in exactly one place:
 *
 *   on hand + in transfer + shipped + written off + moved away  =  received + returned + moved here
 *
 * and of what is on hand, some is reserved for orders and some for promotions; the rest is available. What each kind of movement does is
 * a row of data, so that ledger, statement and test read the same table.
 */
export const stockCounters = [
  'onHand',
  'reserved',
  'promotionReserved',
  'inTransfer',
  'received',
  'returned',
  'shipped',
  'writtenOff',
  'movedHere',
  'movedAway',
  'inbound',
] as const;
export type StockCounter = (typeof stockCounters)[number];
export type StockLevel = Readonly<Record<StockCounter, number>>;

export const movementKinds = [
  'announce',
  'withdraw',
  'receive',
  'return',
  'write-off',
  'reserve',
  'release',
  'ship',
  'promotion-reserve',
  'promotion-release',
  'transfer-out',
  'transfer-back',
  'transfer-away',
  'transfer-here',
  'transfer-lost',
] as const;
export type MovementKind = (typeof movementKinds)[number];

/** By how much one unit moves each counter. `announce` and `withdraw`: a delivery is expected, or no longer. */
export const movementEffects: Readonly<Record<MovementKind, Readonly<Partial<Record<StockCounter, 1 | -1>>>>> = {
  announce: { inbound: 1 },
  withdraw: { inbound: -1 },
  receive: { onHand: 1, received: 1 },
  return: { onHand: 1, returned: 1 },
  'write-off': { onHand: -1, writtenOff: 1 },
  reserve: { reserved: 1 },
  release: { reserved: -1 },
  ship: { onHand: -1, reserved: -1, shipped: 1 },
  'promotion-reserve': { promotionReserved: 1 },
  'promotion-release': { promotionReserved: -1 },
  'transfer-out': { onHand: -1, inTransfer: 1 },
  'transfer-back': { onHand: 1, inTransfer: -1 },
  'transfer-away': { inTransfer: -1, movedAway: 1 },
  'transfer-here': { onHand: 1, movedHere: 1 },
  'transfer-lost': { inTransfer: -1, writtenOff: 1 },
};

// Every counter is named in the list above.
export const emptyLevel = Object.fromEntries(stockCounters.map((counter) => [counter, 0])) as StockLevel;

export const availableOf = ({
  onHand,
  reserved,
  promotionReserved,
}: Pick<StockLevel, 'onHand' | 'reserved' | 'promotionReserved'>): number => onHand - reserved - promotionReserved;

/** What came and is not found again: zero, or units were lost or made up. */
export function unaccounted(level: StockLevel): number {
  const came = level.received + level.returned + level.movedHere;
  return came - (level.onHand + level.inTransfer + level.shipped + level.writtenOff + level.movedAway);
}

export const isSoundLevel = (level: StockLevel): boolean =>
  stockCounters.every((counter) => level[counter] >= 0) && availableOf(level) >= 0 && unaccounted(level) === 0;

/** The level after it, or null: so many units are not there to be moved so. */
export function afterMovement(level: StockLevel, { kind, units }: { kind: MovementKind; units: number }): StockLevel | null {
  if (!Number.isSafeInteger(units) || units <= 0) return null;
  const after: Record<StockCounter, number> = { ...level };
  for (const counter of stockCounters) after[counter] += (movementEffects[kind][counter] ?? 0) * units;
  return isSoundLevel(after) ? after : null;
}

/** A count by hand finds `counted` units: what is more was received without a paper, what is less is gone. Null: it is as the books say. */
export function countDifference({ onHand }: Pick<StockLevel, 'onHand'>, counted: number): { kind: MovementKind; units: number } | null {
  if (counted === onHand) return null;
  return counted > onHand ? { kind: 'receive', units: counted - onHand } : { kind: 'write-off', units: onHand - counted };
}

export type BundlePart = { variantId: string; quantity: number };

/** So many bundles as the scarcest part allows; null: of a part nobody has counted anything. */
export function bundlesFrom(parts: readonly BundlePart[], availableOfPart: (variantId: string) => number | null): number | null {
  if (parts.length === 0) return null;
  let sets = Number.POSITIVE_INFINITY;
  for (const { variantId, quantity } of parts) {
    const available = availableOfPart(variantId);
    if (available === null) return null;
    sets = Math.min(sets, Math.floor(available / quantity));
  }
  return Math.max(0, sets);
}
