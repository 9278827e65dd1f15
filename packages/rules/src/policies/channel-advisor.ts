import { z } from 'zod';
import { country, instant } from './inputs.ts';
import { type PolicyOutput, policy, type RuleFacts } from './policy.ts';
import { checkedOn, cited } from './rows.ts';

/**
 * The seller centre itself, or Shopify with the TikTok Shop app? A comparison that the source makes, with its figures.
 *
 * @example 499,999.99 USD a year with few assets → shopify; at 500,000 → either
 * @example 2,000,000.01 USD a year in one market → seller-centre; at 2,000,000 or in two markets → either
 */
const input = z.strictObject({
  annualGmvUsd: z.number().min(0),
  markets: z.array(country),
  assetLight: z.boolean(),
  needsCustomFrontEnd: z.boolean(),
  needsExternalErp: z.boolean(),
  asOf: instant.optional(),
});

type Given = z.output<typeof input>;
type Side = 'shopify' | 'seller-centre';
type Code =
  | 'small-and-asset-light'
  | 'large-in-one-market'
  | 'shop-tab-direct-only'
  | 'stock-sync-seconds'
  | 'dispute-days'
  | 'no-custom-front-end'
  | 'erp-gateway-working-days'
  | 'higher-return';
type Reason = { code: Code; favours: Side; value?: number; otherwise?: number };
export type ChannelAdvisorOutput = PolicyOutput & { advice: Side | 'either'; reasons: Reason[] };

const facts = {
  id: 'channel-advisor',
  source: '001_932864bc5c517283.txt',
  section: '与Shopify+TikTok Shop App方案相比',
  effectiveFrom: '2024-04-01T00:00:00Z',
  checkedOn,
  market: 'all',
  basis: 'source',
  /** Below this a year, with few assets: Shopify. */
  smallUsd: 500_000,
  /** Above this a year, in one market: the seller centre. */
  largeUsd: 2_000_000,
  stockSyncSeconds: 0.3,
  disputeDays: { 'seller-centre': 2.1, shopify: 4.8 },
  erpGatewayWorkingDays: 5,
  higherReturnShare: 0.224,
} satisfies RuleFacts & Record<string, unknown>;

function adviceFor({ annualGmvUsd, assetLight, markets }: Given): ChannelAdvisorOutput['advice'] {
  if (annualGmvUsd < facts.smallUsd && assetLight) return 'shopify';
  return annualGmvUsd > facts.largeUsd && new Set(markets).size === 1 ? 'seller-centre' : 'either';
}

function reasonsFor(given: Given, advice: ChannelAdvisorOutput['advice']): Reason[] {
  const all: (Reason & { holds: boolean })[] = [
    { code: 'small-and-asset-light', favours: 'shopify', value: facts.smallUsd, holds: advice === 'shopify' },
    { code: 'large-in-one-market', favours: 'seller-centre', value: facts.largeUsd, holds: advice === 'seller-centre' },
    { code: 'shop-tab-direct-only', favours: 'seller-centre', holds: true },
    { code: 'stock-sync-seconds', favours: 'seller-centre', value: facts.stockSyncSeconds, holds: true },
    {
      code: 'dispute-days',
      favours: 'seller-centre',
      value: facts.disputeDays['seller-centre'],
      otherwise: facts.disputeDays.shopify,
      holds: true,
    },
    { code: 'no-custom-front-end', favours: 'shopify', holds: given.needsCustomFrontEnd },
    { code: 'erp-gateway-working-days', favours: 'shopify', value: facts.erpGatewayWorkingDays, holds: given.needsExternalErp },
    { code: 'higher-return', favours: 'seller-centre', value: facts.higherReturnShare, holds: advice === 'seller-centre' },
  ];
  return all.filter(({ holds }) => holds).map(({ holds, ...reason }) => reason);
}

/** Whole dollars as the explanations carry money. */
const dollars = (usd: number): string => `${usd * 100} USD`;

export const channelAdvisor = policy<typeof input, ChannelAdvisorOutput>({
  facts,
  input,
  example: { annualGmvUsd: 320_000, markets: ['US'], assetLight: true, needsCustomFrontEnd: true, needsExternalErp: false },
  evaluate(given) {
    const advice = adviceFor(given);
    return {
      advice,
      reasons: reasonsFor(given, advice),
      covered: true,
      citations: cited(facts),
      explanation: [
        {
          key: `policies.channel-advisor.${advice}`,
          values: { small: dollars(facts.smallUsd), large: dollars(facts.largeUsd), markets: new Set(given.markets).size },
        },
      ],
    };
  },
});
