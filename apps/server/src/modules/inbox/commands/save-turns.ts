import type { ChannelMessage } from '@tradewind/channels';
import { type Turn, turnsOf } from '@tradewind/rules/reply-clocks';
import { type Selectable, sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { movedSlots } from '../../../platform/database/slots.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { Services } from '../../../platform/services.ts';
import { turnColumns, turnMove } from '../turns.ts';

type Shop = { merchantId: string; shopId: string };
/** Messages from an instant on, which is the beginning of the last turn known, and the latest message of the list, for which they were read. */
export type ReadConversation = { id: string; from: number; readFor: string | null; latestAt: number; messages: ChannelMessage[] };
type Kept = Turn & { id: string; conversationId: string };

/** A copy of the platform may lag so long behind its own list. What is missing after that is not shown to the seller at all. */
const LAG_MS = 2 * 60_000;

/**
 * Puts the turns of what was read in the place of those held from the same instant on. A reading without the listed message, or one that
 * ends before what is held, comes from a copy that lags behind: it changes nothing, and the next sweep asks for another.
 */
export async function saveTurns(
  tx: TenantTx,
  { services, shop, read }: { services: Services; shop: Shop; read: ReadConversation[] },
): Promise<MovedTurns> {
  if (read.length === 0) return { begun: [], ended: [] };
  const held = await readHeld(tx, read);
  const now = services.clock.now();
  const fresh = read.filter(({ id, readFor, latestAt, messages }) => {
    const lastHeld = Math.max(0, ...(held.get(id) ?? []).map(({ askedAt, repliedAt }) => repliedAt ?? askedAt));
    const hasListed = readFor === null || messages.some(({ channelMessageId }) => channelMessageId === readFor);
    return (messages.at(-1)?.sentAt ?? 0) >= lastHeld && (hasListed || now - latestAt > LAG_MS);
  });
  const before = fresh.flatMap(({ id }) => held.get(id) ?? []);
  const after = fresh.flatMap(({ id: conversationId, messages }): Kept[] => {
    const known = new Map((held.get(conversationId) ?? []).map((turn) => [turn.askedMessageId, turn.id]));
    return turnsOf(messages).map((turn) => ({ ...turn, conversationId, id: known.get(turn.askedMessageId) ?? services.newId() }));
  });
  await replace(tx, shop, { before, after });
  await markRead(tx, fresh);
  return movedTurns(before, after);
}

/** Conversations of a reading in which a buyer begins to wait, and those in which one did and does no more. */
export type MovedTurns = { begun: string[]; ended: string[] };

function movedTurns(before: readonly Kept[], after: readonly Kept[]): MovedTurns {
  const openOf = (turns: readonly Kept[]) =>
    new Map(turns.flatMap(({ repliedAt, conversationId, id }) => (repliedAt === null ? [[conversationId, id] as const] : [])));
  const [waited, waits] = [openOf(before), openOf(after)];
  const ended = [...waited].filter(([conversationId, id]) => waits.get(conversationId) !== id);
  const begun = [...waits].filter(([conversationId, id]) => waited.get(conversationId) !== id);
  return {
    begun: begun.map(([conversationId]) => conversationId),
    ended: ended.map(([conversationId]) => conversationId),
  };
}

async function readHeld(tx: TenantTx, read: readonly ReadConversation[]): Promise<ReadonlyMap<string, Kept[]>> {
  const { source } = unnestRows(read, {
    conversation_id: ['uuid', ({ id }) => id],
    from_at: ['timestamptz', ({ from }) => new Date(from)],
  });
  const { rows } = await sql<Omit<Selectable<TenantTables['buyer_turn']>, 'merchant_id' | 'shop_id'>>`
    SELECT turn.id, turn.conversation_id, turn.asked_message_id, turn.asked_at, turn.replied_at, turn.replied_message_id
    FROM (SELECT * FROM ${source}) AS read
    JOIN buyer_turn AS turn ON turn.conversation_id = read.conversation_id AND turn.asked_at >= read.from_at`.execute(tx);
  const held = new Map<string, Kept[]>();
  for (const row of rows) {
    const turn = {
      id: row.id,
      conversationId: row.conversation_id,
      askedMessageId: row.asked_message_id,
      askedAt: row.asked_at.getTime(),
      repliedAt: row.replied_at?.getTime() ?? null,
      repliedMessageId: row.replied_message_id,
    };
    held.set(row.conversation_id, [...(held.get(row.conversation_id) ?? []), turn]);
  }
  return held;
}

async function replace(tx: TenantTx, shop: Shop, { before, after }: { before: Kept[]; after: Kept[] }): Promise<void> {
  const staying = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !staying.has(id)).map(({ id }) => id);
  if (gone.length > 0) await tx.deleteFrom('buyer_turn').where('id', 'in', gone).execute();
  if (after.length > 0) {
    const { names, source } = unnestRows(after, {
      merchant_id: ['uuid', () => shop.merchantId],
      id: ['uuid', ({ id }) => id],
      shop_id: ['uuid', () => shop.shopId],
      conversation_id: ['uuid', ({ conversationId }) => conversationId],
      asked_message_id: ['text', ({ askedMessageId }) => askedMessageId],
      asked_at: ['timestamptz', ({ askedAt }) => new Date(askedAt)],
      replied_at: ['timestamptz', ({ repliedAt }) => (repliedAt === null ? null : new Date(repliedAt))],
      replied_message_id: ['text', ({ repliedMessageId }) => repliedMessageId],
    });
    await sql`
      INSERT INTO buyer_turn (${names}) SELECT * FROM ${source}
      ON CONFLICT (merchant_id, id) DO UPDATE SET replied_at = excluded.replied_at, replied_message_id = excluded.replied_message_id`.execute(
      tx,
    );
  }
  const moved = movedSlots(turnColumns, shop, [...before.map((turn) => turnMove(turn, -1)), ...after.map((turn) => turnMove(turn, 1))]);
  if (moved)
    await sql`
      INSERT INTO rollup_turn AS held (${moved.names}) SELECT * FROM ${moved.source}
      ON CONFLICT (merchant_id, shop_id, slot_seconds, slot_at) DO UPDATE SET ${moved.added}`.execute(tx);
}

async function markRead(tx: TenantTx, read: readonly ReadConversation[]): Promise<void> {
  if (read.length === 0) return;
  const { source } = unnestRows(read, { id: ['uuid', ({ id }) => id], read_for: ['text', ({ readFor }) => readFor] });
  await sql`UPDATE conversation SET read_for = read.read_for FROM (SELECT * FROM ${source}) AS read WHERE conversation.id = read.id`.execute(
    tx,
  );
}
