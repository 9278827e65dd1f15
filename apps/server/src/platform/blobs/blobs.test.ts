import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { createVirtualClock } from '../../testing/virtual-clock.ts';
import { realRandom } from '../clock/real-random.ts';
import { loadMasterKey } from '../secrets/master-key.ts';
import { forgetMasterKey, rotateMasterKey } from '../secrets/rotate.ts';
import { createSecrets, SealRefused } from '../secrets/secrets.ts';
import { createBlobs } from './blobs.ts';

let place: TestDatabase;
let folder: string;
let file: string;
beforeEach(async () => {
  place = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'tradewind-blobs-'));
  file = path.join(folder, 'master.json');
});
afterEach(async () => {
  await place.close();
  await rm(folder, { recursive: true, force: true });
});

const within = <T>(run: Parameters<typeof place.database.withMerchant<T>>[1]) => place.database.withMerchant(place.merchantId, run);
/** As a program that has just started: nothing is in memory. */
async function blobsOf(merchantMaxBytes?: number) {
  const masterKey = await loadMasterKey({ file, random: realRandom });
  const secrets = createSecrets({ database: place.database, masterKey, random: realRandom, clock: createVirtualClock() });
  return createBlobs({ secrets, ...(merchantMaxBytes === undefined ? {} : { merchantMaxBytes }) }).forMerchant(place.merchantId);
}
const KEY = { objectId: '01900000-0000-7000-8000-000000000001', version: 1 };

test.each([0, 1, 524_287, 524_288, 524_289, 3_000_000])('%i bytes come back as they were', async (length) => {
  const blobs = await blobsOf();
  const bytes = randomBytes(length);
  expect(await within((tx) => blobs.put(tx, KEY, bytes))).toBe(true);
  expect((await within((tx) => blobs.get(tx, KEY)))?.equals(bytes)).toBe(true);
});

test('each version is its own, and all of an object go together', async () => {
  const blobs = await blobsOf();
  await within(async (tx) => {
    await blobs.put(tx, KEY, Buffer.from('one'));
    await blobs.put(tx, { ...KEY, version: 2 }, Buffer.from('two'));
    expect(String(await blobs.get(tx, KEY))).toBe('one');
    await blobs.remove(tx, KEY.objectId);
    expect(await blobs.get(tx, { ...KEY, version: 2 })).toBe(null);
  });
});

test.each<[string, ReturnType<typeof sql>[]]>([
  ['a part that was taken away', [sql`DELETE FROM blob WHERE part = 1`]],
  ['the last part that was taken away, with the count made to fit', [sql`DELETE FROM blob WHERE part = 2`, sql`UPDATE blob SET parts = 2`]],
  ['parts in another order', [sql`UPDATE blob SET part = 5 - part`, sql`UPDATE blob SET part = part - 3`]],
  ['another version', [sql`UPDATE blob SET version = 2`]],
])('%s is refused, not read', async (what, changes) => {
  const blobs = await blobsOf();
  await within((tx) => blobs.put(tx, KEY, randomBytes(1_200_000)));
  await within(async (tx) => {
    for (const change of changes) await change.execute(tx);
  });
  const version = what === 'another version' ? 2 : 1;
  await expect(within((tx) => blobs.get(tx, { ...KEY, version }))).rejects.toThrow(SealRefused);
});

test('another merchant’s transaction sees none of it', async () => {
  const blobs = await blobsOf();
  await within((tx) => blobs.put(tx, KEY, Buffer.from('secret')));
  expect(await place.database.withMerchant(place.otherMerchantId, (tx) => blobs.get(tx, KEY))).toBe(null);
});

test('a merchant has room for so much, and what does not fit is not written', async () => {
  const blobs = await blobsOf(1_000);
  expect(await within((tx) => blobs.put(tx, KEY, randomBytes(1_000)))).toBe(true);
  expect(await within((tx) => blobs.put(tx, { ...KEY, version: 2 }, randomBytes(1)))).toBe(false);
});

test('a new master key leaves every blob readable, also when the old one is forgotten', async () => {
  await within(async (tx) => (await blobsOf()).put(tx, KEY, Buffer.from('kept')));
  const parts = { access: place.access, database: place.database, file, random: realRandom };
  const { olderKeyIds } = await rotateMasterKey(parts);
  for (const id of olderKeyIds) await forgetMasterKey(parts, id);
  const blobs = await blobsOf();
  expect(String(await within((tx) => blobs.get(tx, KEY)))).toBe('kept');
});
