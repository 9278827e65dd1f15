import type { NewJob } from '../../platform/lanes/lanes.ts';

export const readMessagesKind = 'inbox.read-messages';
export const sendMessagesKind = 'inbox.send-messages';
export const markReadKind = 'inbox.mark-read';
export const watchWaitingKind = 'inbox.watch-waiting';
export const fetchImagesKind = 'inbox.fetch-images';

/** In the lane of the conversations' sweep, so that the two never write one conversation at once. */
export const readMessagesJob = (shopId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:conversations`,
  kind: readMessagesKind,
  payload: { shopId },
  dedupeKey: 'messages',
  dueAt,
});

/** What is to be said in one conversation, one message after the other, apart from what is read: whoever waits is not kept by a sweep. */
export const sendMessagesJob = (shopId: string, conversationId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:messages-out`,
  kind: sendMessagesKind,
  payload: { shopId, conversationId },
  dedupeKey: conversationId,
  dueAt,
});

export const markReadJob = (shopId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:messages-out`,
  kind: markReadKind,
  payload: { shopId },
  dedupeKey: 'read',
  dueAt,
});

export const fetchImagesJob = (shopId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:message-images`,
  kind: fetchImagesKind,
  payload: { shopId },
  dedupeKey: 'images',
  dueAt,
});

/** Who waits is given to somebody and told of in time. A lane of its own: what is read and sent does not wait for it. */
export const watchWaitingJob = (shopId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:waiting`,
  kind: watchWaitingKind,
  payload: { shopId },
  dedupeKey: 'waiting',
  dueAt,
});
