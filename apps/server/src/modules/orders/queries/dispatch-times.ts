import type { AnswerOf, Routes } from '@tradewind/contract';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type DispatchTime, readDispatchTimes } from '../dispatch-deadlines.ts';

export async function listDispatchTimes(
  { database }: Pick<Services, 'database'>,
  { caller }: { caller: Caller },
): Promise<AnswerOf<Routes['dispatch-times.list']>> {
  const times = await database.withMerchant(caller.merchantId, readDispatchTimes);
  return { items: times.map(dispatchTimeView) };
}

export const dispatchTimeView = ({ editedAt, ...time }: DispatchTime): AnswerOf<Routes['dispatch-times.set']> => ({
  ...time,
  editedAt: editedAt?.toISOString() ?? null,
});
