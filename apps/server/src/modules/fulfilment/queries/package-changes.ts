import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { shopOf } from './packages.ts';

type ChangeView = AnswerOf<Routes['package-changes.list']>['items'][number];
type Row = Omit<ChangeView, 'shop' | 'createdAt'> & { shopId: string; createdAt: Date };

const COLUMNS = sql`id, kind, shop_id AS "shopId", channel_order_ids AS "channelOrderIds", state, code, message, asked_by AS "askedBy",
  created_at AS "createdAt"`;

const views = (rows: readonly Row[], shops: readonly ShopInScope[]): ChangeView[] =>
  rows.flatMap(({ shopId, createdAt, ...row }) => {
    const shop = shops.find(({ id }) => id === shopId);
    return shop ? [{ ...row, createdAt: createdAt.toISOString(), shop: shopOf(shop) }] : [];
  });

export async function changeViews(tx: TenantTx, { caller, ids }: { caller: Caller; ids: readonly string[] }): Promise<ChangeView[]> {
  const { rows } = await sql<Row>`SELECT ${COLUMNS} FROM package_change WHERE id = ANY (${ids}::uuid[])`.execute(tx);
  return views(rows, await shopsInScope(tx, { caller }));
}

const position = z.strictObject({ id: z.uuid() });
type Input = { caller: Caller; query: ParsedOf<Routes['package-changes.list']>['query'] };

export async function listPackageChanges(services: Services, { caller, query }: Input): Promise<AnswerOf<Routes['package-changes.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = await shopsInScope(tx, { caller });
    const ofOrder = query.orderId
      ? sql`AND channel_order_ids @> ARRAY(SELECT channel_order_id FROM orders WHERE id = ${query.orderId}) AND shop_id = (SELECT shop_id FROM orders WHERE id = ${query.orderId})`
      : sql``;
    const { rows } = await sql<Row>`
      SELECT ${COLUMNS} FROM package_change WHERE shop_id = ANY (${shops.map(({ id }) => id)}::uuid[]) ${ofOrder}
        ${after ? sql`AND id < ${after.id}` : sql``} ORDER BY id DESC LIMIT ${query.limit + 1}`.execute(tx);
    const page = pageOf(rows, query.limit, ({ id }) => ({ id }));
    return { items: views(page.items, shops), nextCursor: page.nextCursor };
  });
}
