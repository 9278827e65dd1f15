/**
 * Shows orders to the live rules, in the transaction that takes them in, once they are paid and before anybody packs them.
 *
 *   not judged → judged    each rule version once; what it said is written down unless it is a miss
 *   not judged → waiting   the platform hides the buyer for its hold hour and a rule asks about them: judged with the order's next news
 *
 * Only orders paid since a version went live and since the shop was bound are shown to it: history is what the dry run is for. What
 * breaks here is written down as `failed` and never stops an order's intake; what the database asks to be done again is done again.
 */
import type { ChannelOrder } from '@tradewind/channels';
import { actsOf, judgeRules, type RuleVerdict } from '@tradewind/rules/review-rules';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { errorFields } from '../../../platform/log.ts';
import type { Services } from '../../../platform/services.ts';
import { needsOf } from '../facts/needs.ts';
import { type KnownOrders, readOrderFacts } from '../facts/order-facts.ts';
import { type LiveRule, readLiveRules } from '../rows.ts';
import { type Act, actOn } from './act.ts';

type Input = {
  services: Services;
  shop: { merchantId: string; shopId: string };
  orders: readonly { id: string; order: ChannelOrder }[];
  now: number;
};
/** An order with the rules that have not seen it, in their order. */
type Shown = { orderId: string; rules: LiveRule[]; judged: Record<string, number> };
type Decided = {
  orderId: string;
  rule: LiveRule;
  outcome: 'hit' | 'unknown' | 'failed';
  conditions: RuleVerdict['conditions'];
  acts: Act[];
};

export async function judgeOrders(tx: TenantTx, input: Input): Promise<void> {
  const open = input.orders.filter(({ order }) => isToJudge(order));
  if (open.length === 0) return;
  const rules = await readLiveRules(tx);
  if (rules.length === 0) return;
  const shown = await rulesFor(tx, { ...input, orders: open }, rules);
  if (shown.length === 0) return;
  const known = await guarded(tx, input.services, () => readKnown(tx, input, shown));
  if (known === null) {
    const all = shown.flatMap(({ orderId, rules: own }) => own.map((rule) => failedBy(orderId, rule)));
    await save(tx, input, { shown, waiting: new Map(), decided: all });
    return;
  }
  const decided: Decided[] = [];
  const waiting = new Map<string, string[]>();
  for (const one of shown) {
    const { decisions, waits } = await judgeOne(tx, input, { shown: one, known });
    decided.push(...decisions);
    waiting.set(one.orderId, waits);
  }
  await save(tx, input, { shown, waiting, decided });
}

const isToJudge = ({ status, cancelledAt, dispatchedAt }: ChannelOrder): boolean =>
  (status === 'on-hold' || status === 'awaiting-shipment') && cancelledAt === null && dispatchedAt === null;

const failedBy = (orderId: string, rule: LiveRule): Decided => ({ orderId, rule, outcome: 'failed', conditions: [], acts: [] });

type Judged = { orderId: string; judged: Record<string, number>; waiting: string[] };

async function rulesFor(tx: TenantTx, { shop, orders }: Input, rules: readonly LiveRule[]): Promise<Shown[]> {
  const ids = orders.map(({ id }) => id);
  const { rows } = await sql<Judged>`
    SELECT order_id AS "orderId", judged, waiting FROM review_order WHERE order_id = ANY (${ids}::uuid[])`.execute(tx);
  const before = new Map(rows.map((row) => [row.orderId, row]));
  const bound = await tx.selectFrom('shop').select('bound_at').where('id', '=', shop.shopId).executeTakeFirst();
  return orders.flatMap(({ id, order }) => {
    const { judged = {}, waiting = [] } = before.get(id) ?? {};
    const at = order.paidAt ?? order.createdAt;
    const isNews = (rule: LiveRule): boolean => at >= rule.liveSince.getTime() && at >= (bound?.bound_at.getTime() ?? 0);
    const own = rules.filter((rule) => waiting.includes(rule.id) || (isNews(rule) && judged[rule.id] !== rule.version));
    return own.length === 0 ? [] : [{ orderId: id, rules: own, judged }];
  });
}

async function readKnown(tx: TenantTx, { services, shop, now }: Input, shown: readonly Shown[]): Promise<KnownOrders> {
  const conditions = shown.flatMap(({ rules }) => rules.flatMap((rule) => rule.conditions));
  const secrets = await services.secrets.forMerchant(shop.merchantId);
  return readOrderFacts(services, tx, { orderIds: shown.map(({ orderId }) => orderId), needs: needsOf(conditions), secrets, now });
}

