import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { createVirtualClock } from '../../testing/virtual-clock.ts';
import { auditSystem, sealSome } from '../audit.ts';
import { realClock } from '../clock/real-clock.ts';
import { realRandom } from '../clock/real-random.ts';
import { withClient } from '../database/roles.ts';
import type { HttpSend } from '../ports.ts';
import { loadMasterKey } from '../secrets/master-key.ts';
import { createSecrets } from '../secrets/secrets.ts';
import { examine, type Patient } from './examine.ts';
import type { Finding } from './finding.ts';
import { disk, nodeVersion } from './place.ts';

let db: TestDatabase;
let dataDir: string;
let masterKeyFile: string;
beforeEach(async () => {
  db = await createTestDatabase();
  dataDir = await mkdtemp(path.join(tmpdir(), 'tradewind-doctor-'));
  masterKeyFile = path.join(dataDir, 'keys', 'master.json');
  const masterKey = await loadMasterKey({ file: masterKeyFile, random: realRandom });
  await createSecrets({ database: db.database, masterKey, random: realRandom, clock: realClock }).forMerchant(db.merchantId);
});
afterEach(async () => {
  await db.close();
  await rm(dataDir, { recursive: true, force: true });
});

const answering =
  (date: string): HttpSend =>
  async () => ({ status: 404, headers: { date }, body: new Uint8Array() });

function examined(wish: Partial<Patient> = {}): Promise<Finding[]> {
  const { access, database } = db;
  const parts = { migrationsFolder: inject('migrationsFolder'), platformUrls: ['https://platform.test'], clock: realClock };
  const send = answering(new Date(realClock.now()).toUTCString());
  const stockFaults = async () => 0;
  return examine({ access, database, dataDir, masterKeyFile, nodeVersion: process.versions.node, send, stockFaults, ...parts, ...wish });
}

const faults = (findings: Finding[]) => findings.filter(({ state }) => state === 'wrong');
const asSuperuser = (text: string) => withClient(db.access.migrator, (client) => client.query(text));

test('a healthy installation has nothing wrong, and every part was looked at', async () => {
  const findings = await examined();
  expect(faults(findings)).toEqual([]);
  const looked = [
    'node',
    'disk',
    'permissions',
    'postgres',
    'schema',
    'clock',
    'connections',
    'roles',
    'tenancy',
    'keys',
    'queue',
    'audit',
    'stock',
    'backup',
  ];
  expect([...new Set(findings.map(({ check }) => check))]).toEqual(looked);
  expect(findings.every(({ state, mend }) => state === 'good' || mend)).toBe(true);
});

/** One planted fault, and the one check that must name it. */
type Fault = [name: string, check: string, says: RegExp, plant: () => Promise<Partial<Patient> | undefined>];

