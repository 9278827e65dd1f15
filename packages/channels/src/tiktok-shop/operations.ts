/**
 * The operations the channel uses, with the version of each. A version retires about two months after
 * its successor appears, so this table is where an upgrade starts.
 * `lostAnswer`: what a repeat cannot repair is of unknown outcome (a code works once, a refresh token is replaced by its use, an appeal
 * uses up an attempt, an application is reviewed, a second create is a second listing). So is every write of listings and stock, absolute
 * or not: who repeats it late may undo what was written since, so the caller looks first. Setting or removing a webhook may be repeated.
 */
import type { LostAnswer } from './classify.ts';

export type Operation = { name: string; method: 'GET' | 'POST' | 'PUT' | 'DELETE'; path: string; lostAnswer: LostAnswer };

function repeatable(name: string, method: Operation['method'], path: string): Operation {
  return { name, method, path, lostAnswer: 'retry-later' };
}

function write(name: string, method: Operation['method'], path: string): Operation {
  return { name, method, path, lostAnswer: 'unknown-outcome' };
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
  productCreate: write('product create', 'POST', '/product/202309/products'),
  productEdit: write('product edit', 'PUT', '/product/202509/products/{product_id}'),
  productCheck: repeatable('product check', 'POST', '/product/202309/products/listing_check'),
  productActivate: write('product activate', 'POST', '/product/202309/products/activate'),
  productDeactivate: write('product deactivate', 'POST', '/product/202309/products/deactivate'),
  priceUpdate: write('price update', 'POST', '/product/202309/products/{product_id}/prices/update'),
  inventoryUpdate: write('inventory update', 'POST', '/product/202309/products/{product_id}/inventory/update'),
  inventorySearch: repeatable('inventory search', 'POST', '/product/202309/inventory/search'),
  warehouses: repeatable('warehouses', 'GET', '/logistics/202309/warehouses'),
  prerequisites: repeatable('prerequisites', 'GET', '/product/202312/prerequisites'),
  categories: repeatable('categories', 'GET', '/product/202309/categories'),
  categoryRecommend: repeatable('category recommend', 'POST', '/product/202309/categories/recommend'),
  categoryRules: repeatable('category rules', 'GET', '/product/202309/categories/{category_id}/rules'),
  attributes: repeatable('attributes', 'GET', '/product/202309/categories/{category_id}/attributes'),
  brands: repeatable('brands', 'GET', '/product/202309/brands'),
  manufacturers: repeatable('manufacturers', 'POST', '/product/202501/compliance/manufacturers/search'),
  responsiblePersons: repeatable('responsible persons', 'POST', '/product/202501/compliance/responsible_persons/search'),
  imageUpload: repeatable('image upload', 'POST', '/product/202309/images/upload'),
  permissions: repeatable('permissions', 'GET', '/seller/202309/permissions'),
  globalCreate: write('global product create', 'POST', '/product/202309/global_products'),
  globalEdit: write('global product edit', 'PUT', '/product/202309/global_products/{global_product_id}'),
  globalSearch: repeatable('global product search', 'POST', '/product/202312/global_products/search'),
  globalDetail: repeatable('global product detail', 'GET', '/product/202309/global_products/{global_product_id}'),
  globalPublish: write('global product publish', 'POST', '/product/202309/global_products/{global_product_id}/publish'),
  conversations: repeatable('conversations', 'GET', '/customer_service/202309/conversations'),
  messages: repeatable('messages', 'GET', '/customer_service/202309/conversations/{conversation_id}/messages'),
  reviews: repeatable('reviews', 'GET', '/reviews'),
  disputes: repeatable('disputes', 'GET', '/disputes'),
  openingList: repeatable('opening list', 'GET', '/openings'),
  openingRead: repeatable('opening read', 'GET', '/openings/{opening_id}'),
  openingSubmit: { name: 'opening submit', method: 'POST', path: '/openings', lostAnswer: 'unknown-outcome' },
  adSpend: repeatable('ad spend', 'GET', '/ad-spend'),
  violations: repeatable('violations', 'GET', '/violations'),
  restrictions: repeatable('restrictions', 'GET', '/restrictions'),
  appeals: repeatable('appeals', 'GET', '/appeals'),
  appealSubmit: { name: 'appeal submit', method: 'POST', path: '/appeals', lostAnswer: 'unknown-outcome' },
  balanceHolds: repeatable('balance holds', 'GET', '/balance-holds'),
  linkedAccounts: repeatable('linked accounts', 'GET', '/linked-accounts'),
  programmeApplications: repeatable('programme applications', 'GET', '/programme-applications'),
  programmeApply: { name: 'programme apply', method: 'POST', path: '/programme-applications', lostAnswer: 'unknown-outcome' },
} as const satisfies Record<string, Operation>;
