/** A review that came by a file, so that every party has one whatever its buyers wrote; bodies for what may be done with it. */
import { z } from 'zod';
import type { Client } from '../stage/client.ts';

const COLUMNS =
  'Review ID,Shop ID,Shop name,Order ID,Product ID,Rating,Language,Review,Nickname,Incentivised,Status,Review time,Last change,Reply,Reply time';
const TIME = '2026-12-01T10:00:00+08:00';
type Ids = Readonly<Record<string, string>>;
type Of = { name: string; shopId: string; channelShopId: string };

/** An export file with one review of that shop. */
const reviewsFile = (channelShopId: string, words: string): string =>
  `${COLUMNS}\n88${channelShopId.slice(-12)},${channelShopId},Drill,5761,1729,2,en,${words},user9,No,Published,${TIME},${TIME},,\n`;

export async function reviewsOf(session: Client, { name, shopId, channelShopId }: Of) {
  await session.call(z.object({ isApplied: z.literal(true) }), '/review-imports', {
    ...{ method: 'POST', body: reviewsFile(channelShopId, `Broken says a buyer of ${name}`), headers: { 'content-type': 'text/csv' } },
  });
  const reviews = await session.all(z.object({ id: z.string(), source: z.string() }), `/reviews?shopIds=${shopId}`);
  return { reviewId: reviews.find(({ source }) => source === 'file')?.id ?? '' };
}

export const reviewBodies = (ids: Ids, label: string): Record<string, unknown> => ({
  'review-reply-checks.create': { text: label },
  'review-replies.create': { text: label },
  'review-replies.discard': {},
  'review-imports.create': reviewsFile(ids.channelShopId ?? '', 'Broken'),
});
