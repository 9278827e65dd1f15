/**
 * Tells the platform what is to be said in one conversation, one message after the other, in the order in which it was asked for: while one is
 * under way or of unknown outcome, the next one waits. Each is told once (platform/intents). The platform takes no key that would make a
 * repeat harmless, so an answer that was lost is looked for in the conversation itself: a message of the seller's with the same content, that is
 * no other wish's and was not there before. Refused is a person's; what follows it goes on.
 */
import type { ChannelConversations, ChannelMessage, OutgoingMessage, ShopAccess } from '@tradewind/channels';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { carryOut, type IntentMark } from '../../../platform/intents/carry-out.ts';
import { enqueue, type JobContext, type JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { fetchConversationJob } from '../../intake/index.ts';
import { sendMessagesJob, sendMessagesKind } from '../jobs.ts';
import type { MessageIntent } from '../tables.ts';

const payload = z.strictObject({ shopId: z.uuid(), conversationId: z.uuid() });
const OPEN = ['planned', 'sent', 'unknown'] as const satisfies readonly MessageIntent[];
/** The platform's clock may run behind ours. */
const SKEW_MS = 60_000;
const WHOLE = 1;

type Row = Selectable<TenantTables['outgoing_message']> & { channel_conversation_id: string };
type Run = { services: Services; context: JobContext; row: Row; wish: { sentAt: Date | null } };
type Call = Run & { conversations: ChannelConversations; access: ShopAccess; message: OutgoingMessage };

export function sendMessagesJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: sendMessagesKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const { shopId = '', conversationId = '' } = jobs[0]?.payload ?? {};
      const { merchantId } = context;
      const row = await services.database.withMerchant(merchantId, (tx) => nextOf(tx, conversationId));
      if (!row) return context.commit(async () => undefined);
      const run = { services, context, row, wish: { sentAt: row.sent_at } };
      try {
        await withShopAccess(services, { merchantId, shopId }, async (_shop, { conversations }, access) => {
          const may =
            conversations && (await services.database.withMerchant(merchantId, (tx) => hasScope(tx, shopId, conversations.scope)));
          if (!may) return context.commit((tx) => end(tx, run, { intent: 'rejected', failure_code: 'no-consent' }));
          await send({ ...run, conversations, access });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await context.commit((tx) => end(tx, run, { intent: 'rejected', failure_code: 'shop-not-active' }));
      }
    },
  };
}

async function nextOf(tx: TenantTx, conversationId: string): Promise<Row | undefined> {
  return tx
    .selectFrom('outgoing_message')
    .innerJoin('conversation', 'conversation.id', 'outgoing_message.conversation_id')
    .selectAll('outgoing_message')
    .select('conversation.channel_conversation_id')
    .where('outgoing_message.conversation_id', '=', conversationId)
    .where('intent', 'in', OPEN)
    .orderBy('place')
    .executeTakeFirst();
}

async function send(given: Omit<Call, 'message'>): Promise<void> {
  const { context, row, wish, conversations, access } = given;
  const call: Call = { ...given, message: await messageOf(given) };
  const { channel_conversation_id: channelConversationId } = row;
  await carryOut<{ channelMessageId: string }>(context, wish, {
    lookFor: (sentAt) => look(call, sentAt),
    send: () => conversations.send(access, { channelConversationId, message: call.message }),
    mark: (tx, mark) => save(tx, row, mark),
    answered: (tx, { channelMessageId }) =>
      end(tx, call, { intent: 'confirmed', failure_code: null, channel_message_id: channelMessageId }),
    refused: (tx, code) => end(tx, call, { intent: 'rejected', failure_code: code }),
  });
}

