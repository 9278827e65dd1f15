import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { preparePublicationsJob } from '../publication-jobs.ts';
import { type PublicationWish, wishOf } from '../publication-wish.ts';
import { publicationDetail } from '../queries/publication-views.ts';
import { choosePapers, papersOf, rememberTypes } from './choose-papers.ts';
import { tellPublications } from './move-publication.ts';

type Body = ParsedOf<Routes['publications.update']>['body'];
type Input = { caller: Caller; requestId: string; params: { publicationId: string }; body: Body };

/** Kept for the next submission. What is on its way is not changed under the platform's hands. */
export async function changePublication(
  services: Services,
  { caller, requestId, params, body }: Input,
): Promise<AnswerOf<Routes['publications.update']> | Refusal> {
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const row = await tx.selectFrom('publication').selectAll().where('id', '=', params.publicationId).forUpdate().executeTakeFirst();
    if (!row || (await shopsInScope(tx, { caller, shopIds: [row.shop_id] })).length === 0) return refuse('not-found');
    if (row.state === 'sending') return refuse('conflict', 'it is on its way to the platform');
    const known = await tx.selectFrom('variant').select('id').where('product_id', '=', row.product_id).execute();
    const media = await tx.selectFrom('product_media').select('id').where('product_id', '=', row.product_id).execute();
    const [variantIds, mediaIds] = [new Set(known.map(({ id }) => id)), new Set(media.map(({ id }) => id))];
    const strange = (body.variants ?? []).findIndex(({ variantId }) => !variantIds.has(variantId));
    const isStrangeChart = typeof body.sizeChartMediaId === 'string' && !mediaIds.has(body.sizeChartMediaId);
    const errors = [
      ...(strange >= 0
        ? [{ path: `/variants/${strange}/variantId`, code: 'unknown-variant', message: 'is no variant of the product' }]
        : []),
      ...(isStrangeChart ? [{ path: '/sizeChartMediaId', code: 'unknown-picture', message: 'is no picture of the product' }] : []),
    ];
    const papers = await choosePapers(tx, { services, caller, publicationId: row.id, body });
    errors.push(...papers.errors);
    if (errors.length > 0) return { refused: 'invalid-input' as const, errors };
    await rememberTypes(tx, { services, caller, types: papers.types });
    const wish = changed(wishOf(row.wish), body);
    const isMoved = body.channelCategoryId !== undefined;
    await tx
      .updateTable('publication')
      .set({ wish: JSON.stringify(wish), updated_at: new Date(now), ...(isMoved ? { prepared_at: null } : {}) })
      .where('id', '=', row.id)
      .execute();
    const act = { objectKind: 'publication', objectId: row.id, action: 'publication.changed' };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: { fields: Object.keys(body) } });
    await tellPublications(tx, services, { merchantId, ids: [row.id], shopId: row.shop_id });
    const detail = await publicationDetail(tx, services, { caller, publicationId: row.id });
    if (isMoved) await enqueue(tx, { merchantId, jobs: [preparePublicationsJob(row.shop_id, now)], now });
    return detail ?? refuse('not-found');
  });
}

function changed(wish: PublicationWish, { variants = [], ...body }: Body): PublicationWish {
  const isOther = body.channelCategoryId !== undefined && body.channelCategoryId !== wish.channelCategoryId;
  const priced = variants.flatMap(({ variantId, price }) => (price === undefined ? [] : [[variantId, price] as const]));
  const counted = variants.flatMap(({ variantId, quantity }) => (quantity === undefined ? [] : [[variantId, quantity] as const]));
  return {
    title: body.title === undefined ? wish.title : body.title,
    description: body.description === undefined ? wish.description : body.description,
    channelCategoryId: body.channelCategoryId ?? wish.channelCategoryId,
    // Another category asks for other attributes.
    attributes: body.attributes ?? (isOther ? [] : wish.attributes),
    papers: papersOf(wish.papers, body.papers ?? [], isOther),
    sizeChartMediaId: body.sizeChartMediaId === undefined ? wish.sizeChartMediaId : body.sizeChartMediaId,
    prices: { ...wish.prices, ...Object.fromEntries(priced) },
    quantities: { ...wish.quantities, ...Object.fromEntries(counted) },
  };
}
