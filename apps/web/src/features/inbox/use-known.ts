import { useQuery } from '@tanstack/react-query';
import { useCan } from '../../app/session.ts';
import { apiQuery } from '../../shared/api/call.ts';
import type { Blank } from './blanks.ts';
import type { ConversationDetail } from './inbox-look.ts';

/** What a conversation says of the blanks of a saved reply: the order is the buyer's newest, as it stands first beside the words. */
export function useKnown({ id, buyerName, shop }: ConversationDetail, agent: string): Partial<Record<Blank, string>> {
  const { data } = useQuery(apiQuery('conversations.orders', { params: { conversationId: id } }));
  const newest = data?.items[0];
  const mayRead = useCan('orders:read');
  const { data: order } = useQuery({
    ...apiQuery('orders.get', { params: { orderId: newest?.id ?? '' } }),
    enabled: newest !== undefined && mayRead,
  });
  const tracking = order?.packages.find(({ trackingNumber }) => trackingNumber !== null)?.trackingNumber ?? '';
  return { buyer: buyerName, shop: shop.name, order: newest?.channelOrderId ?? '', tracking, agent };
}
