/** Whose turn a case is, what was offered and sent back: how the row of a case keeps it. */
import type { CaseStanding, ChannelCase } from '@tradewind/channels';
import type { TenantTx } from '../../platform/database/database.ts';

export type StandingRow = {
  reason_code: string;
  opened_by: CaseStanding['openedBy'];
  respond_by: Date | null;
  channel_line_ids: string[];
  arbitration: CaseStanding['dispute'];
  offer_minor: number | null;
  is_offer_refused: boolean;
  sent_back_number: string | null;
  sent_back_carrier: string | null;
};

export const standingColumns = [
  'reason_code',
  'opened_by',
  'respond_by',
  'channel_line_ids',
  'arbitration',
  'offer_minor',
  'is_offer_refused',
  'sent_back_number',
  'sent_back_carrier',
] as const;

const standingOf = (standing: CaseStanding): StandingRow => ({
  reason_code: standing.reasonCode,
  opened_by: standing.openedBy,
  respond_by: standing.respondBy === null ? null : new Date(standing.respondBy),
  channel_line_ids: standing.channelLineIds,
  arbitration: standing.dispute,
  offer_minor: standing.offer?.amount ?? null,
  is_offer_refused: standing.offer?.isRefused ?? false,
  sent_back_number: standing.sentBack?.trackingNumber ?? null,
  sent_back_carrier: standing.sentBack?.carrier ?? null,
});

export function isOtherStanding(held: StandingRow, standing: CaseStanding): boolean {
  const row = standingOf(standing);
  return standingColumns.some((column) => JSON.stringify(held[column]) !== JSON.stringify(row[column]));
}

/**
 * A case as it stands, looked at by its id after an answer. Whose turn it is shows at once; what it moved (refunds, rates) is for the sweep,
 * which finds the case newer than what is held here because its own update time is not taken.
 */
export async function applyCase(tx: TenantTx, shop: { shopId: string }, item: ChannelCase): Promise<void> {
  const { reason, ...standing } = item;
  await tx
    .updateTable('after_sale')
    .set({ status: item.status, ...standingOf({ ...standing, reasonCode: reason }) })
    .where('shop_id', '=', shop.shopId)
    .where('channel_after_sale_id', '=', item.channelCaseId)
    .where('kind', item.kind === 'cancellation' ? '=' : '<>', 'cancellation')
    .where('updated_at', '<=', new Date(item.updatedAt))
    .where('refunded_at', 'is', null)
    .execute();
}
