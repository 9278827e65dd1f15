import type { AnswerOf, DatedCard, ParsedOf, Routes, ShopRateCards } from '@tradewind/contract';
import { dayIn } from '@tradewind/rules/calendar';
import { cardOn, emptyCard, type RateCard, statedRates } from '@tradewind/rules/rate-card';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Caller, mayUseShop, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';

export type HeldCard = { shopId: string; validFrom: string; card: RateCard; savedBy: string; savedAt: Date };
type Scope = { caller: Caller; query: ParsedOf<Routes['rate-cards.list']>['query'] };

/** The present version of each card of these shops, the latest day first; those taken back are gone. */
export async function heldCards(tx: TenantTx, shopIds: readonly string[]): Promise<HeldCard[]> {
  const { rows } = await sql<Omit<HeldCard, 'card'> & { card: RateCard | null }>`
    SELECT DISTINCT ON (shop_id, valid_from) shop_id AS "shopId", valid_from::text AS "validFrom", card, saved_by AS "savedBy", saved_at AS "savedAt"
    FROM rate_card WHERE shop_id = ANY (${shopIds}::uuid[])
    ORDER BY shop_id, valid_from DESC, version DESC`.execute(tx);
  return rows.flatMap(({ card, ...row }) => (card === null ? [] : [{ ...row, card }]));
}

/** What the shop pays on a day of its own. */
export async function cardOfShop(tx: TenantTx, shopId: string, day: string): Promise<{ card: RateCard; validFrom: string | null }> {
  const held = cardOn(await heldCards(tx, [shopId]), day);
  return held ?? { card: emptyCard, validFrom: null };
}

/** Shops that were let go sell nothing. */
export async function sellingShops(tx: TenantTx, { caller, query }: Scope): Promise<ShopInScope[]> {
  return (await shopsInScope(tx, { caller, ...query })).filter(({ state }) => state !== 'unbound');
}

export async function listRateCards(services: Services, scope: Scope): Promise<AnswerOf<Routes['rate-cards.list']>> {
  const now = services.clock.now();
  return services.database.withMerchant(scope.caller.merchantId, async (tx) => {
    const shops = await sellingShops(tx, scope);
    const held = await heldCards(
      tx,
      shops.map(({ id }) => id),
    );
    const items = shops.map((shop): ShopRateCards => {
      const own = held.filter(({ shopId }) => shopId === shop.id);
      const inForce = cardOn(own, dayIn(now, shop.timeZone));
      return {
        shop: shopChip(shop),
        currency: shop.currency,
        cards: own.map((card) => datedCard(card, inForce?.validFrom === card.validFrom)),
      };
    });
    return { stated: cardView({ ...statedRates }), items };
  });
}

export const datedCard = ({ validFrom, card, savedBy, savedAt }: HeldCard, isInForce: boolean): DatedCard => ({
  validFrom,
  isInForce,
  card: cardView(card),
  savedBy,
  savedAt: savedAt.toISOString(),
});

/** The contract's arrays are its own to change. */
const cardView = ({ commissions, payments, routes }: RateCard): DatedCard['card'] => ({
  commissions: [...commissions],
  payments: [...payments],
  routes: [...routes],
});

const position = z.strictObject({ version: z.int().min(1).max(2_147_483_647) });
type HistoryInput = { caller: Caller; shopId: string; query: ParsedOf<Routes['rate-cards.history']>['query'] };

export async function rateCardHistory(
  services: Services,
  { caller, shopId, query }: HistoryInput,
): Promise<AnswerOf<Routes['rate-cards.history']> | Refusal> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shop = await tx.selectFrom('shop').select('id').where('id', '=', shopId).executeTakeFirst();
    if (!shop || !mayUseShop(caller, shopId)) return refuse('not-found');
    let found = tx
      .selectFrom('rate_card')
      .selectAll()
      .where('shop_id', '=', shopId)
      .orderBy('version', 'desc')
      .limit(query.limit + 1);
    if (after) found = found.where('version', '<', after.version);
    const page = pageOf(await found.execute(), query.limit, ({ version }) => ({ version }));
    return {
      items: page.items.map((row) => ({
        version: row.version,
        validFrom: row.valid_from,
        card: row.card && cardView(row.card),
        savedBy: row.saved_by,
        savedAt: row.saved_at.toISOString(),
      })),
      nextCursor: page.nextCursor,
    };
  });
}
