import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';

/** What a buyer asks: their words since the shop's last, and what is known of who asks. */
export type Turn = {
  conversationId: string;
  shop: ShopInScope;
  buyerHash: string | null;
  buyerName: string;
  /** The last message of it. */
  messageId: string;
  /** As it was written, and translations of it that are there. */
  asked: string[];
  /** Cards that the buyer or the shop has shown of late. */
  channelProductIds: string[];
};

const READ = 30;
const WORDS_MAX = 2_000;

/** Null: no such conversation for this caller. `messageId` is empty where the buyer has written nothing in words. */
export async function readTurn(tx: TenantTx, { conversationId, caller }: { conversationId: string; caller: Caller }): Promise<Turn | null> {
  const row = await tx
    .selectFrom('conversation')
    .select(['id', 'shop_id', 'buyer_hash', 'buyer_name'])
    .where('id', '=', conversationId)
    .executeTakeFirst();
  const [shop] = row ? await shopsInScope(tx, { caller, shopIds: [row.shop_id] }) : [];
  if (!row || !shop) return null;
  const said = await tx
    .selectFrom('message')
    .select(['id', 'sender', 'kind', 'body', 'channel_product_id'])
    .where('conversation_id', '=', row.id)
    .where('deleted_at', 'is', null)
    .orderBy('sequence', 'desc')
    .orderBy('id', 'desc')
    .limit(READ)
    .execute();
  const last = said.findIndex(({ sender, body }) => sender === 'buyer' && body.trim() !== '');
  const rest = last < 0 ? [] : said.slice(last);
  const end = rest.findIndex(({ sender }) => sender === 'seller');
  const words = rest.slice(0, end < 0 ? undefined : end).filter(({ sender, body }) => sender === 'buyer' && body.trim() !== '');
  return {
    ...{ conversationId: row.id, shop, buyerHash: row.buyer_hash, buyerName: row.buyer_name, messageId: words[0]?.id ?? '' },
    asked: await inLanguages(tx, words.map(({ id, body }) => ({ id, body })).reverse()),
    channelProductIds: [...new Set(said.flatMap(({ channel_product_id }) => channel_product_id ?? []))],
  };
}

type Word = { id: string; body: string };

/** A question in Spanish finds what is kept in Chinese where somebody has read it in Chinese. */
async function inLanguages(tx: TenantTx, words: readonly Word[]): Promise<string[]> {
  if (words.length === 0) return [];
  const ids = words.map(({ id }) => id);
  const translated = await tx
    .selectFrom('message_translation')
    .select(['message_id', 'language', 'body'])
    .where('message_id', 'in', ids)
    .execute();
  const languages = [...new Set(translated.map(({ language }) => language))].sort();
  const inOne = (language: string): string =>
    words.map(({ id, body }) => translated.find((row) => row.message_id === id && row.language === language)?.body ?? body).join('\n');
  return [words.map(({ body }) => body).join('\n'), ...languages.map(inOne)].map((text) => text.slice(-WORDS_MAX));
}
