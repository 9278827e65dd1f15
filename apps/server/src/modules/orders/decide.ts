/**
 * What an answer of the platform does to what we hold. Pure, so that the drill and the property test share it.
 * An answer older than ours is stale (a webhook overtaken by a sweep, a replica behind); one of the same second
 * with the same content is the same; one of the same second with other content is applied, because the platform's
 * clock has no finer grain and the later answer is the better guess, which the overlapping sweep then confirms.
 */
export type Version = { updatedAt: number; contentHash: string };
export type Verdict = 'new' | 'newer' | 'same' | 'stale';

export function decideVersion(held: Version | null, given: Version): Verdict {
  if (held === null) return 'new';
  if (given.updatedAt < held.updatedAt) return 'stale';
  return given.updatedAt === held.updatedAt && given.contentHash === held.contentHash ? 'same' : 'newer';
}

/** What one order adds to the roll-ups: nothing before it is paid; a later cancellation takes nothing back. */
export type Contribution = { at: number; currency: string; gmvMinor: number; orders: number; units: number };
type Counted = { paidAt: number | null; currency: string; gmvMinor: number; units: number };

export function contributionOf(order: Counted | null): Contribution | null {
  return order?.paidAt == null
    ? null
    : { at: order.paidAt, currency: order.currency, gmvMinor: order.gmvMinor, orders: 1, units: order.units };
}

/** GMV of an order: Σ quantity × (sale price + platform's discount), i.e. price less the seller's discount. */
export function gmvOf(lines: readonly { quantity: number; salePrice: number; platformDiscount: number }[]): number {
  return lines.reduce((sum, line) => sum + line.quantity * (line.salePrice + line.platformDiscount), 0);
}
