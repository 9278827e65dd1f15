import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import type { PublicationCell } from '../publication-cell.ts';
import { pendingAmong } from '../queries/pending-changes.ts';
import { judgeCells } from '../queries/publication-cells.ts';
import { showRun } from './move-publication.ts';
import { planSending } from './plan-sending.ts';

type Route = Routes['publication-changes.send'];
type Input = { caller: Caller; requestId: string; body: ParsedOf<Route>['body'] };

/**
 * Sends what was changed here to the listings that are live, as one task. What a rule keeps back stays live as it is and says why; what
 * has nothing to send is left alone, so that nothing is examined for nothing.
 */
export async function sendChanges(services: Services, { caller, requestId, body }: Input): Promise<AnswerOf<Route>> {
  const [runId, now] = [services.newId(), services.clock.now()];
  const { merchantId } = caller;
  return services.database.withMerchant(merchantId, async (tx) => {
    const ids = await lockLive(tx, { caller, ids: [...new Set(body.publicationIds)] });
    const cells = (await pendingAmong(tx, ids, services)).map(({ cell }) => cell);
    const nothing = { unchanged: ids.length - cells.length };
    if (cells.length === 0) return { runId: null, planned: 0, keptBack: 0, ...nothing };
    const at = new Date(now);
    const run = { merchant_id: merchantId, id: runId, created_by: caller.name, created_at: at, updated_at: at };
    await tx.insertInto('publication_run').values(run).execute();
    for (const { id, problems } of await judgeCells(tx, cells, services)) {
      const failures = JSON.stringify(problems.filter(({ weight }) => weight === 'blocks'));
      const marks = { run_id: runId, failures, updated_at: at };
      await tx.updateTable('publication').set(marks).where('id', '=', id).execute();
    }
    const { planned, keptBack } = await planSending(tx, services, { merchantId, now, ids: cells.map(idOf) });
    await showRun(tx, { merchantId, runId, now });
    const answer = { planned, keptBack };
    const act = { objectKind: 'publication-run', objectId: runId, action: 'publications.changes-sent' };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: { ...answer, ...nothing } });
    return { runId, ...answer, ...nothing };
  });
}

const idOf = ({ id }: PublicationCell): string => id;

async function lockLive(tx: TenantTx, { caller, ids }: { caller: Caller; ids: readonly string[] }): Promise<string[]> {
  const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
  if (shopIds.length === 0) return [];
  const rows = await tx
    .selectFrom('publication')
    .select('id')
    .where('id', 'in', ids)
    .where('state', '=', 'live')
    .where('shop_id', 'in', shopIds)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}
