import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { type Place, placesOf } from '@tradewind/rules/search-terms';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';
import { type Found, findWords } from './find-words.ts';

type Search = Routes['messages.search'];
type Hit = AnswerOf<Search>['items'][number];
type Input = { caller: Caller; query: ParsedOf<Search>['query'] };
type Row = {
  id: string;
  conversation_id: string;
  shop_id: string;
  buyer_name: string;
  sequence: number;
  sender: Hit['sender'];
  body: string;
  sent_at: Date;
};

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
/** Pairs of characters may bring what does not have the run itself: so many times more is looked for than is shown, then the reader asks. */
const ROUNDS = 5;
const BEFORE = 60;
const EXCERPT = 240;

/** The newest first, each with the places of what was asked for in a piece of its text. */
export async function searchMessages(services: Services, { caller, query }: Input): Promise<AnswerOf<Search>> {
  const { q, limit, shopIds, market } = query;
  const from = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = new Map((await shopsInScope(tx, { caller, shopIds, market })).map((shop) => [shop.id, shop]));
    let last: Found | null = from && { at: new Date(from.at), id: from.id };
    const items: Hit[] = [];
    for (let round = 0; round < ROUNDS && shops.size > 0; round += 1) {
      const found = await findWords(tx, { field: 'message', q, shopIds: [...shops.keys()], before: last, limit });
      for (const row of await readRows(tx, found)) {
        last = { at: row.sent_at, id: row.id };
        const hit = hitOf(row, shops.get(row.shop_id), q);
        if (hit) items.push(hit);
        if (items.length === limit) return { items, nextCursor: cursorOf(last) };
      }
      if (found.length < limit) return { items, nextCursor: null };
    }
    return { items, nextCursor: last && shops.size > 0 ? cursorOf(last) : null };
  });
}

const cursorOf = ({ at, id }: Found): string => encodeCursor({ at: at.toISOString(), id });

async function readRows(tx: TenantTx, found: readonly Found[]): Promise<Row[]> {
  const ids = found.map(({ id }) => id);
  const { rows } = await sql<Row>`
    SELECT m.id, m.conversation_id, m.shop_id, c.buyer_name, m.sequence, m.sender, m.body, m.sent_at
    FROM message m JOIN conversation c ON c.merchant_id = m.merchant_id AND c.id = m.conversation_id
    WHERE m.id = ANY (${ids}::uuid[])`.execute(tx);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function hitOf(row: Row, shop: ShopInScope | undefined, q: string): Hit | null {
  const places = placesOf(row.body, q);
  if (!shop || !places) return null;
  return {
    messageId: row.id,
    conversationId: row.conversation_id,
    shop: shopChip(shop),
    buyerName: row.buyer_name,
    sequence: row.sequence,
    sender: row.sender,
    sentAt: row.sent_at.toISOString(),
    ...excerptOf(row.body, places),
  };
}

const isTrailing = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** A piece around the first place; no character is cut in two. */
function excerptOf(body: string, places: readonly Place[]): Pick<Hit, 'text' | 'isCut' | 'marks'> {
  let start = Math.max(0, (places[0]?.start ?? 0) - BEFORE);
  let end = Math.min(body.length, start + EXCERPT);
  if (isTrailing(body.charCodeAt(start))) start += 1;
  if (isTrailing(body.charCodeAt(end))) end += 1;
  const marks = places
    .filter((place) => place.start < end && place.end > start)
    .map((place) => ({ start: Math.max(place.start, start) - start, end: Math.min(place.end, end) - start }));
  return { text: body.slice(start, end), isCut: { before: start > 0, after: end < body.length }, marks };
}
