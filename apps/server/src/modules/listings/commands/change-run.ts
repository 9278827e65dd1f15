import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { readRun } from '../queries/publication-run.ts';
import { showRun, tellPublications } from './move-publication.ts';

type Around = { caller: Caller; requestId: string; params: { runId: string } };
type Answer = AnswerOf<Routes['publication-runs.get']>;

/** A price and a quantity for the SKUs of a shop that nobody has given one. */
export async function fillRun(
  services: Services,
  { caller, requestId, params, body }: Around & { body: ParsedOf<Routes['publication-runs.fill']>['body'] },
): Promise<Answer | Refusal> {
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const run = await readRun(tx, { caller, runId: params.runId });
    if (!run?.shops.some(({ shop }) => shop.id === body.shopId)) return refuse('not-found');
    const filled = (field: 'prices' | 'quantities', value: number | undefined) =>
      value === undefined
        ? sql``
        : sql`|| jsonb_build_object(${sql.lit(field)}, (SELECT COALESCE(jsonb_object_agg(variant.id, ${value}::bigint), '{}') FROM variant
              WHERE variant.product_id = own.product_id AND variant.status = 'active') || jsonb_strip_nulls(COALESCE(own.wish -> ${sql.lit(field)}, '{}')))`;
    await sql`
      UPDATE publication AS own SET updated_at = ${new Date(now)}::timestamptz, wish = own.wish ${filled('prices', body.price)} ${filled('quantities', body.quantity)}
      WHERE own.run_id = ${run.id} AND own.shop_id = ${body.shopId} AND own.state IN ('draft', 'incomplete', 'rejected', 'off')`.execute(
      tx,
    );
    const act = { objectKind: 'publication-run', objectId: run.id, action: 'publications.filled' };
    const facts = { shopId: body.shopId, fields: ['price', 'quantity'].filter((field) => field in body) };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts });
    await tellPublications(tx, services, { merchantId, ids: [], shopId: body.shopId });
    return run;
  });
}

/** What has not been sent becomes a draft again, with all that was written. */
export async function cancelRun(services: Services, { caller, requestId, params }: Around): Promise<Answer | Refusal> {
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    if (!(await readRun(tx, { caller, runId: params.runId }))) return refuse('not-found');
    const back = await sql<{ id: string }>`
      UPDATE publication SET intent = NULL, updated_at = ${new Date(now)}::timestamptz,
        state = CASE WHEN channel_product_id IS NULL THEN 'draft' ELSE 'live' END
      WHERE run_id = ${params.runId} AND state = 'sending' AND intent = 'planned' AND shop_id = ANY (${shopIds}::uuid[]) RETURNING id`.execute(
      tx,
    );
    await showRun(tx, { merchantId, runId: params.runId, now });
    const act = { objectKind: 'publication-run', objectId: params.runId, action: 'publications.cancelled' };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: { cancelled: back.rows.length } });
    await tellPublications(tx, services, { merchantId, ids: back.rows.map(({ id }) => id), shopId: null });
    return (await readRun(tx, { caller, runId: params.runId })) ?? refuse('not-found');
  });
}
