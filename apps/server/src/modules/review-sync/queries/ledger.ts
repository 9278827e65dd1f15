import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Answer = AnswerOf<Routes['review-ledger.list']>;
type Query = ParsedOf<Routes['review-ledger.list']>['query'];
type Row = Pick<Answer['items'][number], 'id' | 'kind' | 'cause' | 'by' | 'version' | 'soldElsewhere' | 'reviews'> & {
  at: Date;
  shopId: string;
  channelProductId: string;
  title: string | null;
};

export async function listLedger(tx: TenantTx, { caller, query }: { caller: Caller; query: Query }): Promise<Answer> {
  const shops = await shopsInScope(tx, { caller });
  const after = decodeCursor(query.cursor, position);
  const { rows } = await sql<Row>`
    SELECT e.id, e.at, e.kind, e.cause, e.by, e.version, e.shop_id AS "shopId", e.channel_product_id AS "channelProductId", l.title,
      e.sold_elsewhere::int AS "soldElsewhere", jsonb_array_length(e.reviews) AS reviews
    FROM review_ledger e LEFT JOIN listing l ON l.merchant_id = e.merchant_id AND l.shop_id = e.shop_id AND l.channel_product_id = e.channel_product_id
    WHERE e.shop_id = ANY (${shops.map(({ id }) => id)}::uuid[])
      ${after === null ? sql`` : sql`AND (e.at, e.id) < (${after.at}::timestamptz, ${after.id}::uuid)`}
    ORDER BY e.at DESC, e.id DESC LIMIT ${query.limit + 1}`.execute(tx);
  const page = pageOf(rows, query.limit, (row) => ({ at: row.at.toISOString(), id: row.id }));
  return {
    items: page.items.map(({ shopId, channelProductId, title, at, ...row }) => ({
      ...row,
      at: at.toISOString(),
      target: { shop: shopChip(shops.find(({ id }) => id === shopId)), channelProductId, title: title ?? '' },
    })),
    nextCursor: page.nextCursor,
  };
}
