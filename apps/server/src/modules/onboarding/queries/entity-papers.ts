import { openName } from '../../../platform/blobs/vault-file.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { DocumentStatus } from '../tables.ts';
import { visibleDocuments } from './documents.ts';

export type EntityPaper = {
  id: string;
  type: string;
  status: DocumentStatus;
  country: string;
  markets: string[];
  expiresAt: Date | null;
  /** Approved, begun and not ended. */
  isValid: boolean;
  fileName: string;
  mediaType: string;
  sha256: string;
};
type Wanted = { caller: Pick<Caller, 'shopIds'>; legalEntityId: string; secrets: MerchantSecrets; now: number };

/** Papers that speak of a legal entity, or of all: not of one brand, category or listing. Those with a type in order first. */
export async function papersOfEntity(tx: TenantTx, { caller, legalEntityId, secrets, now }: Wanted): Promise<EntityPaper[]> {
  const rows = await visibleDocuments(tx, caller)
    .where(({ or, eb }) => or([eb('document.legal_entity_id', 'is', null), eb('document.legal_entity_id', '=', legalEntityId)]))
    .where('document.brand', 'is', null)
    .where('document.category', 'is', null)
    .orderBy('document.type')
    .orderBy('document.id')
    .execute();
  const own = rows.filter(({ listing_ids }) => listing_ids.length === 0);
  if (own.length === 0) return [];
  const files = await tx
    .selectFrom('document_file')
    .select(['document_id', 'version', 'name', 'media_type', 'sha256'])
    .where(
      'document_id',
      'in',
      own.map(({ id }) => id),
    )
    .execute();
  return own.flatMap((row): EntityPaper[] => {
    const file = files.find(({ document_id, version }) => document_id === row.id && version === row.version);
    if (!file) return [];
    const begun = row.valid_at === null || row.valid_at.getTime() <= now;
    const ended = row.expires_at !== null && row.expires_at.getTime() <= now;
    return [
      {
        id: row.id,
        type: row.type,
        status: row.status,
        country: row.country,
        markets: row.markets,
        expiresAt: row.expires_at,
        isValid: row.status === 'approved' && begun && !ended,
        fileName: openName(secrets, { documentId: row.id, version: row.version }, file.name),
        mediaType: file.media_type,
        sha256: file.sha256,
      },
    ];
  });
}
