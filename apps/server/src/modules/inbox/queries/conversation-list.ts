import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { conversationView, isAside, readConversations } from './conversation-row.ts';
import { conversationsSaying } from './find-words.ts';
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
async function findPlaces(tx: TenantTx, sought: Sought): Promise<Place[]> {
  const { query, shopIds, after, asOf } = sought;
  const saying = query.q === undefined ? null : await conversationsSaying(tx, { q: query.q, shopIds });
  if (saying?.length === 0) return [];
  const [only] = shopIds;
  const conditions = [
    shopIds.length === 1 ? sql`c.shop_id = ${only}::uuid` : sql`c.shop_id = ANY(${[...shopIds]}::uuid[])`,
    ...narrowing(query, asOf),
    ...(saying ? [sql`c.id = ANY(${saying}::uuid[])`] : []),
  ];
  const limit = sql`LIMIT ${sql.lit(query.limit + 1)}`;
  if (query.isWaiting) return findWaiting(tx, { conditions, after, asOf, limit });
  const past = after ? [sql`(c.latest_at, c.id) < (${new Date(after.at)}, ${after.id}::uuid)`] : [];
  const { rows } = await sql<Place>`SELECT c.id, c.latest_at AS at FROM conversation c
    WHERE ${sql.join([...conditions, ...past], sql` AND `)} ORDER BY c.latest_at DESC, c.id DESC ${limit}`.execute(tx);
  return rows;
}

const HOUR_MS = 3_600_000;
/** Beyond help: behind all the others, the longest waiting first. */
const LATE_HOURS = 100 * 365 * 24;

type Waiting = Pick<Sought, 'after' | 'asOf'> & { conditions: RawBuilder<unknown>[]; limit: RawBuilder<unknown> };

/** Three stretches of those who wait, each in the order of its index, and of them the most urgent. */
async function findWaiting(tx: TenantTx, { conditions, after, asOf, limit }: Waiting): Promise<Place[]> {
  const since = (hours: number) => new Date(asOf - hours * HOUR_MS);
  const stretch = (hours: number, between: RawBuilder<unknown>) => {
    const past = after ? [sql`(c.waiting_since, c.id) > (${new Date(Date.parse(after.at) - hours * HOUR_MS)}, ${after.id}::uuid)`] : [];
    return sql`(SELECT c.id, c.waiting_since + make_interval(hours => ${sql.lit(hours)}) AS at FROM conversation c
      WHERE ${sql.join([sql`c.waiting_since IS NOT NULL`, between, ...conditions, ...past], sql` AND `)} ORDER BY c.waiting_since, c.id ${limit})`;
  };
  const { rows } = await sql<Place>`SELECT id, at FROM (
    ${stretch(24, sql`c.waiting_since >= ${since(24)}`)}
    UNION ALL ${stretch(48, sql`c.waiting_since >= ${since(48)} AND c.waiting_since < ${since(24)}`)}
    UNION ALL ${stretch(LATE_HOURS, sql`c.waiting_since < ${since(48)}`)}) AS waiting ORDER BY at, id ${limit}`.execute(tx);
  return rows;
}

function narrowing({ isUnread, isAside: aside, assigneeId, labelId }: Query, now: number): RawBuilder<unknown>[] {
  return [
    ...(isUnread ? [sql`c.unread > 0`] : []),
    ...(aside === 'true' ? [isAside(now)] : []),
    ...(aside === 'false' ? [sql`NOT ${isAside(now)}`] : []),
    ...(assigneeId === 'nobody' ? [sql`c.assignee_id IS NULL`] : []),
    ...(assigneeId !== undefined && assigneeId !== 'nobody' ? [sql`c.assignee_id = ${assigneeId}`] : []),
    ...(labelId === undefined
      ? []
      : [
          sql`EXISTS (SELECT FROM labelled_conversation b WHERE b.merchant_id = c.merchant_id AND b.conversation_id = c.id AND b.label_id = ${labelId}::uuid)`,
        ]),
  ];
}
