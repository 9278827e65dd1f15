/** What variants would cost in shops: gathers all that the rule asks for, once for all of them, and asks it. */
import { dayIn } from '@tradewind/rules/calendar';
import { knownCurrencies, type Money } from '@tradewind/rules/money';
import { type DatedRate, type FeeTerms, type PriceAnswer, priceFor } from '@tradewind/rules/price-intent';
import { ruleOn } from '@tradewind/rules/price-scope';
import { cardOn, emptyCard, feesOf, type PaymentChannel } from '@tradewind/rules/rate-card';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import type { ShopInScope } from '../../accounts/index.ts';
import { type HeldCard, heldCards } from '../../finance/index.ts';
import { type Rates, ratesInto } from '../../insights/index.ts';
import type { HeldRule } from './rules.ts';

export type Goods = { id: string; productId: string; category: string | null };
export type Priced = { rule: HeldRule | null; answer: PriceAnswer };
export type Board = { priceOf: (goods: Goods, shop: ShopInScope) => Priced; costOf: (variantId: string, day: string) => Money | null };
type Asked = { shops: readonly ShopInScope[]; goods: readonly Goods[]; rules: readonly HeldRule[]; on: string | undefined };

export async function boardOf(services: Services, tx: TenantTx, asked: Asked): Promise<Board> {
  const { shops, goods, rules, on } = asked;
  const now = services.clock.now();
  const dayOf = (shop: ShopInScope): string => on ?? dayIn(now, shop.timeZone);
  const costs = await readCosts(tx, goods);
  const costOf = (variantId: string, day: string): Money | null => {
    const cost = cardOn(costs.get(variantId) ?? [], day);
    return cost && { amount: cost.amount, currency: cost.currency };
  };
  const shopIds = shops.map(({ id }) => id);
  const cards = await heldCards(tx, shopIds);
  const currencies = currenciesOf({ rules, costs: [...costs.values()].flat(), cards });
  const ratesOf = await readRates(services, tx, { shops, dayOf, currencies });
  const termsOf = feeTerms(cards);
  return {
    costOf,
    priceOf: ({ id, productId, category }, shop) => {
      const day = dayOf(shop);
      const rule = ruleOn(rules, { sold: { category, productId, market: shop.market, shopId: shop.id }, day });
      if (!rule) return { rule: null, answer: { refused: 'no-rule', floor: null, cap: null } };
      const terms = termsOf(shop, { category, channel: rule.rule.paymentChannel, day });
      const { market, currency } = shop;
      const rateOf = (from: string) => ratesOf(shop, from);
      return { rule, answer: priceFor({ rule: rule.rule, market, currency, on: day, cost: costOf(id, day), terms, rateOf }) };
    },
  };
}

type Cost = { validFrom: string; amount: number; currency: string };

async function readCosts(tx: TenantTx, goods: readonly Goods[]): Promise<Map<string, Cost[]>> {
  const { rows } = await sql<Cost & { variantId: string }>`
    SELECT variant_id AS "variantId", valid_from::text AS "validFrom", cost_minor AS amount, currency
    FROM variant_cost WHERE variant_id = ANY (${goods.map(({ id }) => id)}::uuid[])`.execute(tx);
  const costs = new Map<string, Cost[]>();
  for (const { variantId, ...cost } of rows) costs.set(variantId, [...(costs.get(variantId) ?? []), cost]);
  return costs;
}

type Sources = { rules: readonly HeldRule[]; costs: readonly Cost[]; cards: readonly HeldCard[] };

/** A payment's fixed part is stated in dollars where no card says otherwise. */
function currenciesOf({ rules, costs, cards }: Sources): string[] {
  const monies = [
    ...rules.flatMap(({ rule }) => [rule.basePrice, rule.floorPrice, ...rule.shipping.map(({ cost }) => cost)]),
    ...cards.flatMap(({ card }) => card.payments.map(({ fixed }) => fixed)),
    ...costs,
  ];
  const named = new Set(['USD', ...monies.flatMap((money) => (money ? [money.currency] : []))]);
  return [...named].filter((currency) => knownCurrencies.includes(currency));
}

type Days = { shops: readonly ShopInScope[]; dayOf: (shop: ShopInScope) => string; currencies: readonly string[] };
type RateOf = (shop: ShopInScope, from: string) => DatedRate | null;

/** Shops of one currency and day share their rates. */
async function readRates(services: Services, tx: TenantTx, { shops, dayOf, currencies }: Days): Promise<RateOf> {
  const keyOf = (shop: ShopInScope) => `${shop.currency} ${dayOf(shop)}`;
  const held = new Map<string, { rates: Rates; days: Map<string, string> }>();
  for (const shop of shops) {
    if (held.has(keyOf(shop)) || !knownCurrencies.includes(shop.currency)) continue;
    const rates = await ratesInto(services, tx, { display: shop.currency, currencies, to: dayOf(shop) });
    held.set(keyOf(shop), { rates, days: new Map(rates.used().map(({ from, on }) => [from, on])) });
  }
  return (shop, from) => {
    if (from === shop.currency) return { rate: '1', on: dayOf(shop) };
    const known = held.get(keyOf(shop));
    const [rate, on] = [known?.rates.rateTo(from), known?.days.get(from)];
    return rate && on ? { rate, on } : null;
  };
}

type Of = { category: string | null; channel: PaymentChannel; day: string };
/** Large enough for every share to show: only shares and fixed parts are taken from it. */
const PROBE = 1_000_000;

/** What a shop pays on a day, asked once for each kind of goods. */
function feeTerms(cards: readonly HeldCard[]): (shop: ShopInScope, of: Of) => FeeTerms {
  const known = new Map<string, FeeTerms>();
  return (shop, { category, channel, day }) => {
    const key = `${shop.id} ${category} ${channel} ${day}`;
    const before = known.get(key);
    if (before) return before;
    const own = cards.filter(({ shopId }) => shopId === shop.id);
    const sale = { market: shop.market, currency: shop.currency, goods: [{ category, amount: PROBE }], paymentChannel: channel };
    const { lines } = feesOf(
      { ...sale, fulfilment: 'seller', parcel: null, route: null, goodsCost: null },
      cardOn(own, day)?.card ?? emptyCard,
    );
    const of = (code: (typeof lines)[number]['code']) => lines.find((line) => line.code === code);
    const [commission, rate, fixed] = [of('commission'), of('payment-rate'), of('payment-fixed')];
    const terms: FeeTerms = {
      commission: commission ? { share: commission.share ?? 0, basis: commission.basis } : null,
      payment: {
        share: rate?.share ?? 0,
        fixed: fixed ? { amount: fixed.amount, currency: fixed.currency } : null,
        basis: rate?.basis ?? 'source',
      },
    };
    known.set(key, terms);
    return terms;
  };
}
