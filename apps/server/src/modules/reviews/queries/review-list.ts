import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { readReviews, reviewView } from './review-row.ts';

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Query = ParsedOf<Routes['reviews.list']>['query'];

/** Of a row `r`: nobody has answered it and nobody is about to. */
const unanswered = sql`r.replied_at IS NULL AND NOT EXISTS (SELECT FROM review_reply w
  WHERE w.merchant_id = r.merchant_id AND w.review_id = r.id AND w.intent IN ('planned', 'sent', 'unknown', 'confirmed'))`;

function conditionsOf({ rating, theme, language, channelProductId, state }: Query): RawBuilder<unknown>[] {
  return [
    state === 'withdrawn' ? sql`r.is_withdrawn` : sql`NOT r.is_withdrawn`,
    ...(rating === undefined ? [] : [rating === 'negative' ? sql`r.rating <= 2` : sql`r.rating = ${Number(rating)}`]),
    ...(theme === undefined ? [] : [sql`${theme} = ANY (r.themes)`]),
    ...(language === undefined ? [] : [sql`r.language = ${language}`]),
    ...(channelProductId === undefined ? [] : [sql`r.channel_product_id = ${channelProductId}`]),
    ...(state === 'with-words' || state === 'unanswered' ? [sql`r.body <> ''`] : []),
    ...(state === 'unanswered' ? [unanswered] : []),
  ];
}

/** One keyset page over all shops. Each shop is read in its own order by its own index, and no further than the page could need. */
export async function listReviews(
  services: Services,
  { caller, query }: { caller: Caller; query: Query },
): Promise<AnswerOf<Routes['reviews.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const { shopIds, market } = query;
    const shops = new Map((await shopsInScope(tx, { caller, shopIds, market })).map((shop) => [shop.id, shop]));
    const size = query.limit + 1;
    const conditions = [...conditionsOf(query), ...(after ? [sql`(r.written_at, r.id) < (${new Date(after.at)}, ${after.id}::uuid)`] : [])];
    const rows = await readReviews(
      tx,
      sql`SELECT picked.* FROM unnest(${[...shops.keys()]}::uuid[]) AS s(id) CROSS JOIN LATERAL (
        SELECT r.* FROM review r WHERE r.shop_id = s.id AND ${sql.join(conditions, sql` AND `)}
        ORDER BY r.written_at DESC, r.id DESC LIMIT ${size}) AS picked
      ORDER BY picked.written_at DESC, picked.id DESC LIMIT ${size}`,
    );
    const page = pageOf(rows, query.limit, (row) => ({ at: row.written_at.toISOString(), id: row.id }));
    return { items: page.items.map((row) => reviewView(row, shops.get(row.shop_id))), nextCursor: page.nextCursor };
  });
}
