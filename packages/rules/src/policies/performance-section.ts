import type { z } from 'zod';
import { at, instant, sellerOrigin } from './inputs.ts';
import type { Citation, Explanation, RuleFacts } from './policy.ts';

/** What the rules on seller performance share: their document, their first day, and whom they bind. */
export const performanceSource = '003_951292a870ab5916.txt';
export const performanceFrom = '2024-07-15T00:00:00Z';

/** The keys of every input of this part; rules that need a day require asOf instead. */
export const performanceScope = { sellerOrigin, asOf: instant.optional() };

export const performanceFacts = (id: string, section: string, basis: RuleFacts['basis'] = 'source'): RuleFacts => ({
  id,
  source: performanceSource,
  section,
  effectiveFrom: performanceFrom,
  checkedOn: '2026-11-22',
  market: 'all',
  basis,
});

export const citationsOf = (...sections: string[]): Citation[] => sections.map((section) => ({ source: performanceSource, section }));

export const explain =
  (policy: string) =>
  (key: string, values: Explanation['values'] = {}): Explanation => ({ key: `policies.${policy}.${key}`, values });

type Scope = { sellerOrigin: z.output<typeof sellerOrigin>; asOf?: string | undefined };

/** Why no source states a rule for this case; null where one does. An absent asOf means in force. */
export function gapOf(policy: string, given: Scope): Explanation | null {
  const say = explain(policy);
  if (given.sellerOrigin === 'local') return say('not-covered-seller');
  if (given.asOf !== undefined && at(given.asOf) < at(performanceFrom)) return say('not-covered-date', { from: performanceFrom });
  return null;
}

/** What every uncovered answer carries beside the policy's own empty fields. */
export const notCovered = (gap: Explanation) => ({ covered: false, citations: [], explanation: [gap] });
