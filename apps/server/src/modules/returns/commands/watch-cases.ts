import { sql } from 'kysely';
import { reconcile } from '../../../platform/notifications/index.ts';
import type { Services } from '../../../platform/services.ts';

/** Twelve of the two days that platforms give: one working day. */
const SOON_MS = 12 * 3_600_000;

/** Tells people of requests that end soon and that nobody has answered. */
export async function watchCases(services: Services, { merchantId }: { merchantId: string }): Promise<void> {
  const now = services.clock.now();
  await services.database.withMerchant(merchantId, async (tx) => {
    const { rows } = await sql<{ shop_id: string; cases: number; until: Date; market: string }>`
      SELECT c.shop_id, count(*)::int AS cases, min(c.respond_by) AS until, s.market FROM after_sale c
      JOIN shop s ON s.id = c.shop_id AND s.state = 'active'
      WHERE c.respond_by >= ${new Date(now)} AND c.respond_by <= ${new Date(now + SOON_MS)} AND c.arbitration IS DISTINCT FROM 'open'
        AND NOT EXISTS (SELECT FROM after_sale_answer a WHERE a.after_sale_id = c.id AND a.intent IN ('planned', 'sent', 'unknown'))
      GROUP BY c.shop_id, s.market`.execute(tx);
    const found = rows.map(({ shop_id, cases, until, market }) => ({
      ...{ kind: 'cases-closing' as const, subject: shop_id, shopId: shop_id },
      facts: { count: cases, market, until: until.toISOString() },
    }));
    await reconcile(tx, services, { merchantId, kinds: ['cases-closing'], found, now });
  });
}
