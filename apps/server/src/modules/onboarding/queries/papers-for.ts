/** Papers of the vault that count for a product in a shop, and their bytes for whoever shows them to a platform. */
import { auditSystem } from '../../../platform/audit.ts';
import { openName } from '../../../platform/blobs/vault-file.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { JobContext } from '../../../platform/lanes/lanes.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';
import { countsFor, type GateSubject, readPapers, type ScopedPaper } from '../gate.ts';

/** `scopes`: how many things it is bound to (brand, category, listings, …); the most bound says most about the product. Instants in ms. */
export type VaultPaper = Pick<ScopedPaper, 'type' | 'status' | 'validFrom' | 'validUntil' | 'brand'> & {
  documentId: string;
  version: number;
  mediaType: string;
  scopes: number;
};

/** For each subject, in their order; rejected ones are none. */
export async function papersFor(tx: TenantTx, subjects: readonly GateSubject[]): Promise<VaultPaper[][]> {
  if (subjects.length === 0) return [];
  const papers = await readPapers(tx);
  const files = await tx.selectFrom('document_file').select(['document_id', 'version', 'media_type']).execute();
  const mediaTypes = new Map(files.map((file) => [`${file.document_id} ${file.version}`, file.media_type]));
  return subjects.map((subject) =>
    papers
      .filter((paper) => countsFor(paper, subject))
      .map(({ id, version, type, status, validFrom, validUntil, ...paper }) => ({
        ...{ documentId: id, version, type, status, validFrom, validUntil, brand: paper.brand },
        mediaType: mediaTypes.get(`${id} ${version}`) ?? '',
        scopes: [paper.legalEntityId, paper.brand, paper.category, paper.markets[0], paper.listingIds[0]].filter(Boolean).length,
      })),
  );
}

/** File names as people gave them, by document. */
export async function paperNames(
  tx: TenantTx,
  secrets: MerchantSecrets,
  papers: readonly Pick<VaultPaper, 'documentId' | 'version'>[],
): Promise<Map<string, string>> {
  if (papers.length === 0) return new Map();
  const ids = [...new Set(papers.map(({ documentId }) => documentId))];
  const files = await tx.selectFrom('document_file').select(['document_id', 'version', 'name']).where('document_id', 'in', ids).execute();
  const versions = new Map(papers.map(({ documentId, version }) => [documentId, version]));
  return new Map(
    files
      .filter((file) => versions.get(file.document_id) === file.version)
      .map((file) => [file.document_id, openName(secrets, { documentId: file.document_id, version: file.version }, file.name)]),
  );
}

type Shown = { documentId: string; version: number; shopId: string };

/** Written down like every look into the vault, in the transaction that reads it. Null: withdrawn, or another version has come. */
export async function takePaper(services: Services, context: JobContext, { documentId, version, shopId }: Shown): Promise<Buffer | null> {
  const { merchantId } = context;
  const blobs = await services.blobs.forMerchant(merchantId);
  return services.database.withMerchant(merchantId, async (tx) => {
    const row = await tx.selectFrom('document').select(['type', 'version', 'status']).where('id', '=', documentId).executeTakeFirst();
    if (row?.version !== version || row.status !== 'approved') return null;
    const bytes = await blobs.get(tx, { objectId: documentId, version });
    if (!bytes) return null;
    const act = { objectKind: 'document', objectId: documentId, action: 'document.show', facts: { type: row.type, version, shopId } };
    await auditSystem(tx, { ...act, id: services.newId(), at: context.now(), merchantId, actorId: 'listings.send-publication' });
    return bytes;
  });
}
