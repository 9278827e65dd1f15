/**
 * What is wrong with the reading of shops by the passing of time, or by work that nobody will try again: looked at now and then and
 * told to people. Lateness counts from when this process awoke at the earliest: after a night switched off every stream is late for
 * a minute, and nobody needs to hear of that.
 */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { reconcile } from '../../../platform/notifications/index.ts';
import type { Services } from '../../../platform/services.ts';
import { subscribeKind } from '../../accounts/index.ts';

const STUCK_MS = 15 * 60_000;

export async function watchShops(
  services: Services,
  { merchantId, awakeSinceAt }: { merchantId: string; awakeSinceAt: number },
): Promise<void> {
  const now = services.clock.now();
  await services.database.withMerchant(merchantId, async (tx) => {
    const found = [
      ...(await stuckStreams(tx, { now, awakeSinceAt })),
      ...(await failingSubscriptions(tx, now)),
      ...(await parkedJobs(tx)),
      ...(await stoppedLanes(tx)),
    ];
    await reconcile(tx, services, { merchantId, kinds: ['sync-stuck', 'webhooks-failing', 'job-parked'], found, now });
  });
}

async function stuckStreams(tx: TenantTx, { now, awakeSinceAt }: { now: number; awakeSinceAt: number }) {
  if (now - awakeSinceAt <= STUCK_MS) return [];
  const { rows } = await sql<{ shop_id: string; streams: string; count: number; since: Date | null }>`
    SELECT shop.id AS shop_id, string_agg(stream.stream, ',' ORDER BY stream.stream) AS streams, count(*)::int AS count,
           min(stream.last_swept_at) AS since
    FROM shop JOIN sync_stream AS stream ON stream.merchant_id = shop.merchant_id AND stream.shop_id = shop.id
    WHERE shop.state = 'active' AND stream.backfilled_at IS NOT NULL
      AND (stream.last_swept_at IS NULL OR stream.last_swept_at < ${new Date(now - STUCK_MS)})
    GROUP BY shop.id ORDER BY shop.id`.execute(tx);
  return rows.map((row) => ({
    kind: 'sync-stuck' as const,
    subject: row.shop_id,
    shopId: row.shop_id,
    facts: { streams: row.streams, since: row.since?.toISOString() ?? null },
  }));
}

/** One refused try is repeated and not worth a word; one that nobody repeats, or that went on failing, is. */
async function failingSubscriptions(tx: TenantTx, now: number) {
  const { rows } = await sql<{ shop_id: string; code: string | null }>`
    SELECT shop.id AS shop_id, coalesce(job.failure->>'code', job.failure->>'kind') AS code
    FROM system.job JOIN shop ON job.lane = 'shop:' || shop.id || ':account'
    WHERE job.kind = ${subscribeKind} AND shop.state = 'active'
      AND (job.parked_at IS NOT NULL OR (job.failure IS NOT NULL AND job.created_at < ${new Date(now - STUCK_MS)}))`.execute(tx);
  return rows.map((row) => ({
    kind: 'webhooks-failing' as const,
    subject: row.shop_id,
    shopId: row.shop_id,
    facts: { code: row.code },
  }));
}

const ofShop = (lane: string) => sql`LEFT JOIN shop ON shop.id::text = substring(${sql.ref(lane)} FROM '^shop:([0-9a-f-]{36}):')`;

/** One line for each shop and kind of work: five lanes of a shop usually stop for one reason. */
async function parkedJobs(tx: TenantTx) {
  const { rows } = await sql<{ shop_id: string | null; place: string; kind: string; count: number; code: string | null }>`
    SELECT shop.id AS shop_id, coalesce(shop.id::text, job.lane) AS place, job.kind, count(*)::int AS count,
           max(coalesce(job.failure->>'code', job.failure->>'kind')) AS code
    FROM system.job ${ofShop('job.lane')}
    WHERE job.parked_at IS NOT NULL AND job.kind <> ${subscribeKind} AND shop.state IS DISTINCT FROM 'unbound'
    GROUP BY shop.id, place, job.kind ORDER BY place, job.kind`.execute(tx);
  return rows.map((row) => ({
    kind: 'job-parked' as const,
    subject: `${row.place}:${row.kind}`,
    shopId: row.shop_id,
    facts: { work: row.kind, code: row.code, count: row.count },
  }));
}

async function stoppedLanes(tx: TenantTx) {
  const { rows } = await sql<{ shop_id: string | null; place: string; count: number; reason: string }>`
    SELECT shop.id AS shop_id, coalesce(shop.id::text, lane.lane) AS place, count(*)::int AS count, max(lane.stopped_reason) AS reason
    FROM system.lane ${ofShop('lane.lane')}
    WHERE lane.stopped_reason IS NOT NULL AND shop.state IS DISTINCT FROM 'unbound'
    GROUP BY shop.id, place ORDER BY place`.execute(tx);
  return rows.map((row) => ({
    kind: 'job-parked' as const,
    subject: `${row.place}:stopped`,
    shopId: row.shop_id,
    facts: { work: 'stopped', code: row.reason, count: row.count },
  }));
}
