/**
 * The operations the channel uses, with the version of each. A version retires about two months after
 * its successor appears, so this table is where an upgrade starts.
 * `lostAnswer`: what a repeat cannot repair is of unknown outcome (a code works once, a refresh token is replaced by its use, an appeal
 * uses up an attempt, an application is reviewed, a second create is a second listing). So is every write of listings and stock, absolute
 * or not: who repeats it late may undo what was written since, so the caller looks first. A parcel leaves once, and a case is answered once: the platform's state tells whether it was. A message
 * sent twice is read twice: the conversation tells whether it is there. Setting or removing a webhook may be repeated.
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
  packageDetail: repeatable('package detail', 'GET', '/fulfillment/202309/packages/{package_id}'),
  shippingServices: repeatable('shipping services', 'POST', '/fulfillment/202309/orders/{order_id}/shipping_services/query'),
  handoverSlots: repeatable('handover slots', 'GET', '/fulfillment/202309/packages/{package_id}/handover_time_slots'),
  deliveryOptions: repeatable('delivery options', 'GET', '/logistics/202309/warehouses/{warehouse_id}/delivery_options'),
  shippingProviders: repeatable('shipping providers', 'GET', '/logistics/202309/delivery_options/{delivery_option_id}/shipping_providers'),
  packagesShip: write('packages ship', 'POST', '/fulfillment/202309/packages/ship'),
  packageCreate: write('package create', 'POST', '/fulfillment/202309/packages'),
  orderShip: write('order ship', 'POST', '/fulfillment/202309/orders/{order_id}/packages'),
  shippingInfoUpdate: write('shipping info update', 'POST', '/fulfillment/202309/packages/{package_id}/shipping_info/update'),
  shippingDocument: repeatable('shipping document', 'GET', '/fulfillment/202309/packages/{package_id}/shipping_documents'),
  documentDownload: repeatable('document download', 'GET', ''),
  splitAttributes: repeatable('split attributes', 'GET', '/fulfillment/202309/orders/split_attributes'),
  orderSplit: write('order split', 'POST', '/fulfillment/202309/orders/{order_id}/split'),
  combinableSearch: repeatable('combinable search', 'GET', '/fulfillment/202309/combinable_packages/search'),
  packagesCombine: write('packages combine', 'POST', '/fulfillment/202309/packages/combine'),
  packageUncombine: write('package uncombine', 'POST', '/fulfillment/202309/packages/{package_id}/uncombine'),
  tracking: repeatable('tracking', 'GET', '/fulfillment/202309/orders/{order_id}/tracking'),
  orderCancel: write('order cancel', 'POST', '/return_refund/202309/cancellations'),
  cancellationApprove: write('cancellation approve', 'POST', '/return_refund/202309/cancellations/{cancel_id}/approve'),
  cancellationReject: write('cancellation reject', 'POST', '/return_refund/202309/cancellations/{cancel_id}/reject'),
  returnApprove: write('return approve', 'POST', '/return_refund/202309/returns/{return_id}/approve'),
  returnReject: write('return reject', 'POST', '/return_refund/202309/returns/{return_id}/reject'),
  returnCreate: write('return create', 'POST', '/return_refund/202309/returns'),
  returnRecords: repeatable('return records', 'GET', '/return_refund/202309/returns/{return_id}/records'),
  rejectReasons: repeatable('reject reasons', 'GET', '/return_refund/202309/reject_reasons'),
  refundCalculate: repeatable('refund calculate', 'POST', '/return_refund/202309/refunds/calculate'),
  eligibility: repeatable('after-sale eligibility', 'GET', '/return_refund/202309/orders/{order_id}/aftersale_eligibility'),
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
  fileUpload: repeatable('file upload', 'POST', '/product/202309/files/upload'),
  permissions: repeatable('permissions', 'GET', '/seller/202309/permissions'),
  globalCreate: write('global product create', 'POST', '/product/202309/global_products'),
  globalEdit: write('global product edit', 'PUT', '/product/202309/global_products/{global_product_id}'),
  globalSearch: repeatable('global product search', 'POST', '/product/202312/global_products/search'),
  globalDetail: repeatable('global product detail', 'GET', '/product/202309/global_products/{global_product_id}'),
  globalPublish: write('global product publish', 'POST', '/product/202309/global_products/{global_product_id}/publish'),
  conversations: repeatable('conversations', 'GET', '/customer_service/202309/conversations'),
  conversation: repeatable('conversation', 'GET', '/customer_service/202601/conversations/{conversation_id}'),
  messages: repeatable('messages', 'GET', '/customer_service/202309/conversations/{conversation_id}/messages'),
  messageSend: write('message send', 'POST', '/customer_service/202309/conversations/{conversation_id}/messages'),
  messagesRead: repeatable('messages read', 'POST', '/customer_service/202309/conversations/{conversation_id}/messages/read'),
  messageImageUpload: repeatable('message image upload', 'POST', '/customer_service/202309/images/upload'),
  messageImageDownload: repeatable('message image download', 'GET', ''),
  reviews: repeatable('reviews', 'GET', '/reviews'),
  reviewReply: write('review reply', 'POST', '/reviews/{review_id}/reply'),
  disputes: repeatable('disputes', 'GET', '/disputes'),
  reviewDisplayRead: repeatable('review display', 'GET', '/review-displays/{product_id}'),
  reviewDisplayShow: { name: 'review display show', method: 'PUT', path: '/review-displays/{product_id}', lostAnswer: 'unknown-outcome' },
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
