import type { OrderStatus } from '@tradewind/contract/types';

/** In the order an order lives through them. Kept as a record so that a status the contract adds cannot be forgotten. */
const places: Record<OrderStatus, number> = {
  unpaid: 0,
  'on-hold': 1,
  'awaiting-shipment': 2,
  'partially-shipped': 3,
  'awaiting-collection': 4,
  'in-transit': 5,
  delivered: 6,
  completed: 7,
  cancelled: 8,
};
// The record's keys are exactly the statuses.
export const orderStatuses = (Object.keys(places) as OrderStatus[]).sort((a, b) => places[a] - places[b]);

/** Only these still wait for the seller, so only these have a running deadline. */
export const awaitsSeller = (status: OrderStatus): boolean => status === 'awaiting-shipment' || status === 'partially-shipped';
