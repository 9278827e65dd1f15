import type { ChannelViolation } from '@tradewind/channels';
import { latestOfEach } from '@tradewind/channels/paging';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { Services } from '../../../platform/services.ts';

type Shop = { merchantId: string; shopId: string };
type Input = { services: Pick<Services, 'newId'>; shop: Shop; items: readonly ChannelViolation[]; source: 'platform' | 'file' };

/**
 * Takes in violations by the platform's ids, each once however it came. What the platform itself says replaces what a file said and is
 * replaced by what it says later; a file never touches the platform's own record. Notes stay.
 */
export async function saveViolations(tx: TenantTx, { services, shop, items, source }: Input): Promise<{ changedIds: string[] }> {
  const latest = latestOfEach(items, (item) => item.channelViolationId);
  if (latest.length === 0) return { changedIds: [] };
  const { names, source: rows } = unnestRows(latest, {
    merchant_id: ['uuid', () => shop.merchantId],
    id: ['uuid', () => services.newId()],
    shop_id: ['uuid', () => shop.shopId],
    channel_violation_id: ['text', (item) => item.channelViolationId],
    source: ['text', () => source],
    reason: ['text', (item) => item.reason],
    area: ['text', (item) => item.area],
    points: ['int', (item) => item.points],
    numerator: ['int', (item) => item.numerator],
    denominator: ['int', (item) => item.denominator],
    window_from: ['timestamptz', (item) => dateOf(item.windowFrom)],
    window_until: ['timestamptz', (item) => dateOf(item.windowUntil)],
    channel_order_ids: ['jsonb', (item) => JSON.stringify(item.channelOrderIds)],
    measures: ['jsonb', (item) => JSON.stringify(item.measures)],
    violated_at: ['timestamptz', (item) => new Date(item.violatedAt)],
    updated_at: ['timestamptz', (item) => new Date(item.updatedAt)],
    overturned_at: ['timestamptz', (item) => dateOf(item.overturnedAt)],
  });
  const found = await sql<{ id: string }>`
    INSERT INTO violation AS held (${names}) SELECT * FROM ${rows}
    ON CONFLICT (merchant_id, shop_id, channel_violation_id) DO UPDATE SET
      source = excluded.source, reason = excluded.reason, area = excluded.area, points = excluded.points,
      numerator = excluded.numerator, denominator = excluded.denominator,
      window_from = excluded.window_from, window_until = excluded.window_until,
      channel_order_ids = excluded.channel_order_ids, measures = excluded.measures,
      violated_at = excluded.violated_at, updated_at = excluded.updated_at, overturned_at = excluded.overturned_at
    WHERE (held.source = 'file' AND excluded.source = 'platform')
      OR (held.source = excluded.source AND held.updated_at < excluded.updated_at)
    RETURNING id`.execute(tx);
  return { changedIds: found.rows.map(({ id }) => id) };
}

export const dateOf = (at: number | null): Date | null => (at === null ? null : new Date(at));
