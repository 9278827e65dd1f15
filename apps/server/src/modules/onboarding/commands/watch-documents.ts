/**
 * What the passing of time does to papers, looked at now and then: thirty, seven and one day before one ends its merchant is told, each
 * warning beside the last; once it has ended, each shop is told which live listings it has locked. A paper that a longer one of the same
 * kind and scope takes over from warns of nothing.
 */
import { warningDays } from '@tradewind/rules/document-types';
import type { Selectable } from 'kysely';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { reconcile } from '../../../platform/notifications/index.ts';
import type { Services } from '../../../platform/services.ts';
import { type GatedKind, gatedKinds } from '../queries/gated-listings.ts';

const DAY_MS = 86_400_000;

type Ending = Selectable<TenantTables['document']> & { expires_at: Date };

export async function watchDocuments(services: Services, merchantId: string): Promise<void> {
  const now = services.clock.now();
  await services.database.withMerchant(merchantId, async (tx) => {
    const rows = await tx
      .selectFrom('document')
      .selectAll()
      .where('status', '=', 'approved')
      .where('expires_at', '<=', new Date(now + Math.max(...warningDays) * DAY_MS))
      .orderBy('id')
      .execute();
    const longer = await tx.selectFrom('document').selectAll().where('status', '=', 'approved').execute();
    const ending = rows.filter((row): row is Ending => row.expires_at !== null && !longer.some((other) => takesOver(other, row)));
    // Without a paper that ended or ends there is nothing to look through the listings for.
    const kinds = ending.length > 0 ? await gatedKinds(tx, { isLive: true }, now) : [];
    const found = [...ending.flatMap((row) => warningsOf(row, { kinds, now })), ...locksOf(kinds, now)];
    await reconcile(tx, services, { merchantId, kinds: ['document-expiring', 'listings-locked'], found, now });
  });
}

type Row = Selectable<TenantTables['document']>;

const scopeOf = (row: Row): string =>
  JSON.stringify([row.type, row.legal_entity_id, row.brand, row.markets, row.category, row.listing_ids]);

/** Whether a paper of the same kind and scope holds on where this one ends. */
export function takesOver(other: Row, row: Row): boolean {
  if (other.id === row.id || row.expires_at === null || scopeOf(other) !== scopeOf(row)) return false;
  const isLonger = other.expires_at === null || other.expires_at > row.expires_at;
  return isLonger && (other.valid_at === null || other.valid_at <= row.expires_at);
}

function warningsOf(row: Ending, { kinds, now }: { kinds: readonly GatedKind[]; now: number }) {
  const at = row.expires_at.getTime();
  const locking = kinds
    .filter(({ verdict }) => verdict.lock?.at === at && verdict.lock.types.includes(row.type))
    .reduce((sum, { listings }) => sum + listings, 0);
  return warningDays
    .filter((days) => at > now && at <= now + days * DAY_MS)
    .map((days) => ({
      kind: 'document-expiring' as const,
      subject: `${row.id}:${at}:${days}`,
      shopId: null,
      facts: { type: row.type, market: row.markets[0] ?? null, days, until: row.expires_at.toISOString(), count: locking },
    }));
}

/** One line for each shop: what a person does there is the same for all of its listings. */
function locksOf(kinds: readonly GatedKind[], now: number) {
  const ofShop = new Map<string, { count: number; market: string; types: Set<string> }>();
  for (const { shopId, market, verdict, listings } of kinds) {
    const ended = verdict.requirements.filter((each) => each.state !== 'met' && each.validUntil !== null && each.validUntil <= now);
    if (ended.length === 0) continue;
    const shop = ofShop.get(shopId) ?? { count: 0, market, types: new Set() };
    shop.count += listings;
    for (const { type } of ended) shop.types.add(type);
    ofShop.set(shopId, shop);
  }
  return [...ofShop].map(([shopId, { count, market, types }]) => ({
    kind: 'listings-locked' as const,
    subject: shopId,
    shopId,
    facts: { count, market, type: [...types].sort().join(', ') },
  }));
}
