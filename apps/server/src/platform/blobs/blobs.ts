/**
 * Bytes too large for a column beside others: files that people gave. They lie in PostgreSQL (docs/decisions/0013), so that every server
 * process has them, a backup's one snapshot holds them, and row security keeps merchants apart.
 *
 * A blob is one version of an object, sealed in parts with the merchant's key. Bound into each part, beside merchant, object and version,
 * are its number and how many there are: none can be taken away, swapped or cut off unnoticed. Parts, because sealing and sending one
 * holds a copy of it: of a part that is half a megabyte, of the whole it would be the whole.
 *
 * A version is written once and never changed; whoever has new bytes takes the next.
 */
import { sql } from 'kysely';
import type { TenantTx } from '../database/database.ts';
import type { MerchantSecrets, SealContext, Secrets } from '../secrets/secrets.ts';
import './tables.ts';

export type BlobKey = { objectId: string; version: number };

export type MerchantBlobs = {
  /** false: the merchant has no room for it, and nothing was written. */
  put(tx: TenantTx, key: BlobKey, bytes: Uint8Array): Promise<boolean>;
  /** null where there is none. Throws SealRefused where a part is not what was put in. */
  get(tx: TenantTx, key: BlobKey): Promise<Buffer | null>;
  /** Every version of the object. */
  remove(tx: TenantTx, objectId: string): Promise<void>;
};
export type Blobs = { forMerchant(merchantId: string): Promise<MerchantBlobs> };

const PART_BYTES = 512 * 1024;
/** Of one merchant, all versions together. Two files at once may go past it by one: that harms nobody. */
const MERCHANT_MAX_BYTES = 2 * 1024 ** 3;

type Tools = { secrets: Secrets; merchantMaxBytes?: number };

export function createBlobs({ secrets, merchantMaxBytes = MERCHANT_MAX_BYTES }: Tools): Blobs {
  return {
    forMerchant: async (merchantId) => {
      const own = await secrets.forMerchant(merchantId);
      return {
        put: (tx, key, bytes) => put(tx, { own, merchantId, merchantMaxBytes }, { ...key, bytes }),
        get: (tx, key) => get(tx, own, key),
        remove: async (tx, objectId) => {
          await tx.deleteFrom('blob').where('object_id', '=', objectId).execute();
        },
      };
    },
  };
}

type Place = { own: MerchantSecrets; merchantId: string; merchantMaxBytes: number };

async function put(tx: TenantTx, place: Place, { objectId, version, bytes }: BlobKey & { bytes: Uint8Array }): Promise<boolean> {
  const { rows } = await sql<{ held: number }>`SELECT coalesce(sum(bytes), 0)::bigint AS held FROM blob`.execute(tx);
  if ((rows[0]?.held ?? 0) + bytes.length > place.merchantMaxBytes) return false;
  const parts = Math.max(1, Math.ceil(bytes.length / PART_BYTES));
  for (let part = 0; part < parts; part += 1) {
    const piece = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
    const sealed = place.own.seal(partContext({ objectId, version }, part, parts), piece);
    await tx
      .insertInto('blob')
      .values({ merchant_id: place.merchantId, object_id: objectId, version, part, parts, bytes: piece.length, sealed })
      .execute();
  }
  return true;
}

async function get(tx: TenantTx, own: MerchantSecrets, key: BlobKey): Promise<Buffer | null> {
  const rows = await tx
    .selectFrom('blob')
    .select(['part', 'parts', 'bytes'])
    .where('object_id', '=', key.objectId)
    .where('version', '=', key.version)
    .orderBy('part')
    .execute();
  const [first] = rows;
  if (!first) return null;
  const content = Buffer.allocUnsafe(rows.reduce((sum, row) => sum + row.bytes, 0));
  let at = 0;
  // To the count that the first part names: a row that is missing is a part that cannot be opened.
  for (let part = 0; part < first.parts; part += 1) at += (await openPart(tx, own, { ...key, part, parts: first.parts })).copy(content, at);
  return content.subarray(0, at);
}

async function openPart(tx: TenantTx, own: MerchantSecrets, { part, parts, ...key }: BlobKey & { part: number; parts: number }) {
  const row = await tx
    .selectFrom('blob')
    .select('sealed')
    .where('object_id', '=', key.objectId)
    .where('version', '=', key.version)
    .where('part', '=', part)
    .executeTakeFirst();
  return own.open(partContext(key, part, parts), row?.sealed ?? Buffer.alloc(0));
}

const partContext = ({ objectId, version }: BlobKey, part: number, parts: number): SealContext => ({
  object: objectId,
  field: `blob ${part} of ${parts}`,
  version,
});
