import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import type { Language, TextSource } from '../shapes.ts';

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid(), market: z.string().regex(/^[A-Z]{2}$/) });
type Row = {
  id: string;
  code: string;
  productTitle: string;
  market: string;
  language: Language;
  title: string;
  state: 'draft' | 'to-review' | 'approved';
  isBehind: boolean;
  sources: TextSource[];
  reason: string | null;
  updatedAt: Date;
  approvedBy: string | null;
};
type Input = { caller: Caller; query: ParsedOf<Routes['product-texts.list']>['query'] };

/** One keyset page, what changed last first. */
export async function listTexts(services: Services, { caller, query }: Input): Promise<AnswerOf<Routes['product-texts.list']>> {
  const after = decodeCursor(query.cursor, position);
  const { market, state, q } = query;
  const behind = sql`own.original <> jsonb_build_object('title', product.title, 'description', product.description, 'attributes', product.attributes)`;
  const conditions = [
    sql`true`,
    ...(market ? [sql`own.market = ${market}`] : []),
    ...(state === 'behind' ? [behind] : state ? [sql`own.state = ${state}`] : []),
    ...(q
      ? [sql`(position(lower(${q}) in lower(product.title)) > 0 OR position(lower(${q}) in lower(own.title)) > 0 OR product.code = ${q})`]
      : []),
    ...(after ? [sql`(own.updated_at, own.product_id, own.market) < (${after.at}::timestamptz, ${after.id}::uuid, ${after.market})`] : []),
  ];
  const rows = await services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await sql<Row>`
      SELECT product.id, product.code, product.title AS "productTitle", own.market, own.language, own.title, own.state, ${behind} AS "isBehind",
             own.sources, own.reason, own.updated_at AS "updatedAt", own.approved_by AS "approvedBy"
      FROM product_text AS own JOIN product ON product.merchant_id = own.merchant_id AND product.id = own.product_id
      WHERE ${sql.join(conditions, sql` AND `)}
      ORDER BY own.updated_at DESC, own.product_id DESC, own.market DESC LIMIT ${sql.lit(query.limit + 1)}`.execute(tx);
    return found.rows;
  });
  const page = pageOf(rows, query.limit, (row) => ({ at: row.updatedAt.toISOString(), id: row.id, market: row.market }));
  return {
    items: page.items.map(({ id, code, productTitle, updatedAt, ...row }) => ({
      ...row,
      product: { id, code, title: productTitle },
      updatedAt: updatedAt.toISOString(),
    })),
    nextCursor: page.nextCursor,
  };
}
