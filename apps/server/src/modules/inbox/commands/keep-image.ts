import type { AnswerOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { keepBytes, refuseLie, withRefusals } from '../../../platform/blobs/vault-file.ts';
import { type FileAnswer, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { findConversation } from '../queries/conversation-row.ts';
import { lockConversation } from './send-message.ts';

type Kept = AnswerOf<Routes['message-images.create']>;
const WHOLE = 1;
const IMAGES_MAX = 200;
const tooMany: Refusal = {
  refused: 'invalid-input',
  errors: [{ path: '', code: 'too-many-files', message: `A conversation holds at most ${IMAGES_MAX} pictures of ours` }],
};

export async function keepImage(
  services: Services,
  { caller, requestId, params, body }: Parameters<Handlers['message-images.create']>[0],
): Promise<Kept | Refusal> {
  const lie = refuseLie(body, '');
  if (lie) return lie;
  const now = services.clock.now();
  const { conversationId } = params;
  const blobs = await services.blobs.forMerchant(caller.merchantId);
  return withRefusals(() =>
    services.database.withMerchant(caller.merchantId, async (tx) => {
      const found = await lockConversation(tx, { id: conversationId, caller, now: services.clock.now() });
      if (!found) return refuse('not-found');
      const held = await tx.selectFrom('message_image').selectAll().where('conversation_id', '=', conversationId).execute();
      const same = held.find(({ sha256 }) => sha256 === body.sha256);
      if (same) return { id: same.id, mediaType: same.media_type, bytes: same.bytes, uploadedAt: same.uploaded_at.toISOString() };
      if (held.length >= IMAGES_MAX) return tooMany;
      const id = services.newId();
      const facts = { media_type: body.mediaType, bytes: body.bytes.length, sha256: body.sha256, uploaded_at: new Date(now) };
      await tx
        .insertInto('message_image')
        .values({ merchant_id: caller.merchantId, id, conversation_id: conversationId, ...facts })
        .execute();
      await keepBytes(tx, blobs, { objectId: id, version: WHOLE, bytes: body.bytes });
      const act = { objectKind: 'message-image', objectId: id, facts: { conversation: conversationId, bytes: facts.bytes } };
      await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'message-image.kept' });
      return { id, mediaType: body.mediaType, bytes: facts.bytes, uploadedAt: new Date(now).toISOString() };
    }),
  );
}

export async function openOwnImage(
  services: Services,
  { caller, params }: Parameters<Handlers['message-images.file']>[0],
): Promise<FileAnswer | Refusal> {
  const blobs = await services.blobs.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (!(await findConversation(tx, { id: params.conversationId, caller, now: services.clock.now() }))) return refuse('not-found');
    const file = await tx
      .selectFrom('message_image')
      .selectAll()
      .where('id', '=', params.imageId)
      .where('conversation_id', '=', params.conversationId)
      .executeTakeFirst();
    const bytes = file && (await blobs.get(tx, { objectId: file.id, version: WHOLE }));
    if (!file || !bytes) return refuse('not-found');
    return { file: { name: nameOf(file.id, file.media_type), mediaType: file.media_type, bytes } };
  });
}

/** What people call their files says more than is needed: a picture of a conversation is called by its number. */
const nameOf = (id: string, mediaType: string): string => `${id}.${mediaType === 'image/png' ? 'png' : 'jpg'}`;

/** What a buyer sent, once it was fetched and found to be a picture. */
export async function openMessageImage(
  services: Services,
  { caller, params }: Parameters<Handlers['messages.image']>[0],
): Promise<FileAnswer | Refusal> {
  const blobs = await services.blobs.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (!(await findConversation(tx, { id: params.conversationId, caller, now: services.clock.now() }))) return refuse('not-found');
    const row = await tx
      .selectFrom('message')
      .select(['id', 'image_type'])
      .where('id', '=', params.messageId)
      .where('conversation_id', '=', params.conversationId)
      .where('image_state', '=', 'kept')
      .executeTakeFirst();
    const bytes = row && (await blobs.get(tx, { objectId: row.id, version: WHOLE }));
    if (!row || row.image_type === null || !bytes) return refuse('not-found');
    return { file: { name: nameOf(row.id, row.image_type), mediaType: row.image_type, bytes } };
  });
}
