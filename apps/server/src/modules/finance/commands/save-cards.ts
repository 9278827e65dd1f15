/** The one writer of rate cards: a person's edit of one, or a whole file of them. Versions are added, none is changed. */
import type { DatedCard } from '@tradewind/contract';
import { dayIn } from '@tradewind/rules/calendar';
import { knownCurrencies } from '@tradewind/rules/money';
import { cardOn, type RateCard, repeatedRates } from '@tradewind/rules/rate-card';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, mayUseShop, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { isFarDay } from '../days.ts';
import { datedCard, heldCards } from '../queries/rate-cards.ts';

type FieldError = NonNullable<Refusal['errors']>[number];
export type NewCard = { shopId: string; validFrom: string; card: RateCard | null };
type Saving = { caller: Caller; requestId: string; cards: readonly NewCard[] };

/** In the caller's transaction, all of them; each with its entry of who changed what. */
export async function saveCards(services: Services, tx: TenantTx, { caller, requestId, cards }: Saving): Promise<void> {
  const now = services.clock.now();
  // Locked: versions are counted within a shop.
  const ids = [...new Set(cards.map(({ shopId }) => shopId))];
  await tx.selectFrom('shop').select('id').where('id', 'in', ids).orderBy('id').forNoKeyUpdate().execute();
  for (const { shopId, validFrom, card } of cards) {
    await tx
      .insertInto('rate_card')
      .values({
        merchant_id: caller.merchantId,
        shop_id: shopId,
        version: sql<number>`(SELECT COALESCE(max(version), 0) + 1 FROM rate_card WHERE shop_id = ${shopId})`,
        valid_from: validFrom,
        card: card && JSON.stringify(card),
        saved_by: caller.name,
        saved_at: new Date(now),
      })
      .execute();
    const rates = card ? { commissions: card.commissions.length, payments: card.payments.length, routes: card.routes.length } : {};
    await audit(tx, {
      id: services.newId(),
      at: now,
      caller,
      requestId,
      action: card ? 'rate-card.set' : 'rate-card.remove',
      objectKind: 'shop',
      objectId: shopId,
      facts: { validFrom, ...rates },
    });
  }
  await services.hints.publish(tx, caller.merchantId, [{ type: 'finance.changed', ids: [], shopId: null }]);
}

const farDay = (path: string): FieldError => ({ path, code: 'out-of-range', message: 'a day from 2000 to 2199' });

/** What a schema of one field cannot see. */
function cardErrors(card: RateCard): FieldError[] {
  const currency = (code: string, path: string): FieldError[] =>
    knownCurrencies.includes(code) ? [] : [{ path, code: 'unknown-currency', message: `no currency that is known here: ${code}` }];
  const rates = card.commissions.length + card.payments.length + card.routes.length;
  return [
    ...(rates === 0 ? [{ path: '', code: 'empty-card', message: 'name at least one rate, or remove the card' }] : []),
    ...repeatedRates(card).map((path) => ({ path, code: 'repeated', message: 'is priced on this card already' })),
    ...card.payments.flatMap(({ fixed }, index) => (fixed ? currency(fixed.currency, `/payments/${index}/fixed/currency`) : [])),
    ...card.routes.flatMap((row, index) => currency(row.currency, `/routes/${index}/currency`)),
  ];
}

export async function setRateCard(
  services: Services,
  { caller, requestId, params, body }: Parameters<Handlers['rate-cards.set']>[0],
): Promise<DatedCard | Refusal> {
  const { shopId, validFrom } = params;
  const errors = [...(isFarDay(validFrom) ? [farDay('/validFrom')] : []), ...cardErrors(body)];
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shop = await ownShop(tx, caller, shopId);
    if (!shop) return refuse('not-found');
    if (errors.length > 0) return { refused: 'invalid-input', errors };
    await saveCards(services, tx, { caller, requestId, cards: [{ shopId, validFrom, card: body }] });
    const held = await heldCards(tx, [shopId]);
    const saved = held.find((card) => card.validFrom === validFrom);
    const inForce = cardOn(held, dayIn(services.clock.now(), shop.time_zone));
    if (!saved) throw new Error('a card was saved and is not there');
    return datedCard(saved, inForce === saved);
  });
}

export async function removeRateCard(
  services: Services,
  { caller, requestId, params }: Parameters<Handlers['rate-cards.remove']>[0],
): Promise<Refusal | undefined> {
  const { shopId, validFrom } = params;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shop = await ownShop(tx, caller, shopId);
    const held = shop ? await heldCards(tx, [shopId]) : [];
    if (!held.some((card) => card.validFrom === validFrom)) return refuse('not-found');
    await saveCards(services, tx, { caller, requestId, cards: [{ shopId, validFrom, card: null }] });
    return undefined;
  });
}

export async function ownShop(tx: TenantTx, caller: Caller, shopId: string) {
  if (!mayUseShop(caller, shopId)) return undefined;
  return tx.selectFrom('shop').selectAll().where('id', '=', shopId).where('state', '!=', 'unbound').executeTakeFirst();
}
