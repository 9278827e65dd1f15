import type { ChannelConversation, ChannelConversations, ChannelMessage, ShopAccess } from '@tradewind/channels';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { type BoundShop, hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { fetchConversationKind } from '../../intake/index.ts';
import { saveConversations } from '../commands/apply-conversations.ts';
import { saveMessages } from '../commands/save-messages.ts';
import type { ReadConversation } from '../commands/save-turns.ts';
import { readMessagesKind } from '../jobs.ts';

const payload = z.strictObject({ shopId: z.uuid() });
/** A call each, one after the other: few enough that the sweep of the same lane is not kept waiting. */
const CONVERSATIONS_A_RUN = 20;

type Unread = { id: string; channel_conversation_id: string; latest_message_id: string | null; latest_at: Date; from_at: Date };
type Calling = { services: Services; context: JobContext; shop: BoundShop; conversations: ChannelConversations; access: ShopAccess };

/** What was said in the conversations in which somebody wrote since they were last read; the latest first, since those buyers wait. */
export function readMessagesJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: readMessagesKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const shopId = jobs[0]?.payload.shopId ?? '';
      const unread = await services.database.withMerchant(context.merchantId, (tx) => unreadOf(tx, shopId));
      const isMore = unread.length > CONVERSATIONS_A_RUN;
      await calling({ services, context, shopId }, async ({ shop, conversations, access }) => {
        const read: ReadConversation[] = [];
        for (const row of unread.slice(0, CONVERSATIONS_A_RUN)) {
          const wanted = { channelConversationId: row.channel_conversation_id, from: row.from_at.getTime() };
          const messages = await conversations.messages(access, wanted);
          read.push({ id: row.id, from: wanted.from, readFor: row.latest_message_id, latestAt: row.latest_at.getTime(), messages });
        }
        const again = isMore ? { reschedule: { dueAt: context.now() } } : {};
        await context.commit((tx) => saveMessages(tx, { services, shop, read }), again);
      });
    },
  };
}

const hinted = z.strictObject({ shopId: z.uuid(), channelConversationId: z.string() });

/** The conversations that a webhook named, without asking for the list first: a person may be looking at them. */
export function fetchConversationsJobHandler(services: Services): JobHandler<z.output<typeof hinted>> {
  return {
    kind: fetchConversationKind,
    payload: hinted,
    batchMax: CONVERSATIONS_A_RUN,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const shopId = jobs[0]?.payload.shopId ?? '';
      const ids = [...new Set(jobs.map(({ payload: { channelConversationId } }) => channelConversationId))];
      await calling({ services, context, shopId }, async (call) => {
        const known = await services.database.readMerchant(context.merchantId, (tx) => knownOf(tx, shopId, ids));
        const found: Fetched[] = [];
        for (const id of ids) found.push(...(await fetchOne(call, id, known.get(id))));
        const secrets = await services.secrets.forMerchant(context.merchantId);
        await context.commit(async (tx) => {
          await saveConversations(tx, { services, shop: call.shop, items: found.map(({ item }) => item), secrets });
          const rows = await idsOf(tx, shopId, ids);
          const read = found.flatMap(({ item, from, messages }): ReadConversation[] => {
            const id = rows.get(item.channelConversationId);
            return id ? [{ id, from, readFor: item.latestMessageId, latestAt: item.updatedAt, messages }] : [];
          });
          await saveMessages(tx, { services, shop: call.shop, read });
        });
      });
    },
  };
}

type Fetched = { item: ChannelConversation; from: number; messages: ChannelMessage[] };

/** None where the platform knows none, or nothing was said yet. */
async function fetchOne({ conversations, access }: Calling, channelConversationId: string, known: Known | undefined): Promise<Fetched[]> {
  const head = known ?? (await conversations.read(access, channelConversationId));
  if (!head) return [];
  const from = known?.from ?? 0;
  const messages = await conversations.messages(access, { channelConversationId, from });
  const last = messages.at(-1);
  const { createdAt, buyer } = head;
  const item = {
    channelConversationId,
    createdAt,
    buyer,
    updatedAt: last?.sentAt ?? createdAt,
    latestMessageId: last?.channelMessageId ?? null,
  };
  return last || !known ? [{ item, from, messages }] : [];
}

type Shopless = { services: Services; context: JobContext; shopId: string };

/** Nothing is asked where the consent does not allow it. */
async function calling({ services, context, shopId }: Shopless, call: (calling: Calling) => Promise<void>): Promise<void> {
  const { merchantId } = context;
  try {
    await withShopAccess(services, { merchantId, shopId }, async (shop, { conversations }, access) => {
      const may = conversations && (await services.database.withMerchant(merchantId, (tx) => hasScope(tx, shopId, conversations.scope)));
      if (!may) return context.commit(async () => undefined);
      await call({ services, context, shop, conversations, access });
    });
  } catch (error) {
    if (!(error instanceof ShopNotActive)) throw error;
    await context.commit(async () => undefined);
  }
}

/** From the beginning of the last turn on: it may have been answered since, or taken back. From the very beginning where no words are held. */
const fromAt = sql`CASE WHEN EXISTS (SELECT FROM message WHERE conversation_id = conversation.id)
  THEN coalesce((SELECT max(asked_at) FROM buyer_turn WHERE conversation_id = conversation.id), 'epoch') ELSE 'epoch' END`;

async function unreadOf(tx: TenantTx, shopId: string): Promise<Unread[]> {
  const { rows } = await sql<Unread>`
    SELECT id, channel_conversation_id, latest_message_id, latest_at, ${fromAt} AS from_at
    FROM conversation WHERE shop_id = ${shopId} AND read_for IS DISTINCT FROM latest_message_id
    ORDER BY latest_at DESC LIMIT ${CONVERSATIONS_A_RUN + 1}`.execute(tx);
  return rows;
}

type Known = { createdAt: number; buyer: null; from: number };

/** Those whose buyer is known already, so nobody is named anew. */
async function knownOf(tx: TenantTx, shopId: string, channelIds: readonly string[]): Promise<ReadonlyMap<string, Known>> {
  const { rows } = await sql<{ channel_id: string; created_at: Date; from_at: Date }>`
    SELECT channel_conversation_id AS channel_id, created_at, ${fromAt} AS from_at
    FROM conversation WHERE shop_id = ${shopId} AND channel_conversation_id = ANY (${[...channelIds]}::text[]) AND buyer_hash IS NOT NULL`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.channel_id, { createdAt: row.created_at.getTime(), buyer: null, from: row.from_at.getTime() }]));
}

async function idsOf(tx: TenantTx, shopId: string, channelIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('conversation')
    .select(['id', 'channel_conversation_id'])
    .where('shop_id', '=', shopId)
    .where('channel_conversation_id', 'in', [...channelIds])
    .execute();
  return new Map(rows.map((row) => [row.channel_conversation_id, row.id]));
}
