/**
 * What returns, refunds and disputes add to the sums behind the rates of quality, each at the instant by which its rate counts:
 *
 *   dispute     when it was opened; the seller's if the platform holds the seller responsible
 *   request     for a seller's fault: when it ended, or thirty days after it was made where it has not by then. While it goes on it already
 *               stands at its thirtieth day, so that time alone brings it into the window
 *   order       when it was created, once somebody asks to give it back for a defect, damage, or a wrong, incomplete or lost parcel
 */
import type { ReturnCause } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import { type Move, movedSlots } from '../../platform/database/slots.ts';

export const afterSaleColumns = ['disputes', 'seller_fault_disputes', 'judged_requests', 'resolved_requests', 'defective_orders'] as const;
export type AfterSaleAmounts = Readonly<Record<(typeof afterSaleColumns)[number], number>>;
type AfterSaleMove = Move<keyof AfterSaleAmounts>;
const nothing: AfterSaleAmounts = { disputes: 0, seller_fault_disputes: 0, judged_requests: 0, resolved_requests: 0, defective_orders: 0 };

const defective: readonly ReturnCause[] = ['defect', 'damage', 'wrong', 'missing', 'lost'];
const sellerFaults: readonly ReturnCause[] = [...defective, 'not-as-described'];

const ANSWER_WITHIN_MS = 30 * 24 * 3_600_000;

type Request = { kind: string; cause: ReturnCause | null; createdAt: number; resolvedAt: number | null };

/** Null: nobody holds it against the seller. */
export function judgedAt({ kind, cause, createdAt, resolvedAt }: Request): number | null {
  if (kind === 'cancellation' || cause === null || !sellerFaults.includes(cause)) return null;
  return Math.min(resolvedAt ?? Number.POSITIVE_INFINITY, createdAt + ANSWER_WITHIN_MS);
}

export function requestMoves(request: Request | null, sign: 1 | -1): AfterSaleMove[] {
  const at = request && judgedAt(request);
  if (request === null || at === null) return [];
  return [{ at, amounts: { ...nothing, judged_requests: sign, resolved_requests: request.resolvedAt === at ? sign : 0 } }];
}

export function disputeMoves(dispute: { openedAt: number; responsible: string | null } | null, sign: 1 | -1): AfterSaleMove[] {
  if (dispute === null) return [];
  return [
    { at: dispute.openedAt, amounts: { ...nothing, disputes: sign, seller_fault_disputes: dispute.responsible === 'seller' ? sign : 0 } },
  ];
}

type Shop = { merchantId: string; shopId: string };

export async function moveAfterSales(tx: TenantTx, shop: Shop, moves: readonly AfterSaleMove[]): Promise<void> {
  const moved = movedSlots(afterSaleColumns, shop, moves);
  if (!moved) return;
  await sql`
    INSERT INTO rollup_after_sale AS held (${moved.names}) SELECT * FROM ${moved.source}
    ON CONFLICT (merchant_id, shop_id, slot_seconds, slot_at) DO UPDATE SET ${moved.added}`.execute(tx);
}

/**
 * Marks and counts those of these orders that somebody wants to give back as defective and that are not marked yet. Asked with every
 * order and with every such request, since either may be known first.
 */
export async function countDefective(tx: TenantTx, shop: Shop, channelOrderIds: readonly string[]): Promise<void> {
  if (channelOrderIds.length === 0) return;
  const { rows } = await sql<{ created_at: Date }>`
    UPDATE orders SET is_returned_defective = true
    WHERE shop_id = ${shop.shopId} AND channel_order_id = ANY(${[...channelOrderIds]}::text[]) AND NOT is_returned_defective AND EXISTS (
      SELECT FROM after_sale WHERE after_sale.shop_id = orders.shop_id AND after_sale.channel_order_id = orders.channel_order_id
        AND after_sale.kind <> 'cancellation' AND after_sale.cause = ANY(${[...defective]}::text[]))
    RETURNING created_at`.execute(tx);
  await moveAfterSales(
    tx,
    shop,
    rows.map(({ created_at }) => ({ at: created_at.getTime(), amounts: { ...nothing, defective_orders: 1 } })),
  );
}
