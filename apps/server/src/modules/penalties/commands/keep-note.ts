import type { AnswerOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { findViolation, violationDetailView } from '../queries/violation-detail.ts';

type Input = { caller: Caller; requestId: string; violationId: string; note: string };

export async function keepNote(services: Services, input: Input): Promise<AnswerOf<Routes['violations.note']> | Refusal> {
  const { caller, requestId, note } = input;
  const now = services.clock.now();
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await findViolation(tx, input);
    if (!found) return refuse('not-found');
    const row = await tx
      .updateTable('violation')
      .set({ note, noted_at: note === '' ? null : new Date(now) })
      .where('id', '=', found.row.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await audit(tx, {
      id: services.newId(),
      at: now,
      caller,
      requestId,
      action: 'violation.noted',
      objectKind: 'violation',
      objectId: row.id,
      facts: { length: note.length },
    });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'violation.changed', ids: [row.id], shopId: row.shop_id }]);
    return violationDetailView(tx, { ...found, row, secrets, now });
  });
}
