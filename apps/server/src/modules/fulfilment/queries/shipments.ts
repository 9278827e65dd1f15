import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import type { ShipmentState } from '../tables.ts';
import { shopOf } from './packages.ts';

type ShipmentView = AnswerOf<Routes['shipments.list']>['items'][number];
type Row = {
  id: string;
  runId: string;
  shopId: string;
  orderId: string;
  channelOrderId: string;
  path: 'platform' | 'seller';
  channelPackageId: string | null;
  channelLineIds: string[] | null;
  trackingNumber: string | null;
  state: ShipmentState;
  code: string | null;
  message: string | null;
  warnings: string[];
  askedBy: string;
  createdAt: Date;
  updatedAt: Date;
};

const COLUMNS = sql`own.id, own.run_id AS "runId", own.shop_id AS "shopId", own.order_id AS "orderId", own.channel_order_id AS "channelOrderId",
  own.path, own.channel_package_id AS "channelPackageId", own.channel_line_ids AS "channelLineIds",
  COALESCE(own.tracking_number, (SELECT package.tracking_number FROM package WHERE package.merchant_id = own.merchant_id
    AND package.shop_id = own.shop_id AND package.channel_package_id = own.channel_package_id)) AS "trackingNumber",
  own.state, own.code, own.message, own.warnings, own.asked_by AS "askedBy", own.created_at AS "createdAt", own.updated_at AS "updatedAt"`;

function viewOf({ orderId, channelOrderId, createdAt, updatedAt, shopId: _, ...row }: Row, shop: ShopInScope): ShipmentView {
  const at = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { ...row, ...at, order: { id: orderId, channelOrderId }, shop: shopOf(shop) };
}

async function scopeOf(tx: TenantTx, given: Parameters<typeof shopsInScope>[1]): Promise<Map<string, ShopInScope>> {
  return new Map((await shopsInScope(tx, given)).map((shop) => [shop.id, shop]));
}

const views = (rows: readonly Row[], shops: ReadonlyMap<string, ShopInScope>): ShipmentView[] =>
  rows.flatMap((row) => {
    const shop = shops.get(row.shopId);
    return shop ? [viewOf(row, shop)] : [];
  });

export async function shipmentViews(tx: TenantTx, { caller, ids }: { caller: Caller; ids: readonly string[] }): Promise<ShipmentView[]> {
  const { rows } = await sql<Row>`SELECT ${COLUMNS} FROM shipment AS own WHERE own.id = ANY (${ids}::uuid[])`.execute(tx);
  return views(rows, await scopeOf(tx, { caller }));
}

const position = z.strictObject({ id: z.uuid() });
type Input = { caller: Caller; query: ParsedOf<Routes['shipments.list']>['query'] };

/** Newest first: ids rise with time. */
export async function listShipments(services: Services, { caller, query }: Input): Promise<AnswerOf<Routes['shipments.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = await scopeOf(tx, { caller, shopIds: query.shopIds });
    const { rows } = await sql<Row>`
      SELECT ${COLUMNS} FROM shipment AS own WHERE own.shop_id = ANY (${[...shops.keys()]}::uuid[])
        ${query.runId ? sql`AND own.run_id = ${query.runId}` : sql``} ${query.orderId ? sql`AND own.order_id = ${query.orderId}` : sql``}
        ${query.state ? sql`AND own.state = ${query.state}` : sql``} ${after ? sql`AND own.id < ${after.id}` : sql``}
      ORDER BY own.id DESC LIMIT ${query.limit + 1}`.execute(tx);
    const page = pageOf(rows, query.limit, ({ id }) => ({ id }));
    return { items: views(page.items, shops), nextCursor: page.nextCursor };
  });
}

type RunView = AnswerOf<Routes['shipment-runs.get']>;

/** Counted over the shops that the reader may see. */
export async function readShipmentRun(tx: TenantTx, { runId, shopIds }: { runId: string; shopIds: readonly string[] }): Promise<RunView> {
  const run = await tx.selectFrom('shipment_run').selectAll().where('id', '=', runId).executeTakeFirstOrThrow();
  const { rows } = await sql<{ state: ShipmentState; count: number }>`
    SELECT state, count(*)::int AS count FROM shipment
    WHERE run_id = ${runId} AND shop_id = ANY (${shopIds}::uuid[]) GROUP BY state ORDER BY state`.execute(tx);
  const counts = Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  return { id: run.id, createdBy: run.created_by, createdAt: run.created_at.toISOString(), counts };
}

/** A task that ships from none of these shops is not theirs to see. */
export async function findShipmentRun(tx: TenantTx, { runId, shopIds }: { runId: string; shopIds: readonly string[] }): Promise<boolean> {
  const { rows } = await sql`SELECT FROM shipment WHERE run_id = ${runId} AND shop_id = ANY (${shopIds}::uuid[]) LIMIT 1`.execute(tx);
  return rows.length > 0;
}
