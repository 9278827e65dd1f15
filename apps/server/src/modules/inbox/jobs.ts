import type { NewJob } from '../../platform/lanes/lanes.ts';

export const readMessagesKind = 'inbox.read-messages';

/** In the lane of the conversations' sweep, so that the two never write one conversation at once. */
export const readMessagesJob = (shopId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:conversations`,
  kind: readMessagesKind,
  payload: { shopId },
  dedupeKey: 'messages',
  dueAt,
});