const plants: Fault[] = [
  [
    'stock that contradicts its ledger',
    'stock',
    /contradicts its ledger or its reservations in 2 places/,
    async () => ({ stockFaults: async () => 2 }),
  ],
  [
    'a table without forced row security',
    'tenancy',
    /task: row security is not forced/,
    async () => void (await asSuperuser('ALTER TABLE tenant.task NO FORCE ROW LEVEL SECURITY')),
  ],
  [
    'a job that is parked',
    'queue',
    /1 jobs failed too often/,
    async () =>
      void (await asSuperuser(`INSERT INTO system.job (merchant_id, id, lane, kind, payload, dedupe_key, due_at, parked_at, created_at)
    VALUES ('${db.merchantId}', gen_random_uuid(), 'a', 'b', '{}', 'c', 'epoch', 'epoch', 'epoch')`)),
  ],
  [
    'a lane nobody works on',
    'queue',
    /work has waited for \d+ min in 1 lanes/,
    async () =>
      void (await asSuperuser(
        `INSERT INTO system.lane (merchant_id, lane, next_due_at) VALUES ('${db.merchantId}', 'a', clock_timestamp() - interval '10 min')`,
      )),
  ],
  [
    'a lane that stopped',
    'queue',
    /1 lanes stopped/,
    async () =>
      void (await asSuperuser(`INSERT INTO system.lane (merchant_id, lane, stopped_reason) VALUES ('${db.merchantId}', 'a', 'x')`)),
  ],
  ['a folder open to others', 'permissions', /is open to other users \(755\)/, async () => void (await chmod(dataDir, 0o755))],
  [
    'a key file open to others',
    'permissions',
    /keys\/other is open to other users \(644\)/,
    async () => {
      await writeFile(path.join(dataDir, 'keys', 'other'), 'x');
      await chmod(path.join(dataDir, 'keys', 'other'), 0o644);
      return undefined;
    },
  ],
  ['a lost master key', 'keys', /is missing, and 1 merchants' keys hang on it/, async () => void (await rm(masterKeyFile))],
  [
    'another master key',
    'keys',
    /1 of 1 merchants' keys do not open/,
    async () => {
      await rm(masterKeyFile);
      await loadMasterKey({ file: masterKeyFile, random: realRandom });
      return undefined;
    },
  ],
  [
    'a changed audit entry',
    'audit',
    /chain of Merchant breaks at link 1/,
    async () => {
      await db.database.withMerchant(db.merchantId, async (tx) => {
        const act = { merchantId: db.merchantId, actorId: 'x', at: 1, action: 'x', objectKind: 'x', objectId: 'x', facts: {} };
        await auditSystem(tx, { ...act, id: '00000000-0000-7000-8000-000000000001' });
        await sealSome(tx, db.merchantId, 1);
      });
      await asSuperuser("UPDATE tenant.audit_entry SET action = 'y'");
      return undefined;
    },
  ],
  [
    'a platform whose clock is elsewhere',
    'clock',
    /platform.test is -?\d+ s off/,
    async () => ({ send: answering(new Date(realClock.now() - 600_000).toUTCString()) }),
  ],
  [
    'a machine whose clock is elsewhere',
    'clock',
    /database's clock is -?\d+\.\d s off/,
    async () => ({ clock: createVirtualClock(realClock.now() + 60_000) }),
  ],
  [
    'an old backup',
    'backup',
    /the last backup is 30 h old/,
    async () => {
      const madeAt = new Date(realClock.now() - 30 * 3_600_000).toISOString();
      await writeFile(path.join(dataDir, 'last-backup.json'), JSON.stringify({ madeAt, file: 'b.tar', bytes: 1 }), { mode: 0o600 });
      return undefined;
    },
  ],
  [
    'no backup since yesterday',
    'backup',
    /there has been no backup yet/,
    async () => void (await asSuperuser("UPDATE system.migration SET applied_at = applied_at - interval '2 days'")),
  ],
  [
    'serving as the owner',
    'roles',
    /refusing to serve as the database role/,
    async () => ({ access: { ...db.access, app: db.access.migrator } }),
  ],
  [
    'a backup role that sees nothing',
    'roles',
    /backup role .* is bound by row security/,
    async () => ({ access: { ...db.access, backup: db.access.system } }),
  ],
  [
    'a database without tables',
    'schema',
    /has no tables of Tradewind/,
    async () => void (await asSuperuser('DROP SCHEMA tenant, system CASCADE')),
  ],
  ['an old program', 'node', /Node 18\.19\.0/, async () => ({ nodeVersion: '18.19.0' })],
];

test.each(plants)('planted: %s', async (_name, check, says, plant) => {
  const findings = faults(await examined((await plant()) ?? {}));
  const named = findings.filter((finding) => finding.check === check);
  expect(
    findings.map((finding) => finding.check),
    'only what was planted',
  ).toContain(check);
  expect(named.map((finding) => finding.says).join('\n')).toMatch(says);
  expect(named.every(({ mend }) => mend)).toBe(true);
});

test('offline, the platforms’ clocks are unknown and nothing is wrong with that', async () => {
  const findings = await examined({ send: async () => Promise.reject(new Error('no network')) });
  expect(faults(findings)).toEqual([]);
  expect(findings.filter(({ state }) => state === 'unknown').map(({ check }) => check)).toEqual(['clock']);
});

test('a rotation that was cut off is noted', async () => {
  const { keys } = JSON.parse(await readFile(masterKeyFile, 'utf8'));
  await writeFile(masterKeyFile, JSON.stringify({ keys: [{ id: 'newer', key: Buffer.alloc(32, 1).toString('base64') }, ...keys] }));
  const noted = (await examined()).filter(({ check }) => check === 'keys');
  expect(noted).toMatchObject([{ state: 'note', says: expect.stringContaining('1 data keys hang on an older master key') }]);
});

test('a disk that fills up is noted, then wrong', async () => {
  const room = (share: number) => disk(dataDir, async () => ({ bavail: share * 100, blocks: 100, bsize: 4_096 }));
  expect([await room(0.5), await room(0.1), await room(0.02)].map(({ state }) => state)).toEqual(['good', 'note', 'wrong']);
  expect(nodeVersion('24.1.0').state).toBe('good');
});
