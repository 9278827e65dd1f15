import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '../../shared/api/call.ts';

/** The platform's number of an order of which a dialog knows only ours. */
export function OrderName({ orderId }: { orderId: string }) {
  const { data } = useQuery(apiQuery('orders.get', { params: { orderId } }));
  return <strong className="num">{data?.channelOrderId ?? '…'}</strong>;
}
