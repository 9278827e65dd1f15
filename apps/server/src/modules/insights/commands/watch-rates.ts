import { sql } from 'kysely';
import { reconcile } from '../../../platform/notifications/index.ts';
import type { Services } from '../../../platform/services.ts';

const HOUR_MS = 3_600_000;
/** The feed is read every hour. */
const SILENT_MS = 24 * HOUR_MS;
/** Rates are published on working days; the longest holidays leave five days without. */
const OLD_MS = 6 * 24 * HOUR_MS;

/** Tells that converted figures stand on old rates. After a start the feed has an hour to answer before anybody is told. */
export async function watchRates(
  services: Services,
  { merchantId, awakeSinceAt }: { merchantId: string; awakeSinceAt: number },
): Promise<void> {
  const now = services.clock.now();
  if (now - awakeSinceAt < HOUR_MS) return;
  const { rows } = await sql<{ fetched_at: Date | null; newest: string | null }>`
    SELECT max(fetched_at) AS fetched_at, to_char(max(on_day), 'YYYY-MM-DD') AS newest FROM system.fx_rate`.execute(
    services.database.system,
  );
  const { fetched_at: fetchedAt, newest } = rows[0] ?? { fetched_at: null, newest: null };
  const isStale = !fetchedAt || !newest || now - fetchedAt.getTime() > SILENT_MS || now - Date.parse(newest) > OLD_MS;
  const found = isStale ? [{ kind: 'rates-stale' as const, subject: 'feed', shopId: null, facts: { newestOn: newest } }] : [];
  await services.database.withMerchant(merchantId, (tx) => reconcile(tx, services, { merchantId, kinds: ['rates-stale'], found, now }));
}
