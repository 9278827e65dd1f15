/** What is left of each order: its goods, their costs on its day, and what its shop paid then. */
import { dayIn } from '@tradewind/rules/calendar';
import type { Money } from '@tradewind/rules/money';
import { profitOf } from '@tradewind/rules/order-profit';
import { cardOn, emptyCard } from '@tradewind/rules/rate-card';
import type { ProfitAnswer } from '@tradewind/rules/review-rules';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { type HeldCard, heldCards } from '../../finance/index.ts';
import { readRates } from './rates.ts';
import type { LineRow, OrderRow } from './read-orders.ts';

type Of = { orders: readonly OrderRow[]; lines: ReadonlyMap<string, readonly LineRow[]>; now: number };

export async function readProfits(services: Services, tx: TenantTx, { orders, lines, now }: Of): Promise<Map<string, ProfitAnswer>> {
  const variantIds = [...new Set([...lines.values()].flat().flatMap(({ variantId }) => (variantId === null ? [] : [variantId])))];
  const costOf = await readCosts(tx, variantIds);
  const cards = await heldCards(tx, [...new Set(orders.map(({ shopId }) => shopId))]);
  const into = orders.map(({ currency }) => currency);
  const rateOf = await readRates(services, tx, { into, from: [...costOf.currencies, ...currenciesOf(cards)], now });
  return new Map(
    orders.map((order) => {
      const { market, currency, fulfilment } = order;
      const day = dayIn((order.paidAt ?? order.createdAt).getTime(), order.timeZone);
      const own = cards.filter(({ shopId }) => shopId === order.shopId);
      const sold = (lines.get(order.id) ?? []).map(({ category, amount, quantity, variantId }) => ({
        ...{ category, amount, quantity },
        cost: variantId === null ? null : costOf.on(variantId, day),
      }));
      const subject = { market, currency, fulfilment, lines: sold };
      return [order.id, profitOf(subject, cardOn(own, day)?.card ?? emptyCard, (from) => rateOf(from, currency))];
    }),
  );
}

const currenciesOf = (cards: readonly HeldCard[]): string[] =>
  cards.flatMap(({ card }) => [
    ...card.payments.flatMap(({ fixed }) => fixed?.currency ?? []),
    ...card.routes.map(({ currency }) => currency),
  ]);

type Cost = { variantId: string; validFrom: string; amount: number; currency: string };
type Part = { bundleId: string; partId: string; quantity: number };

/** A bundle without a cost of its own costs what its parts cost, where they are all of one currency. */
async function readCosts(tx: TenantTx, variantIds: readonly string[]) {
  const { rows: parts } = await sql<Part>`
    SELECT bundle_id AS "bundleId", part_id AS "partId", quantity FROM bundle_part WHERE bundle_id = ANY (${variantIds}::uuid[])`.execute(
    tx,
  );
  const { rows } = await sql<Cost>`
    SELECT variant_id AS "variantId", valid_from::text AS "validFrom", cost_minor AS amount, currency
    FROM variant_cost WHERE variant_id = ANY (${[...variantIds, ...parts.map(({ partId }) => partId)]}::uuid[])`.execute(tx);
  const costs = new Map<string, Cost[]>();
  for (const cost of rows) costs.set(cost.variantId, [...(costs.get(cost.variantId) ?? []), cost]);
  const own = (variantId: string, day: string): Money | null => {
    const cost = cardOn(costs.get(variantId) ?? [], day);
    return cost && { amount: cost.amount, currency: cost.currency };
  };
  const ofParts = (bundleId: string, day: string): Money | null => {
    const each = parts.filter((part) => part.bundleId === bundleId).map(({ partId, quantity }) => ({ cost: own(partId, day), quantity }));
    const [first] = each;
    if (!first?.cost) return null;
    const { currency } = first.cost;
    if (each.some(({ cost }) => cost?.currency !== currency)) return null;
    return { amount: each.reduce((sum, { cost, quantity }) => sum + (cost?.amount ?? 0) * quantity, 0), currency };
  };
  const on = (variantId: string, day: string): Money | null => own(variantId, day) ?? ofParts(variantId, day);
  return { on, currencies: [...new Set(rows.map(({ currency }) => currency))] };
}
