import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { conversationView, readConversations } from './conversation-row.ts';

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type List = Routes['conversations.list'];

export async function listConversations(
  services: Services,
  { caller, query }: { caller: Caller; query: ParsedOf<List>['query'] },
): Promise<AnswerOf<List>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = new Map((await shopsInScope(tx, { caller, shopIds: query.shopIds })).map((shop) => [shop.id, shop]));
    if (shops.size === 0) return { items: [], nextCursor: null };
    const conditions = [
      sql`c.shop_id = ANY(${[...shops.keys()]}::uuid[])`,
      ...(query.isWaiting
        ? [sql`EXISTS (SELECT FROM buyer_turn t WHERE t.merchant_id = c.merchant_id AND t.conversation_id = c.id AND t.replied_at IS NULL)`]
        : []),
      ...(after ? [sql`(c.latest_at, c.id) < (${new Date(after.at)}, ${after.id}::uuid)`] : []),
    ];
    const rows = await readConversations(
      tx,
      sql`WHERE ${sql.join(conditions, sql` AND `)} ORDER BY c.latest_at DESC, c.id DESC LIMIT ${query.limit + 1}`,
    );
    const page = pageOf(rows, query.limit, (row) => ({ at: row.latest_at.toISOString(), id: row.id }));
    const items = page.items.flatMap((row) => {
      const shop = shops.get(row.shop_id);
      return shop ? [conversationView(row, shop)] : [];
    });
    return { items, nextCursor: page.nextCursor };
  });
}
