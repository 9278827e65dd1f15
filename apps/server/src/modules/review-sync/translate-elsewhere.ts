/**
 * Reviews from elsewhere in the language of the buyers who are to read them. A translation stands beside the words and is marked; the words, the
 * stars and where they come from stay as they are, and where nobody translates, the words stand alone.
 */
import { languageOf } from '@tradewind/rules/localisation';
import type { ShownReview } from '@tradewind/rules/review-display';
import { sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { translateReviews } from '../translation/index.ts';
import { compose } from './display.ts';
import type { ListingKey } from './queries/figures.ts';

const AT_ONCE = 50;

export const lacksTranslation = ({ body, language, translation }: ShownReview, to: string): boolean =>
  body !== '' && translation === null && language.slice(0, 2).toLowerCase() !== to;

type Wanted = { merchantId: string; key: ListingKey /** Only of those that changed since; null: of all. */; since: number | null };

/** The newest fifty that lack one; outside of any transaction. */
export async function translateElsewhere(services: Services, { merchantId, key, since }: Wanted): Promise<void> {
  const wanted = await services.database.readMerchant(merchantId, async (tx) => {
    const composed = await compose(tx, key, services.clock.now());
    if (!composed) return null;
    const to = languageOf(composed.target.market);
    const open = composed.display.elsewhere.reviews.filter((review) => lacksTranslation(review, to));
    return { to, ids: await idsOf(tx, open, since) };
  });
  if (!wanted || wanted.ids.length === 0) return;
  await translateReviews(services, { merchantId, shopIds: null, to: wanted.to, ids: wanted.ids, untranslated: [] });
}

async function idsOf(tx: TenantTx, reviews: readonly ShownReview[], since: number | null): Promise<string[]> {
  const [shopIds, ids] = [reviews.map(({ shopId }) => shopId), reviews.map(({ id }) => id)];
  const { rows } = await sql<{ id: string }>`
    SELECT r.id FROM review r JOIN unnest(${shopIds}::uuid[], ${ids}::text[]) AS wanted(shop_id, channel_review_id)
      ON r.shop_id = wanted.shop_id AND r.channel_review_id = wanted.channel_review_id
    WHERE r.updated_at >= ${new Date(since ?? 0)} ORDER BY r.written_at DESC, r.id LIMIT ${AT_ONCE}`.execute(tx);
  return rows.map(({ id }) => id);
}
