/**
 * The byte scan: a buyer's words are put wherever they may get to, the buyer is erased, and then every file under DATA_DIR (database,
 * write-ahead log, logs, backup) is searched for them, in each way a text may be written. A second search is for the sealed bytes
 * themselves, after the commands that docs/operate/deleting-a-buyer.md names.
 */
import { appendFileSync, closeSync, mkdtempSync, openSync, readdirSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ChannelFailure } from '@tradewind/channels';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { writeBackup } from '../../platform/backup/write-backup.ts';
import { realRandom } from '../../platform/clock/real-random.ts';
import { type Database, openDatabase } from '../../platform/database/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../platform/database/embedded.ts';
import { migrate } from '../../platform/database/migrate.ts';
import { type DatabaseAccess, prepareRoles, withClient } from '../../platform/database/roles.ts';
import { createIdempotency } from '../../platform/http/idempotency.ts';
import { enqueue, type JobHandler } from '../../platform/lanes/lanes.ts';
import { createLog } from '../../platform/log.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { eraseBuyerJobHandler, readErasure, requestErasure } from './index.ts';
import { listOrders } from './queries/order-list.ts';
import { buildOrder, takeIn } from './testing.ts';

const buyer = {
  channelBuyerId: '7495123412341234567',
  name: 'Canary-Ployขวัญใจ',
  phone: '(+66)898765432',
  email: 'canary.ploy@buyers.test',
  address: 'Canary Soi 99 ถนนสุขุมวิท',
  region: 'TH',
};
const message = 'canary message: ring twice';
const words = [buyer.channelBuyerId, buyer.name, '898765432', buyer.email, buyer.address, message];

let dataDir: string;
let postgres: EmbeddedPostgres;
let access: DatabaseAccess;
let database: Database;
let bench: Bench;
let shop: BuiltShop;
const merchantId = '0195aaaa-0000-7000-8000-000000000001';

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tradewind-bytes-'));
  const log = createLog({
    destination: { write: (line) => appendFileSync(path.join(dataDir, 'tradewind.log'), line) },
    clock: { now: () => 0 },
    level: 'debug',
  });
  postgres = await startEmbeddedPostgres({ dataDir, log, durable: false });
  access = await prepareRoles({ kind: 'embedded', dataDir, superuser: postgres.superuser });
  database = openDatabase({ app: access.app, system: access.system, log });
  bench = createBench(database);
  bench.services.log = log;
  await migrate({ access, folder: inject('migrationsFolder'), clock: bench.clock, log });
  await superuser(`INSERT INTO system.merchant (id, name, created_at) VALUES ('${merchantId}', 'M', 'epoch')`);
  shop = await buildShop(bench, merchantId);
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const superuser = (text: string) =>
  withClient({ ...postgres.superuser, database: access.app.database ?? '' }, (client) => client.query(text));
const work = async (handler: unknown) => {
  // The cast: a handler is only given payloads that its own schema produced.
  const worker = bench.worker([handler as JobHandler<unknown>]);
  await worker.drain();
  await worker.stop(0);
};

/** Each word as its bytes may stand in a file. */
function spellings(text: string): Buffer[] {
  const utf8 = Buffer.from(text);
  const escaped = Buffer.from(
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(
      Buffer.concat([Buffer.alloc(shift), utf8])
        .toString('base64')
        .slice(4, -4),
    ),
  );
  return [utf8, escaped, Buffer.from(utf8.toString('hex')), Buffer.from(text, 'utf16le'), Buffer.from(encodeURIComponent(text)), ...base64];
}

const CHUNK_BYTES = 1 << 22;

/** The files under DATA_DIR that hold one of these byte strings, searched with an overlap so that none is missed between two chunks. */
function filesWith(wanted: readonly Buffer[], under = dataDir): string[] {
  const overlap = Math.max(...wanted.map((bytes) => bytes.length));
  const chunk = Buffer.alloc(CHUNK_BYTES + overlap);
  const holds = (file: string): boolean => {
    const handle = openSync(file, 'r');
    try {
      for (let at = 0; at < statSync(file).size; at += CHUNK_BYTES) {
        const seen = chunk.subarray(0, readSync(handle, chunk, 0, chunk.length, at));
        if (wanted.some((bytes) => seen.includes(bytes))) return true;
      }
      return false;
    } finally {
      closeSync(handle);
    }
  };
  const entries = readdirSync(under, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => path.join(entry.parentPath, entry.name)).filter(holds);
}

