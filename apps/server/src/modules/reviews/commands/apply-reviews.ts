import type { ChannelReview } from '@tradewind/channels';
import { latestOfEach } from '@tradewind/channels/paging';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Move, movedSlots } from '../../../platform/database/slots.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { Services } from '../../../platform/services.ts';

type Shop = { merchantId: string; shopId: string };
type Counted = { rating: number; isWithdrawn: boolean; writtenAt: number };
type Held = Counted & { id: string; updatedAt: number; isErased: boolean; hasWords: boolean };
type Change = { id: string; item: ChannelReview; before: Held | null };

/** One or two stars count against the shop from the instant of writing, until the review is withdrawn. */
const NEGATIVE_STARS = 2;
const movesOf = (review: Counted | null, sign: 1 | -1): Move<'negative'>[] =>
  review !== null && review.rating <= NEGATIVE_STARS && !review.isWithdrawn ? [{ at: review.writtenAt, amounts: { negative: sign } }] : [];

/** Takes in reviews; an older answer never replaces a newer one. */
export async function applyReviews(
  tx: TenantTx,
  { services, shop, items }: { services: Services; shop: Shop; items: ChannelReview[] },
): Promise<{ changed: number }> {
  const latest = latestOfEach(items, (item) => item.channelReviewId);
  if (latest.length === 0) return { changed: 0 };
  const held = await readHeld(tx, shop, latest);
  const changes = latest.flatMap((item): Change[] => {
    const before = held.get(item.channelReviewId) ?? null;
    return before && !isNewer(before, item) ? [] : [{ id: before?.id ?? services.newId(), item, before }];
  });
  if (changes.length === 0) return { changed: 0 };
  await save(tx, shop, await withoutErased(tx, shop, changes));
  await services.hints.publish(tx, shop.merchantId, [
    { type: 'review.changed', ids: changes.slice(0, 50).map(({ id }) => id), shopId: shop.shopId },
  ]);
  return { changed: changes.length };
}

function isNewer(held: Held, item: ChannelReview): boolean {
  if (!held.hasWords && held.updatedAt <= item.updatedAt) return true;
  if (held.updatedAt !== item.updatedAt) return held.updatedAt < item.updatedAt;
  return held.isWithdrawn !== item.isWithdrawn || held.rating !== item.rating;
}

async function readHeld(tx: TenantTx, shop: Shop, latest: readonly ChannelReview[]): Promise<ReadonlyMap<string, Held>> {
  const rows = await tx
    .selectFrom('review')
    .select(['id', 'channel_review_id', 'rating', 'is_withdrawn', 'written_at', 'updated_at', 'is_erased', 'language'])
    .where('shop_id', '=', shop.shopId)
    .where(
      'channel_review_id',
      'in',
      latest.map((item) => item.channelReviewId),
    )
    .forUpdate()
    .execute();
  return new Map(
    rows.map((row) => [
      row.channel_review_id,
      {
        id: row.id,
        rating: row.rating,
        isWithdrawn: row.is_withdrawn,
        writtenAt: row.written_at.getTime(),
        updatedAt: row.updated_at.getTime(),
        isErased: row.is_erased,
        hasWords: row.language !== null,
      },
    ]),
  );
}

/** Nothing is said any more in what was withdrawn, and the words of a buyer whose data was deleted do not come back. */
async function withoutErased(tx: TenantTx, shop: Shop, changes: Change[]): Promise<Change[]> {
  const orderIds = [...new Set(changes.map(({ item }) => item.channelOrderId))];
  const erased = await tx
    .selectFrom('orders')
    .select('channel_order_id')
    .where('shop_id', '=', shop.shopId)
    .where('channel_order_id', 'in', orderIds)
    .where('buyer_erased_at', 'is not', null)
    .execute();
  const gone = new Set(erased.map((row) => row.channel_order_id));
  return changes.map((change) => {
    const { item, before } = change;
    const isSilent = item.isWithdrawn || before?.isErased || gone.has(item.channelOrderId);
    return isSilent ? { ...change, item: { ...item, body: '', author: '' } } : change;
  });
}

async function save(tx: TenantTx, shop: Shop, changes: Change[]): Promise<void> {
  const { names, source } = unnestRows(changes, {
    merchant_id: ['uuid', () => shop.merchantId],
    id: ['uuid', ({ id }) => id],
    shop_id: ['uuid', () => shop.shopId],
    channel_review_id: ['text', ({ item }) => item.channelReviewId],
    channel_order_id: ['text', ({ item }) => item.channelOrderId],
    channel_product_id: ['text', ({ item }) => item.channelProductId],
    rating: ['int', ({ item }) => item.rating],
    body: ['text', ({ item }) => item.body],
    language: ['text', ({ item }) => item.language],
    author: ['text', ({ item }) => item.author],
    is_incentivised: ['boolean', ({ item }) => item.isIncentivised],
    is_withdrawn: ['boolean', ({ item }) => item.isWithdrawn],
    written_at: ['timestamptz', ({ item }) => new Date(item.writtenAt)],
    updated_at: ['timestamptz', ({ item }) => new Date(item.updatedAt)],
  });
  await sql`
    INSERT INTO review (${names}) SELECT * FROM ${source}
    ON CONFLICT (merchant_id, id) DO UPDATE SET rating = excluded.rating, body = excluded.body, language = excluded.language,
      author = excluded.author, is_incentivised = excluded.is_incentivised, is_withdrawn = excluded.is_withdrawn, written_at = excluded.written_at,
      updated_at = excluded.updated_at`.execute(tx);
  const moved = movedSlots(
    ['negative'],
    shop,
    changes.flatMap(({ item, before }) => [...movesOf(before, -1), ...movesOf(item, 1)]),
  );
  if (moved)
    await sql`
      INSERT INTO rollup_review AS held (${moved.names}) SELECT * FROM ${moved.source}
      ON CONFLICT (merchant_id, shop_id, slot_seconds, slot_at) DO UPDATE SET ${moved.added}`.execute(tx);
}
