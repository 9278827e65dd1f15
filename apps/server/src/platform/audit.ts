/**
 * Who did what. An entry is written unchained in the command's own transaction (a chain there would let one
 * merchant's commands queue up behind each other), and a NOTIFY tells the sealer, which appends a link per entry:
 * hash = SHA-256(previous hash ‖ canonical row). Neither table grants UPDATE or DELETE to the serving role, so
 * a changed past is the work of somebody with the owner's rights, and `verifyAudit` finds it.
 *
 * Limits: who owns the database can cut the newest links together with their entries; only a copy of
 * { seq, hash } kept elsewhere shows that. Entries of the last seconds may be unsealed; they are counted.
 * One lane per merchant keeps it at one sealer; entries are sealed in the order in which they are found.
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Database, TenantTx } from './database/database.ts';
import { unnestRows } from './database/unnest.ts';
import type { Caller } from './http/handler.ts';
import { enqueue, type JobHandler, type NewJob } from './lanes/lanes.ts';
import type { Clock, Log } from './ports.ts';

export type AuditEntryTable = {
  merchant_id: string;
  id: string;
  at: Date;
  actor_kind: 'user' | 'api-key' | 'system';
  actor_id: string;
  action: string;
  object_kind: string;
  object_id: string;
  request_id: string | null;
  facts: unknown;
};
export type AuditSealTable = { merchant_id: string; seq: number; entry_id: string; hash: Uint8Array; sealed_at: Date };

declare module './database/tables.ts' {
  interface TenantTables {
    audit_entry: AuditEntryTable;
    audit_seal: AuditSealTable;
  }
}

/** Ids, codes and counts; names of changed fields, never what a buyer or a person wrote. */
export type AuditFacts = Record<string, string | number | boolean | null | readonly string[]>;
type AuditedAct = { id: string; at: number; action: string; objectKind: string; objectId: string; facts: AuditFacts };

export async function audit(tx: TenantTx, act: AuditedAct & { caller: Caller; requestId: string }): Promise<void> {
  const { caller, requestId } = act;
  await insert(tx, act, { merchantId: caller.merchantId, kind: caller.kind, id: caller.id, requestId });
}

/** For what the workbench did by itself or on a call-back; `actorId` names the person behind it, or the job. */
export async function auditSystem(tx: TenantTx, act: AuditedAct & { merchantId: string; actorId: string }): Promise<void> {
  await insert(tx, act, { merchantId: act.merchantId, kind: 'system', id: act.actorId, requestId: null });
}

type AuditedMany = {
  entries: readonly { id: string; objectId: string }[];
  at: number;
  action: string;
  objectKind: string;
  facts: AuditFacts;
  actor: Actor;
};

/** One act on many objects: an entry for each, so that each is found by its own name. */
export async function auditMany(tx: TenantTx, { entries, at, action, objectKind, facts, actor }: AuditedMany): Promise<void> {
  if (entries.length === 0) return;
  const { names, source } = unnestRows(entries, {
    merchant_id: ['uuid', () => actor.merchantId],
    id: ['uuid', ({ id }) => id],
    at: ['timestamptz', () => new Date(at)],
    actor_kind: ['text', () => actor.kind],
    actor_id: ['text', () => actor.id],
    action: ['text', () => action],
    object_kind: ['text', () => objectKind],
    object_id: ['text', ({ objectId }) => objectId],
    request_id: ['text', () => actor.requestId],
    facts: ['jsonb', () => JSON.stringify(facts)],
  });
  await sql`INSERT INTO audit_entry (${names}) SELECT * FROM ${source}`.execute(tx);
  await sql`SELECT pg_notify('audit', ${actor.merchantId})`.execute(tx);
}

type Actor = { merchantId: string; kind: AuditEntryTable['actor_kind']; id: string; requestId: string | null };

async function insert(tx: TenantTx, act: AuditedAct, actor: Actor): Promise<void> {
  await tx
    .insertInto('audit_entry')
    .values({
      merchant_id: actor.merchantId,
      id: act.id,
      at: new Date(act.at),
      actor_kind: actor.kind,
      actor_id: actor.id,
      action: act.action,
      object_kind: act.objectKind,
      object_id: act.objectId,
      request_id: actor.requestId,
      facts: JSON.stringify(act.facts),
    })
    .execute();
  await sql`SELECT pg_notify('audit', ${actor.merchantId})`.execute(tx);
}

const SEAL_BATCH = 500;
/** Entries carry the business clock at the start of their transaction, so one may commit behind the newest sealed. */
const LATE_MS = 24 * 3600 * 1000;

/** For the worker's list of handlers. */
export const auditSealHandler: JobHandler<Record<string, never>> = {
  kind: 'audit.seal',
  payload: z.strictObject({}),
  batchMax: 1,
  maxAttempts: 5,
  run: async (_jobs, context) => {
    let sealed = SEAL_BATCH;
    while (sealed === SEAL_BATCH && !context.signal.aborted) {
      sealed = await context.commit((tx) => sealSome(tx, context.merchantId, context.now()), { finish: false });
    }
  },
};

