/**
 * Who has a conversation before them and who types in it, so that two colleagues do not answer one buyer. A row says it for a while; a browser
 * that goes without a word is forgotten when nobody renews it. All processes read the same rows and hear of a change by the same hint.
 */
import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { mayLookAt } from '../queries/conversation-row.ts';

/** Browsers renew at less than half of these. */
const HERE_MS = 60_000;
const TYPING_MS = 8_000;

export async function showPresence(
  services: Services,
  { caller, params: { conversationId }, body: { isTyping } }: Parameters<Handlers['conversation-presence.set']>[0],
): Promise<undefined | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shopId = await mayLookAt(tx, conversationId, caller);
    if (!shopId) return refuse('not-found');
    await sql`DELETE FROM conversation_presence WHERE seen_at < ${new Date(now - HERE_MS)}`.execute(tx);
    const before = await sql<{ typed_at: Date | null }>`SELECT typed_at FROM conversation_presence
      WHERE conversation_id = ${conversationId}::uuid AND person_id = ${caller.id}`.execute(tx);
    const [at, typedAt] = [new Date(now), isTyping ? new Date(now) : null];
    await sql`
      INSERT INTO conversation_presence (merchant_id, conversation_id, person_id, person_name, seen_at, typed_at)
      VALUES (${caller.merchantId}, ${conversationId}, ${caller.id}, ${caller.name}, ${at}, ${typedAt})
      ON CONFLICT (merchant_id, conversation_id, person_id)
      DO UPDATE SET person_name = excluded.person_name, seen_at = excluded.seen_at, typed_at = excluded.typed_at`.execute(tx);
    const [known] = before.rows;
    // Who still only looks is no news.
    if (!known || isTyping || known.typed_at !== null) await tell(tx, services, { caller, conversationId, shopId });
    return undefined;
  });
}

export async function endPresence(
  services: Services,
  { caller, params: { conversationId } }: Parameters<Handlers['conversation-presence.remove']>[0],
): Promise<undefined | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shopId = await mayLookAt(tx, conversationId, caller);
    if (!shopId) return refuse('not-found');
    const gone = await tx
      .deleteFrom('conversation_presence')
      .where('conversation_id', '=', conversationId)
      .where('person_id', '=', caller.id)
      .executeTakeFirst();
    if (gone.numDeletedRows > 0n) await tell(tx, services, { caller, conversationId, shopId });
    return undefined;
  });
}

type Told = { caller: Caller; conversationId: string; shopId: string };
const tell = (tx: TenantTx, { hints }: Services, { caller, conversationId, shopId }: Told): Promise<void> =>
  hints.publish(tx, caller.merchantId, [{ type: 'presence.changed', ids: [conversationId], shopId }]);

type Row = { conversation_id: string; person_id: string; person_name: string; seen_at: Date; typed_at: Date | null };

/** Of colleagues, in the shops that the caller may see. */
export async function listPresence(services: Services, caller: Caller): Promise<AnswerOf<Routes['conversation-presence.list']>> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const scope = caller.shopIds ? sql`AND c.shop_id = ANY (${[...caller.shopIds]}::uuid[])` : sql``;
    const { rows } = await sql<Row>`
      SELECT p.conversation_id, p.person_id, p.person_name, p.seen_at, p.typed_at
      FROM conversation_presence p JOIN conversation c ON c.merchant_id = p.merchant_id AND c.id = p.conversation_id
      WHERE p.seen_at > ${new Date(now - HERE_MS)} AND p.person_id <> ${caller.id} ${scope}
      ORDER BY p.conversation_id, p.person_name LIMIT 1000`.execute(tx);
    return { items: rows.map((row) => presenceView(row, now)) };
  });
}

function presenceView(row: Row, now: number): AnswerOf<Routes['conversation-presence.list']>['items'][number] {
  const typingUntil = (row.typed_at?.getTime() ?? 0) + TYPING_MS;
  return {
    conversationId: row.conversation_id,
    person: { id: row.person_id, name: row.person_name },
    isHereUntil: new Date(row.seen_at.getTime() + HERE_MS).toISOString(),
    isTypingUntil: typingUntil > now ? new Date(typingUntil).toISOString() : null,
  };
}
