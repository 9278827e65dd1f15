import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';

export type OrderWishes = AnswerOf<Routes['order-reviews.get']>['wishes'];
type Row = { orderId: string; kind: 'service' | 'split'; wish: { service: string } | NonNullable<OrderWishes['split']>['wish'] } & Pick<
  NonNullable<OrderWishes['service']>,
  'ruleId' | 'ruleName'
> & { at: Date };

/** What rules wish for the shipping of these orders; those without a wish are left out. */
export async function wishesOf(tx: TenantTx, orderIds: readonly string[]): Promise<Map<string, OrderWishes>> {
  const { rows } = await sql<Row>`
    SELECT order_id AS "orderId", kind, wish, rule_id AS "ruleId", rule_name AS "ruleName", at FROM review_wish
    WHERE order_id = ANY (${orderIds}::uuid[])`.execute(tx);
  const wishes = new Map<string, OrderWishes>();
  for (const { orderId, wish, ruleId, ruleName, at } of rows) {
    const own = wishes.get(orderId) ?? { service: null, split: null };
    const by = { ruleId, ruleName, at: at.toISOString() };
    wishes.set(orderId, 'service' in wish ? { ...own, service: { wish: wish.service, ...by } } : { ...own, split: { wish, ...by } });
  }
  return wishes;
}
