import type { AnswerOf, Routes } from '@tradewind/contract';
import { detectLanguage, languageOfMessages } from '@tradewind/rules/language';
import { languageOf } from '@tradewind/rules/localisation';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

export type Talk = { id: string; market: string; buyerName: string };
type Sought = { conversationId: string; caller: Pick<Caller, 'shopIds'> };
type Answer = AnswerOf<Routes['conversation-translations.get']>;

/** Among the shops that the caller may see; an absent one and a foreign one are alike. */
export async function findTalk(tx: TenantTx, { conversationId, caller: { shopIds } }: Sought): Promise<Talk | undefined> {
  const row = await tx
    .selectFrom('conversation')
    .innerJoin('shop', 'shop.id', 'conversation.shop_id')
    .select(['conversation.id', 'conversation.shop_id', 'shop.market', 'conversation.buyer_name'])
    .where('conversation.id', '=', conversationId)
    .executeTakeFirst();
  if (!row || (shopIds && !shopIds.includes(row.shop_id))) return undefined;
  return { id: row.id, market: row.market, buyerName: row.buyer_name };
}

/** As a buyer may be called in a message. */
export const namesOf = ({ buyerName }: Pick<Talk, 'buyerName'>): string[] =>
  [...new Set([buyerName.trim(), ...buyerName.split(/\s+/)])].filter((name) => [...name].length >= 3);

/** So many of the buyer's last messages say which language it is. */
const LISTENED_TO = 10;

async function buyerLanguageOf(tx: TenantTx, { id, market }: Talk): Promise<Answer['buyerLanguage']> {
  const chosen = await tx
    .selectFrom('conversation_translation')
    .select('buyer_language')
    .where('conversation_id', '=', id)
    .executeTakeFirst();
  if (chosen?.buyer_language) return { language: chosen.buyer_language, from: 'person' };
  const said = await tx
    .selectFrom('message')
    .select('body')
    .where('conversation_id', '=', id)
    .where('sender', '=', 'buyer')
    .where('kind', '=', 'text')
    .orderBy('sequence', 'desc')
    .limit(LISTENED_TO)
    .execute();
  const usual = languageOf(market);
  const heard = languageOfMessages(
    said.map(({ body }) => body),
    usual,
    detectLanguage,
  );
  return heard === null ? { language: usual, from: 'market' } : { language: heard, from: 'words' };
}

export async function talkView(tx: TenantTx, talk: Talk): Promise<Answer> {
  const set = await tx.selectFrom('conversation_translation').select('is_on').where('conversation_id', '=', talk.id).executeTakeFirst();
  const provider = await tx.selectFrom('translation_provider').select('id').where('is_on', '=', true).limit(1).executeTakeFirst();
  return { isOn: set?.is_on ?? true, buyerLanguage: await buyerLanguageOf(tx, talk), hasProvider: provider !== undefined };
}

export function readTalk(
  { database }: Pick<Services, 'database'>,
  { caller, params }: Parameters<Handlers['conversation-translations.get']>[0],
): Promise<Answer | Refusal> {
  return database.withMerchant(caller.merchantId, async (tx) => {
    const talk = await findTalk(tx, { ...params, caller });
    return talk ? talkView(tx, talk) : refuse('not-found');
  });
}
