/**
 * "Something changed": small hints to browsers, carried by NOTIFY inside the business transaction, so that a hint never comes before
 * the change and never for one that was rolled back. Hints may be lost (a database restart); each subscriber then gets a catch-all
 * `figures.changed`, and refetches. Every server process hears all merchants' hints and hands each to its own merchant's subscribers.
 *
 * A subscriber is called at most once per 25 ms, with equal hints folded into one; the first of a quiet time goes out at once.
 * Ids beyond IDS_MAX are dropped to an empty list, which reads "many of these".
 */
import type { ChangedHint } from '@tradewind/contract';
import { hintTypes } from '@tradewind/contract';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Database, TenantTx } from './database/database.ts';
import { errorFields } from './log.ts';
import type { Clock, Log } from './ports.ts';

export type Hints = {
  /** In the transaction of the change. */
  publish(tx: TenantTx, merchantId: string, hints: ChangedHint[]): Promise<void>;
  /** The same as a value that a statement of the change selects beside its own, where a trip to the database of its own would cost others' waiting. */
  published(merchantId: string, hints: ChangedHint[]): RawBuilder<unknown>;
  /** Answers the way to stop. */
  subscribe(merchantId: string, heard: (hints: ChangedHint[]) => void): () => void;
  close(): Promise<void>;
};

const CHANNEL = 'hints';
const COALESCE_MS = 25;
const IDS_MAX = 200;
/** A NOTIFY carries less than 8,000 bytes; 80 ids of 40 characters leave room for two platforms' long ones. */
const IDS_PER_MESSAGE = 80;
const PAYLOAD_MAX_BYTES = 7_900;

const messageShape = z.object({
  merchantId: z.string(),
  hint: z.object({ type: z.enum(hintTypes), ids: z.array(z.string()), shopId: z.string().nullable() }),
});
const catchAll: ChangedHint = { type: 'figures.changed', ids: [], shopId: null };

type Subscriber = { waiting: Map<string, ChangedHint>; resting: boolean; heard: (hints: ChangedHint[]) => void };

/** `clock` is the real one: somebody waits for the words of a message, and 25 ms more of it are not seen. */
export function createHints({ database, clock, log }: { database: Database; clock: Clock; log: Log }): Hints {
  const subscribers = new Map<string, Set<Subscriber>>();
  const closing = new AbortController();
  let listening: Promise<() => Promise<void>> | null = null;

  const deliver = async (subscriber: Subscriber): Promise<void> => {
    if (subscriber.resting) return;
    subscriber.resting = true;
    while (subscriber.waiting.size > 0 && !closing.signal.aborted) {
      const hints = [...subscriber.waiting.values()];
      subscriber.waiting.clear();
      try {
        subscriber.heard(hints);
      } catch (error) {
        log.error('hints.subscriber-broken', errorFields(error));
      }
      await clock.sleep(COALESCE_MS, closing.signal);
    }
    subscriber.resting = false;
  };
  const hear = (payload: string | null): void => {
    if (payload === null) {
      for (const subscriber of [...subscribers.values()].flatMap((set) => [...set])) put(subscriber, catchAll);
      return;
    }
    const parsed = messageShape.safeParse(readJson(payload));
    if (!parsed.success) {
      log.warn('hints.unreadable');
      return;
    }
    for (const subscriber of subscribers.get(parsed.data.merchantId) ?? []) put(subscriber, parsed.data.hint);
  };
  const put = (subscriber: Subscriber, hint: ChangedHint): void => {
    fold(subscriber.waiting, hint);
    void deliver(subscriber);
  };
  /** The first subscriber opens the ear; a process that serves no browser never listens. */
  const listen = async (): Promise<() => Promise<void>> => {
    while (!closing.signal.aborted) {
      try {
        return await database.listen(CHANNEL, hear);
      } catch (error) {
        log.warn('hints.cannot-listen', errorFields(error));
        await clock.sleep(1_000, closing.signal);
      }
    }
    return async () => undefined;
  };

  return {
    publish,
    published,
    subscribe: (merchantId, heard) => {
      listening ??= listen();
      const subscriber: Subscriber = { waiting: new Map(), resting: false, heard };
      const set = subscribers.get(merchantId) ?? new Set();
      subscribers.set(merchantId, set.add(subscriber));
      return () => {
        subscriber.waiting.clear();
        set.delete(subscriber);
        if (set.size === 0 && subscribers.get(merchantId) === set) subscribers.delete(merchantId);
      };
    },
    close: async () => {
      closing.abort();
      subscribers.clear();
      await (await listening)?.();
    },
  };
}

export async function publish(tx: TenantTx, merchantId: string, hints: ChangedHint[]): Promise<void> {
  if (hints.length > 0) await sql`SELECT ${published(merchantId, hints)}`.execute(tx);
}

function published(merchantId: string, hints: ChangedHint[]): RawBuilder<unknown> {
  const folded = new Map<string, ChangedHint>();
  for (const hint of hints) fold(folded, hint);
  const payloads = [...folded.values()].flatMap((hint) => messagesOf(merchantId, hint));
  // Counted, lest nobody reads what notifying answers and it is left out.
  return sql`(SELECT count(pg_notify(${CHANNEL}, p)::text) FROM unnest(${payloads}::text[]) AS p)`;
}

function messagesOf(merchantId: string, hint: ChangedHint): string[] {
  const messages: string[] = [];
  for (let start = 0; start < Math.max(hint.ids.length, 1); start += IDS_PER_MESSAGE) {
    const message = JSON.stringify({ merchantId, hint: { ...hint, ids: hint.ids.slice(start, start + IDS_PER_MESSAGE) } });
    messages.push(Buffer.byteLength(message) <= PAYLOAD_MAX_BYTES ? message : JSON.stringify({ merchantId, hint: { ...hint, ids: [] } }));
  }
  return messages;
}

/** No ids at all means "any of them", so it swallows those that are named. */
function fold(into: Map<string, ChangedHint>, hint: ChangedHint): void {
  const key = `${hint.type} ${hint.shopId ?? ''}`;
  const before = into.get(key);
  const isAny = hint.ids.length === 0 || before?.ids.length === 0;
  const ids = isAny ? [] : [...new Set([...(before?.ids ?? []), ...hint.ids])];
  into.set(key, { type: hint.type, shopId: hint.shopId, ids: ids.length > IDS_MAX ? [] : ids });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
