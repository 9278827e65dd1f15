import type { AnswerOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { refreshDisplay } from '../display.ts';
import { type ListingFacts, readListing, sharedGtin } from '../queries/figures.ts';
import { findLinks } from '../queries/links.ts';

type Link = AnswerOf<Routes['review-links.create']>;

/** The shops' rights are asked for both: linking is the word of both sides. */
export async function createLink(services: Services, input: Parameters<Handlers['review-links.create']>[0]): Promise<Link | Refusal> {
  const { caller, requestId, body } = input;
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = await shopsInScope(tx, { caller });
    const mine = new Set(shops.map(({ id }) => id));
    if (!mine.has(body.source.shopId) || !mine.has(body.target.shopId)) return refuse('not-found');
    const [source, target] = [await readListing(tx, body.source), await readListing(tx, body.target)];
    if (!source || !target) return refuse('not-found');
    const gtin = sharedGtin(source, target);
    const refusal = refuseOther(source, target) ?? (gtin === null && !body.declaredSame ? refuse('product-not-same') : null);
    if (refusal) return refusal;
    const row = {
      ...{ merchant_id: caller.merchantId, id: services.newId() },
      ...{ source_shop_id: source.shopId, source_product_id: source.channelProductId },
      ...{ target_shop_id: target.shopId, target_product_id: target.channelProductId },
      ...{ gtin, linked_by: caller.name, linked_at: new Date(now), unlinked_by: null, unlinked_at: null },
    };
    const made = await tx
      .insertInto('review_link')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made) return refuse('conflict', 'These two are linked already.');
    const facts = { sourceShopId: source.shopId, targetShopId: target.shopId, basis: gtin === null ? 'person' : 'gtin' };
    await audit(tx, {
      id: services.newId(),
      at: now,
      action: 'review-link.create',
      objectKind: 'review-link',
      objectId: row.id,
      facts,
      caller,
      requestId,
    });
    const changed = { services, merchantId: caller.merchantId, now, cause: 'links-changed', by: caller.name } as const;
    await refreshDisplay(tx, changed, body.target);
    await services.hints.publish(tx, caller.merchantId, [{ type: 'review.changed', ids: [row.id], shopId: target.shopId }]);
    const [link] = await findLinks(tx, { shops, id: row.id, after: null, limit: 1 });
    return link ?? refuse('not-found');
  });
}

/** What is known of both and differs makes them two products, whatever anybody says. */
function refuseOther(source: ListingFacts, target: ListingFacts): Refusal | null {
  if (source.shopId === target.shopId && source.channelProductId === target.channelProductId)
    return refuse('product-not-same', 'A listing already shows its own reviews.');
  const folded = (text: string | null): string | null => text?.trim().toLocaleLowerCase('en') ?? null;
  const differs = (['brand', 'category'] as const).find((fact) => {
    const [one, other] = [folded(source[fact]), folded(target[fact])];
    return one !== null && other !== null && one !== other;
  });
  return differs ? refuse('product-not-same', `The two differ in ${differs}.`) : null;
}

export async function removeLink(services: Services, input: Parameters<Handlers['review-links.remove']>[0]): Promise<undefined | Refusal> {
  const { caller, requestId, params } = input;
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const mine = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    const row = await tx
      .updateTable('review_link')
      .set({ unlinked_by: caller.name, unlinked_at: new Date(now) })
      .where('id', '=', params.reviewLinkId)
      .where('unlinked_at', 'is', null)
      .where('target_shop_id', 'in', [...mine, caller.merchantId])
      .returningAll()
      .executeTakeFirst();
    if (!row) return refuse('not-found');
    const facts = { targetShopId: row.target_shop_id };
    await audit(tx, {
      id: services.newId(),
      at: now,
      action: 'review-link.remove',
      objectKind: 'review-link',
      objectId: row.id,
      facts,
      caller,
      requestId,
    });
    const changed = { services, merchantId: caller.merchantId, now, cause: 'links-changed', by: caller.name } as const;
    await refreshDisplay(tx, changed, { shopId: row.target_shop_id, channelProductId: row.target_product_id });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'review.changed', ids: [row.id], shopId: row.target_shop_id }]);
    return undefined;
  });
}