/** A picture is uploaded before it is sent, and where it then lies is kept: a lost answer is told by it. */
async function messageOf(given: Omit<Call, 'message'>): Promise<OutgoingMessage> {
  const { row } = given;
  switch (row.kind) {
    case 'text':
      return { kind: 'text', text: row.body };
    case 'order-card':
      return { kind: 'order-card', channelOrderId: row.channel_order_id ?? '' };
    case 'product-card':
      return { kind: 'product-card', channelProductId: row.channel_product_id ?? '' };
    case 'image': {
      const { image_url: url, image_width: width, image_height: height } = row;
      return { kind: 'image', picture: url !== null && width !== null && height !== null ? { url, width, height } : await upload(given) };
    }
  }
}

async function upload({ services, context, row, conversations, access }: Omit<Call, 'message'>) {
  const imageId = row.image_id ?? '';
  const blobs = await services.blobs.forMerchant(context.merchantId);
  const bytes = await services.database.withMerchant(context.merchantId, (tx) => blobs.get(tx, { objectId: imageId, version: WHOLE }));
  if (!bytes) throw new Error('a picture to be sent has no bytes');
  const picture = await conversations.uploadPicture(access, { bytes, fileName: imageId });
  const known = { image_url: picture.url, image_width: picture.width, image_height: picture.height };
  await context.commit((tx) => tx.updateTable('outgoing_message').set(known).where('id', '=', row.id).execute(), { finish: false });
  return picture;
}

async function look({ services, context, row, conversations, access, message }: Call, sentAt: Date) {
  if (!services.guards.lookBeforeSending) return undefined;
  const { channel_conversation_id: channelConversationId, conversation_id: conversationId } = row;
  const said = await conversations.messages(access, { channelConversationId, from: sentAt.getTime() - SKEW_MS });
  const claimed = await services.database.withMerchant(context.merchantId, (tx) =>
    tx
      .selectFrom('outgoing_message')
      .select('channel_message_id')
      .where('conversation_id', '=', conversationId)
      .where('channel_message_id', 'is not', null)
      .execute(),
  );
  const others = new Set(claimed.map(({ channel_message_id }) => channel_message_id));
  return said.find(
    (one) => one.from === 'seller' && one.sequence > (row.after_sequence ?? 0) && !others.has(one.channelMessageId) && isSame(one, message),
  );
}

function isSame(said: ChannelMessage, message: OutgoingMessage): boolean {
  if (said.kind !== message.kind) return false;
  switch (message.kind) {
    case 'text':
      return said.text === message.text;
    case 'image':
      return said.picture?.url === message.picture.url;
    case 'order-card':
      return said.channelOrderId === message.channelOrderId;
    case 'product-card':
      return said.channelProductId === message.channelProductId;
  }
}

/** With the mark of sending: what was there before is not what comes of it. */
async function save(tx: TenantTx, { id, conversation_id }: Row, mark: IntentMark): Promise<void> {
  const known = sql<number>`(SELECT max(sequence) FROM message WHERE conversation_id = ${conversation_id})`;
  await tx
    .updateTable('outgoing_message')
    .set({ ...mark, ...(mark.intent === 'sent' ? { after_sequence: known } : {}) })
    .where('id', '=', id)
    .where('intent', 'in', OPEN)
    .execute();
}

type Ending = { intent: 'confirmed' | 'rejected'; failure_code: string | null; channel_message_id?: string };

/** What was said is read back at once, and the next one of the conversation follows. */
async function end(tx: TenantTx, { services, context, row }: Run, ending: Ending): Promise<void> {
  const now = context.now();
  const { merchantId } = context;
  const { shop_id: shopId, conversation_id: conversationId } = row;
  await tx
    .updateTable('outgoing_message')
    .set({ ...ending, ended_at: new Date(now) })
    .where('id', '=', row.id)
    .where('intent', 'in', OPEN)
    .execute();
  await services.hints.publish(tx, merchantId, [{ type: 'conversation.changed', ids: [conversationId], shopId }]);
  const next = await nextOf(tx, conversationId);
  const jobs = [
    ...(ending.intent === 'confirmed' ? [fetchConversationJob(shopId, row.channel_conversation_id, now)] : []),
    ...(next ? [sendMessagesJob(shopId, conversationId, now)] : []),
  ];
  await enqueue(tx, { merchantId, jobs, now });
}
