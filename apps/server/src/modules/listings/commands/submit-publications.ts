import type { AnswerOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import type { PublicationState } from '../publication-cell.ts';
import { sendPublicationJob } from '../publication-jobs.ts';
import { judgeCells, publicationCells } from '../queries/publication-cells.ts';
import { readRun } from '../queries/publication-run.ts';
import { showRun, tellPublications } from './move-publication.ts';

type Around = { caller: Caller; requestId: string };
type Submitted = AnswerOf<Routes['publications.submit']>;

/** What is on its way is not sent a second time; what is live is sent as an edit. */
const MAY_BE_SENT: readonly PublicationState[] = ['draft', 'incomplete', 'rejected', 'off', 'live'];
const NONE = '00000000-0000-0000-0000-000000000000';
const FIRST_OR_FAILED: readonly PublicationState[] = ['draft', 'incomplete', 'rejected', 'off'];

export async function submitPublications(
  services: Services,
  { caller, requestId, body }: Around & { body: { publicationIds: string[] } },
): Promise<Submitted> {
  return services.database.withMerchant(caller.merchantId, (tx) =>
    submit(tx, services, { caller, requestId, ids: [...new Set(body.publicationIds)], from: MAY_BE_SENT }),
  );
}

export async function submitRun(
  services: Services,
  { caller, requestId, params }: Around & { params: { runId: string } },
): Promise<Submitted | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (!(await readRun(tx, { caller, runId: params.runId }))) return refuse('not-found');
    const rows = await tx.selectFrom('publication').select('id').where('run_id', '=', params.runId).orderBy('id').execute();
    return submit(tx, services, { caller, requestId, ids: rows.map(({ id }) => id), from: FIRST_OR_FAILED });
  });
}

/** The gate decides here and again just before the call. Rows of others, and those on their way, count as neither. */
async function submit(
  tx: TenantTx,
  services: Services,
  { caller, requestId, ids, from }: Around & { ids: string[]; from: readonly PublicationState[] },
): Promise<Submitted> {
  const { merchantId } = caller;
  const now = services.clock.now();
  const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
  const locked = await tx
    .selectFrom('publication')
    .select('id')
    .where('id', 'in', ids.length > 0 ? ids : [NONE])
    .where('state', 'in', from)
    .where('shop_id', 'in', shopIds.length > 0 ? shopIds : [NONE])
    .orderBy('id')
    .forUpdate()
    .execute();
  const cells = await publicationCells(
    tx,
    locked.map(({ id }) => id),
  );
  const judged = await judgeCells(tx, cells, services);
  const [good, bad] = [judged.filter(({ isKeptBack }) => !isKeptBack), judged.filter(({ isKeptBack }) => isKeptBack)];
  const at = new Date(now);
  if (good.length > 0)
    await tx
      .updateTable('publication')
      .set({ state: 'sending', intent: 'planned', sent_at: null, failures: '[]', updated_at: at })
      .where(
        'id',
        'in',
        good.map(({ id }) => id),
      )
      .execute();
  // What is live and may not be changed now stays live; the rest waits to be mended.
  const waiting = bad.filter(({ state }) => state === 'draft').map(({ id }) => id);
  if (waiting.length > 0)
    await tx.updateTable('publication').set({ state: 'incomplete', updated_at: at }).where('id', 'in', waiting).execute();
  for (const runId of new Set(good.map((cell) => cell.runId))) await showRun(tx, { merchantId, runId, now });
  const act = { objectKind: 'publication', objectId: requestId, action: 'publications.submitted' };
  const answer = { planned: good.length, keptBack: bad.length };
  await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: answer });
  await tellPublications(tx, services, { merchantId, ids: judged.map(({ id }) => id), shopId: null });
  const jobs = good.map(({ id, shop }) => sendPublicationJob({ shopId: shop.id, publicationId: id }, now));
  await enqueue(tx, { merchantId, jobs, now });
  return answer;
}
