/**
 * A new master key, while everything runs.
 *
 *   1. the new key goes to the head of the file, the old one stays behind it: from here on both are valid;
 *   2. each merchant's data keys are unwrapped with the old key and wrapped with the new, a transaction each;
 *   3. the old key stays in the file, because backups made before need it, until a person has it forgotten.
 *
 * Killed between any two steps, the next run goes on: as long as a data key hangs on another master key than the newest, that is finished
 * before a further key is made. Sealed values are not touched, so a program that has a merchant's data keys in memory notices nothing,
 * and one that has not finds the new master key by looking into the file again.
 *
 * Programs on several machines each have a copy of the file: the copies must have the new key before step 2 (docs/operate/keys.md), which
 * is why the steps can be run apart (`addOnly`).
 */
import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { type DatabaseAccess, quote, withClient } from '../database/roles.ts';
import type { Random } from '../ports.ts';
import { makeMasterKey, newestOf, openMasterKey, readMasterKeys, replaceMasterKeys } from './master-key.ts';
import { unwrapDataKey, wrapDataKey } from './secrets.ts';

type Parts = {
  access: Pick<DatabaseAccess, 'backup' | 'migrator' | 'roles'>;
  database: Pick<Database, 'withMerchant'>;
  file: string;
  random: Random;
};
export type Rotation = { masterKeyId: string; resumed: boolean; rewrapped: number; olderKeyIds: string[] };

/** Any number, as long as nothing else takes it. */
const ADVISORY_KEY = 7_424_311;

export async function rotateMasterKey({ access, database, file, random }: Parts, { addOnly = false } = {}): Promise<Rotation> {
  return withClient(access.backup, async (client) => {
    const { rows } = await client.query<{ mine: boolean }>(`SELECT pg_try_advisory_lock(${ADVISORY_KEY}) AS mine`);
    if (!rows[0]?.mine)
      throw new Error('another rotation is at work on this database: wait for it to end, then look with `tradewind doctor`');
    if (!existsSync(file))
      throw new Error(`${file} does not exist: put the key file back, or start a new installation first, which makes one`);
    const held = readMasterKeys(file);
    const pending = await wrappedByOthers(client, newestOf(held).id);
    if (pending.length === 0) await replaceMasterKeys({ file, random }, [makeMasterKey(random), ...held]);
    const masterKey = openMasterKey(file);
    const { id } = masterKey.current;
    let rewrapped = 0;
    for (const merchantId of addOnly ? [] : await wrappedByOthers(client, id))
      rewrapped += await rewrap({ database, masterKey, random }, merchantId);
    return { masterKeyId: id, resumed: pending.length > 0, rewrapped, olderKeyIds: held.map((key) => key.id).filter((old) => old !== id) };
  });
}

type Asking = Parameters<Parameters<typeof withClient>[1]>[0];

/** Merchants with a data key that another master key wraps; asked as the backup role, which sees all of them. */
async function wrappedByOthers(client: Asking, masterKeyId: string): Promise<string[]> {
  const { rows } = await client.query<{ merchant_id: string }>(
    'SELECT DISTINCT merchant_id FROM tenant.merchant_key WHERE master_key_id <> $1 ORDER BY merchant_id',
    [masterKeyId],
  );
  return rows.map((row) => row.merchant_id);
}

type Tools = Pick<Parts, 'database' | 'random'> & { masterKey: ReturnType<typeof openMasterKey> };

async function rewrap({ database, masterKey, random }: Tools, merchantId: string): Promise<number> {
  const { id, key: master } = masterKey.current;
  return database.withMerchant(merchantId, async (tx) => {
    const { rows } = await sql<{ merchant_id: string; key_id: string; master_key_id: string; wrapped: Buffer }>`
      SELECT merchant_id, key_id, master_key_id, wrapped FROM merchant_key WHERE master_key_id <> ${id} ORDER BY key_id FOR UPDATE`.execute(
      tx,
    );
    for (const row of rows) {
      const wrapped = wrapDataKey({ master, merchantId, keyId: row.key_id, random }, unwrapDataKey(masterKey, row));
      await sql`UPDATE merchant_key SET master_key_id = ${id}, wrapped = ${wrapped} WHERE key_id = ${row.key_id}::uuid`.execute(tx);
    }
    return rows.length;
  });
}

/**
 * Takes an old key out of the file, unless a data key hangs on it. The lock holds off every program that is about to wrap a new merchant's
 * key: it looks for the newest key only once it has the table.
 */
export async function forgetMasterKey({ access, file, random }: Omit<Parts, 'database'>, keyId: string): Promise<void> {
  const held = readMasterKeys(file);
  if (!held.some(({ id }) => id === keyId)) throw new Error(`${file} has no key ${keyId}: it has ${held.map(({ id }) => id).join(', ')}`);
  if (newestOf(held).id === keyId) throw new Error(`${keyId} is the key in use: run keys rotate first`);
  await withClient(access.migrator, async (client) => {
    await client.query(`SET ROLE ${quote(access.roles.owner)}; BEGIN; SET LOCAL lock_timeout = '10s'`);
    await client.query('LOCK TABLE tenant.merchant_key IN SHARE MODE');
    const used = await withClient(access.backup, (asking) =>
      asking.query('SELECT FROM tenant.merchant_key WHERE master_key_id = $1', [keyId]),
    );
    const merchants = used.rowCount ?? 0;
    if (merchants > 0) throw new Error(`${merchants} data keys still hang on ${keyId}: run keys rotate again, then forget it`);
    await replaceMasterKeys(
      { file, random },
      held.filter(({ id }) => id !== keyId),
    );
    await client.query('COMMIT');
  });
}
