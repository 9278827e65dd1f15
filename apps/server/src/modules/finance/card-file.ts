/**
 * Rate cards as a table, one row a rate: rows of one shop and day are one card. Percentages and money are written as people write them
 * (3.5, 18.50), with the decimals of their currency. Pure; both directions stand here so that a file that was exported can be imported.
 */
import { currencyExponent, knownCurrencies } from '@tradewind/rules/money';
import { paymentChannels, type RateCard } from '@tradewind/rules/rate-card';
import { z } from 'zod';
import type { SheetRow } from '../../platform/sheets/refused.ts';
import { type RowError, rowForm } from '../../platform/sheets/table-form.ts';
import { isFarDay } from './days.ts';

export const titles = [
  ...['shop_id', 'shop_name', 'valid_from', 'kind', 'name'],
  ...['percent', 'fixed_fee', 'first_kg', 'further_kg', 'currency'],
] as const;
type Title = (typeof titles)[number];

/** A card of the file; `line` is where it begins. */
export type FileCard = { channelShopId: string; validFrom: string; card: RateCard; line: number };
type ToWrite = { channelShopId: string; shopName: string; validFrom: string; card: RateCard };

export function tableOfCards(cards: readonly ToWrite[]): (string | null)[][] {
  return [
    [...titles],
    ...cards.flatMap(({ channelShopId, shopName, validFrom, card }) => {
      const row = (kind: string, name: string, cells: (string | null)[]) => [channelShopId, shopName, validFrom, kind, name, ...cells];
      return [
        ...card.commissions.map(({ category, share }) => row('commission', category, [percent(share), null, null, null, null])),
        ...card.payments.map(({ channel, share, fixed }) =>
          row('payment', channel, [percent(share), fixed && major(fixed.amount, fixed.currency), null, null, fixed?.currency ?? null]),
        ),
        ...card.routes.map(({ route, currency, firstKg, furtherKg }) =>
          row('shipping', route, [null, null, major(firstKg, currency), major(furtherKg, currency), currency]),
        ),
      ];
    }),
  ];
}

