import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';

export type ProductReview = {
  /** The platform's. */
  id: string;
  rating: number;
  body: string;
  language: string;
  author: string;
  writtenAt: number;
  isIncentivised: boolean;
  /** The order that it names is on record here, and is not cancelled. */
  isVerified: boolean;
  isWithdrawn: boolean;
  translation: { language: string; body: string } | null;
};

type Wanted = {
  shopId: string;
  channelProductId: string /** Of the translation that is wanted beside them; null: none. */;
  language?: string | null;
};

/** All of one listing, newest first, the withdrawn ones too. */
export async function reviewsOfProduct(tx: TenantTx, { shopId, channelProductId, language = null }: Wanted): Promise<ProductReview[]> {
  const { rows } = await sql<Omit<ProductReview, 'writtenAt' | 'translation'> & { writtenAt: Date; translated: string | null }>`
    SELECT r.channel_review_id AS id, r.rating, r.body, COALESCE(r.language, '') AS language, r.author, r.written_at AS "writtenAt",
      r.is_incentivised AS "isIncentivised", r.is_withdrawn AS "isWithdrawn",
      EXISTS (SELECT 1 FROM orders o WHERE o.merchant_id = r.merchant_id AND o.shop_id = r.shop_id
        AND o.channel_order_id = r.channel_order_id AND o.cancelled_at IS NULL) AS "isVerified", t.body AS translated
    FROM review r LEFT JOIN review_translation t ON t.merchant_id = r.merchant_id AND t.review_id = r.id AND t.language = ${language} AND t.of_md5 = md5(r.body)
    WHERE r.shop_id = ${shopId} AND r.channel_product_id = ${channelProductId}
    ORDER BY r.written_at DESC, r.id DESC`.execute(tx);
  return rows.map(({ translated, ...row }) => ({
    ...row,
    writtenAt: row.writtenAt.getTime(),
    translation: translated === null || language === null ? null : { language, body: translated },
  }));
}
