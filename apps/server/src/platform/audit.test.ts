import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { silentLog } from '../testing/silent-log.ts';
import { createSeededRandom, createVirtualClock } from '../testing/virtual-clock.ts';
import { auditSealHandler, auditSystem, sealSome, startAuditSealing, verifyAudit } from './audit.ts';
import { withClient } from './database/roles.ts';
import { createWorker } from './lanes/lanes.ts';

let own: TestDatabase;
let merchantId: string;
beforeEach(async () => {
  own = await createTestDatabase();
  merchantId = own.merchantId;
});
afterEach(() => own.close());

const AT = Date.UTC(2026, 0, 15, 12);
const act = (n: number, at = AT + n) => ({
  id: randomUUID(),
  at,
  merchantId,
  actorId: 'test',
  action: 'thing.change',
  objectKind: 'thing',
  objectId: String(n),
  facts: { n, b: 'x' },
});
const write = (count: number) =>
  own.database.withMerchant(merchantId, async (tx) => {
    for (let n = 0; n < count; n++) await auditSystem(tx, act(n));
  });
const queued = async () => {
  const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM system.job WHERE merchant_id = ${merchantId}::uuid`.execute(
    own.database.system,
  );
  return rows[0]?.count;
};
const seal = () => own.database.withMerchant(merchantId, (tx) => sealSome(tx, merchantId, AT));
/** As the owner of the tables, past row security: what only somebody with the database in hand can do. */
const asOwner = (sql: string) =>
  withClient(own.access.migrator, async (client) => {
    await client.query(
      `SET ROLE "${own.access.roles.owner}"; ALTER TABLE tenant.audit_entry NO FORCE ROW LEVEL SECURITY; ALTER TABLE tenant.audit_seal NO FORCE ROW LEVEL SECURITY`,
    );
    await client.query(sql);
    await client.query('ALTER TABLE tenant.audit_entry FORCE ROW LEVEL SECURITY; ALTER TABLE tenant.audit_seal FORCE ROW LEVEL SECURITY');
  });

describe('audit chain', () => {
  test('seals what is unsealed, once, and holds', async () => {
    await write(5);
    expect(await verifyAudit(own.database, merchantId)).toEqual({ ok: true, sealed: 0, unsealed: 5, brokenSeq: null });
    expect([await seal(), await seal()]).toEqual([5, 0]);
    await own.database.withMerchant(merchantId, (tx) => auditSystem(tx, act(99, AT - 3_600_000)));
    expect(await seal()).toBe(1);
    expect(await verifyAudit(own.database, merchantId)).toEqual({ ok: true, sealed: 6, unsealed: 0, brokenSeq: null });
  });

  test.each([
    ['one character of the facts', "UPDATE tenant.audit_entry SET facts = jsonb_set(facts, '{b}', '\"y\"') WHERE object_id = '2'", 3],
    ['the time by a microsecond', "UPDATE tenant.audit_entry SET at = at + interval '1 microsecond' WHERE object_id = '0'", 1],
    ['who it was', "UPDATE tenant.audit_entry SET actor_id = 'other' WHERE object_id = '4'", 5],
    ['a link left out', 'DELETE FROM tenant.audit_seal WHERE seq = 2', 2],
    ['one bit of a hash', 'UPDATE tenant.audit_seal SET hash = set_bit(hash, 100, 1 - get_bit(hash, 100)) WHERE seq = 4', 4],
    [
      'two entries exchanged',
      "UPDATE tenant.audit_entry SET object_id = CASE object_id WHEN '1' THEN '3' ELSE '1' END WHERE object_id IN ('1', '3')",
      2,
    ],
  ])('finds a changed past: %s', async (_name, tampering, brokenSeq) => {
    await write(5);
    await seal();
    await asOwner(tampering);
    expect(await verifyAudit(own.database, merchantId)).toMatchObject({ ok: false, brokenSeq });
  });

  test('the serving role can neither change nor delete an entry', async () => {
    await write(1);
    await seal();
    const run = (sql: 'update' | 'delete') =>
      own.database.withMerchant(merchantId, async (tx) => {
        if (sql === 'update') await tx.updateTable('audit_entry').set({ action: 'x' }).execute();
        else await tx.deleteFrom('audit_seal').execute();
      });
    await expect(run('update')).rejects.toThrow('permission denied');
    await expect(run('delete')).rejects.toThrow('permission denied');
  });

  test('what was written is sealed by the worker, also what was written before anybody listened', async () => {
    await write(1);
    const clock = createVirtualClock(AT + 60_000);
    const tools = { database: own.database, clock, log: silentLog };
    const worker = createWorker({
      ...tools,
      random: createSeededRandom(1),
      handlers: [auditSealHandler],
      workerId: 'w',
      concurrency: 1,
      leaseMs: 30_000,
    });
    const stop = await startAuditSealing(tools);
    await expect.poll(() => queued()).toBeGreaterThan(0);
    await worker.drain();
    expect(await verifyAudit(own.database, merchantId)).toMatchObject({ sealed: 1, unsealed: 0 });
    await write(2);
    await expect.poll(() => queued()).toBeGreaterThan(0);
    await worker.drain();
    expect(await verifyAudit(own.database, merchantId)).toMatchObject({ ok: true, sealed: 3, unsealed: 0 });
    await stop();
  });

  test('one merchant’s chain knows nothing of another’s', async () => {
    await write(2);
    expect(await own.database.withMerchant(own.otherMerchantId, (tx) => sealSome(tx, own.otherMerchantId, AT))).toBe(0);
    expect(await verifyAudit(own.database, own.otherMerchantId)).toMatchObject({ ok: true, sealed: 0, unsealed: 0 });
  });
});