/** Puts the buyer wherever they may get to by way of the product. */
async function plant(): Promise<void> {
  const secrets = await bench.services.secrets.forMerchant(merchantId);
  const caller = buildCaller(merchantId);
  await takeIn(bench.services, shop, [buildOrder({ buyer, buyerMessage: message }), buildOrder({ buyer })]);
  const body = JSON.stringify({ order: 1, recipient: buyer, note: message });
  const sealed = secrets.seal({ object: 'tiktok-shop n-1', field: 'hint', version: 0 }, body);
  await database.withMerchant(merchantId, async (tx) => {
    await sql`INSERT INTO inbound (merchant_id, channel, notification_id, shop_id, topic, occurred_at, received_at, body)
      VALUES (${merchantId}, 'tiktok-shop', 'n-1', ${shop.shopId}, 'x', 'epoch', 'epoch', ${sealed})`.execute(tx);
  });
  for (const q of [buyer.name, buyer.phone, buyer.email])
    await listOrders(bench.services, { caller, query: { limit: 5, sort: '-createdAt', q } });
  const idempotency = createIdempotency({ database, secrets: bench.services.secrets, now: () => bench.clock.now() });
  await idempotency.once({
    key: 'k',
    route: 'x',
    caller,
    request: { note: message },
    run: async () => ({ status: 201, body: { to: buyer, message } }),
  });
  // Statements that fail with the buyer in them, as the database's log and a job's failure would tell.
  await database.withMerchant(merchantId, (tx) => sql`SELECT ${buyer.name}::int`.execute(tx)).catch(() => undefined);
  await failWith(new Error(`could not read "${buyer.name}" of '${buyer.email}', ${JSON.stringify({ message })}`));
  await failWith(new ChannelFailure('retry-later', 'the platform did not answer'));
}

async function failWith(error: Error): Promise<void> {
  const job = { lane: 'planted', kind: 'planted', payload: {}, dedupeKey: error.name, dueAt: bench.clock.now() };
  await database.withMerchant(merchantId, (tx) => enqueue(tx, { merchantId, jobs: [job], now: bench.clock.now() }));
  const handler: JobHandler<object> = {
    kind: 'planted',
    payload: z.object({}),
    batchMax: 1,
    maxAttempts: 1,
    run: () => Promise.reject(error),
  };
  await work(handler);
}

test('after the deletion no file holds a word of the buyer, and none the sealed bytes once the database has tidied up', async () => {
  // The search finds what is there: in the database's files, in its log of changes, and in ours.
  await superuser("CREATE TABLE public.seen (t text); INSERT INTO public.seen VALUES ('Search-me-ขวัญ'); CHECKPOINT");
  writeFileSync(path.join(dataDir, 'note.txt'), Buffer.from('Search-me-ขวัญ', 'utf16le'));
  const seen = filesWith(spellings('Search-me-ขวัญ')).map((file) => path.relative(dataDir, file).split('/').slice(0, 2).join('/'));
  expect([...new Set(seen)].sort()).toEqual(['note.txt', 'pgdata/base', 'pgdata/pg_wal']);

  await plant();
  const before = await database.withMerchant(merchantId, (tx) =>
    sql<{ sealed: Buffer; term: string }>`SELECT o.buyer AS sealed, t.term FROM orders o JOIN search_term t ON t.id = o.id`.execute(tx),
  );
  const traces = before.rows.flatMap(({ sealed, term }) => [sealed, Buffer.from(term)]);
  expect(traces.length).toBeGreaterThan(4);
  const keyFiles = { masterKeyFile: path.join(dataDir, 'none'), signInFile: path.join(dataDir, 'none') };
  const to = path.join(dataDir, 'backups', 'before.tar');
  await writeBackup({ backupRole: access.backup, dataDir, to, keyFiles, withKeys: false, clock: bench.clock, random: realRandom });
  await superuser('CHECKPOINT');
  expect(filesWith(traces).length).toBeGreaterThan(0);

  const caller = buildCaller(merchantId, { scopes: new Set(['buyers:erase']) });
  const asked = await requestErasure(bench.services, { caller, requestId: 'r', channelBuyerId: buyer.channelBuyerId });
  await work(eraseBuyerJobHandler(bench.services));
  expect(await readErasure(bench.services, { caller, erasureId: 'id' in asked ? asked.id : '' })).toMatchObject({
    state: 'done',
    orders: 2,
  });

  await superuser('VACUUM');
  await superuser('CHECKPOINT');
  expect(words.flatMap((word) => filesWith(spellings(word)).map((file) => `${word} in ${file}`))).toEqual([]);

  // The commands of docs/operate/deleting-a-buyer.md, and the age of backups.
  for (const table of ['tenant.orders', 'tenant.search_term', 'tenant.inbound', 'tenant.idempotency_key'])
    await superuser(`VACUUM FULL ${table}`);
  await superuser('ALTER SYSTEM SET wal_recycle = off');
  await superuser('SELECT pg_reload_conf()');
  for (let round = 0; round < 2; round += 1) {
    await superuser('SELECT pg_switch_wal()');
    await superuser('CHECKPOINT');
  }
  expect(filesWith(traces).map((file) => path.relative(dataDir, file))).toEqual(['backups/before.tar']);
});
