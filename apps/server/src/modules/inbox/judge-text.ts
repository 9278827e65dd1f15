/**
 * What a text to a buyer must not say: the platform's rule of misconduct, and beside it, from our own data, the number of an order that
 * another buyer placed. Places are in the text as it was given (UTF-16), so that a page can mark them.
 */
import type { AnswerOf, Routes } from '@tradewind/contract';
import { evaluatePolicy } from '@tradewind/rules/policies';
import type { TenantTx } from '../../platform/database/database.ts';
import type { Refusal } from '../../platform/http/handler.ts';
import type { ConversationRow } from './queries/conversation-row.ts';

export type TextVerdict = AnswerOf<Routes['message-checks.create']>;

/** Numbers of orders are 17 to 19 digits on every channel that has an inbox. */
const ORDER_NUMBER = /\d{15,20}/g;

type Said = { text: string; purpose: 'reply' | 'review-reply' };

/** `buyer_hash` null: nobody's order may be named. */
export async function judgeText(
  tx: TenantTx,
  found: Pick<ConversationRow, 'shop_id' | 'buyer_hash'>,
  { text, purpose }: Said,
): Promise<TextVerdict> {
  const { market } = await tx.selectFrom('shop').select('market').where('id', '=', found.shop_id).executeTakeFirstOrThrow();
  const { reasons } = evaluatePolicy('message-guard', { text, purpose, market });
  const others = await othersOrders(tx, found, text);
  const all = [...reasons, ...others].sort((a, b) => a.start - b.start);
  return { isAllowed: all.length === 0, mayConfirm: others.length === 0, reasons: all };
}

/** An order of another buyer is nobody's business in this conversation; whose nobody knows is not judged. */
async function othersOrders(tx: TenantTx, { buyer_hash: own }: Pick<ConversationRow, 'buyer_hash'>, text: string) {
  const places = [...text.matchAll(ORDER_NUMBER)].map((match) => ({
    number: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  if (places.length === 0) return [];
  const rows = await tx
    .selectFrom('orders')
    .select(['channel_order_id', 'buyer_hash'])
    .where(
      'channel_order_id',
      'in',
      places.map(({ number }) => number),
    )
    .where('buyer_hash', 'is not', null)
    .execute();
  const foreign = new Set(rows.filter(({ buyer_hash }) => buyer_hash !== own).map(({ channel_order_id }) => channel_order_id));
  return places.flatMap(({ number, start, end }) => (foreign.has(number) ? [{ code: 'other-buyer' as const, start, end }] : []));
}

/** Whoever has seen the reasons may send all the same what a list of words may judge wrongly; another buyer's order nobody may. */
export function refuseText(
  { isAllowed, mayConfirm, reasons }: TextVerdict,
  { isConfirmed, path }: { isConfirmed: boolean; path: string },
): Refusal | null {
  if (isAllowed || (isConfirmed && mayConfirm)) return null;
  const errors = reasons.map(({ code, start, end }) => ({ path, code, message: `characters ${start} to ${end}` }));
  return { refused: 'invalid-input', errors };
}
