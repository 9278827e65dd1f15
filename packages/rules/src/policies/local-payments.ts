import { z } from 'zod';
import { country, instant } from './inputs.ts';
import { type PolicyOutput, policy, type RuleFacts } from './policy.ts';
import { checkedOn, cited } from './rows.ts';

/**
 * Do the ways to pay that a shop offers suit its market in Latin America, and how many orders are lost otherwise?
 *
 * @example MX with card alone → missing oxxo and bnpl-or-wallet, at least half of the orders lost
 * @example MX with oxxo and wallet → adequate, loss 0, card recommended
 */
const paymentMethods = ['card', 'bnpl', 'wallet', 'oxxo', 'pix', 'boleto'] as const;
const input = z.strictObject({ market: country, methods: z.array(z.enum(paymentMethods)), asOf: instant.optional() });

type Method = (typeof paymentMethods)[number];
type Missing = 'oxxo' | 'bnpl-or-wallet' | 'pix';
export type LocalPaymentsOutput = PolicyOutput & {
  adequate: boolean | null;
  missing: Missing[];
  recommended: Method[];
  estimatedLossShare: number | null;
  atLeast: boolean;
};

const facts: RuleFacts = {
  id: 'local-payments',
  source: '000_24f5ba8e749fbada.txt',
  section: '01支付革命:本地化方案占据半壁江山',
  effectiveFrom: '2025-12-26T00:00:00Z',
  checkedOn,
  market: 'LATAM',
  basis: 'source',
};

/** What a market needs: of each group one; and what we recommend beside it (decision). */
type MarketRow = RuleFacts & { needs: readonly { name: Missing; oneOf: readonly Method[] }[]; recommended: readonly Method[] };
const marketRows: readonly MarketRow[] = [
  {
    ...facts,
    id: 'mx-methods',
    market: 'MX',
    needs: [
      { name: 'oxxo', oneOf: ['oxxo'] },
      { name: 'bnpl-or-wallet', oneOf: ['bnpl', 'wallet'] },
    ],
    recommended: ['card'],
  },
  { ...facts, id: 'br-methods', market: 'BR', needs: [{ name: 'pix', oneOf: ['pix'] }], recommended: ['card', 'bnpl', 'boleto'] },
];
/** "More than half of the orders may be lost" with cards alone. */
const lossByCardAlone = 0.5;

export const localPayments = policy<typeof input, LocalPaymentsOutput>({
  facts,
  input,
  example: { market: 'MX', methods: ['card'] },
  evaluate({ market, methods }) {
    const row = marketRows.find((each) => each.market === market);
    if (!row)
      return {
        adequate: null,
        missing: [],
        recommended: [],
        estimatedLossShare: null,
        atLeast: false,
        covered: false,
        citations: [],
        explanation: [{ key: 'policies.local-payments.not-covered', values: { market } }],
      };
    const missing = row.needs.filter(({ oneOf }) => !oneOf.some((method) => methods.includes(method))).map(({ name }) => name);
    const cardAlone = methods.length > 0 && methods.every((method) => method === 'card');
    const adequate = missing.length === 0;
    const verdict = cardAlone ? 'card-alone' : adequate ? 'adequate' : 'not-adequate';
    return {
      adequate,
      missing,
      recommended: row.recommended.filter((method) => !methods.includes(method)),
      estimatedLossShare: cardAlone ? lossByCardAlone : adequate ? 0 : null,
      atLeast: cardAlone,
      covered: true,
      citations: cited(row),
      explanation: [{ key: `policies.local-payments.${verdict}`, values: { market, missing: missing.length, share: lossByCardAlone } }],
    };
  },
});
