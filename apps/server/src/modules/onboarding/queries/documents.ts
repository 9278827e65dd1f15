import type { AnswerOf, ParsedOf, QualificationDocument, Routes } from '@tradewind/contract';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { openName } from '../../../platform/blobs/vault-file.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';

type DocumentRow = Selectable<TenantTables['document']>;
type ListInput = { caller: Caller; query: ParsedOf<Routes['documents.list']>['query'] };

const FOREVER = 'infinity';
const position = z.strictObject({ at: z.union([z.iso.datetime(), z.literal(FOREVER)]), id: z.uuid() });
const ending = sql`COALESCE(document.expires_at, 'infinity'::timestamptz)`;

export async function listDocuments(services: Services, { caller, query }: ListInput): Promise<AnswerOf<Routes['documents.list']>> {
  const after = decodeCursor(query.cursor, position);
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    let found = visibleDocuments(tx, caller)
      .orderBy(ending)
      .orderBy('document.id')
      .limit(query.limit + 1);
    if (query.type) found = found.where('document.type', '=', query.type);
    if (query.status) found = found.where('document.status', '=', query.status);
    if (query.market) found = found.where(sql<boolean>`(cardinality(document.markets) = 0 OR ${query.market} = ANY (document.markets))`);
    if (after) found = found.where(sql<boolean>`(${ending}, document.id) > (${after.at}::timestamptz, ${after.id}::uuid)`);
    const page = pageOf(await found.execute(), query.limit, (row) => ({ at: row.expires_at?.toISOString() ?? FOREVER, id: row.id }));
    return { items: await views(tx, secrets, page.items), nextCursor: page.nextCursor };
  });
}

export async function readDocument(
  services: Services,
  { caller, documentId }: { caller: Caller; documentId: string },
): Promise<QualificationDocument | Refusal> {
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const row = await visibleDocument(tx, caller, documentId);
    return row ? viewOf(tx, secrets, row) : refuse('not-found');
  });
}

/** Whoever is bound to some shops sees the papers that count for one of them. */
export function visibleDocuments(tx: TenantTx, { shopIds }: Pick<Caller, 'shopIds'>) {
  const all = tx.selectFrom('document').selectAll();
  if (shopIds === null) return all;
  return all.where(sql<boolean>`EXISTS (
    SELECT FROM shop WHERE shop.id = ANY (${shopIds}::uuid[])
      AND (document.legal_entity_id IS NULL OR document.legal_entity_id = shop.legal_entity_id)
      AND (cardinality(document.markets) = 0 OR shop.market = ANY (document.markets))
      AND (cardinality(document.listing_ids) = 0 OR EXISTS (
        SELECT FROM listing WHERE listing.id = ANY (document.listing_ids) AND listing.shop_id = shop.id)))`);
}

export const visibleDocument = (tx: TenantTx, caller: Caller, documentId: string): Promise<DocumentRow | undefined> =>
  visibleDocuments(tx, caller).where('document.id', '=', documentId).executeTakeFirst();

export async function viewOf(tx: TenantTx, secrets: MerchantSecrets, row: DocumentRow): Promise<QualificationDocument> {
  const [view] = await views(tx, secrets, [row]);
  if (!view) throw new Error('a document without its view');
  return view;
}

async function views(tx: TenantTx, secrets: MerchantSecrets, rows: DocumentRow[]): Promise<QualificationDocument[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const files = await tx.selectFrom('document_file').selectAll().where('document_id', 'in', ids).orderBy('version', 'desc').execute();
  const entities = await tx.selectFrom('legal_entity').select(['id', 'name']).execute();
  return rows.map((row): QualificationDocument => {
    const own = files
      .filter((file) => file.document_id === row.id)
      .map((file) => ({
        version: file.version,
        name: openName(secrets, { documentId: row.id, version: file.version }, file.name),
        mediaType: file.media_type,
        bytes: file.bytes,
        sha256: file.sha256,
        uploadedAt: file.uploaded_at.toISOString(),
      }));
    const file = own.find(({ version }) => version === row.version);
    if (!file) throw new Error('a document without its present file');
    return {
      id: row.id,
      type: row.type,
      status: row.status,
      country: row.country,
      legalEntity: entities.find(({ id }) => id === row.legal_entity_id) ?? null,
      brand: row.brand,
      markets: row.markets,
      category: row.category,
      listingIds: row.listing_ids,
      validFrom: row.valid_from,
      validUntil: row.valid_until,
      expiresAt: row.expires_at?.toISOString() ?? null,
      file,
      earlierFiles: own.filter(({ version }) => version !== row.version),
      createdAt: row.created_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
    };
  });
}
