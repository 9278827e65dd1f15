/** Filing a document and putting a new file in the place of its present one. What a file is, its content decides (rules/file-kinds). */
import type { QualificationDocument, UploadedFile } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import type { MerchantBlobs } from '../../../platform/blobs/blobs.ts';
import { keepBytes, refuseLie, sealName, withRefusals } from '../../../platform/blobs/vault-file.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, isRefusal, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';
import { checkFacts, refuseBeyondShops } from '../document-facts.ts';
import { viewOf, visibleDocument } from '../queries/documents.ts';

type Input<K extends 'documents.create' | 'documents.replace-file'> = Parameters<Handlers[K]>[0];

export async function fileDocument(
  services: Services,
  { caller, requestId, query, body }: Input<'documents.create'>,
): Promise<QualificationDocument | Refusal> {
  const lie = refuseLie(body, query.fileName);
  if (lie) return lie;
  const now = new Date(services.clock.now());
  const tools = await toolsFor(services, caller);
  const id = services.newId();
  return withRefusals(() =>
    services.database.withMerchant(caller.merchantId, async (tx) => {
      const facts = await checkFacts(tx, caller, {
        type: query.type,
        status: query.status,
        country: query.country,
        legalEntityId: query.legalEntityId ?? null,
        brand: query.brand ?? null,
        markets: query.markets ?? [],
        category: query.category ?? null,
        listingIds: query.listingIds ?? [],
        validFrom: query.validFrom ?? null,
        validUntil: query.validUntil ?? null,
      });
      if (isRefusal(facts)) return facts;
      const row = { merchant_id: caller.merchantId, id, ...facts, version: 1, created_at: now, updated_at: now };
      await tx.insertInto('document').values(row).execute();
      await putFile(tx, tools, { documentId: id, version: 1, name: query.fileName, file: body, now });
      const act = { objectKind: 'document', objectId: id, facts: { type: facts.type, bytes: body.bytes.length } };
      await audit(tx, { ...act, id: services.newId(), at: now.getTime(), caller, requestId, action: 'document.create' });
      await services.hints.publish(tx, caller.merchantId, [{ type: 'document.changed', ids: [id], shopId: null }]);
      return viewOf(tx, tools.secrets, row);
    }),
  );
}

export async function replaceFile(
  services: Services,
  { caller, requestId, params, query, body }: Input<'documents.replace-file'>,
): Promise<QualificationDocument | Refusal> {
  const lie = refuseLie(body, query.fileName);
  if (lie) return lie;
  const now = new Date(services.clock.now());
  const tools = await toolsFor(services, caller);
  return withRefusals(() =>
    services.database.withMerchant(caller.merchantId, async (tx) => {
      const before = await lockedDocument(tx, caller, params.documentId);
      if (isRefusal(before)) return before;
      const present = await tx
        .selectFrom('document_file')
        .select('sha256')
        .where('document_id', '=', before.id)
        .where('version', '=', before.version)
        .executeTakeFirst();
      // Sent again, after an answer that was lost: the file is there already.
      if (present?.sha256 === body.sha256) return viewOf(tx, tools.secrets, before);
      const version = before.version + 1;
      await putFile(tx, tools, { documentId: before.id, version, name: query.fileName, file: body, now });
      await tx.updateTable('document').set({ version, updated_at: now }).where('id', '=', before.id).execute();
      const act = { objectKind: 'document', objectId: before.id, facts: { version, bytes: body.bytes.length } };
      await audit(tx, { ...act, id: services.newId(), at: now.getTime(), caller, requestId, action: 'document.replace-file' });
      await services.hints.publish(tx, caller.merchantId, [{ type: 'document.changed', ids: [before.id], shopId: null }]);
      return viewOf(tx, tools.secrets, { ...before, version, updated_at: now });
    }),
  );
}

/** A document that the caller may change, held against others who would change it at the same moment. */
export async function lockedDocument(tx: TenantTx, caller: Caller, documentId: string) {
  await tx.selectFrom('document').select('id').where('id', '=', documentId).forUpdate().execute();
  const row = await visibleDocument(tx, caller, documentId);
  if (!row) return refuse('not-found');
  return refuseBeyondShops(caller, row.listing_ids) ?? row;
}

type Tools = { secrets: MerchantSecrets; blobs: MerchantBlobs; merchantId: string };

async function toolsFor(services: Services, { merchantId }: Caller): Promise<Tools> {
  const [secrets, blobs] = [await services.secrets.forMerchant(merchantId), await services.blobs.forMerchant(merchantId)];
  return { secrets, blobs, merchantId };
}

type NewFile = { documentId: string; version: number; name: string; file: UploadedFile; now: Date };

async function putFile(
  tx: TenantTx,
  { secrets, blobs, merchantId }: Tools,
  { documentId, version, name, file, now }: NewFile,
): Promise<void> {
  await tx
    .insertInto('document_file')
    .values({
      merchant_id: merchantId,
      document_id: documentId,
      version,
      name: sealName(secrets, { documentId, version }, name),
      media_type: file.mediaType,
      bytes: file.bytes.length,
      sha256: file.sha256,
      uploaded_at: now,
    })
    .execute();
  await keepBytes(tx, blobs, { objectId: documentId, version, bytes: file.bytes });
}
