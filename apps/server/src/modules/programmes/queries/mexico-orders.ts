/** Orders that go from the US to a buyer in Mexico, asked of the policy order by order: its caps count what one buyer bought at once. */
import { convert } from '@tradewind/rules/money';
import { evaluatePolicy } from '@tradewind/rules/policies';
import type { MexicoAnswer } from '@tradewind/rules/review-rules';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import { type MexicoSeller, policySeller, readSeller } from './mexico-seller.ts';

/** `shipFrom` null: nobody knows the warehouse; it is then where the shop's goods lie. */
export type MexicoOrder = {
  id: string;
  shopId: string;
  currency: string;
  shipFrom: string | null;
  lines: readonly { sku: string; category: string | null; unitPrice: number; quantity: number }[];
};
type Asked = {
  orders: readonly MexicoOrder[];
  secrets: MerchantSecrets;
  now: number;
  /** Into pesos. */
  rateOf: (currency: string) => string | null;
};

/** Only of orders whose buyers are in Mexico. */
export async function judgeMexicoOrders(tx: TenantTx, asked: Asked): Promise<Map<string, MexicoAnswer>> {
  const answers = new Map<string, MexicoAnswer>();
  for (const shopId of new Set(asked.orders.map((order) => order.shopId))) {
    const seller = await readSeller(tx, { ...asked, caller: { shopIds: null }, shopId });
    if (!seller) continue;
    for (const order of asked.orders.filter((each) => each.shopId === shopId)) answers.set(order.id, answerOf(order, seller, asked));
  }
  return answers;
}

function answerOf(order: MexicoOrder, seller: MexicoSeller, { now, rateOf }: Asked): MexicoAnswer {
  const shipFrom = order.shipFrom ?? seller.shipFrom;
  if (shipFrom !== 'US') return { isConcerned: false };
  const rate = order.currency === 'MXN' ? '1' : rateOf(order.currency);
  if (rate === null) return { unknown: 'no-rate' };
  const { reasons } = evaluatePolicy('us-to-mexico', {
    mode: 'order',
    ...policySeller(seller),
    items: order.lines.map(({ sku, category, unitPrice, quantity }) => ({
      sku,
      // What is not known must not be what keeps it out: an open category.
      category: category ?? 'home-daily',
      unitPrice: convert({ amount: unitPrice, currency: order.currency }, 'MXN', rate),
      quantity,
      shipFromCountry: shipFrom,
    })),
    asOf: new Date(now).toISOString(),
  });
  if (reasons.length === 0 && order.lines.some(({ category }) => category === null)) return { unknown: 'no-category' };
  return { isConcerned: true, reasons: reasons.map(({ code, sku }) => ({ code, sku: sku ?? null })) };
}
