/**
 * Keeps what is to be said as a wish (`planned`) and enqueues what carries it out; the platform is not called here. The text is kept as it was
 * given, and that is what is sent. The conversation's row is held meanwhile: two agents at once are sent one after the other.
 */
import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Handlers, isRefusal, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { noteUsed } from '../../assist/index.ts';
import { rememberSent } from '../../translation/index.ts';
import { sendMessagesJob } from '../jobs.ts';
import { judgeText, refuseText } from '../judge-text.ts';
import { limitsOf } from '../limits.ts';
import { outgoingView } from '../queries/conversation-detail.ts';
import { type ConversationRow, findConversation, type Sought } from '../queries/conversation-row.ts';
import { refuseUnseen } from '../refuse-unseen.ts';
import { forgetDraft } from './keep-draft.ts';

type Input = Parameters<Handlers['messages.create']>[0];
type Wish = Input['body']['message'];
type Outgoing = AnswerOf<Routes['messages.create']>;
type Content = { body: string; image_id: string | null; channel_order_id: string | null; channel_product_id: string | null };
const NOTHING: Content = { body: '', image_id: null, channel_order_id: null, channel_product_id: null };

const fault = (path: string, code: string, message: string): Refusal => ({ refused: 'invalid-input', errors: [{ path, code, message }] });

export async function sendMessage(services: Services, { caller, requestId, params, body }: Input): Promise<Outgoing | Refusal> {
  const { message } = body;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const now = services.clock.now();
    const found = await lockConversation(tx, { id: params.conversationId, caller, now });
    if (!found) return refuse('not-found');
    const refusal =
      (await refuseUnseen(tx, { found, caller, seenUpTo: body.seenUpTo })) ?? (await refuseLimits(tx, services, { found, message }));
    if (refusal) return refusal;
    const guarded = await refuseWords(tx, found, body);
    if (guarded) return guarded;
    const content = await contentOf(tx, found, message);
    if (isRefusal(content)) return content;
    const row = await tx
      .insertInto('outgoing_message')
      .values({
        ...{ merchant_id: caller.merchantId, id: services.newId(), shop_id: found.shop_id, conversation_id: found.id },
        ...{ place: nextPlace(found.id), kind: message.kind },
        ...content,
        ...{ image_url: null, image_width: null, image_height: null, intent: 'planned', failure_code: null, channel_message_id: null },
        ...{ after_sequence: null, asked_by_kind: caller.kind, asked_by_id: caller.id, asked_by: caller.name },
        ...{ planned_at: new Date(now), sent_at: null, ended_at: null },
        ...typedOf(body),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    if (message.kind === 'text') await forgetDraft(tx, found.id, caller);
    if (body.typed && message.kind === 'text')
      await rememberSent(tx, {
        ...{ merchantId: caller.merchantId, now, outgoingMessageId: row.id, buyerName: found.buyer_name, by: caller.name },
        ...{ typed: body.typed, text: message.text },
      });
    if (body.suggestionId && message.kind === 'text')
      await noteUsed(tx, { conversationId: found.id, suggestionId: body.suggestionId, text: body.typed?.text ?? message.text });
    const facts = { conversation: found.id, kind: message.kind, characters: content.body.length, isConfirmed: body.isConfirmed };
    const act = { action: 'message.asked', objectKind: 'message', objectId: row.id, facts };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'conversation.changed', ids: [found.id], shopId: found.shop_id }]);
    await enqueue(tx, { merchantId: caller.merchantId, jobs: [sendMessagesJob(found.shop_id, found.id, now)], now });
    return outgoingView(row);
  });
}

/** Beside what was seen and is sent; only of a text, and only where it was translated. */
const typedOf = ({ message, typed }: Input['body']) =>
  typed && message.kind === 'text'
    ? { typed_body: typed.text, typed_language: typed.from, body_language: typed.to }
    : { typed_body: null, typed_language: null, body_language: null };

async function refuseWords(tx: TenantTx, found: ConversationRow, { message, isConfirmed }: Input['body']): Promise<Refusal | null> {
  if (message.kind !== 'text') return null;
  const verdict = await judgeText(tx, found, { text: message.text, purpose: 'reply' });
  return refuseText(verdict, { isConfirmed, path: '/message/text' });
}

/** While the conversation's row is held. */
const nextPlace = (conversationId: string) =>
  sql<number>`(SELECT COALESCE(max(place), 0) + 1 FROM outgoing_message WHERE conversation_id = ${conversationId})`;

export async function lockConversation(tx: TenantTx, sought: Sought): Promise<ConversationRow | undefined> {
  const found = await findConversation(tx, sought);
  if (found) await tx.selectFrom('conversation').select('id').where('id', '=', sought.id).forUpdate().executeTakeFirst();
  return found;
}

