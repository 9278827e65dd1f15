import type { AppealEvidence } from '@tradewind/contract';
import type { Selectable } from 'kysely';
import { openName } from '../../../platform/blobs/vault-file.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { AppealRow } from './course.ts';

type EvidenceRow = Selectable<TenantTables['appeal_evidence']>;

export const evidenceOf = (tx: TenantTx, violationId: string): Promise<EvidenceRow[]> =>
  tx.selectFrom('appeal_evidence').selectAll().where('violation_id', '=', violationId).orderBy('uploaded_at').orderBy('id').execute();

/** The files that appeals have named, whatever became of them. */
export const sentEvidence = (appeals: readonly AppealRow[]): ReadonlySet<string> =>
  new Set(appeals.flatMap(({ evidence_ids }) => evidence_ids));

type Around = { secrets: MerchantSecrets; sent: ReadonlySet<string> };

export const evidenceName = ({ id, name }: EvidenceRow, secrets: MerchantSecrets): string =>
  openName(secrets, { documentId: id, version: 1 }, name);

export const evidenceView = (row: EvidenceRow, { secrets, sent }: Around): AppealEvidence => ({
  id: row.id,
  name: evidenceName(row, secrets),
  mediaType: row.media_type,
  bytes: row.bytes,
  sha256: row.sha256,
  uploadedAt: row.uploaded_at.toISOString(),
  isSent: sent.has(row.id),
});
