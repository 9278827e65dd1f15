import type { NewJob } from '../../platform/lanes/lanes.ts';
import type { StreamName } from './stream.ts';

export const sweepKind = 'intake.sweep';
export const fetchOrdersKind = 'intake.fetch-orders';
export const fetchConversationKind = 'intake.fetch-conversation';
export const adSpendKind = 'intake.read-ad-spend';

/** A stream's sweep and the order fetches of its shop share one lane, so they never cross. */
export const sweepJob = (shopId: string, stream: StreamName, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:${stream}`,
  kind: sweepKind,
  payload: { shopId, stream },
  dedupeKey: stream,
  dueAt,
});
export const fetchOrderJob = (shopId: string, channelOrderId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:orders`,
  kind: fetchOrdersKind,
  payload: { shopId, channelOrderId },
  dedupeKey: channelOrderId,
  dueAt,
});
/** Carried out by `inbox`: what was said in one conversation, without listing the others. In the lane of their sweep. */
export const fetchConversationJob = (shopId: string, channelConversationId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:conversations`,
  kind: fetchConversationKind,
  payload: { shopId, channelConversationId },
  dedupeKey: channelConversationId,
  dueAt,
});
/** What else is read from a shop again and again, by jobs of their own in a lane `shop:<id>:<stream>`. */
export type Reading = { stream: string; kind: string; job: (shopId: string, dueAt: number) => NewJob };

const adSpendJob = (shopId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:ad-spend`,
  kind: adSpendKind,
  payload: { shopId },
  dedupeKey: 'ad-spend',
  dueAt,
});
export const adSpendReading: Reading = { stream: 'ad-spend', kind: adSpendKind, job: adSpendJob };

/** After the seller has answered a case: what came of it is read at once. */
export const afterSaleSweeps = (shopId: string, channelOrderId: string, now: number): NewJob[] => [
  sweepJob(shopId, 'returns', now),
  sweepJob(shopId, 'cancellations', now),
  fetchOrderJob(shopId, channelOrderId, now),
];
