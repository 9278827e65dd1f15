import type { AnswerOf, MexicoSku, ParsedOf, Routes } from '@tradewind/contract';
import { rhythmOf } from '@tradewind/rules/rhythm';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type Sold, soldBySku } from '../../orders/index.ts';
import { type MexicoContext, withMexico } from './mexico-context.ts';
import { readFits } from './mexico-fit.ts';
import { keyOf, liveSkus } from './mexico-verdicts.ts';

export type SkuFilter = ParsedOf<Routes['us-to-mexico.file']>['query'];
type Row = {
  listingId: string;
  createdAt: Date;
  channelProductId: string;
  title: string;
  channelSkuId: string;
  sellerSku: string;
  category: string | null;
  channelCategory: string | null;
  amount: number;
  currency: string;
  quantity: number;
  rhythm: 'core' | 'trial' | null;
  shipFrom: string | null;
  stock: number | null;
};

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid(), sku: z.string().max(100) });
type Position = z.output<typeof position>;
type Input = { caller: Caller; params: { shopId: string }; query: ParsedOf<Routes['us-to-mexico.skus']>['query'] };

export async function listSkus(
  services: Services,
  { caller, params, query }: Input,
): Promise<AnswerOf<Routes['us-to-mexico.skus']> | Refusal> {
  const after = decodeCursor(query.cursor, position);
  const answer = await withMexico(services, { caller, shopId: params.shopId }, async (tx, context) => {
    const rows = await readRows(tx, context, { filter: query, after, limit: query.limit + 1 });
    const page = pageOf(
      rows,
      query.limit,
      (row): Position => ({
        at: row.createdAt.toISOString(),
        id: row.listingId,
        sku: row.channelSkuId,
      }),
    );
    return { items: await skuViews(tx, context, page.items), nextCursor: page.nextCursor };
  });
  return answer ?? refuse('not-found');
}

type Wanted = { filter: SkuFilter; after: Position | null; limit: number };

/** Newest listing first. */
export async function readRows(tx: TenantTx, context: MexicoContext, { filter, after, limit }: Wanted): Promise<Row[]> {
  const behind = after
    ? sql`AND (listing.created_at, listing.id, variant.channel_sku_id) < (${after.at}::timestamptz, ${after.id}::uuid, ${after.sku}::text)`
    : sql``;
  const { rows } = await sql<Row>`
    SELECT listing.id AS "listingId", listing.created_at AS "createdAt", listing.channel_product_id AS "channelProductId", listing.title,
           variant.channel_sku_id AS "channelSkuId", variant.seller_sku AS "sellerSku", listing.category,
           listing.channel_category AS "channelCategory", variant.price_minor AS amount, variant.currency, variant.quantity,
           mark.rhythm, mark.ship_from AS "shipFrom", mark.stock
    ${liveSkus(context.seller.shop.id)} ${filtered(context, filter)} ${behind}
    ORDER BY listing.created_at DESC, listing.id DESC, variant.channel_sku_id DESC LIMIT ${limit}`.execute(tx);
  return rows;
}

/** The ids of all that a filter finds. */
export async function matchingSkus(tx: TenantTx, context: MexicoContext, filter: SkuFilter): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT variant.channel_sku_id AS id ${liveSkus(context.seller.shop.id)} ${filtered(context, filter)}`.execute(tx);
  return rows.map(({ id }) => id);
}

/** What a filter asks of the verdict is asked of the combinations; the rest of the rows themselves. */
function filtered({ seller, judged }: MexicoContext, { state, reason, category, rhythm, q }: SkuFilter): RawBuilder<unknown> {
  const wanted = judged.combinations.filter(
    ({ verdict }) => (!state || verdict.state === state) && (!reason || verdict.reasons.some(({ code }) => code === reason)),
  );
  const text = q?.toLowerCase();
  return sql.join(
    [
      ...(state || reason
        ? [
            // As one text each: PostgreSQL hashes a list of texts, where it would go through a table of four columns once for each row.
            sql`AND coalesce(listing.category, '') || ' ' || variant.currency || ' ' || variant.price_minor || ' ' || coalesce(mark.ship_from, ${seller.shipFrom})
              = ANY (${wanted.map(keyOf)}::text[])`,
          ]
        : []),
      ...(category ? [sql`AND coalesce(listing.category, 'unmapped') = ${category}`] : []),
      ...(rhythm ? [sql`AND coalesce(mark.rhythm, 'none') = ${rhythm}`] : []),
      ...(text ? [sql`AND (position(${text} in lower(listing.title)) > 0 OR position(${text} in lower(variant.seller_sku)) > 0)`] : []),
    ],
    sql` `,
  );
}

/** With the pace of their sales and the fit of their products. */
export async function skuViews(tx: TenantTx, context: MexicoContext, rows: readonly Row[]): Promise<MexicoSku[]> {
  if (rows.length === 0) return [];
  const { seller, now } = context;
  const sold = await soldBySku(tx, { shopId: seller.shop.id, channelSkuIds: rows.map(({ channelSkuId }) => channelSkuId), now });
  const fits = await readFits(tx, { seller, listingIds: [...new Set(rows.map(({ listingId }) => listingId))] });
  return rows.map((row) => ({
    ...viewOf(row, context),
    ...paceOf(row, sold.get(row.channelSkuId), context),
    fitScore: fits.get(row.listingId)?.fit?.score ?? null,
  }));
}

type Pace = Pick<MexicoSku, 'stock' | 'soldLast7' | 'soldBefore7' | 'coverDays' | 'warning'>;

export function paceOf(
  row: Pick<Row, 'rhythm' | 'stock' | 'quantity' | 'shipFrom'>,
  sold: Sold | undefined,
  { seller }: Pick<MexicoContext, 'seller'>,
): Pace {
  const selling = { stock: row.stock ?? row.quantity, soldLast7: sold?.last7 ?? 0, soldBefore7: sold?.before7 ?? 0 };
  const isInUs = (row.shipFrom ?? seller.shipFrom) === 'US';
  const { coverDays, warning } = rhythmOf({ ...selling, rhythm: row.rhythm, isInUs, leadTimeDays: seller.leadTimeDays });
  return { ...selling, coverDays, warning };
}

function viewOf(row: Row, { seller, judged }: MexicoContext): Omit<MexicoSku, keyof Pace | 'fitScore'> {
  const shipFrom = row.shipFrom ?? seller.shipFrom;
  const { access, state, reasons, priceInPesos } = judged.verdictOf({ ...row, category: row.category ?? '', shipFrom });
  return {
    listingId: row.listingId,
    channelProductId: row.channelProductId,
    title: row.title,
    channelSkuId: row.channelSkuId,
    sellerSku: row.sellerSku,
    category: row.category,
    channelCategory: row.channelCategory,
    price: { amount: row.amount, currency: row.currency },
    priceInPesos,
    shipFrom,
    isShipFromOwn: row.shipFrom !== null,
    access,
    state,
    reasons,
    rhythm: row.rhythm,
    isStockByHand: row.stock !== null,
  };
}
