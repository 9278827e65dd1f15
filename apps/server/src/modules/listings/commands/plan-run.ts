import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { Caller, Refusal } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { preparePublicationsJob } from '../publication-jobs.ts';
import { readRun } from '../queries/publication-run.ts';
import { tellPublications } from './move-publication.ts';

const PAIRS_MAX = 6_000;
type Input = { caller: Caller; requestId: string; body: ParsedOf<Routes['publication-runs.create']>['body'] };

/**
 * A draft for each product in each shop. A pair that is a draft, or failed, already keeps what a person wrote and comes along; one that is
 * on its way or live stays with the task it is in.
 */
export async function planRun(
  services: Services,
  { caller, requestId, body }: Input,
): Promise<AnswerOf<Routes['publication-runs.create']> | Refusal> {
  const [runId, now] = [services.newId(), services.clock.now()];
  const { merchantId } = caller;
  const productIds = [...new Set(body.productIds)];
  if (productIds.length * body.shopIds.length > PAIRS_MAX)
    return { refused: 'invalid-input', errors: [{ path: '/productIds', code: 'too-many', message: `at most ${PAIRS_MAX} pairs at once` }] };
  return services.database.withMerchant(merchantId, async (tx) => {
    const shops = await shopsInScope(tx, { caller, shopIds: [...new Set(body.shopIds)] });
    const products = await tx.selectFrom('product').select('id').where('id', 'in', productIds).execute();
    const wrong = [
      ...(shops.length < new Set(body.shopIds).size
        ? [{ path: '/shopIds', code: 'unknown-shop', message: 'one of them is no shop of yours' }]
        : []),
      ...(products.length < productIds.length
        ? [{ path: '/productIds', code: 'unknown-product', message: 'one of them is no product of yours' }]
        : []),
    ];
    if (wrong.length > 0) return { refused: 'invalid-input' as const, errors: wrong };
    const at = new Date(now);
    await tx
      .insertInto('publication_run')
      .values({ merchant_id: merchantId, id: runId, created_by: caller.name, created_at: at, updated_at: at })
      .execute();
    const pairs = products.flatMap(({ id: productId }) => shops.map(({ id: shopId }) => ({ id: services.newId(), productId, shopId })));
    const { names, source } = unnestRows(pairs, {
      id: ['uuid', ({ id }) => id],
      product_id: ['uuid', ({ productId }) => productId],
      shop_id: ['uuid', ({ shopId }) => shopId],
    });
    await sql`
      INSERT INTO publication AS own (merchant_id, id, run_id, product_id, shop_id, state, wish, failures, created_by, created_at, updated_at)
      SELECT ${merchantId}::uuid, given.id, ${runId}::uuid, given.product_id, given.shop_id, 'draft',
             '{}', '[]', ${caller.name}, ${at}::timestamptz, ${at}::timestamptz
      FROM (SELECT ${names} FROM ${source}) AS given
      ON CONFLICT (merchant_id, product_id, shop_id) DO UPDATE SET run_id = excluded.run_id, updated_at = excluded.updated_at
      WHERE own.state IN ('draft', 'incomplete', 'rejected', 'off')`.execute(tx);
    const act = { objectKind: 'publication-run', objectId: runId, action: 'publications.chosen' };
    const facts = { products: products.length, shops: shops.length };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts });
    await tellPublications(tx, services, { merchantId, ids: [], shopId: null });
    await enqueue(tx, { merchantId, jobs: shops.map(({ id }) => preparePublicationsJob(id, now)), now });
    const run = await readRun(tx, { caller, runId });
    if (!run) throw new Error('a task that was just made is not there');
    return run;
  });
}
