/** Cases of a platform in memory, which acts on an intent key once. */
import { type ChannelCase, ChannelFailure, type ChannelReturns } from '@tradewind/channels';

export type FakeReturns = {
  channel: ChannelReturns;
  cases: ChannelCase[];
  /** Every effect, with its intent key. */
  effects: string[];
  calls: string[];
  /** The next answer's: before it has an effect, or after. */
  fail: { failure: ChannelFailure; isTaken: boolean } | null;
  /** What the last refusal showed. */
  images: string[];
};

export function createFakeReturns(clock: { now(): number }): FakeReturns {
  const keys = new Set<string>();
  const find = (id: string): ChannelCase => {
    const found = fake.cases.find(({ channelCaseId }) => channelCaseId === id);
    if (!found) throw new ChannelFailure('rejected', 'no such case', { channelCode: '404' });
    return found;
  };
  const act = async (name: string, key: string, apply: () => void): Promise<void> => {
    fake.calls.push(name);
    const failing = fake.fail;
    fake.fail = null;
    if (failing && !failing.isTaken) throw failing.failure;
    if (!keys.has(key)) {
      apply();
      keys.add(key);
      fake.effects.push(`${name} ${key}`);
    }
    if (failing) throw failing.failure;
  };
  const move = (id: string, status: ChannelCase['status'], facts: Partial<ChannelCase> = {}) => {
    const found = find(id);
    const isOpen = found.status === 'requested' || found.status === 'shipped-by-buyer';
    if (!isOpen) throw new ChannelFailure('rejected', `a request that is ${found.status}`, { channelCode: '25023' });
    Object.assign(found, { status, respondBy: null, updatedAt: clock.now(), ...facts });
  };
  const fake: FakeReturns = {
    ...{ cases: [], effects: [], calls: [], fail: null, images: [] },
    channel: {
      scope: 'test.returns',
      readCancellations: async (_shop, ids) => structuredClone(fake.cases.filter(({ channelCaseId }) => ids.includes(channelCaseId))),
      readReturns: async (_shop, ids) => structuredClone(fake.cases.filter(({ channelCaseId }) => ids.includes(channelCaseId))),
      cancelReasons: () => [{ code: 'out_of_stock', text: 'Out of stock' }],
      refundReasons: () => [{ code: 'damaged', text: 'Damaged' }],
      rejectReasons: async () => [{ code: 'not_ours', text: 'Not our product' }],
      eligibility: async () => [],
      calculate: async () => ({ amount: 777, currency: 'GBP' }),
      records: async () => [{ at: clock.now(), by: 'buyer', event: 'OPENED', reason: 'Damaged', note: 'It came broken', imageUrls: [] }],
      cancelOrder: async (_shop, { channelOrderId }) => {
        await act('cancel-order', channelOrderId, () => undefined);
        return { channelCaseId: 'C-own' };
      },
      approveCancellation: (_shop, { channelCaseId, intentKey }) =>
        act('approve-cancellation', intentKey, () => move(channelCaseId, 'approved')),
      rejectCancellation: (_shop, { channelCaseId, intentKey }) =>
        act('reject-cancellation', intentKey, () => move(channelCaseId, 'withdrawn')),
      approveReturn: (_shop, approval) =>
        act(approval.decision, approval.intentKey, () => {
          if (approval.decision === 'offer')
            return move(approval.channelCaseId, 'awaiting-buyer-response', { offer: { amount: approval.amount, isRefused: false } });
          return move(approval.channelCaseId, approval.decision === 'return' ? 'awaiting-buyer-shipment' : 'approved');
        }),
      rejectReturn: (_shop, rejection) =>
        act('reject', rejection.intentKey, () => {
          fake.images = rejection.channelImageIds;
          move(rejection.channelCaseId, rejection.of === 'received' ? 'parcel-rejected' : 'rejected');
        }),
      refundOrder: async (_shop, { intentKey }) => {
        await act('refund-order', intentKey, () => undefined);
        return { channelCaseId: `R-${intentKey}` };
      },
    },
  };
  return fake;
}
