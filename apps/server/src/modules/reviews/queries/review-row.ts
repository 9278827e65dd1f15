import type { Review } from '@tradewind/contract';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import type { ShopInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';
import type { ReplyIntent } from '../tables.ts';

type Row = Selectable<TenantTables['review']> & {
  order_id: string | null;
  listing_id: string | null;
  title: string | null;
  wish: { body: string; intent: ReplyIntent; failure_code: string | null; asked_by: string; planned_at: string } | null;
};

/** `found` is a query of rows of `review`; what stands around them is laid beside. */
export async function readReviews(tx: TenantTx, found: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    SELECT r.*, o.id AS order_id, l.id AS listing_id, l.title,
      CASE WHEN w.review_id IS NULL THEN NULL ELSE json_build_object('body', w.body, 'intent', w.intent, 'failure_code', w.failure_code,
        'asked_by', w.asked_by, 'planned_at', w.planned_at) END AS wish
    FROM (${found}) AS r
    LEFT JOIN orders o ON o.merchant_id = r.merchant_id AND o.shop_id = r.shop_id AND o.channel_order_id = r.channel_order_id
    LEFT JOIN listing l ON l.merchant_id = r.merchant_id AND l.shop_id = r.shop_id AND l.channel_product_id = r.channel_product_id
    LEFT JOIN review_reply w ON w.merchant_id = r.merchant_id AND w.review_id = r.id
    ORDER BY r.written_at DESC, r.id DESC`.execute(tx);
  return rows;
}

/** One of the caller's own; one of somebody else's reads like none. */
export async function findReview(tx: TenantTx, { id, shopIds }: { id: string; shopIds: readonly string[] }): Promise<Row | undefined> {
  const [row] = await readReviews(tx, sql`SELECT * FROM review WHERE id = ${id} AND shop_id = ANY (${shopIds}::uuid[])`);
  return row;
}

export function reviewView(row: Row, shop: ShopInScope | undefined): Review {
  const { channel_product_id: channelProductId, wish } = row;
  return {
    id: row.id,
    channelReviewId: row.channel_review_id,
    shop: shopChip(shop),
    rating: row.rating,
    text: row.body,
    language: row.language || null,
    author: maskedName(row.author),
    channelOrderId: row.channel_order_id,
    orderId: row.order_id,
    product: channelProductId === null ? null : { channelProductId, title: row.title, listingId: row.listing_id },
    themes: row.themes ?? [],
    isIncentivised: row.is_incentivised,
    isWithdrawn: row.is_withdrawn,
    isErased: row.is_erased,
    source: row.source,
    writtenAt: row.written_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    reply: row.replied_at ? { text: row.reply_body ?? '', repliedAt: row.replied_at.toISOString() } : null,
    wish: wish && {
      text: wish.body,
      state: wish.intent,
      failureCode: wish.failure_code,
      askedBy: wish.asked_by,
      plannedAt: new Date(wish.planned_at).toISOString(),
    },
  };
}

/** Platforms show most names shortened already; nobody here needs more of one than to tell two apart. */
function maskedName(name: string): string {
  const [first, ...rest] = [...name.trim()];
  if (first === undefined) return '';
  return `${first}***${rest.length > 1 ? rest.at(-1) : ''}`;
}
