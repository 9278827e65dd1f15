/**
 * The operations the channel uses, with the version of each. A version retires about two months after
 * its successor appears, so this table is where an upgrade starts.
 * `lostAnswer`: only the token calls and an application change something that a repeat cannot repair (a code works once,
 * a refresh token is replaced by its use, an application is reviewed). Setting or removing a webhook is absolute, so it may be repeated.
 */
import type { LostAnswer } from './classify.ts';

export type Operation = { name: string; method: 'GET' | 'POST' | 'PUT' | 'DELETE'; path: string; lostAnswer: LostAnswer };

function repeatable(name: string, method: Operation['method'], path: string): Operation {
  return { name, method, path, lostAnswer: 'retry-later' };
}

export const OPERATIONS = {
  tokenGet: { name: 'token get', method: 'GET', path: '/api/v2/token/get', lostAnswer: 'unknown-outcome' },
  tokenRefresh: { name: 'token refresh', method: 'GET', path: '/api/v2/token/refresh', lostAnswer: 'unknown-outcome' },
  authorisedShops: repeatable('authorised shops', 'GET', '/authorization/202309/shops'),
  webhookSet: repeatable('webhook set', 'PUT', '/event/202309/webhooks'),
  webhookRemove: repeatable('webhook remove', 'DELETE', '/event/202309/webhooks'),
  orderSearch: repeatable('order search', 'POST', '/order/202309/orders/search'),
  orderDetail: repeatable('order detail', 'GET', '/order/202507/orders'),
  priceDetail: repeatable('price detail', 'GET', '/order/202407/orders/{order_id}/price_detail'),
  packageSearch: repeatable('package search', 'POST', '/fulfillment/202309/packages/search'),
  returnSearch: repeatable('return search', 'POST', '/return_refund/202309/returns/search'),
  cancellationSearch: repeatable('cancellation search', 'POST', '/return_refund/202309/cancellations/search'),
  productSearch: repeatable('product search', 'POST', '/product/202502/products/search'),
  productDetail: repeatable('product detail', 'GET', '/product/202309/products/{product_id}'),
  conversations: repeatable('conversations', 'GET', '/customer_service/202309/conversations'),
  messages: repeatable('messages', 'GET', '/customer_service/202309/conversations/{conversation_id}/messages'),
  reviews: repeatable('reviews', 'GET', '/reviews'),
  disputes: repeatable('disputes', 'GET', '/disputes'),
  openingList: repeatable('opening list', 'GET', '/openings'),
  openingRead: repeatable('opening read', 'GET', '/openings/{opening_id}'),
  openingSubmit: { name: 'opening submit', method: 'POST', path: '/openings', lostAnswer: 'unknown-outcome' },
  adSpend: repeatable('ad spend', 'GET', '/ad-spend'),
  programmeApplications: repeatable('programme applications', 'GET', '/programme-applications'),
  programmeApply: { name: 'programme apply', method: 'POST', path: '/programme-applications', lostAnswer: 'unknown-outcome' },
} as const satisfies Record<string, Operation>;
