import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';

type AppliedPrice = { variantId: string; shopId: string; amount: number; currency: string };
type Asked = { variantIds: readonly string[]; shopIds: readonly string[] };

/** What these variants are meant to cost in these shops: the last that was applied and not taken back. */
export async function appliedPrices(tx: TenantTx, { variantIds, shopIds }: Asked): Promise<AppliedPrice[]> {
  const { rows } = await sql<AppliedPrice>`
    SELECT DISTINCT ON (change.variant_id, change.shop_id)
      change.variant_id AS "variantId", change.shop_id AS "shopId", change.price_minor AS amount, change.currency
    FROM price_change AS change
    JOIN price_application AS application ON application.merchant_id = change.merchant_id AND application.id = change.application_id
    WHERE change.variant_id = ANY (${variantIds}::uuid[]) AND change.shop_id = ANY (${shopIds}::uuid[]) AND application.undone_at IS NULL
    ORDER BY change.variant_id, change.shop_id, application.applied_at DESC`.execute(tx);
  return rows;
}
