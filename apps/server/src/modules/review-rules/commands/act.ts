/** Does to one order what a rule says, in the transaction that judged it. */
import type { ReviewDecision } from '@tradewind/contract';
import type { ReviewAction, RuleVerdict } from '@tradewind/rules/review-rules';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { raise } from '../../../platform/notifications/index.ts';
import type { Services } from '../../../platform/services.ts';
import { type DeskAct, type DeskOutcome, holdOrders, raiseReview, setWarehouse, tagOrders } from '../../desk/index.ts';
import type { AskedRule } from '../rows.ts';
import { reasonOf } from '../words.ts';

export type Act = ReviewDecision['acts'][number];
export type ActOn = {
  services: Services;
  merchantId: string;
  now: number;
  order: { id: string; shopId: string; channelOrderId: string };
  rule: AskedRule;
  verdict: RuleVerdict;
};

/** A rule that meets a thousand orders a day tells of the first of them. */
const TOLD_A_DAY = 50;
const DAY_MS = 86_400_000;

export async function actOn(tx: TenantTx, on: ActOn, action: ReviewAction): Promise<Act> {
  const { services, merchantId, now, rule, order } = on;
  const act: DeskAct = { services, merchantId, now, actor: { kind: 'rule', id: rule.id, name: rule.name } };
  const orderIds = [order.id];
  const reason = reasonOf(rule.name, on.verdict);
  switch (action.kind) {
    case 'hold':
      return told(action, await holdOrders(tx, act, { orderIds, reason, ruleId: rule.id }));
    case 'review':
      // A new version may ask again what somebody passed under an earlier one.
      return told(action, await raiseReview(tx, act, { orderIds, reason, ruleId: rule.id, cause: `${rule.id} ${rule.version}` }));
    case 'tag':
      return told(action, await tagOrders(tx, act, { orderIds, tag: action.tag }));
    case 'warehouse':
      return told(action, await setWarehouse(tx, act, { orderIds, warehouseId: action.warehouseId }));
    case 'service':
      return wish(tx, on, { action, kind: 'service', wish: { service: action.service } });
    case 'split':
      return wish(tx, on, { action, kind: 'split', wish: { by: action.by, most: action.most } });
    case 'notify':
      return notify(tx, on, action);
  }
}

function told(action: ReviewAction, [outcome]: readonly DeskOutcome[]): Act {
  if (!outcome) return { action, outcome: 'refused', code: 'not-found' };
  return { action, outcome: outcome.outcome, code: outcome.outcome === 'refused' ? outcome.code : null };
}

type Wish = { action: ReviewAction; kind: 'service' | 'split'; wish: object };

/** The first wish of its kind stays: it is of a rule that came before. */
async function wish(tx: TenantTx, { merchantId, now, order, rule }: ActOn, { action, kind, wish: wished }: Wish): Promise<Act> {
  const { rows } = await sql`
    INSERT INTO review_wish (merchant_id, order_id, kind, wish, rule_id, rule_name, at)
    VALUES (${merchantId}, ${order.id}, ${kind}, ${JSON.stringify(wished)}::jsonb, ${rule.id}, ${rule.name}, ${new Date(now)})
    ON CONFLICT DO NOTHING RETURNING 1`.execute(tx);
  return { action, outcome: rows.length > 0 ? 'done' : 'unchanged', code: null };
}

async function notify(tx: TenantTx, { services, merchantId, now, order, rule }: ActOn, action: ReviewAction): Promise<Act> {
  const today = new Date(Math.floor(now / DAY_MS) * DAY_MS);
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM review_decision WHERE rule_id = ${rule.id} AND at >= ${today} AND outcome = 'hit'`.execute(tx);
  if ((rows[0]?.count ?? 0) >= TOLD_A_DAY) return { action, outcome: 'unchanged', code: null };
  await raise(tx, services, {
    ...{ merchantId, now, kind: 'review-rule-met', subject: `${rule.id}:${order.id}`, shopId: order.shopId },
    facts: { rule: rule.name, order: order.channelOrderId, orderId: order.id },
  });
  return { action, outcome: 'done', code: null };
}
