import type { ChannelReview } from '@tradewind/channels';
import { latestOfEach } from '@tradewind/channels/paging';
import { themesOf } from '@tradewind/rules/review-themes';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Move, movedSlots } from '../../../platform/database/slots.ts';
import { type BulkColumn, unnestRows } from '../../../platform/database/unnest.ts';
import type { Services } from '../../../platform/services.ts';
import { forgetReviewTranslations } from '../../translation/index.ts';
import type { ReviewSource } from '../tables.ts';

type Shop = { merchantId: string; shopId: string };
type Counted = { rating: number; isWithdrawn: boolean; writtenAt: number };
type Held = Counted & { id: string; updatedAt: number; isErased: boolean; isJudged: boolean; hasReply: boolean; source: ReviewSource };
type Change = { id: string; item: ChannelReview; before: Held | null };

/** One or two stars count against the shop from the instant of writing, until the review is withdrawn. */
const NEGATIVE_STARS = 2;
const movesOf = (review: Counted | null, sign: 1 | -1): Move<'negative'>[] =>
  review !== null && review.rating <= NEGATIVE_STARS && !review.isWithdrawn ? [{ at: review.writtenAt, amounts: { negative: sign } }] : [];

/** Takes in reviews; an older answer never replaces a newer one. */
export async function applyReviews(
  tx: TenantTx,
  { services, shop, items, source = 'platform' }: { services: Services; shop: Shop; items: ChannelReview[]; source?: ReviewSource },
): Promise<{ changed: number }> {
  const latest = latestOfEach(items, (item) => item.channelReviewId);
  if (latest.length === 0) return { changed: 0 };
  const held = await readHeld(tx, shop, latest);
  const changes = latest.flatMap((item): Change[] => {
    const before = held.get(item.channelReviewId) ?? null;
    return before && !isNewer(before, item, source) ? [] : [{ id: before?.id ?? services.newId(), item, before }];
  });
  if (changes.length === 0) return { changed: 0 };
  await save(tx, { shop, source, changes: await withoutErased(tx, shop, changes) });
  await services.hints.publish(tx, shop.merchantId, [
    { type: 'review.changed', ids: changes.slice(0, 50).map(({ id }) => id), shopId: shop.shopId },
  ]);
  return { changed: changes.length };
}

/** What the platform lists counts more than what a file says, whenever the file was made. */
export function isNewer(held: Held, item: ChannelReview, source: ReviewSource): boolean {
  if (held.source !== source) return source === 'platform';
  if (!held.isJudged && held.updatedAt <= item.updatedAt) return true;
  if (held.updatedAt !== item.updatedAt) return held.updatedAt < item.updatedAt;
  return (
    held.isWithdrawn !== item.isWithdrawn ||
    held.rating !== item.rating ||
    (!held.hasReply && item.reply !== null && !held.isErased && !item.isWithdrawn)
  );
}

export async function readHeld(
  tx: TenantTx,
  shop: Pick<Shop, 'shopId'>,
  latest: readonly ChannelReview[],
): Promise<ReadonlyMap<string, Held>> {
  const rows = await tx
    .selectFrom('review')
    .select([
      'id',
      'channel_review_id',
      'rating',
      'is_withdrawn',
      'written_at',
      'updated_at',
      'is_erased',
      'themes',
      'replied_at',
      'source',
    ])
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
        isJudged: row.themes !== null,
        hasReply: row.replied_at !== null,
        source: row.source,
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
    return isSilent ? { ...change, item: { ...item, body: '', author: '', reply: null } } : change;
  });
}

type Saving = { shop: Shop; source: ReviewSource; changes: Change[] };

async function save(tx: TenantTx, { shop, source: from, changes }: Saving): Promise<void> {
  const columns: Record<string, BulkColumn<Change>> = {
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
    reply_body: ['text', ({ item }) => item.reply?.body],
    replied_at: ['timestamptz', ({ item }) => (item.reply ? new Date(item.reply.repliedAt) : null)],
    source: ['text', () => from],
    written_at: ['timestamptz', ({ item }) => new Date(item.writtenAt)],
    updated_at: ['timestamptz', ({ item }) => new Date(item.updatedAt)],
  };
  const theme_list: BulkColumn<Change> = ['text', ({ item }) => themesOf({ text: item.body, language: item.language || null }).join(',')];
  const { source } = unnestRows(changes, { ...columns, theme_list });
  const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)));
  await sql`
    INSERT INTO review (${names}, themes) SELECT ${names}, string_to_array(theme_list, ',') FROM ${source}
    ON CONFLICT (merchant_id, id) DO UPDATE SET rating = excluded.rating, body = excluded.body, language = excluded.language,
      author = excluded.author, is_incentivised = excluded.is_incentivised, is_withdrawn = excluded.is_withdrawn, themes = excluded.themes,
      reply_body = excluded.reply_body, replied_at = excluded.replied_at, source = excluded.source, written_at = excluded.written_at,
      updated_at = excluded.updated_at`.execute(tx);
  await forgetReviewTranslations(
    tx,
    changes.filter(({ before }) => before).map(({ id }) => id),
  );
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