const sealJob = (dueAt: number): NewJob => ({ lane: 'audit', kind: 'audit.seal', payload: {}, dedupeKey: 'seal', dueAt });

/** Turns NOTIFYs into jobs. A lost connection may have lost one, so then every merchant is looked at; so it is at start. */
export async function startAuditSealing(tools: { database: Database; clock: Clock; log: Log }): Promise<() => Promise<void>> {
  const { database, clock, log } = tools;
  const seal = async (merchantId: string) => {
    const now = clock.now();
    await database.withMerchant(merchantId, (tx) => enqueue(tx, { merchantId, jobs: [sealJob(now)], now }));
  };
  const sealAll = async () => {
    for (const { id } of await database.system.selectFrom('system.merchant').select('id').execute()) await seal(id);
  };
  const heard = (merchantId: string | null) => {
    (merchantId === null ? sealAll() : seal(merchantId)).catch((error: unknown) => {
      log.warn('audit.seal-not-queued', { errorName: error instanceof Error ? error.name : 'unknown' });
    });
  };
  const stop = await database.listen('audit', heard);
  heard(null);
  return stop;
}

type SealedRow = { entry_id: string; canonical: string };

/** One text per entry, made by PostgreSQL in both directions so that sealing and checking cannot differ. */
const canonical = sql<string>`jsonb_build_array(e.merchant_id, e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
  e.actor_kind, e.actor_id, e.action, e.object_kind, e.object_id, e.request_id, e.facts)::text`;

/** Answers how many were sealed; fewer than SEAL_BATCH means none are left. */
export async function sealSome(tx: TenantTx, merchantId: string, now: number): Promise<number> {
  const head = await tx.selectFrom('audit_seal').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const { rows } = await sql<SealedRow>`
    SELECT e.id AS entry_id, ${canonical} AS canonical FROM audit_entry e
    WHERE e.at >= COALESCE((SELECT s_e.at FROM audit_seal s JOIN audit_entry s_e ON s_e.merchant_id = s.merchant_id AND s_e.id = s.entry_id
                            WHERE s.seq = ${head?.seq ?? 0}), '-infinity') - ${`${LATE_MS} milliseconds`}::interval
      AND NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.merchant_id = e.merchant_id AND s.entry_id = e.id)
    ORDER BY e.at, e.id LIMIT ${SEAL_BATCH}`.execute(tx);
  let hash: Buffer = head ? Buffer.from(head.hash) : FIRST;
  const links = rows.map((row, index) => {
    hash = link(hash, row.canonical);
    return { merchant_id: merchantId, seq: (head?.seq ?? 0) + index + 1, entry_id: row.entry_id, hash, sealed_at: new Date(now) };
  });
  if (links.length > 0) await tx.insertInto('audit_seal').values(links).execute();
  return links.length;
}

export type AuditVerdict = {
  ok: boolean;
  sealed: number;
  unsealed: number /** First link that does not hold. */;
  brokenSeq: number | null;
};

const VERIFY_PAGE = 1_000;

export async function verifyAudit(database: Pick<Database, 'withMerchant'>, merchantId: string): Promise<AuditVerdict> {
  let seq = 0;
  let hash: Buffer = FIRST;
  while (true) {
    const page = await database.withMerchant(merchantId, (tx) => linksAfter(tx, seq));
    for (const row of page) {
      hash = link(hash, row.canonical);
      if (row.seq !== seq + 1 || !hash.equals(row.hash)) return { ok: false, sealed: seq, unsealed: 0, brokenSeq: seq + 1 };
      seq = row.seq;
    }
    if (page.length < VERIFY_PAGE) break;
  }
  const entries = await database.withMerchant(merchantId, (tx) =>
    tx
      .selectFrom('audit_entry')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow(),
  );
  return { ok: true, sealed: seq, unsealed: entries.count - seq, brokenSeq: null };
}

async function linksAfter(tx: TenantTx, seq: number): Promise<{ seq: number; hash: Buffer; canonical: string }[]> {
  const { rows } = await sql<{ seq: number; hash: Buffer; canonical: string }>`
    SELECT s.seq, s.hash, ${canonical} AS canonical
    FROM audit_seal s JOIN audit_entry e ON e.merchant_id = s.merchant_id AND e.id = s.entry_id
    WHERE s.seq > ${seq} ORDER BY s.seq LIMIT ${VERIFY_PAGE}`.execute(tx);
  return rows;
}

const FIRST: Buffer = Buffer.alloc(32);
const link = (previous: Buffer, text: string): Buffer => createHash('sha256').update(previous).update(text).digest();
