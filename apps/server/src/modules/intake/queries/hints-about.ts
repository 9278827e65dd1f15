import type { TenantTx } from '../../../platform/database/database.ts';

/** The platform's hints that named this object, for its timeline. */
export async function hintsAbout(
  tx: TenantTx,
  { shopId, channelObjectId }: { shopId: string; channelObjectId: string },
): Promise<{ notificationId: string; topic: string; occurredAt: Date; receivedAt: Date }[]> {
  return tx
    .selectFrom('inbound')
    .select(['notification_id as notificationId', 'topic', 'occurred_at as occurredAt', 'received_at as receivedAt'])
    .where('shop_id', '=', shopId)
    .where('channel_object_id', '=', channelObjectId)
    .orderBy('received_at')
    .limit(200)
    .execute();
}
