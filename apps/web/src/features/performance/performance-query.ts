import { apiQuery } from '../../shared/api/call.ts';

/** Orders become late by the passing of time, which no hint tells. */
const refetchMs = 60_000;

export const performanceQuery = { ...apiQuery('performance.list', {}), refetchInterval: refetchMs };
export const shopPerformanceQuery = (shopId: string) => ({
  ...apiQuery('performance.get', { params: { shopId } }),
  refetchInterval: refetchMs,
});
