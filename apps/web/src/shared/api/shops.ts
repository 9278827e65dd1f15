import { useQuery } from '@tanstack/react-query';
import type { Shop } from '@tradewind/contract/types';
import { useCan } from '../../app/session.ts';
import { apiQuery } from './call.ts';

/** All shops in one request: a merchant has dozens, and the scope switch, chips and duties all read them. */
export const shopsQuery = apiQuery('shops.list', { query: { limit: 200 } });

const none: Shop[] = [];

export function useShops() {
  const mayRead = useCan('shops:read');
  const query = useQuery({ ...shopsQuery, enabled: mayRead });
  return { ...query, shops: query.data?.items ?? none };
}
