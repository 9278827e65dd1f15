import type { ChannelProgrammeApplication } from '@tradewind/channels';
import { latestOfEach } from '@tradewind/channels/paging';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';

type Shop = { merchantId: string; shopId: string };
type Input = { services: Services; shop: Shop; items: readonly ChannelProgrammeApplication[] };

/** The platform may date an application before we did. */
export const SKEW_MS = 10 * 60_000;

/**
 * Takes in applications as the platform states them. One that is new to us answers the intent that was sent for its programme, where
 * there is one; else it was made in the seller centre. Programmes that we do not know are left out.
 */
export async function saveApplications(tx: TenantTx, { services, shop, items }: Input): Promise<void> {
  const known = latestOfEach(items, ({ channelApplicationId }) => channelApplicationId);
  if (known.length === 0) return;
  const rows = await tx
    .selectFrom('programme_application')
    .select(['id', 'programme', 'intent', 'sent_at', 'channel_application_id', 'updated_at'])
    .where('shop_id', '=', shop.shopId)
    .forUpdate()
    .execute();
  const held = new Map(rows.map((row) => [row.channel_application_id, row]));
  const answered = (item: ChannelProgrammeApplication) =>
    rows.find(
      ({ programme, intent, sent_at }) =>
        programme === item.programme &&
        (intent === 'sent' || intent === 'unknown') &&
        (sent_at?.getTime() ?? 0) - SKEW_MS <= item.createdAt,
    );
  const changed: string[] = [];
  for (const item of known) {
    if (item.programme === null) continue;
    const row = held.get(item.channelApplicationId);
    if (row && row.updated_at.getTime() >= item.updatedAt) continue;
    const own = row ?? answered(item);
    const id = own?.id ?? services.newId();
    const facts = { ...factsOf(item), intent: null, failure_code: null };
    if (own) await tx.updateTable('programme_application').set(facts).where('id', '=', id).execute();
    else
      await tx
        .insertInto('programme_application')
        .values({ merchant_id: shop.merchantId, id, shop_id: shop.shopId, programme: item.programme, ...facts })
        .execute();
    changed.push(id);
  }
  if (changed.length > 0)
    await services.hints.publish(tx, shop.merchantId, [{ type: 'programme.changed', ids: changed, shopId: shop.shopId }]);
}

const factsOf = (item: ChannelProgrammeApplication) => ({
  channel_application_id: item.channelApplicationId,
  status: item.status,
  history: JSON.stringify(item.history),
  reasons: JSON.stringify(item.reasons),
  invited_categories: item.invitedCategories,
  stage: item.stage,
  created_at: new Date(item.createdAt),
  updated_at: new Date(item.updatedAt),
});
