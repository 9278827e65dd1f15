import { z } from 'zod';
import { at, count, country, dayMs, instant, iso } from './inputs.ts';
import { type Explanation, type PolicyOutput, policy, type RuleFacts } from './policy.ts';
import { moneyText, oneCurrency, type Price, price } from './prices.ts';
import { checkedOn, cited } from './rows.ts';

/** From the prompt to the freeze (decision). */
const defaultGraceDays = 7;

/**
 * Does this shop owe a tax number, and is its money held for want of one? Thailand and Vietnam.
 *
 * @example TH, 1,000.01 USD this month, no number → required, prompt; at 1,000.00 → neither
 * @example prompted 2026-03-01T00:00Z, 7 days' grace → frozen from 2026-03-08T00:00Z up to, not at, 2026-04-07T00:00Z
 */
const input = z.strictObject({
  market: country,
  monthSales: price,
  taxIdOnFile: z.boolean(),
  promptedAt: instant.nullable(),
  filedAt: instant.nullable(),
  graceDays: count.default(defaultGraceDays),
  asOf: instant,
});

type Given = z.output<typeof input>;
type Judged = {
  required: boolean;
  prompt: boolean;
  frozen: boolean;
  frozenUntil: string | null;
  scope: 'later-orders' | null;
  withdrawalBlocked: boolean;
};
export type TaxIdHoldOutput = PolicyOutput & Judged;

const facts = {
  id: 'tax-id-hold',
  source: '001_932864bc5c517283.txt',
  section: '新手最易忽略的点是「税务识别号(TIN)备案」',
  effectiveFrom: '2024-01-01T00:00:00Z',
  checkedOn,
  market: 'TH, VN',
  basis: 'source',
  markets: ['TH', 'VN'],
  monthSales: { amount: 100_000, currency: 'USD' },
  holdDays: 30,
} satisfies RuleFacts & Record<string, unknown>;

/** The stretch for which money is held unless the number is filed before, in milliseconds. */
export const freezeAfter = (promptedAt: number, graceDays = defaultGraceDays): { from: number; until: number } => {
  const from = promptedAt + graceDays * dayMs;
  return { from, until: from + facts.holdDays * dayMs };
};
/** Where the rule speaks, and the month's sales above which it does. */
export const taxIdMarkets: readonly string[] = facts.markets;
export const taxIdLimit: Price = facts.monthSales;

function judge(given: Given): Judged {
  const asOf = at(given.asOf);
  const onFile = given.taxIdOnFile || (given.filedAt !== null && at(given.filedAt) <= asOf);
  const prompted = given.promptedAt !== null && at(given.promptedAt) <= asOf;
  const required = given.monthSales.amount > facts.monthSales.amount || (prompted && !onFile);
  const freeze = given.promptedAt === null ? null : freezeAfter(at(given.promptedAt), given.graceDays);
  const frozen = freeze !== null && freeze.from <= asOf && asOf < freeze.until && !onFile;
  return {
    required,
    prompt: required && !onFile,
    frozen,
    frozenUntil: frozen ? iso(freeze.until) : null,
    scope: frozen ? 'later-orders' : null,
    withdrawalBlocked: frozen,
  };
}

function explain(given: Given, { required, prompt, frozenUntil }: Judged): Explanation {
  const values = { sales: moneyText(given.monthSales), limit: moneyText(facts.monthSales), days: given.graceDays, hold: facts.holdDays };
  if (frozenUntil !== null) return { key: 'policies.tax-id-hold.frozen', values: { ...values, until: frozenUntil } };
  if (prompt) return { key: 'policies.tax-id-hold.prompt', values };
  return { key: `policies.tax-id-hold.${required ? 'on-file' : 'not-required'}`, values };
}

export const taxIdHold = policy<typeof input, TaxIdHoldOutput>({
  facts,
  input,
  example: {
    market: 'TH',
    monthSales: { amount: 182_000, currency: 'USD' },
    taxIdOnFile: false,
    promptedAt: '2026-03-01T00:00:00Z',
    filedAt: null,
    asOf: '2026-03-10T00:00:00Z',
  },
  check: (given, found) => oneCurrency(given, { currency: facts.monthSales.currency, paths: ['/monthSales'] }, found),
  evaluate(given) {
    if (!facts.markets.includes(given.market))
      return {
        required: false,
        prompt: false,
        frozen: false,
        frozenUntil: null,
        scope: null,
        withdrawalBlocked: false,
        covered: false,
        citations: [],
        explanation: [{ key: 'policies.tax-id-hold.not-covered', values: { market: given.market } }],
      };
    const judged = judge(given);
    return { ...judged, covered: true, citations: cited(facts), explanation: [explain(given, judged)] };
  },
});
