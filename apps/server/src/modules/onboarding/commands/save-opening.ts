/**
 * What the platform says of an application becomes its state here:
 *
 *   draft → submitting                 a person submits; a job hands it in (jobs/submit-opening)
 *   submitting → submitted             the platform has it; a job follows it (jobs/follow-opening)
 *   submitted → in-review → approved → open
 *   any of these → needs-documents     turned down, and every reason names a paper
 *                → rejected            turned down for something else, or not even taken
 *   needs-documents, rejected → submitting   mended and submitted again, as the next attempt
 *
 * Each change is a step of the history, written once; people are told when it is decided.
 */
import type { ChannelOpening, OpeningStatus } from '@tradewind/channels';
import type { Opening } from '@tradewind/contract';
import type { TenantTx } from '../../../platform/database/database.ts';
import { raise } from '../../../platform/notifications/index.ts';
import type { Services } from '../../../platform/services.ts';
import type { OpeningRow } from '../queries/opening-views.ts';

type Reasons = Opening['reasons'];
type Around = { services: Services; now: number };

const rejectedAs = (reasons: Reasons): 'needs-documents' | 'rejected' =>
  reasons.length > 0 && reasons.every(({ document }) => document !== null) ? 'needs-documents' : 'rejected';

/** Null: a word that we do not know changes nothing. */
function ours(status: OpeningStatus, reasons: Reasons): Opening['status'] | null {
  if (status === 'unknown') return null;
  return status === 'rejected' ? rejectedAs(reasons) : status;
}

/** The row as it is then. */
export async function saveAnswer(
  tx: TenantTx,
  { services, now }: Around,
  { row, answer }: { row: OpeningRow; answer: ChannelOpening },
): Promise<OpeningRow> {
  const status = ours(answer.status, answer.reasons) ?? (row.status === 'submitting' ? 'submitted' : row.status);
  const steps = answer.history.flatMap((step) => {
    const known = ours(step.status, answer.reasons);
    return known ? [{ status: known, at: step.at, reasons: step.status === 'rejected' ? answer.reasons : [] }] : [];
  });
  await addSteps(tx, row, steps);
  const saved = await tx
    .updateTable('opening')
    .set({
      status,
      reasons: JSON.stringify(answer.status === 'rejected' ? answer.reasons : []),
      problem: null,
      channel_opening_id: answer.channelOpeningId,
      channel_path: answer.path,
      channel_path_reasons: answer.pathReasons,
      deposit: answer.deposit && JSON.stringify(answer.deposit),
      opened_channel_shop_id: answer.openedChannelShopId,
      opened_at: row.opened_at ?? (status === 'open' ? new Date(now) : null),
      updated_at: status === row.status ? row.updated_at : new Date(now),
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (status !== row.status) await tell(tx, services, { row: saved, now });
  return saved;
}

/** The platform, or the line to it, took it not even for review. */
export async function saveRefusal(
  tx: TenantTx,
  { services, now }: Around,
  { row, code }: { row: OpeningRow; code: string },
): Promise<void> {
  const reasons: Reasons = [{ code, document: null }];
  await addSteps(tx, row, [{ status: 'rejected', at: now, reasons }]);
  const saved = await tx
    .updateTable('opening')
    .set({ status: 'rejected', reasons: JSON.stringify(reasons), problem: null, updated_at: new Date(now) })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tell(tx, services, { row: saved, now });
}

/** What keeps the workbench from going on; the state stays as it is. */
export async function saveProblem(
  tx: TenantTx,
  { services }: Around,
  { row, problem }: { row: OpeningRow; problem: Opening['problem'] },
): Promise<void> {
  if (row.problem === problem) return;
  await tx.updateTable('opening').set({ problem }).where('id', '=', row.id).execute();
  await services.hints.publish(tx, row.merchant_id, [{ type: 'opening.changed', ids: [row.id], shopId: null }]);
}

type Step = { status: Opening['status']; at: number; reasons: Reasons };

async function addSteps(tx: TenantTx, row: OpeningRow, steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return;
  await tx
    .insertInto('opening_step')
    .values(
      steps.map(({ status, at, reasons }) => ({
        merchant_id: row.merchant_id,
        opening_id: row.id,
        attempt: row.attempt,
        status,
        at: new Date(at),
        reasons: JSON.stringify(reasons),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function tell(tx: TenantTx, services: Services, { row, now }: { row: OpeningRow; now: number }): Promise<void> {
  const { merchant_id: merchantId, id, status, target_market: market } = row;
  if (status === 'open' || status === 'rejected' || status === 'needs-documents')
    await raise(tx, services, {
      merchantId,
      kind: 'opening-decided',
      subject: `${id}:${row.attempt}`,
      shopId: row.source_shop_id,
      facts: { market, status },
      now,
    });
  await services.hints.publish(tx, merchantId, [{ type: 'opening.changed', ids: [id], shopId: null }]);
}
