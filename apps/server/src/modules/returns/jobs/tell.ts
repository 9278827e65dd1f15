import type { AnswerAct } from '@tradewind/rules/after-sales';
import type { Call } from './answer-call.ts';

const REFUSED = { 'reject-refund': 'refund', 'reject-return': 'return', 'reject-parcel': 'received' } as const;
const APPROVED = { 'approve-refund': 'refund', 'approve-return': 'return', 'accept-parcel': 'received' } as const;
const WHOLE = 1;

/** The one call; answers the platform's number of the case. */
export async function tell(call: Call): Promise<string> {
  const { row, returns, access } = call;
  const { channelOrderId, reasonCode, amount, currency } = row;
  const intentKey = row.id;
  if (row.act === 'cancel-order') return (await returns.cancelOrder(access, { channelOrderId, reasonCode })).channelCaseId;
  if (row.act === 'refund-order') {
    const refund = amount === null ? null : { amount, currency };
    const wish = { channelOrderId, channelLineIds: row.channelLineIds, reasonCode, kind: 'refund' as const, refund, intentKey };
    return (await returns.refundOrder(access, wish)).channelCaseId;
  }
  const channelCaseId = row.channelCaseId ?? '';
  await answer(call, { act: row.act, channelCaseId, intentKey });
  return channelCaseId;
}

type Answer = { act: AnswerAct; channelCaseId: string; intentKey: string };

async function answer(call: Call, { act, ...ids }: Answer): Promise<void> {
  const { row, returns, access } = call;
  switch (act) {
    case 'approve-cancellation':
      return returns.approveCancellation(access, ids);
    case 'approve-refund':
    case 'approve-return':
    case 'accept-parcel':
      return returns.approveReturn(access, { ...ids, decision: APPROVED[act] });
    case 'offer-part':
      return returns.approveReturn(access, { ...ids, decision: 'offer', amount: row.amount ?? 0, currency: row.currency });
    default: {
      const comment = row.comment === '' ? null : row.comment;
      const refusal = { ...ids, reasonCode: row.reasonCode, comment, channelImageIds: await upload(call) };
      if (act === 'reject-cancellation') return returns.rejectCancellation(access, refusal);
      return returns.rejectReturn(access, { ...refusal, of: REFUSED[act] });
    }
  }
}

/** Repeatable: a picture uploaded twice is seen by nobody until an answer names it. */
async function upload({ services, context, row, channel, access }: Call): Promise<string[]> {
  const blobs = await services.blobs.forMerchant(context.merchantId);
  const ids: string[] = [];
  for (const fileId of row.evidenceIds) {
    const bytes = await services.database.withMerchant(context.merchantId, (tx) => blobs.get(tx, { objectId: fileId, version: WHOLE }));
    if (!bytes || !channel.publishing) throw new Error('a picture of evidence has no bytes, or nowhere to go');
    ids.push((await channel.publishing.uploadImage(access, { bytes, fileName: fileId, use: 'description' })).channelImageId);
  }
  return ids;
}
