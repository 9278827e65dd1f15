import type { AnswerOf, Routes } from '@tradewind/contract';
import type { RateCard } from '@tradewind/rules/rate-card';
import { csvFile } from '../../../platform/csv-file.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller, FileAnswer, Handlers } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { readTable } from '../../../platform/sheets/read-sheet.ts';
import { firstErrors, type RowError } from '../../../platform/sheets/table-form.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';
import { cardsOfTable, type FileCard, tableOfCards, titles } from '../card-file.ts';
import { heldCards, sellingShops } from '../queries/rate-cards.ts';
import { saveCards } from './save-cards.ts';

type Answer = AnswerOf<Routes['rate-card-imports.create']>;
type Placed = FileCard & { shop: ShopInScope };

/**
 * Takes in a file of rate cards, or says what that would do. All of it or nothing: whoever mends a row and sends the file again must not
 * have to ask what the first attempt left behind. Each card of the file replaces the shop's card of that day as a whole.
 */
export async function importRateCards(
  services: Services,
  { caller, requestId, query, body }: Parameters<Handlers['rate-card-imports.create']>[0],
): Promise<Answer> {
  const { rows, errors: unread } = await readTable(body.bytes, titles);
  if (unread.length > 0) return faulty(rows.length, unread);
  const read = cardsOfTable(rows);
  const isApplied = query.isPreview === 'false';
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const { placed, errors } = await place(tx, { caller, ...read });
    if (rows.length === 0) errors.push({ line: null, column: null, code: 'empty', message: 'the file has no row below its head' });
    if (errors.length > 0) return faulty(rows.length, errors);
    const cards = await changesOf(tx, placed);
    const wanted = cards.filter(({ change }) => change !== 'unchanged');
    if (isApplied && wanted.length > 0) {
      const toSave = wanted.map(({ shop, validFrom, card }) => ({ shopId: shop.id, validFrom, card }));
      await saveCards(services, tx, { caller, requestId, cards: toSave });
    }
    const view = cards.map(({ shop, validFrom, change, card }) => ({ shop: shopChip(shop), validFrom, change, rates: countOf(card) }));
    return { isApplied, rows: rows.length, cards: view, errors: [] };
  });
}

const faulty = (rows: number, errors: RowError[]): Answer => ({
  isApplied: false,
  rows,
  cards: [],
  errors: firstErrors(errors),
});

const countOf = ({ commissions, payments, routes }: RateCard): number => commissions.length + payments.length + routes.length;

type Placing = { caller: Caller; cards: FileCard[]; errors: RowError[] };

/** A shop that is none of the caller's reads like one that never was. */
async function place(tx: TenantTx, { caller, cards, errors }: Placing): Promise<{ placed: Placed[]; errors: RowError[] }> {
  const shops = (await shopsInScope(tx, { caller })).filter(({ state }) => state !== 'unbound');
  const known = new Map(shops.map((shop) => [shop.channelShopId, shop]));
  const unknown = cards.filter(({ channelShopId }) => !known.has(channelShopId));
  const strangers = unknown.map(({ line }) => ({
    line,
    column: 'shop_id',
    code: 'unknown-shop',
    message: 'no shop of this number is bound here',
  }));
  const placed = cards.flatMap((card): Placed[] => {
    const shop = known.get(card.channelShopId);
    return shop ? [{ ...card, shop }] : [];
  });
  return { placed, errors: [...errors, ...strangers] };
}

type Change = Answer['cards'][number]['change'];

async function changesOf(tx: TenantTx, placed: readonly Placed[]): Promise<(Placed & { change: Change })[]> {
  const held = await heldCards(tx, [...new Set(placed.map(({ shop }) => shop.id))]);
  return placed.map((card) => {
    const before = held.find(({ shopId, validFrom }) => shopId === card.shop.id && validFrom === card.validFrom);
    return { ...card, change: !before ? 'added' : textOf(before.card) === textOf(card.card) ? 'unchanged' : 'changed' };
  });
}

/** The same rates in another order are the same card. */
function textOf({ commissions, payments, routes }: RateCard): string {
  const sorted = <T>(rows: readonly T[], text: (row: T) => unknown[]) => rows.map((row) => JSON.stringify(text(row))).sort();
  return JSON.stringify([
    sorted(commissions, ({ category, share }) => [category, share]),
    sorted(payments, ({ channel, share, fixed }) => [channel, share, fixed?.amount, fixed?.currency]),
    sorted(routes, ({ route, currency, firstKg, furtherKg }) => [route, currency, firstKg, furtherKg]),
  ]);
}

export async function exportRateCards(
  services: Services,
  { caller, query }: Parameters<Handlers['rate-cards.export']>[0],
): Promise<FileAnswer> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = await sellingShops(tx, { caller, query });
    const held = await heldCards(
      tx,
      shops.map(({ id }) => id),
    );
    const cards = shops.flatMap((shop) =>
      held.filter(({ shopId }) => shopId === shop.id).map((card) => ({ ...card, channelShopId: shop.channelShopId, shopName: shop.name })),
    );
    return csvFile('rate-cards.csv', tableOfCards(cards));
  });
}
