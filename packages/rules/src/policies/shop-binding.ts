import { z } from 'zod';
import { instant } from './inputs.ts';
import { type PolicyOutput, policy } from './policy.ts';

/**
 * May this shop join the merchant's workbench? The source says that at its start (2025-12-26) only shops of one legal
 * entity can be bound together and that other entities follow "next February".
 *
 * @example { merchantEntities: ['A'], shopEntity: 'B', asOf: '2026-01-31T23:59:59Z' } → allowed false, 'cross-entity-not-yet'
 * @example the same a second later → allowed true, 'cross-entity-allowed'
 */
const crossEntityFrom = '2026-02-01T00:00:00Z';

const input = z.strictObject({
  channel: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a channel in kebab-case, such as tiktok-shop')
    .default('tiktok-shop'),
  merchantEntities: z.array(z.string().min(1)),
  shopEntity: z.string().min(1),
  asOf: instant,
});

export type ShopBindingReason = 'first-shop' | 'same-entity' | 'cross-entity-allowed' | 'cross-entity-not-yet';
export type ShopBindingOutput = PolicyOutput & { allowed: boolean; reason: ShopBindingReason | null };

const citations = [{ source: '000_24f5ba8e749fbada.txt', section: '全球多店绑定' }];

function reasonFor(given: z.output<typeof input>): ShopBindingReason {
  if (given.merchantEntities.length === 0) return 'first-shop';
  if (given.merchantEntities.includes(given.shopEntity)) return 'same-entity';
  return Date.parse(given.asOf) >= Date.parse(crossEntityFrom) ? 'cross-entity-allowed' : 'cross-entity-not-yet';
}

export const shopBinding = policy<typeof input, ShopBindingOutput>({
  facts: {
    id: 'shop-binding',
    source: '000_24f5ba8e749fbada.txt',
    section: '全球多店绑定',
    effectiveFrom: crossEntityFrom,
    checkedOn: '2026-11-22',
    market: 'all',
    basis: 'decision',
  },
  input,
  example: { merchantEntities: ['Tradewind Trading Ltd'], shopEntity: 'Tradewind GmbH', asOf: '2026-02-01T00:00:00Z' },
  evaluate(given) {
    if (given.channel !== 'tiktok-shop')
      return {
        allowed: true,
        reason: null,
        covered: false,
        citations: [],
        explanation: [{ key: 'policies.shop-binding.not-covered', values: { channel: given.channel } }],
      };
    const reason = reasonFor(given);
    return {
      allowed: reason !== 'cross-entity-not-yet',
      reason,
      covered: true,
      citations,
      explanation: [{ key: `policies.shop-binding.${reason}`, values: { from: crossEntityFrom } }],
    };
  },
});
