import type { AnswerOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { compose, NOTHING, REVIEWS_MAX, refreshDisplay } from '../display.ts';
import { refreshDisplaysJob } from '../jobs.ts';
import type { ListingKey } from '../queries/figures.ts';
import { previewOf, unavailableOf } from '../queries/preview.ts';
import { ensureSigningKey } from '../signing.ts';

type Display = AnswerOf<Routes['review-displays.publish']>;
const PUBLIC_ID_BYTES = 16;

export async function publishDisplay(
  services: Services,
  input: Parameters<Handlers['review-displays.publish']>[0],
): Promise<Display | Refusal> {
  const { caller, requestId, body } = input;
  const now = services.clock.now();
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const [shop] = await shopsInScope(tx, { caller, shopIds: [body.shopId] });
    const composed = shop && (await compose(tx, body, now));
    if (!shop || !composed) return refuse('not-found');
    const unavailable = await unavailableOf(tx, services, shop);
    if (unavailable) return refuse('review-display-unavailable', `It cannot be told from here: ${unavailable}.`);
    if (!composed.isGateOpen) return refuse('review-gate-closed', `${shop.market} is closed: its conditions were not confirmed.`);
    const { elsewhere } = composed.display;
    if (elsewhere.reviews.length > REVIEWS_MAX)
      return refuse('conflict', `More than ${REVIEWS_MAX} reviews: all or none are shown, so none.`);
    if (elsewhere.sold.length === 0) return refuse('conflict', 'Nothing is linked that may be shown here.');
    await ensureSigningKey(tx, services, { merchantId: caller.merchantId, secrets, now });
    const id = await switchOn(tx, services, { caller, key: body, now });
    await refreshDisplay(tx, { services, merchantId: caller.merchantId, now, cause: 'published', by: caller.name }, body);
    await enqueue(tx, { merchantId: caller.merchantId, jobs: [refreshDisplaysJob(now)], now });
    const facts = { shopId: shop.id, reviews: elsewhere.reviews.length };
    await audit(tx, {
      id: services.newId(),
      at: now,
      action: 'review-display.publish',
      objectKind: 'review-display',
      objectId: id,
      facts,
      caller,
      requestId,
    });
    return (await previewOf(tx, services, { caller, key: body, now })) ?? refuse('not-found');
  });
}

async function switchOn(
  tx: TenantTx,
  services: Services,
  { caller, key, now }: { caller: Caller; key: ListingKey; now: number },
): Promise<string> {
  const row = {
    ...{ merchant_id: caller.merchantId, id: services.newId(), shop_id: key.shopId, channel_product_id: key.channelProductId },
    ...{ public_id: Buffer.from(services.random.bytes(PUBLIC_ID_BYTES)).toString('base64url'), is_on: true, version: 0 },
    ...{ content: JSON.stringify(NOTHING), intent: 'confirmed' as const, failure_code: null, sent_at: null, confirmed_version: null },
    ...{ changed_by: caller.name, changed_at: new Date(now) },
  };
  const { id } = await tx
    .insertInto('review_display')
    .values(row)
    .onConflict((conflict) => conflict.columns(['merchant_id', 'shop_id', 'channel_product_id']).doUpdateSet({ is_on: true }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** One click: whatever is shown goes, in whatever state it is. */
export async function withdrawDisplay(
  services: Services,
  input: Parameters<Handlers['review-displays.withdraw']>[0],
): Promise<Display | Refusal> {
  const { caller, requestId, params } = input;
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const mine = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    const row = await tx
      .updateTable('review_display')
      .set({ is_on: false })
      .where('id', '=', params.reviewDisplayId)
      .where('shop_id', 'in', [...mine, caller.merchantId])
      .returning(['id', 'shop_id as shopId', 'channel_product_id as channelProductId'])
      .executeTakeFirst();
    if (!row) return refuse('not-found');
    const key = { shopId: row.shopId, channelProductId: row.channelProductId };
    await refreshDisplay(tx, { services, merchantId: caller.merchantId, now, cause: 'withdrawn', by: caller.name }, key);
    const facts = { shopId: row.shopId };
    await audit(tx, {
      id: services.newId(),
      at: now,
      action: 'review-display.withdraw',
      objectKind: 'review-display',
      objectId: row.id,
      facts,
      caller,
      requestId,
    });
    return (await previewOf(tx, services, { caller, key, now })) ?? refuse('not-found');
  });
}
