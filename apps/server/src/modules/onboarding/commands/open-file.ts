import { audit } from '../../../platform/audit.ts';
import { openName } from '../../../platform/blobs/vault-file.ts';
import { type FileAnswer, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { visibleDocument } from '../queries/documents.ts';

/** Who opened which version is written down in the transaction that reads it: none is seen without a trace. */
export async function openFile(
  services: Services,
  { caller, requestId, params, query }: Parameters<Handlers['documents.file']>[0],
): Promise<FileAnswer | Refusal> {
  const now = services.clock.now();
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  const blobs = await services.blobs.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const document = await visibleDocument(tx, caller, params.documentId);
    if (!document) return refuse('not-found');
    const version = query.version ?? document.version;
    const file = await tx
      .selectFrom('document_file')
      .select(['name', 'media_type'])
      .where('document_id', '=', document.id)
      .where('version', '=', version)
      .executeTakeFirst();
    const bytes = file ? await blobs.get(tx, { objectId: document.id, version }) : null;
    if (!file || !bytes) return refuse('not-found');
    const act = { objectKind: 'document', objectId: document.id, facts: { type: document.type, version } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'document.view' });
    return { file: { name: openName(secrets, { documentId: document.id, version }, file.name), mediaType: file.media_type, bytes } };
  });
}
