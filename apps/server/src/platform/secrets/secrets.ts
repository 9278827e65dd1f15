/**
 * What is encrypted: tokens, documents, buyers. Envelope: the master key (a file) wraps one data key per merchant
 * (tenant.merchant_key), and that seals values with AES-256-GCM.
 *
 * A sealed value is: format (1 byte) | data key id (16) | IV (12) | tag (16) | ciphertext. Bound into the tag, though not stored:
 * merchant, object, field and version. So a blob pasted into another row, another merchant or an older version is refused rather than
 * read; whoever moves a value must open and seal it.
 *
 * The first data key of a merchant has an id derived from the merchant, so two processes that make it at once collide on the primary
 * key and the second reads the first's. Keyed hashes for search come from that first key for good: a later data key must not change
 * them. Deleting a merchant's keys makes everything sealed with them unreadable.
 *
 * IVs are random 96 bits; one data key is good for about 2^32 values before a collision becomes worth a thought.
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, TenantTx } from '../database/database.ts';
import type { Clock, Random } from '../ports.ts';
import type { MasterKey } from './master-key.ts';

/** `object` is the id of the row's object; `version` whatever rises with the value (a token's version), 0 where nothing does. */
export type SealContext = { object: string; field: string; version: number };

/** Synchronous, for bulk intake; tied to one merchant. Do not keep it longer than a unit of work. */
export type MerchantSecrets = {
  seal(context: SealContext, value: Uint8Array | string): Buffer;
  /** Throws SealRefused. */
  open(context: SealContext, sealed: Uint8Array): Buffer;
  openText(context: SealContext, sealed: Uint8Array): string;
  /** Equal text gives an equal term within merchant and field, and nothing else. The caller folds case and spaces first. */
  blindIndex(field: string, text: string): string;
};

export type Secrets = {
  /** Makes the merchant's key at the first call; cached after. */
  forMerchant(merchantId: string): Promise<MerchantSecrets>;
};

/** Wrong key, wrong place or damaged. Says nothing of the content. */
export class SealRefused extends Error {
  override name = 'SealRefused';
}

const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_BYTES = 16;
const HEAD_BYTES = 1 + KEY_ID_BYTES;
const TERM_BYTES = 16;

type DataKey = { id: string; key: Buffer };
type Ports = { database: Pick<Database, 'withMerchant'>; masterKey: MasterKey; random: Random; clock: Pick<Clock, 'now'> };

export function createSecrets(ports: Ports): Secrets {
  const cache = new Map<string, Promise<MerchantSecrets>>();
  return {
    forMerchant: (merchantId) => {
      const known = cache.get(merchantId);
      if (known) return known;
      const forget = (): void => {
        cache.delete(merchantId);
      };
      const loading = loadKeys(ports, merchantId).then((keys) => merchantSecrets({ merchantId, keys, random: ports.random, forget }));
      cache.set(merchantId, loading);
      // A database that was away must not be remembered as "no key".
      loading.catch(forget);
      return loading;
    },
  };
}

/** For what is compared and never read back: tokens, states, API keys. They carry 128 bits of chance or more, so no salt is needed. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

type MerchantKeys = { sealing: DataKey; first: DataKey; byId: Map<string, Buffer> };

async function loadKeys({ database, masterKey, random, clock }: Ports, merchantId: string): Promise<MerchantKeys> {
  const rows = await database.withMerchant(merchantId, async (tx) => {
    const found = await readKeys(tx, merchantId);
    if (found.length > 0) return found;
    await insertFirstKey(tx, { merchantId, masterKey, random, now: clock.now() });
    return readKeys(tx, merchantId);
  });
  const keys = rows.map((row) => ({ id: row.key_id, key: unwrapDataKey(masterKey, { ...row, merchant_id: merchantId }) }));
  const first = keys[0];
  const sealing = keys[rows.findLastIndex((row) => row.retired_at === null)];
  if (!first || !sealing) throw new SealRefused('this merchant has no data key in use');
  return { first, sealing, byId: new Map(keys.map(({ id, key }) => [id, key])) };
}

type KeyRow = { key_id: string; master_key_id: string; wrapped: Buffer; retired_at: Date | null };

async function readKeys(tx: TenantTx, merchantId: string): Promise<KeyRow[]> {
  const { rows } = await sql<KeyRow>`
    SELECT key_id, master_key_id, wrapped, retired_at FROM merchant_key WHERE merchant_id = ${merchantId}::uuid
    ORDER BY created_at, key_id`.execute(tx);
  return rows;
}

async function insertFirstKey(
  tx: TenantTx,
  { merchantId, masterKey, random, now }: { merchantId: string; masterKey: MasterKey; random: Random; now: number },
): Promise<void> {
  const keyId = idToText(createHash('sha256').update(`first data key of ${merchantId}`).digest().subarray(0, KEY_ID_BYTES));
  // The lock before the look: an old master key is forgotten behind the opposite lock (rotate.ts), so it cannot be chosen here and be
  // gone from the file when this row appears.
  await sql`LOCK TABLE merchant_key IN ROW EXCLUSIVE MODE`.execute(tx);
  const master = masterKey.current;
  const wrapped = wrapDataKey({ master: master.key, merchantId, keyId, random }, random.bytes(32));
  await sql`
    INSERT INTO merchant_key (merchant_id, key_id, master_key_id, wrapped, created_at)
    VALUES (${merchantId}::uuid, ${keyId}::uuid, ${master.id}, ${wrapped}, ${new Date(now)}::timestamptz)
    ON CONFLICT (merchant_id, key_id) DO NOTHING`.execute(tx);
}

type Wrapping = { master: Buffer; merchantId: string; keyId: string; random: Random };

export function wrapDataKey({ master, merchantId, keyId, random }: Wrapping, dataKey: Uint8Array): Buffer {
  return encrypt({ key: master, iv: random.bytes(IV_BYTES), bound: wrapBinding(merchantId, keyId) }, dataKey);
}

type WrappedKey = { merchant_id: string; key_id: string; master_key_id: string; wrapped: Buffer };

/** Throws SealRefused. */
export function unwrapDataKey(masterKey: Pick<MasterKey, 'byId'>, row: WrappedKey): Buffer {
  const key = masterKey.byId(row.master_key_id);
  if (!key) throw new SealRefused(`the master key file lacks the key that this merchant's key is wrapped with (id ${row.master_key_id})`);
  return decrypt(key, row.wrapped, wrapBinding(row.merchant_id, row.key_id));
}

