import type { ServiceStanding } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import type { ShopInScope } from '../../accounts/index.ts';

type Source = ServiceStanding['source'];
export type ServiceSources = { conversations: Source; orders: Source; reviews: Source; disputes: Source };
type Row = { shop_id: string; scopes: string[]; read: string[]; has_unread: boolean };

/** A conversation that was never read this long after its last message is part of a history that is still being read. */
const UNREAD_MS = 10 * 60_000;

/** How far what the rates are made of has been read, shop by shop. */
export async function readSources(
  tx: TenantTx,
  { shops, channels, now }: { shops: readonly ShopInScope[]; channels: Services['channels']; now: number },
): Promise<ServiceSources[]> {
  const { rows } = await sql<Row>`
    SELECT shop.id AS shop_id, auth.granted_scopes AS scopes,
      array(SELECT stream FROM sync_stream WHERE shop_id = shop.id AND backfilled_at IS NOT NULL) AS read,
      EXISTS (SELECT FROM conversation WHERE shop_id = shop.id AND read_for IS DISTINCT FROM latest_message_id AND read_for IS NULL
        AND latest_at < ${new Date(now - UNREAD_MS)}) AS has_unread
    FROM shop JOIN channel_authorization AS auth ON auth.merchant_id = shop.merchant_id AND auth.id = shop.authorization_id
    WHERE shop.id = ANY(${shops.map((shop) => shop.id)}::uuid[])`.execute(tx);
  return shops.map((shop) => {
    const row = rows.find((each) => each.shop_id === shop.id);
    const channel = Object.entries(channels).find(([name]) => name === shop.channel)?.[1];
    const isRead = (stream: string) => row?.read.includes(stream) ?? false;
    const sourceOf = (offered: { scope: string } | undefined, isComplete: boolean): Source => {
      if (!offered) return 'not-offered';
      if (!row?.scopes.includes(offered.scope)) return 'no-consent';
      return isComplete ? 'ready' : 'reading';
    };
    return {
      conversations: sourceOf(channel?.conversations, isRead('conversations') && !row?.has_unread),
      orders: isRead('orders') && isRead('returns') ? 'ready' : 'reading',
      reviews: sourceOf(channel?.feedback, isRead('reviews') && isRead('orders')),
      disputes: sourceOf(channel?.feedback, isRead('disputes')),
    };
  });
}
