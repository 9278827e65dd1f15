import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { readRun } from '../queries/publication-run.ts';
import { tellPublications } from './move-publication.ts';

type Route = Routes['publication-runs.update'];
type Input = { caller: Caller; requestId: string; params: { runId: string }; body: ParsedOf<Route>['body'] };

/** Counts from the next submission on. What does not fit is a listing of its own shop, whatever is chosen. */
export async function chooseGlobal(
  services: Services,
  { caller, requestId, params: { runId }, body: { isGlobal } }: Input,
): Promise<AnswerOf<Route> | Refusal> {
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const run = await readRun(tx, { caller, runId });
    if (!run) return refuse('not-found');
    if (isGlobal && run.global.shops.every(({ reason }) => reason !== null))
      return refuse('conflict', 'no two of its shops can share a global product');
    await tx
      .updateTable('publication_run')
      .set({ is_global: isGlobal, updated_at: new Date(now) })
      .where('id', '=', runId)
      .execute();
    const act = { objectKind: 'publication-run', objectId: runId, action: 'publications.global-chosen' };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: { isGlobal } });
    await tellPublications(tx, services, { merchantId, ids: [], shopId: null });
    return { ...run, global: { ...run.global, isChosen: isGlobal } };
  });
}