const CHECKED_TEXT = 'tradewind key check';

/** A known text sealed with a master key: whoever has the key can tell that it is the one, and nobody else learns anything. */
export function masterKeyCheck({ id, key }: { id: string; key: Buffer }, random: Random): Buffer {
  return encrypt({ key, iv: random.bytes(IV_BYTES), bound: binding(['key check', id]) }, Buffer.from(CHECKED_TEXT));
}

export function passesKeyCheck({ id, key }: { id: string; key: Buffer }, check: Buffer): boolean {
  try {
    return decrypt(key, check, binding(['key check', id])).toString() === CHECKED_TEXT;
  } catch (error) {
    if (error instanceof SealRefused) return false;
    throw error;
  }
}

function merchantSecrets(of: { merchantId: string; keys: MerchantKeys; random: Random; forget(): void }): MerchantSecrets {
  const { merchantId, keys, random } = of;
  const head = Buffer.concat([Buffer.of(FORMAT), idToBytes(keys.sealing.id)]);
  const indexKeys = new Map<string, Buffer>();
  const bind = (context: SealContext): Buffer => binding(['value', merchantId, context.object, context.field, context.version]);

  const open = (context: SealContext, sealed: Uint8Array): Buffer => {
    const blob = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (blob.length < HEAD_BYTES || blob[0] !== FORMAT) throw new SealRefused('not a sealed value');
    const key = keys.byId.get(idToText(blob.subarray(1, HEAD_BYTES)));
    if (!key) {
      // Another process may have made a newer key; the next unit of work looks again.
      of.forget();
      throw new SealRefused('sealed with a key this merchant is not known to have');
    }
    return decrypt(key, blob.subarray(HEAD_BYTES), bind(context));
  };

  return {
    seal: (context, value) => {
      const text = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
      return Buffer.concat([head, encrypt({ key: keys.sealing.key, iv: random.bytes(IV_BYTES), bound: bind(context) }, text)]);
    },
    open,
    openText: (context, sealed) => open(context, sealed).toString('utf8'),
    blindIndex: (field, text) => {
      let key = indexKeys.get(field);
      if (!key) {
        key = Buffer.from(hkdfSync('sha256', keys.first.key, merchantId, `blind index of ${field}`, 32));
        indexKeys.set(field, key);
      }
      return createHmac('sha256', key).update(text, 'utf8').digest().subarray(0, TERM_BYTES).toString('base64url');
    },
  };
}

function encrypt({ key, iv, bound }: { key: Buffer; iv: Uint8Array; bound: Buffer }, text: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(bound);
  const body = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function decrypt(key: Buffer, blob: Buffer, bound: Buffer): Buffer {
  if (blob.length < IV_BYTES + TAG_BYTES) throw new SealRefused('too short for a sealed value');
  // Without authTagLength Node accepts a tag cut to 4 bytes, which can be guessed.
  const decipher = createDecipheriv('aes-256-gcm', key, blob.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(bound);
  decipher.setAuthTag(blob.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(blob.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    throw new SealRefused('wrong key, wrong place or damaged');
  }
}

function wrapBinding(merchantId: string, keyId: string): Buffer {
  return binding(['data key', merchantId, keyId]);
}

/** JSON, because a separator could occur inside a part and let two contexts look the same. */
function binding(parts: (string | number)[]): Buffer {
  return Buffer.from(JSON.stringify(parts), 'utf8');
}

function idToBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function idToText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
