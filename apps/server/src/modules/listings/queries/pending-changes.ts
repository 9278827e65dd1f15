/** Live publications whose product, words or applied prices have moved on since the platform was last told. */
import type { ChannelName } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import type { Difference } from '../facts.ts';
import { differencesBetween, factsOfCell } from '../listing-facts.ts';
import type { PublicationCell } from '../publication-cell.ts';
import { publicationCells } from './publication-cells.ts';

export type PendingChange = { cell: PublicationCell; differences: Difference[] };

type Judge = Pick<Services, 'channels' | 'guards'>;

/** What has nothing to send is left out. */
export async function pendingAmong(tx: TenantTx, ids: readonly string[], services: Judge): Promise<PendingChange[]> {
  const cells = await publicationCells(tx, services, ids);
  return cells.flatMap((cell) => {
    // The cast: the table's rows were written from a ChannelName.
    const limits = services.channels[cell.shop.channel as ChannelName]?.publishing?.limits;
    if (!limits || cell.lastSent === null || cell.state !== 'live') return [];
    const differences = differencesBetween(factsOfCell(cell, limits.images), cell.lastSent);
    return differences.length > 0 ? [{ cell, differences }] : [];
  });
}

type Wanted = {
  shopIds: readonly string[];
  productIds: readonly string[] | null;
  beyond: { at: string; id: string } | null;
  limit: number;
};

/** In pages over all that is live: which of them have something to send is only known by comparing each. */
export async function livePublications(
  tx: TenantTx,
  { shopIds, productIds, beyond, limit }: Wanted,
): Promise<{ id: string; at: string }[]> {
  const { rows } = await sql<{ id: string; created_at: Date }>`
    SELECT id, created_at FROM publication
    WHERE shop_id = ANY (${shopIds}::uuid[]) AND state = 'live' AND last_sent IS NOT NULL
      AND (${productIds}::uuid[] IS NULL OR product_id = ANY (${productIds}::uuid[]))
      ${beyond ? sql`AND (created_at, id) < (${beyond.at}::timestamptz, ${beyond.id}::uuid)` : sql``}
    ORDER BY created_at DESC, id DESC LIMIT ${sql.lit(limit)}`.execute(tx);
  return rows.map(({ id, created_at }) => ({ id, at: created_at.toISOString() }));
}
