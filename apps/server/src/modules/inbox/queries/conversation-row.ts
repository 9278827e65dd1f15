import type { AnswerOf, Routes } from '@tradewind/contract';
import { replyClocks, type Team } from '@tradewind/rules/reply-clocks';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';
import { readTeams } from './working-hours.ts';

type Message = Selectable<TenantTables['message']>;
export type ConversationRow = Pick<
  Selectable<TenantTables['conversation']>,
  'id' | 'shop_id' | 'channel_conversation_id' | 'buyer_name' | 'latest_at' | 'buyer_hash' | 'assignee_id' | 'assignee_name' | 'aside_until'
> & {
  is_aside: boolean;
  kind: Message['kind'] | null;
  sender: Message['sender'] | null;
  preview: string | null;
  is_deleted: boolean | null;
  unread: number;
  waiting_since: Date | null;
  /** The buyer's last word. */
  heard_at: Date | null;
  labels: View['labels'];
};

const PREVIEW_CHARACTERS = 200;
const UNREAD_MAX = 99;

/** Of a row `c`: off the list, and neither has the hour come nor has the buyer written since. */
export const isAside = (now: number): RawBuilder<boolean> => sql`(c.aside_up_to IS NOT NULL
  AND (c.aside_until IS NULL OR c.aside_until > ${new Date(now)})
  AND NOT EXISTS (SELECT FROM message m WHERE m.merchant_id = c.merchant_id AND m.conversation_id = c.id AND m.sender = 'buyer' AND m.sequence > c.aside_up_to))`;

/** Of a row `c`: the buyer's messages after the last that was read here or answered, as many as are counted. */
export const unreadOf = sql`(SELECT count(*)::int FROM (SELECT FROM message m
  WHERE m.merchant_id = c.merchant_id AND m.conversation_id = c.id AND m.sender = 'buyer' AND m.sequence > GREATEST(c.read_up_to,
    (SELECT max(sequence) FROM message s WHERE s.merchant_id = c.merchant_id AND s.conversation_id = c.id AND s.sender = 'seller'))
  LIMIT ${sql.lit(UNREAD_MAX)}) AS counted)`;

/** `rest` narrows the rows `c`. */
export async function readConversations(
  tx: TenantTx,
  { rest, now }: { rest: RawBuilder<unknown>; now: number },
): Promise<ConversationRow[]> {
  const { rows } = await sql<ConversationRow>`
    SELECT c.id, c.shop_id, c.channel_conversation_id, c.buyer_name, c.buyer_hash, c.latest_at,
      c.assignee_id, c.assignee_name, c.aside_until, ${isAside(now)} AS is_aside,
      l.kind, l.sender, left(l.body, ${sql.lit(PREVIEW_CHARACTERS)}) AS preview, l.deleted_at IS NOT NULL AS is_deleted, ${unreadOf} AS unread,
      (SELECT max(asked_at) FROM buyer_turn t WHERE t.merchant_id = c.merchant_id AND t.conversation_id = c.id AND t.replied_at IS NULL)
        AS waiting_since,
      (SELECT max(sent_at) FROM message m WHERE m.merchant_id = c.merchant_id AND m.conversation_id = c.id AND m.sender = 'buyer')
        AS heard_at,
      (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', label.id, 'name', label.name, 'colour', label.colour) ORDER BY label.name), '[]')
        FROM labelled_conversation b JOIN conversation_label label ON label.merchant_id = b.merchant_id AND label.id = b.label_id
        WHERE b.merchant_id = c.merchant_id AND b.conversation_id = c.id) AS labels
    FROM conversation c
    LEFT JOIN LATERAL (SELECT kind, sender, body, deleted_at FROM message m WHERE m.merchant_id = c.merchant_id AND m.conversation_id = c.id
      ORDER BY sender = 'automatic', sequence DESC, id DESC LIMIT 1) l ON true
    ${rest}`.execute(tx);
  return rows;
}

export type Sought = { id: string; caller: Pick<Caller, 'shopIds'>; now: number };

/** Found among the shops that the caller may see; undefined answers alike for a foreign one. */
export async function findConversation(tx: TenantTx, { id, caller: { shopIds }, now }: Sought): Promise<ConversationRow | undefined> {
  const scope = shopIds ? sql`AND c.shop_id = ANY(${[...shopIds]}::uuid[])` : sql``;
  const [row] = await readConversations(tx, { rest: sql`WHERE c.id = ${id}::uuid ${scope}`, now });
  return row;
}

const HOUR_MS = 3_600_000;

/** Answered within N hours exactly still counts. */
function replyBy(askedAt: number, now: number): View['replyBy'] {
  const hours = now <= askedAt + 24 * HOUR_MS ? 24 : 48;
  return { hours, at: new Date(askedAt + hours * HOUR_MS).toISOString() };
}

type View = AnswerOf<Routes['conversations.list']>['items'][number];

/** `team`: when the people of its shop work; null: no hours are set. */
function clocksOf(askedAt: number, team: Team | null, now: number): NonNullable<View['clocks']> {
  const { firstBy, by24h, by48h, workingFirstBy } = replyClocks(askedAt, team);
  const iso = (at: number) => new Date(at).toISOString();
  return {
    firstBy: iso(firstBy),
    by24h: iso(by24h),
    by48h: iso(by48h),
    workingFirstBy: workingFirstBy === null ? null : iso(workingFirstBy),
    isWorkingNow: team ? team.calendar.isOpen(now) : null,
  };
}

/** As it is shown after a change; undefined where the caller may not see it. */
export async function viewConversation(
  tx: TenantTx,
  { caller, ...sought }: Omit<Sought, 'caller'> & { caller: Caller },
): Promise<View | undefined> {
  const row = await findConversation(tx, { ...sought, caller });
  const [shop] = row ? await shopsInScope(tx, { caller, shopIds: [row.shop_id] }) : [];
  if (!row || !shop) return undefined;
  return conversationView(row, { shop, team: (await readTeams(tx, [shop])).get(shop.id) ?? null, now: sought.now });
}

type Shown = { shop: ShopInScope; team: Team | null; now: number };

export function conversationView(row: ConversationRow, { shop, team, now }: Shown): View {
  const { kind, sender } = row;
  return {
    id: row.id,
    channelConversationId: row.channel_conversation_id,
    shop: shopChip(shop),
    buyerName: row.buyer_name,
    latestAt: row.latest_at.toISOString(),
    latest: kind && sender ? { kind, sender, text: row.preview ?? '', isDeleted: row.is_deleted ?? false } : null,
    unread: row.unread,
    waitingSince: row.waiting_since?.toISOString() ?? null,
    replyBy: row.waiting_since && replyBy(row.waiting_since.getTime(), now),
    clocks: row.waiting_since && clocksOf(row.waiting_since.getTime(), team, now),
    labels: row.labels,
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee_name ?? '' },
    aside: row.is_aside ? { until: row.aside_until?.toISOString() ?? null } : null,
  };
}
