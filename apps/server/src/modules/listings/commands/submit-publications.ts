import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import type { PublicationState } from '../publication-cell.ts';
import { submitRunJob } from '../publication-jobs.ts';
import { readRun } from '../queries/publication-run.ts';
import { showRun } from './move-publication.ts';
import { planSending } from './plan-sending.ts';

type Around = { caller: Caller; requestId: string };
type Submitted = AnswerOf<Routes['publications.submit']>;
type SubmittedRun = AnswerOf<Routes['publication-runs.submit']>;

/** What is on its way is not sent a second time; what is live is sent as an edit. */
const MAY_BE_SENT: readonly PublicationState[] = ['draft', 'incomplete', 'rejected', 'off', 'live'];
const FIRST_OR_FAILED: readonly PublicationState[] = ['draft', 'incomplete', 'rejected', 'off'];
/** As many as a person waits for; each is judged by everything there is. */
const SLICE = 100;

const act = { objectKind: 'publication', action: 'publications.submitted' };

/** Rows of others, and those on their way, count as neither. */
export async function submitPublications(
  services: Services,
  { caller, requestId, body }: Around & { body: { publicationIds: string[] } },
): Promise<Submitted> {
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM publication
      WHERE id = ANY (${body.publicationIds}::uuid[]) AND state = ANY (${MAY_BE_SENT}::text[]) AND shop_id = ANY (${shopIds}::uuid[])
      ORDER BY id FOR UPDATE`.execute(tx);
    const ids = rows.map(({ id }) => id);
    await audit(tx, { ...act, objectId: requestId, id: services.newId(), at: now, caller, requestId, facts: { submitted: ids.length } });
    const { planned, keptBack, runIds } = await planSending(tx, services, { merchantId, now, ids });
    for (const runId of [...runIds].sort()) await showRun(tx, { merchantId, runId, now });
    return { planned, keptBack };
  });
}

/** All of a task is marked at once, a first slice judged at once, and the rest by a job, slice by slice: no transaction is as long as the task. */
export async function submitRun(
  services: Services,
  { caller, requestId, params }: Around & { params: { runId: string } },
): Promise<SubmittedRun | Refusal> {
  const { merchantId } = caller;
  const { runId } = params;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    if (!(await readRun(tx, { caller, runId }))) return refuse('not-found');
    const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    const { rows } = await sql<{ id: string }>`
      UPDATE publication SET submitted_at = ${new Date(now)}::timestamptz
      WHERE run_id = ${runId} AND state = ANY (${FIRST_OR_FAILED}::text[]) AND shop_id = ANY (${shopIds}::uuid[]) RETURNING id`.execute(tx);
    await audit(tx, { ...act, objectId: runId, id: services.newId(), at: now, caller, requestId, facts: { submitted: rows.length } });
    const slice = await submitSlice(tx, services, { merchantId, runId, now });
    if (slice.planned > 0 || slice.remaining > 0) await showRun(tx, { merchantId, runId, now });
    if (slice.remaining > 0) await enqueue(tx, { merchantId, jobs: [submitRunJob(runId, now)], now });
    return slice;
  });
}

type Slice = { merchantId: string; runId: string; now: number };

export async function submitSlice(tx: TenantTx, services: Services, { merchantId, runId, now }: Slice): Promise<SubmittedRun> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM publication WHERE run_id = ${runId} AND submitted_at IS NOT NULL ORDER BY id LIMIT ${sql.lit(SLICE)} FOR UPDATE`.execute(
    tx,
  );
  const { planned, keptBack } = await planSending(tx, services, { merchantId, now, ids: rows.map(({ id }) => id) });
  const { count } = await tx
    .selectFrom('publication')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('run_id', '=', runId)
    .where('submitted_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return { planned, keptBack, remaining: Number(count) };
}
