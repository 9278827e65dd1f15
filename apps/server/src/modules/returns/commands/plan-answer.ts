/**
 * Keeps a seller's answer as a wish (`planned`) and enqueues what carries it out; the platform is not called here. The order's row is held
 * meanwhile: two clerks, or a clerk and a rule, decide one after the other, and no two of them give the same money.
 */
import { type AnswerAct, isRefusing, needsEvidence, openActs } from '@tradewind/rules/after-sales';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { sendAnswerJob } from '../jobs.ts';
import { type CaseRow, findCase, stateOf } from '../queries/case-row.ts';
import { lockOrder, moneyOf } from '../queries/order-money.ts';

export type AskedBy = { kind: 'user' | 'api-key'; name: string; ruleId: null } | { kind: 'rule'; name: string; ruleId: string };
export type AnswerWish = { act: AnswerAct; reasonCode: string; comment: string; evidenceIds: readonly string[]; amount: number | null };
type Planning = {
  services: Services;
  merchantId: string;
  caseId: string;
  shopIds: readonly string[] | null;
  askedBy: AskedBy;
  wish: AnswerWish;
};

export async function planAnswer(tx: TenantTx, planning: Planning): Promise<{ answerId: string } | Refusal> {
  const { services, merchantId, caseId, shopIds, askedBy, wish } = planning;
  const now = services.clock.now();
  const seen = await findCase(tx, caseId, shopIds);
  if (!seen) return refuse('not-found');
  if (seen.order_id === null) return refuse('answer-not-open', 'The order of this case is not known yet');
  await lockOrder(tx, seen.order_id);
  const row = await findCase(tx, caseId, shopIds);
  if (!row || row.order_id === null) return refuse('not-found');
  const refusal = (await underWay(tx, caseId)) ?? refuseTurn(row, wish, now) ?? (await refuseWords(tx, row, wish));
  if (refusal) return refusal;
  const amount = amountOf(row, wish);
  const tooMuch =
    amount === null ? null : await refuseMoney(tx, { row, orderId: row.order_id, amount, isOffer: wish.act === 'offer-part' });
  if (tooMuch) return tooMuch;
  const answerId = services.newId();
  await tx
    .insertInto('after_sale_answer')
    .values({
      ...{ merchant_id: merchantId, id: answerId, shop_id: row.shop_id, order_id: row.order_id, after_sale_id: caseId, act: wish.act },
      ...{ reason_code: wish.reasonCode, comment: wish.comment, evidence_ids: [...new Set(wish.evidenceIds)], channel_line_ids: null },
      ...{ amount_minor: amount, currency: row.currency, intent: 'planned', failure_code: null, channel_case_id: null },
      ...{ asked_by_kind: askedBy.kind, asked_by: askedBy.name, rule_id: askedBy.ruleId },
      ...{ planned_at: new Date(now), sent_at: null, ended_at: null },
    })
    .execute();
  await services.hints.publish(tx, merchantId, [{ type: 'return.changed', ids: [caseId], shopId: row.shop_id }]);
  await enqueue(tx, { merchantId, jobs: [sendAnswerJob(row.shop_id, answerId, now)], now });
  return { answerId };
}

async function underWay(tx: TenantTx, caseId: string): Promise<Refusal | null> {
  const { rows } = await sql<{ asked_by: string; act: string }>`
    SELECT asked_by, act FROM after_sale_answer WHERE after_sale_id = ${caseId}::uuid AND intent IN ('planned', 'sent', 'unknown')`.execute(
    tx,
  );
  const [first] = rows;
  return first ? refuse('answer-under-way', `${first.asked_by}: ${first.act}`) : null;
}

/** A deadline's exact instant is still in time. */
function refuseTurn(row: CaseRow, { act }: AnswerWish, now: number): Refusal | null {
  if (!openActs(stateOf(row)).includes(act)) return refuse('answer-not-open', row.status);
  if (row.respond_by && row.respond_by.getTime() < now) return refuse('answer-too-late', row.respond_by.toISOString());
  return null;
}

async function refuseWords(tx: TenantTx, row: CaseRow, wish: AnswerWish): Promise<Refusal | null> {
  const fault = (path: string, code: string, message: string): Refusal => ({ refused: 'invalid-input', errors: [{ path, code, message }] });
  if (isRefusing(wish.act) && wish.reasonCode === '')
    return fault('/reasonCode', 'required', 'A refusal names one of the platform’s reasons');
  if (needsEvidence(wish.act) && wish.evidenceIds.length === 0)
    return fault('/evidenceIds', 'required', 'Whoever refuses what came back shows pictures of it');
  if (wish.act === 'offer-part' && wish.amount === null) return fault('/amount', 'required', 'An offer names an amount');
  if (wish.evidenceIds.length === 0) return null;
  const files = await tx.selectFrom('after_sale_evidence').select('id').where('after_sale_id', '=', row.id).execute();
  const held = new Set(files.map(({ id }) => id));
  const at = wish.evidenceIds.findIndex((id) => !held.has(id));
  return at < 0 ? null : fault(`/evidenceIds/${at}`, 'unknown-evidence', 'No picture of this case has this id');
}

/** Null: the buyer is given nothing by it. A parcel asked back gives its money when it has come. */
function amountOf(row: CaseRow, { act, amount }: AnswerWish): number | null {
  if (act === 'offer-part') return amount;
  return isRefusing(act) ? null : row.refund_minor;
}

type Giving = { row: CaseRow; orderId: string; amount: number; isOffer: boolean };

async function refuseMoney(tx: TenantTx, { row, orderId, amount, isOffer }: Giving): Promise<Refusal | null> {
  if (isOffer && (amount <= 0 || amount >= row.refund_minor))
    return {
      refused: 'invalid-input',
      errors: [{ path: '/amount', code: 'not-a-part', message: 'A part is more than nothing and less than what is asked' }],
    };
  const money = await moneyOf(tx, orderId, row.id);
  return amount > money.left ? aboveLeft(amount, money) : null;
}

export const aboveLeft = (amount: number, { paid, refunded, promised, left, currency }: Awaited<ReturnType<typeof moneyOf>>): Refusal => ({
  refused: 'refund-above-paid',
  detail: `wanted ${amount}, left ${left} = paid ${paid} − refunded ${refunded} − promised ${promised} (minor units of ${currency})`,
});
