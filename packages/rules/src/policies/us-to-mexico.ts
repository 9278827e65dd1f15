import { z } from 'zod';
import { isIn } from './categories.ts';
import { at, category, count, country, instant } from './inputs.ts';
import { type Explanation, type PolicyOutput, policy } from './policy.ts';
import { moneyText, oneCurrency, type Price, price } from './prices.ts';
import { cited } from './rows.ts';
import { caps, categoryRows, invitation, programme } from './us-to-mexico-rows.ts';

/**
 * May this order (or this catalogue) go from a US warehouse straight to buyers in Mexico?
 *
 * @example one watch at 3,500.00 MXN, us-local, 2 days, from 2026-04-01 → eligible; at 3,500.01 MXN → `unit-price-cap`
 * @example two watches at 2,600.00 MXN → 5,200.00 MXN, eligible; at 2,600.01 → `order-cap`, though each watch is sellable
 */
const input = z.strictObject({
  mode: z.enum(['order', 'catalogue']).default('order'),
  seller: z.strictObject({
    origin: z.enum(['us-local', 'cn-cross-border', 'other']),
    shopPerformanceScore: z.number().min(0).max(5).nullable(),
  }),
  invitedCategories: z.array(category),
  qualifications: z.array(z.string().min(1)),
  dispatchDays: count,
  items: z.array(
    z.strictObject({
      sku: z.string().min(1),
      category,
      unitPrice: price,
      quantity: count,
      shipFromCountry: country.default(programme.shipFrom),
    }),
  ),
  asOf: instant,
});

type Given = z.output<typeof input>;
type Item = Given['items'][number];
type Access = 'open' | 'invite-only' | 'prohibited' | 'not-in-pilot';
type Code =
  | 'not-started'
  | 'dispatch-over-2-days'
  | 'seller-origin'
  | 'score-missing'
  | 'score-below-3.5'
  | 'invitation-missing'
  | 'qualification-missing'
  | 'category-prohibited'
  | 'category-not-in-pilot'
  | 'not-in-us-warehouse'
  | 'unit-price-cap'
  | 'order-cap';
type Reason = { code: Code; sku?: string; qualification?: string };
export type UsToMexicoOutput = PolicyOutput & {
  eligible: boolean;
  canRequestInvitation: boolean;
  reasons: Reason[];
  items: { sku: string; access: Access; sellable: boolean }[];
  orderTotal: Price | null;
};

function sellerReason({ origin, shopPerformanceScore }: Given['seller']): Code | null {
  if (origin === 'us-local') return null;
  if (origin === 'other') return 'seller-origin';
  if (shopPerformanceScore === null) return 'score-missing';
  return shopPerformanceScore < programme.leastScore ? 'score-below-3.5' : null;
}

/** What holds for everything the seller would send: the programme's start, the days to dispatch, the seller. */
function reasonsOfAll(given: Given): Reason[] {
  const seller = sellerReason(given.seller);
  return [
    ...(at(given.asOf) < at(programme.effectiveFrom) ? [{ code: 'not-started' } as const] : []),
    ...(given.dispatchDays > programme.mostDispatchDays ? [{ code: 'dispatch-over-2-days' } as const] : []),
    ...(seller ? [{ code: seller }] : []),
  ];
}

const rowOf = (named: string) => categoryRows.find((row) => row.categories.some((one) => isIn(named, one)));

function reasonsOfItem(item: Item, given: Given): Reason[] {
  const { sku } = item;
  const row = rowOf(item.category);
  const missing = (row?.qualifications ?? []).filter((paper) => !given.qualifications.includes(paper));
  return [
    ...(row?.access === 'invite-only' && !given.invitedCategories.includes(item.category)
      ? [{ code: 'invitation-missing', sku } as const]
      : []),
    ...missing.map((qualification) => ({ code: 'qualification-missing', sku, qualification }) as const),
    ...(row?.access === 'prohibited' ? [{ code: 'category-prohibited', sku } as const] : []),
    ...(row === undefined ? [{ code: 'category-not-in-pilot', sku } as const] : []),
    ...(item.shipFromCountry !== programme.shipFrom ? [{ code: 'not-in-us-warehouse', sku } as const] : []),
    ...(item.unitPrice.amount > caps.unit.amount ? [{ code: 'unit-price-cap', sku } as const] : []),
  ];
}

function explain(given: Given, { eligible, canRequestInvitation, reasons, items, orderTotal }: Omit<UsToMexicoOutput, keyof PolicyOutput>) {
  const say = (name: string, values: Explanation['values']): Explanation => ({ key: `policies.us-to-mexico.${name}`, values });
  const sellable = items.filter((item) => item.sellable).length;
  return [
    say(`${eligible ? 'eligible' : 'not-eligible'}-${given.mode}`, {
      n: items.length,
      sellable,
      reasons: reasons.length,
      total: orderTotal ? moneyText(orderTotal) : '',
    }),
    say('caps', { unit: moneyText(caps.unit), order: moneyText(caps.order) }),
    say('seller', { score: programme.leastScore, days: programme.mostDispatchDays, from: programme.effectiveFrom }),
    say(canRequestInvitation ? 'invitation-open' : 'invitation-later', { from: invitation.effectiveFrom }),
  ];
}

export const usToMexico = policy<typeof input, UsToMexicoOutput>({
  facts: programme,
  input,
  example: {
    seller: { origin: 'cn-cross-border', shopPerformanceScore: 4.2 },
    invitedCategories: [],
    qualifications: [],
    dispatchDays: 2,
    items: [{ sku: 'PET-ROPE-01', category: 'pet-toys', unitPrice: { amount: 24_900, currency: 'MXN' }, quantity: 2 }],
    asOf: '2026-04-01T00:00:00Z',
  },
  check(given, found) {
    if (!Array.isArray(given.items)) return;
    oneCurrency(given, { currency: caps.unit.currency, paths: given.items.map((_, index) => `/items/${index}/unitPrice`) }, found);
  },
  evaluate(given) {
    const ofAll = reasonsOfAll(given);
    const ofItems = given.items.map((item) => reasonsOfItem(item, given));
    const items = given.items.map((item, index) => ({
      sku: item.sku,
      access: rowOf(item.category)?.access ?? ('not-in-pilot' as const),
      sellable: ofItems[index]?.length === 0,
    }));
    const isOrder = given.mode === 'order';
    const total = given.items.reduce((sum, item) => sum + BigInt(item.unitPrice.amount) * BigInt(item.quantity), 0n);
    const reasons: Reason[] = [
      ...ofAll,
      ...ofItems.flat(),
      ...(isOrder && total > caps.order.amount ? [{ code: 'order-cap' } as const] : []),
    ];
    const verdict = {
      eligible: isOrder ? reasons.length === 0 : ofAll.length === 0 && items.some((item) => item.sellable),
      canRequestInvitation: at(given.asOf) >= at(invitation.effectiveFrom),
      reasons,
      items,
      orderTotal: isOrder ? { amount: Number(total), currency: caps.order.currency } : null,
    };
    return { ...verdict, covered: true, citations: cited(programme, caps, invitation), explanation: explain(given, verdict) };
  },
});
