/** Everything that rules ask about orders, read in a few statements for all of them: in the transaction that takes them in, or long after. */
import type { MexicoAnswer, OrderFacts, RateOf } from '@tradewind/rules/review-rules';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';
import { judgeMexicoOrders } from '../../programmes/index.ts';
import { buyerOf, readBlacklisted, readHistories } from './buyers.ts';
import type { Needs } from './needs.ts';
import { readProfits } from './profits.ts';
import { readRates } from './rates.ts';
import { type LineRow, type OrderRow, readLineRows, readOrderRows } from './read-orders.ts';

type Asked = { orderIds: readonly string[]; needs: Needs; secrets: MerchantSecrets; now: number };
export type KnownOrders = { facts: ReadonlyMap<string, OrderFacts>; rows: ReadonlyMap<string, OrderRow>; rateOf: RateOf };

export async function readOrderFacts(services: Services, tx: TenantTx, { orderIds, needs, secrets, now }: Asked): Promise<KnownOrders> {
  const orders = await readOrderRows(tx, orderIds);
  const lines = await readLineRows(tx, orderIds);
  const buyers = new Map(orders.map((order) => [order.id, buyerOf(secrets, order)]));
  const blacklisted = needs.blacklist ? await readBlacklisted(tx, buyers) : new Map();
  const histories = needs.history ? await readHistories(tx, secrets, orders) : new Map();
  const profits = needs.profit ? await readProfits(services, tx, { orders, lines, now }) : new Map();
  const mexico = needs.mexico ? await readMexico(services, tx, { orders, lines, secrets, now }) : new Map<string, MexicoAnswer>();
  const rateOf = await readRates(services, tx, { into: needs.currencies, from: orders.map(({ currency }) => currency), now });
  const facts = new Map(
    orders.map((order): [string, OrderFacts] => [
      order.id,
      {
        ...{ shopId: order.shopId, market: order.market, currency: order.currency, total: order.total, units: order.units },
        lines: (lines.get(order.id) ?? []).map(({ sku, category }) => ({ sku, category })),
        country: order.region,
        address: buyers.get(order.id)?.address ?? null,
        history: histories.get(order.id) ?? null,
        paymentMethod: order.paymentMethod,
        blacklisted: blacklisted.get(order.id) ?? [],
        isOnPlatformHold: order.status === 'on-hold',
        profit: profits.get(order.id) ?? { unknown: 'not-asked' },
        mexico: mexico.get(order.id) ?? { isConcerned: false },
      },
    ]),
  );
  return { facts, rows: new Map(orders.map((order) => [order.id, order])), rateOf };
}

type OfMexico = { orders: readonly OrderRow[]; lines: ReadonlyMap<string, readonly LineRow[]>; secrets: MerchantSecrets; now: number };

async function readMexico(services: Services, tx: TenantTx, { orders, lines, secrets, now }: OfMexico): Promise<Map<string, MexicoAnswer>> {
  const concerned = orders.filter(({ region, shipFrom }) => region === 'MX' && (shipFrom === null || shipFrom === 'US'));
  if (concerned.length === 0) return new Map();
  const rateOf = await readRates(services, tx, { into: ['MXN'], from: concerned.map(({ currency }) => currency), now });
  return judgeMexicoOrders(tx, {
    orders: concerned.map(({ id, shopId, currency, shipFrom }) => ({ id, shopId, currency, shipFrom, lines: lines.get(id) ?? [] })),
    ...{ secrets, now, rateOf: (from: string) => rateOf(from, 'MXN') },
  });
}
