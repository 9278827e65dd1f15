/**
 * Idempotency-Key: the same key with the same request gives the same answer for 7 days.
 *
 *   (none) → in progress    the row is inserted and committed before the handler runs; its primary key is what
 *                           makes two requests at the same moment meet
 *   in progress → answered  the answer is sealed into the row (it may hold a new key or password)
 *   in progress → (none)    the handler failed (500, or a 503 worth repeating): the row goes, a retry runs afresh
 *
 * When the process dies while the handler runs, the row stays in progress and repeats get 409 until it is 7 days
 * old: whether the work was done is not known, and doing it twice is the worse mistake. The caller looks for what
 * it created and takes a new key.
 *
 * "Same request" means same route, parameters, body and caller, so nobody reads another person's answer by
 * guessing a key.
 */
import { createHash } from 'node:crypto';
import type { Database, TenantTx } from '../database/database.ts';
import type { MerchantSecrets, SealContext, Secrets } from '../secrets/secrets.ts';
import type { Caller } from './handler.ts';
import { type Refusal, refuse, statusOf } from './problem.ts';

export type IdempotencyKeyTable = {
  merchant_id: string;
  key: string;
  route: string;
  request_hash: string;
  answer_status: number | null;
  answer: Uint8Array | null;
  created_at: Date;
};

declare module '../database/tables.ts' {
  interface TenantTables {
    idempotency_key: IdempotencyKeyTable;
  }
}

const KEPT_MS = 7 * 24 * 3600 * 1000;
const KEY_FORM = /^[\x21-\x7e]{1,255}$/;

export type Outcome = { status: number; body: unknown };
export type KeyedRequest = { key: string; route: string; caller: Caller; request: unknown; run: () => Promise<Outcome | Refusal> };
export type Idempotency = {
  once(request: KeyedRequest): Promise<Outcome | Refusal>;
  purge(merchantId: string): Promise<void>;
};

type Tools = { database: Pick<Database, 'withMerchant'>; secrets: Secrets; now: () => number };

export function createIdempotency(tools: Tools): Idempotency {
  const { database, now } = tools;
  return {
    once: (request) => once(tools, request),
    purge: (merchantId) =>
      database.withMerchant(merchantId, async (tx) => {
        await tx
          .deleteFrom('idempotency_key')
          .where('created_at', '<', new Date(now() - KEPT_MS))
          .execute();
      }),
  };
}

async function once(tools: Tools, keyed: KeyedRequest): Promise<Outcome | Refusal> {
  const { key, caller } = keyed;
  if (!KEY_FORM.test(key)) {
    const message = 'Idempotency-Key has 1 to 255 visible ASCII characters';
    return { refused: 'invalid-input', errors: [{ path: '', code: 'idempotency-key', message }] };
  }
  const requestHash = createHash('sha256')
    .update(JSON.stringify([keyed.route, caller.kind, caller.id, canonical(keyed.request)]))
    .digest('hex');
  const earlier = await claim(tools, keyed, requestHash);
  if (earlier) return earlierAnswer(tools, earlier, { requestHash, merchantId: caller.merchantId });

  const outcome = await keyed.run().catch(async (error: unknown) => {
    await release(tools, keyed);
    throw error;
  });
  if ('refused' in outcome && statusOf(outcome.refused) >= 500) {
    await release(tools, keyed);
    return outcome;
  }
  const secrets = await tools.secrets.forMerchant(caller.merchantId);
  await tools.database.withMerchant(caller.merchantId, async (tx) => {
    await tx
      .updateTable('idempotency_key')
      .set({
        answer_status: 'refused' in outcome ? statusOf(outcome.refused) : outcome.status,
        answer: secrets.seal(sealContext(key), JSON.stringify(outcome)),
      })
      .where('key', '=', key)
      .execute();
  });
  return outcome;
}

/** null when the key is now ours; else the row of the request that came first. */
async function claim(
  { database, now }: Tools,
  { key, route, caller }: KeyedRequest,
  requestHash: string,
): Promise<IdempotencyKeyTable | null> {
  return database.withMerchant(caller.merchantId, async (tx) => {
    await tx
      .deleteFrom('idempotency_key')
      .where('key', '=', key)
      .where('created_at', '<', new Date(now() - KEPT_MS))
      .execute();
    const claimed = await tx
      .insertInto('idempotency_key')
      .values({
        merchant_id: caller.merchantId,
        key,
        route,
        request_hash: requestHash,
        answer_status: null,
        answer: null,
        created_at: new Date(now()),
      })
      .onConflict((conflict) => conflict.columns(['merchant_id', 'key']).doNothing())
      .returning('key')
      .executeTakeFirst();
    if (claimed) return null;
    const row = await tx.selectFrom('idempotency_key').selectAll().where('key', '=', key).executeTakeFirst();
    // Gone between the two statements: its request failed just now. To the caller that is still "in progress".
    return (
      row ?? {
        merchant_id: caller.merchantId,
        key,
        route,
        request_hash: requestHash,
        answer_status: null,
        answer: null,
        created_at: new Date(now()),
      }
    );
  });
}

async function release({ database }: Tools, { key, caller }: KeyedRequest): Promise<void> {
  await database.withMerchant(caller.merchantId, async (tx) => {
    await tx.deleteFrom('idempotency_key').where('key', '=', key).where('answer_status', 'is', null).execute();
  });
}

async function earlierAnswer(
  { secrets }: Tools,
  row: IdempotencyKeyTable,
  { requestHash, merchantId }: { requestHash: string; merchantId: string },
): Promise<Outcome | Refusal> {
  if (row.request_hash !== requestHash) return refuse('idempotency-mismatch');
  if (row.answer === null) return refuse('idempotency-in-progress');
  const opened = (await secrets.forMerchant(merchantId)).open(sealContext(row.key), row.answer);
  // The cast: sealed by `once` above and authenticated, so it is what was put in.
  return JSON.parse(opened.toString('utf8')) as Outcome | Refusal;
}

const sealContext = (key: string): SealContext => ({ object: `idempotency-key ${key}`, field: 'answer', version: 0 });

/**
 * Answers that mention what is to be forgotten become "not found". The rows stay: without them a repeat would do the work again. Answers
 * how many there were.
 */
export async function forgetAnswers(
  tx: TenantTx,
  { secrets, mentions }: { secrets: MerchantSecrets; mentions: (text: string) => boolean },
): Promise<number> {
  const rows = await tx.selectFrom('idempotency_key').select(['key', 'answer']).where('answer', 'is not', null).execute();
  const about = rows.filter(({ key, answer }) => answer !== null && mentions(secrets.openText(sealContext(key), answer)));
  for (const { key } of about) {
    await tx
      .updateTable('idempotency_key')
      .set({ answer_status: statusOf('not-found'), answer: secrets.seal(sealContext(key), JSON.stringify(refuse('not-found'))) })
      .where('key', '=', key)
      .execute();
  }
  return about.length;
}

/** Keys sorted, so that the same object written in another order is the same request. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => [key, canonical(entry)]);
}
