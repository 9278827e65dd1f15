/**
 * What live rules answer by themselves, looked at now and then. Each case is a transaction of its own that holds the rule's row: its limits
 * are counted from the answers themselves, so two processes at once never go above them, and a rule that was stopped answers no more.
 */
import { fitsDay, isRuled } from '@tradewind/rules/case-rules';
import { sql } from 'kysely';
import { auditSystem } from '../../../platform/audit.ts';
import { isRefusal } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { readCases } from '../queries/case-row.ts';
import { limitsOf, ruledOf, usedToday } from '../queries/rules.ts';
import { planAnswer } from './plan-answer.ts';

const CASES_A_LOOK = 200;

export async function answerByRules(services: Services, { merchantId }: { merchantId: string }): Promise<void> {
  const now = new Date(services.clock.now());
  const { rules, cases } = await services.database.withMerchant(merchantId, async (tx) => {
    const live = await tx
      .selectFrom('after_sale_rule')
      .selectAll()
      .where('is_live', '=', true)
      .orderBy('changed_at')
      .orderBy('id')
      .execute();
    if (live.length === 0) return { rules: [], cases: [] };
    const open = await readCases(
      tx,
      sql`JOIN shop s ON s.id = c.shop_id AND s.state = 'active'
        WHERE c.status = 'requested' AND c.respond_by >= ${now} AND c.arbitration IS NULL AND o.id IS NOT NULL
        AND NOT EXISTS (SELECT FROM after_sale_answer a WHERE a.after_sale_id = c.id)
        ORDER BY c.respond_by, c.id LIMIT ${CASES_A_LOOK}`,
    );
    return { rules: live, cases: open.map(ruledOf) };
  });
  for (const one of cases) {
    const rule = rules.find((each) => isRuled(limitsOf(each), one));
    if (rule) await answer(services, { merchantId, ruleId: rule.id, one });
  }
}

type Answering = { merchantId: string; ruleId: string; one: ReturnType<typeof ruledOf> };

async function answer(services: Services, { merchantId, ruleId, one }: Answering): Promise<void> {
  const now = services.clock.now();
  await services.database.withMerchant(merchantId, async (tx) => {
    const rule = await tx
      .selectFrom('after_sale_rule')
      .selectAll()
      .where('id', '=', ruleId)
      .where('is_live', '=', true)
      .forUpdate()
      .executeTakeFirst();
    if (!rule || !isRuled(limitsOf(rule), one) || !fitsDay(limitsOf(rule), await usedToday(tx, ruleId, now), one.refund)) return;
    const planned = await planAnswer(tx, {
      ...{ services, merchantId, caseId: one.row.id, shopIds: null },
      askedBy: { kind: 'rule', name: rule.name, ruleId },
      wish: { act: rule.act, reasonCode: '', comment: '', evidenceIds: [], amount: null },
    });
    if (isRefusal(planned)) return;
    const facts = { rule: ruleId, act: rule.act, amount: one.refund };
    const act = { action: 'return.answered', objectKind: 'return', objectId: one.row.id, facts };
    await auditSystem(tx, { ...act, id: services.newId(), at: now, merchantId, actorId: ruleId });
  });
}
