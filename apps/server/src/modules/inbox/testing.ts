/** Builders for tests of the inbox: members who answer, and conversations with what was said in them, through the product's own writing. */
import { randomUUID } from 'node:crypto';
import type { ChannelMessage } from '@tradewind/channels';
import type { Role } from '@tradewind/contract';
import { type Caller, isRefusal, type Refusal } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { saveMessages } from './commands/save-messages.ts';

type Bench = { services: Services };
type Shop = { merchantId: string; shopId: string };

export function done<T>(answer: T | Refusal): T {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer;
}

/** A colleague, and a caller as whom they ask. */
export async function buildMember(
  { services }: Bench,
  { merchantId }: Pick<Shop, 'merchantId'>,
  { name, role = 'service', shopIds = null }: { name: string; role?: Role; shopIds?: string[] | null },
) {
  const [id, personId] = [randomUUID(), randomUUID()];
  const at = new Date(services.clock.now());
  const person = { id: personId, name, email: `${personId}@example.com`, email_verified: false, created_at: at, updated_at: at };
  await services.database.system.insertInto('system.auth_user').values(person).execute();
  const member = { id, organization_id: merchantId, user_id: personId, name, role, shop_ids: shopIds, created_at: at };
  await services.database.system.insertInto('system.member').values(member).execute();
  const scopes = new Set(['buyers:read', 'returns:write', 'orders:write', 'shops:read', 'shops:write', 'analytics:read'] as const);
  const caller: Caller = { kind: 'user', id: personId, name, email: null, merchantId, role, scopes, shopIds };
  return { id, personId, name, caller };
}

export async function buildConversation({ services }: Bench, shop: Shop, buyer: string): Promise<string> {
  const id = randomUUID();
  const at = new Date(services.clock.now());
  await services.database.withMerchant(shop.merchantId, (tx) =>
    tx
      .insertInto('conversation')
      .values({
        ...{ merchant_id: shop.merchantId, id, shop_id: shop.shopId, channel_conversation_id: `chat-${buyer}-${id}`, created_at: at },
        ...{ latest_at: at, latest_message_id: null, read_for: null, buyer_hash: null, buyer_name: buyer, read_up_to: 0, read_told: 0 },
        ...{ assignee_id: null, assignee_name: null, aside_up_to: null, aside_until: null },
      })
      .execute(),
  );
  return id;
}

let told = 0;

/** Somebody says something now, and it is read at once: from the beginning of the last turn on, as the product reads. */
const said = { kind: 'text', picture: null, channelOrderId: null, channelProductId: null, isDeleted: false } as const;

export function createTalk({ services }: Bench, shop: Shop) {
  const held = new Map<string, ChannelMessage[]>();
  return async (conversationId: string, from: 'buyer' | 'seller' | 'automatic', text = 'Hello?'): Promise<string> => {
    told += 1;
    const message = { ...said, channelMessageId: `said-${told}`, sequence: told, from, text, sentAt: services.clock.now() };
    const messages = [...(held.get(conversationId) ?? []), message];
    held.set(conversationId, messages);
    const reading = { id: conversationId, from: 0, readFor: message.channelMessageId, latestAt: message.sentAt, messages };
    await services.database.withMerchant(shop.merchantId, async (tx) => {
      const latest = { latest_at: new Date(message.sentAt), latest_message_id: message.channelMessageId };
      await tx.updateTable('conversation').set(latest).where('id', '=', conversationId).execute();
      await saveMessages(tx, { services, shop, read: [reading] });
    });
    return message.channelMessageId;
  };
}
