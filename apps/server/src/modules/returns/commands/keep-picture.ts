import type { CaseEvidence } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { keepBytes, openName, refuseLie, sealName, withRefusals } from '../../../platform/blobs/vault-file.ts';
import { type FileAnswer, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { findCase } from '../queries/case-row.ts';
import { lockOrder } from '../queries/order-money.ts';

/** As many as the platform takes with a refusal, and as many again that were thought better of. */
const FILES_MAX = 18;
const WHOLE = 1;
const tooMany: Refusal = {
  refused: 'invalid-input',
  errors: [{ path: '', code: 'too-many-files', message: `A case has at most ${FILES_MAX} pictures` }],
};

export async function keepPicture(
  services: Services,
  { caller, requestId, params, query, body }: Parameters<Handlers['return-evidence.create']>[0],
): Promise<CaseEvidence | Refusal> {
  const lie = refuseLie(body, query.fileName);
  if (lie) return lie;
  const now = services.clock.now();
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  const blobs = await services.blobs.forMerchant(caller.merchantId);
  return withRefusals(() =>
    services.database.withMerchant(caller.merchantId, async (tx) => {
      const found = await findCase(tx, params.caseId, caller.shopIds);
      if (!found?.order_id) return refuse('not-found');
      // Two pictures at once are counted one after the other.
      await lockOrder(tx, found.order_id);
      const held = await tx.selectFrom('after_sale_evidence').selectAll().where('after_sale_id', '=', params.caseId).execute();
      const same = held.find(({ sha256 }) => sha256 === body.sha256);
      if (same) return { id: same.id, mediaType: same.media_type, bytes: same.bytes, uploadedAt: same.uploaded_at.toISOString() };
      if (held.length >= FILES_MAX) return tooMany;
      const id = services.newId();
      const facts = { media_type: body.mediaType, bytes: body.bytes.length, sha256: body.sha256, uploaded_at: new Date(now) };
      const name = sealName(secrets, { documentId: id, version: WHOLE }, query.fileName);
      await tx
        .insertInto('after_sale_evidence')
        .values({ merchant_id: caller.merchantId, id, after_sale_id: params.caseId, name, ...facts })
        .execute();
      await keepBytes(tx, blobs, { objectId: id, version: WHOLE, bytes: body.bytes });
      const act = { objectKind: 'return-evidence', objectId: id, facts: { case: params.caseId, bytes: facts.bytes } };
      await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'return-evidence.kept' });
      await services.hints.publish(tx, caller.merchantId, [{ type: 'return.changed', ids: [params.caseId], shopId: found.shop_id }]);
      return { id, mediaType: body.mediaType, bytes: facts.bytes, uploadedAt: new Date(now).toISOString() };
    }),
  );
}

/** As with a paper: none is seen without a trace. */
export async function openPicture(
  services: Services,
  { caller, requestId, params }: Parameters<Handlers['return-evidence.file']>[0],
): Promise<FileAnswer | Refusal> {
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  const blobs = await services.blobs.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (!(await findCase(tx, params.caseId, caller.shopIds))) return refuse('not-found');
    const file = await tx
      .selectFrom('after_sale_evidence')
      .selectAll()
      .where('id', '=', params.pictureId)
      .where('after_sale_id', '=', params.caseId)
      .executeTakeFirst();
    const bytes = file && (await blobs.get(tx, { objectId: file.id, version: WHOLE }));
    if (!file || !bytes) return refuse('not-found');
    const act = { objectKind: 'return-evidence', objectId: file.id, facts: { case: params.caseId } };
    await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId, action: 'return-evidence.view' });
    return { file: { name: openName(secrets, { documentId: file.id, version: WHOLE }, file.name), mediaType: file.media_type, bytes } };
  });
}