type Judged = { found: ConversationRow; message: Wish };

/** The channel's limits are data; whether the buyer may still be written to it says itself as well. */
async function refuseLimits(tx: TenantTx, services: Services, { found, message }: Judged): Promise<Refusal | null> {
  const shop = await tx.selectFrom('shop').select(['channel', 'state']).where('id', '=', found.shop_id).executeTakeFirst();
  const limits = limitsOf(services, shop?.channel ?? '');
  if (!limits || shop?.state !== 'active') return refuse('conflict', 'Messages of this shop cannot be answered from here.');
  if (!limits.kinds.includes(message.kind)) return fault('/message/kind', 'not-offered', 'The channel does not take this kind of message');
  if (message.kind === 'text' && message.text.length > limits.text)
    return fault('/message/text', 'too-long', `The channel takes at most ${limits.text} characters`);
  const until = (found.heard_at?.getTime() ?? 0) + limits.quietMs;
  return services.clock.now() > until ? refuse('conflict', 'The buyer has been silent for too long to be written to.') : null;
}

/** A card shows an order of this very buyer, or what this very shop sells: another's is told to nobody. */
async function contentOf(tx: TenantTx, found: ConversationRow, message: Wish): Promise<Content | Refusal> {
  switch (message.kind) {
    case 'text':
      return { ...NOTHING, body: message.text };
    case 'image': {
      const image = await tx
        .selectFrom('message_image')
        .select('id')
        .where('id', '=', message.imageId)
        .where('conversation_id', '=', found.id)
        .executeTakeFirst();
      return image
        ? { ...NOTHING, image_id: image.id }
        : fault('/message/imageId', 'unknown-image', 'No picture of this conversation has this id');
    }
    case 'order-card': {
      const order = await tx
        .selectFrom('orders')
        .select(['channel_order_id', 'buyer_hash'])
        .where('id', '=', message.orderId)
        .where('shop_id', '=', found.shop_id)
        .executeTakeFirst();
      const isTheirs = order && found.buyer_hash !== null && order.buyer_hash === found.buyer_hash;
      if (!isTheirs) return fault('/message/orderId', 'not-this-buyers', 'No order of this buyer in this shop has this id');
      return { ...NOTHING, channel_order_id: order.channel_order_id };
    }
    case 'product-card': {
      const listing = await tx
        .selectFrom('listing')
        .select('channel_product_id')
        .where('id', '=', message.listingId)
        .where('shop_id', '=', found.shop_id)
        .executeTakeFirst();
      if (!listing) return fault('/message/listingId', 'unknown-listing', 'No listing of this shop has this id');
      return { ...NOTHING, channel_product_id: listing.channel_product_id };
    }
  }
}

/** What a person may do about a message that the platform refused. */
export async function settleRefused(
  services: Services,
  {
    caller,
    requestId,
    params,
    to,
  }: Omit<Parameters<Handlers['outgoing-messages.retry']>[0], 'body' | 'query'> & { to: 'planned' | 'discarded' },
): Promise<Outgoing | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const now = services.clock.now();
    const found = await lockConversation(tx, { id: params.conversationId, caller, now });
    if (!found) return refuse('not-found');
    const again = { intent: to, place: nextPlace(found.id), failure_code: null, planned_at: new Date(now), sent_at: null, ended_at: null };
    const row = await tx
      .updateTable('outgoing_message')
      .set(to === 'planned' ? again : { intent: to })
      .where('id', '=', params.outgoingMessageId)
      .where('conversation_id', '=', found.id)
      .where('intent', '=', 'rejected')
      .where((eb) => eb.or([eb('failure_code', 'is', null), eb('failure_code', '<>', 'buyer-erased'), eb.val(to === 'discarded')]))
      .returningAll()
      .executeTakeFirst();
    if (!row) return (await isThere(tx, params)) ? refuse('conflict', 'The platform has not refused this message.') : refuse('not-found');
    const act = { objectKind: 'message', objectId: row.id, facts: { conversation: found.id } };
    const action = to === 'planned' ? 'message.retried' : 'message.discarded';
    await audit(tx, { ...act, action, id: services.newId(), at: now, caller, requestId });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'conversation.changed', ids: [found.id], shopId: found.shop_id }]);
    if (to === 'planned') await enqueue(tx, { merchantId: caller.merchantId, jobs: [sendMessagesJob(found.shop_id, found.id, now)], now });
    return outgoingView(row);
  });
}

async function isThere(tx: TenantTx, ids: { conversationId: string; outgoingMessageId: string }): Promise<boolean> {
  const row = await tx
    .selectFrom('outgoing_message')
    .select('id')
    .where('id', '=', ids.outgoingMessageId)
    .where('conversation_id', '=', ids.conversationId)
    .executeTakeFirst();
  return row !== undefined;
}
