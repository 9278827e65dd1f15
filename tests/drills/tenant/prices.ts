/** A price rule of a party's own, and a price that was applied by it. */
import { z } from 'zod';
import type { Client } from '../stage/client.ts';

/** As it would be accepted from whoever owns the product. */
export const priceDraft = (productId: string, validFrom: string) => ({
  scope: { productId },
  validFrom,
  rule: {
    ...{ basePrice: null, wanted: { kind: 'margin', share: 0.3 }, paymentChannel: 'platform-pay', creatorShare: 0, shipping: [] },
    ...{
      taxes: ['US', 'GB', 'DE', 'FR', 'IT', 'ES', 'JP', 'MX', 'TH', 'VN', 'MY', 'ID', 'PH', 'SG'].map((market) => ({ market, share: 0 })),
    },
    ...{ ending: 'exact', programme: null, floorShare: 0, floorPrice: null },
  },
});

const made = z.object({ id: z.string() });
const board = z.object({
  shops: z.array(z.object({ currency: z.string() })),
  items: z.array(
    z.object({ prices: z.array(z.object({ answer: z.object({ price: z.object({ amount: z.int(), currency: z.string() }) }) })) }),
  ),
});

export async function pricesOf(session: Client, { name, shop }: { name: string; shop: { id: string } }) {
  const sku = `Priced by ${name}`;
  const { id, variants } = await session.call(z.object({ id: z.string(), variants: z.tuple([made]) }), '/products', {
    body: { code: sku, title: sku, category: 'womens-clothing', variants: [{ sku }] },
  });
  const variantId = variants[0].id;
  const shopIds = [shop.id];
  const draft = priceDraft(id, '2026-01-01');
  const rule = await session.call(made, '/price-rules', { body: draft });
  // The cost in the shop's own currency: there need be no rate of exchange.
  const { shops } = await session.call(board, '/price-previews', { body: { shopIds, q: 'no such goods' } });
  const cost = { amount: 10_000, currency: shops[0]?.currency ?? '' };
  await session.call(z.object({}), `/variants/${variantId}/costs/2026-01-01`, { method: 'PUT', body: { cost } });
  const { items } = await session.call(board, '/price-previews', { body: { shopIds, q: sku } });
  const price = items[0]?.prices[0]?.answer.price;
  const { application } = await session.call(z.object({ application: made }), '/price-applications', {
    body: { prices: [{ variantId, shopId: shop.id, price }] },
  });
  return { priceRuleId: rule.id, priceApplicationId: application.id };
}
