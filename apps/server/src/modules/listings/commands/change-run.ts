import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import type { Offer } from '../publication-offer.ts';
import { publicationCells } from '../queries/publication-cells.ts';
import { readRun } from '../queries/publication-run.ts';
import { showRun, tellPublications } from './move-publication.ts';

type Around = { caller: Caller; requestId: string; params: { runId: string } };
type Answer = AnswerOf<Routes['publication-runs.get']>;

/** A price and a quantity for the SKUs of a shop that have none: neither typed nor from the price rules and the stock. */
export async function fillRun(
  services: Services,
  { caller, requestId, params, body }: Around & { body: ParsedOf<Routes['publication-runs.fill']>['body'] },
): Promise<Answer | Refusal> {
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const run = await readRun(tx, { caller, runId: params.runId });
    if (!run?.shops.some(({ shop }) => shop.id === body.shopId)) return refuse('not-found');
    await fillGaps(tx, services, { runId: run.id, now, ...body });
    const act = { objectKind: 'publication-run', objectId: run.id, action: 'publications.filled' };
    const facts = { shopId: body.shopId, fields: ['price', 'quantity'].filter((field) => field in body) };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts });
    await tellPublications(tx, services, { merchantId, ids: [], shopId: body.shopId });
    return run;
  });
}

type Gaps = { runId: string; shopId: string; price?: number | undefined; quantity?: number | undefined; now: number };

async function fillGaps(tx: TenantTx, services: Services, { runId, shopId, price, quantity, now }: Gaps): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM publication
    WHERE run_id = ${runId} AND shop_id = ${shopId} AND state IN ('draft', 'incomplete', 'rejected', 'off') ORDER BY id FOR UPDATE`.execute(
    tx,
  );
  const ids = rows.map(({ id }) => id);
  const filled = (await publicationCells(tx, services, ids)).map(({ id, wish, variants, offers }) => {
    const lacking = (isGap: (offer: Offer | undefined) => boolean, value: number | undefined): Record<string, number> =>
      value === undefined ? {} : Object.fromEntries(variants.flatMap((one) => (isGap(offers.get(one.id)) ? [[one.id, value]] : [])));
    const prices = { ...wish.prices, ...lacking((offer) => !offer?.price, price) };
    const quantities = { ...wish.quantities, ...lacking((offer) => !offer?.quantity, quantity) };
    return { id, wish: JSON.stringify({ ...wish, prices, quantities }) };
  });
  const { names, source } = unnestRows(filled, { id: ['uuid', ({ id }) => id], wish: ['text', ({ wish }) => wish] });
  await sql`
    UPDATE publication AS own SET updated_at = ${new Date(now)}::timestamptz, wish = given.wish::jsonb
    FROM (SELECT ${names} FROM ${source}) AS given WHERE own.id = given.id`.execute(tx);
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
        state = CASE WHEN came_from IN ('live', 'rejected', 'off') THEN came_from ELSE 'draft' END, came_from = NULL
      WHERE run_id = ${params.runId} AND state = 'sending' AND intent = 'planned' AND shop_id = ANY (${shopIds}::uuid[]) RETURNING id`.execute(
      tx,
    );
    await sql`UPDATE publication SET submitted_at = NULL
      WHERE run_id = ${params.runId} AND submitted_at IS NOT NULL AND shop_id = ANY (${shopIds}::uuid[])`.execute(tx);
    await showRun(tx, { merchantId, runId: params.runId, now });
    const act = { objectKind: 'publication-run', objectId: params.runId, action: 'publications.cancelled' };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: { cancelled: back.rows.length } });
    await tellPublications(tx, services, { merchantId, ids: back.rows.map(({ id }) => id), shopId: null });
    return (await readRun(tx, { caller, runId: params.runId })) ?? refuse('not-found');
  });
}
