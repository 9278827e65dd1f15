import type { CaseAnswer } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, isRefusal, type Refusal } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { answerView } from '../queries/views.ts';
import { planAnswer } from './plan-answer.ts';

type Input = Parameters<Handlers['return-answers.create']>[0];

export async function answerCase(services: Services, { caller, requestId, params, body }: Input): Promise<CaseAnswer | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const planned = await planAnswer(tx, {
      ...{ services, merchantId: caller.merchantId, caseId: params.caseId, shopIds: caller.shopIds, wish: body },
      askedBy: { kind: caller.kind, name: caller.name, ruleId: null },
    });
    if (isRefusal(planned)) return planned;
    const row = await tx.selectFrom('after_sale_answer').selectAll().where('id', '=', planned.answerId).executeTakeFirstOrThrow();
    const facts = { act: row.act, reason: row.reason_code, amount: row.amount_minor, files: row.evidence_ids.length };
    const act = { action: 'return.answered', objectKind: 'return', objectId: params.caseId, facts };
    await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId });
    return answerView(row);
  });
}