const decimal = (digits: string, decimals: number): string => {
  const padded = digits.padStart(decimals + 1, '0');
  return decimals === 0 ? padded : `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
};
const major = (amount: number, currency: string): string => decimal(String(amount), currencyExponent(currency));
/** A share has six decimals at most, so a percentage has four. */
const percent = (share: number): string => decimal(String(Math.round(share * 1e6)), 4).replace(/\.?0+$/, '');

export function cardsOfTable(rows: readonly SheetRow[]): { cards: FileCard[]; errors: RowError[] } {
  const cards = new Map<string, FileCard>();
  const errors: RowError[] = [];
  for (const row of rows) {
    const form = rowForm(row, titles);
    const read = form.length === 0 ? readRow(row) : { rate: null, errors: form };
    errors.push(...read.errors);
    if (!read.rate) continue;
    const { channelShopId, validFrom } = read.rate;
    const key = `${channelShopId} ${validFrom}`;
    const card = cards.get(key) ?? { channelShopId, validFrom, line: row.line, card: { commissions: [], payments: [], routes: [] } };
    const added = addRate(card.card, read.rate);
    if (!added)
      errors.push({
        line: row.line,
        column: 'name',
        code: 'repeated',
        message: 'is priced in this file already, for the same shop and day',
      });
    else cards.set(key, { ...card, card: added });
  }
  return { cards: [...cards.values()], errors };
}

type Rate = { channelShopId: string; validFrom: string } & (
  | { kind: 'commission'; value: RateCard['commissions'][number] }
  | { kind: 'payment'; value: RateCard['payments'][number] }
  | { kind: 'shipping'; value: RateCard['routes'][number] }
);

/** Null: the card prices this thing already. */
function addRate(card: RateCard, rate: Rate): RateCard | null {
  switch (rate.kind) {
    case 'commission':
      if (card.commissions.some(({ category }) => category === rate.value.category)) return null;
      return { ...card, commissions: [...card.commissions, rate.value] };
    case 'payment':
      if (card.payments.some(({ channel }) => channel === rate.value.channel)) return null;
      return { ...card, payments: [...card.payments, rate.value] };
    case 'shipping':
      if (card.routes.some(({ route }) => route === rate.value.route)) return null;
      return { ...card, routes: [...card.routes, rate.value] };
  }
}

/** Reads cells by their titles and gathers what is wrong with them, so that a row tells everything at once. */
function reader({ line, cells }: SheetRow) {
  const errors: RowError[] = [];
  const text = (title: Title): string => (cells[titles.indexOf(title)] ?? '').trim();
  const wrong = (title: Title, code: string, message: string) => void errors.push({ line, column: title, code, message });
  const matching = (title: Title, pattern: RegExp, [code, message]: readonly [string, string]): string => {
    if (!pattern.test(text(title))) wrong(title, code, message);
    return text(title);
  };
  const empty = (...unwanted: Title[]) => {
    for (const title of unwanted) if (text(title) !== '') wrong(title, 'not-empty', `means nothing in a row of this kind`);
  };
  const share = (): number => {
    const given = text('percent').replace(/%$/, '').trim();
    const isPercent = /^\d{1,3}(\.\d{1,4})?$/.test(given) && Number(given) <= 100;
    if (!isPercent) wrong('percent', 'not-a-percent', 'a percentage from 0 to 100 with at most four decimals, such as 3.5');
    return isPercent ? Number((Number(given) / 100).toFixed(6)) : 0;
  };
  const currency = (): string | null => {
    if (knownCurrencies.includes(text('currency'))) return text('currency');
    wrong('currency', 'unknown-currency', 'a currency such as USD');
    return null;
  };
  const amount = (title: Title, code: string | null): number => {
    if (code === null) return 0;
    const decimals = currencyExponent(code);
    const found = /^(\d{1,9})(?:\.(\d+))?$/.exec(text(title));
    const isAmount = found !== null && (found[2] ?? '').length <= decimals;
    if (!isAmount) wrong(title, 'not-an-amount', `an amount in ${code} with at most ${decimals} decimals`);
    return isAmount ? Number(`${found[1]}${(found[2] ?? '').padEnd(decimals, '0')}`) : 0;
  };
  return { errors, text, wrong, matching, empty, share, currency, amount };
}

const NAMES = {
  shop: [/^\d{1,32}$/, ['not-a-shop-id', 'the platform’s number of the shop in full; a spreadsheet may have shortened it']],
  category: [/^(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*$/, ['not-a-category', 'a category code such as womens-clothing']],
  channel: [new RegExp(`^(${paymentChannels.join('|')})$`), ['unknown-channel', `one of ${paymentChannels.join(', ')}`]],
  route: [/^[A-Z]{2}-[A-Z0-9]{2,5}>[A-Z]{2}-[A-Z0-9]{2,5}$/, ['not-a-route', 'a route such as CN-SZX>TH-BKK']],
} as const satisfies Record<string, readonly [RegExp, readonly [string, string]]>;

function readRow(row: SheetRow): { rate: Rate | null; errors: RowError[] } {
  const cells = reader(row);
  const of = { channelShopId: cells.matching('shop_id', ...NAMES.shop), validFrom: cells.text('valid_from') };
  if (!isDay(of.validFrom)) cells.wrong('valid_from', 'not-a-day', 'a day such as 2026-12-01');
  const rate = readRate(cells, of);
  return { rate: cells.errors.length > 0 ? null : rate, errors: cells.errors };
}

function readRate(cells: ReturnType<typeof reader>, of: Pick<Rate, 'channelShopId' | 'validFrom'>): Rate | null {
  switch (cells.text('kind')) {
    case 'commission': {
      cells.empty('fixed_fee', 'first_kg', 'further_kg', 'currency');
      return { ...of, kind: 'commission', value: { category: cells.matching('name', ...NAMES.category), share: cells.share() } };
    }
    case 'payment': {
      cells.empty('first_kg', 'further_kg');
      // The cast: the pattern lets nothing else through, and a row with an error is dropped.
      const channel = cells.matching('name', ...NAMES.channel) as (typeof paymentChannels)[number];
      const share = cells.share();
      if (cells.text('fixed_fee') === '') {
        cells.empty('currency');
        return { ...of, kind: 'payment', value: { channel, share, fixed: null } };
      }
      const currency = cells.currency();
      const fixed = { amount: cells.amount('fixed_fee', currency), currency: currency ?? '' };
      return { ...of, kind: 'payment', value: { channel, share, fixed } };
    }
    case 'shipping': {
      cells.empty('percent', 'fixed_fee');
      const currency = cells.currency();
      const prices = { firstKg: cells.amount('first_kg', currency), furtherKg: cells.amount('further_kg', currency) };
      return { ...of, kind: 'shipping', value: { route: cells.matching('name', ...NAMES.route), currency: currency ?? '', ...prices } };
    }
    default:
      cells.wrong('kind', 'unknown-kind', 'one of commission, payment, shipping');
      return null;
  }
}

const isDay = (text: string): boolean => z.iso.date().safeParse(text).success && !isFarDay(text);