type One = { shown: Shown; known: KnownOrders };

async function judgeOne(tx: TenantTx, input: Input, { shown, known }: One): Promise<{ decisions: Decided[]; waits: string[] }> {
  const { services, shop, now } = input;
  const { orderId, rules } = shown;
  const [facts, row] = [known.facts.get(orderId), known.rows.get(orderId)];
  if (!facts || !row) return { decisions: [], waits: [] };
  const judged = judgeRules(rules, facts, known.rateOf);
  const hits = judged.filter(({ verdict }) => verdict.outcome === 'hit');
  const acts = actsOf(hits.map(({ rule }) => rule));
  const decisions: Decided[] = [];
  for (const { rule, verdict } of judged) {
    const { outcome, conditions } = verdict;
    if (outcome === 'unknown') decisions.push({ orderId, rule, outcome, conditions, acts: [] });
    if (outcome !== 'hit') continue;
    const done = await guarded(tx, services, async () => {
      const own: Act[] = [];
      for (const each of acts.filter((act) => act.rule === rule))
        own.push(await actOn(tx, { services, merchantId: shop.merchantId, now, order: row, rule, verdict }, each.action));
      return own;
    });
    decisions.push(done === null ? failedBy(orderId, rule) : { orderId, rule, outcome, conditions, acts: done });
  }
  return { decisions, waits: judged.filter(({ verdict }) => verdict.outcome === 'waiting').map(({ rule }) => rule.id) };
}

/** Deadlocks, lost locks and a database that is going away: the whole transaction is to be done again, by whoever began it. */
const isToRepeat = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(40|08|53|57|55P03)/.test(error.code);

/** Null: it broke, and nothing of it is left. */
async function guarded<T>(tx: TenantTx, { log }: Services, run: () => Promise<T>): Promise<T | null> {
  await sql`SAVEPOINT review_rules`.execute(tx);
  try {
    const result = await run();
    await sql`RELEASE SAVEPOINT review_rules`.execute(tx);
    return result;
  } catch (error) {
    if (isToRepeat(error)) throw error;
    await sql`ROLLBACK TO SAVEPOINT review_rules`.execute(tx);
    await sql`RELEASE SAVEPOINT review_rules`.execute(tx);
    log.error('review-rules.failed', errorFields(error));
    return null;
  }
}

type Saved = { shown: readonly Shown[]; waiting: ReadonlyMap<string, string[]>; decided: readonly Decided[] };

async function save(tx: TenantTx, { services, shop, now }: Input, { shown, waiting, decided }: Saved): Promise<void> {
  const { merchantId } = shop;
  for (const { orderId, rules, judged } of shown) {
    const waits = waiting.get(orderId) ?? [];
    const seen = rules.filter(({ id }) => !waits.includes(id)).map(({ id, version }) => [id, version] as const);
    const now = JSON.stringify({ ...judged, ...Object.fromEntries(seen) });
    await sql`
      INSERT INTO review_order (merchant_id, order_id, judged, waiting) VALUES (${merchantId}, ${orderId}, ${now}::jsonb, ${waits}::uuid[])
      ON CONFLICT (merchant_id, order_id) DO UPDATE SET judged = excluded.judged, waiting = excluded.waiting`.execute(tx);
  }
  if (decided.length === 0) return;
  const { names, source } = unnestRows(decided, {
    merchant_id: ['uuid', () => merchantId],
    order_id: ['uuid', ({ orderId }) => orderId],
    id: ['uuid', () => services.newId()],
    rule_id: ['uuid', ({ rule }) => rule.id],
    version: ['int', ({ rule }) => rule.version],
    rule_name: ['text', ({ rule }) => rule.name],
    outcome: ['text', ({ outcome }) => outcome],
    conditions: ['jsonb', ({ conditions }) => JSON.stringify(conditions)],
    acts: ['jsonb', ({ acts }) => JSON.stringify(acts)],
    at: ['timestamptz', () => new Date(now)],
  });
  await sql`INSERT INTO review_decision (${names}) SELECT * FROM ${source} ON CONFLICT DO NOTHING`.execute(tx);
  await services.hints.publish(tx, merchantId, [{ type: 'review-rule.changed', ids: [], shopId: null }]);
}
