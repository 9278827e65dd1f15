/**
 * Tells the platform one answer, at most once (platform/intents). Whether an answer of unknown outcome was taken, the case itself says; where
 * it still waits, or does not say whose doing it was, the answer goes again under the same intent key, which the platform acts on once. An
 * order's cancellation has no key: the order says.
 *
 * Refused because the case ended otherwise (withdrawn, answered in the seller centre, too late) is `overtaken`: nobody's trouble, shown in
 * the case's own history. Refused while the case still waits is a person's.
 */
import { type ChannelCase, ChannelFailure } from '@tradewind/channels';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { carryOut, type IntentMark } from '../../../platform/intents/carry-out.ts';
import { enqueue, type JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { followAnswer } from '../../desk/index.ts';
import { afterSaleSweeps } from '../../intake/index.ts';
import { applyCase } from '../../orders/index.ts';
import { sendAnswerKind } from '../jobs.ts';
import { readWish } from '../queries/answer-wish.ts';
import type { Call, Run } from './answer-call.ts';
import { tell } from './tell.ts';
import { type Verdict, verdictOf } from './verdict.ts';

const payload = z.strictObject({ shopId: z.uuid(), answerId: z.uuid() });

export function sendAnswerJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: sendAnswerKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const { shopId = '', answerId = '' } = jobs[0]?.payload ?? {};
      const row = await services.database.withMerchant(context.merchantId, (tx) => readWish(tx, answerId));
      if (!row) return;
      const run = { services, context, shopId, row, wish: { sentAt: row.sentAt } };
      try {
        await withShopAccess(services, { merchantId: context.merchantId, shopId }, async (_shop, channel, access) => {
          const { returns } = channel;
          const scopes = returns && [returns.scope, ...(row.evidenceIds.length > 0 ? [channel.publishing?.scope ?? ''] : [])];
          if (!scopes || !(await mayCall(run, scopes)))
            return context.commit((tx) => end(tx, run, { intent: 'rejected', code: 'no-consent' }));
          await send({ ...run, channel, returns, access });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await context.commit((tx) => end(tx, run, { intent: 'rejected', code: 'shop-not-active' }));
      }
    },
  };
}

const mayCall = ({ services, context, shopId }: Run, scopes: readonly string[]): Promise<boolean> =>
  services.database.withMerchant(context.merchantId, async (tx) => {
    for (const scope of scopes) if (!(await hasScope(tx, shopId, scope))) return false;
    return true;
  });

/** What became of it, and the case as it stood then. `code`: why the platform would not have it. */
type Outcome = { verdict: Exclude<Verdict, 'ask-again'>; code: string | null; case: ChannelCase | null; channelCaseId: string };

async function send(call: Call): Promise<void> {
  const { context, row } = call;
  await carryOut<Outcome>(context, call.wish, {
    lookFor: () => look(call),
    send: () => sendOnce(call),
    mark: (tx, mark) => save(tx, row.id, mark),
    answered: (tx, outcome) =>
      end(tx, call, {
        intent: outcome.verdict === 'taken' ? 'confirmed' : 'overtaken',
        code: outcome.code,
        channelCaseId: outcome.channelCaseId,
        case: outcome.case,
      }),
    refused: (tx, code) => end(tx, call, { intent: 'rejected', code }),
  });
}

async function look(call: Call): Promise<Outcome | undefined> {
  const { row, channel, access } = call;
  if (row.act === 'cancel-order') {
    const [order] = await channel.orders(access, [row.channelOrderId]);
    if (order?.status !== 'cancelled') return undefined;
    return { verdict: order.cancelledBy === 'seller' ? 'taken' : 'overtaken', code: null, case: null, channelCaseId: '' };
  }
  const found = await readCase(call);
  const verdict = found && verdictOf(row.act, found);
  return found && verdict && verdict !== 'ask-again' ? { verdict, code: null, case: found, channelCaseId: found.channelCaseId } : undefined;
}

async function sendOnce(call: Call): Promise<Outcome> {
  try {
    const channelCaseId = await tell(call);
    return {
      verdict: 'taken',
      code: null,
      case: await readCase({ ...call, row: { ...call.row, channelCaseId } }).catch(() => null),
      channelCaseId,
    };
  } catch (error) {
    if (!(error instanceof ChannelFailure) || error.kind !== 'rejected') throw error;
    const code = error.channelCode ?? 'rejected';
    const found = await readCase(call).catch(() => null);
    // Still waiting for this very answer: then the refusal is about the answer, and a person's.
    if (found && verdictOf(call.row.act, found) !== 'ask-again')
      return { verdict: 'overtaken', code, case: found, channelCaseId: found.channelCaseId };
    if (found && found.respondBy === null) return { verdict: 'overtaken', code, case: found, channelCaseId: found.channelCaseId };
    throw error;
  }
}

async function readCase({ row, returns, access }: Pick<Call, 'row' | 'returns' | 'access'>): Promise<ChannelCase | null> {
  const { channelCaseId } = row;
  if (channelCaseId === null || channelCaseId === '') return null;
  const isCancellation = row.kind === 'cancellation' || row.act === 'cancel-order';
  const read = isCancellation ? returns.readCancellations : returns.readReturns;
  const [found] = await read(access, [channelCaseId]);
  return found ?? null;
}

type Ending = { intent: 'confirmed' | 'overtaken' | 'rejected'; code: string | null; channelCaseId?: string; case?: ChannelCase | null };

async function end(tx: TenantTx, { services, context, shopId, row }: Run, ending: Ending): Promise<void> {
  const now = context.now();
  await tx
    .updateTable('after_sale_answer')
    .set({
      intent: ending.intent,
      failure_code: ending.code,
      channel_case_id: ending.channelCaseId || row.channelCaseId,
      ended_at: new Date(now),
    })
    .where('id', '=', row.id)
    .where('intent', 'in', ['planned', 'sent', 'unknown'])
    .execute();
  if (ending.case) await applyCase(tx, { shopId }, ending.case);
  const told = { orderId: row.orderId, isRejected: ending.intent === 'rejected', reason: ending.code ?? '' };
  await followAnswer(tx, { services, merchantId: context.merchantId, now }, told);
  const ids = row.caseId === null ? [] : [row.caseId];
  await services.hints.publish(tx, context.merchantId, [
    { type: 'return.changed', ids, shopId },
    { type: 'order.changed', ids: [row.orderId], shopId },
  ]);
  await enqueue(tx, { merchantId: context.merchantId, jobs: afterSaleSweeps(shopId, row.channelOrderId, now), now });
}

async function save(tx: TenantTx, answerId: string, mark: IntentMark): Promise<void> {
  await tx
    .updateTable('after_sale_answer')
    .set(mark)
    .where('id', '=', answerId)
    .where('intent', 'in', ['planned', 'sent', 'unknown'])
    .execute();
}
