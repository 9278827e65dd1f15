import type { ViolationDetail } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { predictionsOf } from '../../performance/index.ts';
import type { AppealRow, ViolationRow } from './course.ts';
import { evidenceOf, evidenceView, sentEvidence } from './evidence.ts';
import { appealsOf, appealView, balanceHoldView, courseOf, violationView } from './views.ts';

type Input = { caller: Caller; violationId: string };
export type FoundViolation = { row: ViolationRow; shop: ShopInScope; appeals: AppealRow[] };

/** Null: no such violation, or none of a shop of the caller's. */
export async function findViolation(tx: TenantTx, { caller, violationId }: Input): Promise<FoundViolation | null> {
  const row = await tx.selectFrom('violation').selectAll().where('id', '=', violationId).executeTakeFirst();
  if (!row) return null;
  const [shop] = await shopsInScope(tx, { caller, shopIds: caller.shopIds?.includes(row.shop_id) === false ? [] : [row.shop_id] });
  return shop ? { row, shop, appeals: await appealsOf(tx, [row.id]) } : null;
}

export async function readViolation(services: Services, input: Input): Promise<ViolationDetail | null> {
  const secrets = await services.secrets.forMerchant(input.caller.merchantId);
  return services.database.withMerchant(input.caller.merchantId, async (tx) => {
    const found = await findViolation(tx, input);
    return found && violationDetailView(tx, { ...found, secrets, now: services.clock.now() });
  });
}

export async function violationDetailView(
  tx: TenantTx,
  found: FoundViolation & { secrets: MerchantSecrets; now: number },
): Promise<ViolationDetail> {
  const { row, shop, appeals } = found;
  const holds = await tx.selectFrom('balance_hold').selectAll().where('violation_id', '=', row.id).orderBy('created_at').execute();
  const course = courseOf(row, found);
  const files = { secrets: found.secrets, sent: sentEvidence(appeals) };
  return {
    ...violationView(row, { ...found, predictions: await predictionsOf(tx, [row.shop_id]) }),
    note: row.note,
    notedAt: row.noted_at?.toISOString() ?? null,
    orders: await citedOrders(tx, row),
    appeals: appeals.map((appeal) => appealView(appeal, { shop, reason: row.reason })),
    evidence: (await evidenceOf(tx, row.id)).map((file) => evidenceView(file, files)),
    balanceHolds: holds.map((hold) => balanceHoldView(hold, course)),
  };
}

/** The orders a violation names, in the platform's order, with what is known of their dispatch. Those we do not hold stay numbers. */
async function citedOrders(tx: TenantTx, row: ViolationRow): Promise<ViolationDetail['orders']> {
  if (row.channel_order_ids.length === 0) return [];
  const { rows } = await sql<CitedRow>`
    SELECT orders.id, orders.channel_order_id, orders.created_at, orders.ship_by, orders.dispatched_at,
      ARRAY(SELECT package.tracking_number FROM package_order JOIN package ON package.merchant_id = package_order.merchant_id AND package.id = package_order.package_id
        WHERE package_order.merchant_id = orders.merchant_id AND package_order.shop_id = orders.shop_id
          AND package_order.channel_order_id = orders.channel_order_id AND package.tracking_number IS NOT NULL ORDER BY package.created_at) AS tracking_numbers
    FROM orders WHERE orders.shop_id = ${row.shop_id} AND orders.channel_order_id = ANY (${row.channel_order_ids}::text[])`.execute(tx);
  const held = new Map(rows.map((order) => [order.channel_order_id, order]));
  return row.channel_order_ids.map((channelOrderId) => {
    const order = held.get(channelOrderId);
    return {
      channelOrderId,
      id: order?.id ?? null,
      createdAt: order?.created_at.toISOString() ?? null,
      shipBy: order?.ship_by?.toISOString() ?? null,
      dispatchedAt: order?.dispatched_at?.toISOString() ?? null,
      trackingNumbers: order?.tracking_numbers ?? [],
    };
  });
}

type CitedRow = {
  id: string;
  channel_order_id: string;
  created_at: Date;
  ship_by: Date | null;
  dispatched_at: Date | null;
  tracking_numbers: string[];
};
