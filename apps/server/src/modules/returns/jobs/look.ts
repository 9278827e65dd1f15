/** Asks the platform what no list tells of a case: its steps, why it may be refused, and what it reckons the refund to be. */
import { ChannelFailure, type ChannelReturns, type ShopAccess } from '@tradewind/channels';
import { isEnded } from '@tradewind/rules/after-sales';
import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { lookKind } from '../jobs.ts';
import { type CaseRow, findCase, stateOf } from '../queries/case-row.ts';

const payload = z.strictObject({ shopId: z.uuid(), caseId: z.uuid() });

export function lookJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: lookKind,
    payload,
    batchMax: 1,
    maxAttempts: 20,
    async run(jobs, context) {
      const { shopId = '', caseId = '' } = jobs[0]?.payload ?? {};
      const { merchantId } = context;
      const row = await services.database.withMerchant(merchantId, (tx) => findCase(tx, caseId, [shopId]));
      if (!row) return;
      try {
        await withShopAccess(services, { merchantId, shopId }, async (_shop, { returns }, access) => {
          if (!returns || !(await services.database.withMerchant(merchantId, (tx) => hasScope(tx, shopId, returns.scope)))) return;
          const told = await ask({ returns, access, row });
          await context.commit(async (tx) => {
            const look = { ...told, read_at: new Date(context.now()) };
            await tx
              .insertInto('after_sale_look')
              .values({ merchant_id: merchantId, after_sale_id: caseId, ...look })
              .onConflict((conflict) => conflict.columns(['merchant_id', 'after_sale_id']).doUpdateSet(look))
              .execute();
            await services.hints.publish(tx, merchantId, [{ type: 'return.changed', ids: [caseId], shopId }]);
          });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
      }
    },
  };
}

type Asking = { returns: ChannelReturns; access: ShopAccess; row: CaseRow };

/** What the platform does not say of this case is left out; every other failure is the queue's. */
async function ask({ returns, access, row }: Asking) {
  const { channel_after_sale_id: channelCaseId, kind } = row;
  const isOver = isEnded(stateOf(row));
  const rejectReasons = isOver ? [] : await unlessRejected(returns.rejectReasons(access, channelCaseId), []);
  const records = kind === 'cancellation' ? [] : await unlessRejected(returns.records(access, channelCaseId), []);
  const wish = { channelOrderId: row.channel_order_id, channelLineIds: row.channel_line_ids, kind, reasonCode: row.reason_code };
  const sum = isOver ? null : await unlessRejected(returns.calculate(access, wish), null);
  return {
    reject_reasons: JSON.stringify(rejectReasons),
    records: JSON.stringify(records),
    calculated_minor: sum && sum.currency === row.currency ? sum.amount : null,
  };
}

async function unlessRejected<T>(asked: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ChannelFailure && error.kind === 'rejected') return otherwise;
    throw error;
  }
}
