import type { LegalEntity } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

type Input = { caller: Caller; requestId: string; name: string; jurisdiction: string };

export async function createLegalEntity(
  services: Services,
  { caller, requestId, name, jurisdiction }: Input,
): Promise<LegalEntity | Refusal> {
  const now = services.clock.now();
  const id = services.newId();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const made = await tx
      .insertInto('legal_entity')
      .values({ merchant_id: caller.merchantId, id, name, jurisdiction, created_at: new Date(now) })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made) return refuse('name-taken', 'a legal entity of this name exists');
    await audit(tx, {
      id: services.newId(),
      at: now,
      caller,
      requestId,
      action: 'legal-entity.create',
      objectKind: 'legal-entity',
      objectId: id,
      facts: { jurisdiction },
    });
    return { id, name, jurisdiction, shopCount: 0, createdAt: new Date(now).toISOString() };
  });
}
