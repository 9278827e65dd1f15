import type { AnswerOf, Routes, UploadedFile } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import { keepBytes, withRefusals } from '../../../platform/blobs/vault-file.ts';
import { type Caller, type FileAnswer, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { pictureOf } from '../pictures.ts';
import { EVERY_SHOP } from './save-product.ts';

const MEDIA_MAX = 20;
const [WHOLE, SMALL] = [1, 2];

type Around = { caller: Caller; requestId: string };
type Keep = Around & { params: { productId: string }; body: UploadedFile };

export async function keepMedia(
  services: Services,
  { caller, requestId, params, body }: Keep,
): Promise<AnswerOf<Routes['product-media.create']> | Refusal> {
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const { productId } = params;
  const picture = await pictureOf(body.bytes);
  if ('fault' in picture) return { refused: 'invalid-input', errors: [{ path: '', code: picture.fault, message: picture.message }] };
  const [id, now] = [services.newId(), services.clock.now()];
  const blobs = await services.blobs.forMerchant(caller.merchantId);
  const { mediaType, width, height, bytes, small } = picture;
  return withRefusals(() =>
    services.database.withMerchant(caller.merchantId, async (tx): Promise<AnswerOf<Routes['product-media.create']> | Refusal> => {
      const product = await tx.selectFrom('product').select('id').where('id', '=', productId).forUpdate().executeTakeFirst();
      if (!product) return refuse('not-found');
      const held = await tx.selectFrom('product_media').select('position').where('product_id', '=', productId).execute();
      if (held.length >= MEDIA_MAX)
        return { refused: 'invalid-input', errors: [{ path: '', code: 'too-many', message: `at most ${MEDIA_MAX} pictures` }] };
      await keepBytes(tx, blobs, { objectId: id, version: WHOLE, bytes });
      await keepBytes(tx, blobs, { objectId: id, version: SMALL, bytes: small });
      const facts = { media_type: mediaType, width, height, bytes: bytes.length };
      await tx
        .insertInto('product_media')
        .values({
          merchant_id: caller.merchantId,
          id,
          product_id: productId,
          ...facts,
          position: Math.max(0, ...held.map(({ position }) => position)) + 1,
          created_at: new Date(now),
        })
        .execute();
      const act = { objectKind: 'product', objectId: productId, action: 'product-media.added' };
      await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: { mediaId: id, ...facts } });
      await services.hints.publish(tx, caller.merchantId, [{ type: 'product.changed', ids: [productId], shopId: null }]);
      return { id, mediaType, width, height, bytes: bytes.length };
    }),
  );
}

type Named = { caller: Caller; params: { productId: string; mediaId: string } };

export async function openMedia(
  services: Services,
  { caller, params, query }: Named & { query: { size: 'whole' | 'small' } },
): Promise<FileAnswer | Refusal> {
  const { productId, mediaId } = params;
  const blobs = await services.blobs.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const row = await tx
      .selectFrom('product_media')
      .select('media_type')
      .where('id', '=', mediaId)
      .where('product_id', '=', productId)
      .executeTakeFirst();
    const isSmall = query.size === 'small';
    const bytes = row && (await blobs.get(tx, { objectId: mediaId, version: isSmall ? SMALL : WHOLE }));
    if (!row || !bytes) return refuse('not-found');
    const mediaType = isSmall ? 'image/webp' : row.media_type;
    return { file: { name: `${mediaId}.${mediaType.slice('image/'.length)}`, mediaType, bytes } };
  });
}

export async function removeMedia(services: Services, { caller, requestId, params }: Around & Named): Promise<undefined | Refusal> {
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const { productId, mediaId } = params;
  const blobs = await services.blobs.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const gone = await tx
      .deleteFrom('product_media')
      .where('id', '=', mediaId)
      .where('product_id', '=', productId)
      .returning('id')
      .executeTakeFirst();
    if (!gone) return refuse('not-found');
    await blobs.remove(tx, mediaId);
    const act = { objectKind: 'product', objectId: productId, action: 'product-media.removed' };
    await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId, facts: { mediaId } });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'product.changed', ids: [productId], shopId: null }]);
    return undefined;
  });
}

type Order = Around & { params: { productId: string }; body: { mediaIds: string[] } };

/** All of them, each once: a list that lacks one was made of what is there no more. */
export async function orderMedia(services: Services, { caller, requestId, params, body }: Order): Promise<undefined | Refusal> {
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const { productId } = params;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const product = await tx.selectFrom('product').select('id').where('id', '=', productId).forUpdate().executeTakeFirst();
    if (!product) return refuse('not-found');
    const held = await tx.selectFrom('product_media').select('id').where('product_id', '=', productId).execute();
    const named = new Set(body.mediaIds);
    if (named.size < body.mediaIds.length || named.size !== held.length || held.some(({ id }) => !named.has(id)))
      return refuse('conflict', 'The pictures are others by now. Read them again.');
    await sql`
      UPDATE product_media SET position = given.position::int
      FROM unnest(${body.mediaIds}::uuid[]) WITH ORDINALITY AS given(id, position) WHERE product_media.id = given.id`.execute(tx);
    const act = { objectKind: 'product', objectId: productId, action: 'product-media.ordered' };
    await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId, facts: { pictures: named.size } });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'product.changed', ids: [productId], shopId: null }]);
    return undefined;
  });
}
