import type { QualificationDocument } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, isRefusal, type Refusal } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { checkFacts } from '../document-facts.ts';
import { viewOf } from '../queries/documents.ts';
import { lockedDocument } from './file-document.ts';

type Input<K extends 'documents.update' | 'documents.remove'> = Parameters<Handlers[K]>[0];

export async function changeDocument(
  services: Services,
  { caller, requestId, params, body }: Input<'documents.update'>,
): Promise<QualificationDocument | Refusal> {
  const now = new Date(services.clock.now());
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const before = await lockedDocument(tx, caller, params.documentId);
    if (isRefusal(before)) return before;
    const facts = await checkFacts(tx, caller, {
      type: body.type ?? before.type,
      status: body.status ?? before.status,
      country: body.country ?? before.country,
      legalEntityId: body.legalEntityId === undefined ? before.legal_entity_id : body.legalEntityId,
      brand: body.brand === undefined ? before.brand : body.brand,
      markets: body.markets ?? before.markets,
      category: body.category === undefined ? before.category : body.category,
      listingIds: body.listingIds ?? before.listing_ids,
      validFrom: body.validFrom === undefined ? before.valid_from : body.validFrom,
      validUntil: body.validUntil === undefined ? before.valid_until : body.validUntil,
    });
    if (isRefusal(facts)) return facts;
    await tx
      .updateTable('document')
      .set({ ...facts, updated_at: now })
      .where('id', '=', before.id)
      .execute();
    const act = { objectKind: 'document', objectId: before.id, facts: { fields: Object.keys(body).sort(), status: facts.status } };
    await audit(tx, { ...act, id: services.newId(), at: now.getTime(), caller, requestId, action: 'document.update' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'document.changed', ids: [before.id], shopId: null }]);
    return viewOf(tx, secrets, { ...before, ...facts, updated_at: now });
  });
}

/** The bytes go with the row. What a backup taken before holds, it keeps. */
export async function withdrawDocument(
  services: Services,
  { caller, requestId, params }: Input<'documents.remove'>,
): Promise<Refusal | undefined> {
  const now = services.clock.now();
  const blobs = await services.blobs.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const before = await lockedDocument(tx, caller, params.documentId);
    if (isRefusal(before)) return before;
    await blobs.remove(tx, before.id);
    await tx.deleteFrom('document').where('id', '=', before.id).execute();
    const act = { objectKind: 'document', objectId: before.id, facts: { type: before.type, versions: before.version } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'document.remove' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'document.changed', ids: [before.id], shopId: null }]);
    return undefined;
  });
}
