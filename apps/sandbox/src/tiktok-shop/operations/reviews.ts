/** What buyers say after delivery, and disputes the platform was called into. The real API lists neither (reference §4.0). */
import type { Return, Review } from '../../world/types.ts';
import { decimal, seconds } from '../money.ts';
import { shopOperation } from '../operation.ts';
import { HEALTH_SCOPE, listAnswer, listQuery } from './extension-list.ts';

const reviews = shopOperation({
  method: 'GET',
  template: '/sandbox-extension/reviews',
  versions: [],
  scope: HEALTH_SCOPE,
  query: listQuery,
  answer: (call) => listAnswer(call, { rows: call.sim.lists(call.shop.id).reviews, show: reviewShape, owner: `reviews ${call.shop.id}` }),
});

function reviewShape(item: Review) {
  return {
    id: item.id,
    type: item.kind === 'shop' ? 'SHOP' : 'PRODUCT',
    order_id: item.orderId,
    ...(item.kind === 'product' ? { product_id: item.productId, sku_id: item.skuId } : {}),
    rating: item.stars,
    language: item.language,
    text: item.text,
    buyer_nickname: item.nickname,
    is_incentivised: item.incentivised,
    status: item.withdrawnAt === null ? 'PUBLISHED' : 'WITHDRAWN',
    create_time: seconds(item.at),
    update_time: seconds(item.updatedAt),
  };
}

/** A dispute changes when it is opened and when it is decided, not when its refund is paid. */
type Disputed = { id: string; updatedAt: number; item: Return; dispute: NonNullable<Return['dispute']> };
const disputed = (item: Return): Disputed[] =>
  item.dispute === null ? [] : [{ id: item.id, updatedAt: item.dispute.decidedAt ?? item.dispute.openedAt, item, dispute: item.dispute }];

const disputes = shopOperation({
  method: 'GET',
  template: '/sandbox-extension/disputes',
  versions: [],
  scope: HEALTH_SCOPE,
  query: listQuery,
  answer: (call) =>
    listAnswer(call, {
      rows: call.sim.lists(call.shop.id).returns.flatMap(disputed),
      show: (row) => disputeShape(row, call.shop.currency),
      owner: `disputes ${call.shop.id}`,
    }),
});

function disputeShape({ id, updatedAt, item, dispute }: Disputed, currency: string) {
  return {
    id,
    return_id: id,
    order_id: item.orderId,
    opened_by: 'BUYER',
    status: dispute.decidedAt === null ? 'IN_PROGRESS' : 'DECIDED',
    ...(dispute.responsible === null ? {} : { responsible: dispute.responsible }),
    refund_total: decimal(item.refund, currency),
    currency,
    create_time: seconds(dispute.openedAt),
    update_time: seconds(updatedAt),
    decision_due_time: seconds(dispute.dueAt),
    ...(dispute.decidedAt === null ? {} : { decided_time: seconds(dispute.decidedAt) }),
  };
}

export const REVIEW_OPERATIONS = [reviews, disputes];
