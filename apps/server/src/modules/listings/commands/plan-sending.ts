import { sql, type Updateable } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { preparePublicationsJob, sendPublicationJob } from '../publication-jobs.ts';
import { judgeCells, publicationCells } from '../queries/publication-cells.ts';
import { lockRuns, tellPublications } from './move-publication.ts';
import { planGlobal } from './plan-global.ts';

type Planning = { merchantId: string; now: number /** Locked by the caller, and in a state to be sent from. */; ids: readonly string[] };
export type Planned = { planned: number; keptBack: number; runIds: Set<string> };

/** Judges each and lets those that nothing keeps back be sent. The gate decides here and again just before the call. */
export async function planSending(tx: TenantTx, services: Services, { merchantId, now, ids: wanted }: Planning): Promise<Planned> {
  const judged = await judgeCells(tx, await publicationCells(tx, services, wanted), services);
  const [good, bad] = [judged.filter(({ isKeptBack }) => !isKeptBack), judged.filter(({ isKeptBack }) => isKeptBack)];
  const at = new Date(now);
  const mark = async (rows: readonly { id: string }[], change: Updateable<TenantTables['publication']>) => {
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await tx.updateTable('publication').set(change).where('id', 'in', ids).execute();
  };
  const goodIds = good.map(({ id }) => id);
  // What came from a global product and is there stays told as such; it is edited as a listing of its own shop.
  await sql`UPDATE publication SET came_from = state,
      global_publication_id = CASE WHEN channel_product_id IS NULL THEN NULL ELSE global_publication_id END
    WHERE id = ANY (${goodIds}::uuid[])`.execute(tx);
  await mark(good, {
    state: 'sending',
    intent: 'planned',
    sent_at: null,
    failures: '[]',
    submitted_at: null,
    updated_at: at,
  });
  const { jobs: globalJobs, taken } = await planGlobal(tx, services, { merchantId, now, cells: good });
  // What is live and may not be changed now stays live; the rest waits to be mended.
  await mark(
    bad.filter(({ state }) => state === 'draft'),
    { state: 'incomplete', submitted_at: null, updated_at: at },
  );
  await mark(
    bad.filter(({ state }) => state !== 'draft'),
    { submitted_at: null },
  );
  const ids = judged.map(({ id }) => id);
  await tellPublications(tx, services, { merchantId, ids, shopId: null });
  // What the platform asks of a shop is mended at the platform: it is asked again, for the next attempt.
  const lacking = new Set(bad.flatMap(({ shop }) => (shop.unmet.length > 0 ? [shop.id] : [])));
  const jobs = [
    ...globalJobs,
    ...good.filter(({ id }) => !taken.has(id)).map(({ id, shop }) => sendPublicationJob({ shopId: shop.id, publicationId: id }, now)),
    ...[...lacking].map((shopId) => preparePublicationsJob(shopId, now)),
  ];
  // Before any lane: a shop that tells how its sending went holds the task and then asks for its lane.
  await lockRuns(tx, ids);
  await enqueue(tx, { merchantId, jobs, now });
  return { planned: good.length, keptBack: bad.length, runIds: new Set(good.map(({ runId }) => runId)) };
}
