import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { createSeededRandom, createVirtualClock } from '../../testing/virtual-clock.ts';
import { realRandom } from '../clock/real-random.ts';
import { loadMasterKey } from './master-key.ts';
import { createSecrets, hashOf, SealRefused, type Secrets } from './secrets.ts';

let db: TestDatabase;
let folder: string;
let file: string;
beforeEach(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'tradewind-secrets-'));
  file = path.join(folder, 'keys', 'master.json');
});
afterEach(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

/** Another process: nothing cached, the same file and database. */
async function newProcess(): Promise<Secrets> {
  const masterKey = await loadMasterKey({ file, random: realRandom });
  return createSecrets({ database: db.database, masterKey, random: realRandom, clock: createVirtualClock() });
}

const token = { object: 'authorisation-1', field: 'access_token', version: 3 };

test('what one process seals, the next one opens; the stored bytes do not show it', async () => {
  const sealed = (await (await newProcess()).forMerchant(db.merchantId)).seal(token, 'ROW_planted-token-陳');
  expect(sealed.includes('planted')).toBe(false);
  const later = await (await newProcess()).forMerchant(db.merchantId);
  expect(later.openText(token, sealed)).toBe('ROW_planted-token-陳');
  const bytes = Uint8Array.of(0, 255, 10);
  expect([...later.open(token, later.seal(token, bytes))]).toEqual([0, 255, 10]);
});

test('a sealed value is refused anywhere but in its own place, and when a single bit differs', async () => {
  const secrets = await newProcess();
  const mine = await secrets.forMerchant(db.merchantId);
  const theirs = await secrets.forMerchant(db.otherMerchantId);
  const sealed = mine.seal(token, 'secret');
  for (const elsewhere of [{ object: 'authorisation-2' }, { field: 'refresh_token' }, { version: 2 }]) {
    expect(() => mine.open({ ...token, ...elsewhere }, sealed)).toThrow(SealRefused);
  }
  expect(() => theirs.open(token, sealed)).toThrow(SealRefused);
  for (let index = 0; index < sealed.length; index += 1) {
    const damaged = Buffer.from(sealed);
    damaged.writeUInt8(damaged.readUInt8(index) ^ 1, index);
    expect(() => mine.open(token, damaged)).toThrow(SealRefused);
  }
  for (let length = 0; length < sealed.length; length += 1) expect(() => mine.open(token, sealed.subarray(0, length))).toThrow(SealRefused);
});

test('processes that meet a new merchant at the same moment agree on one key', async () => {
  const processes = await Promise.all(Array.from({ length: 6 }, newProcess));
  const keys = await Promise.all(processes.map((secrets) => secrets.forMerchant(db.merchantId)));
  const sealed = keys.map((key) => key.seal(token, 'x'));
  for (const key of keys) expect(sealed.map((blob) => key.openText(token, blob))).toEqual(sealed.map(() => 'x'));
  const { rows } = await db.database.withMerchant(db.merchantId, (tx) => sql`SELECT key_id FROM merchant_key`.execute(tx));
  expect(rows).toHaveLength(1);
  expect(new Set(sealed.map(String)).size).toBe(6);
});

test('a data key is useless in another merchant, and without the master key that wrapped it', async () => {
  const { database, merchantId, otherMerchantId } = db;
  await (await newProcess()).forMerchant(merchantId);
  const { rows } = await database.withMerchant(merchantId, (tx) =>
    sql<{ key_id: string; master_key_id: string; wrapped: Buffer }>`SELECT key_id, master_key_id, wrapped FROM merchant_key`.execute(tx),
  );
  const [row] = rows;
  await database.withMerchant(otherMerchantId, (tx) =>
    sql`INSERT INTO merchant_key (merchant_id, key_id, master_key_id, wrapped, created_at)
      VALUES (${otherMerchantId}::uuid, ${row?.key_id}::uuid, ${row?.master_key_id}, ${row?.wrapped}, 'epoch')`.execute(tx),
  );
  await expect((await newProcess()).forMerchant(otherMerchantId)).rejects.toThrow(SealRefused);
  await rm(file);
  await expect((await newProcess()).forMerchant(merchantId)).rejects.toThrow(/master key file lacks the key/);
});

test('equal text gives equal search terms within a merchant and a field, and nowhere else', async () => {
  const mine = await (await newProcess()).forMerchant(db.merchantId);
  const again = await (await newProcess()).forMerchant(db.merchantId);
  const theirs = await (await newProcess()).forMerchant(db.otherMerchantId);
  const term = mine.blindIndex('buyer.phone', '+44 20 7946 0001');
  expect(again.blindIndex('buyer.phone', '+44 20 7946 0001')).toBe(term);
  expect(mine.blindIndex('buyer.phone', '+44 20 7946 0002')).not.toBe(term);
  expect(mine.blindIndex('buyer.name', '+44 20 7946 0001')).not.toBe(term);
  expect(theirs.blindIndex('buyer.phone', '+44 20 7946 0001')).not.toBe(term);
});

test('the master key file is made once, for its owner only, and refused when others can read it or it is not one', async () => {
  const both = await Promise.all([1, 2, 3].map(() => loadMasterKey({ file, random: realRandom })));
  expect(new Set(both.map(({ current }) => current.key.toString('hex'))).size).toBe(1);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
  await chmod(file, 0o640);
  await expect(loadMasterKey({ file, random: realRandom })).rejects.toThrow(/chmod 600/);
  await chmod(file, 0o600);
  const good = await readFile(file, 'utf8');
  await writeFile(file, '{"keys":[]}');
  await expect(loadMasterKey({ file, random: realRandom })).rejects.toThrow(/not a master key file/);
  await writeFile(file, good);
  // An older key stays readable behind a newer one.
  const [{ current } = { current: { id: '', key: Buffer.alloc(0) } }] = both;
  const newer = { id: 'newer', key: Buffer.from(createSeededRandom(1).bytes(32)).toString('base64') };
  await writeFile(file, JSON.stringify({ keys: [newer, { id: current.id, key: current.key.toString('base64') }] }));
  const loaded = await loadMasterKey({ file, random: realRandom });
  expect(loaded.current.id).toBe('newer');
  expect(loaded.byId(current.id)?.equals(current.key)).toBe(true);
});

test('hashes of tokens are equal for equal tokens only', () => {
  expect(hashOf('state-1')).toBe(hashOf('state-1'));
  expect(hashOf('state-1')).not.toBe(hashOf('state-2'));
  expect(hashOf('state-1')).not.toContain('state');
});
