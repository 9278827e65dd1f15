import type { AnswerOf, Routes } from '@tradewind/contract';
import { languageOf } from '@tradewind/rules/localisation';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';
import { compose } from '../display.ts';
import { lacksTranslation } from '../translate-elsewhere.ts';
import type { ListingKey } from './figures.ts';
import { gateView } from './gates.ts';
import { publicPathOf, stateOf } from './states.ts';

type Preview = AnswerOf<Routes['review-displays.preview']>;
const REVIEWS_SHOWN = 50;

/** What stands in the way of telling the platform; null: nothing. */
export async function unavailableOf(tx: TenantTx, services: Services, shop: ShopInScope): Promise<Preview['unavailable']> {
  const displays = Object.values(services.channels).find(({ name }) => name === shop.channel)?.reviewDisplays;
  if (!displays) return 'channel';
  if (shop.state !== 'active') return 'shop';
  return (await hasScope(tx, shop.id, displays.scope)) ? null : 'consent';
}

/** Undefined: no listing that the caller may see. */
export async function previewOf(
  tx: TenantTx,
  services: Services,
  { caller, key, now }: { caller: Caller; key: ListingKey; now: number },
): Promise<Preview | undefined> {
  const [shop] = await shopsInScope(tx, { caller, shopIds: [key.shopId] });
  const composed = shop && (await compose(tx, key, now));
  if (!shop || !composed) return undefined;
  const row = await tx
    .selectFrom('review_display')
    .selectAll()
    .where('shop_id', '=', key.shopId)
    .where('channel_product_id', '=', key.channelProductId)
    .executeTakeFirst();
  const gate = await tx.selectFrom('review_gate').selectAll().where('market', '=', shop.market).executeTakeFirst();
  const { own, display } = composed;
  const standing = own.reviews.filter(({ isWithdrawn }) => !isWithdrawn);
  const sum = standing.reduce((total, { rating }) => total + rating, 0);
  return {
    id: row?.id ?? null,
    target: { shop: shopChip(shop), channelProductId: key.channelProductId, title: composed.target.title },
    state: stateOf(row),
    failureCode: row?.failure_code ?? null,
    gate: gateView(shop.market, gate),
    unavailable: await unavailableOf(tx, services, shop),
    before: { soldHere: own.sold, rating: standing.length === 0 ? null : sum / standing.length, ratings: standing.length },
    after: {
      ...{ soldHere: display.soldHere, rating: display.rating, ratings: display.ratings },
      soldElsewhere: display.elsewhere.sold,
      reviewsElsewhere: display.elsewhere.reviews.length,
      language: languageOf(shop.market),
      untranslated: display.elsewhere.reviews.filter((review) => lacksTranslation(review, languageOf(shop.market))).length,
      reviews: display.elsewhere.reviews
        .slice(0, REVIEWS_SHOWN)
        .map(({ shopId: _, writtenAt, ...review }) => ({ ...review, writtenAt: new Date(writtenAt).toISOString() })),
    },
    refused: display.refused,
    publicPath: row?.is_on ? publicPathOf(row) : null,
  };
}
