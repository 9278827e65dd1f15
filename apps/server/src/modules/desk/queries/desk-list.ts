import type { AnswerOf, DeskOrder, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import type { ShopInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';
import { NEVER } from '../buckets.ts';
import { type DeskQuestion, pageStatement, questionOf, refuseImpossibleFilter, searchTerms } from '../desk-filter.ts';
import { type MarkRow, markColumns, markView } from './mark-view.ts';

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Input = { caller: Caller; query: ParsedOf<Routes['desk-orders.list']>['query'] };

/** One keyset page over all shops, the most urgent first. Never counts: the counts are kept. */
export async function listDesk(services: Services, { caller, query }: Input): Promise<AnswerOf<Routes['desk-orders.list']>> {
  const { limit, cursor, ...filter } = query;
  refuseImpossibleFilter(filter);
  const after = decodeCursor(cursor, position);
  const terms = await searchTerms(services, caller.merchantId, filter.q);
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    const question = await questionOf(tx, { caller, filter, terms, now: services.clock.now() });
    const rows = await readPage(tx, question, { after, limit: limit + 1 });
    const shopOf = new Map(question.shops.map((shop) => [shop.id, shop]));
    const page = pageOf(rows, limit, (row) => ({ at: row.deadlineAt.toISOString(), id: row.id }));
    return { items: page.items.map((row) => view(row, shopOf)), nextCursor: page.nextCursor };
  });
}

type Row = MarkRow & {
  id: string;
  channelOrderId: string;
  shopId: string;
  status: DeskOrder['status'];
  currency: string;
  totalMinor: number;
  units: number;
  createdAt: Date;
  paidAt: Date | null;
  bucket: DeskOrder['bucket'];
  deadlineAt: Date;
  warehouseId: string | null;
  warehouseName: string | null;
  carrier: string | null;
  productName: string | null;
  variantName: string | null;
  sellerSku: string | null;
  imageUrl: string | null;
  lineCount: number;
  combinable: number;
};

async function readPage(
  tx: TenantTx,
  question: DeskQuestion,
  { after, limit }: { after: z.output<typeof position> | null; limit: number },
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    SELECT o.id, o.channel_order_id AS "channelOrderId", o.shop_id AS "shopId", o.status, o.currency, o.total_minor AS "totalMinor", o.units,
      o.created_at AS "createdAt", o.paid_at AS "paidAt", d.bucket, d.deadline_at AS "deadlineAt", d.carrier,
      w.id AS "warehouseId", w.name AS "warehouseName",
      line.product_name AS "productName", line.variant_name AS "variantName", line.seller_sku AS "sellerSku", line.image_url AS "imageUrl",
      (SELECT count(*)::int FROM order_line WHERE order_id = o.id) AS "lineCount",
      CASE WHEN o.status = 'awaiting-shipment' THEN (SELECT count(*)::int FROM orders s WHERE s.merchant_id = o.merchant_id
        AND s.buyer_hash = o.buyer_hash AND s.shop_id = o.shop_id AND s.id <> o.id AND s.status = 'awaiting-shipment') ELSE 0 END AS combinable, ${markColumns(sql`o.id`)}
    FROM (${pageStatement(question, after, limit)}) AS p
    JOIN desk_order d ON d.order_id = p.order_id
    JOIN orders o ON o.merchant_id = d.merchant_id AND o.id = d.order_id
    LEFT JOIN desk_mark m ON m.merchant_id = o.merchant_id AND m.order_id = o.id
    LEFT JOIN stock_allocation a ON a.merchant_id = d.merchant_id AND a.order_id = d.order_id
    LEFT JOIN warehouse w ON w.merchant_id = d.merchant_id AND w.id = COALESCE(d.warehouse_id, a.warehouse_id)
    LEFT JOIN order_line line ON line.merchant_id = o.merchant_id AND line.order_id = o.id AND line.line_no = 1
    ORDER BY p.deadline_at, p.order_id`.execute(tx);
  return rows;
}

function view(row: Row, shopOf: ReadonlyMap<string, ShopInScope>): DeskOrder {
  const { productName, warehouseId } = row;
  return {
    id: row.id,
    channelOrderId: row.channelOrderId,
    shop: shopChip(shopOf.get(row.shopId)),
    status: row.status,
    total: { amount: row.totalMinor, currency: row.currency },
    units: row.units,
    firstLine:
      productName === null
        ? null
        : { productName, variantName: row.variantName ?? '', sellerSku: row.sellerSku ?? '', imageUrl: row.imageUrl },
    lineCount: row.lineCount,
    createdAt: row.createdAt.toISOString(),
    paidAt: row.paidAt?.toISOString() ?? null,
    bucket: row.bucket,
    deadlineAt: deadlineView(row.deadlineAt),
    warehouse: warehouseId === null ? null : { id: warehouseId, name: row.warehouseName ?? '' },
    carrier: row.carrier,
    combinable: row.combinable,
    ...markView(row),
  };
}

export const deadlineView = (at: Date): string | null => (at.getTime() === NEVER.getTime() ? null : at.toISOString());
