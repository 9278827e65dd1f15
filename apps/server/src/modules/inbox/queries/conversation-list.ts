import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { conversationView, isAside, readConversations, unreadOf } from './conversation-row.ts';
import { readTeams } from './working-hours.ts';

/** `asOf`: when the first page was read. What is most urgent changes with the hour, and pages of one reading must fit together. */
const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid(), asOf: z.int().min(0).max(8e15) });
type List = Routes['conversations.list'];
type Query = ParsedOf<List>['query'];
type Place = { id: string; at: Date };

export async function listConversations(services: Services, { caller, query }: { caller: Caller; query: Query }): Promise<AnswerOf<List>> {
  const after = decodeCursor(query.cursor, position);
  const now = services.clock.now();
  const asOf = after?.asOf ?? now;
  const assigneeId = query.assigneeId === 'me' ? await memberOf(services, caller) : query.assigneeId;
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    const { shopIds, market } = query;
    const shops = new Map((await shopsInScope(tx, { caller, shopIds, market })).map((shop) => [shop.id, shop]));
    if (shops.size === 0) return { items: [], nextCursor: null };
    const places = await findPlaces(tx, { query: { ...query, assigneeId }, shopIds: [...shops.keys()], after, asOf });
    const page = pageOf(places, query.limit, ({ id, at }) => ({ at: at.toISOString(), id, asOf }));
    const ids = page.items.map(({ id }) => id);
    const rows = new Map((await readConversations(tx, { rest: sql`WHERE c.id = ANY(${ids}::uuid[])`, now })).map((row) => [row.id, row]));
    const teams = await readTeams(tx, [...shops.values()]);
    const items = ids.flatMap((id) => {
      const row = rows.get(id);
      const shop = row && shops.get(row.shop_id);
      return row && shop ? [conversationView(row, { shop, team: teams.get(shop.id) ?? null, now })] : [];
    });
    return { items, nextCursor: page.nextCursor };
  });
}

/** As conversations name whoever asks; a key is no member, and nothing is its own. */
async function memberOf({ database }: Services, { kind, merchantId, id }: Caller): Promise<string> {
  if (kind !== 'user') return id;
  const member = await database.system
    .selectFrom('system.member')
    .select('id')
    .where('organization_id', '=', merchantId)
    .where('user_id', '=', id)
    .executeTakeFirst();
  return member?.id ?? id;
}

type Sought = { query: Query; shopIds: readonly string[]; after: z.output<typeof position> | null; asOf: number };

/** The latest message first; of those who wait, whose time ends first, and last whom no answer brings back in time. */
async function findPlaces(tx: TenantTx, { query, shopIds, after, asOf }: Sought): Promise<Place[]> {
  const from = query.isWaiting
    ? sql`(SELECT c.*, ${urgency(asOf)} AS at FROM conversation c JOIN buyer_turn t ON t.merchant_id = c.merchant_id AND t.conversation_id = c.id
        AND t.replied_at IS NULL GROUP BY c.merchant_id, c.id) AS c`
    : sql`(SELECT c.*, c.latest_at AS at FROM conversation c) AS c`;
  const [past, direction] = query.isWaiting ? [sql`>`, sql`ASC`] : [sql`<`, sql`DESC`];
  const conditions = [
    sql`c.shop_id = ANY(${[...shopIds]}::uuid[])`,
    ...narrowing(query, asOf),
    ...(after ? [sql`(c.at, c.id) ${past} (${new Date(after.at)}, ${after.id}::uuid)`] : []),
  ];
  const { rows } = await sql<Place>`SELECT c.id, c.at FROM ${from} WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY c.at ${direction}, c.id ${direction} LIMIT ${sql.lit(query.limit + 1)}`.execute(tx);
  return rows;
}

const urgency = (asOf: number): RawBuilder<Date> => {
  const now = sql`${new Date(asOf)}::timestamptz`;
  const asked = sql`max(t.asked_at)`;
  return sql`CASE WHEN ${asked} >= ${now} - interval '24 hours' THEN ${asked} + interval '24 hours'
    WHEN ${asked} >= ${now} - interval '48 hours' THEN ${asked} + interval '48 hours' ELSE ${asked} + interval '100 years' END`;
};

function narrowing({ isUnread, isAside: aside, assigneeId, labelId, q }: Query, now: number): RawBuilder<unknown>[] {
  return [
    ...(isUnread ? [sql`${unreadOf} > 0`] : []),
    ...(aside === 'true' ? [isAside(now)] : []),
    ...(aside === 'false' ? [sql`NOT ${isAside(now)}`] : []),
    ...(assigneeId === 'nobody' ? [sql`c.assignee_id IS NULL`] : []),
    ...(assigneeId !== undefined && assigneeId !== 'nobody' ? [sql`c.assignee_id = ${assigneeId}`] : []),
    ...(labelId === undefined
      ? []
      : [
          sql`EXISTS (SELECT FROM labelled_conversation b WHERE b.merchant_id = c.merchant_id AND b.conversation_id = c.id AND b.label_id = ${labelId}::uuid)`,
        ]),
    ...(q === undefined ? [] : [speaksOf(q)]),
  ];
}

/** The marks of LIKE stand for themselves. */
const like = (q: string): string => `%${q.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;

const speaksOf = (q: string): RawBuilder<unknown> => sql`(c.buyer_name ILIKE ${like(q)} OR c.channel_conversation_id = ${q}
  OR EXISTS (SELECT FROM orders o WHERE o.merchant_id = c.merchant_id AND o.shop_id = c.shop_id AND o.channel_order_id = ${q} AND o.buyer_hash = c.buyer_hash)
  OR EXISTS (SELECT FROM message m WHERE m.merchant_id = c.merchant_id AND m.conversation_id = c.id AND m.body ILIKE ${like(q)}))`;
